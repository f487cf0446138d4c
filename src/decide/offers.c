#include "decide/offers.h"

#include "base/arena.h"
#include "decide/later.h"
#include "inbox/address.h"
#include "understand/pick.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_ROUNDS = 5 };

/* Whoever signs as Nino does not ask for the Nino of the staff. */
static bool
is_name_of(const char *heard, const struct guest *writer)
{
	size_t first = strcspn(writer->name, " ");

	return address_same(heard, writer->email) || strcasecmp(heard, writer->name) == 0 ||
	       (strlen(heard) == first && strncasecmp(heard, writer->name, first) == 0);
}

/* The names and topics that were mentioned, but for the writer's own name. */
static void
listen(const struct matter *mt, struct search *q)
{
	const struct event *ev = mt->ev;

	q->heard = arena_alloc(mt->arena, (ev->n_heard + 1) * sizeof *q->heard);
	for (size_t i = 0; i < ev->n_heard; i++)
		if (!is_name_of(ev->heard[i], meeting_writer(mt->m)))
			q->heard[q->n_heard++] = ev->heard[i];
}

static void
search_init(const struct matter *mt, const char *host, struct search *q)
{
	const struct meeting *m = mt->m;
	const struct guest *writer = meeting_writer(m);

	*q = (struct search){ .refused = m->refused,
		.duration = m->duration,
		.language = m->language,
		.host = host,
		.guest = writer->email,
		.meeting = m->id,
		.guest_zone = &writer->zone,
		.most = (size_t)mt->team->rules.offer };
	listen(mt, q);
	if (m->state == MEETING_SETTLED) /* to move it is to move it elsewhere */
		q->refused = spans_union(m->refused, spans_make(&m->slot, 1, mt->arena), mt->arena);
}

/* A reading as long as the meeting is a moment it can begin at; a longer one has room in it. */
static struct window
reading_window(struct span reading, int duration)
{
	return (struct window){ .span = reading,
		.exact = reading.end_at - reading.start_at <= duration * MINUTE };
}

/* What this mail says; where it names no time, what the writer said last. */
static struct wishes
wishes_now(const struct matter *mt)
{
	const struct meeting *m = mt->m;
	struct wishes w = mt->ev->wishes;
	size_t n = w.n;
	struct window *all;

	if (w.named || w.n_doubts > 0) {
		for (size_t i = 0; i < w.n_doubts; i++)
			n += w.doubts[i].n;
		all = arena_alloc(mt->arena, (n + 1) * sizeof *all);
		for (n = 0; n < w.n; n++)
			all[n] = w.windows[n];
		for (size_t i = 0; i < w.n_doubts; i++)
			for (size_t j = 0; j < w.doubts[i].n; j++)
				all[n++] = reading_window(w.doubts[i].readings[j], m->duration);
		w.named = true;
	} else {
		n = 0;
		all = arena_alloc(mt->arena, (m->wished.n + 1) * sizeof *all);
		for (; n < m->wished.n; n++)
			all[n] = (struct window){ .span = m->wished.items[n] };
		w.named = n > 0;
	}
	w.windows = all;
	w.n = n;
	return w;
}

static bool
is_among(const struct slots *slots, struct span s)
{
	for (size_t i = 0; i < slots->n; i++)
		if (span_overlaps(slots->items[i].span, s))
			return true;
	return false;
}

/* Each reading of a doubtful word gets a time of its own where one is free. */
static void
spread_over_readings(const struct matter *mt, const struct search *q, struct slots *slots)
{
	const struct wishes *said = &mt->ev->wishes;
	struct slots all = *slots, one;
	struct wishes w = *q->wishes;
	struct search narrow = *q;
	struct window reading;

	narrow.host = slots->items[0].host->email;
	narrow.wishes = &w;
	narrow.most = 1;
	w.windows = &reading;
	w.n = 1;
	slots->items = arena_alloc(mt->arena, (q->most + 1) * sizeof *slots->items);
	slots->n = 0;
	for (size_t i = 0; i < said->n_doubts; i++)
		for (size_t j = 0; j < said->doubts[i].n && slots->n < q->most; j++) {
			reading = reading_window(said->doubts[i].readings[j], q->duration);
			slots_find(mt->team, &narrow, mt->now, mt->arena, &one);
			if (one.n > 0 && !is_among(slots, one.items[0].span))
				slots->items[slots->n++] = one.items[0];
		}
	for (size_t i = 0; i < all.n && slots->n < q->most; i++)
		if (!is_among(slots, all.items[i].span))
			slots->items[slots->n++] = all.items[i];
}

/* The one who offered before stays with it where that is possible and nobody else was named. */
static const char *
host_before(const struct matter *mt, const struct search *q)
{
	const struct meeting *m = mt->m;

	if (m->n_offers == 0 || q->n_heard > 0)
		return NULL;
	return m->offers[m->n_offers - 1].host;
}

static void
find(const struct matter *mt, struct search *q, struct slots *out)
{
	const char *before = host_before(mt, q);

	out->n = 0;
	if (q->host == NULL && before != NULL) {
		q->host = before;
		slots_find(mt->team, q, mt->now, mt->arena, out);
		q->host = NULL;
	}
	if (out->n == 0)
		slots_find(mt->team, q, mt->now, mt->arena, out);
	if (out->n > 0 && mt->ev->wishes.n_doubts > 0)
		spread_over_readings(mt, q, out);
}

static int
by_start(const void *a, const void *b)
{
	const struct slot *x = a, *y = b;

	return (x->span.start_at > y->span.start_at) - (x->span.start_at < y->span.start_at);
}

void
offers_hold(struct matter *mt, struct offer *o)
{
	o->state = OFFER_OPEN;
	o->held_until = mt->now + (int64_t)mt->team->rules.hold_minutes * MINUTE;
}

void
offers_wake(struct matter *mt)
{
	int64_t at = later_next(mt->m, &mt->team->rules);

	if (at != 0)
		effect_add(&mt->d->effects, EFFECT_WAKE, "")->at = at;
}

/*
 * The numbers in the mail follow the calendar, and this one.  near: what they stand in for, if
 * anything.
 */
static void
offer_after(struct matter *mt, int number, enum say say, struct slots *slots, struct span near)
{
	struct meeting *m = mt->m;

	qsort(slots->items, slots->n, sizeof *slots->items, by_start);
	meeting_drop_offers(m);
	m->rounds++;
	for (size_t i = 0; i < slots->n; i++) {
		struct offer *o = meeting_add_offer(m, mt->arena);

		o->round = m->rounds;
		o->number = number + (int)i + 1;
		o->span = slots->items[i].span;
		o->host = slots->items[i].host->email;
		offers_hold(mt, o);
	}
	if (m->state != MEETING_SETTLED)
		m->state = MEETING_OFFERED;
	m->with_person = false;
	matter_say(mt, say, meeting_writer(m)->email)->was = near;
	offers_wake(mt);
}

static void
offer(struct matter *mt, enum say say, struct slots *slots, struct span near)
{
	offer_after(mt, 0, say, slots, near);
}

/* Rounds since the meeting was settled, or since it began. */
static bool
too_many_rounds(const struct meeting *m)
{
	int settled = 0;

	for (size_t i = 0; i < m->n_offers; i++)
		if (m->offers[i].state == OFFER_TAKEN)
			settled = m->offers[i].round;
	return m->rounds - settled >= MOST_ROUNDS;
}

static void
give_up(struct matter *mt, const char *why)
{
	meeting_drop_offers(mt->m);
	matter_person(mt, why);
}

/* Near to a Friday means near to its noon, not to its midnight; near to ten o'clock is exact. */
static int64_t
heart_of(struct span s, int minutes)
{
	int64_t length = s.end_at - s.start_at;

	return length <= minutes * MINUTE || length > DAY ? s.start_at : s.start_at + length / 2;
}

void
offers_make_near(struct matter *mt, enum say say, struct span near, const char *host)
{
	struct wishes w = mt->ev->wishes;
	struct slots slots;
	struct search q;

	if (too_many_rounds(mt->m)) {
		give_up(mt, "several rounds of offers, and no time that suits");
		return;
	}
	search_init(mt, host, &q);
	q.wishes = &w;
	slots_nearest(mt->team, &q, heart_of(near, q.duration), mt->now, mt->arena, &slots);
	if (slots.n == 0)
		give_up(mt, "no time is free");
	else
		offer(mt, say, &slots, near);
}

void
offers_make(struct matter *mt, enum say say, const char *host)
{
	struct wishes w = wishes_now(mt);
	bool said_now = mt->ev->wishes.named || mt->ev->wishes.n_doubts > 0;
	struct slots slots;
	struct search q;
	struct span asked;

	if (too_many_rounds(mt->m)) {
		give_up(mt, "several rounds of offers, and no time that suits");
		return;
	}
	search_init(mt, host, &q);
	q.wishes = &w;
	find(mt, &q, &slots);
	if (slots.n == 0 && w.named && !said_now) { /* nothing left of what was said long ago */
		w.named = false;
		find(mt, &q, &slots);
	}
	if (slots.n > 0)
		offer(mt, say, &slots, (struct span){ 0 });
	else if (offers_exact(mt, &asked))
		offers_make_near(mt, SAY_OFFER_INSTEAD, asked, host);
	else if (w.named && w.n > 0)
		offers_make_near(mt, SAY_NO_TIMES, w.windows[0].span, host);
	else
		offers_make_near(mt, said_now ? SAY_NO_TIMES : say,
		    (struct span){ mt->now, mt->now }, host);
}

bool
offers_chase(struct matter *mt)
{
	static const struct event silence = { .kind = EVENT_OTHER, .certain = true };
	struct matter quiet = *mt;
	struct slots slots;
	int number;
	struct wishes w;
	struct search q;

	quiet.ev = &silence;
	search_init(&quiet, NULL, &q);
	w = wishes_now(&quiet);
	q.wishes = &w;
	find(&quiet, &q, &slots);
	if (slots.n == 0)
		slots_nearest(mt->team, &q, w.n > 0 ? w.windows[0].span.start_at : mt->now, mt->now,
		    mt->arena, &slots);
	if (slots.n == 0)
		return false;
	/* Perhaps the mail before is being answered now: no number means two times. */
	number = mt->m->offers[mt->m->n_offers - 1].number;
	if (slots.n > (size_t)(PICK_MOST - number))
		slots.n = (size_t)(PICK_MOST - number);
	offer_after(&quiet, number, SAY_CHASE, &slots, (struct span){ 0 });
	return true;
}

bool
offers_exact(const struct matter *mt, struct span *out)
{
	const struct wishes *w = &mt->ev->wishes;

	int64_t length = mt->m->duration * MINUTE;

	if (!w->named || w->n != 1 || w->n_doubts > 0)
		return false;
	*out = w->windows[0].span;
	if (!w->windows[0].exact) /* "from ten to eleven" is, for an hour's meeting */
		return out->end_at - out->start_at == length;
	out->end_at = out->start_at + length;
	return true;
}

const struct staff *
offers_host_for(const struct matter *mt, struct span s, const char *host)
{
	struct window named = { .span = s, .exact = true };
	struct wishes w = { .windows = &named, .n = 1, .named = true };
	struct slots slots;
	struct search q;

	search_init(mt, host, &q);
	q.wishes = &w;
	q.refused = (struct spans){ 0 }; /* named by the writer, so it does suit */
	q.most = 1;
	slots_find(mt->team, &q, mt->now, mt->arena, &slots);
	return slots.n > 0 ? slots.items[0].host : NULL;
}

void
offers_refuse(struct matter *mt, struct offer *o)
{
	o->state = OFFER_REFUSED;
	mt->m->refused = spans_union(mt->m->refused, spans_make(&o->span, 1, mt->arena), mt->arena);
}
