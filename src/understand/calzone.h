/*
 * calzone - a zone's rules as a calendar part brings them along (VTIMEZONE), as plain data
 *
 * Only the simplest form is taken: one offset all year, or two that change once a year each on the
 * nth weekday of a month.  It is what programs write for a zone of their own naming; whatever else
 * stands there is history, or was made to keep a reader busy.  No rule is followed: a year's two
 * changes are computed.
 */
#ifndef UNDERSTAND_CALZONE_H
#define UNDERSTAND_CALZONE_H
#include "base/date.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum {
	CALZONE_MAX = 8,
	CALZONE_OFFSET_MAX = 18 * HOUR,
};

struct calchange {
	int offset;  /* seconds east of UTC from then on */
	int month;   /* 1 .. 12; 0: all year */
	int nth;     /* 1 .. 5, or -1 .. -5 from the end */
	int weekday; /* 0 Monday .. 6 Sunday */
	int minute;  /* since midnight, by the clock before the change */
};

struct calzone {
	const char *tzid;          /* one line, not "" */
	bool twofold;              /* there is a summer time */
	struct calchange standard; /* where it is not twofold, its offset is all */
	struct calchange daylight;
};

/* Those of an unfolded text (callines_unfold()) that are sound, CALZONE_MAX at most. */
size_t calzones_read(const char *unfolded, struct arena *, struct calzone **out);

/* Are all numbers in range? For what crossed a pipe. */
bool calzone_valid(const struct calzone *);

int64_t calzone_moment(const struct calzone *, const struct civil *);

#endif
