/*
 * said - times as they were said, gaps still open: what reading gives and placing fills
 *
 * A said_day is a day or a stretch of days, a said_clock a time of day or a stretch of one; a
 * said_time has either or both.  All live in an arena and are not changed once read.
 */
#ifndef UNDERSTAND_SAID_H
#define UNDERSTAND_SAID_H
#include "base/zone.h"
#include "understand/hear.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A length of time: so many months, so many days, so many seconds. */
struct length {
	int months, days, workdays;
	int64_t seconds;
	enum unit finest; /* the smallest unit that was named */
	bool vague;       /* "a few days" */
};

enum day_kind {
	DAY_DATE,        /* year, month, day, weekday: what was said of them, else 0 (weekday -1) */
	DAY_OFFSET,      /* offset: days from today */
	DAY_WEEKDAY,     /* weekday, which */
	DAY_WEEKDAYS,    /* weekdays: any of these */
	DAY_PERIOD,      /* unit, offset: next week */
	DAY_COMING,      /* length: the next three days, from now on; backward: the last three */
	DAY_FROM,        /* length from `of`, or from now where it is NULL; backward: before it */
	DAY_NTH,         /* nth weekday or unit (weekday -1) of `of` */
	DAY_WEEK_OF,     /* the week in which `of` lies */
	DAY_WEEK_NUMBER, /* nth: of the year, or of the next in which it is not over */
	DAY_HOLIDAY,     /* holiday */
	DAY_THEN,        /* what was said last: "after that", "the week after" */
};

enum which { WHICH_PLAIN, WHICH_NEXT, WHICH_THIS, WHICH_COMING, WHICH_LAST, WHICH_AFTER_NEXT };

enum bound {
	BOUND_NONE,
	BOUND_AFTER,  /* when it is over: after Tuesday */
	BOUND_FROM,   /* from its beginning on: from Tuesday, since, not before */
	BOUND_BEFORE, /* until its beginning: before Tuesday */
	BOUND_UNTIL,  /* until it is over: until, by, no later than Tuesday */
};

struct said_day {
	enum day_kind kind;
	int year, month, day, weekday;
	unsigned weekdays;
	enum which which;
	enum unit unit;
	int offset, nth;
	int count; /* DAY_NTH: so many of them, 0 for one */
	enum holiday holiday;
	struct length length;
	bool backward;
	bool within; /* DAY_COMING: any time until then */
	bool every;  /* again and again */
	bool whole;  /* all day */
	bool near; /* DAY_DATE: only if the next such day is that weekday, else the weekday alone */
	enum edge edge;
	const struct said_day *of;    /* what it is reckoned from, or lies in */
	const struct said_day *other; /* a second reading of the same words */
	const struct said_day *to;    /* a stretch: the last of it */
	const struct said_day *also;  /* an alternative: Tuesday or Wednesday */
};

enum clock_kind {
	CLOCK_AT,    /* from */
	CLOCK_RANGE, /* from, to */
	CLOCK_PART,  /* from, to: a part of the day */
	CLOCK_NOW,   /* at once */
	CLOCK_SAME,  /* as was said last */
};

struct said_clock {
	enum clock_kind kind;
	int from, to; /* minutes since midnight; to may lie beyond 24:00 */
	int seconds;
	enum bound bound;
	bool open_half; /* neither morning nor afternoon was said: 12 hours more are possible */
	bool by_twelve; /* ... and where a part of the day is, it tells: abends um 8 */
	bool by_hour;   /* no minutes were named */
	bool about;
	bool often;     /* again and again: mornings */
	enum part part; /* CLOCK_PART */
	const struct said_clock *also;
};

struct said_time {
	const struct said_day *day;     /* NULL: not said */
	const struct said_clock *clock; /* NULL: not said */
	bool zoned;
	struct zone zone;
	struct zone other_zone;       /* a second reading of its name; name "" for none */
	enum bound bound;             /* of the whole: until Tuesday at ten */
	const struct said_time *to;   /* a stretch: its end */
	const struct length *lasting; /* 16h for 30 minutes */
};

struct arena;

/* A copy that lives in the arena, for the members above that point to others. */
const struct said_day *said_day_keep(const struct said_day *, struct arena *);

#endif
