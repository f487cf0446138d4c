/*
 * oneday - one day, or one stretch of days, as it is said: no lists, no "from ... to"
 */
#ifndef UNDERSTAND_ONEDAY_H
#define UNDERSTAND_ONEDAY_H
#include "understand/item.h"
#include "understand/said.h"

struct arena;

/* Reads what begins at item i; framed as in day.h.  Returns the items it takes, 0 for none. */
size_t oneday_read(const struct items *, size_t i, bool framed, struct arena *,
    struct said_day *out);

/* The same where a neighbour may say the month: "3" in "3-7 December". */
size_t oneday_end(const struct items *, size_t i, bool framed, struct arena *,
    struct said_day *out);

/* the week of 7 December, that week */
size_t oneday_week_of(const struct items *, size_t i, struct arena *, struct said_day *out);

/* The items between the two ends of a stretch: "to", "-", "until", after "between" also "and". */
size_t oneday_to(const struct items *, size_t i, bool between);

bool oneday_bare(const struct items *, size_t i); /* digits that could be the number of a day */

#endif
