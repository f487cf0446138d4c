/*
 * phrase - a sentence of a language and its values to text; dates and times as its readers write
 * them
 *
 * Sentences are ICU messages with numbered arguments.  All values are finished strings, but for
 * the one that chooses the plural.  Dates are formatted from civil times (zone.h): ICU never
 * converts a moment, since its zone data is years old.
 *
 * A voice speaks one language to one reader.  What goes wrong is kept in it and looked at once,
 * when all is said; until then a phrase that failed is an empty text.
 */
#ifndef COMPOSE_PHRASE_H
#define COMPOSE_PHRASE_H
#include "base/err.h"
#include "base/zone.h"
#include "compose/sentence.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct lang;

struct formats; /* ICU's, kept from one phrase to the next */

struct voice {
	const struct lang *lang;
	struct zone zone; /* the reader's */
	struct arena *arena;
	const char *locale; /* whose customs dates and lists follow */
	bool right_to_left; /* values are then kept apart from the text around them */
	struct formats *formats;
	struct err err; /* ERR_CONFIG: a sentence is missing or wrong; the text names it */
};

void voice_init(struct voice *, const struct lang *, const struct zone *, struct arena *);
void voice_done(struct voice *); /* needed, since ICU's memory is not the arena's */

/* n values, as many as the sentence takes. */
char *phrase(struct voice *, enum sentence, const char *const *values, size_t n);
/* With a number for {0}; the values are {1} and so on. */
char *phrase_count(struct voice *, enum sentence, long, const char *const *values, size_t n);

/* phrase() with its values written out one by one, or none at all. */
#define PHRASE(v, s, ...)                                                                          \
	phrase((v), (s), (const char *const[]){ "", ##__VA_ARGS__ } + 1,                           \
	    sizeof((const char *const[]){ "", ##__VA_ARGS__ }) / sizeof(char *) - 1)

/* A value that stands by itself, behind a label, as it would stand in a sentence; see bidi.h. */
const char *phrase_value(struct voice *, const char *);

char *phrase_date(struct voice *, int64_t at);       /* "Tuesday, 1 December 2026" */
char *phrase_short_date(struct voice *, int64_t at); /* "Tue, 1 Dec 2026" */
char *phrase_time(struct voice *, int64_t at);       /* "15:00", or as is the custom */

/* "Berlin time (UTC+1)": a name its readers know, and the offset that holds at that moment. */
char *phrase_zone(struct voice *, const struct zone *, int64_t at);

/* A language by its own name: "español". */
const char *phrase_language(const struct lang *, struct arena *);

char *phrase_minutes(struct voice *, int minutes);                       /* "1 hour 30 minutes" */
char *phrase_list(struct voice *, const char *const *items, size_t n);   /* "a, b and c" */
char *phrase_choice(struct voice *, const char *const *items, size_t n); /* "a, b or c" */

#endif
