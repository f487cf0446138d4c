/*
 * refer - times that only say which meeting is meant, not when somebody would like to meet
 *
 * "Can we move our call on Thursday to Friday?" wishes for Friday; "from Tuesday to Wednesday"
 * beside "move" is no stretch of two days.  A bare number that takes an offer is no time either.
 */
#ifndef UNDERSTAND_REFER_H
#define UNDERSTAND_REFER_H
#include "understand/pick.h"
#include "understand/sentence.h"

struct arena;
struct tokens;

/* A stretch of the text, in bytes. */
struct stretch {
	size_t from, to;
};

/* settled: a meeting stands, so "our meeting on Thursday" is that one. */
struct stretch *refer_find(const struct tokens *, const struct sentences *,
    const struct wish_reading *, const struct pick *, size_t n_picks, bool settled, struct arena *,
    size_t *n);

/* The text with blanks in these places, as long as it was. */
char *refer_blank(const char *text, size_t len, const struct stretch *, size_t n, struct arena *);

#endif
