/*
 * onedayparts - what oneday.c, onedaycount.c and onedayafter.c share; for nobody else
 *
 * Each returns the items it takes, 0 for none.
 */
#ifndef UNDERSTAND_ONEDAYPARTS_H
#define UNDERSTAND_ONEDAYPARTS_H
#include "understand/oneday.h"

/* in three days, three days ago, vor drei Tagen, 三日後, two weeks from Monday, within a month */
size_t oneday_counted(const struct items *, size_t i, struct arena *, struct said_day *out);

/* les 2 prochaines semaines, los 3 próximos días: the number stands before its "next" */
size_t oneday_count_next(const struct items *, size_t i, struct said_day *out);

/* three Fridays from now */
size_t oneday_weekdays_ahead(const struct items *, size_t i, struct arena *, struct said_day *out);

/* Dienstag in einer Woche, heute in vierzehn Tagen: so much later than the day, which is there */
size_t oneday_weeks_on(const struct items *, size_t i, struct arena *, struct said_day *);

/* the day after Christmas, the week after Easter, the Tuesday after next */
size_t oneday_unit_after(const struct items *, size_t i, struct arena *, struct said_day *out);

#endif
