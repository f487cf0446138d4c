#include "understand/wish.h"

#include "base/arena.h"
#include "understand/length.h"
#include "understand/mix.h"
#include "understand/sense.h"
#include "understand/when.h"

#include <stdlib.h>
#include <string.h>

enum {
	ABOUT_MINUTES = 30,
	SHORTEST = 5,
	LONGEST = 12 * 60,
	NIGHT_FROM = 22 * 60,
	NIGHT_TO = 6 * 60
};

static struct mention *
mention_add(struct mixer *x, const struct mention_said *m, enum mention_kind kind)
{
	struct wish_reading *r = x->out;
	struct mention *added;

	r->mentions = arena_more(x->arena, r->mentions, r->n_mentions, sizeof *r->mentions);
	added = &r->mentions[r->n_mentions++];
	added->from = m->from;
	added->to = m->to;
	added->kind = kind;
	return added;
}

static void
exclude(struct mixer *x, size_t i, const struct placed_list *l)
{
	const struct said_time *t = &x->said->mentions[i].time;
	struct spans s = mix_spans(l, 0, x->arena);

	for (size_t k = 0; k < s.n; k++) /* a moment stands for the meeting that begins then */
		if (s.items[k].end_at - s.items[k].start_at == MINUTE)
			s.items[k].end_at =
			    s.items[k].start_at + (int64_t)x->context->default_duration * MINUTE;
	if ((t->day == NULL && t->clock != NULL && !t->zoned) ||
	    (t->day != NULL && t->day->kind == DAY_WEEKDAYS)) {
		if (t->day == NULL)
			s = mix_on_days(x, mix_all_days(x), t->clock);
		x->often_out =
		    spans_union(x->often_out, spans_make(s.items, s.n, x->arena), x->arena);
		return;
	}
	for (size_t k = 0; k < s.n; k++) {
		x->excluded = arena_more(x->arena, x->excluded, x->n_excluded, sizeof *x->excluded);
		x->excluded[x->n_excluded++] = s.items[k];
	}
}

/* "Any day but Sunday in the first week of May": the week is wished for. */
static void
wish_for_the_rest(struct mixer *x, const struct said_day *d)
{
	struct said_time whole = { .day = d != NULL ? d->of : NULL };
	struct placed_list l = { NULL, 0 };

	if (whole.day == NULL || x->n_groups > 0)
		return;
	when_place(&whole, &x->when, x->arena, &l);
	if (l.n == 0)
		return;
	mix_group(x, mix_spans(&l, 0, x->arena));
	x->out->wishes.named = true;
}

/* How far apart two moments are by the clock on the wall, which changes in spring and autumn. */
static int64_t
apart(const struct mixer *x, const struct mention_said *m, int64_t at, int64_t other)
{
	const struct zone *z = m->time.zoned ? &m->time.zone : &x->context->zone;
	struct civil one, two;

	zone_civil(z, at, &one);
	zone_civil(z, other, &two);
	return llabs(civil_to_seconds(&one) - civil_to_seconds(&two));
}

/* A clock without am or pm leaves a doubt only where both would do for a meeting. */
static bool
doubtful(const struct mixer *x, const struct mention_said *m, const struct placed_list *l)
{
	int64_t away;

	for (size_t i = 0; i < l->n; i++) {
		if (l->items[i].reading == 0 || l->items[i].end_at <= x->context->sent_at)
			continue;
		away = apart(x, m, l->items[i].start_at, l->items[0].start_at);
		if (away == 0) /* "before seven" */
			away = apart(x, m, l->items[i].end_at, l->items[0].end_at);
		if (away % DAY == 0 || m->time.clock == NULL)
			return true;
		if (away == DAY / 2 && m->time.clock->kind == CLOCK_AT &&
		    m->time.clock->from / 60 == 7)
			return true;
	}
	return false;
}

static void
add_doubt(struct mixer *x, const struct mention_said *m, const struct placed_list *l)
{
	struct wishes *w = &x->out->wishes;
	struct mention *said = mention_add(x, m, MENTION_DOUBT);
	struct doubt *d;

	w->doubts = arena_more(x->arena, w->doubts, w->n_doubts, sizeof *w->doubts);
	d = &w->doubts[w->n_doubts++];
	d->text = arena_mem(x->arena, x->said->items.tokens->text + m->from, m->to - m->from);
	d->readings = arena_alloc(x->arena, l->n * sizeof *d->readings);
	for (size_t i = 0; i < l->n; i++) {
		int64_t away = apart(x, m, l->items[i].start_at, l->items[0].start_at);

		if (i > 0 &&
		    (l->items[i].reading == 0 || l->items[i].end_at <= x->context->sent_at))
			continue;
		if (away % DAY != 0 && away != DAY / 2)
			continue;
		d->readings[d->n++] = (struct span){ l->items[i].start_at, l->items[i].end_at };
	}
	said->spans = d->readings;
	said->n_spans = d->n;
}

static bool
is_over(const struct mixer *x, const struct placed_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->items[i].reading == 0 && l->items[i].end_at > x->context->sent_at)
			return false;
	return true;
}

/* The day of writing alone in its line, with its year: letters begin or end so. */
static bool
is_dateline(const struct mixer *x, const struct mention_said *m, const struct placed_list *l)
{
	const struct items *p = &x->said->items;
	bool begins = m->first == 0 || p->items[m->first].token->lines > 0;
	bool ends = m->end >= p->n || p->items[m->end].token->lines > 0;

	return begins && ends && m->time.day != NULL && m->time.day->kind == DAY_DATE &&
	       m->time.day->year != 0 && m->time.day->to == NULL && m->time.day->also == NULL &&
	       m->time.clock == NULL && l->items[0].start_at <= x->context->sent_at &&
	       l->items[0].end_at > x->context->sent_at;
}

/* "3 pm UTC / 4 pm CET" is one moment told twice. */
static bool
told_twice(const struct mixer *x, size_t i, const struct placed_list *l)
{
	const struct mention_said *m = &x->said->mentions[i], *last = m - 1;
	struct placed_list before = { NULL, 0 };
	struct said_time t;

	if (i == 0 || last->is_length || !m->time.zoned || !last->time.zoned ||
	    m->first > last->end + 3 || l->n == 0)
		return false;
	t = m->time;
	if (t.day == NULL)
		t.day = last->time.day;
	when_place(&last->time, &x->when, x->arena, &before);
	if (before.n == 0)
		return false;
	for (size_t k = 0; k < before.n; k++)
		if (before.items[k].start_at == l->items[0].start_at)
			return true;
	if (t.day != m->time.day) {
		struct placed_list again = { NULL, 0 };

		when_place(&t, &x->when, x->arena, &again);
		return again.n > 0 && again.items[0].start_at == before.items[0].start_at;
	}
	return false;
}

static void
mix_length(struct mixer *x, const struct mention_said *m, enum sense sense)
{
	int minutes = length_minutes(&m->length);

	if (sense == SENSE_TOLD || sense == SENSE_RULED_OUT || minutes < SHORTEST ||
	    minutes > LONGEST)
		return;
	if (x->out->wishes.duration_minutes == 0)
		x->out->wishes.duration_minutes = minutes;
	mention_add(x, m, MENTION_DURATION)->minutes = minutes;
}

/*
 * "Move it from Monday at ten to Tuesday": what looks like a stretch is an old time, which is given
 * up, and a new one.
 */
static bool
is_moved(struct mixer *x, size_t i, struct said_time *to, struct said_day *day)
{
	const struct said_time *t = &x->said->mentions[i].time;
	struct placed_list l = { NULL, 0 };
	struct said_time from = *t;
	struct said_clock clock;

	if (!sense_moving(x->said, i) || t->day == NULL || (t->to == NULL && t->day->to == NULL))
		return false;
	from.bound = BOUND_NONE;
	if (t->clock != NULL) {
		clock = *t->clock;
		clock.bound = BOUND_NONE;
		from.clock = &clock;
	}
	if (t->to != NULL) {
		*to = *t->to;
		from.to = NULL;
	} else {
		*to = *t;
		to->day = t->day->to;
		*day = *t->day;
		day->to = NULL;
		from.day = day;
	}
	when_place(&from, &x->when, x->arena, &l);
	if (l.n > 0)
		exclude(x, i, &l);
	return true;
}

/*
 * Letters that several zones have, IST or CST: the zone whose clock the mail was written by, else
 * the likelier one; then true, for a person must say which.
 */
static bool
doubtful_zone(const struct mixer *x, struct said_time *t)
{
	const struct wish_context *c = x->context;
	struct zone other = t->other_zone;

	if (!t->zoned || other.name[0] == '\0')
		return false;
	if (!c->offset_known)
		return true;
	if (zone_offset(&t->zone, c->sent_at) == c->offset)
		return false;
	if (zone_offset(&other, c->sent_at) != c->offset)
		return true;
	t->zone = other;
	return false;
}

/* The same words by the other zone's clock are a second reading. */
static void
add_zone_doubt(struct mixer *x, const struct mention_said *m, const struct said_time *t,
    const struct placed_list *l)
{
	struct placed_list both = { NULL, 0 };
	struct said_time other = *t;
	struct mention *said;
	struct doubt *d;

	other.zone = t->other_zone;
	when_place(&other, &x->when, x->arena, &both);
	if (both.n == 0)
		return;
	said = mention_add(x, m, MENTION_DOUBT);
	x->out->wishes.doubts = arena_more(x->arena, x->out->wishes.doubts, x->out->wishes.n_doubts,
	    sizeof *x->out->wishes.doubts);
	d = &x->out->wishes.doubts[x->out->wishes.n_doubts++];
	d->text = arena_mem(x->arena, x->said->items.tokens->text + m->from, m->to - m->from);
	d->readings = arena_alloc(x->arena, 2 * sizeof *d->readings);
	d->readings[d->n++] = (struct span){ l->items[0].start_at, l->items[0].end_at };
	d->readings[d->n++] = (struct span){ both.items[0].start_at, both.items[0].end_at };
	said->spans = d->readings;
	said->n_spans = d->n;
}

static bool
is_dated(const struct said_day *d)
{
	return d != NULL && d->kind == DAY_DATE && d->weekday != -1 && d->month != 0 &&
	       d->day != 0 && d->to == NULL && d->also == NULL;
}

/* "Thursday, 3 December ... or else Friday morning": a later day of the same week. */
static const struct said_day *
of_dated_week(struct mixer *x, const struct said_day *d)
{
	struct said_day later = *d;

	if (x->dated == NULL || d->kind != DAY_WEEKDAY || d->which != WHICH_PLAIN ||
	    d->of != NULL || d->to != NULL || d->also != NULL || d->weekday <= x->dated->weekday)
		return d;
	later.of = x->dated;
	return said_day_keep(&later, x->arena);
}

static void
mix(struct mixer *x, size_t i)
{
	const struct mention_said *m = &x->said->mentions[i];
	enum sense sense = sense_of(x->said, i);
	struct placed_list l = { NULL, 0 };
	struct said_time time, moved;
	struct said_day day;
	struct mention *told;
	struct spans spans;
	bool which_zone;

	if (m->is_length) {
		mix_length(x, m, sense);
		return;
	}
	if (m->absorbed ||
	    (m->time.clock != NULL && m->time.clock->kind == CLOCK_NOW && m->time.to == NULL))
		return; /* "now" is as soon as possible: any time will do */
	time = m->time;
	if (time.day != NULL && time.to == NULL)
		time.day = of_dated_week(x, time.day);
	if (is_moved(x, i, &moved, &day)) /* from Monday to Tuesday */
		time = moved;
	which_zone = doubtful_zone(x, &time);
	when_place(&time, &x->when, x->arena, &l);
	if (l.n == 0 || told_twice(x, i, &l))
		return;
	if (m->time.zoned && !x->out->zone_named) {
		x->out->zone_named = true;
		x->out->zone = time.zone;
		x->out->zone_from = m->from;
		x->out->zone_to = m->to;
	}
	if (is_dated(time.day) && l.items[0].start_at > x->context->sent_at)
		x->dated = time.day;
	spans = mix_spans(&l, 0, x->arena);
	if (sense != SENSE_RULED_OUT && sense != SENSE_TOLD)
		when_remember(&x->when, &m->time, &l, x->arena);
	else if (spans.n > 0 && m->time.day != NULL) {
		x->when.then_from = spans.items[0].start_at;
		x->when.then_to = spans.items[spans.n - 1].end_at;
	}
	if (is_over(x, &l) || is_dateline(x, m, &l))
		sense = SENSE_TOLD;
	told = mention_add(x, m,
	    sense == SENSE_TOLD        ? MENTION_TOLD
	    : sense == SENSE_RULED_OUT ? MENTION_NOT_TIME
				       : MENTION_TIME);
	told->spans = spans.items;
	told->n_spans = spans.n;
	if (sense == SENSE_TOLD)
		return;
	if (which_zone)
		add_zone_doubt(x, m, &time, &l);
	else if (doubtful(x, m, &l))
		add_doubt(x, m, &l);
	if (sense == SENSE_RULED_OUT) {
		exclude(x, i, &l);
		if (sense_except(x->said, i))
			wish_for_the_rest(x, m->time.day);
		return;
	}
	x->out->wishes.named = true;
	if (m->time.day == NULL && m->time.to == NULL)
		mix_clock(x, i, &l);
	else if (!mix_limit(x, i, &l))
		mix_day(x, i, &l, sense == SENSE_PREFER);
}

static void
window_add(struct mixer *x, struct span span, bool exact)
{
	struct wishes *w = &x->out->wishes;

	for (size_t i = 0; i < w->n; i++)
		if (w->windows[i].span.start_at == span.start_at &&
		    w->windows[i].span.end_at == span.end_at)
			return;
	w->windows = arena_more(x->arena, w->windows, w->n, sizeof *w->windows);
	w->windows[w->n++] = (struct window){ span, exact };
}

static int
earlier(const void *a, const void *b)
{
	const struct window *x = a, *y = b;

	if (x->span.start_at != y->span.start_at)
		return x->span.start_at < y->span.start_at ? -1 : 1;
	return (x->span.end_at > y->span.end_at) - (x->span.end_at < y->span.end_at);
}

/* Exact times: from the start as long as the meeting lasts, if that is not ruled out. */
static void
exact_windows(struct mixer *x, const struct group *g, struct spans excluded, int minutes)
{
	for (size_t k = 0; k < g->spans.n; k++) {
		struct span s = { g->spans.items[k].start_at,
			g->spans.items[k].start_at + (int64_t)minutes * MINUTE };
		struct spans one = { &s, 1 };

		if (s.start_at < x->limits.start_at || s.start_at >= x->limits.end_at ||
		    spans_intersect(one, excluded, x->arena).n > 0)
			continue;
		if (g->about) {
			s.start_at -= ABOUT_MINUTES * MINUTE;
			s.end_at += ABOUT_MINUTES * MINUTE;
		}
		window_add(x, s, !g->about);
	}
}

/* Do the clocks that were named lie at night, where the writer is? */
static bool
at_night(const struct mixer *x, const struct group *g)
{
	for (size_t i = 0; i < g->spans.n && g->clocked; i++) {
		struct civil c;

		zone_civil(&x->context->zone, g->spans.items[i].start_at, &c);
		if ((g->exact && (c.minute >= NIGHT_FROM || c.minute < NIGHT_TO)) ||
		    (!g->exact && c.minute >= NIGHT_FROM))
			return true;
	}
	return false;
}

static void
settle(struct mixer *x)
{
	struct wishes *w = &x->out->wishes;
	int minutes = w->duration_minutes != 0 ? w->duration_minutes : x->context->default_duration;
	struct spans limits = { &x->limits, 1 }, loose = { NULL, 0 }, excluded;

	excluded = spans_make(x->excluded, x->n_excluded, x->arena);
	if (x->n_groups == 0 && x->limited)
		mix_group(x, (struct spans){ &x->limits, 1 });
	for (size_t i = 0; i < x->n_groups; i++) {
		const struct group *g = &x->groups[i];
		struct spans s;

		if (g->dropped)
			continue;
		w->odd_hours |= at_night(x, g);
		if (g->exact) {
			exact_windows(x, g, spans_union(excluded, x->often_out, x->arena), minutes);
			continue;
		}
		s = spans_intersect(spans_make(g->spans.items, g->spans.n, x->arena), limits,
		    x->arena);
		loose = spans_union(loose, s, x->arena);
	}
	/* Of what is ruled out again and again only that matters which would have been possible. */
	if (x->n_groups > 0)
		x->often_out = spans_intersect(x->often_out, loose, x->arena);
	excluded = spans_union(excluded, x->often_out, x->arena);
	if (loose.n == 0 && w->n == 0 && x->limited) /* "it is on the 12th, so before the 10th" */
		loose = spans_make(&x->limits, 1, x->arena);
	loose = spans_subtract(loose, excluded, x->arena);
	for (size_t i = 0; i < loose.n; i++)
		window_add(x, loose.items[i], false);
	if (w->n > 1)
		qsort(w->windows, w->n, sizeof *w->windows, earlier);
	w->excluded = excluded;
	w->preferred =
	    spans_intersect(spans_make(x->preferred, x->n_preferred, x->arena), loose, x->arena);
}

void
wish_read(const struct tokens *ts, const struct lang *lang, const struct wish_context *context,
    struct arena *a, struct wish_reading *out)
{
	struct mixer x = { .context = context, .arena = a, .out = out };

	memset(out, 0, sizeof *out);
	x.when.sent_at = context->sent_at;
	x.when.then_from = context->then_from;
	x.when.then_to = context->then_to;
	x.when.zone = context->zone;
	x.when.horizon_days = context->horizon_days;
	x.horizon_at = context->sent_at + (int64_t)context->horizon_days * DAY;
	x.limits = (struct span){ context->sent_at, x.horizon_at };
	x.said = when_read(ts, lang, context->places, a);
	/* A date beyond the horizon is still what was wished for. */
	for (size_t i = 0; i < x.said->n; i++)
		mix(&x, i);
	mix_rest(&x);
	for (size_t i = 0; i < x.n_groups; i++)
		for (size_t k = 0; k < x.groups[i].spans.n; k++)
			if (x.limits.end_at == x.horizon_at &&
			    x.groups[i].spans.items[k].end_at > x.horizon_at)
				x.limits.end_at = x.horizon_at = x.groups[i].spans.items[k].end_at;
	settle(&x);
}
