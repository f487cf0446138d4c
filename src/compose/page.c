#include "compose/page.h"

#include "base/arena.h"
#include "base/buf.h"
#include "compose/bidi.h"

#include <string.h>

/* Half-transparent grey is seen on white and on black. */
#define LINE  "1px solid #8888"
#define FAINT "opacity:.8"
#define SMALL "font-size:14px"
/* As large as a finger. */
#define BUTTON                                                                                     \
	"display:inline-block;padding:8px 16px;border:1px solid;border-radius:6px;"                \
	"text-decoration:none;font-weight:bold"
#define RULED "margin:22px 0 6px;padding-top:12px;border-top:" LINE ";" SMALL

static void
add_char(struct buf *out, char c)
{
	switch (c) {
	case '&': buf_str(out, "&amp;"); break;
	case '<': buf_str(out, "&lt;"); break;
	case '>': buf_str(out, "&gt;"); break;
	case '"': buf_str(out, "&quot;"); break;
	case '\'': buf_str(out, "&#39;"); break;
	case '\n': buf_str(out, "<br>\n"); break;
	default: buf_char(out, c);
	}
}

/* For attributes and the title, where no element can be. */
static void
add_bare(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++)
		add_char(out, *s);
}

static bool
begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* The length of "15:00–15:30", or 0. */
static size_t
range_length(const char *s)
{
	static const char clock[] = "0123456789:.";
	static const char *const dashes[] = { "–", "〜" };
	size_t first = strspn(s, clock), last;

	for (size_t i = 0; first > 0 && i < sizeof dashes / sizeof *dashes; i++)
		if (begins(s + first, dashes[i]) &&
		    (last = strspn(s + first + strlen(dashes[i]), clock)) > 0)
			return first + strlen(dashes[i]) + last;
	return 0;
}

/* Isolates become elements, and a line is not broken within a range of times. */
static void
add_text(struct buf *out, const char *s)
{
	size_t depth = 0, range;

	while (*s != '\0') {
		if (begins(s, BIDI_OPEN)) {
			buf_str(out, "<bdi>");
			depth++;
			s += strlen(BIDI_OPEN);
		} else if (begins(s, BIDI_CLOSE)) {
			buf_str(out, depth > 0 ? "</bdi>" : "");
			depth -= depth > 0;
			s += strlen(BIDI_CLOSE);
		} else if ((range = range_length(s)) > 0) {
			buf_str(out, "<span style=\"white-space:nowrap\">");
			buf_add(out, s, range);
			buf_str(out, "</span>");
			s += range;
		} else
			add_char(out, *s++);
	}
	while (depth-- > 0)
		buf_str(out, "</bdi>");
}

static void
add_element(struct buf *out, const char *open, const char *text, const char *close)
{
	buf_str(out, open);
	add_text(out, text);
	buf_str(out, close);
}

static void
add_link(struct buf *out, const struct block *b, const char *style)
{
	buf_printf(out, "<a dir=\"auto\" style=\"%s\" href=\"", style);
	add_bare(out, b->link);
	add_element(out, "\">", b->link_text, "</a>");
}

static void
add_paragraph(struct buf *out, const char *style, const char *text)
{
	buf_printf(out, "<p style=\"%s\">", style);
	add_element(out, "", text, "</p>\n");
}

static void
add_time(struct buf *out, const struct block *b)
{
	buf_str(out, "<div style=\"margin:0 0 12px;padding:10px 14px;border:" LINE
		     ";border-radius:8px\">\n<div style=\"font-size:18px;font-weight:bold\">");
	add_element(out, "", b->label, ".&ensp;");
	add_element(out, "", b->text, "</div>\n");
	if (b->detail[0] != '\0')
		add_element(out, "<div style=\"font-size:15px;" FAINT "\">", b->detail, "</div>\n");
	if (b->link[0] != '\0') {
		buf_str(out, "<div style=\"margin-top:10px\">");
		add_link(out, b, BUTTON);
		buf_str(out, "</div>\n");
	}
	buf_str(out, "</div>\n");
}

static void
add_fact(struct buf *out, const struct block *b)
{
	buf_str(out, "<p style=\"margin:0;padding:3px 0 5px;padding-inline-start:12px;"
		     "border-inline-start:3px solid #8888\">");
	add_element(out, "<span style=\"" FAINT "\">", b->label, "</span> ");
	if (b->link[0] != '\0')
		add_link(out, b, "font-weight:bold");
	else
		add_element(out, "<b dir=\"auto\">", b->text, "</b>");
	if (b->detail[0] != '\0')
		add_element(out, "<br>\n<span style=\"font-size:15px;" FAINT "\">", b->detail,
		    "</span>");
	buf_str(out, "</p>\n");
}

static void
add_block(struct buf *out, const struct block *b)
{
	switch (b->kind) {
	case BLOCK_PARAGRAPH: add_paragraph(out, "margin:14px 0", b->text); break;
	case BLOCK_TIME: add_time(out, b); break;
	case BLOCK_FACT: add_fact(out, b); break;
	case BLOCK_LINK:
		buf_str(out, "<p style=\"margin:14px 0\">");
		add_link(out, b, BUTTON);
		buf_str(out, "</p>\n");
		break;
	case BLOCK_HEADING: add_paragraph(out, RULED ";font-weight:bold", b->text); break;
	case BLOCK_ITEM:
		add_element(out, "<li style=\"margin:0 0 4px\">", b->text, "</li>\n");
		break;
	case BLOCK_NOTE: add_paragraph(out, "margin:0 0 6px;" SMALL ";" FAINT, b->text); break;
	case BLOCK_FOOTER: add_paragraph(out, RULED ";" FAINT, b->text); break;
	}
}

static bool
is_item(const struct words *w, size_t i)
{
	return i < w->n && w->items[i].kind == BLOCK_ITEM;
}

/* Not every program knows of padding-inline-start, and a list without any loses its marks. */
static void
add_list(struct buf *out, const char *side)
{
	buf_printf(out,
	    "<ul style=\"margin:0 0 8px;padding:0;padding-%s:20px;" SMALL ";" FAINT "\">\n", side);
}

char *
page_write(const struct words *w, struct arena *a)
{
	const char *dir = w->right_to_left ? "rtl" : "ltr";
	struct buf out;

	buf_init(&out, a);
	buf_printf(&out,
	    "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n"
	    "<meta name=\"supported-color-schemes\" content=\"light dark\">\n"
	    "<title>",
	    w->language, dir);
	add_bare(&out, w->title);
	buf_str(&out, "</title>\n</head>\n<body style=\"margin:0\">\n");
	/* Programs that drop the body element keep this one. */
	buf_printf(&out,
	    "<div lang=\"%s\" dir=\"%s\" style=\"max-width:600px;margin:0 auto;padding:16px;"
	    "font:16px/1.5 sans-serif;text-align:start;overflow-wrap:break-word\">\n",
	    w->language, dir);
	for (size_t i = 0; i < w->n; i++) {
		if (is_item(w, i) && !is_item(w, i - 1))
			add_list(&out, w->right_to_left ? "right" : "left");
		add_block(&out, &w->items[i]);
		if (is_item(w, i) && !is_item(w, i + 1))
			buf_str(&out, "</ul>\n");
	}
	buf_str(&out, "</div>\n</body>\n</html>\n");
	return out.data;
}
