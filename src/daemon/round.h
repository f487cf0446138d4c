/*
 * round - what convened does each time its loop turns: whatever fell due, then the mailbox
 *
 * It reads no clock and sleeps nowhere.  loop.c brings the real ones, tests/sim those of a world
 * in memory; what happens between two sleeps is the same in both.
 */
#ifndef DAEMON_ROUND_H
#define DAEMON_ROUND_H
#include "daemon/receive.h"
#include "daemon/sender.h"
#include "daemon/turn.h"

struct round {
	struct turn turn;
	struct sender *sender; /* NULL: a dry run */
	struct receive *receive;
	int failures; /* rounds in a row */
};

/*
 * Once in the life of a store: mail from before this moment is never answered, even if the server
 * cannot be reached today.
 */
int round_remember_start(const struct round *, int64_t now, struct err *);

/* After a change of the configuration: other rules, other moments to look at a meeting again. */
int round_learn_rules(const struct round *, int64_t now, struct err *);

/* Opens the store anew where a commit left it in doubt; the first thing in each round. */
int round_mend(const struct round *, struct err *);

/* 1: there was something to do, go round again; 0: all is done for now; -1: trouble. */
int round_once(struct round *, int64_t now, const volatile sig_atomic_t *stop, struct arena *,
    struct err *);

/* After such trouble going on would be wrong: only a new start, or a person, can help. */
bool round_ends(const struct err *);

/* Neither can a new start: a person must mend the configuration or the store. */
bool round_hopeless(const struct err *);

/* After any other: for how long to leave the servers alone, a little longer each time. */
int round_pause_seconds(struct round *);

/*
 * After none: sleep until this moment at the latest, for a meeting waits, or a message that went
 * out for a look at the mailbox; 0: none does.
 */
int64_t round_next_at(const struct round *, int64_t now);

#endif
