/*
 * invite - a meeting to the iCalendar object for one guest (RFC 5545, 5546), by libical
 *
 * Times are in UTC, so no program can misread a zone.  The organizer is our own mailbox: calendar
 * programs answer to it, and offer no buttons to somebody who finds his own address there.  The
 * host leads as an attendee.  Which of the guests are shown to this one is the caller's choice:
 * those in the meeting that is handed in.
 */
#ifndef COMPOSE_INVITE_H
#define COMPOSE_INVITE_H
#include "base/err.h"
#include "decide/meeting.h"

enum invite_method { INVITE_REQUEST, INVITE_CANCEL, INVITE_DECLINE_COUNTER };

struct invite {
	enum invite_method method;
	const struct meeting *meeting;
	const char *organizer; /* address, with the guest's token where the server takes it */
	const char *organizer_name;
	const char *summary, *description,
	    *location;    /* "" for none; of a refusal the description */
	int64_t stamp_at; /* DTSTAMP: later than in any object sent for this meeting before */
};

const char *invite_method_name(enum invite_method); /* "REQUEST": in the object and beside it */

/* The text of the object, lines folded and ended by CRLF.  -1: an address cannot be written. */
int invite_write(const struct invite *, struct arena *, char **out, struct err *);

#endif
