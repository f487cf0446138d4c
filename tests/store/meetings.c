#include "store/meetings.h"

#include "base/arena.h"
#include "base/date.h"
#include "store/mails.h"
#include "store/queue.h"
#include "store/store.h"
#include "tap.h"

#include <string.h>

enum { MONDAY = 1804500000 }; /* some start of a meeting */

static void
same_guests(const struct meeting *got, const struct meeting *want)
{
	if (!is_int((long long)got->n_guests, (long long)want->n_guests, "as many guests"))
		return;
	for (size_t i = 0; i < want->n_guests; i++) {
		const struct guest *g = &got->guests[i], *w = &want->guests[i];

		is_str(g->email, w->email, "guest %zu: email", i);
		is_str(g->name, w->name, "guest %zu: name", i);
		is_int(g->role, w->role, "guest %zu: role", i);
		is_int(g->partstat, w->partstat, "guest %zu: partstat", i);
		is_str(g->language, w->language, "guest %zu: language", i);
		is_str(g->zone.name, w->zone.name, "guest %zu: zone", i);
		is_int(zone_offset(&g->zone, MONDAY), zone_offset(&w->zone, MONDAY),
		    "guest %zu: zone works", i);
		is_str(g->token, w->token, "guest %zu: token", i);
	}
}

static void
same_offers(const struct meeting *got, const struct meeting *want)
{
	if (!is_int((long long)got->n_offers, (long long)want->n_offers, "as many offers"))
		return;
	for (size_t i = 0; i < want->n_offers; i++) {
		const struct offer *o = &got->offers[i], *w = &want->offers[i];

		is_int(o->round, w->round, "offer %zu: round", i);
		is_int(o->number, w->number, "offer %zu: number", i);
		is_int(o->span.start_at, w->span.start_at, "offer %zu: start", i);
		is_int(o->span.end_at, w->span.end_at, "offer %zu: end", i);
		is_str(o->host, w->host, "offer %zu: host", i);
		is_int(o->state, w->state, "offer %zu: state", i);
		is_int(o->held_until, w->held_until, "offer %zu: held until", i);
	}
}

static void
same_spans(const char *what, struct spans got, struct spans want)
{
	if (!is_int((long long)got.n, (long long)want.n, "as many %s times", what))
		return;
	for (size_t i = 0; i < want.n; i++) {
		is_int(got.items[i].start_at, want.items[i].start_at, "%s %zu: start", what, i);
		is_int(got.items[i].end_at, want.items[i].end_at, "%s %zu: end", what, i);
	}
}

static void
same_meeting(const struct meeting *got, const struct meeting *want)
{
	is_int(got->id, want->id, "id");
	is_str(got->uid, want->uid, "uid");
	is_int(got->state, want->state, "state");
	ok(got->with_person == want->with_person, "with person");
	is_str(got->topic, want->topic, "topic");
	is_int(got->duration, want->duration, "duration");
	is_str(got->language, want->language, "language");
	is_int(got->slot.start_at, want->slot.start_at, "start");
	is_int(got->slot.end_at, want->slot.end_at, "end");
	is_int(got->sequence, want->sequence, "sequence");
	is_int(got->stamped_at, want->stamped_at, "stamped at");
	is_int(got->revision, want->revision, "revision");
	is_int(got->chased_at, want->chased_at, "chased at");
	ok(got->lapsed == want->lapsed, "lapsed");
	is_int(got->reminded_at, want->reminded_at, "reminded at");
	is_int(got->rounds, want->rounds, "rounds");
	is_str(got->subject, want->subject, "subject");
	is_str(got->last_id, want->last_id, "last id");
	is_int(got->created_at, want->created_at, "created at");
	is_int(got->changed_at, want->changed_at, "changed at");
	is_int(got->pending.what, want->pending.what, "what was asked for");
	is_str(got->pending.guest == NULL ? "" : got->pending.guest,
	    want->pending.guest == NULL ? "" : want->pending.guest, "whose yes it waits for");
	is_str(got->pending.secret == NULL ? "" : got->pending.secret,
	    want->pending.secret == NULL ? "" : want->pending.secret, "the question's secret");
	is_int(got->pending.slot.start_at, want->pending.slot.start_at, "asked to be moved to");
	is_int(got->pending.slot.end_at, want->pending.slot.end_at, "until");
	is_int(got->pending.asked_at, want->pending.asked_at, "asked at");
	same_guests(got, want);
	same_offers(got, want);
	same_spans("refused", got->refused, want->refused);
	same_spans("wished", got->wished, want->wished);
	if (is_int((long long)got->n_references, (long long)want->n_references,
		"as many references"))
		for (size_t i = 0; i < want->n_references; i++)
			is_str(got->references[i], want->references[i], "reference %zu", i);
}

static void
round_trip(struct arena *a)
{
	const char *path = arena_str(a, store_path("round-trip.db"));
	struct db *db = store_open(path);
	struct meeting m, got;
	struct err err;

	store_meeting(&m, "nino@example.org", MONDAY);
	is_int(store_save(db, &m, &err), 0, "a new meeting is saved");
	ok(m.id > 0, "and gets an id");
	db_close(db);

	db = store_open(path);
	is_int(meetings_load(db, m.id, a, &got, &err), 1, "it is there after reopening");
	same_meeting(&got, &m);
	is_int(meetings_load(db, m.id + 1, a, &got, &err), 0, "no other is");

	m.state = MEETING_OFFERED;
	m.uid = m.topic = "";
	m.n_guests = 2;
	m.offers++;
	m.n_offers = 1;
	m.refused.n = m.wished.n = 0;
	m.n_references = 0;
	m.revision = 8;
	is_int(store_save(db, &m, &err), 0, "less of it is saved over it");
	is_int(meetings_load(db, m.id, a, &got, &err), 1, "and loaded");
	same_meeting(&got, &m);

	m.pending = (struct pending){ .what = CHANGE_MOVE,
		.guest = "ann@example.com",
		.secret = "s3cret",
		.slot = { MONDAY + DAY, MONDAY + DAY + HOUR },
		.asked_at = 77 };
	is_int(store_save(db, &m, &err), 0, "with a change to be confirmed");
	is_int(meetings_load(db, m.id, a, &got, &err), 1, "which is loaded");
	same_meeting(&got, &m);
	is_int(meetings_find(db, NULL, 0, "s3cret", a, &got, &err), 1, "and found by its secret");
	m.pending.secret = "";
	is_int(store_save(db, &m, &err), 0, "used");
	is_int(meetings_find(db, NULL, 0, "s3cret", a, &got, &err), 0, "it leads nowhere");

	for (enum meeting_state s = MEETING_NEW; s <= MEETING_CLOSED; s++) {
		m.state = s;
		ok(store_save(db, &m, &err) == 0 && meetings_load(db, m.id, a, &got, &err) == 1 &&
			got.state == s,
		    "state %s comes back", meeting_state_name(s));
	}
	db_close(db);
}

/* Those that stand and are to come, of that address in any case, the next first. */
static void
upcoming(struct arena *a)
{
	struct db *db = store_open(store_path("upcoming.db"));
	static const struct {
		enum meeting_state state;
		int days;
	} them[] = { { MEETING_SETTLED, 2 }, { MEETING_SETTLED, 1 }, { MEETING_SETTLED, -1 },
		{ MEETING_CANCELLED, 3 } };
	struct meeting m, *all;
	int64_t ids[4];
	struct err err;
	size_t n;

	for (size_t i = 0; i < 4; i++) {
		store_meeting(&m, "nino@example.org", MONDAY + them[i].days * DAY);
		m.state = them[i].state;
		store_save(db, &m, &err);
		ids[i] = m.id;
	}
	is_int(meetings_upcoming(db, "NINO@example.org", MONDAY, a, &all, &n, &err), 0, "to come");
	if (is_int((long long)n, 2, "two of them")) {
		is_int(all[0].id, ids[1], "the next first");
		is_int(all[1].id, ids[0], "then the later one");
	}
	is_int(meetings_upcoming(db, "nobody@example.org", MONDAY, a, &all, &n, &err), 0,
	    "of nobody");
	is_int((long long)n, 0, "there is none");
	db_close(db);
}

static void
finding(struct arena *a)
{
	struct db *db = store_open(store_path("finding.db"));
	struct meeting first, second, got;
	struct err err;
	struct mail mail = { "ann@example.com", "", "ours-1@example.org", "offer", "x", 1, false };
	struct mails mails = { &mail, 1 };
	struct mail_row row = { .uid = 1,
		.uid_validity = 1,
		.digest = "d1",
		.content_key = "k1",
		.message_id = "theirs@example.com",
		.verdict = VERDICT_ANSWERED,
		.why = "" };
	const char *ids[3] = { "ours-1@example.org", "theirs@example.com", "unknown@example.com" };

	store_meeting(&first, "nino@example.org", MONDAY);
	is_int(store_save(db, &first, &err), 0, "one meeting");
	is_int(queue_put(db, first.id, &mails, 1, &err), 0, "a mail of ours for it");
	store_meeting(&second, "amelie@example.org", MONDAY);
	is_int(store_save(db, &second, &err), 0, "another meeting");
	row.meeting = second.id;
	is_int(mails_put(db, &row, &err), 0, "a mail that led to it");

	is_int(meetings_find(db, ids, 1, "", a, &got, &err), 1, "found by our Message-ID");
	is_int(got.id, first.id, "the first");
	is_int(meetings_find(db, ids, 3, NULL, a, &got, &err), 1, "found by a guest's Message-ID");
	is_int(got.id, second.id, "the later reference goes before the earlier one");
	is_int(meetings_find(db, ids + 2, 1, "", a, &got, &err), 0, "an unknown id finds nothing");
	is_int(meetings_find(db, ids, 0, "", a, &got, &err), 0, "nothing finds nothing");
	is_int(meetings_find(db, ids, 3, "token0of2", a, &got, &err), 1, "found by token");
	is_int(got.id, first.id, "which goes before all ids");
	is_int(meetings_find(db, ids, 1, "token0of99", a, &got, &err), 1,
	    "a token nobody has leaves it to the ids");
	is_int(meetings_find_uid(db, "uid-3@example.org", a, &got, &err), 1, "found by UID");
	is_int(got.id, second.id, "the second");
	is_int(meetings_find_uid(db, "", a, &got, &err), 0, "no UID finds nothing");

	row.digest = "d2";
	row.content_key = "k2";
	row.uid = 2;
	row.meeting = first.id;
	is_int(mails_put(db, &row, &err), 0, "somebody uses the Message-ID again");
	is_int(meetings_find(db, ids + 1, 1, "", a, &got, &err), 1, "it still leads");
	is_int(got.id, second.id, "where the first mail with it led");
	db_close(db);
}

static int
book(struct db *db, const char *host, int64_t start_at, int64_t end_at, struct err *err)
{
	struct meeting m;

	store_meeting(&m, host, start_at);
	m.slot.end_at = end_at;
	return store_save(db, &m, err);
}

static void
double_bookings(struct arena *a)
{
	static const struct {
		const char *host;
		int from, to; /* minutes after MONDAY */
		bool fits;
		const char *why;
	} rows[] = {
		{ "nino@example.org", 60, 120, true, "the first" },
		{ "nino@example.org", 60, 120, false, "the same time" },
		{ "nino@example.org", 0, 61, false, "ends a minute into it" },
		{ "nino@example.org", 119, 180, false, "begins a minute before its end" },
		{ "nino@example.org", 90, 100, false, "within it" },
		{ "nino@example.org", 0, 300, false, "around it" },
		{ "NINO@example.org", 90, 100, false, "the address in capitals" },
		{ "nino@example.org", 0, 60, true, "up to its beginning" },
		{ "nino@example.org", 120, 180, true, "from its end on" },
		{ "nino@example.org", 30, 150, false, "across all three" },
		{ "amelie@example.org", 60, 120, true, "another host" },
		{ "nino@example.org", 200, 200, false, "a meeting without length" },
	};
	struct db *db = store_open(store_path("bookings.db"));
	struct meeting m, got;
	struct err err;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int ret = book(db, rows[i].host, MONDAY + rows[i].from * MINUTE,
		    MONDAY + rows[i].to * MINUTE, &err);

		is_int(ret, rows[i].fits ? 0 : -1, "booking: %s", rows[i].why);
		if (!rows[i].fits)
			is_int(err.kind, ERR_REJECT, "and it is refused for good");
	}
	is_int(meetings_load(db, 1, a, &m, &err), 1, "the first booking");
	m.slot.start_at += 10 * MINUTE;
	is_int(store_save(db, &m, &err), 0, "may move where only itself was in the way");
	m.slot.end_at += 20 * MINUTE;
	is_int(store_save(db, &m, &err), -1, "but not into the next one");
	is_int(meetings_load(db, 1, a, &got, &err), 1, "and then nothing of it was saved");
	is_int(got.slot.end_at, MONDAY + 120 * MINUTE, "it ends as before");
	m = got;
	m.state = MEETING_CANCELLED;
	is_int(store_save(db, &m, &err), 0, "called off");
	is_int(book(db, "nino@example.org", MONDAY + 60 * MINUTE, MONDAY + 120 * MINUTE, &err), 0,
	    "its time is free again");
	m.state = MEETING_SETTLED;
	is_int(store_save(db, &m, &err), -1, "and not to be had a second time");
	db_close(db);
}

static void
taken(struct arena *a)
{
	struct db *db = store_open(store_path("taken.db"));
	struct staff staff[2] = { { .email = "nino@example.org" }, { .email = "Bo@example.org" } };
	struct team team = { .staff = staff, .n = 2 };
	struct meeting m;
	struct err err;

	store_meeting(&m, "nino@example.org", MONDAY + DAY);
	store_save(db, &m, &err);
	store_meeting(&m, "nino@example.org", MONDAY - 6 * WEEK);
	store_save(db, &m, &err);
	store_meeting(&m, "nino@example.org", MONDAY - 4 * WEEK);
	store_save(db, &m, &err);
	store_meeting(&m, "gone@example.org", MONDAY);
	store_save(db, &m, &err);
	store_meeting(&m, "nino@example.org", MONDAY);
	m.state = MEETING_OFFERED;
	m.offers[0].state = m.offers[1].state = m.offers[2].state = OFFER_OPEN;
	m.offers[0].held_until = m.offers[1].held_until = MONDAY + 1;
	m.offers[2].held_until = MONDAY;
	m.offers[1].host = "bo@example.org";
	store_save(db, &m, &err);

	is_int(meetings_taken(db, &team, MONDAY, a, &err), 0, "what is taken");
	if (is_int((long long)staff[0].n_taken, 2, "Nino: what is long past does not count")) {
		is_int(staff[0].taken[0].span.start_at, MONDAY - 4 * WEEK, "what was lately does");
		is_int(staff[0].taken[1].kind, TAKEN_BOOKED, "booked");
		is_int(staff[0].taken[1].span.start_at, MONDAY + DAY, "from");
		is_int(staff[0].taken[1].span.end_at, MONDAY + DAY + 1800, "to");
		is_int(staff[0].taken[1].meeting, 1, "by the first meeting");
	}
	is_int((long long)staff[1].n_taken, 1, "Bo: the offer that is still held");
	is_int(staff[1].taken[0].kind, TAKEN_HELD, "held");
	is_int(staff[1].taken[0].meeting, m.id, "for the last meeting");
	is_int(meetings_taken(db, &team, MONDAY + 1, a, &err), 0, "a second later");
	is_int((long long)staff[1].n_taken, 0,
	    "it is no longer held, and nothing is counted twice");
	db_close(db);
}

static void
waking_and_telling(struct arena *a)
{
	struct db *db = store_open(store_path("waking.db"));
	struct meeting m;
	struct err err;
	struct meeting_note *notes;
	int64_t *ids, at;
	size_t n;

	for (int i = 0; i < 3; i++) {
		store_meeting(&m, "nino@example.org", MONDAY + i * DAY);
		store_save(db, &m, &err);
	}
	ok(meetings_next_wake(db, &at, &err) == 0 && at == 0, "nobody asked to be woken");
	meetings_wake_at(db, 1, 500, &err);
	meetings_wake_at(db, 2, 300, &err);
	meetings_wake_at(db, 3, 900, &err);
	ok(meetings_next_wake(db, &at, &err) == 0 && at == 300, "the earliest is next");
	meetings_due(db, 299, a, &ids, &n, &err);
	is_int((long long)n, 0, "nobody is due before");
	meetings_due(db, 500, a, &ids, &n, &err);
	ok(n == 2 && ids[0] == 2 && ids[1] == 1, "the earlier one is due first");
	meetings_wake_at(db, 2, 800, &err);
	meetings_wake_at(db, 1, 0, &err);
	meetings_due(db, 800, a, &ids, &n, &err);
	ok(n == 1 && ids[0] == 2, "the moment asked for last counts");
	is_int(meetings_wake_at(db, 99, 1, &err), -1, "a meeting that is not there cannot ask");

	meetings_note(db, 1, 10, "offer writer", &err);
	meetings_note(db, 2, 15, "somebody else's", &err);
	meetings_note(db, 1, 10, "invite writer", &err);
	is_int(meetings_notes(db, 1, a, &notes, &n, &err), 0, "notes");
	ok(n == 2 && notes[0].at == 10, "of this meeting only");
	is_str(notes[0].line, "offer writer", "in their order");
	is_str(notes[1].line, "invite writer", "even within one second");

	meetings_ids(db, 2, a, &ids, &n, &err);
	ok(n == 2 && ids[0] == 3 && ids[1] == 2, "the newest ids, newest first");
	db_close(db);
}

int
main(void)
{
	struct arena *a = arena_new();

	round_trip(a);
	finding(a);
	upcoming(a);
	double_bookings(a);
	taken(a);
	waking_and_telling(a);
	arena_free(a);
	return tap_done();
}
