/*
 * sender - the outbox emptied: a thread of its own, so that a slow server never holds up receiving
 *
 * It has its own connection to the store and to the SMTP server.  A message is noted as being sent
 * before the server hears of it and its fate is noted after; a crash in between leaves it
 * uncertain.  A copy of each message goes to our own mailbox: found there, it tells that the
 * server took the message; where it does not come, the message is sent again, the same bytes with
 * the same Message-ID (queue.h).
 */
#ifndef DAEMON_SENDER_H
#define DAEMON_SENDER_H
#include "daemon/turn.h"

struct sender;

/*
 * One round, for whoever brings a clock of their own: sends one message that is due.  1: it did,
 * there may be more; 0: nothing is due before *next_at (0: nothing waits); -1: the server or the
 * store would not have it, try again at *next_at (ERR_STORE: never).
 */
int sender_step(struct sender *, int64_t now, int64_t *next_at, struct err *);

/* Opens the store for itself.  turn: as of now; its db is not used. */
struct sender *sender_open(const struct turn *, const char *password, int64_t now, struct err *);
void sender_close(struct sender *); /* ends the thread after the message it is at; NULL is fine */

/* After a change of the configuration; the old one must live on until sender_close(). */
void sender_configure(struct sender *, const struct turn *);

/* Runs sender_step() in a thread.  trouble_fd becomes readable when it had to give up. */
int sender_start(struct sender *, int trouble_fd, struct err *);
void sender_wake(struct sender *); /* something new may be waiting */

/* The mailbox was looked through from this moment on, and nothing in it is unread. */
void sender_looked(struct sender *, int64_t looked_at);
/* Whether the thread does its work: no round of it takes longer than a quarter of an hour. */
bool sender_lives(struct sender *);

/* Whether the thread does its work: no round of it takes longer than a quarter of an hour. */
bool sender_lives(struct sender *);

/* 1 and the error that ended the thread; 0: it runs. */
int sender_trouble(struct sender *, struct err *);

#endif
