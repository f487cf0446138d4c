/*
 * ours - mails of our own that lie in the mailbox
 *
 * The copy of a mail that went out tells that the server took it (store/queue.h).  One that this
 * store never sent, though it says that no person wrote it, comes from another convened that
 * answers for the same mailbox: the operator hears of that once a day.
 */
#ifndef DAEMON_OURS_H
#define DAEMON_OURS_H
#include "daemon/turn.h"
#include "inbox/letter.h"

/*
 * 1: this mail is the copy of one of ours, and is handled now; line tells of it.  0: it is not, go
 * on with it.  -1: the store failed.  Inside a transaction, where the turn is not dry.
 */
int ours_settle(const struct turn *, const struct arrival *, const struct letter *, int64_t now,
    struct arena *, const char **line, struct err *);

#endif
