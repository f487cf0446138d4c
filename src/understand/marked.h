/*
 * marked - dates whose parts carry marks: 2026年12月1日, 3月16、17、18号, 二〇二七年
 */
#ifndef UNDERSTAND_MARKED_H
#define UNDERSTAND_MARKED_H
#include "understand/item.h"
#include "understand/said.h"

/* Each returns the items it takes from i on, 0 for none. */
size_t marked_date(const struct items *, size_t i, struct said_day *out);
size_t marked_year(const struct items *, size_t i, int *year); /* told digit by digit */

/* A number with the mark of days that is no day: the 32日 of 8月32日, the 12号 of 中山路12号. */
bool marked_stray(const struct items *, size_t i);

#endif
