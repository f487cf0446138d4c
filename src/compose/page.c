#include "compose/page.h"

#include "base/arena.h"
#include "base/buf.h"

/* Half-transparent grey is seen on white and on black. */
#define LINE  "1px solid #8888"
#define FAINT "opacity:.8"
#define SMALL "font-size:13px"
#define RULED "margin:22px 0 6px;padding-top:12px;border-top:" LINE ";" SMALL

static void
add_escaped(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++) {
		switch (*s) {
		case '&': buf_str(out, "&amp;"); break;
		case '<': buf_str(out, "&lt;"); break;
		case '>': buf_str(out, "&gt;"); break;
		case '"': buf_str(out, "&quot;"); break;
		case '\'': buf_str(out, "&#39;"); break;
		case '\n': buf_str(out, "<br>\n"); break;
		default: buf_char(out, *s);
		}
	}
}

static void
add_element(struct buf *out, const char *open, const char *text, const char *close)
{
	buf_str(out, open);
	add_escaped(out, text);
	buf_str(out, close);
}

static void
add_link(struct buf *out, const struct block *b)
{
	add_element(out, "<a style=\"font-weight:bold\" href=\"", b->link, "\">");
	add_element(out, "", b->link_text, "</a>");
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
		     ";border-radius:8px\">\n<div style=\"font-size:17px;font-weight:bold\">");
	add_element(out, "", b->label, ".&ensp;");
	add_element(out, "", b->text, "</div>\n");
	if (b->detail[0] != '\0')
		add_element(out, "<div style=\"" FAINT ";margin-top:2px\">", b->detail, "</div>\n");
	if (b->link[0] != '\0') {
		buf_str(out, "<div style=\"margin-top:8px\">");
		add_link(out, b);
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
		add_link(out, b);
	else
		add_element(out, "<b>", b->text, "</b>");
	if (b->detail[0] != '\0')
		add_element(out, "<br>", b->detail, "");
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
		add_link(out, b);
		buf_str(out, "</p>\n");
		break;
	case BLOCK_HEADING: add_paragraph(out, RULED ";font-weight:bold", b->text); break;
	case BLOCK_ITEM:
		add_paragraph(out, "margin:0 0 4px;padding-inline-start:12px;" SMALL ";" FAINT,
		    b->text);
		break;
	case BLOCK_NOTE: add_paragraph(out, "margin:0 0 6px;" SMALL ";" FAINT, b->text); break;
	case BLOCK_FOOTER: add_paragraph(out, RULED ";" FAINT, b->text); break;
	}
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
	add_element(&out, "", w->title, "</title>\n</head>\n<body>\n");
	/* Programs that drop the body element keep this one. */
	buf_printf(&out,
	    "<div lang=\"%s\" dir=\"%s\" style=\"max-width:600px;margin:0 auto;padding:16px;"
	    "font:15px/1.5 sans-serif;text-align:start\">\n",
	    w->language, dir);
	for (size_t i = 0; i < w->n; i++)
		add_block(&out, &w->items[i]);
	buf_str(&out, "</div>\n</body>\n</html>\n");
	return out.data;
}
