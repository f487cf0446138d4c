/*
 * pack - plain data as bytes, to cross a pipe between two of our processes
 *
 * The reader trusts nothing: what is cut short, too long or no sound UTF-8 makes the whole bad.
 */
#ifndef BASE_PACK_H
#define BASE_PACK_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buf;

void pack_number(struct buf *, int64_t);
void pack_text(struct buf *, const char *); /* NULL is kept as NULL */

struct unpack {
	const char *at, *end;
	bool bad; /* something did not fit; all that was read since is empty */
	struct arena *arena;
};

void unpack_init(struct unpack *, const char *bytes, size_t len, struct arena *);

int64_t unpack_number(struct unpack *);
const char *unpack_text(struct unpack *);          /* sound UTF-8, or NULL where NULL was packed */
const char *unpack_text_or_empty(struct unpack *); /* never NULL */

/* A count of items, each a text or more: bad where so many cannot follow. */
size_t unpack_count(struct unpack *);

bool unpack_done(const struct unpack *); /* not bad, and nothing is left over */

#endif
