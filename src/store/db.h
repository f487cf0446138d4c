/*
 * db - the store: SQLite, write-ahead log, each commit on the disk before it returns
 *
 * One struct db is one connection and belongs to one thread.  What is changed between db_begin()
 * and db_commit() is there as a whole or not at all, whatever dies.  Errors: ERR_RETRY, the disk
 * or another writer is in the way; ERR_STORE, what is on the disk cannot be trusted; ERR_CONFIG,
 * there is no such place.
 */
#ifndef STORE_DB_H
#define STORE_DB_H
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct db;

/*
 * Opens or makes the file (mode 0600), checks it, brings the schema up to date.  ERR_STORE:
 * damaged, no store of ours, or written by a newer version.  ":memory:" is a new store that lasts
 * until it is closed.
 */
struct db *db_open(const char *path, struct err *);

/*
 * One more connection to a store that this program has open, for another thread: not looked through
 * for damage again, which takes a second where there is half a gigabyte.
 */
struct db *db_open_more(const char *path, struct err *);

/* For looking at the store of a running daemon: writes nothing, holds nobody up. */
struct db *db_open_readonly(const char *path, struct err *);
void db_close(struct db *); /* NULL is fine */

int db_begin(struct db *, struct err *); /* takes the write lock at once */

/*
 * -1 does not mean that nothing was written: a failing disk can report an error for a commit that
 * is found there afterwards.  From then on all work with this connection fails (ERR_RETRY) until
 * db_reopen() was successful; then read what is there and decide again.
 */
int db_commit(struct db *, struct err *);
/*
 * What was deleted goes from the log, too, as far as nobody reads there; it is overwritten later
 * in any case.
 */
int db_sweep(struct db *, struct err *);

void db_rollback(struct db *); /* fine outside a transaction too */

bool db_doubtful(const struct db *); /* a commit failed: reopen */
int db_reopen(struct db *, struct err *);

/* The secret of this installation, made when the store was: hexadecimal. Lives as long as db. */
const char *db_key(const struct db *);

/* Small facts: "uid_validity", "first_start_at" ... NULL in *value: not there. */
int db_get(struct db *, const char *name, struct arena *, const char **value, struct err *);
int db_set(struct db *, const char *name, const char *value, struct err *);

/* For query.c: the library's handle. */
void *db_handle(struct db *);

/* For query.c: statements that were prepared once and are kept with the connection. */
struct query;
struct query **db_statements(struct db *);

/* For the files of store/: the library's last error as ours; returns -1. */
int db_fail(struct db *, const char *doing, struct err *);

#endif
