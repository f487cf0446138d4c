/*
 * pack - plain data as bytes, to cross a pipe between two of our processes
 *
 * The reader trusts nothing: what is cut short, too long, out of range or no sound UTF-8 makes the
 * whole bad.
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
int64_t unpack_between(struct unpack *, int64_t lowest, int64_t highest); /* or lowest, and bad */
bool unpack_flag(struct unpack *);

/* Sound UTF-8 of at most so many bytes. */
const char *unpack_text(struct unpack *, size_t most);          /* NULL where NULL was packed */
const char *unpack_text_or_empty(struct unpack *, size_t most); /* never NULL */
const char *unpack_line(struct unpack *, size_t most); /* as text_one_line() would leave it */

/* A count of items, each a number or more: bad where so many cannot follow. */
size_t unpack_count(struct unpack *, size_t most);

bool unpack_done(const struct unpack *); /* not bad, and nothing is left over */

#endif
