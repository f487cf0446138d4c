/*
 * operator - tells whoever runs this that a person must look at a mail
 */
#ifndef COMPOSE_OPERATOR_H
#define COMPOSE_OPERATOR_H
#include "compose/draft.h"

/*
 * Which mail, why, where it is and what was understood of it, never its text; or, where no mail
 * led to this, the reason alone.
 */
void operator_write(struct draft *);

#endif
