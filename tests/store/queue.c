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
		sizeof bytes - 1 };
	struct mails mails = { &mail, 1 };

	return queue_put(db, meeting, &mails, now, err);
}

static void
sending(struct arena *a)
{
	struct db *db = store_open(store_path("sending.db"));
	struct queue_row row;
	struct err err;
	int64_t at;

	is_int(queue_next(db, 1000, a, &row, &err), 0, "nothing to send");
	ok(queue_next_at(db, &at, &err) == 0 && at == 0, "and nothing waits");
	is_int(put(db, "one@example.org", 0, 100, &err), 0, "one mail");
	is_int(put(db, "one@example.org", 0, 100, &err), -1, "the same Message-ID a second time");
	is_int(err.kind, ERR_REJECT, "is refused for good");
	is_int(put(db, "two@example.org", 0, 100, &err), 0, "another mail");

	is_int(queue_next(db, 99, a, &row, &err), 0, "not before its time");
	is_int(queue_next(db, 100, a, &row, &err), 1, "the first one");
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

	is_int(queue_sending(db, row.id, 101, &err), 0, "on its way");
	is_int(queue_next(db, 101, a, &row, &err), 1, "the next is");
	is_str(row.message_id, "two@example.org", "the other one");
	is_int(queue_result(db, row.id, QUEUE_WAITING, 400, "451 later", 102, &err), 0,
	    "which is put off");
	ok(queue_next_at(db, &at, &err) == 0 && at == 400, "until then");
	is_int(queue_next(db, 399, a, &row, &err), 0, "nothing before");

	is_int(queue_next(db, 400 - QUEUE_WAIT_MOST, a, &row, &err), 0, "an hour before: nothing");
	is_int(queue_next(db, 399 - QUEUE_WAIT_MOST, a, &row, &err), 1,
	    "nothing waits longer: the clock was set back, and it is due");

	is_int(queue_recover(db, 200, &err), 0, "a start: what was on its way is uncertain");
	is_int(queue_next(db, 200, a, &row, &err), 1, "and comes again");
	is_str(row.message_id, "one@example.org", "that one");
	is_int(row.state, QUEUE_UNCERTAIN, "said to be uncertain");
	is_int(row.tries, 1, "tried once");
	is_int(queue_result(db, row.id, QUEUE_SENT, 0, "250 ok", 201, &err), 0, "sent");
	is_int(queue_recover(db, 300, &err), 0, "another start");
	is_int(queue_next(db, 300, a, &row, &err), 0, "does not bring it back");
	is_int(queue_next(db, 400, a, &row, &err), 1, "the other one's time comes");
	is_str(row.answer, "451 later", "the server's words");
	is_int(queue_result(db, row.id, QUEUE_FAILED, 0, "550 never", 401, &err), 0, "failed");
	is_int(queue_next(db, 1000, a, &row, &err), 0, "and is not tried again");
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
	size_t n;

	store_meeting(&m, "nino@example.org", 1804500000);
	store_save(db, &m, &err);
	put(db, "one@example.org", m.id, 100, &err);
	put(db, "two@example.org", 0, 100, &err);
	put(db, "three@example.org", m.id, 100, &err);
	queue_result(db, 1, QUEUE_SENT, 0, "250 ok", 150, &err);

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
		is_int(queue_next(db, 100, a, &row, &err), -1, "it is not handed out");
		is_int(err.kind, ERR_STORE, "and the store is not to be trusted");
		db_close(db);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	sending(a);
	listing(a);
	damaged(a);
	arena_free(a);
	return tap_done();
}
