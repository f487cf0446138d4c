/*
 * calreply - a calendar part to the answer in it (iTIP, RFC 5546)
 *
 * The text is foreign and libical does not bound its work, so sizes, nesting and recurrence rules
 * are checked before it sees a byte, and zones are never computed from what the mail brings.  Who
 * may answer for whom is decided elsewhere.
 */
#ifndef UNDERSTAND_CALREPLY_H
#define UNDERSTAND_CALREPLY_H
#include "base/err.h"
#include "base/span.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct letter;

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

/* letter.calendar is not NULL.  -1 with ERR_REJECT: it breaks a limit or is no calendar. */
int calreply_read(const struct letter *, struct arena *, struct calreply *out, struct err *);

#endif
