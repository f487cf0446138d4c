/*
 * attendee - whose answer a calendar program brings, and does it count
 *
 * The actor is whom the object names (RFC 6047, 2.3), never who sent the mail; whether that is
 * true the mail has to show: by the guest's own secret, with From of the same person or of Google's
 * calendar, or by a From that is proven.  Where addresses with tokens do not reach us a guest's
 * From counts along with the meeting's UID.
 */
#ifndef DECIDE_ATTENDEE_H
#define DECIDE_ATTENDEE_H
#include "decide/matter.h"

enum attendee_standing {
	ATTENDEE_KNOWN,    /* one of the guests, and it is theirs */
	ATTENDEE_UNPROVEN, /* one of the guests, but anybody could have sent it */
	ATTENDEE_STRANGER, /* nobody who was invited */
	ATTENDEE_UNCLEAR,  /* the object does not tell who */
};

struct attendee {
	enum attendee_standing standing;
	struct guest *guest;            /* KNOWN, UNPROVEN; else NULL */
	const struct calperson *saying; /* what the object says of them; NULL: UNCLEAR */
};

struct attendee attendee_find(const struct matter *);

/* One mailbox under two spellings: with a +, or with Gmail's dots. */
bool attendee_same_person(const char *a, const char *b);

#endif
