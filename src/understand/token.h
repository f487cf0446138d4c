/*
 * token - text to words, numbers and marks, each knowing its place in the text and what it can mean
 *
 * Words are runs of letters; in scripts written without blanks (Han, kana) each character is a
 * token of its own and phrases are found over several.  Numbers with points, slashes, colons or
 * hyphens inside are one token: what they are (a clock, a date, a decimal) is for the grammar to
 * say.  Addresses, links, telephone numbers, prices and codes are set aside.
 */
#ifndef UNDERSTAND_TOKEN_H
#define UNDERSTAND_TOKEN_H
#include "understand/fold.h"
#include "understand/hear.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct lang;

enum token_kind {
	TOKEN_WORD,
	TOKEN_LETTER, /* one character of a script without blanks */
	TOKEN_NUMBER, /* digits, possibly several runs: 15:30, 3/4, 2026-12-01 */
	TOKEN_MARK,   /* one other character */
	TOKEN_ASIDE,  /* a link, an address, a price: no part of any sentence about time */
};

enum { TOKEN_PARTS = 3 };

struct token {
	uint32_t from, to; /* bytes of the original text */
	uint32_t at, end;  /* bytes of the folded text */
	enum token_kind kind;
	bool blank;          /* blanks or a line's end before it */
	unsigned char lines; /* ends of lines before it; 2 stands for more */
	bool ends_phrase;    /* the rest of a phrase that began further in front */
	char mark;           /* TOKEN_MARK: its byte, 0 where it is not ASCII */
	char separator;      /* TOKEN_NUMBER of several parts: what stands between them */
	unsigned char parts;
	unsigned char digits[TOKEN_PARTS]; /* how many each part has */
	int value[TOKEN_PARTS];
	uint32_t heard, n_heard; /* what begins here: tokens_heard() */
};

/* A phrase that begins at a token. */
struct heard {
	short key, value; /* as in struct meaning */
	uint32_t n;       /* tokens it takes */
};

struct tokens {
	const char *text;
	struct folded folded;
	struct token *items;
	size_t n;
	struct heard *heard;
	size_t n_heard;
};

void tokens_read(const char *text, size_t len, const struct lang *, struct arena *,
    struct tokens *out);

/* What begins at token i, longest phrases first; the number of them in *n. */
const struct heard *tokens_heard(const struct tokens *, size_t i, size_t *n);

/* The longest phrase at token i with this key; NULL: none. */
const struct heard *tokens_hear(const struct tokens *, size_t i, int key);

#endif
