/*
 * story - what happens in the world of one seed: undisturbed, and again with mishaps
 *
 * A story with a mishap is the undisturbed one up to that step.  So the undisturbed one is told
 * once more, and at each step that is to suffer the process divides: in the child the mishap comes,
 * in the parent nothing does.
 */
#ifndef TESTS_SIM_STORY_H
#define TESTS_SIM_STORY_H
#include "sim/world.h"

#include <stdatomic.h>

/* What all processes of a run add to; in memory that they share. */
struct tally {
	atomic_long seeds, runs, failures; /* runs: with a mishap */
	atomic_long twice;                 /* ... of which with two */
	char first[512];                   /* the first complaint of all, a line */
	bool quiet;                        /* print no complaint */
	bool until_first;                  /* one failure is enough */
};

struct tally *tally_new(void);

struct story {
	const struct stage *stage;
	struct tally *tally;
	uint64_t seed;
	long every;   /* a mishap at each so many steps, from one that depends on the seed; 0 */
	long longest; /* leave a story alone that has more steps than this; 0: any */
	int at_once;  /* how many children */
	struct mishap mishaps[MISHAPS_MOST]; /* instead of `every`: just these */
};

/*
 * Tells it, in this process and its children: 0 all held, 1 not, 2 longer than longest.  Every
 * complaint is printed with what to type to see it again.
 */
int story_tell(const struct story *);

/* In a process of its own, which nothing can hurt; that process's id. */
pid_t story_begin(const struct story *);
int story_end(pid_t); /* as story_tell(); 3: it crashed, or worked without end */

/*
 * Everything that must hold after the end; also that one more start changes nothing.  "": it does;
 * else what does not, a line each.  expected: how it must end, NULL: no matter.
 */
const char *story_wrong(struct world *, const char *expected);

/* The second half of that: what one more start does, that should do nothing. */
const char *story_wrong_after(struct world *);

/* "17", or "17 203 kill" */
const char *story_name(uint64_t seed, const struct mishap[MISHAPS_MOST], struct arena *);

#endif
