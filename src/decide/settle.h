/*
 * settle - a meeting gets its time, another time, or is called off: what all its guests receive
 */
#ifndef DECIDE_SETTLE_H
#define DECIDE_SETTLE_H
#include "decide/matter.h"

/* Invitations, or updates where the meeting stood already.  The host is one of the staff. */
void settle_at(struct matter *, struct span, const struct staff *);

/* The same time, another host: the one before is taken off. */
void settle_hand_over(struct matter *, const struct staff *);

/* Something else about it has changed: all but one guest (NULL: nobody) hear of it. */
void settle_changed(struct matter *, const char *but);
/* The guests from this one on are new: they are invited, the others get the change. */
void settle_joined(struct matter *, size_t first);

void settle_cancel(struct matter *);

#endif
