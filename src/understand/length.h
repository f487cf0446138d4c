/*
 * length - "an hour and a half", "90 min", "two weeks": lengths of time
 */
#ifndef UNDERSTAND_LENGTH_H
#define UNDERSTAND_LENGTH_H
#include "understand/item.h"
#include "understand/said.h"

/* Reads a length that begins at item i; returns the items it takes, 0 for none. */
size_t length_read(const struct items *, size_t i, struct length *out);

/* The same, or a unit alone where its word means one of it: через месяц, بعد أسبوع. */
size_t length_or_one(const struct items *, size_t i, struct length *out);

/* Its minutes where it has hours and minutes only, or days; -1: it does not come down to minutes.
 */
int length_minutes(const struct length *);

/* Adds n of a unit. */
void length_add(struct length *, int n, enum unit unit);

#endif
