/*
 * Free times against the obvious reference: walk minute by minute and ask the zone each time what
 * its clocks show.  Random weeks from fixed seeds, and every change of the clocks of 2024 to 2031
 * in twenty zones.
 */
#include "decide/gap.h"
#include "decide/slots.h"

#include "decide/world.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static const char *const zones[] = { "Europe/Berlin", "Europe/London", "Europe/Kyiv",
	"Europe/Chisinau", "America/New_York", "America/Los_Angeles", "America/St_Johns",
	"America/Havana", "America/Santiago", "America/Sao_Paulo", "Africa/Cairo",
	"Africa/Casablanca", "Asia/Beirut", "Asia/Gaza", "Asia/Tbilisi", "Asia/Kathmandu",
	"Australia/Lord_Howe", "Australia/Adelaide", "Pacific/Auckland", "Pacific/Chatham",
	"Antarctica/Troll", "Pacific/Easter" };
enum { N_ZONES = sizeof zones / sizeof *zones };

static uint64_t state;

/* A number from 0 up to, not including, n (xorshift: the same on every machine). */
static int
any(int n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (int)(state % (uint64_t)n);
}

/* --- the reference */

static bool
within(const struct off *off, size_t n, int64_t civil)
{
	for (size_t i = 0; i < n; i++)
		if (civil_to_seconds(&off[i].from) <= civil && civil < civil_to_seconds(&off[i].to))
			return true;
	return false;
}

/* Does the person work in this minute, which their clocks show for the first time? */
static bool
works(const struct staff *s, int64_t at)
{
	struct civil c;
	bool hours = false;

	zone_civil(&s->zone, at, &c);
	if (zone_moment(&s->zone, &c, NULL) != at)
		return false;
	for (size_t i = 0; i < s->n_hours; i++)
		if (s->hours[i].weekday == date_weekday(c.date) &&
		    s->hours[i].from_minute <= c.minute && c.minute < s->hours[i].to_minute)
			hours = true;
	return (hours || within(s->also, s->n_also, civil_to_seconds(&c))) &&
	       !within(s->away, s->n_away, civil_to_seconds(&c));
}

static int
day_of(const struct staff *s, int64_t at)
{
	struct civil c;

	zone_civil(&s->zone, at, &c);
	return date_to_days(c.date);
}

static bool
under_cap(const struct staff *s, int64_t at)
{
	int count = 0;

	for (size_t i = 0; i < s->n_taken; i++) {
		bool seen = s->taken[i].kind == TAKEN_BUSY || s->taken[i].kind == TAKEN_UNREAD ||
		            day_of(s, s->taken[i].span.start_at) != day_of(s, at);

		for (size_t j = 0; j < i && !seen; j++)
			seen = s->taken[j].kind != TAKEN_BUSY && s->taken[j].kind != TAKEN_UNREAD &&
			       s->taken[j].meeting == s->taken[i].meeting &&
			       day_of(s, s->taken[j].span.start_at) == day_of(s, at);
		count += !seen;
	}
	return s->max_per_day == 0 || count < s->max_per_day;
}

static bool
apart(const struct staff *s, struct span meeting)
{
	int64_t buffer = s->buffer_minutes * MINUTE;

	for (size_t i = 0; i < s->n_taken; i++)
		if (meeting.start_at < s->taken[i].span.end_at + buffer &&
		    s->taken[i].span.start_at < meeting.end_at + buffer)
			return false;
	return true;
}

static bool
legal(const struct world *w, const struct staff *s, struct span meeting)
{
	int notice = s->notice_minutes >= 0 ? s->notice_minutes : w->team.rules.notice_minutes;

	if (meeting.start_at < w->now + notice * MINUTE ||
	    meeting.end_at > w->now + w->team.rules.horizon_minutes * MINUTE)
		return false;
	for (int64_t at = meeting.start_at; at < meeting.end_at; at += MINUTE)
		if (!works(s, at))
			return false;
	return apart(s, meeting) && under_cap(s, meeting.start_at);
}

/* --- random people */

static struct off
random_off(int64_t around)
{
	struct off o;
	struct civil c;

	civil_from_seconds(around, &c);
	o.from.date = o.to.date = date_add_days(c.date, any(5) - 2);
	o.from.minute = any(24 * 12) * 5;
	o.to.minute = o.from.minute + any((1440 - o.from.minute) / 5) * 5 + 5;
	o.from.second = o.to.second = 0;
	return o;
}

static void
random_staff(struct world *w, const char *zone, int64_t around)
{
	struct staff *s;
	char *line = arena_printf(w->arena, "staff kim %s", zone);

	world_line(w, line);
	s = &w->team.staff[w->team.n - 1];
	s->hours = arena_alloc(w->arena, 14 * sizeof *s->hours);
	for (int day = 0; day < 7; day++)
		for (int i = any(3); i > 0; i--) {
			int from = any(24 * 12) * 5;
			int to = from + any((1440 - from) / 5) * 5 + 5;

			s->hours[s->n_hours++] = (struct hours){ day, from, to };
		}
	s->away = arena_alloc(w->arena, 2 * sizeof *s->away);
	s->also = arena_alloc(w->arena, 2 * sizeof *s->also);
	for (int i = any(3); i > 0; i--)
		s->away[s->n_away++] = random_off(around);
	for (int i = any(3); i > 0; i--)
		s->also[s->n_also++] = random_off(around);
	s->buffer_minutes = any(3) * 5;
	s->max_per_day = any(4);
	for (int i = any(8); i > 0; i--) {
		int64_t at = around + (any(4 * 24 * 12) - 2 * 24 * 12) * 5 * MINUTE;

		world_take(w, s, (enum taken_kind)any(3), 1 + any(5),
		    (struct span){ at, at + (1 + any(18)) * 5 * MINUTE });
	}
}

/* A clock some time before the days that are looked at; now and then notice or horizon fall there.
 */
static void
random_now(struct world *w, int64_t around)
{
	w->now = around - any(6 * 24) * HOUR;
	w->team.rules.notice_minutes = any(48) * 60;
	w->team.rules.horizon_minutes = (1 + any(8)) * 24 * 60;
}

/* --- what must hold */

/* Each minute of the range: a free stretch holds what is legal, and all of it. */
static int
wrong_stretches(const struct world *w, struct span range, int duration)
{
	const struct staff *s = &w->team.staff[0];
	int64_t end_at = range.start_at;
	int wrong = 0;
	struct stretch *out;
	size_t n;

	gap_explain(&w->team, s, range, duration, w->now, w->arena, &out, &n);
	for (size_t i = 0; i < n; i++) {
		wrong += out[i].span.start_at != end_at || out[i].span.end_at <= end_at;
		end_at = out[i].span.end_at;
		for (int64_t at = out[i].span.start_at; at < out[i].span.end_at; at += 5 * MINUTE) {
			struct span m = { at, at + duration * MINUTE };
			bool free = out[i].gap == GAP_NONE && m.end_at <= out[i].span.end_at;

			if (m.end_at <= range.end_at && legal(w, s, m) != free)
				wrong++;
			if ((gap_check(&w->team, s, m, 0, w->now, w->arena) == GAP_NONE) !=
			    legal(w, s, m))
				wrong++;
		}
	}
	return wrong + (end_at != range.end_at);
}

static bool
odd(const struct zone *z, struct span m)
{
	struct civil c;

	for (int64_t at = m.start_at; at < m.end_at; at += MINUTE) {
		zone_civil(z, at, &c);
		if (c.minute >= 22 * 60 || c.minute < 7 * 60)
			return true;
	}
	return false;
}

static bool
on_grid(const struct staff *s, int64_t at)
{
	struct civil c;

	zone_civil(&s->zone, at, &c);
	return c.minute % 15 == 0 && c.second == 0;
}

/* What is found is legal, wished for, at a good hour; nothing is found only where there is nothing.
 */
static int
wrong_slots(const struct world *w, struct window window, const struct zone *guest, int duration)
{
	const struct staff *s = &w->team.staff[0];
	struct wishes wishes = { .windows = &window, .n = 1, .named = true };
	struct search q = { .wishes = &wishes,
		.duration = duration,
		.guest_zone = guest,
		.most = 3 };
	struct slots out;
	int wrong = 0, legal_ones = 0;

	slots_find(&w->team, &q, w->now, w->arena, &out);
	for (size_t i = 0; i < out.n; i++) {
		struct span m = out.items[i].span;

		wrong += !legal(w, s, m) || odd(guest, m) || !on_grid(s, m.start_at) ||
		         m.start_at < window.span.start_at || m.end_at > window.span.end_at ||
		         m.end_at - m.start_at != duration * MINUTE;
		for (size_t j = 0; j < i; j++)
			wrong += span_overlaps(m, out.items[j].span);
	}
	for (int64_t at = window.span.start_at; at < window.span.end_at; at += 5 * MINUTE) {
		struct span m = { at, at + duration * MINUTE };

		legal_ones += on_grid(s, at) && m.end_at <= window.span.end_at && !odd(guest, m) &&
		              legal(w, s, m);
	}
	return wrong + ((legal_ones > 0) != (out.n > 0));
}

static void
test_random_weeks(struct arena *a)
{
	static const int lengths[] = { 15, 30, 45, 60, 90 };
	int wrong = 0, wrong_found = 0;

	for (uint64_t seed = 1; seed <= 1000; seed++) {
		struct world w;
		struct zone guest;
		struct window window = { 0 };
		int64_t around, start;
		int duration;

		arena_reset(a);
		state = seed * 0x9e3779b97f4a7c15;
		world_init(&w, a);
		around = 1704067200 + (int64_t)any(8 * 365) * DAY;
		duration = lengths[any(5)];
		random_staff(&w, zones[any(N_ZONES)], around);
		random_now(&w, around);
		start = around - DAY + any(96) * 15 * MINUTE;
		if (wrong_stretches(&w, (struct span){ start, start + 12 * HOUR }, duration) > 0) {
			wrong++;
			printf("# seed %d: stretches\n", (int)seed);
		}
		zone_find(zones[any(N_ZONES)], &guest);
		window.span = (struct span){ start, start + (1 + any(24)) * HOUR };
		if (wrong_slots(&w, window, &guest, duration) > 0) {
			wrong_found++;
			printf("# seed %d: slots\n", (int)seed);
		}
	}
	is_int(wrong, 0, "1000 random weeks: free is what is legal, minute by minute");
	is_int(wrong_found, 0, "1000 random searches: legal, and found wherever there is one");
}

/* Every change of the clocks: quarter hours from four hours before to four hours after. */
static int
test_changes_of(const char *name, struct arena *a)
{
	const int64_t from = 1704067200, to = 1956528000; /* 2024-01-01, 2032-01-01 */
	struct zone z;
	int changes = 0, wrong = 0;

	zone_find(name, &z);
	for (int64_t at = from; at < to; at += HOUR) {
		struct world w;

		if (zone_offset(&z, at) == zone_offset(&z, at + HOUR))
			continue;
		arena_reset(a);
		world_init(&w, a);
		world_line(&w, arena_printf(a, "staff kim %s", name));
		world_line(&w, "hours Mon-Sun 00:00-24:00");
		w.now = at - 3 * DAY;
		wrong += wrong_stretches(&w, (struct span){ at - 4 * HOUR, at + 5 * HOUR }, 30);
		w.team.n = 0;
		state = (uint64_t)at;
		random_staff(&w, name, at);
		wrong += wrong_stretches(&w, (struct span){ at - 4 * HOUR, at + 5 * HOUR }, 30);
		changes++;
	}
	is_int(wrong, 0, "%s: right across %d changes of the clocks", name, changes);
	return changes;
}

int
main(void)
{
	struct arena *a = arena_new();
	int changes = 0;

	for (size_t i = 0; i < N_ZONES; i++)
		changes += test_changes_of(zones[i], a);
	ok(changes > 200, "%d changes of the clocks", changes);
	test_random_weeks(a);
	arena_free(a);
	return tap_done();
}
