/* A meeting written to its tables. */
#include "store/meetingsparts.h"
#include "store/query.h"

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
	query_word(q, WORDS(meetings_states), m->state);
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
		query_word(q, WORDS(meetings_roles), g->role);
		query_word(q, WORDS(meetings_partstats), g->partstat);
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
		query_word(q, WORDS(meetings_offer_states), o->state);
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
	query_word(q, WORDS(meetings_changes), p->what);
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
