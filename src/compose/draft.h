/*
 * draft - one mail while it is being written: to whom, about what, in which voice
 *
 * Each kind of mail has a module that fills in the words and the subject: offering, notice,
 * settled, operator.  What goes around them is the same for all (mail.c).
 */
#ifndef COMPOSE_DRAFT_H
#define COMPOSE_DRAFT_H
#include "compose/mail.h"
#include "compose/phrase.h"
#include "compose/words.h"

struct draft {
	const struct composer *composer;
	const struct decision *decision;
	const struct meeting *meeting; /* as it is now */
	const struct event *event;     /* what led to this, or NULL */
	const struct effect *effect;
	int64_t now;
	struct guest to;    /* a guest, or made up for somebody who is none */
	const char *name;   /* of the reader, fit for a greeting; "" where there is none */
	const char *own;    /* our address, with this guest's token where the server takes it */
	bool answers_event; /* the mail goes to the one who wrote */
	struct voice voice;

	struct words words; /* to be filled in */
	const char *subject;
	const char *calendar, *calendar_method; /* "" for none */
};

int draft_init(struct draft *, const struct composer *, const struct decision *,
    const struct event *, const struct effect *, int64_t now, struct arena *, struct err *);
void draft_done(struct draft *);

/* Is somebody asked whether it was they who wrote?  The meeting's pending secret is in it then. */
bool draft_asks_who(const struct effect *);

struct block *draft_add(struct draft *, enum block_kind, const char *text);
/* A sentence without values as a paragraph. */
void draft_say(struct draft *, enum sentence);

/* "Re: " and the subject of the mail that is answered. */
void draft_answer_subject(struct draft *);

/*
 * Does it hold a link or an address?  Names and topics go to people who did not write them, in
 * mails that they have reason to trust, so a stranger must not advertise there.
 */
bool draft_is_link(const char *text);

/*
 * May the reader learn of this guest?  Who was added later hears of the host alone, and who was
 * taken off of nobody; none of them stood on the writer's own mail.
 */
bool draft_sees(const struct draft *, const struct guest *);

/* A name fit to be shown to others, or the address where there is none. */
const char *draft_name(struct draft *, const struct guest *);
/* Names of all who come, but for the one who reads this. */
const char *draft_company(struct draft *);
const char *draft_staff_name(struct draft *, const char *email);

/* Opens an answer with this text in the reader's mail program. */
const char *draft_mailto(struct draft *, const char *text);

/* A secret that stays the same for this purpose: hexadecimal digits. */
const char *draft_secret(struct draft *, const char *purpose, int digits);

#endif
