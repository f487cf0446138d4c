/* Parts of the day: which hours are called so. */
#include "understand/clock.h"

enum { HALF_DAY = 12 * 60, WHOLE_DAY = 24 * 60 };

/* Does it fall into the hours one would call so?  They are wider than where a meeting would lie. */
bool
clock_within(int minute, enum part part)
{
	int h = minute / 60 % 24;

	switch (part) {
	case PART_EARLY_MORNING:
	case PART_MORNING:
	case PART_LATE_MORNING: return h < 12;
	case PART_MIDDAY: return h >= 10 && h < 16;
	case PART_EARLY_AFTERNOON:
	case PART_AFTERNOON:
	case PART_LATE_AFTERNOON: return h >= 12 && h < 21;
	case PART_EARLY_EVENING:
	case PART_EVENING:
	case PART_LATE_EVENING: return h >= 15;
	case PART_NIGHT: return h >= 18 || h < 6;
	case PART_OFFICE: return h >= 7 && h < 20;
	case PARTS: break;
	}
	return true;
}

bool
clock_called(int minute, enum part part)
{
	return clock_within(minute, part) ||
	       (minute < HALF_DAY && clock_within(minute + HALF_DAY, part));
}

void
clock_settle(struct said_clock *c, enum part part)
{
	/* Half past noon is 0:30 to some: 午後0時30分, 0.30 siang. */
	if ((c->open_half || c->by_twelve || c->from < 60) && !clock_within(c->from, part) &&
	    clock_within((c->from + HALF_DAY) % WHOLE_DAY, part)) {
		int shift = c->from >= HALF_DAY ? -HALF_DAY : HALF_DAY;

		c->from += shift;
		if (c->kind == CLOCK_RANGE)
			c->to += shift;
	}
	if (c->kind == CLOCK_AT && part == PART_NIGHT && c->from == HALF_DAY)
		c->from = WHOLE_DAY; /* twelve at night */
	c->open_half = c->by_twelve = false;
}
