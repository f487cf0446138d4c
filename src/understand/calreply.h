/*
 * calreply - the answer in a calendar part (iTIP, RFC 5546)
 *
 * The foreign text was read by calobject.h; here its zones are looked up and its contradictions
 * noticed.  Who may answer for whom is decided elsewhere.
 */
#ifndef UNDERSTAND_CALREPLY_H
#define UNDERSTAND_CALREPLY_H
#include "base/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct calobjects;
struct calperson;

struct calreply {
	const char *method;             /* upper case: REPLY, COUNTER, REQUEST ..., or "" */
	const char *uid;                /* or "" */
	const char *attendee;           /* an address that passed address_valid(), or "" */
	const char *partstat;           /* REPLY: ACCEPTED, DECLINED, TENTATIVE, DELEGATED, or "" */
	const struct calperson *people; /* all that are named, in order */
	size_t n_people;
	int sequence;
	int64_t stamped_at;   /* when it was said, as far as can be told */
	struct span proposed; /* COUNTER: the time wished for; {0, 0} where it cannot be told */
	bool untimed;         /* ... and nothing else is in doubt: it can be asked for */
	bool one_date;        /* it is about the date that began at instance_at, and no other */
	int64_t instance_at;  /* 0: which one cannot be told */
	const char *comment;  /* what the guest wrote with it, or "" */
	bool certain; /* false: the parts contradict each other, or it is not clear who answers */
};

/*
 * from: who wrote the mail, written_at: when, for what does not say when it was made, or says it
 * was tomorrow.  False: there is no calendar in it.  The result shares its strings.
 */
bool calreply_judge(const struct calobjects *, const char *from, int64_t written_at,
    struct calreply *out);

/*
 * The one who answers: the only one named; of several the first of these addresses ("" for none)
 * that is among them.  NULL: it is not clear who.
 */
const struct calperson *calreply_actor(const struct calreply *, const char *first,
    const char *second);

const char *calreply_partstat(const struct calperson *); /* "ACCEPTED" ..., or "" */

#endif
