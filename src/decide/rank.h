/*
 * rank - which of the possible times are the good ones
 *
 * Every time has a cost in minutes: those one would wait rather than take it.  The cheapest is
 * taken first; each one taken makes its own day and part of the day dearer for the others, so
 * that an answer leaves a choice.
 */
#ifndef DECIDE_RANK_H
#define DECIDE_RANK_H
#include "base/clock.h"

#include <stdbool.h>

struct candidate {
	struct span span;
	bool named;   /* the writer named this very start */
	bool compact; /* next to something else of the host's day */
	int64_t cost;
	int64_t day; /* of the guest */
};

struct taste {
	struct clock clock;     /* of the guest */
	int odd_from, odd_to;   /* minutes of the guest's day; equal: no hour is odd */
	bool odd_hours;         /* night hours will do */
	struct spans preferred; /* "ideally Tuesday"; empty: no preference */
	struct spans refused;   /* days on which something was turned down come later */
	int64_t from_at;        /* the earliest time there could be */
	const int64_t *near_at; /* the nearest to this moment; NULL: the soonest */
};

/*
 * Moves the best ones to the front, best first, none overlapping, and tells how many: at most the
 * number wanted.  The candidates come in the order of time.
 */
size_t rank_best(struct candidate *, size_t n, const struct taste *, size_t most);

#endif
