/*
 * meeting - one meeting's life: guests, offers, state, legal steps
 *
 *     NEW --offer--> OFFERED --pick--> SETTLED --move--> SETTLED
 *      '---exact time---------------------^ '--cancel--> CANCELLED
 *     OFFERED --cancel, no answer--> CLOSED   any --unclear--> waits for a person as well
 *
 * When a hold runs out the times are free for others, but the meeting stays OFFERED: a late answer
 * is looked at again, even after it was CLOSED since none came (later.h).  To move a SETTLED
 * meeting may take offers, too; the old time stands until one of them is picked.  Whoever asks
 * again after CANCELLED or CLOSED begins a new meeting.
 *
 * Where the writer or the host has declined a SETTLED meeting, its time is kept only until the
 * times offered instead are given up.  Who was taken off a meeting stays on its list as FORMER:
 * their address goes on, so that a late answer is known for what it is.
 */
#ifndef DECIDE_MEETING_H
#define DECIDE_MEETING_H
#include "base/span.h"
#include "base/zone.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum meeting_state {
	MEETING_NEW,       /* not in the store yet, or nothing was offered so far */
	MEETING_OFFERED,   /* times wait for an answer */
	MEETING_SETTLED,   /* invitations are out */
	MEETING_CANCELLED, /* it stood and was called off */
	MEETING_CLOSED,    /* never came about */
};

enum guest_role { GUEST_WRITER, GUEST_HOST, GUEST_OTHER, GUEST_FORMER };

enum partstat { PART_NEEDS_ACTION, PART_ACCEPTED, PART_DECLINED, PART_TENTATIVE, PART_DELEGATED };

struct guest {
	const char *email, *name;
	enum guest_role role;
	enum partstat partstat;
	const char *language; /* BCP 47; "" unknown */
	struct zone zone;
	const char *token; /* lower-case base32, secret to this guest: the + of our address */
	bool added;        /* not on the writer's own mail: learns nobody's address */
	const char *delegate, *delegator; /* who comes instead; instead of whom; "" */

	/* The last answer of their calendar that counted (RFC 5546, 2.1.5). */
	int answered_sequence;
	int64_t answered_stamp; /* its DTSTAMP; 0: none so far */
	int64_t answered_at;    /* when it was written */

	int refreshes;        /* asked for the invitation again, on that day */
	int64_t refreshed_at; /* the first of them */

	bool lost; /* not of the meeting: mails to them come back; set by the caller */
};

enum offer_state {
	OFFER_OPEN,    /* held until held_until */
	OFFER_TAKEN,   /* picked: it became the meeting's time */
	OFFER_REFUSED, /* does not suit, never again */
	OFFER_GONE,    /* superseded by later offers, expired, or taken by somebody else */
};

struct offer {
	int round;  /* 1 for the first mail with offers; numbers start anew in each */
	int number; /* as in the mail: 1, 2, 3; after a chase 4, 5, 6 */
	struct span span;
	const char *host; /* email */
	enum offer_state state;
	int64_t held_until;
};

enum change { CHANGE_NONE, CHANGE_MOVE, CHANGE_CANCEL };

/* A change that somebody asked for in a guest's name, and that guest is to confirm (confirm.h). */
struct pending {
	enum change what;
	const char *guest;  /* the address that was asked */
	const char *secret; /* "" once it was used */
	struct span slot;   /* CHANGE_MOVE: where to; empty: no exact time was named */
	int64_t asked_at;   /* 0: never */
};

struct meeting {
	int64_t id;      /* 0: not stored yet */
	const char *uid; /* iCalendar UID, for life; "" before the first invitation */
	enum meeting_state state;
	bool with_person; /* waits for somebody to look at it */
	const char *topic;
	int duration;         /* minutes */
	const char *language; /* of the conversation with the writer */
	struct guest *guests; /* the writer first; the host once there is one */
	size_t n_guests;
	struct offer *offers; /* of all rounds, oldest first */
	size_t n_offers;
	struct spans refused; /* times that will not be offered again */
	struct spans wished;  /* when it would suit, in the writer's last words on it */
	struct span slot;     /* SETTLED, CANCELLED: when */
	int sequence;         /* iCalendar SEQUENCE of the last invitation sent */
	int slot_sequence;    /* ... of the first one with this time: older answers mean another */
	int64_t stamped_at;   /* DTSTAMP of the last calendar object sent: always grows */
	int revision;         /* counts the mails decided upon; part of each Message-ID */
	int rounds;           /* mails with offers so far */
	int64_t chased_at;    /* when its writer was asked once more for an answer; 0: never */
	bool lapsed;          /* CLOSED since no answer came */
	int64_t reminded_at;  /* which moments for reminders are done with: all up to this one */
	struct pending pending;
	const char *subject;     /* of the writer's first mail, without Re: */
	const char *last_id;     /* Message-ID of the writer's last mail, without brackets */
	const char **references; /* of that mail, oldest first */
	size_t n_references;
	int64_t created_at, changed_at;
};

const char *meeting_state_name(enum meeting_state);
const char *partstat_name(enum partstat); /* "NEEDS-ACTION" ... */

/* No string of the copy is NULL.  from may be NULL: a meeting that is new. */
void meeting_copy(struct meeting *to, const struct meeting *from, struct arena *);

struct guest *meeting_guest(const struct meeting *, const char *email); /* NULL: not one of them */
struct guest *meeting_writer(const struct meeting *);                   /* NULL: it is new */
struct guest *meeting_host(const struct meeting *);                     /* NULL: none yet */

/* Zeroed but for address and role; pointers to guests and offers had before are old ones. */
struct guest *meeting_add_guest(struct meeting *, const char *email, enum guest_role,
    struct arena *);
struct offer *meeting_add_offer(struct meeting *, struct arena *);

/* The offers of the last round that are still open. */
size_t meeting_open_offers(const struct meeting *, struct arena *, struct offer ***out);

/* All offers of the last round, whatever became of them. */
size_t meeting_last_offers(const struct meeting *, struct arena *, struct offer ***out);

/* What was open becomes GONE: the times are free for others. */
void meeting_drop_offers(struct meeting *);

/* It stood, and its time is past. */
bool meeting_over(const struct meeting *, int64_t now);

#endif
