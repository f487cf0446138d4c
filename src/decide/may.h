/*
 * may - who of a meeting's guests acts in a mail, and what they may do
 *
 * Each guest has a secret of their own: the token in our address, and the Message-IDs of the mails
 * that went to them alone.  Whoever shows one acts as that guest; else From tells, if it is a
 * guest's.  Anybody can write any From, so what it is worth depends on what it would change:
 *
 *     to answer       a secret; or From in a thread of that meeting; or From that is proven
 *     to move, to     a secret and From as it is stored; or From as stored that is proven;
 *     call off        else the stored address is asked (confirm.h), and the sender hears nothing
 *
 * Nobody acts in a mail that is refuted.  Whoever is no guest finds no meeting.
 */
#ifndef DECIDE_MAY_H
#define DECIDE_MAY_H
#include "decide/meeting.h"
#include "understand/event.h"

enum { MAY_REPLAY_DAYS = 30 }; /* so long after a meeting its secrets still tell who writes */

enum may {
	MAY_NOT,
	MAY_ASK, /* not on this mail's word: first the guest's stored address is to confirm it */
	MAY,
};

struct actor {
	const struct guest *guest; /* of the meeting it was found in; NULL: nobody of it */
	bool secret;               /* showed this guest's own secret */
	bool from;                 /* From is this guest's address */
	bool proven;               /* ... and its domain vouches for it */
	bool thread;               /* the mail belongs to a thread of the meeting */
};

/* What tells who acts, besides the meeting: of an event, or of a letter that is not read yet. */
struct credentials {
	enum proof proof;
	const char *from;    /* address */
	const char *tag;     /* the + of our address; "" or NULL */
	const char *answers; /* whom the mail went to that this one answers; "" or NULL */
	bool sought;         /* no thread led to the meeting: it was looked for */
};

struct credentials may_credentials(const struct event *);

struct actor may_act(const struct credentials *, const struct meeting *, int64_t now);

/* To accept, to decline, to pick: for the actor alone. */
enum may may_answer(const struct actor *);

/* To move it, to call it off, to add guests: the writer and the host. */
enum may may_change(const struct actor *);

#endif
