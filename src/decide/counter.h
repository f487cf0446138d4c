/*
 * counter - "propose new time": a guest's calendar asks for another time
 *
 * What the writer proposes, and the host can take, becomes the meeting's time for all, as does what
 * the host proposes.  Otherwise the proposal is declined, with times that are possible for the
 * writer.  What a further guest proposes, writer and host are told; the meeting stays.
 */
#ifndef DECIDE_COUNTER_H
#define DECIDE_COUNTER_H
#include "decide/matter.h"

void counter(struct matter *, struct guest *);

#endif
