/*
 * calendar - days as they were said, placed among the days of the year
 */
#ifndef UNDERSTAND_CALENDAR_H
#define UNDERSTAND_CALENDAR_H
#include "understand/said.h"

struct arena;

/* Days counted as in base/date.h, from up to, not including, to. */
struct days {
	int from, to;
	enum unit unit; /* what it is one of: a day, a week ... */
	bool fuzzy;     /* "early March" */
	bool moment;    /* seconds says when on that day: "in two hours" */
	int64_t seconds;
};

struct days_list {
	struct days *items;
	size_t n;
};

struct calendar {
	int today;
	int64_t second;             /* of the day, at which it was said */
	int horizon;                /* days */
	int then_from, then_to;     /* days spoken of last */
	int within_from, within_to; /* a stretch in which days are looked for first; empty: none */
};

enum { CALENDAR_READINGS = 2 };

/* Adds all that the day means in one of its readings, 0 the likelier; nothing where it has none. */
void calendar_place(const struct calendar *, const struct said_day *, int reading, struct arena *,
    struct days_list *out);

/* Is it a set, days that come again and again? */
bool calendar_recurs(const struct said_day *);

#endif
