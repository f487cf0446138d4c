/*
 * receive - the mailbox: what is new in it is handled, and marked once that is on the disk
 *
 * New is what the store does not know, not what is unseen: other programs may read the mailbox
 * too.  What was there before the very first start is old and is left alone.
 */
#ifndef DAEMON_RECEIVE_H
#define DAEMON_RECEIVE_H
#include "daemon/turn.h"

#include <signal.h>

struct receive;
struct sender;

/* Connects at the first receive_step().  sender: woken after each commit; NULL: nobody. */
struct receive *receive_open(const struct account *, const char *password, struct sender *);
void receive_close(struct receive *);

/*
 * One look at the mailbox and at most one batch of mails.  1: there was a batch, look again; 0:
 * nothing more for now; -1: the connection or the store failed, or, with ERR_BUSY, another convened
 * works on this mailbox.  stop: looked at between two mails.
 */
int receive_step(struct receive *, const struct turn *, int64_t now,
    const volatile sig_atomic_t *stop, struct err *);

/* Until something happens in the mailbox, the time is up, or wake_fd is readable; as imap_wait().
 */
int receive_wait(struct receive *, int seconds, int wake_fd, struct err *);

#endif
