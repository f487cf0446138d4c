#include "compose/times.h"

#include "base/arena.h"
#include "tap.h"
#include "understand/lang.h"

static struct span
span(const char *from, const char *to)
{
	struct span s = { 0 };

	ok(zone_read_rfc3339(from, &s.start_at, NULL) && zone_read_rfc3339(to, &s.end_at, NULL),
	    "%s to %s", from, to);
	return s;
}

static void
test_spans(struct voice *v)
{
	static const struct {
		const char *from, *to, *want;
	} rows[] = {
		{ "2026-12-01T15:00:00+01:00", "2026-12-01T15:30:00+01:00",
		    "Tuesday, 1 December 2026, 15:00–15:30" },
		{ "2026-12-01T15:00:00+01:00", "2026-12-01T15:00:00+01:00",
		    "Tuesday, 1 December 2026, 15:00" },
		{ "2026-12-01T15:00:00+01:00", "2026-12-01T15:01:00+01:00",
		    "Tuesday, 1 December 2026, 15:00" },
		{ "2026-12-01T00:00:00+01:00", "2026-12-02T00:00:00+01:00",
		    "Tuesday, 1 December 2026" },
		{ "2026-12-01T00:00:00+01:00", "2026-12-04T00:00:00+01:00",
		    "Tuesday, 1 December 2026 to Thursday, 3 December 2026" },
		{ "2026-12-01T18:00:00+01:00", "2026-12-02T00:00:00+01:00",
		    "Tuesday, 1 December 2026, 18:00–00:00" },
		{ "2026-12-01T22:00:00+01:00", "2026-12-02T02:00:00+01:00",
		    "Tuesday, 1 December 2026, 22:00–02:00" },
		{ "2026-12-01T22:00:00+01:00", "2026-12-03T02:00:00+01:00",
		    "Tuesday, 1 December 2026, 22:00 to Thursday, 3 December 2026, 02:00" },
		/* the clocks change on Sunday, and it is still one day */
		{ "2027-03-28T00:00:00+01:00", "2027-03-29T00:00:00+02:00",
		    "Sunday, 28 March 2027" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_str(times_span(v, span(rows[i].from, rows[i].to)), rows[i].want, "span %zu", i);
}

static void
test_zones(struct voice *v)
{
	is_str(times_zones(v, span("2026-12-01T15:00:00+01:00", "2026-12-01T15:30:00+01:00")),
	    "Berlin time (UTC+1) · 14:00–14:30 UTC", "the same day in UTC");
	is_str(times_zones(v, span("2026-12-01T00:30:00+01:00", "2026-12-01T01:00:00+01:00")),
	    "Berlin time (UTC+1) · 23:30–00:00 UTC on Monday, 30 November 2026",
	    "the day before in UTC");
	is_str(times_zones(v, span("2027-07-01T15:00:00+02:00", "2027-07-01T15:30:00+02:00")),
	    "Berlin time (UTC+2) · 13:00–13:30 UTC", "in summer");
}

static void
test_wishes(struct voice *v)
{
	struct span days[] = {
		span("2026-11-30T09:00:00+01:00", "2026-11-30T12:00:00+01:00"),
		span("2026-12-01T09:00:00+01:00", "2026-12-01T12:00:00+01:00"),
		span("2026-12-02T09:00:00+01:00", "2026-12-02T12:00:00+01:00"),
		span("2026-12-04T09:00:00+01:00", "2026-12-04T12:00:00+01:00"),
		span("2026-12-05T10:00:00+01:00", "2026-12-05T12:00:00+01:00"),
		span("2026-12-07T10:00:00+01:00", "2026-12-07T12:00:00+01:00"),
		span("2026-12-09T10:00:00+01:00", "2026-12-09T12:00:00+01:00"),
	};

	is_str(times_wishes(v, days, 1), "Monday, 30 November 2026, 09:00–12:00", "one");
	is_str(times_wishes(v, days, 4),
	    "Monday, 30 November 2026 to Wednesday, 2 December 2026, 09:00–12:00 each day; "
	    "Friday, 4 December 2026, 09:00–12:00",
	    "days in a row together, a gap apart");
	is_str(times_wishes(v, days, 7),
	    "Monday, 30 November 2026 to Wednesday, 2 December 2026, 09:00–12:00 each day; "
	    "Friday, 4 December 2026, 09:00–12:00; Saturday, 5 December 2026, 10:00–12:00; "
	    "Monday, 7 December 2026, 10:00–12:00 and more",
	    "of many the first");
	is_str(times_readings(v, days, 2),
	    "Monday, 30 November 2026, 09:00–12:00 or Tuesday, 1 December 2026, 09:00–12:00",
	    "two readings");
}

int
main(void)
{
	struct arena *a = arena_new();
	struct err err = { 0 };
	struct langs *langs = langs_load(langs_dir(a), &err);
	struct zone berlin;
	struct voice v;

	if (!ok(langs != NULL && zone_find("Europe/Berlin", &berlin), "English %s", err.text))
		return tap_done();
	voice_init(&v, langs_find(langs, "en"), &berlin, a);
	test_spans(&v);
	test_zones(&v);
	test_wishes(&v);
	is_int(v.err.kind, ERR_NONE, "no error");
	voice_done(&v);
	langs_free(langs);
	arena_free(a);
	return tap_done();
}
