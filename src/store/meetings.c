#include "store/meetings.h"

#include "base/arena.h"
#include "base/date.h"
#include "inbox/address.h"
#include "store/query.h"

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
		int kind = query_read_word(q, kinds, sizeof kinds / sizeof kinds[0]);
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
