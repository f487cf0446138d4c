/*
 * cldr - what ICU knows of a language, as phrases: days, months, numbers, "tomorrow"
 *
 * It has the nominative and the common short forms; the language files add what it lacks.
 */
#ifndef UNDERSTAND_CLDR_H
#define UNDERSTAND_CLDR_H

struct lexicon;

/* Adds what the CLDR has for a BCP 47 code; a language it does not know adds nothing. */
void cldr_load(const char *code, struct lexicon *);

#endif
