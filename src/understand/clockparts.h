/*
 * clockparts - what clock.c and clockstretch.c share: a time of day being read; for nobody else
 */
#ifndef UNDERSTAND_CLOCKPARTS_H
#define UNDERSTAND_CLOCKPARTS_H
#include "understand/clock.h"
#include "understand/hour.h"

enum { HALF_DAY = 12 * 60, WHOLE_DAY = 24 * 60 };

/* What the words in front say. */
struct frame {
	bool at, from, between, about;
	bool exactly; /* "at", not only a bound */
	enum bound bound;
};

bool clock_dash(const struct items *, size_t i);

/* The two ends of a stretch help each other: 2-4 pm, 11 to 1 pm, 10-11:30. */
void clock_range(struct hour *from, const struct hour *to, struct said_clock *out);

/* An hour, and the part of the day right before it: 下午3点, 朝9時; the items it takes. */
size_t clock_part_hour(const struct items *, size_t i, struct hour *out);

/* One time or one stretch; beside as in clock.h.  Returns the items it takes, 0 for none. */
size_t clock_stretch(const struct items *, size_t i, const struct frame *, bool beside,
    struct hour *out);

#endif
