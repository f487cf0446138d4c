/*
 * change - a meeting that stands is moved or called off, by the writer or the host
 */
#ifndef DECIDE_CHANGE_H
#define DECIDE_CHANGE_H
#include "decide/matter.h"

void change_move(struct matter *);
void change_cancel(struct matter *);

/* A request about a meeting that stands: it may be moved, but never on such a word alone. */
void change_asked_again(struct matter *);

#endif
