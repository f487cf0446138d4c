#include "daemon/round.h"

#include "base/arena.h"
#include "base/log.h"
#include "outbox/retry.h"
#include "store/meetings.h"
#include "store/queue.h"

#include <inttypes.h>

int
round_remember_start(const struct round *r, int64_t now, struct err *err)
{
	struct arena *a = arena_new();
	const char *value;
	int ret = 0;

	if (db_get(r->turn.db, "first_start_at", a, &value, err) == -1)
		ret = -1;
	else if (value == NULL)
		ret = db_set(r->turn.db, "first_start_at", arena_printf(a, "%" PRId64, now), err);
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
	size_t n;

	if (turn_due(&r->turn, now, a, &lines, &n, err) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		log_line(LOG_INFORM, "%s", lines[i]);
	if (n > 0 && r->sender != NULL)
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

int64_t
round_next_at(const struct round *r, int64_t now)
{
	struct err err;
	int64_t wake_at = 0, look_at = 0;

	if (meetings_next_wake(r->turn.db, &wake_at, &err) == -1 ||
	    queue_look_at(r->turn.db, now, &look_at, &err) == -1)
		return 0;
	return wake_at == 0 || (look_at != 0 && look_at < wake_at) ? look_at : wake_at;
}
