/*
 * tongue - in which of the languages a text is written
 *
 * Told by its script and letters first, which the CLDR knows of each language; then by the words of
 * it that a language has phrases for, those under `common` before others; where these are few, by
 * libexttextcat (guess.h).
 */
#ifndef UNDERSTAND_TONGUE_H
#define UNDERSTAND_TONGUE_H
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct lang;
struct langs;
struct tokens;

struct tongue {
	const struct lang *lang; /* never NULL where there is any language */
	bool foreign;            /* none of ours: lang is what to answer in */
};

/*
 * Where the words are few ("ok", "2") the language with the code remembered, which may be "", is
 * taken: what this person wrote before.  Where nothing tells, it is English.  The text is the
 * author's own; a quoted mail is somebody else's.
 */
struct tongue tongue_of(const struct langs *, const char *text, size_t len, const char *remembered,
    struct arena *);

/* The language that is asked for in so many words: "in English, please"; NULL: none. */
const struct lang *tongue_asked(const struct langs *, const struct tokens *);

#endif
