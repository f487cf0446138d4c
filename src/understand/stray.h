/*
 * stray - numbers that look like a time and are none: pages, versions, names, nights, ages, 25
 * o'clock
 */
#ifndef UNDERSTAND_STRAY_H
#define UNDERSTAND_STRAY_H
#include "understand/item.h"

/* How many items from i on belong to such numbers; 0: none do. */
size_t stray_read(const struct items *, size_t i);

#endif
