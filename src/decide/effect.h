/*
 * effect - one thing to do, as data: what tests compare, the log shows and a dry run prints
 *
 * Words that offer times mean the open offers of the meeting's last round.  Where the meeting is
 * SETTLED they are times to move it to: the old one stands until one of them is picked.
 */
#ifndef DECIDE_EFFECT_H
#define DECIDE_EFFECT_H
#include "decide/meeting.h"

#include <stddef.h>

struct arena;

enum effect_kind {
	EFFECT_SAY,      /* a mail in words to one person */
	EFFECT_INVITE,   /* METHOD:REQUEST, first time, to one guest, with words */
	EFFECT_UPDATE,   /* METHOD:REQUEST, SEQUENCE raised, to one guest, with words */
	EFFECT_CANCEL,   /* METHOD:CANCEL to one guest, with words */
	EFFECT_REMIND,   /* words to one guest: the meeting is near */
	EFFECT_AGAIN,    /* METHOD:REQUEST as it stands, to one guest who asks for it */
	EFFECT_COUNTER,  /* METHOD:DECLINECOUNTER to one guest, with the words that say tells */
	EFFECT_NOTE,     /* no mail: what was noted, for whoever looks at the meeting */
	EFFECT_OPERATOR, /* tell the operator that a person must look; flag the mail */
	EFFECT_WAKE,     /* look at this meeting again at a moment */
};

enum say {
	SAY_OFFER,          /* here are times */
	SAY_OFFER_INSTEAD,  /* the time asked for is not free; here are the nearest */
	SAY_OFFER_GONE,     /* sorry, that one has just been taken; here are others */
	SAY_OFFER_AGAIN,    /* others, since those did not suit */
	SAY_OFFER_MOVE,     /* to move the meeting: here are times; the old one stands until then */
	SAY_OFFER_PERSON,   /* the staff member cannot make it; here are other times */
	SAY_CHASE,          /* no answer came so far; these times can still be had */
	SAY_ASK_WHICH,      /* more than one of the offers fits your answer: which one? */
	SAY_NO_TIMES,       /* nothing is free within what you said; what else would suit? */
	SAY_ALREADY,        /* that is how it stands already */
	SAY_CLOSED,         /* no meeting, as you wished; the times are released */
	SAY_LAPSED,         /* no meeting, since no answer came; the times are released */
	SAY_FOR_PERSON,     /* a colleague will answer you */
	SAY_FOREIGN,        /* the same, and in which languages we could speak */
	SAY_OVER,           /* that meeting is past or was called off */
	SAY_GUEST_DECLINED, /* to host and writer: that guest does not come, the meeting stands */
	SAY_GUEST_PROPOSES, /* ... would like another time (`was`), the meeting stands */
	SAY_GUEST_WRITES,   /* to the host: what a guest wrote along with an answer */
	SAY_COUNTER,        /* to who proposed it: that time cannot be taken, it stays as it is */
	SAY_COUNTER_TOLD,   /* the same to a guest, and that writer and host were told */
	SAY_FORGET_ASK,     /* somebody asked in your name to be forgotten: was it you? */
	SAY_FORGOTTEN,      /* as you wished: all is deleted */
	SAY_CONFIRM,        /* somebody asked in your name for a change: was it you? */
	SAY_LATE,           /* somebody you meet comes late */
	SAY_LATE_TOLD,      /* the others know that you come late */
	SAY_ASK_GUEST,      /* whom shall be invited? */
};

struct effect {
	enum effect_kind kind;
	enum say say;        /* EFFECT_SAY */
	const char *to;      /* the guest's or operator's address */
	const char *why;     /* EFFECT_OPERATOR, EFFECT_NOTE: a sentence in English; else "" */
	const char *about;   /* the guest it is about, by address; else "" */
	const char *comment; /* what that guest wrote; else "" */
	struct span
	    was; /* EFFECT_UPDATE: the time before; words that offer: what they stand in for */
	const int *numbers; /* SAY_ASK_WHICH: the offers that fit; none: all that are open */
	size_t n_numbers;
	int64_t at;  /* EFFECT_WAKE */
	int minutes; /* ... and by how much; 0: it was not said */
};

struct effects {
	struct effect *items;
	size_t n;
	struct arena *arena;
};

void effects_init(struct effects *, struct arena *);
struct effect *effect_add(struct effects *, enum effect_kind, const char *to);

/*
 * One line, without addresses of guests: "say offer to writer", "invite host",
 * "operator: a question", "wake 2026-12-01T10:00Z".
 */
char *effect_line(const struct effect *, const struct meeting *, struct arena *);

const char *say_name(enum say); /* "offer", "offer-instead" ...: also the key in a language file */

#endif
