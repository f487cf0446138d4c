/*
 * clock - a zone's offsets over some weeks, looked up once, for loops that convert often
 *
 * It answers what zone.h cannot say in one number: civil times in a gap never come, and when the
 * clocks go back the same civil times come a second time.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H
#include "base/span.h"
#include "base/zone.h"

struct clock_piece {
	int64_t start_at; /* until the next one begins */
	int offset;       /* seconds east of UTC */
};

struct clock {
	struct clock_piece *pieces; /* one at least; the first holds for all times before, too */
	size_t n;
};

/* Right from some days before to some days after the stretch, whatever the zone. */
void clock_make(const struct zone *, struct span, struct arena *, struct clock *out);

int clock_offset(const struct clock *, int64_t at);

/*
 * The first moment at which these clocks show a civil time, or a later one where it never comes;
 * civil times in seconds, as civil_to_seconds() counts them.
 */
int64_t clock_moment(const struct clock *, int64_t civil);

/* The hours that come a second time, with civil times that were there before. */
struct spans clock_repeats(const struct clock *, struct arena *);

#endif
