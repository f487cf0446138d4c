/*
 * query - one SQL statement: its values, its rows
 *
 *     q = query_open(db, "select name, age from dog where owner = ?");
 *     query_text(q, owner);
 *     while ((more = query_step(q, err)) == 1) {
 *             name = query_read_text(q, arena);
 *             age = query_read_int(q);
 *     }
 *     query_close(q);
 *
 * Values are given, and columns read, in the order in which they stand in the SQL.  Whatever goes
 * wrong on the way (the SQL, a value, a damaged row) is kept and comes out of query_step().
 */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H
#include "store/db.h"

#include <stddef.h>

struct query;

/* sql must be a literal: its address tells a statement that was prepared before.  Never NULL. */
struct query *query_open(struct db *, const char *sql);

void query_int(struct query *, int64_t);
void query_text(struct query *, const char *); /* NULL becomes "" */
void query_bytes(struct query *, const void *, size_t);
void query_id(struct query *, int64_t); /* of another table's row; 0 becomes NULL */

/* One of a list of words, by its place in the list, which is an enum's value. */
void query_word(struct query *, const char *const *words, size_t n, int at);

int query_step(struct query *, struct err *); /* 1: a row, 0: no more, -1 */

int64_t query_read_int(struct query *); /* NULL reads as 0 */
char *query_read_text(struct query *, struct arena *);
void *query_read_bytes(struct query *, struct arena *, size_t *len);

/* The place in the list; a word that is not in it is damage: 0, and the next step fails. */
int query_read_word(struct query *, const char *const *words, size_t n);

void query_close(struct query *);

/* For a statement without rows to read: steps to the end and closes.  0, -1. */
int query_run(struct query *, struct err *);

/* For one row with one number: 1 and the number, 0, -1; closes. */
int query_number(struct query *, int64_t *out, struct err *);

/* For db_close(). */
void query_forget_all(struct query *);

#endif
