#include "inbox/body.h"

#include "base/arena.h"
#include "base/buf.h"
#include "inbox/flowed.h"
#include "inbox/html.h"
#include "inbox/mime.h"
#include "inbox/parameter.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static void add_text(const struct part *, struct buf *, struct arena *);

static char *
part_text(const struct part *p, struct arena *a)
{
	char *text = mime_text(p, BODY_TEXT_MAX, a), *value;
	bool delsp;

	if (strcmp(p->type, "text/html") == 0)
		return html_to_text(text, strlen(text), a);
	value = parameter_find(p->content, "format", a);
	if (value == NULL || strcasecmp(value, "flowed") != 0)
		return text;
	value = parameter_find(p->content, "delsp", a);
	delsp = value != NULL && strcasecmp(value, "yes") == 0;
	return flowed_join(text, delsp, a);
}

/* A part of text that is shown, not a file: files have a name or say so. */
static bool
is_shown(const struct part *p, struct arena *a)
{
	bool text = strcmp(p->type, "text/plain") == 0 || strcmp(p->type, "text/html") == 0 ||
	            strcmp(p->type, "text/markdown") == 0;

	return text && !p->attached && (p->parent == NULL || *mime_filename(p, a) == '\0');
}

static size_t
count_words(const char *s)
{
	size_t n = 0;

	while (*(s += strspn(s, " \t\n")) != '\0') {
		n++;
		s += strcspn(s, " \t\n");
	}
	return n;
}

/*
 * "Your program cannot show HTML": a plain part that stands in for the real one.  It says "HTML"
 * in any language, and it is short beside the text it stands for.
 */
static bool
is_stub(const char *plain, const char *html)
{
	size_t n = count_words(plain);

	if (n == 0)
		return true;
	return n < 40 && strcasestr(plain, "html") != NULL && count_words(html) > 2 * n;
}

/* The text below p where it is all of the type wanted, "" where there is none of it. */
static char *
text_of_type(const struct part *p, const char *type, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	if (strncmp(p->type, "multipart/", 10) == 0) {
		/* "related" around the HTML, "mixed" around text and pictures (Apple Mail) */
		for (const struct part *c = p->first; c != NULL; c = c->next)
			buf_str(&b, text_of_type(c, type, a));
	} else if (strcmp(p->type, type) == 0 && is_shown(p, a)) {
		buf_str(&b, part_text(p, a));
	}
	return b.data;
}

static void
add_alternative(const struct part *p, struct buf *out, struct arena *a)
{
	char *plain = text_of_type(p, "text/plain", a), *html = NULL;

	if (count_words(plain) < 40)
		html = text_of_type(p, "text/html", a);
	if (html != NULL && count_words(html) > 0 && is_stub(plain, html))
		buf_str(out, html);
	else
		buf_str(out, plain);
}

/* Parts one behind the other, each on lines of its own. */
static void
add_children(const struct part *p, struct buf *out, struct arena *a)
{
	bool first_only = strcmp(p->type, "multipart/related") == 0 ||
	                  strcmp(p->type, "multipart/signed") == 0 ||
	                  strcmp(p->type, "multipart/report") == 0;

	for (const struct part *c = p->first; c != NULL && out->len < BODY_TEXT_MAX; c = c->next) {
		if (out->len > 0 && out->data[out->len - 1] != '\n')
			buf_char(out, '\n');
		add_text(c, out, a);
		if (first_only)
			break;
	}
}

/* Calls itself once a level of nesting, of which mime.h allows few. */
static void
add_text(const struct part *p, struct buf *out, struct arena *a)
{
	if (strcmp(p->type, "multipart/alternative") == 0)
		add_alternative(p, out, a);
	else if (p->first != NULL)
		add_children(p, out, a);
	else if (is_shown(p, a))
		buf_str(out, part_text(p, a));
}

/* Letters of a set of one byte, and the marks of quotes, may have made it longer. */
static char *
cut(struct buf *b)
{
	size_t n = BODY_TEXT_MAX;

	if (b->len <= n)
		return b->data;
	while ((b->data[n] & 0xc0) == 0x80)
		n--;
	b->data[n] = '\0';
	return b->data;
}

char *
body_text(const struct part *root, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	add_text(root, &b, a);
	return cut(&b);
}

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcasecmp(s + n - m, end) == 0;
}

static const char *
method_of(const struct part *p, struct arena *a)
{
	char *method = parameter_find(p->content, "method", a);

	for (char *c = method; c != NULL && *c != '\0'; c++)
		*c = (char)toupper((unsigned char)*c);
	return method != NULL ? method : "";
}

enum { RANK_FILE = 2 }; /* up to there it is a file that came along */

/* How well a part serves as an answer to an invitation; 0: it is no calendar. */
static int
calendar_rank(const struct part *p, struct arena *a)
{
	const char *method;

	if (strncmp(p->type, "message/", 8) == 0)
		return 0; /* what is in there was said to somebody else */

	if (strcmp(p->type, "text/calendar") == 0 || strcmp(p->type, "text/x-vcalendar") == 0) {
		method = method_of(p, a);
		if (strcmp(method, "REPLY") == 0 || strcmp(method, "COUNTER") == 0 ||
		    strcmp(method, "REFRESH") == 0 || strcmp(method, "DECLINECOUNTER") == 0)
			return 5;
		return *method != '\0' ? 4 : 3;
	}
	if (strcmp(p->type, "application/ics") == 0)
		return RANK_FILE;
	return ends_with(mime_filename(p, a), ".ics") ? 1 : 0;
}

/* A bounce brings back our own invitation: that is nobody's answer. */
static bool
in_report(const struct part *p)
{
	for (; p != NULL; p = p->parent)
		if (strcmp(p->type, "multipart/report") == 0)
			return true;
	return false;
}

void
body_calendar(const struct part *root, struct arena *a, struct calendar_part *out)
{
	int rank, best = 0;

	*out = (struct calendar_part){ .method = "" };
	for (const struct part *p = root; p != NULL; p = mime_next(p)) {
		char *text;

		if (p->first != NULL || (rank = calendar_rank(p, a)) == 0 || in_report(p))
			continue;
		text = mime_text(p, BODY_CALENDAR_MAX + 1, a);
		if (strcasestr(text, "BEGIN:VCALENDAR") == NULL ||
		    (out->text != NULL && strcmp(text, out->text) == 0))
			continue;
		if (rank > best) {
			out->other = out->text;
			out->text = text;
			out->method = method_of(p, a);
			out->filed = rank <= RANK_FILE;
			best = rank;
		} else if (out->other == NULL) {
			out->other = text;
		}
	}
}

enum tnef_answer
body_tnef(const struct part *root, struct arena *a)
{
	for (const struct part *p = root; p != NULL; p = mime_next(p)) {
		size_t len;
		char *bytes;

		if (p->first != NULL || in_report(p) ||
		    (strcmp(p->type, "application/ms-tnef") != 0 &&
			strcasecmp(mime_filename(p, a), "winmail.dat") != 0))
			continue;
		bytes = mime_bytes(p, TNEF_MAX, a, &len);
		return tnef_read(bytes, len);
	}
	return TNEF_NONE;
}
