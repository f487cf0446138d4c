/*
 * smtp - hand one message for one recipient to the submission server (RFC 5321, 6409), by libetpan
 *
 * A copy for our own mailbox can go along in the same transaction: whoever finds it there knows
 * that the server took the message, whatever became of the reply to its final dot.
 */
#ifndef OUTBOX_SMTP_H
#define OUTBOX_SMTP_H
#include "base/err.h"
#include "inbox/stream.h"

#include <stddef.h>

struct smtp;

enum smtp_result {
	SMTP_SENT,      /* 250 after the final dot */
	SMTP_LATER,     /* 4xx, or the connection broke before the final dot: nothing was taken */
	SMTP_REFUSED,   /* 5xx for this recipient or message */
	SMTP_UNCERTAIN, /* the connection broke after the final dot: taken or not, nobody knows */
};

/* user "" does without a login.  ERR_CONFIG: the server does not take the login. */
struct smtp *smtp_open(const struct endpoint *, const char *user, const char *password,
    struct err *);

/* The same on a stream that is there already; it is the smtp's from now on, even if this fails. */
struct smtp *smtp_over(struct stream *, const struct endpoint *, const char *user,
    const char *password, struct err *);

void smtp_close(struct smtp *); /* QUIT if it still lives; NULL is fine */

/* Has the server neither hung up nor spoken unasked, as far as is known here? Costs no time. */
bool smtp_quiet(const struct smtp *);

/* Does the connection still live after a pause? (NOOP) */
bool smtp_alive(struct smtp *);

/*
 * sender "" is the null sender <>; copy_to "" sends no copy.  Addresses must satisfy
 * address_valid().  The result is the recipient's alone: a copy that is refused is left out.  The
 * server's words are in err for every result but SMTP_SENT.  After SMTP_LATER or SMTP_UNCERTAIN ask
 * smtp_alive().
 */
enum smtp_result smtp_send(struct smtp *, const char *sender, const char *recipient,
    const char *copy_to, const char *bytes, size_t len, struct err *);

/* Was it the copy's recipient at which the server hung up?  Then better none is asked for. */
bool smtp_copy_broke(const struct smtp *);

#endif
