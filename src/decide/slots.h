/*
 * slots - wishes, working hours and what is taken to ranked times of one host
 *
 * Pure: the clock and everything else are arguments.  The same arguments give the same slots.
 */
#ifndef DECIDE_SLOTS_H
#define DECIDE_SLOTS_H
#include "decide/team.h"
#include "understand/wish.h"

struct arena;

struct slot {
	struct span span;
	const struct staff *host;
};

struct slots {
	struct slot *items; /* best first */
	size_t n;
};

struct search {
	const struct wishes *wishes; /* NULL: any time */
	struct spans refused;        /* offered before and turned down: never again */
	int duration;                /* minutes */
	const char *language;        /* a host who speaks it comes first */
	const char **heard;          /* names and topics that were mentioned */
	size_t n_heard;
	const char *host;  /* this host and no other (a move); NULL: whoever fits best */
	const char *guest; /* who asks, and so cannot be the host; NULL: somebody from outside */
	int64_t meeting;   /* its own holds and bookings do not stand in its way; 0: none */
	const struct zone *guest_zone; /* whose odd hours are avoided */
	size_t most;                   /* how many are wanted */
};

/*
 * At most search->most slots of one host, spread over days where the wishes leave room, none in a
 * night hour of the guest unless asked for.  n is 0 where nothing is free within the wishes.
 */
void slots_find(const struct team *, const struct search *, int64_t now, struct arena *,
    struct slots *out);

/* The free slots nearest to a moment, wishes set aside: what to say when the exact time is gone. */
void slots_nearest(const struct team *, const struct search *, int64_t to, int64_t now,
    struct arena *, struct slots *out);

#endif
