/*
 * guests - who is to come besides the writer: those in To and Cc, and addresses named in the text
 */
#ifndef UNDERSTAND_GUESTS_H
#define UNDERSTAND_GUESTS_H
#include "inbox/letter.h"

#include <stddef.h>

struct arena;
struct cue_hit;
struct tokens;

struct guests {
	struct address *items;
	size_t n;
	size_t from_text; /* those from here on were named in the text */
};

/*
 * own_address is ours; "" where it is not known: then the first address of To is taken for it. Each
 * address counts once, whatever its case.
 */
void guests_read(const struct letter *, const char *own_address, const struct tokens *,
    const struct cue_hit *, size_t n_hits, struct arena *, struct guests *out);

#endif
