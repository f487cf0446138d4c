/*
 * turn - one mail from start to finish, in one transaction
 */
#ifndef DAEMON_TURN_H
#define DAEMON_TURN_H
#include "daemon/config.h"
#include "decide/decide.h"
#include "store/db.h"
#include "understand/lang.h"

struct turn {
	struct db *db;
	const struct config *config;
	const struct langs *langs;
	const char *key; /* secret of this installation */
};

struct arrival {
	const char *bytes; /* NULL: too large to be read */
	size_t len, size;
	uint32_t uid_validity, uid;
	int64_t received_at;
};

/*
 * Handles one mail: everything it leads to is committed, or nothing is.  0, or -1 with ERR_RETRY
 * (again later) or ERR_STORE.  A mail that cannot be read is handled too: it goes to a person.
 * line: what happened, for the log, without personal data.
 */
int turn_mail(const struct turn *, const struct arrival *, int64_t now, struct arena *,
    const char **line, struct err *);

/* The meetings that asked to be woken. */
int turn_due(const struct turn *, int64_t now, struct arena *, struct err *);

#endif
