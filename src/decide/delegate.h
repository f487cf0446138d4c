/*
 * delegate - a guest sends somebody else in their place (RFC 5546, 3.2.2.3)
 */
#ifndef DECIDE_DELEGATE_H
#define DECIDE_DELEGATE_H
#include "decide/matter.h"

/* Once for each guest, and never by one who was sent. */
void delegate(struct matter *, struct guest *, const struct calperson *saying);

#endif
