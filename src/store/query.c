#include "store/query.h"

#include "base/arena.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct query {
	struct query *next; /* all that were prepared on this connection */
	struct db *db;
	const char *sql;
	sqlite3_stmt *statement;
	bool in_use;
	bool damaged;      /* a row held what no version of ours writes */
	int rc;            /* the first thing that went wrong, or SQLITE_OK */
	int values, reads; /* how many were given and read so far */
};

static struct query *
find_idle(struct query *list, const char *sql)
{
	for (; list != NULL; list = list->next)
		if (list->sql == sql && !list->in_use)
			return list;
	return NULL;
}

struct query *
query_open(struct db *db, const char *sql)
{
	struct query **list = db_statements(db);
	struct query *q = find_idle(*list, sql);

	if (q == NULL) {
		if ((q = calloc(1, sizeof *q)) == NULL)
			abort();
		q->db = db;
		q->sql = sql;
		q->next = *list;
		*list = q;
	}
	q->in_use = true;
	q->damaged = false;
	q->values = q->reads = 0;
	q->rc = db_doubtful(db) ? SQLITE_ABORT : SQLITE_OK;
	if (q->statement == NULL && q->rc == SQLITE_OK)
		q->rc = sqlite3_prepare_v3(db_handle(db), sql, -1, SQLITE_PREPARE_PERSISTENT,
		    &q->statement, NULL);
	return q;
}

static void
keep(struct query *q, int rc)
{
	if (q->rc == SQLITE_OK)
		q->rc = rc;
}

void
query_int(struct query *q, int64_t value)
{
	keep(q, sqlite3_bind_int64(q->statement, ++q->values, value));
}

void
query_text(struct query *q, const char *value)
{
	keep(q, sqlite3_bind_text(q->statement, ++q->values, value != NULL ? value : "", -1,
		    SQLITE_TRANSIENT));
}

void
query_bytes(struct query *q, const void *bytes, size_t len)
{
	keep(q, sqlite3_bind_blob64(q->statement, ++q->values, bytes, len, SQLITE_TRANSIENT));
}

void
query_id(struct query *q, int64_t id)
{
	if (id != 0)
		query_int(q, id);
	else
		keep(q, sqlite3_bind_null(q->statement, ++q->values));
}

void
query_word(struct query *q, const char *const *words, size_t n, int at)
{
	assert(at >= 0 && (size_t)at < n);
	(void)n;
	query_text(q, words[at]);
}

int
query_step(struct query *q, struct err *err)
{
	if (q->damaged)
		return err_set(err, ERR_STORE, "the store is damaged: a word in a row is unknown");
	if (db_doubtful(q->db))
		return err_set(err, ERR_RETRY, "the store must be opened again");
	if (q->rc == SQLITE_OK) {
		int rc = sqlite3_step(q->statement);

		q->reads = 0;
		if (rc == SQLITE_ROW)
			return 1;
		if (rc == SQLITE_DONE)
			return 0;
		q->rc = rc;
	}
	return db_fail(q->db, "reading or writing", err);
}

int64_t
query_read_int(struct query *q)
{
	return sqlite3_column_int64(q->statement, q->reads++);
}

char *
query_read_text(struct query *q, struct arena *a)
{
	size_t len;
	char *text = query_read_bytes(q, a, &len);

	/* A NUL inside would end the string early and hide what follows. */
	if (memchr(text, '\0', len) != NULL)
		q->damaged = true;
	return text;
}

void *
query_read_bytes(struct query *q, struct arena *a, size_t *len)
{
	const void *bytes = sqlite3_column_blob(q->statement, q->reads);

	*len = (size_t)sqlite3_column_bytes(q->statement, q->reads++);
	return arena_mem(a, bytes != NULL ? bytes : "", *len);
}

int
query_read_word(struct query *q, const char *const *words, size_t n)
{
	const char *text = (const char *)sqlite3_column_text(q->statement, q->reads++);

	for (size_t i = 0; text != NULL && i < n; i++)
		if (strcmp(words[i], text) == 0)
			return (int)i;
	q->damaged = true;
	return 0;
}

void
query_close(struct query *q)
{
	if (q->statement != NULL) {
		sqlite3_reset(q->statement);
		sqlite3_clear_bindings(q->statement);
	}
	q->in_use = false;
}

int
query_run(struct query *q, struct err *err)
{
	int more;

	while ((more = query_step(q, err)) == 1)
		;
	query_close(q);
	return more;
}

int
query_number(struct query *q, int64_t *out, struct err *err)
{
	int more = query_step(q, err);

	if (more == 1)
		*out = query_read_int(q);
	query_close(q);
	return more;
}

void
query_forget_all(struct query *list)
{
	while (list != NULL) {
		struct query *next = list->next;

		assert(!list->in_use);
		sqlite3_finalize(list->statement);
		free(list);
		list = next;
	}
}
