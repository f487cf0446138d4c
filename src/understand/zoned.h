/*
 * zoned - the zone that stands with a clock time: "15:00 CET", "15:00 (Kyiv time)", 北京时间15点
 */
#ifndef UNDERSTAND_ZONED_H
#define UNDERSTAND_ZONED_H
#include "understand/item.h"
#include "understand/said.h"

struct places;

/*
 * Both put the zone into a time that has a clock and no zone yet, and return the items it takes.
 * places may be NULL: there is none.
 */
size_t zoned_behind(const struct items *, const struct places *, size_t i, struct said_time *);

/* The one that ends where the time begins, at item i; it is looked for from item `from` on. */
size_t zoned_before(const struct items *, const struct places *, size_t from, size_t i,
    struct said_time *);

#endif
