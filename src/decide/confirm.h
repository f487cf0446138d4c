/*
 * confirm - a change asked for in somebody's name by who knows whom: that somebody is asked
 *
 * The question goes to the address that is stored, with a secret of its own in the return address
 * and the Message-ID.  A yes to it within the time does what was asked for, once.  Nobody else
 * hears of it, and at most one question a day is asked about a meeting.
 */
#ifndef DECIDE_CONFIRM_H
#define DECIDE_CONFIRM_H
#include "decide/matter.h"

enum {
	CONFIRM_HOURS = 72, /* so long a yes counts */
	CONFIRM_EVERY_HOURS = 24,
};

/* The mail is undone: the meeting is as it was before.  Asks for what it would have done. */
void confirm_ask(struct matter *, const struct meeting *was);

/* Is it this meeting's question: in the address a mail went to, or in the Message-ID it answers? */
bool confirm_shown(const struct meeting *, const char *tag, const char *answers_id);

/* Does the mail answer such a question, and is all done about it? */
bool confirm_answered(struct matter *);

#endif
