/*
 * imapsession - what imap.c, imapaway.c, imapfetch.c and imapwait.c share; for nobody else
 */
#ifndef INBOX_IMAPSESSION_H
#define INBOX_IMAPSESSION_H
#include "inbox/imap.h"

struct mailimap;
struct mailimap_set;

/* RFC 9051 sets no limits; a command that takes longer or says more than this will not end well. */
enum { IMAP_SECONDS = 60, IMAP_BYTES = 256 * 1024 };

struct imap {
	struct mailimap *session; /* libetpan's; it owns the stream */
	struct stream *stream;
	char *user;
	bool can_idle, can_move, can_expunge_uids, can_special_use;
	bool selected;
	bool broken;     /* out of step, even if the stream is whole */
	bool changed;    /* since imap_uids() looked */
	uint32_t exists; /* mails in the mailbox, as far as the server has told */
	bool sent_sought;
	char *sent; /* the folder for sent mail, in IMAP's spelling; NULL: there is none */
	uint32_t last_uids[IMAP_LAST_UIDS]; /* 0: none; the highest at the end */
	const char *call;                   /* see imap_listen_for(); NULL: nothing */
};

/* Opens the budget of a command, and readies libetpan's counters for imap_note(). */
void imap_begin(struct imap *, int seconds, size_t bytes);

/* After a command: did the server tell of mails that came or went meanwhile? */
void imap_note(struct imap *);

/* Did the answer to a command, unasked, tell of a keyword that imap_listen_for() wants to hear of?
 */
bool imap_told_of_call(const struct imap *);

/*
 * Gives up on the connection: -1, with a sentence made of libetpan's code and what was being done
 * ("selecting INBOX").
 */
int imap_fail(struct imap *, int code, const char *doing, struct err *);

/* A set for a command, to be freed by mailimap_set_free(); the UIDs ascend. */
struct mailimap_set *imap_set(const uint32_t *uids, size_t n);

#endif
