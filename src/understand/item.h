/*
 * item - the tokens of a text as the time grammar walks over them
 *
 * Each item is the longest phrase that begins where the last one ended, with all its meanings, or
 * a number, a mark, or a word that means nothing here.
 */
#ifndef UNDERSTAND_ITEM_H
#define UNDERSTAND_ITEM_H
#include "understand/token.h"

struct lang;
struct arena;

struct item {
	uint32_t first, end;       /* tokens */
	const struct token *token; /* the first of them */
	const struct heard *heard;
	uint32_t n_heard;
	uint64_t keys[2]; /* bit k: it can mean HEAR_k */
};

struct items {
	const struct tokens *tokens;
	const struct lang *lang;
	const struct item
	    *items; /* one more than n: a mark without a byte, so that i + 1 is safe */
	size_t n;
	int *depth; /* how deep the reading of one expression is nested: oneday.c */
	const char
	    *order; /* "dmy" or "mdy" where a date of the text can be nothing else; else NULL */
};

void items_make(const struct tokens *, const struct lang *, struct arena *, struct items *out);

static inline bool
item_is(const struct items *p, size_t i, enum hear key)
{
	return i < p->n && (p->items[i].keys[key / 64] >> (key % 64) & 1) != 0;
}

/* The value that goes with the key; 0 where the item lacks it. */
int item_value(const struct items *, size_t i, enum hear key);

bool item_mark(const struct items *, size_t i, char mark);
bool item_digits(const struct items *, size_t i, int parts); /* a number token with so many parts */

bool item_joined(const struct items *, size_t i); /* not even a blank before it? */

/* Is it parted from what is before it by an empty line, or by beginning an entry: "Mon 30 Nov:
 * 9-12"? */
bool item_apart(const struct items *, size_t i);

/* Monday, tomorrow, 4 December, 12月4日, 4/12: what most days begin with. */
bool item_begins_day(const struct items *, size_t i);

/* A word for o'clock that may stand behind its hour. */
bool item_oclock(const struct items *, size_t i);

/* Articles and words to be passed over; item_skip() gives the first item that is none. */
bool item_filler(const struct items *, size_t i);
size_t item_skip(const struct items *, size_t i);

/* Words and numbers that could be a whole number from lo to hi: "3", "three"; -1: none. */
int item_number(const struct items *, size_t i, int lo, int hi);

/* Does it begin with a capital letter? */
bool item_capital(const struct items *, size_t i);

#endif
