/*
 * cldr - what ICU knows of a language, as phrases: days, months, numbers, "tomorrow"
 *
 * It has the nominative and the common short forms; the language files add what it lacks.
 */
#ifndef UNDERSTAND_CLDR_H
#define UNDERSTAND_CLDR_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct lexicon;

/* Adds what the CLDR has for a BCP 47 code; a language it does not know adds nothing. */
void cldr_load(const char *code, struct lexicon *);

/*
 * The lower-case letters it is written with, as stretches in order: the first letter of one, the
 * one after its last, and so on; *n such numbers.
 */
const int32_t *cldr_letters(const char *code, struct arena *, size_t *n);

#endif
