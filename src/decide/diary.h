/*
 * diary - one person's days over a stretch: what the weekly plan gives, and what takes from it
 *
 * All as sets of spans, so that a question costs what it has answers, never a walk by minutes.
 * A time that the person's clocks show twice is theirs the first time only.
 */
#ifndef DECIDE_DIARY_H
#define DECIDE_DIARY_H
#include "base/clock.h"
#include "decide/team.h"

struct arena;

struct diary {
	const struct staff *staff;
	struct clock clock;   /* of the person's zone */
	struct span open;     /* from the minimum notice to the horizon */
	struct spans working; /* hours and extra days */
	struct spans away;
	struct spans taken; /* booked, held and busy, the buffer around each */
	struct spans full;  /* days on which the cap is reached: no meeting begins there */
	struct spans free;  /* what all this leaves, full days not counted */
};

/* meeting: its own bookings and holds do not count; 0: all count. */
void diary_open(const struct team *, const struct staff *, struct span range, int64_t meeting,
    int64_t now, struct arena *, struct diary *out);

/* Does what is taken stand in the way of that meeting? */
bool diary_counts(const struct taken *, int64_t meeting);

#endif
