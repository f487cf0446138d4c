/*
 * leaving - somebody is to be forgotten (store/forget.h)
 *
 * What stands with them is called off first, and the others hear of it; a further guest is only
 * taken off.  Mails have to go out for that, so the rest waits until they have.
 */
#ifndef DAEMON_LEAVING_H
#define DAEMON_LEAVING_H
#include "daemon/turn.h"
#include "store/forget.h"

/* By which mails of theirs are known: a keyed digest; "" of nobody. */
const char *leaving_author(const struct turn *, const char *email, struct arena *);

struct leaving {
	int64_t *standing; /* meetings that stood, or waited for an answer */
	size_t n_standing;
	bool later; /* all else follows when the mails are out */
	struct forgotten gone;
};

/*
 * One transaction.  cancel: what stands is called off; else, where something stands, nothing is
 * changed.  In a turn that is dry nothing is changed either, but told.
 */
int leaving_begin(const struct turn *, const char *email, bool cancel, int64_t now, struct arena *,
    struct leaving *out, struct err *);

/* The same within a transaction, and all else later in any case. */
int leaving_call_off(const struct turn *, const char *email, int64_t now, struct arena *,
    struct err *);

/* Forgets those whose mails are out: how many; -1. */
int leaving_due(const struct turn *, struct arena *, struct err *);

#endif
