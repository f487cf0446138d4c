#include "fuzz/world.h"

#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>

const struct langs *
world_langs(void)
{
	static struct langs *langs;
	struct arena *a;
	struct err err;

	if (langs != NULL)
		return langs;
	a = arena_new();
	if ((langs = langs_load(langs_dir(a), &err)) == NULL) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	arena_free(a);
	return langs;
}

const struct lang *
world_english(void)
{
	return langs_find(world_langs(), "en");
}

const struct team *
world_team(void)
{
	static struct hours hours[] = { { 0, 540, 1080 }, { 1, 540, 1080 }, { 2, 540, 1080 },
		{ 3, 540, 1080 }, { 4, 540, 1020 } };
	static const char *topics[] = { "newsletter", "press" };
	static const char *languages[] = { "en" };
	static struct staff staff[] = {
		{ .name = "Nino Beridze",
		    .email = "nino@example.org",
		    .languages = languages,
		    .n_languages = 1,
		    .topics = topics,
		    .n_topics = 2,
		    .hours = hours,
		    .n_hours = sizeof hours / sizeof *hours,
		    .notice_minutes = -1,
		    .share = 1 },
		{ .name = "Amélie Roux",
		    .email = "amelie@example.org",
		    .languages = languages,
		    .n_languages = 1,
		    .hours = hours,
		    .n_hours = 3,
		    .notice_minutes = -1,
		    .share = 1 },
	};
	static int durations[] = { 15, 30, 45, 60, 90 };
	static struct team team = { .staff = staff,
		.n = 2,
		.rules = { .offer = 3,
		    .duration = 30,
		    .durations = durations,
		    .n_durations = 5,
		    .notice_minutes = 24 * 60,
		    .horizon_minutes = 28 * 24 * 60,
		    .hold_minutes = 48 * 60,
		    .confirm_exact = true,
		    .odd_from = 22 * 60,
		    .odd_to = 7 * 60,
		    .location = "https://meet.example.org/{room}",
		    .operator_email = "admin@example.org",
		    .own_address = "meet@example.org",
		    .own_name = "The Team",
		    .plus_addresses = true } };

	team.rules.zone = zone_utc();
	if (!zone_find("Asia/Tbilisi", &staff[0].zone) ||
	    !zone_find("Europe/Paris", &staff[1].zone))
		abort();
	return &team;
}
