/*
 * lend - what times of one text lend each other: the day said before, "the same time", an end
 */
#ifndef UNDERSTAND_LEND_H
#define UNDERSTAND_LEND_H
#include "understand/when.h"

/* Does a sentence or a clause begin, or end, at item i? */
bool lend_edge(const struct items *, size_t i);

/* Is the last mention a day of the sentence that item i is in, without a time of day? */
bool lend_waits(const struct said *, size_t i);

/* When all are read. */
void lend_all(struct said *, struct arena *);

#endif
