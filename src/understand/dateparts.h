/*
 * dateparts - what date.c, datedigits.c and datemonth.c share: the parts of a date; for nobody else
 */
#ifndef UNDERSTAND_DATEPARTS_H
#define UNDERSTAND_DATEPARTS_H
#include "understand/date.h"

/* A date of which nothing is known yet. */
struct said_day date_none(void);

/* The name of a month. */
bool date_month_at(const struct items *, size_t i, int *month);

/* A year after a date: 2027, '27, also after a comma or "of"; returns the items it takes. */
size_t date_year_behind(const struct items *, size_t i, int *year);

/* Is what follows the thing that is being counted: "the 5th version", "on 15 pages"? */
bool date_counts_something(const struct items *, size_t i);

/* 3/4/2027, 3.4., 2026-12-01: 1 where there are digits that can be a date. */
size_t date_numeric(const struct items *, size_t i, struct arena *, struct said_day *out);

/* Such digits with their stop and year; 0: they are an hour, a fraction or a number after all. */
size_t date_numeric_end(const struct items *, size_t i, bool framed, struct said_day *);

/* "on 4-22": two numbers with a hyphen are a range as a rule, but not after "on". */
size_t date_dashed(const struct items *, size_t i, struct arena *, struct said_day *out);

/* 20261201; "26. 10. 21", "30 . 09 . 22": points with blanks between. */
size_t date_spread(const struct items *, size_t i, struct said_day *out);

#endif
