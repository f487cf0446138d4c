#include "inbox/parameter.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "inbox/charset.h"
#include "inbox/encoded.h"
#include "inbox/header.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* As many as a piece's two digits can number; and more parameters than any program writes. */
enum { PIECES_MAX = 100, PARAMETERS_MAX = 200 };

/* One "name*0*=value" of RFC 2231. */
struct parameter {
	const char *name; /* what stands before a "*" */
	size_t name_len;
	int piece;    /* the number behind it, -1: none */
	bool encoded; /* ends with "*": percent signs in it, in the first piece a charset */
	char *value;
};

static const char *
skip_blanks(const char *s)
{
	while (isspace((unsigned char)*s))
		s++;
	return s;
}

/* The value at s, unquoted; returns what follows it: ";" or the end. */
static const char *
read_value(const char *s, struct arena *a, char **out)
{
	const char *end;
	size_t n = 0;

	if (*s != '"') {
		end = s + strcspn(s, ";");
		n = (size_t)(end - s);
		while (n > 0 && isspace((unsigned char)s[n - 1]))
			n--;
		*out = arena_mem(a, s, n);
		return end;
	}
	*out = arena_alloc(a, strlen(s));
	for (s++; *s != '\0' && *s != '"'; s++) {
		if (*s == '\\' && s[1] != '\0')
			s++;
		(*out)[n++] = *s;
	}
	return s + strcspn(s, ";");
}

/* The parameter at s, which begins behind a ";"; returns what follows it. */
static const char *
read_parameter(const char *s, struct arena *a, struct parameter *out)
{
	const char *star;
	size_t len;

	*out = (struct parameter){ .name = s = skip_blanks(s), .piece = -1 };
	len = strcspn(s, "=;");
	if (s[len] != '=')
		return s + len;
	s = read_value(skip_blanks(s + len + 1), a, &out->value);
	while (len > 0 && isspace((unsigned char)out->name[len - 1]))
		len--;
	if (len > 0 && out->name[len - 1] == '*') {
		out->encoded = true;
		len--;
	}
	star = memchr(out->name, '*', len);
	if (star != NULL && isdigit((unsigned char)star[1])) {
		out->piece = star[2] >= '0' && star[2] <= '9'
		                 ? (star[1] - '0') * 10 + (star[2] - '0')
		                 : star[1] - '0';
		len = (size_t)(star - out->name);
	}
	out->name_len = len;
	return s;
}

static void
add_percent_decoded(struct buf *b, const char *s)
{
	char hex[3] = "";

	for (; *s != '\0'; s++) {
		if (*s == '%' && isxdigit((unsigned char)s[1]) && isxdigit((unsigned char)s[2])) {
			memcpy(hex, s + 1, 2);
			buf_char(b, (char)strtol(hex, NULL, 16));
			s += 2;
		} else {
			buf_char(b, *s);
		}
	}
}

/* "utf-8'en'text": the charset is cut off and returned, text moves behind it. */
static const char *
cut_charset(char **text, struct arena *a)
{
	char *first = strchr(*text, '\''), *second;
	const char *charset;

	if (first == NULL || (second = strchr(first + 1, '\'')) == NULL)
		return "";
	charset = arena_mem(a, *text, (size_t)(first - *text));
	*text = second + 1;
	return charset;
}

static char *
join_pieces(struct parameter *pieces[], struct arena *a)
{
	const char *charset = "";
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < PIECES_MAX && pieces[i] != NULL; i++) {
		if (i == 0 && pieces[i]->encoded)
			charset = cut_charset(&pieces[i]->value, a);
		if (pieces[i]->encoded)
			add_percent_decoded(&b, pieces[i]->value);
		else
			buf_str(&b, pieces[i]->value);
	}
	return text_one_line(charset_to_utf8(b.data, b.len, charset, a), a);
}

char *
parameter_find(const char *value, const char *name, struct arena *a)
{
	struct parameter *pieces[PIECES_MAX] = { NULL }, *plain = NULL;
	const char *s = header_without_comments(value, a);

	s += strcspn(s, ";");
	for (int n = 0; *s == ';' && n < PARAMETERS_MAX; n++) {
		struct parameter *p = arena_alloc(a, sizeof *p);

		s = read_parameter(s + 1, a, p);
		if (p->value == NULL || p->name_len != strlen(name) ||
		    strncasecmp(p->name, name, p->name_len) != 0)
			continue;
		if (p->piece < 0 && !p->encoded)
			plain = plain != NULL ? plain : p;
		else if (pieces[p->piece < 0 ? 0 : p->piece] == NULL)
			pieces[p->piece < 0 ? 0 : p->piece] = p;
	}
	if (pieces[0] != NULL)
		return join_pieces(pieces, a);
	return plain != NULL ? encoded_decode(plain->value, a) : NULL;
}
