/*
 * passage - one mail on its way through a turn: what its steps know and share
 */
#ifndef DAEMON_PASSAGE_H
#define DAEMON_PASSAGE_H
#include "compose/mail.h"
#include "daemon/turn.h"
#include "store/mails.h"
#include "understand/event.h"

struct passage {
	const struct turn *turn;
	const struct arrival *in;
	int64_t now;
	struct arena *arena;

	struct opened mail;
	const char *screened; /* what told that no person wrote it; "" */
	bool bounce;          /* a mail of ours did not arrive */
	bool guessed;         /* only words tell that no person wrote it */
	const char *lost_to;  /* whom it was for; "": it is not known */
	const char *trouble;  /* why only a person can read it; "" */
	const char *held;     /* why it is not answered, though it could be; "" */
	const char *said;     /* a keyed digest of its words and writer; "" */

	struct team team; /* the configured one, with what is taken at this moment */
	struct meeting was;
	const char *answers, *answers_kind; /* the mail of ours it answers: to whom, what; "" */
	bool sought;                        /* no thread led to the meeting: it was looked for */
	struct person person;
	struct event event;
	struct decision decision;
	struct mails mails;
};

/* The bytes to a letter.  What cannot be read is in trouble; -1: nothing can be read any more. */
int passage_open(struct passage *, struct err *);

/* What wrote it, which meeting it is about, and what it means; in trouble where a person must. */
int passage_understand(struct passage *, struct err *);

/* Takes back what was decided where it is better not to answer any more (decide/brake.h). */
int passage_brake(struct passage *, struct err *);

/* All that was decided, to the store; nothing where the turn is dry. */
int passage_keep(struct passage *, struct err *);
int passage_put_mail(const struct passage *, enum verdict, const char *why, int64_t meeting,
    struct err *);

/* The meeting with a note of what led to it and what follows.  The last wake asked for counts. */
int passage_keep_meeting(const struct turn *, struct decision *, const char *about, int64_t now,
    struct arena *, struct err *);

/* The meeting's number, what the mail was taken for, what follows from it: a line for the log. */
const char *passage_tell(const struct passage *);

#endif
