#include "decide/answer.h"

#include "base/arena.h"
#include "decide/ask.h"
#include "decide/gap.h"
#include "decide/offers.h"
#include "decide/settle.h"

/* The offers of the last round that an answer can mean. */
struct table {
	struct offer **items;
	size_t n;
};

/*
 * Those that are open.  When none is, because they were held long enough, a late answer still
 * means them.
 */
static struct table
offers_on_table(const struct matter *mt)
{
	struct table t, gone = { 0 };

	t.n = meeting_open_offers(mt->m, mt->arena, &t.items);
	if (t.n > 0 || mt->m->state != MEETING_OFFERED)
		return t;
	t.n = meeting_last_offers(mt->m, mt->arena, &t.items);
	gone.items = arena_alloc(mt->arena, (t.n + 1) * sizeof *gone.items);
	for (size_t i = 0; i < t.n; i++)
		if (t.items[i]->state == OFFER_GONE)
			gone.items[gone.n++] = t.items[i];
	return gone;
}

static const char *
host_of_move(const struct matter *mt)
{
	const struct guest *host = meeting_host(mt->m);

	return mt->m->state == MEETING_SETTLED && host != NULL ? host->email : NULL;
}

/* The answer may ask for another length than was offered. */
static struct span
span_of(const struct matter *mt, const struct offer *o)
{
	struct span s = o->span;

	if (mt->ev->wishes.duration_minutes > 0)
		s.end_at = s.start_at + mt->m->duration * MINUTE;
	return s;
}

/*
 * Looks again whether it is free: between the offer and its answer the world went on.  The notice
 * was long enough when the time was offered, and it was held since.
 */
static bool
is_free(const struct matter *mt, const struct offer *o, struct span s)
{
	const struct staff *host = team_find(mt->team, o->host);

	if (host == NULL)
		return false;
	switch (gap_check(mt->team, host, s, mt->m->id, mt->now, mt->arena)) {
	case GAP_NONE: return true;
	case GAP_NOTICE: return o->state == OFFER_OPEN && s.start_at > mt->now;
	case GAP_AWAY:
	case GAP_HOURS:
	case GAP_BOOKED:
	case GAP_HELD:
	case GAP_BUSY:
	case GAP_UNREAD:
	case GAP_BUFFER:
	case GAP_CAP:
	case GAP_HORIZON:
	case GAP_SHORT: break;
	}
	return false;
}

/* Times whose hold ran out are held again, those that are still free. */
static struct table
hold_again(struct matter *mt, struct table t)
{
	size_t kept = 0;

	for (size_t i = 0; i < t.n; i++)
		if (t.items[i]->state == OFFER_OPEN || is_free(mt, t.items[i], t.items[i]->span))
			t.items[kept++] = t.items[i];
	t.n = kept;
	for (size_t i = 0; i < t.n; i++)
		if (t.items[i]->state == OFFER_GONE)
			offers_hold(mt, t.items[i]);
	return t;
}

static void
ask_which(struct matter *mt, struct table asked)
{
	int *numbers = arena_alloc(mt->arena, (asked.n + 1) * sizeof *numbers);
	struct offer *first = asked.n > 0 ? asked.items[0] : NULL;
	struct effect *e;

	asked = hold_again(mt, asked);
	if (first == NULL) {
		matter_person(mt, "an answer to offers, but there is none to answer to");
		return;
	}
	if (asked.n == 0) {
		offers_make_near(mt, SAY_OFFER_GONE, first->span, host_of_move(mt));
		return;
	}
	e = matter_say(mt, SAY_ASK_WHICH, matter_sender(mt));
	for (size_t i = 0; i < asked.n; i++)
		numbers[i] = asked.items[i]->number;
	e->numbers = numbers;
	e->n_numbers = asked.n;
	offers_wake(mt);
}

static bool
take(struct matter *mt, struct offer *o)
{
	struct span s = span_of(mt, o);

	if (!is_free(mt, o, s))
		return false;
	for (size_t i = 0; i < mt->m->n_offers; i++)
		if (mt->m->offers[i].state == OFFER_TAKEN)
			mt->m->offers[i].state = OFFER_GONE;
	o->state = OFFER_TAKEN;
	settle_at(mt, s, team_find(mt->team, o->host));
	return true;
}

/* The first of them that is still free; with none, an apology and new times. */
static void
take_first(struct matter *mt, struct table picked)
{
	for (size_t i = 0; i < picked.n; i++)
		if (take(mt, picked.items[i]))
			return;
	for (size_t i = 0; i < picked.n; i++)
		picked.items[i]->state = OFFER_GONE;
	offers_make_near(mt, SAY_OFFER_GONE, span_of(mt, picked.items[0]), host_of_move(mt));
}

static bool
in_reading(const struct wishes *w, struct span s)
{
	for (size_t i = 0; i < w->n_doubts; i++)
		for (size_t j = 0; j < w->doubts[i].n; j++)
			if (w->doubts[i].readings[j].start_at <= s.start_at &&
			    s.start_at < w->doubts[i].readings[j].end_at)
				return true;
	return false;
}

static bool
fits(const struct wishes *w, struct span s)
{
	for (size_t i = 0; i < w->excluded.n; i++)
		if (span_overlaps(w->excluded.items[i], s))
			return false;
	if (!w->named && w->n_doubts == 0)
		return true;
	for (size_t i = 0; i < w->n; i++) {
		struct span window = w->windows[i].span;

		if (w->windows[i].exact
			? window.start_at == s.start_at
			: window.start_at <= s.start_at && s.end_at <= window.end_at)
			return true;
	}
	return in_reading(w, s);
}

static struct table
fitting(const struct matter *mt, struct table on_table)
{
	struct table t = { arena_alloc(mt->arena, (on_table.n + 1) * sizeof *t.items), 0 };

	for (size_t i = 0; i < on_table.n; i++)
		if (fits(&mt->ev->wishes, on_table.items[i]->span))
			t.items[t.n++] = on_table.items[i];
	return t;
}

void
answer_in_words(struct matter *mt)
{
	const struct wishes *w = &mt->ev->wishes;
	bool named = w->named || w->n_doubts > 0;
	struct table on_table = offers_on_table(mt), those = fitting(mt, on_table);

	if (!named && w->excluded.n == 0)
		ask_times(mt, SAY_OFFER, host_of_move(mt)); /* asked afresh */
	else if (those.n == 1)
		take_first(mt, those);
	else if (those.n > 1)
		ask_which(mt, those);
	else
		ask_times(mt, mt->m->state == MEETING_SETTLED ? SAY_OFFER_MOVE : SAY_OFFER,
		    host_of_move(mt));
}

static void
refuse_numbers(struct matter *mt)
{
	struct table t = offers_on_table(mt);

	for (size_t i = 0; i < mt->ev->n_refused; i++)
		for (size_t j = 0; j < t.n; j++)
			if (t.items[j]->number == mt->ev->refused[i])
				offers_refuse(mt, t.items[j]);
}

/* The picked offers of the last round, whatever became of them, in the order of the mail. */
static struct table
picked_offers(const struct matter *mt)
{
	const struct event *ev = mt->ev;
	struct table last, t = { arena_alloc(mt->arena, (ev->n_picks + 1) * sizeof *t.items), 0 };

	last.n = meeting_last_offers(mt->m, mt->arena, &last.items);
	for (size_t i = 0; i < ev->n_picks; i++) {
		int number = ev->picks[i] != -1 ? ev->picks[i]
		             : last.n > 0       ? last.items[last.n - 1]->number
		                                : 0;

		for (size_t j = 0; j < last.n; j++)
			if (last.items[j]->number == number)
				t.items[t.n++] = last.items[j];
	}
	return t;
}

static bool
is_that_already(const struct matter *mt, const struct offer *o)
{
	struct span s = span_of(mt, o);

	return mt->m->state == MEETING_SETTLED && s.start_at == mt->m->slot.start_at &&
	       s.end_at == mt->m->slot.end_at;
}

/* "2, Tuesday at ten", but the second is on a Wednesday and the first on that Tuesday. */
static bool
contradicts(const struct matter *mt, struct table picked, struct table *both)
{
	const struct wishes *w = &mt->ev->wishes;
	struct table others = fitting(mt, offers_on_table(mt));

	if (picked.n != 1 || !w->named || fits(w, picked.items[0]->span) || others.n == 0)
		return false;
	both->items = arena_alloc(mt->arena, (others.n + 1) * sizeof *both->items);
	for (both->n = 0; both->n < others.n; both->n++)
		both->items[both->n] = others.items[both->n];
	both->items[both->n++] = picked.items[0];
	return true;
}

static void
pick_by_number(struct matter *mt)
{
	struct table picked = picked_offers(mt), both;

	if (picked.n == 0)
		ask_which(mt, offers_on_table(mt));
	else if (contradicts(mt, picked, &both))
		ask_which(mt, both);
	else if (is_that_already(mt, picked.items[0]))
		matter_say(mt, SAY_ALREADY, matter_sender(mt));
	else
		take_first(mt, picked);
}

void
answer_pick(struct matter *mt)
{
	switch (mt->m->state) {
	case MEETING_NEW: matter_person(mt, "an answer to offers that were not found"); return;
	case MEETING_CANCELLED:
	case MEETING_CLOSED: matter_say(mt, SAY_OVER, matter_sender(mt)); return;
	case MEETING_SETTLED:
		if (meeting_over(mt->m, mt->now)) {
			matter_say(mt, SAY_OVER, matter_sender(mt));
			return;
		}
		if (mt->ev->n_picks == 0 && offers_on_table(mt).n == 0) {
			answer_accept(mt);
			return;
		}
		break;
	case MEETING_OFFERED: break;
	}
	refuse_numbers(mt);
	if (mt->ev->n_picks > 0)
		pick_by_number(mt);
	else
		answer_accept(mt);
}

/* Agrees, without a number: the words may say which; a single offer is the one meant. */
static void
accept_offer(struct matter *mt)
{
	const struct wishes *w = &mt->ev->wishes;
	struct table t = offers_on_table(mt), those = fitting(mt, t);
	bool named = w->named || w->n_doubts > 0;

	if (those.n == 1)
		take_first(mt, those);
	else if (those.n == 0 && named &&
		 (mt->ev->kind != EVENT_ACCEPT || mt->m->state == MEETING_OFFERED))
		answer_in_words(mt);
	else
		ask_which(mt, those.n > 0 ? those : t);
}

/* "See you on Tuesday at ten": the time that stands, and none that is offered instead. */
static bool
is_about_standing(const struct matter *mt)
{
	const struct wishes *w = &mt->ev->wishes;

	return (w->named || w->n_doubts > 0) && fits(w, mt->m->slot) &&
	       fitting(mt, offers_on_table(mt)).n == 0;
}

void
answer_accept(struct matter *mt)
{
	switch (mt->m->state) {
	case MEETING_NEW: matter_person(mt, "agrees to something that was not found"); return;
	case MEETING_CANCELLED:
	case MEETING_CLOSED: mt->d->verdict = VERDICT_APPLIED; return;
	case MEETING_SETTLED:
		if (offers_on_table(mt).n == 0 || is_about_standing(mt))
			mt->d->verdict = VERDICT_APPLIED;
		else
			accept_offer(mt);
		return;
	case MEETING_OFFERED:
		refuse_numbers(mt);
		accept_offer(mt);
		return;
	}
}

static void
decline_offers(struct matter *mt)
{
	const struct wishes *w = &mt->ev->wishes;
	bool new_wishes = w->named || w->n_doubts > 0;
	struct table t = offers_on_table(mt);

	if (mt->ev->n_refused > 0) {
		refuse_numbers(mt);
		t = offers_on_table(mt);
	} else {
		for (size_t i = 0; i < t.n; i++)
			offers_refuse(mt, t.items[i]);
		t.n = 0;
	}
	if (t.n > 0 && !new_wishes)
		ask_which(mt, t);
	else
		ask_times(mt, SAY_OFFER_AGAIN, host_of_move(mt));
}

/*
 * Nothing is left to decline; a wish for another time is one for another meeting.  Without one,
 * too, it was written in the belief that something is open ("... anything later?").
 */
static void
decline_late(struct matter *mt)
{
	if (mt->ev->wishes.named)
		ask_request(mt);
	else
		matter_say(mt, SAY_OVER, matter_sender(mt));
}

void
answer_decline(struct matter *mt)
{
	switch (mt->m->state) {
	case MEETING_NEW: matter_person(mt, "declines something that was not found"); return;
	case MEETING_CANCELLED:
	case MEETING_CLOSED: decline_late(mt); return;
	case MEETING_SETTLED:
		if (meeting_over(mt->m, mt->now))
			decline_late(mt);
		else if (offers_on_table(mt).n > 0)
			decline_offers(mt);
		else
			ask_times(mt, SAY_OFFER_MOVE, host_of_move(mt));
		return;
	case MEETING_OFFERED: decline_offers(mt); return;
	}
}
