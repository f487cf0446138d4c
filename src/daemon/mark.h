/*
 * mark - what became of a mail, as keywords in the mailbox
 *
 * Each mail that was handled bears KEYWORD_DONE and exactly one keyword for its verdict; one for a
 * person also \Flagged.  Plain atoms, because some servers refuse to search for others.
 */
#ifndef DAEMON_MARK_H
#define DAEMON_MARK_H
#include "decide/decide.h"
#include "inbox/imap.h"
#include "store/db.h"

#define KEYWORD_DONE "ConvenedDone"

/* "ConvenedAnswered" and its like. */
const char *mark_keyword(enum verdict);

/*
 * Marks what the store has handled and not yet marked, and notes it: only what is on the disk is
 * marked, so a mark never promises what a crash took back.  A server that will not is let be.
 */
int mark_handled(struct imap *, struct db *, uint32_t uid_validity, struct arena *, struct err *);

#endif
