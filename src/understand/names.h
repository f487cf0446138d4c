/*
 * names - a table of names, looked up where they stand in a text
 *
 * Names are compared as fold.h leaves them, full stops and apostrophes left out and blanks, hyphens
 * and underscores alike: "St. Petersburg" is "st petersburg".  A name that ends in * takes any
 * ending of the word ("киевск*").  The first entry of a name wins, in order of rank.
 */
#ifndef UNDERSTAND_NAMES_H
#define UNDERSTAND_NAMES_H
#include "understand/fold.h"

#include <stdbool.h>

struct names;
struct arena;

/* Lives in the first arena; what is added lies in the second one until names_sort(). */
struct names *names_new(struct arena *, struct arena *scratch);

/* value: what the name stands for, the caller's business; a smaller rank wins over a larger one. */
void names_add(struct names *, const char *name, int rank, int value);

void names_sort(struct names *); /* once, between adding and looking up */

/* The longest name beginning at that byte and ending with a word: its value, or -1. */
int names_at(const struct names *, const struct folded *, size_t at, size_t *len);

#endif
