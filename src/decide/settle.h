/*
 * settle - a meeting gets its time, another time, or is called off: what all its guests receive
 */
#ifndef DECIDE_SETTLE_H
#define DECIDE_SETTLE_H
#include "decide/matter.h"

/* Invitations, or updates where the meeting stood already.  The host is one of the staff. */
void settle_at(struct matter *, struct span, const struct staff *);

/* The guests from this one on are new: they are invited, the others get the change. */
void settle_joined(struct matter *, size_t first);

void settle_cancel(struct matter *);

#endif
