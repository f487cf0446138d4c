/*
 * upkeep - once a day: what has been kept for long enough goes (store/retention.h)
 */
#ifndef DAEMON_UPKEEP_H
#define DAEMON_UPKEEP_H
#include "daemon/turn.h"

/*
 * 1: some of it is gone, and there is more; 0: nothing is left to do today; -1.  A clock that went
 * on by more than a week is not believed on that day.
 */
int upkeep_due(const struct turn *, int64_t now, struct arena *, struct err *);

#endif
