/*
 * later - what a meeting waits for when nobody writes: a hold that ends, a chase, reminders
 *
 * A request whose offers got no answer is chased once, when their hold ends: the times that are
 * still free are held and told once more.  When that hold has ended, too, it is closed kindly.
 * Nobody is chased whose mails come back, or whose request a person has taken over.
 *
 * The next moment follows from the meeting and the rules alone, so that it can be found again
 * whatever was lost; what was done already stands in the meeting.
 */
#ifndef DECIDE_LATER_H
#define DECIDE_LATER_H
#include "decide/matter.h"

/* When to look at it again: perhaps past already; 0: there is nothing to wait for. */
int64_t later_next(const struct meeting *, const struct rules *);

/* All that is due, once the holds have ended.  There is no mail in this matter. */
void later_due(struct matter *);

/* A pick that comes after the kind end is looked at as if it had come in time. */
void later_reopen(struct matter *);

#endif
