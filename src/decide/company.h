/*
 * company - who comes to a meeting that stands, and when: somebody is late, somebody else comes too
 */
#ifndef DECIDE_COMPANY_H
#define DECIDE_COMPANY_H
#include "decide/matter.h"

enum { COMPANY_MOST = 10 }; /* guests besides the two who meet */

/* "I am running late": all others hear it at once.  Nothing changes. */
void company_late(struct matter *);

/* "Can my colleague join?": the guests whose addresses are there, or a question for them. */
void company_bring(struct matter *);

#endif
