/*
 * topic - what a meeting is to be about, in a few words of its writer
 */
#ifndef UNDERSTAND_TOPIC_H
#define UNDERSTAND_TOPIC_H
#include "understand/sentence.h"

struct arena;
struct lang;
struct tokens;
struct wish_reading;

enum { TOPIC_MOST = 80 }; /* characters */

/* A subject without "Re:", "Fwd:", "AW:" and their like, numbered and repeated ones too. */
const char *topic_bare_subject(const char *subject);

/* Was it the subject of a mail passed on? */
bool topic_forwarded(const char *subject);

/*
 * From the subject, unless it says no more than that a meeting is wanted; else from what is said
 * "about", "to discuss" in the text.  "": neither tells.
 */
const char *topic_read(const char *subject, const struct tokens *, const struct sentences *,
    const struct wish_reading *, const struct lang *, struct arena *);

#endif
