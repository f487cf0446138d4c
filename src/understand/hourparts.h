/*
 * hourparts - what hour.c, hourcounted.c and hourminutes.c share: an hour being read; for nobody
 * else
 *
 * What reads returns the items it takes, 0 for none.
 */
#ifndef UNDERSTAND_HOURPARTS_H
#define UNDERSTAND_HOURPARTS_H
#include "understand/hour.h"

enum { HALF_DAY = 12 * 60, WHOLE_DAY = 24 * 60 };

/* What is known of an hour before its minutes are read. */
struct bare_hour {
	size_t first, end; /* its items, with a word for o'clock */
	int hour;
	bool marked, behind; /* there is such a word; it stands behind the number */
};

/* What a bare hour means among people who meet: one to six is afternoon. */
void hour_set_open(const struct items *, struct said_clock *, int minute);

/* "half", "a quarter", "ten", "ten minutes"; the minutes it is, -1 for none. */
int hour_minutes_at(const struct items *, size_t i, size_t *took, bool *named);

/* Half past ten, ten to five, viertel nach drei, без десяти пять, halb vier. */
size_t hour_counted(const struct items *, size_t i, struct hour *out);

/* The minutes behind an hour, negative where they are missing. */
size_t hour_minutes(const struct items *, const struct bare_hour *, struct hour *, int *minutes);

/* midi et quart, minuit moins dix, midi quinze: behind a word that is a time of the clock */
size_t hour_behind_noon(const struct items *, size_t i, struct hour *);

#endif
