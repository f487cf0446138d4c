/*
 * decide - event + meeting + now to the next meeting and the things to do
 *
 * Reads nothing but its arguments and changes nothing but *d: no clock, no store, no log, no
 * randomness.  What must be unique (ids, tokens, UIDs) is made from the seed it is given.
 */
#ifndef DECIDE_DECIDE_H
#define DECIDE_DECIDE_H
#include "decide/effect.h"
#include "decide/meeting.h"
#include "decide/team.h"
#include "understand/event.h"

/* What the outcome is for the mail itself: every mail ends in exactly one of these. */
enum verdict {
	VERDICT_ANSWERED,    /* somebody gets an answer or an invitation */
	VERDICT_APPLIED,     /* noted, or changed without words */
	VERDICT_ROBOT,       /* automatic: no answer */
	VERDICT_WITH_PERSON, /* the operator was told, the mail is flagged */
	VERDICT_DUPLICATE,   /* the same mail again */
};

struct decision {
	struct meeting next; /* state MEETING_NEW: there is no meeting to store */
	struct effects effects;
	enum verdict verdict;
};

const char *verdict_name(enum verdict);

/* seed: a secret of this installation with something of this mail in it; never shown. */
void decide(const struct event *, const struct meeting *was, const struct team *, const char *seed,
    int64_t now, struct arena *, struct decision *d);

/* A moment came that the meeting asked to be woken at: holds run out and the like. */
void decide_time_up(const struct meeting *was, const struct team *, int64_t now, struct arena *,
    struct decision *d);

/*
 * Somebody in it is to be forgotten: what the writer or the host stands in is called off, what
 * waits is closed; a further guest is taken off.
 */
void decide_leaving(const struct meeting *was, const char *email, const struct team *, int64_t now,
    struct arena *, struct decision *d);

#endif
