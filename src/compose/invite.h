/*
 * invite - a meeting to the iCalendar object for one guest (RFC 5545, 5546), by libical
 */
#ifndef COMPOSE_INVITE_H
#define COMPOSE_INVITE_H
#include "base/err.h"
#include "decide/meeting.h"

enum invite_method { INVITE_REQUEST, INVITE_CANCEL };

struct invite {
	enum invite_method method;
	const struct meeting *meeting;
	const struct guest
	    *guest; /* who gets it: only the writer's own guests are shown to each other */
	const char *organizer; /* address, with the guest's token where the server takes it */
	const char *organizer_name;
	const char *summary, *description, *location; /* "" for none */
	int64_t now;                                  /* DTSTAMP */
};

/* The text of the object, lines folded and ended by CRLF. */
int invite_write(const struct invite *, struct arena *, char **out, struct err *);

#endif
