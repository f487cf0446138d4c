/*
 * lexicon - the phrases of one language, and where they begin in a text
 *
 * A tree over the bytes of folded text.  A phrase may be several words; a star at its end leaves
 * the ending of its last word open ("nächst*"), a star in front makes it the ending of a word
 * ("*abend" in "Dienstagabend", a postposition in Georgian), a plus at its end makes it something
 * written together with the word that follows (the Arabic article and "and").  A blank of a phrase
 * is found as a blank, a line's end or a hyphen.  An equals sign in front makes accents count
 * ("=wurde" is not "würde"); three dots between blanks stand for some words ("sage ... ab").
 */
#ifndef UNDERSTAND_LEXICON_H
#define UNDERSTAND_LEXICON_H
#include "understand/hear.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct lexicon;

struct lexicon *lexicon_new(struct arena *);

/* Adds a phrase as it stands in the language file, star and all. */
void lexicon_add(struct lexicon *, const char *phrase, struct meaning);

/* Has a phrase without star or plus this key already? */
bool lexicon_has(const struct lexicon *, const char *phrase, enum hear key);

/* No more is added: what follows can be asked from now on, and what is above no more. */
void lexicon_close(struct lexicon *);

enum hit_kind { HIT_EXACT, HIT_OPEN, HIT_PREFIX };

/* One phrase that begins where it was looked for. */
struct hit {
	uint32_t len;     /* in bytes of folded text, without an open ending */
	uint32_t meaning; /* the first of its meanings: lexicon_meaning() */
	enum hit_kind kind;
};

/* All phrases that begin at text, the longest last; returns how many, at most room. */
size_t lexicon_find(const struct lexicon *, const char *text, size_t len, struct hit *,
    size_t room);

/*
 * Tells the first words of all phrases, some more than once, and not only whole ones where
 * characters are not ASCII; `open` where words can begin so and go on.
 */
void lexicon_first_words(const struct lexicon *,
    void (*tell)(const char *word, size_t len, bool open, void *), void *);

/* The longest ending that is text from its first byte to its last; 0: none. */
uint32_t lexicon_ending(const struct lexicon *, const char *text, size_t len);

/* Meanings are numbered; one phrase can have several, linked. next may be NULL; 0 ends. */
struct meaning lexicon_meaning(const struct lexicon *, uint32_t meaning, uint32_t *next);

/* What else must be so in the text that is heard. */
struct manner {
	const char *spelling; /* written like this, but for capitals; NULL: in any way */
	const char *rest;     /* folded; these words come behind it; NULL: none need to */
};
struct manner lexicon_manner(const struct lexicon *, uint32_t meaning);

/* Are there phrases with a star or plus that take words apart? */
bool lexicon_splits(const struct lexicon *);

#endif
