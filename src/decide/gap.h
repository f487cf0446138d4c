/*
 * gap - why a time is not free: the answer to every "why not then?"
 */
#ifndef DECIDE_GAP_H
#define DECIDE_GAP_H
#include "decide/team.h"

#include <stddef.h>

struct arena;

/* Where several reasons hold, the first of these is given. */
enum gap {
	GAP_NONE, /* free */
	GAP_AWAY,
	GAP_HOURS,
	GAP_BOOKED,
	GAP_HELD,
	GAP_BUSY,
	GAP_UNREAD, /* an own calendar cannot be read, which counts as busy */
	GAP_BUFFER,
	GAP_CAP,
	GAP_NOTICE,
	GAP_HORIZON,
	GAP_SHORT, /* free, but shorter than the meeting */
};

struct stretch {
	struct span span;
	enum gap gap;
	int64_t meeting; /* for GAP_HELD, GAP_BOOKED and GAP_BUFFER; else 0 */
};

/* "hours", "away" ... ; "free" for GAP_NONE */
const char *gap_name(enum gap);

/* All of the range, cut into stretches with the first reason that stands against each. */
void gap_explain(const struct team *, const struct staff *, struct span range, int duration,
    int64_t now, struct arena *, struct stretch **out, size_t *n);

/* May this person take this time? The reason if not.  meeting: its own bookings do not count. */
enum gap gap_check(const struct team *, const struct staff *, struct span, int64_t meeting,
    int64_t now, struct arena *);

#endif
