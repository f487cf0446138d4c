/*
 * notice - words about a meeting that stands, and that change nothing by themselves
 */
#ifndef COMPOSE_NOTICE_H
#define COMPOSE_NOTICE_H
#include "compose/draft.h"

/* A change was asked for in the reader's name: was it they? */
void notice_confirm(struct draft *);

/* Another of the guests comes later; and to that one, that the others know. */
void notice_forget_ask(struct draft *); /* somebody asked in the reader's name to be forgotten */
void notice_late(struct draft *);
void notice_late_told(struct draft *);

#endif
