/*
 * ask - somebody wants a meeting: an exact time that is free is booked, all else gets an offer
 */
#ifndef DECIDE_ASK_H
#define DECIDE_ASK_H
#include "decide/matter.h"

/* A request, as a first mail or in a talk that goes on. */
void ask_request(struct matter *);

/* Times as this mail names them: settled (or moved) at once where that may be, else offered. */
void ask_times(struct matter *, enum say, const char *host);

#endif
