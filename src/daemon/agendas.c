#include "daemon/agendas.h"

#include "base/arena.h"
#include "compose/agenda.h"
#include "decide/agenda.h"
#include "store/mails.h"
#include "store/meetings.h"
#include "store/queue.h"

#include <inttypes.h>
#include <stdlib.h>

static const char *
fact_name(const struct staff *s, struct arena *a)
{
	return arena_printf(a, "agenda.%s", s->email);
}

/* Up to which moment they had theirs; -1 in *at: it was never looked at. */
static int
told_up_to(const struct turn *t, const struct staff *s, int64_t now, struct arena *a, int64_t *at,
    struct err *err)
{
	const char *value;

	if (db_get(t->db, fact_name(s, a), a, &value, err) == -1)
		return -1;
	*at = value != NULL ? strtoll(value, NULL, 10) : -1;
	if (*at > now + DAY) /* by a clock that has been set back since */
		*at = -1;
	return 0;
}

static int
remember(const struct turn *t, const struct staff *s, int64_t at, struct arena *a, struct err *err)
{
	return db_set(t->db, fact_name(s, a), arena_printf(a, "%" PRId64, at), err);
}

/* Those of these days that are not over. */
static int
load_meetings(const struct turn *t, const struct staff *s, struct span days, int64_t now,
    struct arena *a, struct meeting **out, size_t *n, struct err *err)
{
	int64_t *ids;
	size_t n_ids;

	*n = 0;
	if (meetings_of_host(t->db, s->email, days, a, &ids, &n_ids, err) == -1)
		return -1;
	*out = arena_alloc(a, (n_ids + 1) * sizeof **out);
	for (size_t i = 0; i < n_ids; i++) {
		struct meeting *m = &(*out)[*n];
		int found = meetings_load(t->db, ids[i], a, m, err);

		if (found == -1)
			return -1;
		*n += found == 1 && m->slot.end_at > now;
	}
	return 0;
}

/* 1: queued; 0: there is nothing to tell, or nobody to tell it to; -1 */
static int
tell(const struct turn *t, const struct staff *s, int64_t at, int64_t now, struct arena *a,
    struct err *err)
{
	struct composer composer = { t->langs, &t->config->team, t->key, "", "" };
	struct span days = agenda_days(s, at);
	struct meeting *all;
	struct mail mail;
	struct mails mails = { &mail, 1 };
	int64_t bounced_at;
	size_t n;

	if (now - at > agenda_fresh_seconds(s))
		return 0;
	if (person_bounced_at(t->db, s->email, &bounced_at, err) == -1 ||
	    load_meetings(t, s, days, now, a, &all, &n, err) == -1)
		return -1;
	if (n == 0 || bounced_at != 0)
		return 0;
	if (agenda_write(&composer, s, days, all, n, now, a, &mail, err) == -1 ||
	    queue_put(t->db, 0, &mails, now, err) == -1)
		return -1;
	return 1;
}

/* The last moment that is due, or 0. */
static int64_t
due_at(const struct staff *s, int64_t told, int64_t now)
{
	int64_t at = 0, next = told;

	if (now - told > 2 * WEEK)
		next = now - 2 * WEEK;
	while ((next = agenda_next(s, next)) != 0 && next <= now)
		at = next;
	return at;
}

static int
settle(const struct turn *t, const struct staff *s, int64_t now, struct arena *a, struct err *err)
{
	int64_t told, at;
	int ret;

	if (s->agenda == AGENDA_NONE)
		return 0;
	if (told_up_to(t, s, now, a, &told, err) == -1)
		return -1;
	if (told == -1)
		return remember(t, s, now, a, err);
	if ((at = due_at(s, told, now)) == 0)
		return 0;
	if (db_begin(t->db, err) == -1)
		return -1;
	if ((ret = tell(t, s, at, now, a, err)) == -1 || remember(t, s, at, a, err) == -1) {
		db_rollback(t->db);
		return -1;
	}
	return db_commit(t->db, err) == -1 ? -1 : ret;
}

int
agendas_due(const struct turn *t, int64_t now, struct arena *a, struct err *err)
{
	const struct team *team = &t->config->team;
	int queued = 0;

	for (size_t i = 0; i < team->n; i++) {
		int did = settle(t, &team->staff[i], now, a, err);

		if (did == -1)
			return -1;
		queued += did;
	}
	return queued;
}

int
agendas_next_at(const struct turn *t, int64_t now, int64_t *at, struct err *err)
{
	const struct team *team = &t->config->team;
	struct arena *a = arena_new();
	int ret = 0;

	*at = 0;
	for (size_t i = 0; i < team->n && ret == 0; i++) {
		const struct staff *s = &team->staff[i];
		int64_t told, next;

		if (s->agenda == AGENDA_NONE)
			continue;
		ret = told_up_to(t, s, now, a, &told, err);
		next = ret == -1 ? 0 : agenda_next(s, told == -1 ? now : told);
		if (next != 0 && (*at == 0 || next < *at))
			*at = next;
	}
	arena_free(a);
	return ret;
}
