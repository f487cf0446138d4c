/*
 * lend - what times of one text lend each other: the day said before, "the same time", an end
 */
#ifndef UNDERSTAND_LEND_H
#define UNDERSTAND_LEND_H
#include "understand/when.h"

/* Is the last mention a day of the sentence that item i is in, without a time of day? */
bool lend_waits(const struct said *, size_t i);

/* Is what ends before item `end` ruled out by a word behind it: ოთხშაბათის გარდა, 水曜日以外? */
bool lend_excepted(const struct items *, size_t end);

/* When all are read. */
void lend_all(struct said *, struct arena *);

#endif
