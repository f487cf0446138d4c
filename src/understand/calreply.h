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
#include <stdint.h>

struct calobjects;

struct calreply {
	const char *method;   /* upper case: REPLY, COUNTER, REQUEST ..., or "" */
	const char *uid;      /* or "" */
	const char *attendee; /* an address that passed address_valid(), or "" */
	const char *partstat; /* REPLY: ACCEPTED, DECLINED, TENTATIVE, DELEGATED, or "" */
	int sequence;
	int64_t stamped_at;   /* DTSTAMP, 0 where there is none */
	struct span proposed; /* COUNTER: the time wished for; {0, 0} where it cannot be told */
	const char *comment;  /* what the guest wrote with it, or "" */
	bool certain; /* false: the parts contradict each other, or it is not clear who answers */
};

/* from: who wrote the mail.  False: there is no calendar in it.  The result shares its strings. */
bool calreply_judge(const struct calobjects *, const char *from, struct calreply *out);

#endif
