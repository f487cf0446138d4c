/*
 * span - stretches of time, half-open, in seconds since 1970-01-01 UTC; and sets of them
 *
 * A set is sorted, its spans are not empty, and none touch or overlap.  Operations return new
 * sets in the arena and leave their arguments alone.
 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct span {
	int64_t start_at, end_at; /* from start_at up to, not including, end_at */
};

struct spans {
	struct span *items;
	size_t n;
};

/* Spans in any order, overlapping, even empty: the set they cover. */
struct spans spans_make(const struct span *, size_t n, struct arena *);

struct spans spans_union(struct spans, struct spans, struct arena *);
struct spans spans_intersect(struct spans, struct spans, struct arena *);
struct spans spans_subtract(struct spans, struct spans, struct arena *);

bool span_overlaps(struct span, struct span);
bool spans_cover(struct spans, struct span); /* is all of the span inside? */

#endif
