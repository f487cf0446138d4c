#include "understand/mix.h"

#include "base/arena.h"
#include "understand/sense.h"

/* The likeliest reading's spans of what was placed. */
struct spans
mix_spans(const struct placed_list *l, int reading, struct arena *a)
{
	struct spans s = { arena_alloc(a, (l->n + 1) * sizeof *s.items), 0 };

	for (size_t i = 0; i < l->n; i++)
		if (l->items[i].reading == reading)
			s.items[s.n++] = (struct span){ l->items[i].start_at, l->items[i].end_at };
	return s;
}

struct group *
mix_group(struct mixer *x, struct spans spans)
{
	struct group *g;

	x->groups = arena_more(x->arena, x->groups, x->n_groups, sizeof *x->groups);
	g = &x->groups[x->n_groups++];
	g->spans = spans;
	return g;
}

static bool
inside(struct spans inner, struct spans outer)
{
	if (inner.n == 0)
		return false;
	for (size_t i = 0; i < inner.n; i++)
		if (!spans_cover(outer, inner.items[i]))
			return false;
	return true;
}

static int64_t
total(struct spans s)
{
	int64_t sum = 0;

	for (size_t i = 0; i < s.n; i++)
		sum += s.items[i].end_at - s.items[i].start_at;
	return sum;
}

/* The same time of day, in its zone, on each day of the spans. */
static struct spans
on_days(struct mixer *x, struct spans days, struct said_time t)
{
	struct span *items = NULL;
	size_t n = 0;

	for (size_t i = 0; i < days.n; i++) {
		struct civil from, to;
		int day, last;

		zone_civil(&x->context->zone, days.items[i].start_at, &from);
		zone_civil(&x->context->zone, days.items[i].end_at - 1, &to);
		last = date_to_days(to.date);
		for (day = date_to_days(from.date); day <= last; day++) {
			struct date date = date_from_days(day);
			struct said_day d = { .kind = DAY_DATE,
				.year = date.year,
				.month = date.month,
				.day = date.day,
				.weekday = -1 };
			struct placed_list l = { NULL, 0 };

			t.day = &d;
			when_place(&t, &x->when, x->arena, &l);
			for (size_t k = 0; k < l.n && l.items[k].reading == 0; k++) {
				items = arena_more(x->arena, items, n, sizeof *items);
				items[n++] =
				    (struct span){ l.items[k].start_at, l.items[k].end_at };
			}
		}
	}
	return (struct spans){ items, n };
}

struct spans
mix_on_days(struct mixer *x, struct spans days, const struct said_clock *c)
{
	return on_days(x, days, (struct said_time){ .clock = c });
}

struct spans
mix_all_days(const struct mixer *x)
{
	struct spans s = { arena_alloc(x->arena, sizeof *s.items), 1 };

	s.items[0] = (struct span){ x->context->sent_at, x->horizon_at };
	return s;
}

static bool
is_cut(const struct said_clock *c)
{
	return c->bound != BOUND_NONE;
}

/* A clock time for a group of whole days, or one more limit for a group that has its hours. */
static bool
clock_group(struct mixer *x, struct group *g, const struct said_clock *c)
{
	struct spans days = g->clocked ? g->days : g->spans, hours = mix_on_days(x, days, c), left;

	if (!g->clocked)
		g->days = g->spans;
	left = spans_intersect(spans_make(g->spans.items, g->spans.n, x->arena),
	    spans_make(hours.items, hours.n, x->arena), x->arena);
	if (left.n == 0)
		return false;
	g->spans = c->kind == CLOCK_AT && !is_cut(c) ? hours : left;
	g->exact |= c->kind == CLOCK_AT && !is_cut(c);
	g->about |= c->about;
	g->clocked = g->mine = true;
	return true;
}

/* A time of day without a day: for the days around it that have none. */
void
mix_clock(struct mixer *x, size_t i, const struct placed_list *l)
{
	const struct said_clock *c = x->said->mentions[i].time.clock;
	bool used = false, any = false;

	if (x->said->mentions[i].time.zoned && x->n_groups == 0) {
		/* "before Friday, from 8 to 5 New York time": each day's until then */
		struct group *g =
		    mix_group(x, x->limited && c->kind != CLOCK_AT
				     ? on_days(x, mix_all_days(x), x->said->mentions[i].time)
				     : mix_spans(l, 0, x->arena));

		g->clocked = true;
		g->exact = c->kind == CLOCK_AT && !is_cut(c);
		return;
	}
	for (size_t k = 0, n = x->n_groups; k < n; k++) {
		struct group *g = &x->groups[k];

		if (g->dropped)
			continue;
		any = true;
		if (g->clocked && !is_cut(c))
			continue;
		used = true;
		/* "from nine to ten, and again after four": more hours of the same day */
		if (!clock_group(x, g, c) && g->days.n > 0) {
			struct spans days = g->days, hours = mix_on_days(x, days, c);

			g = mix_group(x, hours);
			g->days = days;
			g->clocked = g->mine = true;
		}
	}
	if (any && !used) { /* Tuesday at three.  Or four. */
		const struct group *last = &x->groups[x->n_groups - 1];
		struct spans hours = mix_on_days(x, last->spans, c);
		struct group *g;

		if (last->mine && inside(hours, last->spans) && !sense_or(x->said, i) &&
		    !last->exact) {
			x->groups[x->n_groups - 1].spans = hours;
			x->groups[x->n_groups - 1].exact = c->kind == CLOCK_AT;
			return;
		}
		g = mix_group(x, hours);
		g->clocked = true;
		g->exact = c->kind == CLOCK_AT;
	} else if (!any) {
		x->clocks = arena_more(x->arena, x->clocks, x->n_clocks, sizeof *x->clocks);
		x->clocks[x->n_clocks++] = c;
	}
}

/* "after the 10th", "until Friday" */
bool
mix_limit(struct mixer *x, size_t i, const struct placed_list *l)
{
	const struct placed *p = &l->items[0];

	if (p->kind != PLACED_OPEN || x->said->mentions[i].time.bound == BOUND_NONE ||
	    sense_or(x->said, i))
		return false;
	if (p->open_end && p->start_at > x->limits.start_at)
		x->limits.start_at = p->start_at;
	if (p->open_start && p->end_at < x->limits.end_at)
		x->limits.end_at = p->end_at;
	x->limited = true;
	return true;
}

/* The days of a time, without its part of the day: later words may narrow that down. */
static struct spans
whole_days(struct mixer *x, const struct said_time *t)
{
	struct said_time days = { .day = t->day };
	struct placed_list l = { NULL, 0 };

	when_place(&days, &x->when, x->arena, &l);
	return mix_spans(&l, 0, x->arena);
}

void
mix_day(struct mixer *x, size_t i, const struct placed_list *l, bool preferred)
{
	const struct said_time *t = &x->said->mentions[i].time;
	struct spans spans = mix_spans(l, 0, x->arena);
	struct spans whole = spans_make(spans.items, spans.n, x->arena);
	bool set = l->items[0].kind == PLACED_SET;
	struct group *g;

	for (size_t k = 0; k < x->n_groups; k++) {
		struct group *was = &x->groups[k];
		struct spans both;

		if (was->dropped) /* what has taken its place has a turn of its own */
			continue;
		if (was->exact && t->clock == NULL &&
		    inside(spans_make(was->spans.items, was->spans.n, x->arena), whole))
			return; /* "Tuesday at ten ... on Tuesday": said before, and better */
		if (was->clocked && !was->mine) {
			if (!set && t->clock == NULL && inside(was->spans, whole) &&
			    !sense_or(x->said, i))
				return; /* "Thursday morning next week" */
			continue;
		}
		both = spans_intersect(spans_make(was->spans.items, was->spans.n, x->arena), whole,
		    x->arena);
		if (both.n == 0)
			continue;
		if (set != was->set && t->clock == NULL &&
		    !was->clocked) { /* Tuesdays; in December */
			was->spans = both;
			was->set = false;
			return;
		}
		if (total(both) < total(whole) || total(whole) >= total(was->spans)) {
			if (inside(was->spans, whole) && !set && t->clock == NULL)
				return; /* wider than what is known */
			continue;
		}
		if (preferred) {
			for (size_t n = 0; n < whole.n; n++) {
				x->preferred = arena_more(x->arena, x->preferred, x->n_preferred,
				    sizeof *x->preferred);
				x->preferred[x->n_preferred++] = whole.items[n];
			}
			return;
		}
		was->dropped = true;
	}
	g = mix_group(x, spans);
	if (t->clock != NULL && t->clock->kind == CLOCK_PART && t->to == NULL && !set)
		g->days = whole_days(x, t);
	g->set = set;
	g->clocked = t->clock != NULL || l->items[0].grain < GRAIN_PART;
	g->exact = l->items[0].kind == PLACED_INSTANT && l->items[0].grain < GRAIN_PART;
	g->about = l->items[0].about;
	if (set && t->clock != NULL && t->clock->kind == CLOCK_AT && !is_cut(t->clock))
		g->exact = true;
	for (size_t k = 0; k < x->n_clocks && (!g->clocked || g->mine); k++)
		x->clocks_used |= clock_group(x, g, x->clocks[k]);
}

/* Times of day for which no day was found: each day's, or the next where one moment is meant. */
void
mix_rest(struct mixer *x)
{
	for (size_t k = 0; k < x->n_clocks && !x->clocks_used; k++) {
		const struct said_clock *c = x->clocks[k];
		struct said_time t = { .clock = c };
		struct placed_list l = { NULL, 0 };
		struct group *g;

		if (k > 0 && is_cut(c) && x->n_groups > 0) {
			clock_group(x, &x->groups[x->n_groups - 1], c);
			continue;
		}
		if (c->kind == CLOCK_PART || is_cut(c) || x->limited) {
			g = mix_group(x, mix_on_days(x, mix_all_days(x), c));
			g->mine = true;
		} else {
			when_place(&t, &x->when, x->arena, &l);
			g = mix_group(x, mix_spans(&l, 0, x->arena));
		}
		g->clocked = true;
		g->exact = c->kind == CLOCK_AT && !is_cut(c);
		g->about = c->about;
	}
}
