/*
 * understood - the block that tells what was understood of a mail, and from which words
 */
#ifndef COMPOSE_UNDERSTOOD_H
#define COMPOSE_UNDERSTOOD_H
#include "compose/draft.h"

/* To the writer: the words, the zone that was assumed and why, and how to correct it. */
void understood_write(struct draft *);

/* To the operator: the words only. */
void understood_words(struct draft *);

#endif
