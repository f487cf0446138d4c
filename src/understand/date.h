/*
 * date - dates of the calendar: "1 Dec", "12/1/2026", "2026-12-01", "the first of March", "May
 * 2027"
 */
#ifndef UNDERSTAND_DATE_H
#define UNDERSTAND_DATE_H
#include "understand/item.h"
#include "understand/said.h"

struct arena;

/* A date of day and month, or of a day alone where framed; returns the items it takes, 0: none. */
size_t date_read(const struct items *, size_t i, bool framed, struct arena *, struct said_day *out);

/* A month, with its year or not: "March", "March 2027", "2/2027". */
size_t date_month(const struct items *, size_t i, bool framed, struct said_day *out);

/* A year by itself, after "in" and the like; never a bare number. */
size_t date_year(const struct items *, size_t i, struct said_day *out);

/* The number of a day by itself: "5", "5th", "5." */
size_t date_number(const struct items *, size_t i, struct said_day *out);

/* Could there be such a day?  Without a year, 29 February could. */
bool date_possible(const struct said_day *);

/* Is it "the 5th", which names a day without a month? */
bool date_ordinal(const struct items *, size_t i);

/* A bare number beside "except", where a month is spoken of: sauf le 9. */
bool date_excepted(const struct items *, size_t i);

#endif
