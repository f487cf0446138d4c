/*
 * clock - times of day: "half past ten", "3 pm", "15h30", "between two and four", "mornings"
 */
#ifndef UNDERSTAND_CLOCK_H
#define UNDERSTAND_CLOCK_H
#include "understand/item.h"
#include "understand/said.h"

struct arena;

/*
 * Reads a time of day that begins at item i, with its "at", "after" or "from ... to" and with
 * alternatives ("10 or 11").  beside: it stands next to a day, so that a bare "10-12" will do.
 * Returns the items it takes, 0 for none.
 */
size_t clock_read(const struct items *, size_t i, bool beside, struct arena *,
    struct said_clock *out);

/* Might a time of the clock, or that of twelve hours later, be said to lie in this part? */
bool clock_called(int minute, enum part);

/* ... where the minute is one of a clock of 24 hours. */
bool clock_within(int minute, enum part);

/* The part of the day says which half of it a clock time means: "8 in the evening". */
void clock_settle(struct said_clock *, enum part);

#endif
