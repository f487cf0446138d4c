/*
 * period - stretches that have a name: "next week", "early March", "the first Monday of May", "Q3"
 */
#ifndef UNDERSTAND_PERIOD_H
#define UNDERSTAND_PERIOD_H
#include "understand/item.h"
#include "understand/said.h"

struct arena;

/* "next", "this", "last" and their like. */
bool period_which(const struct items *, size_t i, enum which *out);

int period_offset(enum which); /* from the present one: next is 1 */

/* Each reads what begins at item i and returns the items it takes, 0 for none. */
size_t period_read(const struct items *, size_t i, struct said_day *out);    /* next week */
size_t period_stretch(const struct items *, size_t i, struct said_day *out); /* ... March, 2027 */
size_t period_edge(const struct items *, size_t i, struct said_day *out);    /* early next week */
size_t period_narrow(const struct items *, size_t i, struct arena *, struct said_day *);
size_t period_nth(const struct items *, size_t i, struct arena *, struct said_day *out);

/* The item after the words that say in what stretch a day lies: "of", "in", a comma, or none. */
size_t period_skip_of(const struct items *, size_t i);

#endif
