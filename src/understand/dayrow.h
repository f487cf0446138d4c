/*
 * dayrow - days told by one letter, which is a day only in a row of days: 火・木, 周二、四,
 * 12/3（四）
 *
 * The letters mean other things as well (fire, four), so items are gone through once more when all
 * of them are known.
 */
#ifndef UNDERSTAND_DAYROW_H
#define UNDERSTAND_DAYROW_H
#include "understand/item.h"

/* Makes weekdays of the letters that stand so. */
void dayrow_read(const struct items *, struct item *items);

#endif
