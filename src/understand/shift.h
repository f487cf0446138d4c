/*
 * shift - "an hour later": a meeting moved by a length of time, not to a time
 */
#ifndef UNDERSTAND_SHIFT_H
#define UNDERSTAND_SHIFT_H
#include "understand/sentence.h"

struct arena;
struct lang;
struct tokens;

/*
 * Does a sentence move the meeting by a length, and names no time for it?  Then what is wished for
 * is the meeting's time, so much earlier or later, and that length is not how long it lasts.  An
 * empty meeting: when it is, is not known.
 */
bool shift_read(const struct tokens *, const struct lang *, const struct sentences *,
    const struct zone *, struct span meeting, struct arena *, struct wish_reading *io);

#endif
