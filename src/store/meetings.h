/*
 * meetings - load and save a meeting, find the one a mail belongs to, and tell what is taken
 *
 * What is loaded lives in the arena.  Whoever changes a meeting loads and saves it between one
 * db_begin() and its db_commit(), so that nobody else changes it meanwhile.
 */
#ifndef STORE_MEETINGS_H
#define STORE_MEETINGS_H
#include "decide/meeting.h"
#include "decide/team.h"
#include "store/db.h"

#include <stddef.h>

/* 1: loaded, 0: no such meeting, -1: the store could not tell. */
int meetings_load(struct db *, int64_t id, struct arena *, struct meeting *out, struct err *);

/*
 * The meeting that this token (the + of our address; "" or NULL for none; a guest's, or that of a
 * question asked because of a change), or one of these
 * Message-IDs belongs to.  The token goes first; of the ids, given oldest first, the last one that
 * leads anywhere, be it a mail of ours or one that was handled.
 */
int meetings_find(struct db *, const char *const *message_ids, size_t n, const char *token,
    struct arena *, struct meeting *out, struct err *);
int meetings_find_uid(struct db *, const char *uid, struct arena *, struct meeting *out,
    struct err *);

enum { MEETINGS_UPCOMING_MOST = 50 };

/* Those that stand, are not over yet, and have this address among their guests; the next first. */
int meetings_upcoming(struct db *, const char *email, int64_t now, struct arena *,
    struct meeting **out, size_t *n, struct err *);

/*
 * Inserts (and sets id) or replaces, with guests and offers.  ERR_REJECT: a host would sit in two
 * meetings at once; roll back.
 */
int meetings_save(struct db *, struct meeting *, struct err *);

/*
 * Fills in staff->taken with what is booked, and what is held at that moment, by start.  Bookings
 * reach five weeks back: whoever had least lately is asked first.
 */
int meetings_taken(struct db *, struct team *, int64_t now, struct arena *, struct err *);

/* Those that stand with this host and begin within these days, by their begin. */
int meetings_of_host(struct db *, const char *email, struct span days, struct arena *,
    int64_t **ids, size_t *n, struct err *);

/* When to look at a meeting again: the moment asked for last counts; 0: never. */
int meetings_wake_at(struct db *, int64_t id, int64_t at, struct err *);
int meetings_wake_all(struct db *, int64_t at, struct err *); /* those that wait for anything */
int meetings_due(struct db *, int64_t now, struct arena *, int64_t **ids, size_t *n, struct err *);
int meetings_next_wake(struct db *, int64_t *at, struct err *); /* 0: none */

/* What happened, for convenectl show: one line each, oldest first. */
int meetings_note(struct db *, int64_t id, int64_t at, const char *line, struct err *);

struct meeting_note {
	int64_t at;
	const char *line;
};

int meetings_notes(struct db *, int64_t id, struct arena *, struct meeting_note **out, size_t *n,
    struct err *);

/* The newest ids, newest first, at most so many. */
int meetings_ids(struct db *, size_t most, struct arena *, int64_t **ids, size_t *n, struct err *);

#endif
