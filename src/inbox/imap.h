/*
 * imap - one mailbox on an IMAP server (RFC 9051, RFC 2177, RFC 4315), by libetpan
 *
 * Any -1 means the connection is done for: close it, wait, connect again, look again at
 * everything.  Mails are known by UID; \Seen is neither read nor set.
 */
#ifndef INBOX_IMAP_H
#define INBOX_IMAP_H
#include "base/err.h"
#include "inbox/stream.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct imap;

struct imap_box {
	uint32_t uid_validity; /* 0: the server gives none */
	uint32_t uid_next;     /* 0: the server gives none */
	uint32_t messages;
};

struct imap_mail {
	uint32_t uid;
	int64_t received_at; /* INTERNALDATE; 0 unknown */
	size_t size;         /* RFC822.SIZE */
	const char *bytes;   /* NULL: larger than the limit, refused, or gone meanwhile (size 0) */
	size_t len;
};

/* ERR_CONFIG: the server does not take the login. */
struct imap *imap_open(const struct endpoint *, const char *user, const char *password,
    struct err *);

/* The same on a stream that is there already; it is the imap's from now on, even if this fails. */
struct imap *imap_over(struct stream *, const struct endpoint *, const char *user,
    const char *password, struct err *);

void imap_close(struct imap *); /* says LOGOUT if the connection still lives; NULL is fine */

int imap_select(struct imap *, const char *folder, struct imap_box *out, struct err *);

/* The UIDs from first upwards, ascending. */
int imap_uids(struct imap *, uint32_t first, struct arena *, uint32_t **uids, size_t *n,
    struct err *);

/* Whole mails, without setting \Seen, of at most max_bytes each; in the order of the UIDs. */
int imap_fetch(struct imap *, const uint32_t *uids, size_t n, size_t max_bytes, struct arena *,
    struct imap_mail *out, struct err *);

enum { IMAP_LAST_UIDS = 8 };

/*
 * The highest UIDs when imap_uids() last looked, ascending; the last one however high it was told
 * to begin.  Their number: 0 in an empty mailbox.
 */
size_t imap_last_uids(const struct imap *, uint32_t uids[IMAP_LAST_UIDS]);

/*
 * Adds a keyword (a plain atom), or "\\Flagged", to these mails: 1 done, 0 the server will not (its
 * words are in err), -1 the connection is gone.
 */
int imap_mark(struct imap *, const uint32_t *uids, size_t n, const char *keyword, struct err *);

/*
 * Mails of our own are marked as read and put where such mails belong: into the folder for sent
 * mail where the server names one (RFC 6154) and can move mails (RFC 6851), else out of the mailbox
 * (RFC 4315); where it can do neither they stay.  1 done, 0 the server would not, -1 the connection
 * is gone.
 */
int imap_put_away(struct imap *, const uint32_t *uids, size_t n, struct err *);

/* Takes keywords off, all that are named, with blanks between; as imap_mark(). */
int imap_unmark(struct imap *, const uint32_t *uids, size_t n, const char *keywords, struct err *);

struct imap_flags {
	uint32_t uid;
	bool told; /* false: there is no such mail, or the server does not say */
	const char **keywords;
	size_t n;
};

/* The keywords of some mails, in the order of the UIDs; 1, 0, -1 as imap_mark(). */
int imap_flags(struct imap *, const uint32_t *uids, size_t n, struct arena *,
    struct imap_flags *out, struct err *);

/* The keywords in use in the mailbox, by the answer to SELECT. */
void imap_keywords(const struct imap *, struct arena *, const char ***out, size_t *n);

/* Will the server keep keywords it has not seen before?  By the answer to SELECT. */
bool imap_keeps_keywords(const struct imap *);

/* A keyword that begins with this word, set by somebody else, ends imap_wait() as a mail does. */
void imap_listen_for(struct imap *, const char *word);

bool imap_can_idle(const struct imap *);
int64_t imap_clock(const struct imap *); /* of its connection, in milliseconds */
void imap_pause(struct imap *, int milliseconds);

/*
 * Waits for a change in the mailbox, in IDLE or by NOOP: 1 something changed since imap_uids()
 * last looked, 0 the time is up or wake_fd (-1: none) became readable, -1 the connection is gone.
 */
int imap_wait(struct imap *, int seconds, int wake_fd, struct err *);

#endif
