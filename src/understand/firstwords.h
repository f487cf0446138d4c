/*
 * firstwords - which languages have a phrase that begins with a word
 *
 * A text is looked up in all lexicons to tell its language, and most of them do not know most of
 * its words.  One table asked before says so for all of them at once.  It may name a language too
 * many, never one too few.
 */
#ifndef UNDERSTAND_FIRSTWORDS_H
#define UNDERSTAND_FIRSTWORDS_H
#include <stddef.h>
#include <stdint.h>

struct arena;
struct firstwords;
struct lexicon;

enum {
	FIRSTWORDS_LANGUAGES = 64
}; /* the bits there are; languages with higher numbers have none */

struct firstwords *firstwords_new(struct arena *);

/* What a closed lexicon, that of the language with this number, knows. */
void firstwords_add(struct firstwords *, const struct lexicon *, size_t language);

/*
 * A bit for each language that has a phrase whose first word is this one, or begins it with three
 * bytes or more and leaves the ending open.  The word is folded, letters alone.
 */
uint64_t firstwords_languages(const struct firstwords *, const char *word, size_t len);

#endif
