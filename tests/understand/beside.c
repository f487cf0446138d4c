/* beside: weekdays and hours without a date, next to times that were offered or stand */
#include "understand/beside.h"

#include "base/arena.h"
#include "base/date.h"
#include "tap.h"
#include "understand/lang.h"

#include <stdlib.h>
#include <string.h>

/* Written Mon 2026-11-23 09:00 UTC; offered: Tue 1 Dec 10:00, Wed 2 Dec 14:00. */
static const struct {
	const char *text, *start;
} offers[] = {
	{ "Tuesday works", "2026-12-01T00:00:00Z" },
	{ "Wednesday please", "2026-12-02T00:00:00Z" },
	{ "10:00 is good", "2026-12-01T10:00:00Z" },
	{ "2pm is good", "2026-12-02T14:00:00Z" },
	{ "tomorrow works", "2026-11-24T00:00:00Z" },
	{ "this Tuesday works", "2026-11-24T00:00:00Z" },
	{ "Friday would be better", "2026-11-27T00:00:00Z" },
};

/* The same moment; what stands is Thu 2026-12-03 11:00-11:30. */
static const struct {
	const char *text, *start;
} meetings[] = {
	{ "could we do 12:00 instead", "2026-12-03T12:00:00Z" },
	{ "could it be Friday at 10:00", "2026-12-04T10:00:00Z" },
	{ "could it be Tuesday at 10:00", "2026-12-01T10:00:00Z" },
	{ "could it be tomorrow at 10:00", "2026-11-24T10:00:00Z" },
	{ "could it be 7 December at 10:00", "2026-12-07T10:00:00Z" },
};

static int64_t
at(const char *text)
{
	int64_t moment = 0;

	if (!zone_read_rfc3339(text, &moment, NULL))
		abort();
	return moment;
}

static void
first_window(const struct wish_reading *r, const char *start, const char *text, struct arena *a)
{
	struct zone utc = zone_utc();

	if (!ok(r->wishes.n > 0, "%s: a time is wished for", text))
		return;
	is_str(zone_rfc3339(&utc, r->wishes.windows[0].span.start_at, a),
	    zone_rfc3339(&utc, at(start), a), "%s", text);
}

int
main(void)
{
	struct span offered[2], stands;
	struct wish_context context = { .horizon_days = 28, .default_duration = 30 };
	struct arena *a = arena_new();
	struct err err = { 0 };
	struct langs *langs = langs_load(langs_dir(a), &err);
	const struct lang *en = langs != NULL ? langs_find(langs, "en") : NULL;

	if (!ok(en != NULL, "English is there: %s", err.text))
		return tap_done();
	context.sent_at = at("2026-11-23T09:00:00Z");
	context.zone = zone_utc();
	offered[0].start_at = at("2026-12-01T10:00:00Z");
	offered[1].start_at = at("2026-12-02T14:00:00Z");
	stands.start_at = at("2026-12-03T11:00:00Z");
	offered[0].end_at = offered[0].start_at + HOUR / 2;
	offered[1].end_at = offered[1].start_at + HOUR / 2;
	stands.end_at = stands.start_at + HOUR / 2;
	for (size_t i = 0; i < sizeof offers / sizeof *offers; i++) {
		struct wish_reading r;
		struct tokens ts;

		tokens_read(offers[i].text, strlen(offers[i].text), en, a, &ts);
		wish_read(&ts, en, &context, a, &r);
		beside_offers(&ts, en, &context, offered, 2, a, &r);
		first_window(&r, offers[i].start, offers[i].text, a);
	}
	for (size_t i = 0; i < sizeof meetings / sizeof *meetings; i++) {
		struct wish_reading r;
		struct tokens ts;

		tokens_read(meetings[i].text, strlen(meetings[i].text), en, a, &ts);
		wish_read(&ts, en, &context, a, &r);
		beside_meeting(&ts, en, &context, stands, a, &r);
		first_window(&r, meetings[i].start, meetings[i].text, a);
	}
	langs_free(langs);
	arena_free(a);
	return tap_done();
}
