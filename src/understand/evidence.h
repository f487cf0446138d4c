/*
 * evidence - which words of a mail were taken to mean what, collected while it is read
 */
#ifndef UNDERSTAND_EVIDENCE_H
#define UNDERSTAND_EVIDENCE_H
#include "understand/event.h"

struct arena;

/* One more, about these bytes of the text; returns it, to be filled in further. */
struct evidence *evidence_add(struct event *, struct arena *, enum evidence_kind, const char *text,
    size_t from, size_t to);

/* One for each mention of a time or a length. */
void evidence_of_wishes(struct event *, struct arena *, const char *text,
    const struct wish_reading *);

#endif
