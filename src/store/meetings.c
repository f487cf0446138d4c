#include "store/meetings.h"

#include "base/arena.h"
#include "base/date.h"
#include "inbox/address.h"
#include "store/query.h"

#include <string.h>

/* In the order of the enums; these words are on the disk, so none may change. */
static const char *const states[] = { "new", "offered", "settled", "cancelled", "closed" };
static const char *const roles[] = { "writer", "host", "guest", "former" };
static const char *const partstats[] = { "needs-action", "accepted", "declined", "tentative",
	"delegated" };
static const char *const changes[] = { "none", "move", "cancel" };
static const char *const offer_states[] = { "open", "taken", "refused", "gone" };

#define WORDS(list) list, sizeof list / sizeof list[0]

/* Loading */

static int
load_guests(struct db *db, struct meeting *m, struct arena *a, struct err *err)
{
	struct query *q = query_open(db,
	    "select email, name, role, partstat, language, zone, token, added,"
	    " delegate, delegator, answered_sequence, answered_stamp, answered_at,"
	    " refreshes, refreshed_at from guest where meeting = ? order by position");
	int more;

	query_int(q, m->id);
	while ((more = query_step(q, err)) == 1) {
		struct guest *g;
		const char *zone;

		m->guests = arena_more(a, m->guests, m->n_guests, sizeof *m->guests);
		g = &m->guests[m->n_guests++];
		g->email = query_read_text(q, a);
		g->name = query_read_text(q, a);
		g->role = query_read_word(q, WORDS(roles));
		g->partstat = query_read_word(q, WORDS(partstats));
		g->language = query_read_text(q, a);
		zone = query_read_text(q, a);
		g->token = query_read_text(q, a);
		g->added = query_read_int(q) != 0;
		g->delegate = query_read_text(q, a);
		g->delegator = query_read_text(q, a);
		g->answered_sequence = (int)query_read_int(q);
		g->answered_stamp = query_read_int(q);
		g->answered_at = query_read_int(q);
		g->refreshes = (int)query_read_int(q);
		g->refreshed_at = query_read_int(q);
		/* An update of the system's zones can drop a name; the meeting must not go. */
		if (zone[0] != '\0' && !zone_find(zone, &g->zone))
			g->zone = zone_utc();
	}
	query_close(q);
	return more;
}

static int
load_offers(struct db *db, struct meeting *m, struct arena *a, struct err *err)
{
	struct query *q = query_open(db,
	    "select round, number, start_at, end_at, host, state, held_until from offer"
	    " where meeting = ? order by position");
	int more;

	query_int(q, m->id);
	while ((more = query_step(q, err)) == 1) {
		struct offer *o;

		m->offers = arena_more(a, m->offers, m->n_offers, sizeof *m->offers);
		o = &m->offers[m->n_offers++];
		o->round = (int)query_read_int(q);
		o->number = (int)query_read_int(q);
		o->span.start_at = query_read_int(q);
		o->span.end_at = query_read_int(q);
		o->host = query_read_text(q, a);
		o->state = query_read_word(q, WORDS(offer_states));
		o->held_until = query_read_int(q);
	}
	query_close(q);
	return more;
}

static int
load_spans(struct db *db, const char *sql, int64_t meeting, struct spans *out, struct arena *a,
    struct err *err)
{
	struct query *q = query_open(db, sql);
	int more;

	query_int(q, meeting);
	while ((more = query_step(q, err)) == 1) {
		out->items = arena_more(a, out->items, out->n, sizeof *out->items);
		out->items[out->n].start_at = query_read_int(q);
		out->items[out->n++].end_at = query_read_int(q);
	}
	query_close(q);
	return more;
}

static int
load_wishes(struct db *db, struct meeting *m, struct arena *a, struct err *err)
{
	if (load_spans(db,
		"select start_at, end_at from refused where meeting = ? order by start_at", m->id,
		&m->refused, a, err) == -1)
		return -1;
	return load_spans(db,
	    "select start_at, end_at from wished where meeting = ? order by start_at", m->id,
	    &m->wished, a, err);
}

static int
load_references(struct db *db, struct meeting *m, struct arena *a, struct err *err)
{
	struct query *q =
	    query_open(db, "select message_id from reference where meeting = ? order by position");
	int more;

	query_int(q, m->id);
	while ((more = query_step(q, err)) == 1) {
		m->references =
		    arena_more(a, m->references, m->n_references, sizeof *m->references);
		m->references[m->n_references++] = query_read_text(q, a);
	}
	query_close(q);
	return more;
}

static void
read_meeting(struct query *q, struct arena *a, struct meeting *m)
{
	m->uid = query_read_text(q, a);
	m->state = query_read_word(q, WORDS(states));
	m->with_person = query_read_int(q) != 0;
	m->topic = query_read_text(q, a);
	m->duration = (int)query_read_int(q);
	m->language = query_read_text(q, a);
	m->slot.start_at = query_read_int(q);
	m->slot.end_at = query_read_int(q);
	m->sequence = (int)query_read_int(q);
	m->slot_sequence = (int)query_read_int(q);
	m->stamped_at = query_read_int(q);
	m->revision = (int)query_read_int(q);
	m->rounds = (int)query_read_int(q);
	m->subject = query_read_text(q, a);
	m->last_id = query_read_text(q, a);
	m->created_at = query_read_int(q);
	m->changed_at = query_read_int(q);
	m->chased_at = query_read_int(q);
	m->lapsed = query_read_int(q) != 0;
	m->reminded_at = query_read_int(q);
}

static int
load_pending(struct db *db, struct meeting *m, struct arena *a, struct err *err)
{
	struct query *q = query_open(db, "select what, guest, secret, start_at, end_at, asked_at"
					 " from pending where meeting = ?");
	int more;

	query_int(q, m->id);
	if ((more = query_step(q, err)) == 1) {
		m->pending.what = query_read_word(q, WORDS(changes));
		m->pending.guest = query_read_text(q, a);
		m->pending.secret = query_read_text(q, a);
		m->pending.slot.start_at = query_read_int(q);
		m->pending.slot.end_at = query_read_int(q);
		m->pending.asked_at = query_read_int(q);
		more = query_step(q, err);
	}
	query_close(q);
	return more == -1 ? -1 : 0;
}

int
meetings_load(struct db *db, int64_t id, struct arena *a, struct meeting *out, struct err *err)
{
	struct query *q = query_open(db,
	    "select uid, state, with_person, topic, duration, language, start_at, end_at, sequence,"
	    " slot_sequence, stamped_at, revision, rounds, subject, last_id, created_at,"
	    " changed_at, chased_at, lapsed, reminded_at from meeting where id = ?");
	int more;

	memset(out, 0, sizeof *out);
	out->id = id;
	query_int(q, id);
	if ((more = query_step(q, err)) == 1) {
		read_meeting(q, a, out);
		more = query_step(q, err) == -1 ? -1 : 1; /* a damaged word shows here */
	}
	query_close(q);
	if (more != 1)
		return more;
	if (load_guests(db, out, a, err) == -1 || load_offers(db, out, a, err) == -1 ||
	    load_wishes(db, out, a, err) == -1 || load_references(db, out, a, err) == -1 ||
	    load_pending(db, out, a, err) == -1)
		return -1;
	return 1;
}

/* Finding */

static int
find_by(struct db *db, const char *sql, const char *text, int64_t *id, struct err *err)
{
	struct query *q = query_open(db, sql);

	query_text(q, text);
	return query_number(q, id, err);
}

static int
find_message(struct db *db, const char *message_id, int64_t *id, struct err *err)
{
	int found =
	    find_by(db, "select meeting from queue where message_id = ? and meeting is not null",
		message_id, id, err);

	if (found != 0)
		return found;
	/* Anybody can use an id again: the first mail that had it names the meeting. */
	return find_by(db,
	    "select meeting from mail where message_id = ? and meeting is not null"
	    " order by id limit 1",
	    message_id, id, err);
}

int
meetings_find(struct db *db, const char *const *message_ids, size_t n, const char *token,
    struct arena *a, struct meeting *out, struct err *err)
{
	int64_t id;
	int found = 0;

	if (token != NULL && token[0] != '\0')
		found = find_by(db,
		    "select meeting from guest where token = ?1 and token <> '' union all"
		    " select meeting from pending where secret = ?1 and secret <> ''",
		    token, &id, err);
	for (size_t i = n; i > 0 && found == 0; i--)
		if (message_ids[i - 1][0] != '\0')
			found = find_message(db, message_ids[i - 1], &id, err);
	return found == 1 ? meetings_load(db, id, a, out, err) : found;
}

int
meetings_find_uid(struct db *db, const char *uid, struct arena *a, struct meeting *out,
    struct err *err)
{
	int64_t id;
	int found =
	    find_by(db, "select id from meeting where uid = ?1 and uid <> ''", uid, &id, err);

	return found == 1 ? meetings_load(db, id, a, out, err) : found;
}

static int
read_ids(struct query *q, struct arena *a, int64_t **ids, size_t *n, struct err *err)
{
	int more;

	*ids = NULL;
	*n = 0;
	while ((more = query_step(q, err)) == 1) {
		*ids = arena_more(a, *ids, *n, sizeof **ids);
		(*ids)[(*n)++] = query_read_int(q);
	}
	query_close(q);
	return more;
}

int
meetings_upcoming(struct db *db, const char *email, int64_t now, struct arena *a,
    struct meeting **out, size_t *n, struct err *err)
{
	struct query *q = query_open(db,
	    "select id from meeting where state = 'settled' and end_at > ?2 and id in"
	    " (select meeting from guest where email = ?1) order by start_at, id limit ?3");
	int64_t *ids;
	size_t n_ids;

	*n = 0;
	*out = NULL;
	query_text(q, email);
	query_int(q, now);
	query_int(q, MEETINGS_UPCOMING_MOST);
	if (read_ids(q, a, &ids, &n_ids, err) == -1)
		return -1;
	*out = arena_alloc(a, (n_ids + 1) * sizeof **out);
	for (size_t i = 0; i < n_ids; i++) {
		int found = meetings_load(db, ids[i], a, &(*out)[*n], err);

		if (found == -1)
			return -1;
		*n += found == 1;
	}
	return 0;
}

/* Saving */

static int
save_row(struct db *db, struct meeting *m, struct err *err)
{
	struct query *q = query_open(db,
	    "insert into meeting (id, uid, state, with_person, topic, duration, language, start_at,"
	    " end_at, sequence, slot_sequence, stamped_at, revision, rounds, subject, last_id,"
	    " created_at, changed_at, chased_at, lapsed, reminded_at)"
	    " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
	    " on conflict (id) do update set uid = excluded.uid, state = excluded.state,"
	    " with_person = excluded.with_person, topic = excluded.topic,"
	    " duration = excluded.duration, language = excluded.language,"
	    " start_at = excluded.start_at, end_at = excluded.end_at,"
	    " sequence = excluded.sequence, slot_sequence = excluded.slot_sequence,"
	    " stamped_at = excluded.stamped_at,"
	    " revision = excluded.revision, rounds = excluded.rounds,"
	    " subject = excluded.subject, last_id = excluded.last_id,"
	    " changed_at = excluded.changed_at, chased_at = excluded.chased_at,"
	    " lapsed = excluded.lapsed, reminded_at = excluded.reminded_at"
	    " returning id");

	query_id(q, m->id);
	query_text(q, m->uid);
	query_word(q, WORDS(states), m->state);
	query_int(q, m->with_person);
	query_text(q, m->topic);
	query_int(q, m->duration);
	query_text(q, m->language);
	query_int(q, m->slot.start_at);
	query_int(q, m->slot.end_at);
	query_int(q, m->sequence);
	query_int(q, m->slot_sequence);
	query_int(q, m->stamped_at);
	query_int(q, m->revision);
	query_int(q, m->rounds);
	query_text(q, m->subject);
	query_text(q, m->last_id);
	query_int(q, m->created_at);
	query_int(q, m->changed_at);
	query_int(q, m->chased_at);
	query_int(q, m->lapsed);
	query_int(q, m->reminded_at);
	return query_number(q, &m->id, err) == 1 ? 0 : -1;
}

static const char *
text_or_empty(const char *s)
{
	return s != NULL ? s : "";
}

static int
save_guests(struct db *db, const struct meeting *m, struct err *err)
{
	for (size_t i = 0; i < m->n_guests; i++) {
		const struct guest *g = &m->guests[i];
		struct query *q = query_open(db,
		    "insert into guest (meeting, position, email, name, role, partstat, language,"
		    " zone, token, added, delegate, delegator, answered_sequence,"
		    " answered_stamp, answered_at, refreshes, refreshed_at)"
		    " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

		query_int(q, m->id);
		query_int(q, (int64_t)i);
		query_text(q, g->email);
		query_text(q, g->name);
		query_word(q, WORDS(roles), g->role);
		query_word(q, WORDS(partstats), g->partstat);
		query_text(q, g->language);
		query_text(q, g->zone.name);
		query_text(q, g->token);
		query_int(q, g->added);
		query_text(q, text_or_empty(g->delegate));
		query_text(q, text_or_empty(g->delegator));
		query_int(q, g->answered_sequence);
		query_int(q, g->answered_stamp);
		query_int(q, g->answered_at);
		query_int(q, g->refreshes);
		query_int(q, g->refreshed_at);
		if (query_run(q, err) == -1)
			return -1;
	}
	return 0;
}

static int
save_offers(struct db *db, const struct meeting *m, struct err *err)
{
	for (size_t i = 0; i < m->n_offers; i++) {
		const struct offer *o = &m->offers[i];
		struct query *q = query_open(db,
		    "insert into offer (meeting, position, round, number, start_at, end_at, host,"
		    " state, held_until) values (?, ?, ?, ?, ?, ?, ?, ?, ?)");

		query_int(q, m->id);
		query_int(q, (int64_t)i);
		query_int(q, o->round);
		query_int(q, o->number);
		query_int(q, o->span.start_at);
		query_int(q, o->span.end_at);
		query_text(q, o->host);
		query_word(q, WORDS(offer_states), o->state);
		query_int(q, o->held_until);
		if (query_run(q, err) == -1)
			return -1;
	}
	return 0;
}

static int
save_spans(struct db *db, const char *sql, int64_t meeting, struct spans spans, struct err *err)
{
	for (size_t i = 0; i < spans.n; i++) {
		struct query *q = query_open(db, sql);

		query_int(q, meeting);
		query_int(q, spans.items[i].start_at);
		query_int(q, spans.items[i].end_at);
		if (query_run(q, err) == -1)
			return -1;
	}
	return 0;
}

static int
save_wishes(struct db *db, const struct meeting *m, struct err *err)
{
	if (save_spans(db, "insert into refused (meeting, start_at, end_at) values (?, ?, ?)",
		m->id, m->refused, err) == -1)
		return -1;
	return save_spans(db, "insert into wished (meeting, start_at, end_at) values (?, ?, ?)",
	    m->id, m->wished, err);
}

static int
save_references(struct db *db, const struct meeting *m, struct err *err)
{
	for (size_t i = 0; i < m->n_references; i++) {
		struct query *q = query_open(db,
		    "insert into reference (meeting, position, message_id) values (?, ?, ?)");

		query_int(q, m->id);
		query_int(q, (int64_t)i);
		query_text(q, m->references[i]);
		if (query_run(q, err) == -1)
			return -1;
	}
	return 0;
}

static int
save_pending(struct db *db, const struct meeting *m, struct err *err)
{
	const struct pending *p = &m->pending;
	struct query *q;

	if (p->asked_at == 0)
		return 0;
	q = query_open(db, "insert into pending (meeting, what, guest, secret, start_at, end_at,"
			   " asked_at) values (?, ?, ?, ?, ?, ?, ?)");
	query_int(q, m->id);
	query_word(q, WORDS(changes), p->what);
	query_text(q, p->guest);
	query_text(q, p->secret);
	query_int(q, p->slot.start_at);
	query_int(q, p->slot.end_at);
	query_int(q, p->asked_at);
	return query_run(q, err);
}

/* A host who declined stays booked: that time is not free for them, and is free again on a move. */
static int
save_bookings(struct db *db, const struct meeting *m, struct err *err)
{
	if (m->state != MEETING_SETTLED)
		return 0;
	for (size_t i = 0; i < m->n_guests; i++) {
		struct query *q;

		if (m->guests[i].role != GUEST_HOST)
			continue;
		q = query_open(db,
		    "insert into booking (host, start_at, end_at, meeting) values (?, ?, ?, ?)");
		query_text(q, m->guests[i].email);
		query_int(q, m->slot.start_at);
		query_int(q, m->slot.end_at);
		query_int(q, m->id);
		if (query_run(q, err) == -1)
			return -1;
	}
	return 0;
}

static int
forget_parts(struct db *db, int64_t id, struct err *err)
{
	static const char *const deletions[] = {
		"delete from guest where meeting = ?",
		"delete from offer where meeting = ?",
		"delete from refused where meeting = ?",
		"delete from wished where meeting = ?",
		"delete from reference where meeting = ?",
		"delete from booking where meeting = ?",
		"delete from pending where meeting = ?",
	};

	for (size_t i = 0; i < sizeof deletions / sizeof deletions[0]; i++) {
		struct query *q = query_open(db, deletions[i]);

		query_int(q, id);
		if (query_run(q, err) == -1)
			return -1;
	}
	return 0;
}

int
meetings_save(struct db *db, struct meeting *m, struct err *err)
{
	bool stored_before = m->id != 0;

	if (save_row(db, m, err) == -1)
		return -1;
	if (stored_before && forget_parts(db, m->id, err) == -1)
		return -1;
	if (save_guests(db, m, err) == -1 || save_offers(db, m, err) == -1 ||
	    save_wishes(db, m, err) == -1 || save_references(db, m, err) == -1 ||
	    save_pending(db, m, err) == -1)
		return -1;
	return save_bookings(db, m, err);
}

/* What is taken */

/* Whoever has had least lately comes first, so what was lately is needed, too. */
enum { LATELY = 5 * WEEK };

static struct staff *
find_staff(struct team *team, const char *email)
{
	for (size_t i = 0; i < team->n; i++)
		if (address_same(team->staff[i].email, email))
			return &team->staff[i];
	return NULL;
}

int
meetings_taken(struct db *db, struct team *team, int64_t now, struct arena *a, struct err *err)
{
	static const char *const kinds[] = { "booked", "held" };
	struct query *q = query_open(db,
	    "select 'booked', host, start_at, end_at, meeting from booking where end_at > ?1"
	    " union all"
	    " select 'held', host, start_at, end_at, meeting from offer"
	    " where state = 'open' and held_until > ?2 and end_at > ?2"
	    " order by start_at, end_at");
	int more;

	for (size_t i = 0; i < team->n; i++) {
		team->staff[i].taken = NULL;
		team->staff[i].n_taken = 0;
	}
	query_int(q, now - LATELY);
	query_int(q, now);
	while ((more = query_step(q, err)) == 1) {
		int kind = query_read_word(q, WORDS(kinds));
		struct staff *s = find_staff(team, query_read_text(q, a));
		struct taken *t;

		if (s == NULL) /* has left; the meeting stands all the same */
			continue;
		s->taken = arena_more(a, s->taken, s->n_taken, sizeof *s->taken);
		t = &s->taken[s->n_taken++];
		t->kind = kind == 0 ? TAKEN_BOOKED : TAKEN_HELD;
		t->span.start_at = query_read_int(q);
		t->span.end_at = query_read_int(q);
		t->meeting = query_read_int(q);
	}
	query_close(q);
	return more;
}

/* Waking */

int
meetings_wake_at(struct db *db, int64_t id, int64_t at, struct err *err)
{
	struct query *q;

	if (at == 0) {
		q = query_open(db, "delete from wake where meeting = ?");
		query_int(q, id);
		return query_run(q, err);
	}
	q = query_open(db, "insert into wake (meeting, at) values (?, ?)"
			   " on conflict (meeting) do update set at = excluded.at");
	query_int(q, id);
	query_int(q, at);
	return query_run(q, err);
}

int
meetings_wake_all(struct db *db, int64_t at, struct err *err)
{
	struct query *q = query_open(db,
	    "insert into wake (meeting, at) select id, ?1 from meeting where state = 'offered'"
	    " or (state = 'settled' and end_at > ?1)"
	    " on conflict (meeting) do update set at = min(at, ?1)");

	query_int(q, at);
	return query_run(q, err);
}

int
meetings_of_host(struct db *db, const char *email, struct span days, struct arena *a, int64_t **ids,
    size_t *n, struct err *err)
{
	struct query *q = query_open(db,
	    "select meeting from booking where host = ? and start_at >= ? and start_at < ?"
	    " order by start_at");

	query_text(q, email);
	query_int(q, days.start_at);
	query_int(q, days.end_at);
	return read_ids(q, a, ids, n, err);
}

int
meetings_due(struct db *db, int64_t now, struct arena *a, int64_t **ids, size_t *n, struct err *err)
{
	struct query *q =
	    query_open(db, "select meeting from wake where at <= ? order by at, meeting");

	query_int(q, now);
	return read_ids(q, a, ids, n, err);
}

int
meetings_next_wake(struct db *db, int64_t *at, struct err *err)
{
	struct query *q = query_open(db, "select at from wake order by at limit 1");

	*at = 0;
	return query_number(q, at, err) == -1 ? -1 : 0;
}

/* Telling */

int
meetings_note(struct db *db, int64_t id, int64_t at, const char *line, struct err *err)
{
	struct query *q = query_open(db, "insert into note (meeting, at, line) values (?, ?, ?)");

	query_int(q, id);
	query_int(q, at);
	query_text(q, line);
	return query_run(q, err);
}

int
meetings_notes(struct db *db, int64_t id, struct arena *a, struct meeting_note **out, size_t *n,
    struct err *err)
{
	struct query *q = query_open(db, "select at, line from note where meeting = ? order by id");
	int more;

	*out = NULL;
	*n = 0;
	query_int(q, id);
	while ((more = query_step(q, err)) == 1) {
		*out = arena_more(a, *out, *n, sizeof **out);
		(*out)[*n].at = query_read_int(q);
		(*out)[(*n)++].line = query_read_text(q, a);
	}
	query_close(q);
	return more;
}

int
meetings_ids(struct db *db, size_t most, struct arena *a, int64_t **ids, size_t *n, struct err *err)
{
	struct query *q = query_open(db, "select id from meeting order by id desc limit ?");

	query_int(q, (int64_t)most);
	return read_ids(q, a, ids, n, err);
}
