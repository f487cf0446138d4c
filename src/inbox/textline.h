/*
 * textline - the lines of a mail's text, and what each of them is
 *
 * trim.h splits the text, quote.h and signature.h say what is not the author's.
 */
#ifndef INBOX_TEXTLINE_H
#define INBOX_TEXTLINE_H
#include <stdbool.h>
#include <stddef.h>

struct arena;

enum role {
	ROLE_OWN,
	ROLE_QUOTED,    /* with what announces the quote */
	ROLE_SIGNATURE, /* with the sign-off before it */
};

struct textline {
	const char *text;   /* without the marks of a quote, and blanks at the end */
	const char *folded; /* the same, lower case, without "*": for comparing with words */
	int depth;          /* how many ">" it began with */
	bool dash_blank;    /* it was "-- ": the mark of a signature */
	enum role role;
};

struct textlines {
	struct textline *items;
	size_t n;
};

struct textlines textlines_split(const char *text, struct arena *);

bool textline_blank(const struct textline *);
size_t textline_words(const struct textline *);

/* A line of "-", "_", "=" or "*" only, five or more of them. */
bool textline_rule(const struct textline *);

#endif
