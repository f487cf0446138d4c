#include "store/mails.h"

#include "base/arena.h"
#include "store/store.h"
#include "tap.h"

#include <stdlib.h>

static struct mail_row
row_of(const char *digest, const char *content_key, uint32_t uid, enum verdict verdict)
{
	return (struct mail_row){ .uid_validity = 7,
		.uid = uid,
		.digest = digest,
		.content_key = content_key,
		.message_id = "id@example.com",
		.received_at = 100,
		.handled_at = 200,
		.verdict = verdict,
		.why = "because" };
}

static void
once_only(struct db *db, struct arena *a)
{
	struct mail_row row = row_of("d1", "k1", 1, VERDICT_ANSWERED), got;
	struct err err;

	is_int(mails_seen(db, "d1", "k1", a, &got, &err), 0, "a mail is new");
	is_int(mails_put(db, &row, &err), 0, "and is handled");
	is_int(mails_seen(db, "d1", "", a, &got, &err), 1, "known by its bytes");
	is_int(got.uid_validity, 7, "uid validity");
	is_int(got.uid, 1, "uid");
	is_str(got.digest, "d1", "digest");
	is_str(got.content_key, "k1", "content key");
	is_str(got.message_id, "id@example.com", "Message-ID");
	is_int(got.received_at, 100, "received at");
	is_int(got.handled_at, 200, "handled at");
	is_int(got.verdict, VERDICT_ANSWERED, "verdict");
	is_int(got.meeting, 0, "no meeting");
	is_str(got.why, "because", "why");
	is_int(mails_seen(db, "d2", "k1", a, &got, &err), 1, "known by its content");
	is_str(got.digest, "d1", "the first one");
	is_int(mails_seen(db, "d2", "k2", a, &got, &err), 0,
	    "the same Message-ID alone is another mail");

	is_int(mails_put(db, &row, &err), -1, "the same bytes are never handled twice");
	is_int(err.kind, ERR_REJECT, "for good");
	row = row_of("d2", "k1", 2, VERDICT_APPLIED);
	is_int(mails_put(db, &row, &err), -1, "nor the same content");
	row.verdict = VERDICT_DUPLICATE;
	is_int(mails_put(db, &row, &err), 0, "but it may be told to be a duplicate");
	row = row_of("d3", "k1", 3, VERDICT_DUPLICATE);
	is_int(mails_put(db, &row, &err), 0, "any number of times");
	is_int(mails_seen(db, "d9", "k1", a, &got, &err), 1, "the content is still known");
	is_str(got.digest, "d1", "as the first one, not the duplicates");
	row = row_of("d4", "", 4, VERDICT_WITH_PERSON);
	is_int(mails_put(db, &row, &err), 0, "a mail without a content key");
	row = row_of("d5", "", 5, VERDICT_WITH_PERSON);
	is_int(mails_put(db, &row, &err), 0, "and another one");
	is_int(mails_seen(db, "d6", "", a, &got, &err), 0, "no content key is not a content");
}

static void
places(struct db *db, struct arena *a)
{
	uint32_t uids[] = { 9, 1, 8, 3, 2 };
	size_t n = 5;
	struct mail_row *rows;
	struct err err;

	is_int(mails_unknown(db, 7, uids, &n, &err), 0, "which are unknown");
	ok(n == 2 && uids[0] == 9 && uids[1] == 8, "those that have no row, in their order");
	n = 2;
	uids[0] = 1;
	uids[1] = 2;
	mails_unknown(db, 8, uids, &n, &err);
	is_int((long long)n, 2, "when the server numbers anew, all are unknown");

	is_int(mails_unmarked(db, 7, a, &rows, &n, &err), 0, "which are not marked");
	ok(n == 5 && rows[0].uid == 1 && rows[4].uid == 5, "all, oldest first");
	is_int(rows[3].verdict, VERDICT_WITH_PERSON, "with their verdicts");
	mails_marked(db, 7, 1, &err);
	mails_unmarked(db, 7, a, &rows, &n, &err);
	ok(n == 4 && rows[0].uid == 2, "one less once it is marked");

	is_int(mails_place(db, "d1", 8, 41, &err), 0, "the same mail in a new place");
	is_int(mails_place(db, "nobody", 8, 42, &err), -1, "a mail nobody knows has no place");
	mails_unmarked(db, 8, a, &rows, &n, &err);
	ok(n == 1 && rows[0].uid == 41, "there it is not marked yet");
	is_str(rows[0].digest, "d1", "and is the same mail");
	mails_unmarked(db, 7, a, &rows, &n, &err);
	is_int((long long)n, 4, "the old place is not touched");
	n = 1;
	uids[0] = 41;
	mails_unknown(db, 8, uids, &n, &err);
	is_int((long long)n, 0, "and the new one is known");
}

static void
listing(struct db *db, struct arena *a)
{
	struct mail_row row = row_of("d6", "k6", 6, VERDICT_ROBOT), *rows;
	struct meeting m;
	struct err err;
	size_t n;

	is_int(mails_list(db, 0, 100, a, &rows, &n, &err), 0, "all mails");
	ok(n == 5, "each once, in however many places it lies (%zu)", n);
	is_str(rows[0].digest, "d5", "newest first");
	mails_list(db, 0, 2, a, &rows, &n, &err);
	is_int((long long)n, 2, "not more than were asked for");
	store_meeting(&m, "nino@example.org", 1804500000);
	store_save(db, &m, &err);
	row.meeting = m.id;
	is_int(mails_put(db, &row, &err), 0, "a mail about a meeting");
	mails_list(db, m.id, 100, a, &rows, &n, &err);
	ok(n == 1 && rows[0].meeting == m.id, "is listed with it");
	is_int(rows[0].verdict, VERDICT_ROBOT, "verdict");
}

static void
people(struct db *db, struct arena *a)
{
	struct person ann = { "ann@example.com", "en", "Asia/Tbilisi", false }, got;
	struct err err;
	int64_t at;

	is_int(person_load(db, "ann@example.com", a, &got, &err), 0, "nobody knows Ann");
	is_int(person_save(db, &ann, 1, &err), 0, "she writes");
	is_int(person_load(db, "Ann@Example.com", a, &got, &err), 1,
	    "and is known, however she is spelled");
	is_str(got.email, "ann@example.com", "email");
	is_str(got.language, "en", "language");
	is_str(got.zone, "Asia/Tbilisi", "zone");
	ann.zone = "";
	ann.language = "zh-Hant";
	person_save(db, &ann, 2, &err);
	person_load(db, "ann@example.com", a, &got, &err);
	is_str(got.language, "zh-Hant", "the later language counts");
	is_str(got.zone, "", "and the later zone");

	is_int(person_bounced(db, "Ann@example.com", 7, &err), 0, "a mail to her comes back");
	is_int(person_bounced_at(db, "ann@example.com", &at, &err), 0, "that is asked for");
	is_int(at, 7, "when");
	is_int(person_save(db, &ann, 9, &err), 0, "she writes again");
	person_bounced_at(db, "ann@example.com", &at, &err);
	is_int(at, 0, "so her address is good");
	is_int(person_bounced(db, "bo@example.com", 8, &err), 0, "somebody who never wrote");
	person_bounced_at(db, "bo@example.com", &at, &err);
	is_int(at, 8, "is noted, too");
}

int
main(void)
{
	struct arena *a = arena_new();
	struct db *db = store_open(store_path("mails.db"));

	once_only(db, a);
	places(db, a);
	listing(db, a);
	people(db, a);
	db_close(db);
	arena_free(a);
	return tap_done();
}
