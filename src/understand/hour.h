/*
 * hour - one time of the clock: "ten", "half past ten", "15h30", "3 pm", "halb vier"
 */
#ifndef UNDERSTAND_HOUR_H
#define UNDERSTAND_HOUR_H
#include "understand/item.h"
#include "understand/said.h"

/* How much else is needed before a number counts as a clock time. */
enum hour_strength { HOUR_WEAK, HOUR_STRONG };

struct hour {
	struct said_clock clock;
	enum hour_strength strength;
	bool half_said; /* with am or pm */
	bool hours;     /* with a word that counts hours as well: 16h */
	bool spelled;
};

/* Reads a time that begins at item i; returns the items it takes, 0 for none. */
size_t hour_read(const struct items *, size_t i, struct hour *out);

/* "am", "pm"; a bare "a" only where it is written on to the number. */
bool hour_half(const struct items *, size_t i);

void hour_set_half(struct said_clock *, bool pm);

/* The last hour of its clock: 24, or more where 25時 is said. */
int hour_last(const struct lang *);

/* An hour as a word or digits, or as an ordinal where a language counts hours so; -1: none. */
int hour_at(const struct items *, size_t i);

/* Is the hour at i an ordinal, so that hours behind it are o'clock? */
bool hour_by_rank(const struct items *, size_t i);

#endif
