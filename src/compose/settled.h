/*
 * settled - mails about a meeting that stands, or stood: invitations, changes, and answers to them
 */
#ifndef COMPOSE_SETTLED_H
#define COMPOSE_SETTLED_H
#include "compose/draft.h"

/* The words with an iCalendar object.  -1: it cannot be written. */
int settled_invite(struct draft *, struct err *);
int settled_update(struct draft *, struct err *);
int settled_cancel(struct draft *, struct err *);

/* Words alone: it is in everybody's calendar already. */
void settled_remind(struct draft *);

/* For a list of meetings: when, what, with whom, in which language, where. */
void settled_agenda(struct draft *);

/* What it is called: by its topic, else by who meets. */
const char *settled_title(struct draft *);

/* What, when, with whom, where. */
void settled_facts(struct draft *);

int settled_again(struct draft *, struct err *); /* as it stands, for who asked */

/* Only the object: the words that decline a proposal are the caller's. */
int settled_decline_counter(struct draft *, struct err *);

#endif
