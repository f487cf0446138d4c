/*
 * answer - what somebody says to the times that were offered
 */
#ifndef DECIDE_ANSWER_H
#define DECIDE_ANSWER_H
#include "decide/matter.h"

void answer_pick(struct matter *);
void answer_accept(struct matter *);
void answer_decline(struct matter *);

/* "Tuesday works": the offer that fits these words, or else new wishes. */
void answer_in_words(struct matter *);

#endif
