/*
 * claim - one convened a mailbox: who works on it, told by keywords on its mails
 *
 * lock.h keeps a second daemon from the store.  This keeps one that has another store, in another
 * folder or on another machine, from the mailbox, where nothing but the mailbox joins the two.
 * Each store in its place is an instance with an id of its own.
 *
 *	ConvenedBy-ID    is put on mails before they are handled, and on the last one at the start
 *	ConvenedAsk-ID   on the last mail: does anybody else work here?
 *	ConvenedHere-ID  the answer, on the same mail
 *
 * Who finds another's ConvenedBy- asks; who is answered ends, and who asks twenty seconds in vain
 * goes on, and remembers the other one as gone.  Where two ask each other, the lower id answers.
 * A server that does not take part (no keywords, no flags, a goodbye to a command it does not know)
 * is worked with all the same, without this protection.
 */
#ifndef DAEMON_CLAIM_H
#define DAEMON_CLAIM_H
#include "daemon/turn.h"
#include "inbox/imap.h"

#include <signal.h>

enum { CLAIM_ID = 8 };

struct claim;

/* The id of a store: made of its key, this host's name, its path and its inode. */
void claim_id(const char *key, const char *store_path, char id[CLAIM_ID + 1]);

struct claim *claim_new(const char *id);
void claim_free(struct claim *); /* NULL is fine */

/*
 * After each imap_select(), before anything is handled: is somebody else here?  This and all that
 * follow: 0, or -1: the connection or the store failed; ERR_BUSY: another one runs.
 */
int claim_begin(struct claim *, struct imap *, const struct imap_box *, struct db *,
    const volatile sig_atomic_t *stop, struct err *);

/* Claims these mails: before they are fetched. */
int claim_take(struct claim *, const uint32_t *uids, size_t n, struct err *);

/*
 * After they were fetched, before they are handled: are they ours alone?  done[i]: that mail bears
 * this keyword already.
 */
int claim_hold(struct claim *, const uint32_t *uids, size_t n, const char *keyword, bool *done,
    struct err *);

/* So long ago that it must be held again: this process may have stood still. */
bool claim_aged(const struct claim *);

/* Answers whoever asks.  At each look at the mailbox, after imap_uids(). */
int claim_answer(struct claim *, struct err *);

#endif
