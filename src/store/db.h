/*
 * db - the store: SQLite, write-ahead log, each commit on the disk before it returns
 *
 * One struct db is one connection and belongs to one thread.  An error from db_commit() means
 * that nobody knows: close, open again, read what is there.
 */
#ifndef STORE_DB_H
#define STORE_DB_H
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct db;

/* Opens or makes it, checks it, brings the schema up to date; ERR_STORE: damaged or too new. */
struct db *db_open(const char *path, struct err *);

/* For looking at the store of a running daemon; writes nothing. */
struct db *db_open_readonly(const char *path, struct err *);
void db_close(struct db *); /* NULL is fine */

int db_begin(struct db *, struct err *); /* takes the write lock at once */
int db_commit(struct db *, struct err *);
void db_rollback(struct db *); /* fine outside a transaction too */

/* Small facts: "uid_validity", "first_start_at", "key" ... NULL in *value: not there. */
int db_get(struct db *, const char *name, struct arena *, const char **value, struct err *);
int db_set(struct db *, const char *name, const char *value, struct err *);

#endif
