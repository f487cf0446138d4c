/*
 * crowd - writers who write to convened, read what it sends them, and answer, all from a seed
 *
 * A guest reads and writes a minute after each full hour only, and times to meet begin at quarters
 * of an hour.  So it does not matter to anybody whether convened takes a second or ten minutes to
 * answer, and a story that was disturbed can be held against one that was not.  What a guest does
 * about a mail depends on the seed and that mail alone.
 */
#ifndef TESTS_SIM_CROWD_H
#define TESTS_SIM_CROWD_H
#include "base/span.h"
#include "sim/server_imap.h"
#include "sim/server_smtp.h"

struct arena;

enum gist {
	GIST_REQUEST,  /* wants a meeting, at no exact time */
	GIST_EXACT,    /* wants one at a time that it names */
	GIST_PICK,     /* takes one of the times that were offered */
	GIST_DECLINE,  /* none of them */
	GIST_MOVE,     /* another time for what stands */
	GIST_CALL_OFF, /* no meeting */
	GIST_THANKS,   /* nothing */
	GIST_YES,      /* their calendar accepts the invitation */
	GIST_NO,       /* ... or declines it */
	GIST_FORGED,   /* somebody else calls off, in the writer's name */
	GIST_ROBOT,    /* nobody wrote it */
	GIST_BOUNCE,   /* a mail of convened's did not arrive */
	GIST_NAMELESS, /* who wrote it cannot be told */
	GIST_OLD,      /* was there before convened */
	GIST_COPY,     /* convened wrote it; what went out comes back to its mailbox */
	GIST_LARGE,    /* too large to be read */
	GIST_BROKEN,   /* its parts cannot be told from each other */
	GIST_WITHHELD, /* the server does not give it out */
	GIST_VANISHED, /* taken away between two commands */
};

enum heard_kind {
	HEARD_WORDS,
	HEARD_OFFERS,
	HEARD_INVITATION, /* the first, or a change of it */
	HEARD_CANCELLATION,
};

enum { OFFERS_MOST = 8 };

struct writer {
	const char *name, *email;
	int offset; /* hours east of UTC */
	int written;
	enum { WRITER_LIVELY, WRITER_AWAY, WRITER_DEAD, WRITER_REFUSED, WRITER_GREY } temper;
};

/* A mail of convened's, as the one reads it who gets it. */
struct heard {
	const char *recipient, *sender;
	const char *message_id, *in_reply_to, *reply_to, *subject;
	const char *bytes;
	size_t len;
	int64_t at;
	int64_t written_at; /* its Date, the same however late it came */
	long step;
	bool unasked; /* no mail led to it, it says */
	bool copied;  /* at the same moment its copy came to convened's mailbox */
	enum heard_kind kind;
	struct span offers[OFFERS_MOST]; /* by their number, from 1 */
	int n_offers;
	const char *uid; /* of the invitation or cancellation */
	int sequence;
	struct span slot;
	const char *text, *to; /* what a reader sees; the address in To */
};

/* A mail to convened. */
struct written {
	enum gist gist;
	struct writer *writer; /* NULL: nobody of the crowd */
	const char *message_id;
	const char *bytes;
	size_t len;
	int64_t at;
	const struct heard *on; /* what it answers, or NULL */
	struct span named;      /* GIST_EXACT; GIST_PICK: the time it takes */
	int copies;             /* in how many places of the mailbox it lies */
};

struct plan {
	int64_t at; /* seconds; 0: done */
	enum { PLAN_WRITE, PLAN_COPY, PLAN_AGAIN, PLAN_RETURN, PLAN_RENUMBER, PLAN_RESTART } what;
	enum gist gist;
	struct writer *writer;
	const struct heard *on;
	const struct written *of; /* PLAN_COPY, PLAN_AGAIN, PLAN_RETURN */
	int number;               /* of the offer that is taken */
};

struct crowd {
	uint64_t seed;
	struct arena *arena;
	struct server_imap *imap;
	struct server_smtp *smtp;
	int64_t begins_at;

	bool not_now; /* the SMTP server takes no mail at all for a while */
	struct writer writers[8];
	int n_writers;
	struct plan *plans;
	size_t n_plans;
	struct written **written; /* in the order of time */
	size_t n_written;
	struct heard **heard;
	size_t n_heard;
};

/* Makes the writers, their first plans, and what lies in the mailbox from before. */
void crowd_open(struct crowd *, uint64_t seed, int64_t begins_at, struct arena *,
    struct server_imap *, struct server_smtp *);

/* The SMTP server refuses what convened sends to its own mailbox. */
bool crowd_takes_no_copies(const struct crowd *);

/* A mail of a stranger's, of one of the gists that are not read. */
void crowd_plan(struct crowd *, int64_t at, enum gist);

int64_t crowd_next_at(const struct crowd *); /* 0: nobody plans anything any more */
void crowd_act(struct crowd *, int64_t now); /* all that is due */

/* A mail of convened's arrives; its Message-ID.  And what becomes of one to this address. */
const char *crowd_hear(struct crowd *, const struct delivery *);
int crowd_verdict(struct crowd *, const char *recipient); /* 250, 450, 550 */

const char *gist_name(enum gist);
struct writer *crowd_writer(struct crowd *, const char *email); /* NULL: not of the crowd */

#endif
