/*
 * tongue - in which of the languages a text is written
 *
 * Told by its letters, which the CLDR knows of each language, and by the words of it that a
 * language has phrases for, those under `common` before others.
 */
#ifndef UNDERSTAND_TONGUE_H
#define UNDERSTAND_TONGUE_H
#include <stddef.h>

struct arena;
struct lang;
struct langs;

/* What else hints at the language, where the words are few: "ok", "2". */
struct tongue_hints {
	const char *quoted;     /* the mail that is answered; may be "" */
	const char *remembered; /* the code of what this person wrote before; may be "" */
};

/* Never NULL where there is any language: English where nothing tells. */
const struct lang *tongue_of(const struct langs *, const char *text, size_t len,
    const struct tongue_hints *, struct arena *);

#endif
