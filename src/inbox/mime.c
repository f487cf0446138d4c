#include "inbox/mime.h"

#include "base/arena.h"
#include "inbox/charset.h"
#include "inbox/parameter.h"
#include "inbox/transfer.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* One multipart whose closing boundary has not come yet. */
struct open_multipart {
	struct part *part;
	struct part *last; /* the latest of its children, NULL before the first */
	const char *boundary;
	size_t len;
};

struct walk {
	const char *text;
	size_t len;
	struct arena *arena;
	struct open_multipart open[MIME_DEPTH_MAX];
	size_t depth;
	size_t n_parts;
	struct part *leaf; /* the part whose body is being passed; NULL behind the last boundary */
};

static bool
is_multipart(const struct part *p)
{
	return strncmp(p->type, "multipart/", 10) == 0;
}

/* RFC 2045, 5.2: what cannot be understood is plain text; in a digest it is a mail. */
static const char *
type_of(const struct part *p, struct arena *a)
{
	const char *type = header_token(p->content, a);

	if (type[0] == '\0' && p->parent != NULL &&
	    strcmp(p->parent->type, "multipart/digest") == 0)
		return "message/rfc822";
	return strchr(type, '/') != NULL ? type : "text/plain";
}

static const char *
value_or_empty(const struct headers *h, const char *name)
{
	const char *value = headers_find(h, name);

	return value != NULL ? value : "";
}

/* A multipart with a boundary is opened: lines are compared with it from now on. */
static int
open_part(struct walk *w, struct part *p, struct err *err)
{
	const char *boundary;

	if (!is_multipart(p) ||
	    (boundary = parameter_find(p->content, "boundary", w->arena)) == NULL ||
	    *boundary == '\0')
		return 0;
	if (w->depth == MIME_DEPTH_MAX)
		return err_set(err, ERR_REJECT, "parts nested more than %d deep", MIME_DEPTH_MAX);
	w->open[w->depth++] = (struct open_multipart){ p, NULL, boundary, strlen(boundary) };
	return 0;
}

/* Which open multipart the line is a boundary of: its place from 1, 0: none. */
static size_t
match_boundary(const struct walk *w, const char *line, size_t len, bool *closing)
{
	for (size_t i = w->depth; i > 0; i--) {
		const struct open_multipart *m = &w->open[i - 1];
		size_t end = m->len + 2;

		if (len < end || memcmp(line, "--", 2) != 0 ||
		    memcmp(line + 2, m->boundary, m->len) != 0)
			continue;
		*closing = len >= end + 2 && memcmp(line + end, "--", 2) == 0;
		if (*closing)
			end += 2;
		while (end < len && isspace((unsigned char)line[end]))
			end++;
		if (end == len)
			return i;
	}
	return 0;
}

/* Up to and with the empty line, or to a boundary that comes too early. */
static size_t
header_end(const struct walk *w, size_t at)
{
	bool closing;

	while (at < w->len) {
		const char *line = w->text + at, *lf = memchr(line, '\n', w->len - at);
		size_t len = lf != NULL ? (size_t)(lf - line) + 1 : w->len - at;

		if (match_boundary(w, line, len, &closing) != 0)
			return at;
		at += len;
		if (line[strspn(line, " \t\r")] == '\n')
			return at;
	}
	return at;
}

/* Reads the header of a part, which begins at *at; moves *at to its body. */
static int
begin_part(struct walk *w, struct part *p, size_t *at, struct err *err)
{
	size_t end = header_end(w, *at), len = end - *at;
	size_t most = len < MIME_HEADER_MAX ? len : MIME_HEADER_MAX;

	headers_scan(w->text + *at, most, w->arena, &p->headers);
	p->content = value_or_empty(&p->headers, "Content-Type");
	p->type = type_of(p, w->arena);
	p->encoding =
	    header_token(value_or_empty(&p->headers, "Content-Transfer-Encoding"), w->arena);
	p->attached =
	    strcmp(header_token(value_or_empty(&p->headers, "Content-Disposition"), w->arena),
		"attachment") == 0;
	p->body = w->text + end;
	w->leaf = p;
	*at = end;
	if (len > MIME_HEADER_MAX)
		return err_set(err, ERR_REJECT, "a header of %zu bytes, more than %d", len,
		    MIME_HEADER_MAX);
	if (++w->n_parts > MIME_PARTS_MAX)
		return err_set(err, ERR_REJECT, "more than %d parts", MIME_PARTS_MAX);
	return open_part(w, p, err);
}

static void
end_leaf(struct walk *w, size_t at)
{
	if (w->leaf != NULL)
		w->leaf->len = (size_t)(w->text + at - w->leaf->body);
	w->leaf = NULL;
}

/* The line end before a boundary belongs to the boundary. */
static void
end_leaf_at_boundary(struct walk *w, size_t at)
{
	bool any = w->leaf != NULL && w->text + at > w->leaf->body;

	end_leaf(w, any && w->text[at - 1] == '\n' ? at - 1 : at);
}

static struct part *
add_child(struct open_multipart *m, struct arena *a)
{
	struct part *p = arena_alloc(a, sizeof *p);

	p->parent = m->part;
	if (m->last == NULL)
		m->part->first = p;
	else
		m->last->next = p;
	m->last = p;
	return p;
}

int
mime_read(const char *text, size_t len, struct arena *a, struct part **root, struct err *err)
{
	struct walk w = { .text = text, .len = len, .arena = a };
	size_t at = 0, end, which;
	struct part *p;
	bool closing;

	p = *root = arena_alloc(a, sizeof *p);
	if (begin_part(&w, p, &at, err) == -1)
		return -1;
	for (; at < len; at = end) {
		const char *lf = memchr(text + at, '\n', len - at);

		end = lf != NULL ? (size_t)(lf - text) + 1 : len;
		if ((which = match_boundary(&w, text + at, end - at, &closing)) == 0)
			continue;
		end_leaf_at_boundary(&w, at);
		w.depth = closing ? which - 1 : which;
		if (closing)
			continue;
		p = add_child(&w.open[which - 1], a);
		if (begin_part(&w, p, &end, err) == -1)
			return -1;
	}
	end_leaf(&w, len);
	return 0;
}

struct part *
mime_next(const struct part *p)
{
	if (p->first != NULL)
		return p->first;
	while (p != NULL && p->next == NULL)
		p = p->parent;
	return p != NULL ? p->next : NULL;
}

char *
mime_bytes(const struct part *p, size_t max, struct arena *a, size_t *len)
{
	/* Each byte takes at most three in quoted-printable, line ends of base64 less. */
	size_t most = max * 3, n = p->len < most ? p->len : most;
	char *bytes = transfer_decode(p->encoding, p->body, n, a, len);

	if (*len > max)
		*len = max;
	bytes[*len] = '\0';
	return bytes;
}

char *
mime_text(const struct part *p, size_t max, struct arena *a)
{
	const char *charset = parameter_find(p->content, "charset", a);
	size_t len;
	char *bytes = mime_bytes(p, max, a, &len);
	char *text = charset_to_utf8(bytes, len, charset != NULL ? charset : "", a);

	return transfer_lines(text, strlen(text), a, &len);
}

const char *
mime_filename(const struct part *p, struct arena *a)
{
	const char *disposition = headers_find(&p->headers, "Content-Disposition"), *name = NULL;

	if (disposition != NULL)
		name = parameter_find(disposition, "filename", a);
	if (name == NULL)
		name = parameter_find(p->content, "name", a);
	return name != NULL ? name : "";
}
