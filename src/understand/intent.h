/*
 * intent - what the writer of a mail wants: to meet, to take an offer, to move, to call off ...
 *
 * Each sentence is weighed by rules over its cues and times (sentence.h), never by single words,
 * and the kind with the most weight is it.  What is said under an "if" or in a question about
 * something else does not count.  The same mail is always read the same way.
 */
#ifndef UNDERSTAND_INTENT_H
#define UNDERSTAND_INTENT_H
#include "understand/event.h"
#include "understand/pick.h"
#include "understand/sentence.h"

/* What the mail answers, if anything. */
struct answered {
	bool thread;        /* it answers a mail of ours */
	bool settled;       /* a meeting stands */
	bool gathering;     /* it is about office hours or a focus group */
	bool asked;         /* what it answers offers no times, as far as it is quoted */
	bool whom;          /* what it answers asked for the address of a guest */
	bool address;       /* it names somebody's address */
	struct span stands; /* when that meeting is, as far as it is quoted; empty: not known */
	size_t offered;     /* how many times were offered; 0: none, or not known */
	struct spans times; /* those times */
};

struct intent {
	enum event_kind kind;
	bool certain;
	struct pick *picks;
	size_t n_picks;
	size_t from, to; /* bytes of the sentence that told most; equal: none did */
};

void intent_read(const struct tokens *, const struct sentences *, const struct wish_reading *,
    const struct answered *, struct arena *, struct intent *out);

#endif
