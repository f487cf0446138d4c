/*
 * calendars - the staff's own calendars: kept fresh, and what they say put where decide looks
 *
 * What was read lies in the store (store/calendars.h), so that a start knows what the last run
 * knew.  Where it is too old, or cannot be read, nobody knows whether the person is free, and they
 * count as busy.
 */
#ifndef DAEMON_CALENDARS_H
#define DAEMON_CALENDARS_H
#include "daemon/refresher.h"
#include "daemon/turn.h"

enum {
	CALENDARS_BACKGROUND_SECONDS = 300,  /* older ones are fetched anew sooner or later */
	CALENDARS_OFFER_SECONDS = 60,        /* before something is offered */
	CALENDARS_GRACE_SECONDS = 1200,      /* a machine may be busy: what was read stays good */
	CALENDARS_WAIT_MILLISECONDS = 5000,  /* a mail waits so long for it */
	CALENDARS_LOOK_MILLISECONDS = 32000, /* and a person at a terminal */
};

/*
 * Each time the loop turns: stores what came, asks for what is old, tells whose cannot be read. How
 * many were told of.
 */
int calendars_due(const struct turn *, int64_t now, struct arena *, struct err *);

/* Before a mail is decided upon, outside a transaction. */
int calendars_fresh(const struct turn *, int64_t now, struct arena *, struct err *);

/* After meetings_taken(): adds what is busy, and what is unknown, to the team's taken times. */
int calendars_taken(struct db *, const struct config *, struct team *, int64_t now, struct arena *,
    struct err *);

/* The name of its row in the store. */
const char *calendars_source(const struct staff *, const char *where, struct arena *);

/* What calendars_look() found that cannot be read. */
struct unread {
	const struct staff *staff;
	const char *where; /* a host, or a path: fit to be shown */
	const char *why;
};

/*
 * The same for convenectl, which keeps nothing: what the store does not know from just now is
 * fetched.  db may be NULL.  at: the time that is asked about.
 */
int calendars_look(struct db *, const struct config *, struct team *, int64_t at, struct arena *,
    struct unread **out, size_t *n, struct err *);

#endif
