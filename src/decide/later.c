#include "decide/later.h"

#include "base/arena.h"
#include "decide/gap.h"
#include "decide/offers.h"

/* However short a hold is, nobody is chased on the same day. */
static int64_t
patience(const struct rules *r)
{
	int64_t hold = (int64_t)r->hold_minutes * MINUTE;

	return hold > DAY ? hold : DAY;
}

static bool
awaits_pick(const struct meeting *m, const struct rules *r)
{
	return r->chase && m->state == MEETING_OFFERED && !m->with_person;
}

/* When a request without an answer is chased, or closed; 0: never. */
static int64_t
quiet_at(const struct meeting *m, const struct rules *r)
{
	int64_t held = 0, hold = (int64_t)r->hold_minutes * MINUTE;

	for (size_t i = 0; i < m->n_offers; i++)
		if (m->offers[i].round == m->rounds && m->offers[i].held_until > held)
			held = m->offers[i].held_until;
	if (held == 0)
		return 0;
	/* Offers made after a chase, since somebody answered it, get twice the time. */
	if (m->chased_at != 0 && held > m->chased_at + hold)
		held += patience(r);
	return held - hold + patience(r);
}

static int64_t
sooner(int64_t a, int64_t b)
{
	return a == 0 || (b != 0 && b < a) ? b : a;
}

/* The reminder that falls due next after what was done; how long ahead it is, in minutes. */
static int64_t
next_reminder(const struct meeting *m, const struct rules *r)
{
	int64_t at = 0;

	if (m->state != MEETING_SETTLED)
		return 0;
	for (size_t i = 0; i < r->n_reminders; i++) {
		int64_t t = m->slot.start_at - r->reminders[i] * MINUTE;

		if (t > m->reminded_at)
			at = sooner(at, t);
	}
	return at;
}

int64_t
later_next(const struct meeting *m, const struct rules *r)
{
	int64_t at = next_reminder(m, r);

	for (size_t i = 0; i < m->n_offers; i++)
		if (m->offers[i].state == OFFER_OPEN)
			at = sooner(at, m->offers[i].held_until);
	return awaits_pick(m, r) ? sooner(at, quiet_at(m, r)) : at;
}

/* Those of the last round that can still be had, held once more: how many. */
static size_t
hold_free_ones(struct matter *mt)
{
	struct offer **last;
	size_t n = meeting_last_offers(mt->m, mt->arena, &last), held = 0;

	for (size_t i = 0; i < n; i++) {
		const struct staff *host = team_find(mt->team, last[i]->host);

		if (last[i]->state != OFFER_GONE || host == NULL ||
		    gap_check(mt->team, host, last[i]->span, mt->m->id, mt->now, mt->arena) !=
			GAP_NONE)
			continue;
		offers_hold(mt, last[i]);
		held++;
	}
	return held;
}

static void
lapse(struct matter *mt)
{
	const struct guest *writer = meeting_writer(mt->m);

	meeting_drop_offers(mt->m);
	mt->m->state = MEETING_CLOSED;
	mt->m->lapsed = true;
	if (!writer->lost)
		matter_say(mt, SAY_LAPSED, writer->email);
}

static void
chase(struct matter *mt)
{
	const struct guest *writer = meeting_writer(mt->m);

	if (writer->lost) {
		lapse(mt);
		return;
	}
	mt->m->chased_at = mt->now;
	if (hold_free_ones(mt) > 0)
		matter_say(mt, SAY_CHASE, writer->email);
	else if (!offers_chase(mt))
		lapse(mt);
}

static bool
comes(const struct guest *g)
{
	return g->role != GUEST_FORMER && g->partstat != PART_DECLINED &&
	       g->partstat != PART_DELEGATED;
}

/*
 * Of several that are due only the last is told.  One that comes too late, as nobody was here to
 * send it, is none any more: more than half of the time until the meeting is gone.
 */
static void
remind(struct matter *mt)
{
	const struct rules *r = &mt->team->rules;
	struct meeting *m = mt->m;
	int64_t at, due = 0;

	while ((at = next_reminder(m, r)) != 0 && at <= mt->now)
		m->reminded_at = due = at;
	if (due == 0 || mt->now - due > (m->slot.start_at - due) / 2)
		return;
	for (size_t i = 0; i < m->n_guests; i++)
		if (comes(&m->guests[i]) && !m->guests[i].lost)
			effect_add(&mt->d->effects, EFFECT_REMIND, m->guests[i].email);
}

void
later_due(struct matter *mt)
{
	const struct rules *r = &mt->team->rules;
	struct meeting *m = mt->m;
	int64_t quiet;

	if (awaits_pick(m, r) && (quiet = quiet_at(m, r)) != 0 && quiet <= mt->now) {
		if (m->chased_at == 0)
			chase(mt);
		else
			lapse(mt);
	}
	remind(mt);
}

void
later_reopen(struct matter *mt)
{
	const struct event *ev = mt->ev;
	bool picks = ev->kind == EVENT_PICK || (ev->kind == EVENT_ACCEPT && ev->wishes.named);

	if (mt->m->state == MEETING_CLOSED && mt->m->lapsed && picks && matter_from_writer(mt)) {
		mt->m->state = MEETING_OFFERED;
		mt->m->lapsed = false;
	}
}
