/*
 * reply - what a guest's calendar program answers (iTIP)
 */
#ifndef DECIDE_REPLY_H
#define DECIDE_REPLY_H
#include "decide/matter.h"

/* Yes and perhaps are noted; all else a person looks at. */
void reply_calendar(struct matter *);

#endif
