/*
 * bidi - text that runs the other way, kept apart where one of its neighbours could be drawn in
 *
 * In a sentence written from right to left a Latin name or an address is put between FIRST STRONG
 * ISOLATE and POP DIRECTIONAL ISOLATE (Unicode, UAX 9).  Some programs show these as boxes, so
 * what cannot go wrong has none: words of the language itself, numbers, times of the clock.
 */
#ifndef COMPOSE_BIDI_H
#define COMPOSE_BIDI_H
#include <stddef.h>

struct arena;

#define BIDI_OPEN  "\xe2\x81\xa8" /* U+2068 */
#define BIDI_CLOSE "\xe2\x81\xa9" /* U+2069 */

/* The text as it may stand in a sentence written from right to left. */
const char *bidi_apart(const char *, struct arena *);

/* How many isolates are open behind the text, where so many are before it. */
size_t bidi_depth(const char *, size_t len, size_t before);

#endif
