#include "base/clock.h"

#include "base/arena.h"
#include "tap.h"

#include <stdio.h>

/* What the clocks of a place show, and the moment (UTC) at which they first do, or are past it. */
static const struct {
	const char *zone, *civil, *moment, *why;
} rows[] = {
	{ "Europe/Berlin", "2026-03-29 01:59", "2026-03-29 00:59", "before the gap" },
	{ "Europe/Berlin", "2026-03-29 02:00", "2026-03-29 01:00", "the gap begins" },
	{ "Europe/Berlin", "2026-03-29 02:45", "2026-03-29 01:00", "in the gap" },
	{ "Europe/Berlin", "2026-03-29 03:15", "2026-03-29 01:15", "after the gap" },
	{ "Europe/Berlin", "2026-10-25 01:45", "2026-10-24 23:45",
	    "before the hour that comes twice" },
	{ "Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30", "the first time of two" },
	{ "Europe/Berlin", "2026-10-25 03:00", "2026-10-25 02:00", "after the second time" },
	{ "Europe/Berlin", "2026-10-20 12:00", "2026-10-20 10:00", "days before" },
	{ "Europe/Berlin", "2026-11-01 12:00", "2026-11-01 11:00", "days after" },
	{ "Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:30", "a gap of half an hour" },
	{ "Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45", "half an hour twice" },
	{ "America/St_Johns", "2026-03-08 02:30", "2026-03-08 05:30", "a gap between half hours" },
	{ "Asia/Kathmandu", "2026-03-29 02:30", "2026-03-28 20:45", "no change at all" },
	{ "+05:30", "2026-03-29 02:30", "2026-03-28 21:00", "a fixed offset" },
};

static int64_t
seconds(const char *text)
{
	struct civil c = { { 0 }, 0, 0 };
	int hour = 0, minute = 0;

	sscanf(text, "%d-%d-%d %d:%d", &c.date.year, &c.date.month, &c.date.day, &hour, &minute);
	c.minute = hour * 60 + minute;
	return civil_to_seconds(&c);
}

static void
test_moments(struct arena *a)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t at = seconds(rows[i].moment);
		struct clock c;
		struct zone z;

		zone_find(rows[i].zone, &z);
		clock_make(&z, (struct span){ at - 5 * DAY, at + 5 * DAY }, a, &c);
		is_int(clock_moment(&c, seconds(rows[i].civil)), at, "%s %s: %s", rows[i].zone,
		    rows[i].civil, rows[i].why);
		is_int(clock_offset(&c, at), zone_offset(&z, at), "its offset");
	}
}

static void
test_repeats(struct arena *a)
{
	struct span year = { seconds("2026-01-01 00:00"), seconds("2027-01-01 00:00") };
	struct spans twice;
	struct clock c;
	struct zone z;

	zone_find("Europe/Berlin", &z);
	clock_make(&z, year, a, &c);
	twice = clock_repeats(&c, a);
	is_int((long long)twice.n, 1, "one hour of the year comes a second time");
	is_int(twice.items[0].start_at, seconds("2026-10-25 01:00"), "from one");
	is_int(twice.items[0].end_at, seconds("2026-10-25 02:00"), "to two, in UTC");
	zone_find("Asia/Tbilisi", &z);
	clock_make(&z, year, a, &c);
	is_int((long long)clock_repeats(&c, a).n, 0, "none where the clocks are left alone");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_moments(a);
	test_repeats(a);
	arena_free(a);
	return tap_done();
}
