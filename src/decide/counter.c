#include "decide/counter.h"

#include "decide/declined.h"
#include "decide/gap.h"
#include "decide/offers.h"
#include "decide/settle.h"

static struct effect *
decline(struct matter *mt, const struct guest *g, enum say say)
{
	struct effect *e = effect_add(&mt->d->effects, EFFECT_COUNTER, g->email);

	e->say = say;
	e->was = mt->ev->calendar.proposed;
	mt->d->verdict = VERDICT_ANSWERED;
	return e;
}

/* The words with the times go with the object that declines. */
static void
decline_with_offers(struct matter *mt, const struct guest *g, enum say say, struct span near)
{
	struct effects *all = &mt->d->effects;
	size_t before = all->n;

	offers_make_near(mt, say, near, meeting_host(mt->m)->email);
	for (size_t i = before; i < all->n; i++)
		if (all->items[i].kind == EFFECT_SAY && all->items[i].say == say) {
			all->items[i].kind = EFFECT_COUNTER;
			return;
		}
	decline(mt, g, SAY_COUNTER); /* none could be offered; a person was told */
}

/* As long as meetings may be, and still to come. */
static bool
is_possible(const struct matter *mt, struct span s)
{
	const struct rules *r = &mt->team->rules;
	int64_t most = r->n_durations > 0 ? r->durations[r->n_durations - 1] : mt->m->duration;

	if (most < mt->m->duration)
		most = mt->m->duration;
	return s.start_at > mt->now && s.end_at - s.start_at <= most * MINUTE;
}

/* The host knows their own hours; other meetings are in the way all the same. */
static bool
suits_host(const struct matter *mt, const struct staff *host, struct span s, bool own)
{
	switch (gap_check(mt->team, host, s, mt->m->id, mt->now, mt->arena)) {
	case GAP_NONE: return true;
	case GAP_AWAY:
	case GAP_HOURS:
	case GAP_BUFFER:
	case GAP_CAP:
	case GAP_NOTICE: return own;
	case GAP_BOOKED:
	case GAP_HELD:
	case GAP_BUSY:
	case GAP_HORIZON:
	case GAP_SHORT: break;
	}
	return false;
}

static bool
is_as_it_stands(const struct matter *mt, struct span s)
{
	return s.start_at == mt->m->slot.start_at && s.end_at == mt->m->slot.end_at;
}

static void
from_writer_or_host(struct matter *mt, struct guest *g, struct span s)
{
	const struct guest *host = meeting_host(mt->m);
	const struct staff *staff = team_find(mt->team, host->email);
	bool own = g->role == GUEST_HOST;

	if (staff != NULL && is_possible(mt, s) && suits_host(mt, staff, s, own))
		settle_at(mt, s, staff);
	else if (own)
		decline(mt, g, SAY_COUNTER);
	else
		decline_with_offers(mt, g, SAY_OFFER_INSTEAD, s);
}

/* A zone that nobody knows is no reason to guess: who can move the meeting gets times to pick. */
static void
ask_for_time(struct matter *mt, struct guest *g)
{
	if (g->role == GUEST_WRITER)
		decline_with_offers(mt, g, SAY_OFFER_MOVE, mt->m->slot);
	else
		decline(mt, g, SAY_COUNTER);
}

void
counter(struct matter *mt, struct guest *g)
{
	struct span s = mt->ev->calendar.proposed;

	if (mt->ev->calendar.untimed) {
		matter_note(mt, g->email, "proposes a time that cannot be told");
		ask_for_time(mt, g);
		return;
	}
	if (is_as_it_stands(mt, s)) {
		matter_note(mt, g->email, "proposes the time that stands");
		return;
	}
	g->partstat = PART_TENTATIVE;
	matter_note(mt, g->email, "proposes another time");
	switch (g->role) {
	case GUEST_WRITER:
	case GUEST_HOST: from_writer_or_host(mt, g, s); return;
	case GUEST_OTHER:
		declined_tell(mt, SAY_GUEST_PROPOSES, g, s, mt->ev->calendar.comment);
		decline(mt, g, SAY_COUNTER_TOLD);
		return;
	case GUEST_FORMER: return;
	}
}
