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

/*
 * Never NULL where there is any language.  Where the words are few ("ok", "2") the language with
 * the code remembered, which may be "", is taken: what this person wrote before.  Where nothing
 * tells, it is English.  The text is the author's own; a quoted mail is somebody else's.
 */
const struct lang *tongue_of(const struct langs *, const char *text, size_t len,
    const char *remembered, struct arena *);

#endif
