#include "store/db.h"

#include "base/arena.h"
#include "store/meetings.h"
#include "store/queue.h"
#include "store/store.h"
#include "tap.h"

#include <ctype.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *
fact(struct db *db, const char *name, struct arena *a)
{
	const char *value;
	struct err err;

	return db_get(db, name, a, &value, &err) == -1 ? "(error)" : value;
}

static void
raw_sql(const char *path, const char *sql)
{
	sqlite3 *raw;
	char *message = NULL;

	if (sqlite3_open(path, &raw) != SQLITE_OK ||
	    sqlite3_exec(raw, sql, NULL, NULL, &message) != SQLITE_OK) {
		fprintf(stderr, "%s: %s\n", path, message);
		exit(99);
	}
	sqlite3_close(raw);
}

static int
file_mode(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (int)(st.st_mode & 07777) : -1;
}

static void
refused(const char *path, enum err_kind kind, const char *what)
{
	struct err err = { 0 };
	struct db *db = db_open(path, &err);

	ok(db == NULL, "refused: %s", what);
	is_int(err.kind, kind, "with the right kind: %s", err.text);
	db_close(db);
}

static void
opening(struct arena *a)
{
	const char *path = arena_str(a, store_path("opening.db"));
	const char *other = arena_str(a, store_path("other.db"));
	char key[65];
	struct db *db, *second;
	struct err err;

	umask(0);
	db = store_open(path);
	is_int(file_mode(path), 0600, "nobody else may read it");
	is_int(file_mode(arena_printf(a, "%s-wal", path)), 0600, "nor what belongs to it");
	is_int((long long)strspn(db_key(db), "0123456789abcdef"), 64, "it has a secret");
	snprintf(key, sizeof key, "%s", db_key(db));
	second = store_open(other);
	ok(strcmp(key, db_key(second)) != 0, "and no two have the same");
	db_close(second);

	ok(fact(db, "height", a) == NULL, "a fact that is not there");
	is_int(db_set(db, "height", "8848", &err), 0, "is set");
	is_str(fact(db, "height", a), "8848", "and there");
	is_int(db_set(db, "height", "8849", &err), 0, "set anew");
	db_close(db);
	chmod(path, 0644);
	db = store_open(path);
	is_int(file_mode(path), 0600, "a mode that somebody widened is put right");
	is_str(fact(db, "height", a), "8849", "the fact is there after reopening");
	is_str(db_key(db), key, "and so is the secret");
	db_close(db);
	db_close(NULL);

	db = store_open(":memory:");
	is_int(db_set(db, "a", "b", &err), 0, "a store can live in memory");
	db_close(db);
	ok(access(":memory:", F_OK) == -1, "and leaves no file");
}

static void
transactions(struct arena *a)
{
	struct db *db = store_open(store_path("transactions.db"));
	struct err err;

	is_int(db_begin(db, &err), 0, "begin");
	db_set(db, "a", "1", &err);
	db_rollback(db);
	ok(fact(db, "a", a) == NULL, "what is rolled back never was");
	db_rollback(db);
	is_int(db_begin(db, &err), 0, "begin again");
	is_int(db_begin(db, &err), -1, "no transaction within one");
	db_set(db, "a", "2", &err);
	is_int(db_commit(db, &err), 0, "commit");
	is_str(fact(db, "a", a), "2", "what is committed is");
	db_close(db);
}

static void
strangers(struct arena *a)
{
	const char *path = arena_str(a, store_path("newer.db"));
	FILE *f;

	db_close(store_open(path));
	raw_sql(path, "pragma user_version = 99");
	refused(path, ERR_STORE, "a store of a newer version");
	path = arena_str(a, store_path("foreign.db"));
	raw_sql(path, "create table song (title text)");
	refused(path, ERR_STORE, "another program's database");
	path = arena_str(a, store_path("text.db"));
	f = fopen(path, "w");
	for (int i = 0; i < 500; i++)
		fputs("this is no database\n", f);
	fclose(f);
	refused(path, ERR_STORE, "a text file");
	refused("/nowhere/at/all/convened.db", ERR_CONFIG, "a folder that is not there");
	refused("/", ERR_CONFIG, "a folder");
}

static char *
read_file(const char *path, struct arena *a, size_t *len)
{
	FILE *f = fopen(path, "rb");
	char *bytes;

	if (f == NULL) {
		perror(path);
		exit(99);
	}
	fseek(f, 0, SEEK_END);
	*len = (size_t)ftell(f);
	rewind(f);
	bytes = arena_alloc(a, *len + 1);
	if (fread(bytes, 1, *len, f) != *len)
		exit(99);
	fclose(f);
	return bytes;
}

static void
write_file(const char *path, const char *bytes, size_t len, struct arena *a)
{
	FILE *f = fopen(path, "wb");

	unlink(arena_printf(a, "%s-wal", path));
	unlink(arena_printf(a, "%s-shm", path));
	if (f == NULL || fwrite(bytes, 1, len, f) != len || fclose(f) != 0)
		exit(99);
}

/* Without blanks: it does not matter how it was broken into lines. */
static int
add_sql(void *buffer, int columns, char **values, char **names)
{
	char *end = (char *)buffer + strlen(buffer);

	(void)columns;
	(void)names;
	for (const char *p = values[0]; *p != '\0'; p++)
		if (!isspace((unsigned char)*p))
			*end++ = *p;
	strcpy(end, "\n");
	return 0;
}

/* All tables, indexes and rules, as text. */
static const char *
schema_of(const char *path, struct arena *a)
{
	char *text = arena_alloc(a, 65536);
	sqlite3 *raw;

	if (sqlite3_open(path, &raw) != SQLITE_OK ||
	    sqlite3_exec(raw,
		"select sql from sqlite_schema where sql is not null"
		" and name not like 'sqlite_%' order by name",
		add_sql, text, NULL) != SQLITE_OK)
		exit(99);
	sqlite3_close(raw);
	return text;
}

static void
first_version(struct arena *a)
{
	const char *old = arena_str(a, store_path("old.db"));
	const char *fresh = arena_str(a, store_path("fresh.db"));
	size_t len;
	const char *sql = read_file(tap_source("tests/store/version-1.sql"), a, &len);
	struct queue_row row;
	struct meeting m;
	struct err err;
	struct db *db;

	raw_sql(old, sql);
	db = store_open(old);
	is_str(db_key(db), "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
	    "a store of version 1 keeps its secret");
	is_int(meetings_load(db, 3, a, &m, &err), 1, "its meeting can be read");
	is_str(m.topic, "the spring campaign", "topic");
	is_int(m.state, MEETING_SETTLED, "state");
	is_int((long long)m.n_guests, 2, "guests");
	is_int((long long)m.n_offers, 1, "offers");
	is_int(queue_next(db, 1800000300, 0, a, &row, &err), 1, "its mail is still to be sent");
	is_str(row.bytes, "Subject: hello\r\n", "as it was written");
	is_int(store_save(db, &m, &err), 0, "its meeting can be saved");
	db_close(db);
	db_close(store_open(fresh));
	is_str(schema_of(old, a), schema_of(fresh, a), "its tables are those of a new store");
}

/* What a child leaves behind that dies with its work half done, or just after its commit. */
static void
die_in_the_middle(const char *path, bool commit)
{
	struct meeting m;
	struct err err;
	struct db *db;
	pid_t child = fork();

	if (child != 0) {
		waitpid(child, NULL, 0);
		return;
	}
	db = store_open(path);
	store_meeting(&m, "nino@example.org", 1804500000);
	if (db_begin(db, &err) == 0 && meetings_save(db, &m, &err) == 0 && commit)
		db_commit(db, &err);
	_exit(0);
}

static void
crashes(struct arena *a)
{
	const char *path = arena_str(a, store_path("crash.db"));
	struct meeting got;
	struct err err;
	struct db *db;

	die_in_the_middle(path, false);
	db = store_open(path);
	is_int(meetings_load(db, 1, a, &got, &err), 0, "dead before the commit: nothing of it");
	db_close(db);
	die_in_the_middle(path, true);
	db = store_open(path);
	is_int(meetings_load(db, 1, a, &got, &err), 1, "dead after the commit: it is there");
	is_int((long long)got.n_guests, 3, "all of it");
	db_close(db);
}

/* A disk that takes no more, just at the commit. */
static void
doubtful_commit(struct arena *a)
{
	const char *path = arena_str(a, store_path("doubtful.db"));
	struct db *db = store_open(path);
	struct rlimit before, none;
	struct err err;

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	none = before;
	none.rlim_cur = 1;
	is_int(db_set(db, "a", "before", &err), 0, "a fact");
	is_int(db_begin(db, &err), 0, "begin");
	is_int(db_set(db, "a", "after", &err), 0, "the same fact anew");
	setrlimit(RLIMIT_FSIZE, &none);
	is_int(db_commit(db, &err), -1, "the commit fails");
	setrlimit(RLIMIT_FSIZE, &before);
	is_int(err.kind, ERR_RETRY, "to be tried again: %s", err.text);
	ok(db_doubtful(db), "nobody knows what is there");
	is_int(db_begin(db, &err), -1, "and nothing is done");
	is_str(fact(db, "a", a), "(error)", "nor read");
	is_int(err.kind, ERR_RETRY, "for now");
	is_int(db_reopen(db, &err), 0, "until it was opened again");
	ok(!db_doubtful(db), "then it is known");
	is_str(fact(db, "a", a), "before", "this time nothing was written");
	is_int(db_set(db, "a", "again", &err), 0, "and work goes on");
	unlink(path);
	db_close(db);
}

static void
taken_away(struct arena *a)
{
	const char *path = arena_str(a, store_path("away.db"));
	struct db *db = store_open(path);
	struct err err;

	is_int(db_set(db, "a", "1", &err), 0, "a fact");
	rename(path, arena_printf(a, "%s.moved", path));
	is_int(db_begin(db, &err), -1, "the file was moved away: nothing is written to nowhere");
	is_int(err.kind, ERR_STORE, "%s", err.text);
	db_close(db);
}

static void
say(int fd)
{
	if (write(fd, "x", 1) != 1)
		exit(99);
}

static void
hear(int fd)
{
	char x;

	if (read(fd, &x, 1) != 1)
		exit(99);
}

/* Processes, not threads: so it is between the daemon and a second one, or convenectl. */
static void
second_writer(struct arena *a)
{
	const char *path = arena_str(a, store_path("writers.db"));
	int to_child[2], from_child[2];
	struct pollfd answer;
	struct err err;
	struct db *db;
	pid_t child;

	if (pipe(to_child) == -1 || pipe(from_child) == -1)
		exit(99);
	if ((child = fork()) == 0) {
		hear(to_child[0]);
		db = store_open(path);
		say(from_child[1]);
		if (db_begin(db, &err) == -1 || strcmp(fact(db, "turn", a), "first") != 0 ||
		    db_set(db, "turn", "second", &err) == -1 || db_commit(db, &err) == -1)
			_exit(1);
		say(from_child[1]);
		_exit(0);
	}
	answer = (struct pollfd){ .fd = from_child[0], .events = POLLIN };
	db = store_open(path);
	is_int(db_begin(db, &err), 0, "one writer begins");
	say(to_child[1]);
	hear(from_child[0]);
	is_int(poll(&answer, 1, 100), 0, "a second one waits");
	is_int(db_set(db, "turn", "first", &err), 0, "the first one writes");
	is_int(db_commit(db, &err), 0, "and is done");
	hear(from_child[0]);
	waitpid(child, NULL, 0);
	is_str(fact(db, "turn", a), "second", "then it was the second one's turn");
	db_close(db);
}

/* A process loses all its locks on a file when it closes any descriptor of it. */
static void
locks_stay(struct arena *a)
{
	const char *path = arena_str(a, store_path("locks.db"));
	struct db *db = store_open(path), *more;
	struct err err;
	pid_t child;

	db_set(db, "a", "1", &err);
	more = db_open_more(path, &err);
	db_reopen(more, &err);
	db_close(more);
	if ((child = fork()) == 0) {
		execl("/proc/self/exe", "db", "--open", path, (char *)NULL);
		_exit(99);
	}
	waitpid(child, NULL, 0);
	ok(access(arena_printf(a, "%s-wal", path), F_OK) == 0,
	    "another process does not take itself for the last one");
	is_int(db_set(db, "a", "2", &err), 0, "and work goes on");
	is_str(fact(db, "a", a), "2", "with what was written");
	db_close(db);
}

static void
reader(struct arena *a)
{
	const char *path = arena_str(a, store_path("reader.db"));
	struct db *db, *look, *more;
	struct err err;

	ok(db_open_readonly(path, &err) == NULL, "no store to look at");
	is_int(err.kind, ERR_CONFIG, "%s", err.text);
	ok(access(path, F_OK) == -1, "and none was made");
	db = store_open(path);
	db_set(db, "a", "1", &err);
	ok((look = db_open_readonly(path, &err)) != NULL, "a look beside a writer");
	is_str(fact(look, "a", a), "1", "sees what is there");
	is_int(db_begin(db, &err), 0, "the writer begins");
	db_set(db, "a", "2", &err);
	is_str(fact(look, "a", a), "1", "what is not committed is not seen");
	is_int(db_commit(db, &err), 0, "nor does the look hold the writer up");
	is_str(fact(look, "a", a), "2", "what is committed is seen");
	is_int(db_set(look, "a", "3", &err), -1, "who only looks cannot write");
	is_str(fact(db, "a", a), "2", "and nothing was written");
	is_str(db_key(look), db_key(db), "the secret can be read");
	ok((more = db_open_more(path, &err)) != NULL, "one more connection");
	is_int(db_set(more, "a", "2", &err), 0, "writes as well");
	is_int(db_reopen(more, &err), 0, "and can be opened again");
	is_str(fact(more, "a", a), "2", "with what it wrote");
	db_close(more);
	db_close(db);
	db_close(look);
	ok((look = db_open_readonly(path, &err)) != NULL, "a look while nobody writes");
	is_str(fact(look, "a", a), "2", "sees the same");
	db_close(look);
	raw_sql(path, "pragma user_version = 0");
	ok(db_open_readonly(path, &err) == NULL, "an old store is not upgraded by a look");
	is_int(err.kind, ERR_STORE, "%s", err.text);
}

/* A store with a meeting and a mail to send, all in the one file; returns its bytes. */
static char *
sound_store(const char *path, struct arena *a, size_t *len)
{
	struct mail mail = { "ann@example.com", "bounce@example.org", "one@example.org", "offer",
		"Subject: hello\r\n", 16, false };
	struct mails mails = { &mail, 1 };
	struct meeting m;
	struct err err;
	struct db *db = store_open(path);

	store_meeting(&m, "nino@example.org", 1804500000);
	if (store_save(db, &m, &err) == -1 || queue_put(db, m.id, &mails, 1, &err) == -1)
		exit(99);
	db_close(db);
	return read_file(path, a, len);
}

/* true: it was noticed, or does no harm; false: something wrong would have been sent. */
static bool
harmless(const char *path, struct arena *a, int *noticed)
{
	struct queue_row row;
	struct err err = { 0 };
	struct db *db = db_open(path, &err);
	int found = db == NULL ? -1 : queue_next(db, 1, 0, a, &row, &err);

	*noticed += found == -1;
	db_close(db);
	return found != 1 || (strcmp(row.recipient, "ann@example.com") == 0 &&
				 strcmp(row.bytes, "Subject: hello\r\n") == 0);
}

static void
damage(struct arena *a)
{
	const char *path = arena_str(a, store_path("damage.db"));
	int noticed = 0, tried = 0, bad = 0;
	unsigned seed = 1;
	size_t len;
	char *sound = sound_store(path, a, &len), *hurt = arena_mem(a, sound, len);

	ok(harmless(path, a, &noticed) && noticed == 0, "a sound store hands out its mail");
	for (; tried < 150; tried++) {
		size_t at;

		seed = seed * 1103515245 + 12345;
		at = (seed >> 8) % len;
		memcpy(hurt, sound, len);
		for (size_t i = at; i < at + 16 && i < len; i++)
			hurt[i] ^= 0x55;
		write_file(path, hurt, len, a);
		bad += !harmless(path, a, &noticed);
	}
	is_int(bad, 0, "of %d damaged stores none hands out a wrong mail", tried);
	ok(noticed > 0, "and some were noticed (%d)", noticed);
	for (size_t cut = 1; cut < 8; cut++) {
		write_file(path, sound, len * cut / 8, a);
		refused(path, ERR_STORE, "a store that was cut off");
	}
}

int
main(int argc, char **argv)
{
	struct arena *a;

	if (argc == 3) { /* what locks_stay() runs beside itself: open and close */
		db_close(store_open(argv[2]));
		return 0;
	}
	a = arena_new();

	opening(a);
	transactions(a);
	strangers(a);
	first_version(a);
	crashes(a);
	doubtful_commit(a);
	taken_away(a);
	second_writer(a);
	locks_stay(a);
	reader(a);
	damage(a);
	arena_free(a);
	return tap_done();
}
