#include "inbox/header.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "inbox/charset.h"
#include "inbox/parameter.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { MESSAGE_ID_MAX = 250 };

/* How long the name before the colon is, 0: this is no header line. */
static size_t
name_length(const char *line, size_t len)
{
	size_t n = 0, end;

	while (n < len && line[n] > ' ' && line[n] < 0x7f && line[n] != ':')
		n++;
	end = n;
	while (end < len && (line[end] == ' ' || line[end] == '\t'))
		end++;
	return end < len && line[end] == ':' ? n : 0;
}

static bool
is_blank_line(const char *line, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!isspace((unsigned char)line[i]))
			return false;
	return true;
}

/* Folded lines joined: a line end before a blank goes, stray CRs and NULs are blanks. */
static char *
unfold(const char *raw, size_t len, struct arena *a)
{
	char *joined = arena_alloc(a, len + 1);
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		if (raw[i] == '\r' || raw[i] == '\0')
			joined[n++] = ' ';
		else if (raw[i] != '\n')
			joined[n++] = raw[i];
	while (n > 0 && isspace((unsigned char)joined[n - 1]))
		joined[--n] = '\0';
	return joined;
}

/* Programs that write letters raw into the header write them in the set of the text below it. */
static void
repair_values(struct headers *h, struct arena *a)
{
	const char *type = headers_find(h, "Content-Type"), *charset = NULL;

	if (type != NULL && text_valid(type, strlen(type)))
		charset = parameter_find(type, "charset", a);
	for (size_t i = 0; i < h->n; i++) {
		const char *value = h->items[i].value;
		char *repaired;

		if (text_valid(value, strlen(value)))
			continue;
		repaired = charset_to_utf8(value, strlen(value), charset != NULL ? charset : "", a);
		for (char *c = repaired; *c != '\0'; c++) /* some sets can hide them */
			if (*c == '\n' || *c == '\r')
				*c = ' ';
		h->items[i].value = repaired;
	}
}

/* Where the line that begins at at ends, its LF included. */
static size_t
after_line(const char *text, size_t len, size_t at)
{
	const char *lf = memchr(text + at, '\n', len - at);

	return lf != NULL ? (size_t)(lf - text) + 1 : len;
}

size_t
headers_scan(const char *text, size_t len, struct arena *a, struct headers *out)
{
	size_t at = 0, end, name, value;

	*out = (struct headers){ 0 };
	while (at < len) {
		struct header *h;

		end = after_line(text, len, at);
		name = name_length(text + at, end - at);
		if (name == 0 && is_blank_line(text + at, end - at)) {
			at = end;
			break;
		}
		if (name == 0) {
			at = end;
			continue;
		}
		while (end < len && (text[end] == ' ' || text[end] == '\t')) {
			size_t next = after_line(text, len, end);

			/* A line of blanks ends the header in all mails but hostile ones. */
			if (is_blank_line(text + end, next - end))
				break;
			end = next;
		}
		value = at + name;
		while (text[value] != ':')
			value++;
		value++;
		while (value < end && isspace((unsigned char)text[value]))
			value++;
		out->items = arena_more(a, out->items, out->n, sizeof *out->items);
		h = &out->items[out->n++];
		h->name = arena_mem(a, text + at, name);
		h->value = unfold(text + value, end - value, a);
		at = end;
	}
	repair_values(out, a);
	return at;
}

const char *
headers_find(const struct headers *h, const char *name)
{
	for (size_t i = 0; i < h->n; i++)
		if (strcasecmp(h->items[i].name, name) == 0)
			return h->items[i].value;
	return NULL;
}

size_t
header_comment_depth(const char *s)
{
	size_t depth = 0, most = 0;
	bool quoted = false;

	for (; *s != '\0'; s++) {
		if (*s == '\\' && s[1] != '\0')
			s++;
		else if (depth == 0 && *s == '"')
			quoted = !quoted;
		else if (!quoted && *s == '(' && ++depth > most)
			most = depth;
		else if (!quoted && *s == ')' && depth > 0)
			depth--;
	}
	return most;
}

char *
header_without_comments(const char *s, struct arena *a)
{
	char *out = arena_alloc(a, strlen(s) + 1);
	bool quoted = false;
	size_t n = 0, depth = 0;

	for (; *s != '\0'; s++) {
		if (*s == '\\' && s[1] != '\0') {
			if (depth == 0) {
				out[n++] = s[0];
				out[n++] = s[1];
			}
			s++;
		} else if (depth == 0 && *s == '"') {
			quoted = !quoted;
			out[n++] = *s;
		} else if (!quoted && *s == '(') {
			depth++;
		} else if (!quoted && *s == ')' && depth > 0) {
			depth--;
		} else if (depth == 0) {
			out[n++] = *s;
		}
	}
	out[n] = '\0';
	return out;
}

char *
header_token(const char *value, struct arena *a)
{
	char *s = header_without_comments(value, a);
	size_t n = 0;

	for (const char *from = s; *from != '\0' && *from != ';'; from++)
		if (!isspace((unsigned char)*from))
			s[n++] = (char)tolower((unsigned char)*from);
	s[n] = '\0';
	return s;
}

/* What is between the brackets, without the blanks that folding left; "": not fit for a header. */
static const char *
clean_id(const char *s, size_t len, struct arena *a)
{
	char *out;
	size_t n = 0;

	if (len > 2 * MESSAGE_ID_MAX)
		return "";
	out = arena_alloc(a, len + 1);
	for (size_t i = 0; i < len; i++) {
		if (s[i] == ' ' || s[i] == '\t')
			continue;
		if (s[i] < ' ' || s[i] >= 0x7f || s[i] == '<')
			return "";
		out[n++] = s[i];
	}
	return n <= MESSAGE_ID_MAX ? out : "";
}

bool
header_message_id_valid(const char *id)
{
	size_t len = strlen(id);

	for (size_t i = 0; i < len; i++)
		if (id[i] <= ' ' || id[i] >= 0x7f || id[i] == '<')
			return false;
	return len > 0 && len <= MESSAGE_ID_MAX;
}

size_t
header_message_ids(const char *value, struct arena *a, const char ***out)
{
	const char *open = strchr(value, '<'), *close, *id;
	size_t n = 0;

	*out = NULL;
	if (open == NULL && strpbrk(value, " \t>") == NULL &&
	    *(id = clean_id(value, strlen(value), a)) != '\0') {
		*out = arena_more(a, NULL, 0, sizeof **out);
		(*out)[n++] = id;
	}
	for (; open != NULL && (close = strchr(open, '>')) != NULL; open = strchr(close, '<')) {
		id = clean_id(open + 1, (size_t)(close - open - 1), a);
		if (*id == '\0')
			continue;
		*out = arena_more(a, (void *)*out, n, sizeof **out);
		(*out)[n++] = id;
	}
	return n;
}
