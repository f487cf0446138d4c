/* A meeting read from its tables. */
#include "base/arena.h"
#include "store/meetingsparts.h"
#include "store/query.h"

#include <string.h>

const char *const meetings_states[] = { "new", "offered", "settled", "cancelled", "closed" };
const char *const meetings_roles[] = { "writer", "host", "guest", "former" };
const char *const meetings_partstats[] = { "needs-action", "accepted", "declined", "tentative",
	"delegated" };
const char *const meetings_changes[] = { "none", "move", "cancel" };
const char *const meetings_offer_states[] = { "open", "taken", "refused", "gone" };

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
		g->role = query_read_word(q, WORDS(meetings_roles));
		g->partstat = query_read_word(q, WORDS(meetings_partstats));
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
		o->state = query_read_word(q, WORDS(meetings_offer_states));
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
	m->state = query_read_word(q, WORDS(meetings_states));
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
		m->pending.what = query_read_word(q, WORDS(meetings_changes));
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
