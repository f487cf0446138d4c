/*
 * offering - mails with times to choose from
 */
#ifndef COMPOSE_OFFERING_H
#define COMPOSE_OFFERING_H
#include "compose/draft.h"

/* intro: the sentence that leads to the times. */
void offering_write(struct draft *, enum sentence intro);

#endif
