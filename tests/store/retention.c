/* retention: what is older than it may be goes, and nothing else */
#include "store/retention.h"

#include "base/arena.h"
#include "base/date.h"
#include "store/mails.h"
#include "store/meetings.h"
#include "store/query.h"
#include "store/queue.h"
#include "store/store.h"
#include "tap.h"

#include <stdio.h>
#include <string.h>

enum { NOW = 1900000000 };

static const struct retention kept = { .mails = 30 * 24 * 60,
	.meetings = 180 * 24 * 60,
	.digests = 400 * 24 * 60 };

static int64_t
count(struct db *db, const char *sql)
{
	struct err err = { 0 };
	struct query *q = query_open(db, sql);
	int64_t n = -1;

	query_number(q, &n, &err);
	return n;
}

static void
put_message(struct db *db, int64_t meeting, int days_ago, bool sent)
{
	static int n;
	char id[32];
	struct mail mail = { "ann@example.com", "bounce@example.org", id, "offer", "bytes", 5,
		false };
	struct mails mails = { &mail, 1 };
	struct err err = { 0 };
	enum queue_state is;

	snprintf(id, sizeof id, "%d@example.org", ++n);
	if (queue_put(db, meeting, &mails, NOW - days_ago * DAY, &err) == -1 ||
	    (sent && queue_result(db, count(db, "select max(id) from queue"), QUEUE_SENT, 0, "250",
			 NOW, &is, &err) == -1))
		ok(false, "%s", err.text);
}

static void
put_mail(struct db *db, const char *digest, int days_ago, uint32_t uid)
{
	struct mail_row row = { .digest = digest,
		.content_key = digest,
		.message_id = "m@example.com",
		.uid_validity = 1,
		.uid = uid,
		.handled_at = NOW - days_ago * DAY,
		.why = "",
		.said = "s",
		.author = "w" };
	struct err err = { 0 };

	if (mails_put(db, &row, &err) == -1)
		ok(false, "%s", err.text);
}

static int64_t
put_meeting(struct db *db, const char *host, int days_ago)
{
	struct err err = { 0 };
	struct meeting m;

	store_meeting(&m, host, NOW - days_ago * DAY);
	m.changed_at = m.created_at = NOW - days_ago * DAY;
	if (store_save(db, &m, &err) == -1)
		ok(false, "%s", err.text);
	return m.id;
}

static void
apply(struct db *db)
{
	struct err err = { 0 };
	int did, steps = 0;

	while ((did = retention_step(db, &kept, NOW, &err)) == 1 && steps < 100)
		steps++;
	is_int(did, 0, "it comes to an end: %s", err.text);
}

static void
messages(void)
{
	struct db *db = store_open(store_path("messages.db"));

	put_message(db, 0, 29, true);
	put_message(db, 0, 31, true);
	put_message(db, 0, 31, false);
	put_message(db, 0, 181, true);
	put_message(db, 0, 401, true);
	apply(db);
	is_int(count(db, "select count(*) from queue where id = 1 and length(bytes) = 5"), 1,
	    "the bytes of a mail of this month stay");
	is_int(count(db, "select length(bytes) from queue where id = 2"), 0, "older ones go");
	is_int(count(db, "select count(*) from queue where id = 2 and recipient <> ''"), 1,
	    "but not yet to whom it went");
	is_int(count(db, "select length(bytes) from queue where id = 3"), 5,
	    "what waits to be sent stays, however old");
	is_int(count(db, "select count(*) from queue where id = 4 and recipient = ''"), 1,
	    "after half a year nobody knows to whom it went");
	is_int(count(db, "select count(*) from queue where id = 5"), 0, "then it is gone");
	db_close(db);
}

static void
old_meetings(void)
{
	struct db *db = store_open(store_path("meetings.db"));
	int64_t young = put_meeting(db, "nino@example.org", 179), left;
	int64_t old = put_meeting(db, "omar@example.org", 182);
	struct err err = { 0 };
	struct person ann = { "ann@example.com", "en", "", false };
	struct person eve = { "eve@example.com", "en", "", false };

	put_message(db, old, 182, true);
	ok(person_save(db, &ann, NOW - 200 * DAY, &err) == 0 &&
		person_save(db, &eve, NOW - 200 * DAY, &err) == 0,
	    "two people");
	apply(db);
	left = count(db, "select id from meeting");
	is_int(left, young, "the old meeting is gone, the other stands");
	is_int(count(db, "select count(*) from guest"), 3, "with its guests");
	is_int(count(db, "select count(*) from queue where recipient <> ''"), 0,
	    "and nobody knows whom the old one's mails went to");
	is_int(count(db, "select count(*) from person where email = 'ann@example.com'"), 1,
	    "who is in a meeting that is kept is known");
	is_int(count(db, "select count(*) from person"), 1, "nobody else who is silent since");
	db_close(db);
}

static void
old_mails(void)
{
	struct db *db = store_open(store_path("mails.db"));

	put_mail(db, "young", 399, 1);
	put_mail(db, "old", 401, 2);
	apply(db);
	is_int(count(db, "select count(*) from mail where author = 'w' and digest = 'young'"), 1,
	    "what tells a mail of last year from others stays");
	is_int(count(db, "select count(*) from mail where digest = 'old' and author = ''"
			 " and said = '' and message_id = ''"),
	    1, "of older ones only that they were handled");
	db_close(db);
}

/* A thousand go in many small transactions. */
static void
many(void)
{
	struct db *db = store_open(store_path("many.db"));
	struct err err = { 0 };

	for (int i = 0; i < 250; i++)
		put_message(db, 0, 40, false);
	is_int(count(db, "select count(*) from queue"), 250, "many messages");
	db_set(db, "x", "y", &err);
	is_int(query_run(query_open(db, "update queue set state = 'sent'"), &err), 0, "all sent");
	is_int(retention_step(db, &kept, NOW, &err), 1, "some go");
	is_int(count(db, "select count(*) from queue where length(bytes) = 0"), 100, "a hundred");
	apply(db);
	is_int(count(db, "select count(*) from queue where length(bytes) = 0"), 250, "then all");
	db_close(db);
}

int
main(void)
{
	messages();
	old_meetings();
	old_mails();
	many();
	return tap_done();
}
