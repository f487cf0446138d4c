/*
 * hosts - who is to take a meeting, the one who fits best first
 *
 * A name in the writer's words goes before a topic, a topic before the language, and among equals
 * whoever has had least, measured by their share; in the end the name decides.  So each choice
 * can be explained, and is the same each time.
 */
#ifndef DECIDE_HOSTS_H
#define DECIDE_HOSTS_H
#include "decide/slots.h"

#include <stdbool.h>
#include <stddef.h>

struct host {
	const struct staff *staff;
	bool named, topic, language; /* what speaks for this person */
	int load;                    /* meetings of the last four weeks and of those to come */
};

struct hosts {
	struct host *items;
	size_t n;
};

/* Where the writer named somebody of the staff, nobody else is in it unless others says so. */
void hosts_order(const struct team *, const struct search *, bool others, int64_t now,
    struct arena *, struct hosts *out);

/* Does as much speak for the one as for the other, shares set aside? */
bool hosts_equal(const struct host *, const struct host *);

#endif
