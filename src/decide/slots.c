#include "decide/slots.h"

#include "base/arena.h"
#include "decide/diary.h"
#include "decide/hosts.h"
#include "decide/rank.h"

#include <stdlib.h>

enum { GRID = 15 * MINUTE };

/* One host's possible times within the wishes, as a list that grows. */
struct listing {
	const struct diary *diary;
	struct spans allowed; /* the diary's free time without what the writer cannot or will not */
	int duration;         /* seconds */
	struct candidate *items;
	size_t n;
	struct arena *arena;
};

/* The next start on the grid of the person's own clock: quarters of an hour in any zone. */
static int64_t
next_on_grid(const struct clock *c, int64_t at)
{
	int64_t civil = at + clock_offset(c, at);

	return at + (GRID - civil % GRID) % GRID;
}

static bool
stands_in(struct spans set, int64_t at, size_t *near)
{
	while (*near < set.n && set.items[*near].end_at <= at)
		++*near;
	return *near < set.n && set.items[*near].start_at <= at;
}

static void
add(struct listing *l, int64_t start_at, bool named, bool compact)
{
	l->items = arena_more(l->arena, l->items, l->n, sizeof *l->items);
	l->items[l->n++] = (struct candidate){ .span = { start_at, start_at + l->duration },
		.named = named,
		.compact = compact };
}

static void
list_named(struct listing *l, int64_t start_at)
{
	struct span s = { start_at, start_at + l->duration };
	size_t near = 0;

	if (spans_cover(l->allowed, s) && !stands_in(l->diary->full, start_at, &near))
		add(l, start_at, true, false);
}

static void
list_window(struct listing *l, struct span window)
{
	const struct spans *taken = &l->diary->taken;
	size_t full = 0, after = 0;

	for (size_t i = 0; i < l->allowed.n; i++) {
		struct span free = l->allowed.items[i];
		int64_t from = free.start_at > window.start_at ? free.start_at : window.start_at;
		int64_t to = free.end_at < window.end_at ? free.end_at : window.end_at;

		if (to - from < l->duration)
			continue;
		for (int64_t at = next_on_grid(&l->diary->clock, from); at + l->duration <= to;
		     at += GRID) {
			bool compact;

			if (stands_in(l->diary->full, at, &full))
				continue;
			while (after < taken->n && taken->items[after].start_at < at)
				after++;
			compact = (after > 0 && at - taken->items[after - 1].end_at < HOUR) ||
			          (after < taken->n &&
				      taken->items[after].start_at - at - l->duration < HOUR);
			add(l, at, false, compact);
		}
	}
}

static int
by_start(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->span.start_at != y->span.start_at)
		return x->span.start_at < y->span.start_at ? -1 : 1;
	return (int)y->named - (int)x->named;
}

/* In the order of time, each start once. */
static void
sort_listing(struct listing *l)
{
	size_t kept = 0;

	if (l->n > 1)
		qsort(l->items, l->n, sizeof *l->items, by_start);
	for (size_t i = 0; i < l->n; i++)
		if (kept == 0 || l->items[kept - 1].span.start_at != l->items[i].span.start_at)
			l->items[kept++] = l->items[i];
	l->n = kept;
}

/* How a search looks for times: within the wishes, or near to a moment. */
struct manner {
	const struct window *windows;
	size_t n_windows;
	const int64_t *near_at;
	bool odd_hours;
	bool others; /* other hosts too where the writer named one */
};

/* From the first to the last window, as far as the horizon reaches. */
static struct span
hull(const struct manner *how, const struct team *t, int duration, int64_t now)
{
	struct span s = { now + (int64_t)t->rules.horizon_minutes * MINUTE, now };
	int64_t horizon_at = s.start_at;

	for (size_t i = 0; i < how->n_windows; i++) {
		/* A named start may be given without its length. */
		int64_t end_at = how->windows[i].span.end_at + duration;

		if (how->windows[i].span.start_at < s.start_at)
			s.start_at = how->windows[i].span.start_at;
		if (end_at > s.end_at)
			s.end_at = end_at;
	}
	if (s.start_at < now)
		s.start_at = now;
	if (s.end_at > horizon_at)
		s.end_at = horizon_at;
	return s;
}

/* The host's best times: at most search->most. */
static size_t
search_host(const struct team *t, const struct search *q, const struct manner *how,
    const struct staff *host, int64_t now, struct arena *a, struct candidate **out)
{
	const struct rules *r = &t->rules;
	struct span range = hull(how, t, q->duration * MINUTE, now);
	struct listing l = { .duration = q->duration * MINUTE, .arena = a };
	struct taste taste = { .odd_from = r->odd_from,
		.odd_to = r->odd_to,
		.odd_hours = how->odd_hours,
		.refused = q->refused,
		.near_at = how->near_at };
	struct diary diary;

	if (range.start_at >= range.end_at)
		return 0;
	diary_open(t, host, range, q->meeting, now, a, &diary);
	l.diary = &diary;
	l.allowed = spans_subtract(diary.free, q->refused, a);
	if (q->wishes != NULL) {
		l.allowed = spans_subtract(l.allowed, q->wishes->excluded, a);
		taste.preferred = q->wishes->preferred;
	}
	for (size_t i = 0; i < how->n_windows; i++) {
		if (how->windows[i].exact)
			list_named(&l, how->windows[i].span.start_at);
		else
			list_window(&l, how->windows[i].span);
	}
	sort_listing(&l);
	clock_make(q->guest_zone, range, a, &taste.clock);
	taste.from_at = diary.open.start_at;
	*out = l.items;
	return rank_best(l.items, l.n, &taste, q->most);
}

/* What one host could offer, the best first. */
struct bid {
	const struct host *host;
	struct span *items;
	size_t n;
	int64_t cost; /* of the best */
};

/* The reckoning is thrown away host by host, but for its outcome: it can be long. */
static struct bid
bid_of(const struct team *t, const struct search *q, const struct manner *how,
    const struct host *host, int64_t now, struct arena *scratch, struct arena *a)
{
	struct candidate *found = NULL;
	struct bid bid = { .host = host };

	arena_reset(scratch);
	bid.n = search_host(t, q, how, host->staff, now, scratch, &found);
	if (bid.n == 0)
		return bid;
	bid.items = arena_alloc(a, bid.n * sizeof *bid.items);
	bid.cost = found[0].cost;
	for (size_t i = 0; i < bid.n; i++)
		bid.items[i] = found[i].span;
	return bid;
}

/*
 * The first host, in their order, who can offer all that is wanted; among equals the one with
 * most; where nearness counts, the one with the nearest.
 */
static void
search(const struct team *t, const struct search *q, const struct manner *how, int64_t now,
    struct arena *a, struct slots *out)
{
	struct arena *scratch = arena_new();
	struct bid best = { 0 };
	struct hosts hosts;

	hosts_order(t, q, how->others, now, a, &hosts);
	for (size_t i = 0; i < hosts.n; i++) {
		struct bid bid;

		if (best.n > 0 && !hosts_equal(&hosts.items[i], best.host))
			break;
		bid = bid_of(t, q, how, &hosts.items[i], now, scratch, a);
		if (bid.n > best.n ||
		    (bid.n == best.n && bid.n > 0 && how->near_at != NULL && bid.cost < best.cost))
			best = bid;
		if (best.n == q->most && how->near_at == NULL)
			break;
	}
	arena_free(scratch);
	out->n = best.n;
	out->items = arena_alloc(a, (best.n + 1) * sizeof *out->items);
	for (size_t i = 0; i < best.n; i++)
		out->items[i] = (struct slot){ best.items[i], best.host->staff };
}

static struct window
any_time(const struct team *t, int64_t now)
{
	return (struct window){ .span = { now, now + (int64_t)t->rules.horizon_minutes * MINUTE } };
}

void
slots_find(const struct team *t, const struct search *q, int64_t now, struct arena *a,
    struct slots *out)
{
	struct window any = any_time(t, now);
	struct manner how = { .windows = &any, .n_windows = 1 };

	if (q->wishes != NULL && q->wishes->named) {
		how.windows = q->wishes->windows;
		how.n_windows = q->wishes->n;
	}
	if (q->wishes != NULL)
		how.odd_hours = q->wishes->odd_hours;
	*out = (struct slots){ 0 };
	if (how.n_windows > 0)
		search(t, q, &how, now, a, out);
}

/* Farther and farther from the moment, until there is enough or nothing more to look at. */
static void
search_around(const struct team *t, const struct search *q, struct manner *how, int64_t now,
    struct arena *a, struct slots *out)
{
	static const int64_t reaches[] = { 3 * DAY, 2 * WEEK };
	struct window any = any_time(t, now), around = { 0 };

	*out = (struct slots){ 0 };
	how->n_windows = 1;
	for (size_t i = 0; i < sizeof reaches / sizeof *reaches && out->n < q->most; i++) {
		around.span =
		    (struct span){ *how->near_at - reaches[i], *how->near_at + reaches[i] };
		how->windows = &around;
		search(t, q, how, now, a, out);
	}
	how->windows = &any;
	if (out->n < q->most)
		search(t, q, how, now, a, out);
	how->windows = NULL;
}

void
slots_nearest(const struct team *t, const struct search *q, int64_t to, int64_t now,
    struct arena *a, struct slots *out)
{
	struct manner how = { .near_at = &to };

	how.odd_hours = q->wishes != NULL && q->wishes->odd_hours;
	search_around(t, q, &how, now, a, out);
	if (out->n == 0 && !how.odd_hours) { /* better by night than not at all */
		how.odd_hours = true;
		search_around(t, q, &how, now, a, out);
	}
	if (out->n == 0) {
		how.others = true;
		search_around(t, q, &how, now, a, out);
	}
}
