/*
 * told - what a guest does or wants, told to host and writer, and what became of a proposal
 */
#ifndef COMPOSE_TOLD_H
#define COMPOSE_TOLD_H
#include "compose/draft.h"

void told_declined(struct draft *); /* a guest does not come */
void told_proposal(struct draft *); /* ... would like another time */
void told_comment(struct draft *);  /* ... wrote something along with an answer */

/* The words that go with a DECLINECOUNTER to whoever proposed a time. */
void told_counter(struct draft *, enum sentence);

#endif
