/*
 * phrase - a sentence of a language and its values to text; dates and times as its readers write
 * them
 *
 * Sentences are ICU messages with numbered arguments, all given as finished strings or whole
 * numbers.  Dates are formatted from civil times (zone.h): ICU never converts a moment.
 */
#ifndef COMPOSE_PHRASE_H
#define COMPOSE_PHRASE_H
#include "base/err.h"
#include "base/zone.h"

#include <stddef.h>

struct arena;
struct lang;

struct value {
	const char *text; /* NULL: the number */
	long number;
};

/* -1: the key is missing or its pattern is wrong; err says which. */
int phrase(const struct lang *, const char *key, const struct value *, size_t n, struct arena *,
    char **out, struct err *);

/* "Tuesday, 1 December 2026" */
char *phrase_date(const struct lang *, const struct zone *, int64_t at, struct arena *);
/* "15:00", or "3:00 PM" where that is the custom */
char *phrase_time(const struct lang *, const struct zone *, int64_t at, struct arena *);
/* "Berlin time, UTC+1": the name its readers know, and the offset that holds at that moment */
char *phrase_zone(const struct lang *, const struct zone *, int64_t at, struct arena *);
/* "30 minutes", "1 hour 30 minutes" */
char *phrase_minutes(const struct lang *, int minutes, struct arena *);
/* "a, b and c" */
char *phrase_list(const struct lang *, const char **items, size_t n, struct arena *);

#endif
