/*
 * athand - which mail is being worked on, for the next process, should this one die of it
 *
 * Most of a mail is read in a process of its own (ward.h).  What its words mean is found out in
 * this one; a mail that ends it there would do so again after each start, and nobody would ever
 * get an answer.  So the mail at hand is noted in a file beside the store, "STORE.athand": its
 * digest, and how often it was begun and not ended.  The file outlives the process, and need not
 * outlive the machine.
 */
#ifndef DAEMON_ATHAND_H
#define DAEMON_ATHAND_H
#include "base/err.h"

/* So often a mail is begun; whatever ends a process by chance does not meet one mail that often. */
enum { ATHAND_TRIES = 5 };

struct athand;

/* ERR_CONFIG: there is no such folder, or no right to write to it. */
struct athand *athand_open(const char *store_path, struct err *);
void athand_close(struct athand *); /* NULL is fine */

/* Notes this mail, and tells how often it was begun before without having ended. */
int athand_begin(struct athand *, const char *digest);
void athand_end(struct athand *);

#endif
