/*
 * day - days and stretches of days: "1 Dec", "next Tuesday", "3-7 December", "the last week of May"
 */
#ifndef UNDERSTAND_DAY_H
#define UNDERSTAND_DAY_H
#include "understand/item.h"
#include "understand/said.h"

struct arena;

/*
 * Reads a day, a stretch of days or a list of alternatives that begins at item i.  framed: a word
 * like "on" or "by" stands before it, so that "the 5th" or "May" will do.  Returns the items it
 * takes, 0 for none.
 */
size_t day_read(const struct items *, size_t i, bool framed, struct arena *, struct said_day *out);

/*
 * The stretch a day lies in, said behind its time: "every afternoon next week".  Returns the items
 * it takes, 0 for none, and puts the day into it.
 */
size_t day_within(const struct items *, size_t i, struct arena *, struct said_day *);

#endif
