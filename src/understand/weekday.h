/*
 * weekday - days by their names: "next Tuesday", "Friday 23", "Tuesday, the 1st of December"
 */
#ifndef UNDERSTAND_WEEKDAY_H
#define UNDERSTAND_WEEKDAY_H
#include "understand/item.h"
#include "understand/said.h"

struct arena;

/* Each returns the items it takes from i on, 0 for none. */
size_t weekday_read(const struct items *, size_t i, struct arena *, struct said_day *out);
size_t weekday_behind(const struct items *, size_t i, struct said_day *); /* of the date before */

#endif
