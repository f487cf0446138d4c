/*
 * locate - where a writer lives, as far as the words of a mail tell: "I'm based in Accra", "Berlin
 * time", "my time zone is UTC+3", a town in the signature
 *
 * A place that is merely mentioned tells nothing: "the article about Paris" moves nobody there.
 */
#ifndef UNDERSTAND_LOCATE_H
#define UNDERSTAND_LOCATE_H
#include "understand/cue.h"
#include "understand/place.h"

#include <stdbool.h>
#include <stddef.h>

struct lang;
struct tokens;

struct location {
	struct place place;
	size_t from, to; /* bytes of the text */
};

/* From the author's own words. */
bool locate_words(const struct tokens *, const struct cue_hit *, size_t n_hits, const struct lang *,
    struct location *out);

/* From a signature: a town there is the writer's own, unless it is one of several. */
bool locate_signature(const struct tokens *, const struct lang *, struct location *out);

/*
 * Of several zones that one name has, those whose clock shows this offset at that moment, if there
 * are some; so IST in a mail written at +0530 is India's.
 */
void locate_narrow(struct place *, int offset, int64_t at);

#endif
