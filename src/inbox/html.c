#include "inbox/html.h"

#include "base/arena.h"
#include "base/buf.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { QUOTES_SHOWN = 10 };

/* How an element is laid out. */
enum layout {
	LAYOUT_INLINE,
	LAYOUT_BLOCK,     /* on lines of its own */
	LAYOUT_PARAGRAPH, /* with an empty line around it */
	LAYOUT_ITEM,      /* "- " before it */
	LAYOUT_CELL,      /* a blank behind it */
	LAYOUT_BREAK,     /* a line end */
	LAYOUT_RULE,      /* a line across */
	LAYOUT_PRE,       /* line ends count */
	LAYOUT_QUOTE,
	LAYOUT_NONE, /* not shown */
};

static const struct {
	const char *name;
	enum layout layout;
} elements[] = {
	{ "address", LAYOUT_BLOCK },
	{ "article", LAYOUT_BLOCK },
	{ "aside", LAYOUT_BLOCK },
	{ "blockquote", LAYOUT_QUOTE },
	{ "br", LAYOUT_BREAK },
	{ "caption", LAYOUT_BLOCK },
	{ "center", LAYOUT_BLOCK },
	{ "dd", LAYOUT_BLOCK },
	{ "div", LAYOUT_BLOCK },
	{ "dl", LAYOUT_PARAGRAPH },
	{ "dt", LAYOUT_BLOCK },
	{ "fieldset", LAYOUT_BLOCK },
	{ "footer", LAYOUT_BLOCK },
	{ "form", LAYOUT_BLOCK },
	{ "h1", LAYOUT_PARAGRAPH },
	{ "h2", LAYOUT_PARAGRAPH },
	{ "h3", LAYOUT_PARAGRAPH },
	{ "h4", LAYOUT_PARAGRAPH },
	{ "h5", LAYOUT_PARAGRAPH },
	{ "h6", LAYOUT_PARAGRAPH },
	{ "head", LAYOUT_NONE },
	{ "header", LAYOUT_BLOCK },
	{ "hr", LAYOUT_RULE },
	{ "li", LAYOUT_ITEM },
	{ "main", LAYOUT_BLOCK },
	{ "nav", LAYOUT_BLOCK },
	{ "noscript", LAYOUT_NONE },
	{ "object", LAYOUT_NONE },
	{ "ol", LAYOUT_PARAGRAPH },
	{ "p", LAYOUT_PARAGRAPH },
	{ "pre", LAYOUT_PRE },
	{ "script", LAYOUT_NONE },
	{ "section", LAYOUT_BLOCK },
	{ "select", LAYOUT_NONE },
	{ "style", LAYOUT_NONE },
	{ "table", LAYOUT_BLOCK },
	{ "td", LAYOUT_CELL },
	{ "template", LAYOUT_NONE },
	{ "textarea", LAYOUT_NONE },
	{ "th", LAYOUT_CELL },
	{ "title", LAYOUT_NONE },
	{ "tr", LAYOUT_BLOCK },
	{ "ul", LAYOUT_PARAGRAPH },
};

/* What mail programs mark, and how. */
enum mark {
	MARK_NONE,
	MARK_QUOTE,
	MARK_QUOTE_TO_END, /* the element and all that follows it */
	MARK_SIGNATURE,    /* shown with "-- " before it */
};

static const struct {
	const char *attribute, *word;
	enum mark mark;
} marks[] = {
	{ "class", "gmail_quote", MARK_QUOTE },      /* Gmail; holds the attribution too */
	{ "class", "moz-cite-prefix", MARK_QUOTE },  /* Thunderbird: the attribution */
	{ "class", "protonmail_quote", MARK_QUOTE }, /* Proton */
	{ "class", "yahoo_quoted", MARK_QUOTE },     /* Yahoo */
	{ "class", "zmail_extra", MARK_QUOTE },      /* Zoho */
	{ "id", "isReplyContent", MARK_QUOTE },      /* Windows Live Mail */
	{ "id", "mail-editor-reference-message-container", MARK_QUOTE }, /* Outlook for Mac */
	{ "id", "OLK_SRC_BODY_SECTION", MARK_QUOTE },                    /* the same, older */
	{ "name", "messageReplySection", MARK_QUOTE },                   /* Spark */
	{ "id", "divRplyFwdMsg", MARK_QUOTE_TO_END }, /* Outlook: the block of From, Sent, To */
	{ "id", "appendonsend", MARK_QUOTE_TO_END },  /* Outlook on the web: just before it */
	{ "class", "gmail_signature", MARK_SIGNATURE },
	{ "class", "moz-signature", MARK_SIGNATURE },
	{ "class", "protonmail_signature_block", MARK_SIGNATURE },
	{ "id", "AppleMailSignature", MARK_SIGNATURE },
	{ "id", "ms-outlook-mobile-signature", MARK_SIGNATURE },
	{ "id", "Signature", MARK_SIGNATURE }, /* Outlook on the web */
};

struct writer {
	struct buf out;
	int quotes;    /* how deep we are in quoted text */
	int shown;     /* how deep the last line was */
	int pre;       /* how deep in <pre> */
	int line_ends; /* before the next word */
	bool blank;    /* before the next word in a line */
	bool item;     /* "- " before the next word */
	bool empty;    /* nothing was written yet */
};

static enum layout
layout_of(const xmlNode *n)
{
	size_t low = 0, high = sizeof elements / sizeof *elements;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcasecmp((const char *)n->name, elements[middle].name);

		if (order == 0)
			return elements[middle].layout;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return LAYOUT_INLINE;
}

/* An attribute's text; "" where there is none. */
static const char *
attribute(const xmlNode *n, const char *name)
{
	for (const xmlAttr *at = n->properties; at != NULL; at = at->next)
		if (strcasecmp((const char *)at->name, name) == 0 && at->children != NULL &&
		    at->children->content != NULL)
			return (const char *)at->children->content;
	return "";
}

/* Among words parted by blanks.  Outlook puts "x_" before marks of the mail it answers. */
static bool
has_word(const char *list, const char *word)
{
	size_t len = strlen(word);

	while (*list != '\0') {
		size_t n = strcspn(list, " \t\n");
		const char *at = n >= 2 && list[0] == 'x' && list[1] == '_' ? list + 2 : list;

		if ((size_t)(list + n - at) == len && strncasecmp(at, word, len) == 0)
			return true;
		list += n;
		list += strspn(list, " \t\n");
	}
	return false;
}

static bool
is_hidden(const xmlNode *n)
{
	const char *style = attribute(n, "style");

	for (const xmlAttr *at = n->properties; at != NULL; at = at->next)
		if (strcasecmp((const char *)at->name, "hidden") == 0)
			return true;
	for (; (style = strcasestr(style, "display")) != NULL; style += 7) {
		const char *value = style + 7 + strspn(style + 7, " :\t");

		if (strncasecmp(value, "none", 4) == 0)
			return true;
	}
	return strcasestr(attribute(n, "style"), "mso-hide:all") != NULL;
}

static enum mark
mark_of(const xmlNode *n)
{
	for (size_t i = 0; n->properties != NULL && i < sizeof marks / sizeof *marks; i++)
		if (has_word(attribute(n, marks[i].attribute), marks[i].word))
			return marks[i].mark;
	return MARK_NONE;
}

/* Gmail indents with a <blockquote>, too; that one says it has no border. */
static bool
is_indent(const xmlNode *n)
{
	const char *style = strcasestr(attribute(n, "style"), "border:");

	return style != NULL && strncasecmp(style + 7 + strspn(style + 7, " "), "none", 4) == 0 &&
	       strcasecmp(attribute(n, "type"), "cite") != 0;
}

/* How many levels of quote begin with this element. */
static int
quotes_of(const xmlNode *n, enum mark mark)
{
	if (mark == MARK_QUOTE || mark == MARK_QUOTE_TO_END)
		return 1;
	return layout_of(n) == LAYOUT_QUOTE && !is_indent(n);
}

static void
end_lines(struct writer *w, int n)
{
	if (w->line_ends < n)
		w->line_ends = n;
}

/* The line ends that are due, then the marks of the quote we are in. */
static void
begin_word(struct writer *w)
{
	int quotes = w->quotes < QUOTES_SHOWN ? w->quotes : QUOTES_SHOWN;
	int between = quotes < w->shown ? quotes : w->shown;
	bool begins = w->empty || w->line_ends > 0;

	for (int i = 0; i < w->line_ends && !w->empty; i++) {
		buf_char(&w->out, '\n');
		for (int q = 0; i + 1 < w->line_ends && q < between; q++)
			buf_char(&w->out, '>');
	}
	for (int q = 0; begins && q < quotes; q++)
		buf_str(&w->out, q + 1 < quotes ? ">" : "> ");
	if (w->item)
		buf_str(&w->out, "- ");
	else if (w->blank && !begins)
		buf_char(&w->out, ' ');
	w->shown = quotes;
	w->line_ends = 0;
	w->blank = w->item = w->empty = false;
}

/* How many bytes of blank stand at s: the no-break space is one, or sentences would not be read. */
static size_t
blank_length(const char *s)
{
	if (*s != '\0' && strchr(" \t\n\r\f", *s) != NULL)
		return 1;
	return strncmp(s, "\xc2\xa0", 2) == 0 ? 2 : 0;
}

static void
write_line(struct writer *w, const char *s)
{
	end_lines(w, 1);
	begin_word(w);
	buf_str(&w->out, s);
	end_lines(w, 1);
}

static void
write_text(struct writer *w, const char *s)
{
	while (*s != '\0') {
		size_t blank = blank_length(s), n = 0;

		if (blank > 0) {
			w->blank = true;
			if (w->pre > 0 && *s == '\n')
				w->line_ends++;
			s += blank;
			continue;
		}
		while (s[n] != '\0' && blank_length(s + n) == 0)
			n++;
		begin_word(w);
		buf_add(&w->out, s, n);
		s += n;
	}
}

static void
enter(struct writer *w, const xmlNode *n)
{
	enum mark mark = mark_of(n);

	if (quotes_of(n, mark) > 0) {
		end_lines(w, 1);
		w->quotes++;
	} else if (mark == MARK_SIGNATURE) {
		write_line(w, "-- ");
	}
	switch (layout_of(n)) {
	case LAYOUT_INLINE:
	case LAYOUT_NONE: break;
	case LAYOUT_QUOTE:
	case LAYOUT_BLOCK: end_lines(w, 1); break;
	case LAYOUT_PARAGRAPH: end_lines(w, 2); break;
	case LAYOUT_ITEM:
		end_lines(w, 1);
		w->item = true;
		break;
	case LAYOUT_CELL: w->blank = true; break;
	case LAYOUT_BREAK: w->line_ends++; break;
	case LAYOUT_RULE: write_line(w, "________________________________"); break;
	case LAYOUT_PRE:
		end_lines(w, 1);
		w->pre++;
		break;
	}
}

static void
leave(struct writer *w, const xmlNode *n)
{
	enum mark mark = mark_of(n);

	switch (layout_of(n)) {
	case LAYOUT_INLINE:
	case LAYOUT_BREAK:
	case LAYOUT_RULE:
	case LAYOUT_NONE: break;
	case LAYOUT_QUOTE:
	case LAYOUT_BLOCK: end_lines(w, 1); break;
	case LAYOUT_PARAGRAPH: end_lines(w, 2); break;
	case LAYOUT_ITEM:
		end_lines(w, 1);
		w->item = false;
		break;
	case LAYOUT_CELL: w->blank = true; break;
	case LAYOUT_PRE:
		end_lines(w, 1);
		w->pre--;
		break;
	}
	if (quotes_of(n, mark) > 0 && mark != MARK_QUOTE_TO_END) {
		end_lines(w, 1);
		w->quotes--;
	}
}

static bool
is_shown(const xmlNode *n)
{
	return n->type == XML_ELEMENT_NODE && layout_of(n) != LAYOUT_NONE && !is_hidden(n);
}

/* Down, along, up: no recursion, however deep the mail nests. */
static void
walk(struct writer *w, const xmlNode *root)
{
	const xmlNode *n = root;

	while (n != NULL) {
		if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE)
			write_text(w, (const char *)n->content);
		if (is_shown(n)) {
			enter(w, n);
			if (n->children != NULL) {
				n = n->children;
				continue;
			}
			leave(w, n);
		}
		while (n != root && n->next == NULL) {
			n = n->parent;
			leave(w, n);
		}
		n = n == root ? NULL : n->next;
	}
}

/* Outlook's "<![if !mso]>" would show as text: blanked out.  "<![endif]-->" ends a comment. */
static char *
without_conditions(const char *html, size_t len, struct arena *a)
{
	char *copy = arena_mem(a, html, len), *at = copy, *end;

	while ((at = strstr(at, "<![")) != NULL && (end = strchr(at, '>')) != NULL) {
		if (end[-1] == ']')
			memset(at, ' ', (size_t)(end - at) + 1);
		at = end;
	}
	return copy;
}

char *
html_to_text(const char *html, size_t len, struct arena *a)
{
	struct writer w = { .empty = true };
	htmlDocPtr doc;

	buf_init(&w.out, a);
	doc = htmlReadMemory(without_conditions(html, len, a), (int)len, NULL, "UTF-8",
	    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
	if (doc == NULL)
		return w.out.data;
	walk(&w, xmlDocGetRootElement(doc));
	xmlFreeDoc(doc);
	if (w.out.len > 0)
		buf_char(&w.out, '\n');
	return w.out.data;
}
