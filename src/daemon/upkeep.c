#include "daemon/upkeep.h"

#include "base/arena.h"
#include "base/date.h"
#include "store/retention.h"

#include <inttypes.h>
#include <stdlib.h>

enum { STEPS_AT_ONCE = 20 };

static int
remember(const struct turn *t, int64_t now, struct arena *a, struct err *err)
{
	return db_set(t->db, "upkeep_at", arena_printf(a, "%" PRId64, now), err);
}

int
upkeep_due(const struct turn *t, int64_t now, struct arena *a, struct err *err)
{
	const char *value;
	int64_t last;

	if (db_get(t->db, "upkeep_at", a, &value, err) == -1)
		return -1;
	last = value != NULL ? strtoll(value, NULL, 10) : 0;
	if (last <= now && now - last < DAY)
		return 0;
	if (last > now || now - last > WEEK)
		return remember(t, now, a, err);
	for (int i = 0; i < STEPS_AT_ONCE; i++) {
		int did = retention_step(t->db, &t->config->retention, now, err);

		if (did == -1)
			return -1;
		if (did == 0)
			return remember(t, now, a, err);
	}
	return 1;
}
