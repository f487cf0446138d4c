#include "ctl/look.h"

#include "base/arena.h"
#include "ctl/status.h"
#include "daemon/calendars.h"
#include "store/meetings.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

int
look_config(const char *path, struct arena *a, struct config *out)
{
	struct complaints complaints;
	int ret = config_load(path, a, out, &complaints);

	for (size_t i = 0; i < complaints.n; i++)
		if (!complaints.items[i].warning)
			fprintf(stderr, "%s\n", complaint_line(&complaints.items[i], a));
	return ret == -1 ? CTL_WRONG : CTL_FINE;
}

struct db *
look_store(const char *command, const struct config *config)
{
	struct err err = { 0 };
	struct db *db;

	if (access(config->store_path, F_OK) == -1) {
		fprintf(stderr, "convenectl %s: no store %s: has convened run here?\n", command,
		    config->store_path);
		return NULL;
	}
	if ((db = db_open_readonly(config->store_path, &err)) == NULL)
		fprintf(stderr, "convenectl %s: %s\n", command, err.text);
	return db;
}

int
look_taken(const char *command, struct config *config, int64_t now, struct arena *a,
    struct unread **unread, size_t *n_unread)
{
	struct err err = { 0 };
	struct db *db = NULL;
	int ret = 0;

	if (access(config->store_path, F_OK) == 0) {
		if ((db = look_store(command, config)) == NULL)
			return CTL_WRONG;
		ret = meetings_taken(db, &config->team, now, a, &err);
	}
	if (ret == 0)
		ret = calendars_look(db, config, &config->team, now, a, unread, n_unread, &err);
	if (ret == -1)
		fprintf(stderr, "convenectl %s: %s\n", command, err.text);
	db_close(db);
	return ret == -1 ? CTL_WRONG : CTL_FINE;
}

char *
look_time(const struct zone *zone, int64_t at, struct arena *a)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	struct civil c;

	zone_civil(zone, at, &c);
	return arena_printf(a, "%s %04d-%02d-%02d %02d:%02d", days[date_weekday(c.date)],
	    c.date.year, c.date.month, c.date.day, c.minute / 60, c.minute % 60);
}

char *
look_span(const struct zone *zone, struct span s, struct arena *a)
{
	enum { DAY_PART = 15 };
	const char *from = look_time(zone, s.start_at, a), *to = look_time(zone, s.end_at, a);

	if (strncmp(from, to, DAY_PART) == 0)
		to += DAY_PART;
	return arena_printf(a, "%s - %s", from, to);
}
