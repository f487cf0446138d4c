#include "daemon/desk.h"

#include "base/arena.h"
#include "base/zone.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

struct arena *arena;
struct config config;
struct turn turn;
int64_t now;
static struct langs *langs;
static uint32_t next_uid = 1;

void
prepare(void)
{
	static struct hours hours[] = {
		{ 0, 540, 1020 },
		{ 1, 540, 1020 },
		{ 2, 540, 1020 },
		{ 3, 540, 1020 },
		{ 4, 540, 1020 },
	};
	static const char *languages[] = { "en" };
	static struct staff nino = {
		.name = "Nino Beridze",
		.email = "nino@example.org",
		.languages = languages,
		.n_languages = 1,
		.hours = hours,
		.n_hours = 5,
		.notice_minutes = -1,
		.share = 1,
	};
	struct rules *rules = &config.team.rules;
	struct err err = { 0 };

	zone_read_rfc3339("2026-11-26T09:00:00Z", &now, NULL);
	arena = arena_new();
	config_defaults(&config, arena);
	rules->own_address = "meet@example.org";
	rules->own_name = "Meetings";
	rules->operator_email = "admin@example.org";
	rules->zone = nino.zone = zone_utc();
	config.team.staff = &nino;
	config.team.n = 1;
	turn.config = &config;
	turn.db = db_open(":memory:", &err);
	turn.langs = langs = langs_load(langs_dir(arena), &err);
	if (turn.db == NULL || turn.langs == NULL) {
		ok(false, "%s", err.text);
		exit(tap_done());
	}
	turn.key = db_key(turn.db);
}

const char *
take(const char *mail, struct arrival in)
{
	struct err err = { 0 };
	const char *line = "";

	in.bytes = mail;
	in.len = mail != NULL ? strlen(mail) : 0;
	in.size = mail != NULL ? in.len : 50000000;
	in.uid_validity = 7;
	in.uid = next_uid++;
	in.received_at = now;
	if (turn_mail(&turn, &in, now, arena, &line, &err) == -1)
		return arena_printf(arena, "error: %s", err.text);
	return line;
}

size_t
waiting(struct queue_row **rows)
{
	struct err err = { 0 };
	size_t n;

	if (queue_list(turn.db, 0, arena, rows, &n, &err) == -1) {
		ok(false, "%s", err.text);
		return 0;
	}
	return n;
}

void
put_away(void)
{
	db_close(turn.db);
	langs_free(langs);
	arena_free(arena);
}
