#include "inbox/addresses.h"

#include "base/arena.h"
#include "base/buf.h"
#include "inbox/encoded.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* One list being read.  The pieces of the mailbox at hand are kept apart until it ends. */
struct reading {
	struct arena *arena;
	struct addresses *to;
	struct buf phrase;  /* words before "<", or the bare address */
	struct buf comment; /* the last one in parentheses: old programs put the name there */
	struct buf angle;   /* what stood between "<" and ">" */
	struct buf before;  /* "Doe," of "Doe, John <john@x>" */
	bool has_angle;
	bool has_at; /* in the phrase, outside quotes: a bare address */
};

static void
clear(struct buf *b)
{
	b->len = 0;
	b->data[0] = '\0';
}

/* Without blanks or quotes around it, the route of old times ("@relay:") and "mailto:". */
static char *
clean_email(char *s)
{
	char *colon = strrchr(s, ':'), *at;
	size_t len;

	if (colon != NULL)
		s = colon + 1;
	s += strspn(s, " \t'");
	len = strlen(s);
	while (len > 0 && strchr(" \t'", s[len - 1]) != NULL)
		s[--len] = '\0';
	at = strchr(s, '@');
	for (; at != NULL && *at != '\0'; at++)
		*at = (char)tolower((unsigned char)*at);
	return s;
}

static void
add(struct reading *r, const char *name, const char *email)
{
	struct addresses *to = r->to;

	to->seen++;
	if (!address_valid(email) || to->n >= ADDRESSES_MAX)
		return;
	to->items = arena_more(r->arena, to->items, to->n, sizeof *to->items);
	to->items[to->n].name = encoded_decode(name, r->arena);
	to->items[to->n].email = arena_str(r->arena, email);
	to->n++;
}

/* "ana@x (Ana)"; and "Ana Silva ana@x", where the brackets were forgotten. */
static void
add_bare(struct reading *r)
{
	char *email = clean_email(r->phrase.data), *blank = strrchr(email, ' ');

	if (blank != NULL && strchr(r->phrase.data, '@') > blank) {
		*blank = '\0';
		add(r, email, blank + 1);
	} else {
		add(r, r->comment.data, email);
	}
}

/* A comma, a semicolon or the end was met. */
static void
end_mailbox(struct reading *r, bool comma)
{
	bool blank = r->phrase.data[strspn(r->phrase.data, " \t")] == '\0';
	const char *name = r->phrase.data;

	if (r->has_angle) {
		if (blank)
			name = r->comment.data;
		buf_str(&r->before, name);
		add(r, r->before.data, clean_email(r->angle.data));
		clear(&r->before);
	} else if (r->has_at) {
		add_bare(r);
		clear(&r->before);
	} else if (!blank && comma) {
		/* A comma in a name that should have been quoted; or an entry without address. */
		buf_str(&r->before, name);
		buf_char(&r->before, ',');
	} else if (!blank) {
		r->to->seen++;
	}
	clear(&r->phrase);
	clear(&r->comment);
	clear(&r->angle);
	r->has_angle = r->has_at = false;
}

/* The comment at s, which may hold others, is kept; returns its closing parenthesis or the end. */
static const char *
read_comment(struct reading *r, const char *s)
{
	size_t depth = 1;

	clear(&r->comment);
	for (s++; *s != '\0'; s++) {
		if (*s == '(')
			depth++;
		else if (*s == ')' && --depth == 0)
			return s;
		else if (*s == '\\' && s[1] != '\0')
			s++;
		buf_char(&r->comment, *s);
	}
	return s - 1;
}

static const char *
read_quoted(struct reading *r, const char *s)
{
	for (s++; *s != '\0' && *s != '"'; s++) {
		if (*s == '\\' && s[1] != '\0')
			s++;
		buf_char(&r->phrase, *s);
	}
	return *s == '"' ? s : s - 1;
}

static const char *
read_angle(struct reading *r, const char *s)
{
	if (r->has_angle)
		end_mailbox(r, false);
	r->has_angle = true;
	for (s++; *s != '\0' && *s != '>'; s++)
		buf_char(&r->angle, *s);
	return *s == '>' ? s : s - 1;
}

void
addresses_read(const char *s, struct arena *a, struct addresses *to)
{
	struct reading r = { .arena = a, .to = to };

	buf_init(&r.phrase, a);
	buf_init(&r.comment, a);
	buf_init(&r.angle, a);
	buf_init(&r.before, a);
	for (; *s != '\0'; s++) {
		switch (*s) {
		case '(': s = read_comment(&r, s); break;
		case '"': s = read_quoted(&r, s); break;
		case '<': s = read_angle(&r, s); break;
		case ',': end_mailbox(&r, true); break;
		case ';': end_mailbox(&r, false); break;
		case ':': /* the name of a group */
			clear(&r.phrase);
			r.has_at = false;
			break;
		default: r.has_at |= *s == '@'; buf_char(&r.phrase, *s);
		}
	}
	end_mailbox(&r, false);
	if (r.before.len > 0)
		to->seen++;
}
