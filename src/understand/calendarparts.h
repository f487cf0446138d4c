/*
 * calendarparts - what calendar.c, calendardate.c and calendarcount.c share; for nobody else
 *
 * What places returns false where there is no such day.
 */
#ifndef UNDERSTAND_CALENDARPARTS_H
#define UNDERSTAND_CALENDARPARTS_H
#include "base/date.h"
#include "understand/calendar.h"

int calendar_weekday(int day); /* 0 is Monday */
int calendar_monday(int day);  /* that of its week */
struct days calendar_day(int day);

/* One day or one stretch, no set and no "from ... to". */
bool calendar_one(const struct calendar *, const struct said_day *, int reading, struct days *);

/*
 * The first day left of the stretch spoken of that is such a weekday or, unless it is 0, such a day
 * of the month.
 */
bool calendar_within(const struct calendar *, int weekday, int day_of_month, struct days *out);

/* A date without its year is the next one; where a weekday was said, the year it fits. */
bool calendar_date(const struct calendar *, const struct said_day *, int reading, struct days *out);

/* "Tue 1/12": of the two orders the one whose day is a Tuesday, where only one is. */
const struct said_day *calendar_fitting(const struct calendar *, const struct said_day *,
    int *reading);

/* in three days, two weeks from Monday, in two hours */
bool calendar_from(const struct calendar *, const struct said_day *, int reading, struct days *out);

/* the next three days; the last two weeks; within a month */
bool calendar_coming(const struct calendar *, const struct said_day *, struct days *out);

/* the second Tuesday, the last week: of a stretch, counted from its beginning or its end */
bool calendar_nth(const struct calendar *, const struct said_day *, int reading, struct days *out);

/* Week 12: the first is the one with 4 January in it. */
bool calendar_week_number(const struct calendar *, const struct said_day *, struct days *out);

#endif
