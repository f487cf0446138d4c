/*
 * farewell - somebody asks by mail to be forgotten
 *
 * Anybody can write any From, so the address itself is asked first, with a secret in the return
 * address and the Message-ID.  The secret follows from the address and the day, so that nothing
 * has to be kept for it; a yes counts for three days, and a second one finds nobody left.
 */
#ifndef DAEMON_FAREWELL_H
#define DAEMON_FAREWELL_H
#include "daemon/passage.h"

/* Does this letter show such a secret of its sender's? */
bool farewell_shown(const struct passage *);

/*
 * 1: the mail is about that and p->decision says what follows; 0: it is not; -1.  Inside the
 * transaction, where the turn is not dry.
 */
int farewell(struct passage *, struct err *);

#endif
