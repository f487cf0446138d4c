#include "store/db.h"

#include "base/arena.h"
#include "base/digest.h"
#include "store/query.h"
#include "store/schema.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	OUR_MARK = 0x43766e64, /* "Cvnd" in the file's header tells a store from other databases */
	BUSY_MILLISECONDS = 10000,
};

struct db {
	sqlite3 *handle;
	struct query *statements;
	char *path;
	enum purpose { FIRST, MORE, LOOK } purpose;
	bool opened; /* all of db_open() is done */
	bool doubtful;
	dev_t device; /* which file it was when it was opened */
	ino_t inode;
	char key[DIGEST_HEX + 1];
};

/* What cannot be opened at the start is a matter of the configuration; later it is the disk. */
static enum err_kind
kind_of(int rc, bool opened)
{
	switch (rc & 0xff) {
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_FORMAT:
	case SQLITE_MISMATCH:
	case SQLITE_SCHEMA:
	case SQLITE_ERROR: /* SQL that the tables there do not fit */ return ERR_STORE;
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_READONLY: return opened ? ERR_RETRY : ERR_CONFIG;
	case SQLITE_CONSTRAINT: /* a rule in the tables stopped a mistake of ours */
		return ERR_REJECT;
	}
	return ERR_RETRY; /* busy, full, input and output */
}

int
db_fail(struct db *db, const char *doing, struct err *err)
{
	if (db->doubtful)
		return err_set(err, ERR_RETRY, "store %s: must be opened again", db->path);
	return err_set(err, kind_of(sqlite3_extended_errcode(db->handle), db->opened),
	    "store %s: %s: %s", db->path, doing, sqlite3_errmsg(db->handle));
}

/* SQL without values and rows. */
static int
execute(struct db *db, const char *sql, struct err *err)
{
	if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
		return 0;
	return db_fail(db, "setting up", err);
}

/* The first column of the first row, for pragmas; they cannot be kept as statements. */
static int
ask(struct db *db, const char *sql, char *answer, size_t room, struct err *err)
{
	sqlite3_stmt *statement = NULL;
	int ret = 0;

	answer[0] = '\0';
	if (sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL) != SQLITE_OK ||
	    sqlite3_step(statement) != SQLITE_ROW)
		ret = db_fail(db, "checking", err);
	else
		snprintf(answer, room, "%s", (const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	return ret;
}

static int
ask_number(struct db *db, const char *sql, long *out, struct err *err)
{
	char answer[32];

	if (ask(db, sql, answer, sizeof answer, err) == -1)
		return -1;
	*out = strtol(answer, NULL, 10);
	return 0;
}

/* Ours and not from the future?  An empty file is: it becomes ours. */
static int
check_origin(struct db *db, long *version, struct err *err)
{
	long mark, tables;

	if (ask_number(db, "pragma application_id", &mark, err) == -1 ||
	    ask_number(db, "pragma user_version", version, err) == -1 ||
	    ask_number(db, "select count(*) from sqlite_schema", &tables, err) == -1)
		return -1;
	if (mark != OUR_MARK && (mark != 0 || *version != 0 || tables != 0))
		return err_set(err, ERR_STORE, "store %s: a database of another program", db->path);
	if (*version > schema_version)
		return err_set(err, ERR_STORE,
		    "store %s: has version %ld, this program knows %d: install the newer one",
		    db->path, *version, schema_version);
	return 0;
}

/* "Page 3: unable to get the page. error code=266": nothing is known of that page. */
static bool
could_not_read(const char *answer)
{
	const char *code = strstr(answer, "error code=");

	return code != NULL && kind_of(atoi(code + strlen("error code=")), true) == ERR_RETRY;
}

/*
 * A page that cannot be read is told of as damage, in words that vary.  Damage is there the next
 * time as well; what is gone then was a disk in trouble.
 */
static int
check_sound(struct db *db, struct err *err)
{
	char answer[256];

	for (int i = 0; i < 2; i++) {
		if (ask(db, "pragma quick_check(1)", answer, sizeof answer, err) == -1)
			return -1;
		if (strcmp(answer, "ok") == 0)
			return 0;
	}
	if (could_not_read(answer))
		return err_set(err, ERR_RETRY, "store %s: cannot be read: %s", db->path, answer);
	return err_set(err, ERR_STORE, "store %s: damaged: %s", db->path, answer);
}

static int
make_key(struct db *db, struct err *err)
{
	unsigned char secret[DIGEST_HEX / 2];
	char hex[DIGEST_HEX + 1];

	digest_random(secret, sizeof secret);
	for (size_t i = 0; i < sizeof secret; i++)
		snprintf(hex + 2 * i, 3, "%02x", secret[i]);
	return db_set(db, "key", hex, err);
}

/* All steps that are missing, and a first key, in one transaction. */
static int
upgrade(struct db *db, struct err *err)
{
	char sql[64];
	long version;

	if (db_begin(db, err) == -1)
		return -1;
	/* Again, with the lock held: another program may just have done it. */
	if (check_origin(db, &version, err) == -1)
		goto fail;
	for (long made = version; made < schema_version; made++)
		if (execute(db, schema_steps[made], err) == -1)
			goto fail;
	if (version == 0 && make_key(db, err) == -1)
		goto fail;
	snprintf(sql, sizeof sql, "pragma user_version = %d; pragma application_id = %d",
	    schema_version, OUR_MARK);
	if (version < schema_version && execute(db, sql, err) == -1)
		goto fail;
	return db_commit(db, err);
fail:
	db_rollback(db);
	return -1;
}

static int
load_key(struct db *db, struct err *err)
{
	struct arena *a = arena_new();
	const char *key;
	int ret;

	if ((ret = db_get(db, "key", a, &key, err)) == 0) {
		if (key == NULL || strlen(key) != DIGEST_HEX)
			ret =
			    err_set(err, ERR_STORE, "store %s: damaged: its key is gone", db->path);
		else
			memcpy(db->key, key, sizeof db->key);
	}
	arena_free(a);
	return ret;
}

static bool
in_memory(const char *path)
{
	return strcmp(path, ":memory:") == 0;
}

static int
make_file(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd == -1)
		return errno == EEXIST ? 0 : -1;
	return close(fd);
}

/*
 * The library would make it readable for others; its companions get the mode of the file.  A file
 * that is there is never opened here: to close it again would take away the locks that other
 * connections of this process hold on it (POSIX has it so), and with them the write-ahead log.
 */
static int
make_private(struct db *db, struct err *err)
{
	struct stat st;

	if (in_memory(db->path))
		return 0;
	if ((stat(db->path, &st) == -1 && errno == ENOENT && make_file(db->path) == -1) ||
	    stat(db->path, &st) == -1)
		return err_set(err, errno == ENOSPC || errno == EMFILE ? ERR_RETRY : ERR_CONFIG,
		    "store %s: %s", db->path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_CONFIG, "store %s: is no file", db->path);
	if ((st.st_mode & 077) != 0 && chmod(db->path, 0600) == -1)
		return err_set(err, ERR_CONFIG, "store %s: %s", db->path, strerror(errno));
	db->device = st.st_dev;
	db->inode = st.st_ino;
	return 0;
}

static int
connect_for_writing(struct db *db, struct err *err)
{
	long version;
	char mode[16];

	if (make_private(db, err) == -1)
		return -1;
	if (sqlite3_open_v2(db->path, &db->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
		NULL) != SQLITE_OK)
		return db_fail(db, "opening", err);
	sqlite3_extended_result_codes(db->handle, 1);
	sqlite3_busy_timeout(db->handle, BUSY_MILLISECONDS);
	if (check_origin(db, &version, err) == -1 ||
	    ask(db, "pragma journal_mode = wal", mode, sizeof mode, err) == -1)
		return -1;
	if (strcmp(mode, "wal") != 0 && !in_memory(db->path))
		return err_set(err, ERR_CONFIG, "store %s: no write-ahead log on this file system",
		    db->path);
	if (execute(db,
		"pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on;"
		"pragma trusted_schema = off; pragma cell_size_check = on;"
		"pragma journal_size_limit = 16777216",
		err) == -1)
		return -1;
	if (db->purpose == FIRST && check_sound(db, err) == -1)
		return -1;
	return version < schema_version ? upgrade(db, err) : 0;
}

/*
 * A reader of a write-ahead log needs a companion file of shared memory and may have to make it.
 * Where it may not and there is no log, nobody is writing, and the file alone can be read.
 */
static int
open_for_reading(struct db *db, struct err *err)
{
	const int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
	char *quoted = sqlite3_mprintf("%s-wal", db->path), *uri;
	bool log_there = access(quoted, F_OK) == 0;
	char answer[32];
	int ret;

	sqlite3_free(quoted);
	if (sqlite3_open_v2(db->path, &db->handle, flags, NULL) != SQLITE_OK)
		return db_fail(db, "opening", err);
	sqlite3_busy_timeout(db->handle, BUSY_MILLISECONDS);
	if ((ret = ask(db, "pragma user_version", answer, sizeof answer, err)) == 0 ||
	    err->kind != ERR_CONFIG || log_there || strpbrk(db->path, "?#%") != NULL)
		return ret;
	sqlite3_close(db->handle);
	uri = sqlite3_mprintf("file:%s?immutable=1", db->path);
	ret = sqlite3_open_v2(uri, &db->handle, flags, NULL);
	sqlite3_free(uri);
	return ret == SQLITE_OK ? 0 : db_fail(db, "opening", err);
}

static int
connect_for_reading(struct db *db, struct err *err)
{
	long version;

	if (open_for_reading(db, err) == -1 || check_origin(db, &version, err) == -1)
		return -1;
	if (version < schema_version)
		return err_set(err, ERR_STORE,
		    "store %s: has version %ld, this program needs %d: start convened once",
		    db->path, version, schema_version);
	return execute(db, "pragma query_only = on; pragma trusted_schema = off", err);
}

static int
connect(struct db *db, struct err *err)
{
	if ((db->purpose == LOOK ? connect_for_reading(db, err) : connect_for_writing(db, err)) ==
	    -1)
		return -1;
	if (load_key(db, err) == -1)
		return -1;
	db->opened = true;
	return 0;
}

static struct db *
open_as(const char *path, enum purpose purpose, struct err *err)
{
	struct db *db = calloc(1, sizeof *db);

	if (db == NULL || (db->path = strdup(path)) == NULL)
		abort();
	db->purpose = purpose;
	if (connect(db, err) == 0)
		return db;
	db_close(db);
	return NULL;
}

struct db *
db_open(const char *path, struct err *err)
{
	return open_as(path, FIRST, err);
}

struct db *
db_open_more(const char *path, struct err *err)
{
	return open_as(path, MORE, err);
}

struct db *
db_open_readonly(const char *path, struct err *err)
{
	return open_as(path, LOOK, err);
}

static void
disconnect(struct db *db)
{
	query_forget_all(db->statements);
	db->statements = NULL;
	sqlite3_close(db->handle);
	db->handle = NULL;
	db->opened = false;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	disconnect(db);
	explicit_bzero(db->key, sizeof db->key);
	free(db->path);
	free(db);
}

int
db_reopen(struct db *db, struct err *err)
{
	disconnect(db);
	db->doubtful = false;
	if (db->purpose == MORE)
		db->purpose = FIRST; /* after trouble with the disk it is looked through */
	if (connect(db, err) == 0)
		return 0;
	disconnect(db);
	db->doubtful = true;
	return -1;
}

bool
db_doubtful(const struct db *db)
{
	return db->doubtful;
}

/* What is written to a file that was moved away or replaced is lost, and the library is silent. */
static int
check_same_file(struct db *db, struct err *err)
{
	struct stat st;

	if (in_memory(db->path) || db->purpose == LOOK)
		return 0;
	if (stat(db->path, &st) == -1) {
		if (errno != ENOENT && errno != ENOTDIR)
			return err_set(err, ERR_RETRY, "store %s: %s", db->path, strerror(errno));
	} else if (st.st_dev == db->device && st.st_ino == db->inode)
		return 0;
	return err_set(err, ERR_STORE, "store %s: was moved away or replaced while in use",
	    db->path);
}

int
db_begin(struct db *db, struct err *err)
{
	if (check_same_file(db, err) == -1)
		return -1;
	return query_run(query_open(db, "begin immediate"), err);
}

int
db_commit(struct db *db, struct err *err)
{
	if (query_run(query_open(db, "commit"), err) == 0)
		return 0;
	db->doubtful = true;
	err->kind = ERR_RETRY;
	return err_prefix(err, "whether it was written is not known: ");
}

int
db_sweep(struct db *db, struct err *err)
{
	return execute(db, "pragma wal_checkpoint(truncate)", err);
}

void
db_rollback(struct db *db)
{
	struct err ignored;

	if (db->handle != NULL && !sqlite3_get_autocommit(db->handle))
		query_run(query_open(db, "rollback"), &ignored);
}

const char *
db_key(const struct db *db)
{
	return db->key;
}

int
db_get(struct db *db, const char *name, struct arena *a, const char **value, struct err *err)
{
	struct query *q = query_open(db, "select value from fact where name = ?");
	int more;

	query_text(q, name);
	*value = (more = query_step(q, err)) == 1 ? query_read_text(q, a) : NULL;
	query_close(q);
	return more == -1 ? -1 : 0;
}

int
db_set(struct db *db, const char *name, const char *value, struct err *err)
{
	struct query *q =
	    query_open(db, "insert into fact (name, value) values (?, ?)"
			   " on conflict (name) do update set value = excluded.value");

	query_text(q, name);
	query_text(q, value);
	return query_run(q, err);
}

void *
db_handle(struct db *db)
{
	return db->handle;
}

struct query **
db_statements(struct db *db)
{
	return &db->statements;
}
