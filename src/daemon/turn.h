/*
 * turn - one mail from start to finish, in one transaction
 */
#ifndef DAEMON_TURN_H
#define DAEMON_TURN_H
#include "daemon/config.h"
#include "daemon/ward.h"
#include "decide/decide.h"
#include "store/db.h"
#include "understand/lang.h"

struct athand;
struct refresher;

struct turn {
	struct db *db;
	const struct config *config;
	const struct langs *langs;
	const char *key;             /* secret of this installation */
	struct refresher *refresher; /* fetches own calendars; NULL: the store must do */
	struct ward *ward;           /* where mails are taken apart; NULL: in this process */
	struct athand *athand;       /* where the mail at hand is noted; NULL: nowhere */
	bool dry; /* say what would be done, and change nothing; the store may be read-only */
};

/* Why a person must see a mail that bears the mark of being handled, if this store knows nothing.
 */
#define TURN_ELSEWHERE                                                                             \
	"it bears the mark of a mail that was handled, but this store knows nothing of it: "       \
	"another "                                                                                 \
	"convened handled it, or the store was put back from a backup; answer it if nobody has"

struct arrival {
	const char *bytes; /* NULL: too large to be read */
	size_t len, size;
	uint32_t uid_validity, uid;
	int64_t received_at; /* 0: the server does not say */
	bool old;            /* from before the first start: noted, never answered */
	bool done;           /* the mailbox says that it was handled */
};

/*
 * Handles one mail: everything it leads to is committed, or nothing is.  0, or -1: ERR_STORE, or
 * another kind and it may go better later with the store opened anew.  A mail that cannot be read
 * is handled too: it goes to a person.
 * line: what happened, for the log, without personal data.
 */
int turn_mail(const struct turn *, const struct arrival *, int64_t now, struct arena *,
    const char **line, struct err *);

/* The meetings that asked to be woken.  A line each. */
int turn_due(const struct turn *, int64_t now, struct arena *, const char ***lines, size_t *n,
    struct err *);

/*
 * Tells the operator what no mail led to: a mistake in a file, a message that was refused.  about
 * makes it one of its kind: the same again is not queued again.  Inside a transaction.
 */
int turn_tell_operator(const struct turn *, const char *about, const char *why, int64_t now,
    struct arena *, struct err *);

#endif
