#include "daemon/round.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "daemon/agendas.h"
#include "daemon/leaving.h"
#include "daemon/upkeep.h"
#include "outbox/retry.h"
#include "store/meetings.h"
#include "store/queue.h"

#include <inttypes.h>
#include <string.h>

static int
remember_start(const struct round *r, int64_t now, struct arena *a, struct err *err)
{
	const char *value;

	if (db_get(r->turn.db, "first_start_at", a, &value, err) == -1)
		return -1;
	if (value != NULL)
		return 0;
	return db_set(r->turn.db, "first_start_at", arena_printf(a, "%" PRId64, now), err);
}

/* What the moments are found by at which a meeting wants to be looked at. */
static const char *
waiting_rules(const struct rules *r, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	buf_printf(&b, "hold %d, chase %d, reminders", r->hold_minutes, r->chase);
	for (size_t i = 0; i < r->n_reminders; i++)
		buf_printf(&b, " %d", r->reminders[i]);
	return b.data;
}

static int
learn_rules(const struct round *r, int64_t now, struct arena *a, struct err *err)
{
	const char *rules = waiting_rules(&r->turn.config->team.rules, a), *before;

	if (db_get(r->turn.db, "waiting_rules", a, &before, err) == -1)
		return -1;
	if (before != NULL && strcmp(before, rules) == 0)
		return 0;
	if (db_begin(r->turn.db, err) == -1)
		return -1;
	if (meetings_wake_all(r->turn.db, now, err) == -1 ||
	    db_set(r->turn.db, "waiting_rules", rules, err) == -1) {
		db_rollback(r->turn.db);
		return -1;
	}
	return db_commit(r->turn.db, err);
}

int
round_remember_start(const struct round *r, int64_t now, struct err *err)
{
	struct arena *a = arena_new();
	int ret = remember_start(r, now, a, err) == -1 ? -1 : learn_rules(r, now, a, err);

	arena_free(a);
	return ret;
}

int
round_learn_rules(const struct round *r, int64_t now, struct err *err)
{
	struct arena *a = arena_new();
	int ret = learn_rules(r, now, a, err);

	arena_free(a);
	return ret;
}

int
round_mend(const struct round *r, struct err *err)
{
	return db_doubtful(r->turn.db) ? db_reopen(r->turn.db, err) : 0;
}

static int
do_what_is_due(const struct round *r, int64_t now, struct arena *a, struct err *err)
{
	const char **lines;
	int agendas;
	size_t n;

	if (turn_due(&r->turn, now, a, &lines, &n, err) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		log_line(LOG_INFORM, "%s", lines[i]);
	if ((agendas = agendas_due(&r->turn, now, a, err)) == -1)
		return -1;
	if (leaving_due(&r->turn, a, err) == -1)
		return -1;
	if (upkeep_due(&r->turn, now, a, err) == -1)
		return -1;
	if (agendas > 0)
		log_line(LOG_INFORM, "agendas to %d members of staff", agendas);
	if (n + (size_t)agendas > 0 && r->sender != NULL)
		sender_wake(r->sender);
	return 0;
}

int
round_once(struct round *r, int64_t now, const volatile sig_atomic_t *stop, struct arena *a,
    struct err *err)
{
	int did;

	if (round_mend(r, err) == -1)
		return -1;
	if (!r->turn.dry && do_what_is_due(r, now, a, err) == -1)
		return -1;
	if ((did = receive_step(r->receive, &r->turn, now, stop, err)) != -1)
		r->failures = 0;
	return did;
}

bool
round_ends(const struct err *err)
{
	return err->kind == ERR_STORE || err->kind == ERR_RESTART || err->kind == ERR_BUSY;
}

bool
round_hopeless(const struct err *err)
{
	switch (err->kind) {
	case ERR_NONE:
	case ERR_RETRY:
	case ERR_BUSY:
	case ERR_RESTART: return false;
	case ERR_REJECT:
	case ERR_CONFIG:
	case ERR_STORE: return true;
	}
	return true;
}

int
round_pause_seconds(struct round *r)
{
	return retry_connect_seconds(++r->failures);
}

static int64_t
sooner(int64_t a, int64_t b)
{
	return a == 0 || (b != 0 && b < a) ? b : a;
}

int64_t
round_next_at(const struct round *r, int64_t now)
{
	struct err err;
	int64_t wake_at = 0, look_at = 0, agenda_at = 0;

	if (meetings_next_wake(r->turn.db, &wake_at, &err) == -1 ||
	    queue_look_at(r->turn.db, now, &look_at, &err) == -1 ||
	    agendas_next_at(&r->turn, now, &agenda_at, &err) == -1)
		return 0;
	return sooner(sooner(wake_at, look_at), agenda_at);
}
