#include "store/queue.h"

#include "base/arena.h"
#include "store/store.h"
#include "tap.h"

#include <sqlite3.h>
#include <string.h>

static int
put(struct db *db, const char *message_id, int64_t meeting, int64_t now, struct err *err)
{
	static const char bytes[] = "Subject: a\r\n\r\nwith a NUL: \0.\r\n";
	struct mail mail = { "ann@example.com", "bounce@example.org", message_id, "offer", bytes,
		sizeof bytes - 1, false };
	struct mails mails = { &mail, 1 };

	return queue_put(db, meeting, &mails, now, err);
}

static void
sending(struct arena *a)
{
	struct db *db = store_open(store_path("sending.db"));
	enum queue_state is;
	struct queue_row row;
	struct err err;
	int64_t at;

	is_int(queue_next(db, 1000, 0, a, &row, &err), 0, "nothing to send");
	ok(queue_next_at(db, 0, &at, &err) == 0 && at == 0, "and nothing waits");
	is_int(put(db, "one@example.org", 0, 100, &err), 0, "one mail");
	is_int(put(db, "one@example.org", 0, 100, &err), -1, "the same Message-ID a second time");
	is_int(err.kind, ERR_REJECT, "is refused for good");
	is_int(put(db, "two@example.org", 0, 100, &err), 0, "another mail");

	is_int(queue_next(db, 99, 0, a, &row, &err), 0, "not before its time");
	is_int(queue_next(db, 100, 0, a, &row, &err), 1, "the first one");
	is_str(row.message_id, "one@example.org", "Message-ID");
	is_str(row.recipient, "ann@example.com", "recipient");
	is_str(row.sender, "bounce@example.org", "sender");
	is_str(row.kind, "offer", "kind");
	is_int(row.state, QUEUE_WAITING, "waits");
	is_int(row.tries, 0, "never tried");
	is_int(row.queued_at, 100, "queued at");
	is_int((long long)row.len, 30, "length");
	ok(memcmp(row.bytes, "Subject: a\r\n\r\nwith a NUL: \0.\r\n", 30) == 0,
	    "byte for byte what was put in");

	is_int(queue_sending(db, row.id, false, 101, &err), 0, "on its way");
	is_int(queue_next(db, 101, 0, a, &row, &err), 1, "the next is");
	is_str(row.message_id, "two@example.org", "the other one");
	is_int(queue_result(db, row.id, QUEUE_WAITING, 400, "451 later", 102, &is, &err), 0,
	    "which is put off");
	ok(queue_next_at(db, 0, &at, &err) == 0 && at == 400, "until then");
	is_int(queue_next(db, 399, 0, a, &row, &err), 0, "nothing before");

	is_int(queue_next(db, 400 - QUEUE_WAIT_MOST, 0, a, &row, &err), 0,
	    "an hour before: nothing");
	is_int(queue_next(db, 399 - QUEUE_WAIT_MOST, 0, a, &row, &err), 1,
	    "nothing waits longer: the clock was set back, and it is due");

	is_int(queue_recover(db, 200, &err), 0, "a start: what was on its way is uncertain");
	is_int(queue_next(db, 200, 0, a, &row, &err), 1, "and comes again");
	is_str(row.message_id, "one@example.org", "that one");
	is_int(row.state, QUEUE_UNCERTAIN, "said to be uncertain");
	is_int(row.tries, 1, "tried once");
	is_int(queue_result(db, row.id, QUEUE_SENT, 0, "250 ok", 201, &is, &err), 0, "sent");
	is_int(queue_recover(db, 300, &err), 0, "another start");
	is_int(queue_next(db, 300, 0, a, &row, &err), 0, "does not bring it back");
	is_int(queue_next(db, 400, 0, a, &row, &err), 1, "the other one's time comes");
	is_str(row.answer, "451 later", "the server's words");
	is_int(queue_result(db, row.id, QUEUE_FAILED, 0, "550 never", 401, &is, &err), 0, "failed");
	is_int(queue_next(db, 1000, 0, a, &row, &err), 0, "and is not tried again");
	db_close(db);
}

/* Message one, handed to the server at this moment with a copy for our own mailbox. */
static void
send_with_copy(struct db *db, int64_t now)
{
	struct err err;

	is_int(put(db, "one@example.org", 0, now, &err), 0, "a mail");
	is_int(queue_sending(db, 1, true, now, &err), 0, "is sent with a copy");
}

static void
uncertain(struct arena *a)
{
	struct db *db = store_open(store_path("uncertain.db"));
	enum queue_state is;
	struct queue_row row;
	struct err err;
	int64_t at;

	send_with_copy(db, 100);
	is_int(queue_copied(db, "one@example.org", &err), 1, "it has a copy");
	is_int(queue_copied(db, "other@example.org", &err), 0, "another has none");
	is_int(queue_result(db, 1, QUEUE_UNCERTAIN, 160, "lost", 100, &is, &err), 0, "no reply");
	is_int(is, QUEUE_UNCERTAIN, "it is uncertain");
	ok(queue_look_at(db, 159, &at, &err) == 0 && at == 160, "a look at 160 will tell");
	ok(queue_look_at(db, 160, &at, &err) == 0 && at == 0, "then nobody waits for one");
	is_int(queue_next(db, 500, 159, a, &row, &err), 0, "an earlier look tells nothing");
	ok(queue_next_at(db, 159, &at, &err) == 0 && at == 160 + QUEUE_BLIND_SECONDS,
	    "without one it waits for long");
	is_int(queue_next(db, 500, 160, a, &row, &err), 1, "no copy at that look: again");
	ok(queue_next_at(db, 160, &at, &err) == 0 && at == 160, "and at once");
	is_int(queue_next(db, 159 + QUEUE_BLIND_SECONDS, 0, a, &row, &err), 0, "never looked");
	is_int(queue_next(db, 160 + QUEUE_BLIND_SECONDS, 0, a, &row, &err), 1,
	    "where nobody can look it goes out again in the end");

	is_int(queue_back(db, "one@example.org", 130, &err), 0, "its copy is found");
	is_int(queue_next(db, 9999, 9999, a, &row, &err), 0, "it is not sent again");
	ok(queue_next_at(db, 0, &at, &err) == 0 && at == 0, "and does not wait");
	is_int(queue_recover(db, 9999, &err), 0, "a start");
	is_int(queue_next(db, 9999, 9999, a, &row, &err), 0, "changes nothing");
	db_close(db);
}

/* The mailbox can be quicker than the SMTP server's reply. */
static void
copy_before_reply(struct arena *a)
{
	struct db *db = store_open(store_path("before.db"));
	enum queue_state is;
	struct queue_row row;
	struct err err;

	send_with_copy(db, 100);
	is_int(queue_back(db, "one@example.org", 101, &err), 0, "the copy comes first");
	is_int(queue_next(db, 9999, 9999, a, &row, &err), 0, "it is still the sender's");
	is_int(queue_result(db, 1, QUEUE_UNCERTAIN, 161, "lost", 102, &is, &err), 0, "no reply");
	is_int(is, QUEUE_SENT, "it was taken");
	db_close(db);
}

/* Its result could not be written, its copy was found, and then the process died. */
static void
copy_before_death(struct arena *a)
{
	struct db *db = store_open(store_path("death.db"));
	struct queue_row row;
	struct err err;

	send_with_copy(db, 100);
	is_int(queue_back(db, "one@example.org", 101, &err), 0, "the copy comes");
	is_int(queue_recover(db, 200, &err), 0, "a start, without a result");
	is_int(queue_next(db, 99999, 99999, a, &row, &err), 0,
	    "it was taken, and is not sent again");
	db_close(db);
}

static void
killed_while_sending(struct arena *a)
{
	struct db *db = store_open(store_path("killed.db"));
	struct queue_row row;
	struct err err;

	send_with_copy(db, 100);
	is_int(queue_recover(db, 200, &err), 0, "a start: what was on its way is uncertain");
	is_int(queue_next(db, 300, 259, a, &row, &err), 0, "its copy has some time");
	is_int(queue_next(db, 300, 260, a, &row, &err), 1, "then it goes out again");
	ok(row.copied, "it had a copy");
	db_close(db);
}

static int64_t
patience(struct db *db)
{
	struct err err;
	int64_t seconds = -1;

	is_int(queue_copy_seconds(db, &seconds, &err), 0, "how long may a copy take?");
	return seconds;
}

static void
patience_grows(void)
{
	struct db *db = store_open(store_path("patience.db"));
	enum queue_state is;
	struct err err;

	is_int(patience(db), QUEUE_COPY_SECONDS, "a minute, where nothing is known");
	send_with_copy(db, 100);
	queue_result(db, 1, QUEUE_SENT, 0, "250 ok", 100, &is, &err);
	is_int(patience(db), QUEUE_COPY_SECONDS, "as long as none came");
	queue_back(db, "one@example.org", 140, &err);
	is_int(patience(db), QUEUE_COPY_SECONDS + 80, "twice what one took");
	queue_back(db, "one@example.org", 200, &err);
	is_int(patience(db), QUEUE_COPY_SECONDS + 80, "the first place where it lies counts");
	put(db, "two@example.org", 0, 100, &err);
	queue_sending(db, 2, true, 100, &err);
	queue_result(db, 2, QUEUE_SENT, 0, "250 ok", 100, &is, &err);
	queue_back(db, "two@example.org", 5000, &err);
	is_int(patience(db), QUEUE_COPY_MOST_SECONDS, "but not for ever");
	db_close(db);
}

static void
listing(struct arena *a)
{
	struct db *db = store_open(store_path("listing.db"));
	struct queue_row *rows;
	struct meeting m;
	struct err err;
	int64_t meeting = 5;
	enum queue_state is;
	size_t n;

	store_meeting(&m, "nino@example.org", 1804500000);
	store_save(db, &m, &err);
	put(db, "one@example.org", m.id, 100, &err);
	put(db, "two@example.org", 0, 100, &err);
	put(db, "three@example.org", m.id, 100, &err);
	queue_result(db, 1, QUEUE_SENT, 0, "250 ok", 150, &is, &err);

	is_int(queue_list(db, 0, a, &rows, &n, &err), 0, "what is not sent");
	ok(n == 2 && rows[0].id == 2 && rows[1].id == 3, "two, oldest first");
	ok(rows[0].bytes == NULL, "without the bytes");
	is_int(queue_list(db, m.id, a, &rows, &n, &err), 0, "a meeting's mails");
	ok(n == 2 && rows[0].id == 1 && rows[1].id == 3, "sent or not");
	is_int(rows[0].state, QUEUE_SENT, "state");
	is_int(rows[0].done_at, 150, "when");

	is_int(queue_knows(db, "three@example.org", &meeting, &err), 1, "a Message-ID of ours");
	is_int(meeting, m.id, "leads to its meeting");
	is_int(queue_knows(db, "two@example.org", &meeting, &err), 1, "one without a meeting");
	is_int(meeting, 0, "leads to none");
	is_int(queue_knows(db, "two@example.org", NULL, &err), 1, "nobody need ask for it");
	is_int(queue_knows(db, "four@example.org", &meeting, &err), 0, "one that is not ours");
	is_str(queue_state_name(QUEUE_UNCERTAIN), "uncertain", "a state's name");
	db_close(db);
}

/* As a failing disk might: past all of our code. */
static void
damage(const char *path, const char *sql)
{
	sqlite3 *raw;

	ok(sqlite3_open(path, &raw) == SQLITE_OK &&
		sqlite3_exec(raw, sql, NULL, NULL, NULL) == SQLITE_OK && sqlite3_changes(raw) == 1,
	    "damage: %s", sql);
	sqlite3_close(raw);
}

static void
damaged(struct arena *a)
{
	static const char *const ways[] = {
		"update queue set bytes = cast(replace(cast(bytes as text), 'a', 'b') as blob)",
		"update queue set recipient = 'bnn@example.com'",
		"update queue set sender = ''",
		"update queue set message_id = 'other@example.org'",
		"update queue set digest = ''",
		"update queue set bytes = x''",
		"update queue set recipient = recipient || char(0) || 'x'",
	};

	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		char name[32] = "damaged-0.db";
		struct queue_row row;
		struct err err;
		struct db *db;

		name[8] = (char)('0' + i);
		db = store_open(store_path(name));
		put(db, "one@example.org", 0, 100, &err);
		damage(store_path(name), ways[i]);
		is_int(queue_next(db, 100, 0, a, &row, &err), -1, "it is not handed out");
		is_int(err.kind, ERR_STORE, "and the store is not to be trusted");
		db_close(db);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	sending(a);
	uncertain(a);
	copy_before_reply(a);
	copy_before_death(a);
	killed_while_sending(a);
	patience_grows();
	listing(a);
	damaged(a);
	arena_free(a);
	return tap_done();
}
