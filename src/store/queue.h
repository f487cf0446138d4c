/*
 * queue - the outbox: finished messages, one recipient each, until somebody took or refused them
 *
 * A message whose fate is uncertain was sent with a copy for our own mailbox.  If the copy is found
 * there, it was taken, and is SENT.  It goes out again only after a look through the whole mailbox
 * (looked_at, the moment when that look began) at which the copy had had time to arrive, and had
 * not; or where no such look is possible for QUEUE_BLIND_SECONDS.
 */
#ifndef STORE_QUEUE_H
#define STORE_QUEUE_H
#include "base/date.h"
#include "compose/mail.h"
#include "store/db.h"

#include <stdbool.h>

enum {
	QUEUE_COPY_SECONDS = 60,           /* a copy is given at least so long to arrive ... */
	QUEUE_COPY_MOST_SECONDS = 15 * 60, /* ... and at most so long, where others took long */
	QUEUE_BLIND_SECONDS = 60 * 60,
};

enum queue_state {
	QUEUE_WAITING,   /* to be sent at next_at */
	QUEUE_SENDING,   /* given to the server, no answer yet: after a crash it is uncertain */
	QUEUE_UNCERTAIN, /* the connection broke after the final dot: its copy will tell */
	QUEUE_SENT,
	QUEUE_FAILED, /* refused, or given up; the operator was told */
};

struct queue_row {
	int64_t id;
	int64_t meeting; /* 0: none */
	const char *recipient, *sender, *message_id, *kind;
	const char *bytes; /* NULL in lists */
	size_t len;
	enum queue_state state;
	int tries;
	bool copied; /* a copy was asked for when it was sent last */
	int64_t queued_at, next_at, done_at;
	const char *answer; /* the server's last words, or "" */
};

const char *queue_state_name(enum queue_state);

/* The same Message-ID twice is a mistake of ours and fails. */
int queue_put(struct db *, int64_t meeting, const struct mails *, int64_t now, struct err *);

/* No message is ever put off for longer: one that is due later still was put off by a clock that
 * has been set back since, and is due. */
enum { QUEUE_WAIT_MOST = HOUR };

/*
 * The next one to send at this moment, WAITING or UNCERTAIN: 1, 0 none, -1.  Whom it goes to and
 * what it says are checked against a digest made when it was put; ERR_STORE: damaged, send nothing.
 */
int queue_next(struct db *, int64_t now, int64_t looked_at, struct arena *, struct queue_row *out,
    struct err *);

/* When the next one falls due; 0: nothing waits. */
int queue_next_at(struct db *, int64_t looked_at, int64_t *at, struct err *);

/* After which moment a look through the mailbox will tell; 0: no message waits for its copy. */
int queue_look_at(struct db *, int64_t looked_at, int64_t *at, struct err *);

int queue_sending(struct db *, int64_t id, bool copied, int64_t now, struct err *);

/* SENT, where its copy was found already, whatever else is said of it; out: what it is now. */
int queue_result(struct db *, int64_t id, enum queue_state, int64_t next_at, const char *answer,
    int64_t now, enum queue_state *out, struct err *);

/* After a start: what was SENDING is UNCERTAIN, or SENT where its copy was found. */
int queue_recover(struct db *, int64_t now, struct err *);

/* How long a copy may take, from how long the last ones took. */
int queue_copy_seconds(struct db *, int64_t *seconds, struct err *);

/* Was a copy of this message asked for?  1, 0, -1. */
int queue_copied(struct db *, const char *message_id, struct err *);

/* Its copy is in the mailbox: it was taken. */
int queue_back(struct db *, const char *message_id, int64_t now, struct err *);

/* Is this one of our own Message-IDs? 1 and its meeting (NULL: no matter), 0, -1. */
int queue_knows(struct db *, const char *message_id, int64_t *meeting, struct err *);

/* The last ones to that address, newest first, at most so many, with their bytes; none to
 * operators. */
int queue_sent_to(struct db *, const char *recipient, size_t most, struct arena *,
    struct queue_row **out, size_t *n, struct err *);

/* The message with this Message-ID, without its bytes; 1, 0 it is none of ours, -1. */
int queue_find(struct db *, const char *message_id, struct arena *, struct queue_row *out,
    struct err *);

int queue_list(struct db *, int64_t meeting, struct arena *, struct queue_row **out, size_t *n,
    struct err *); /* oldest first; meeting 0: all that are not SENT */

#endif
