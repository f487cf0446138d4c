#include "decide/settle.h"

#include "base/arena.h"
#include "inbox/address.h"

#include <string.h>

/* Opaque, and in the domain of the mailbox, as RFC 7986 has it. */
static char *
make_uid(const struct matter *mt)
{
	const char *at = strchr(mt->team->rules.own_address, '@');

	return arena_printf(mt->arena, "%s%s", matter_secret(mt, "uid"), at != NULL ? at : "");
}

/* DTSTAMP grows with each object, whatever the clock says. */
static void
stamp(struct matter *mt)
{
	struct meeting *m = mt->m;

	m->stamped_at = m->stamped_at >= mt->now ? m->stamped_at + 1 : mt->now;
}

/* Where invitations went out before, whoever led the meeting learns that it is off for them. */
static void
take_off(struct matter *mt, struct guest *host)
{
	host->role = GUEST_FORMER;
	host->partstat = PART_NEEDS_ACTION;
	if (mt->m->state == MEETING_SETTLED)
		effect_add(&mt->d->effects, EFFECT_CANCEL, host->email);
}

/*
 * A host who was on the writer's mail as well, or led the meeting before, is one guest, not two.
 * False: it is who it was.
 */
static bool
set_host(struct matter *mt, const struct staff *s)
{
	struct meeting *m = mt->m;
	struct guest *g = meeting_host(m);

	if (g != NULL && address_same(g->email, s->email))
		return false;
	if (g != NULL)
		take_off(mt, g);
	g = meeting_guest(m, s->email);
	if (g == NULL || g->role == GUEST_WRITER)
		g = meeting_add_guest(m, s->email, GUEST_HOST, mt->arena);
	g->role = GUEST_HOST;
	g->partstat = PART_NEEDS_ACTION;
	g->name = s->name;
	g->zone = s->zone;
	if (s->n_languages > 0)
		g->language = s->languages[0];
	if (g->token[0] == '\0')
		g->token = matter_secret(mt, arena_printf(mt->arena, "token of %s", s->email));
	return true;
}

/* All who come; but: a guest who is left out, or NULL. */
static void
tell_all(struct matter *mt, enum effect_kind kind, struct span was, const char *but)
{
	struct meeting *m = mt->m;

	stamp(mt);
	for (size_t i = 0; i < m->n_guests; i++)
		if (m->guests[i].role != GUEST_FORMER &&
		    (but == NULL || !address_same(m->guests[i].email, but)))
			effect_add(&mt->d->effects, kind, m->guests[i].email)->was = was;
	mt->d->verdict = VERDICT_ANSWERED;
}

/* To a host who is new the changed meeting is a new one; the others learn who it is. */
static void
introduce_host(struct matter *mt)
{
	const char *host = meeting_host(mt->m)->email;

	for (size_t i = 0; i < mt->d->effects.n; i++) {
		struct effect *e = &mt->d->effects.items[i];

		if (e->kind == EFFECT_UPDATE && address_same(e->to, host))
			e->kind = EFFECT_INVITE;
		else if (e->kind == EFFECT_UPDATE)
			e->about = host;
	}
}

void
settle_at(struct matter *mt, struct span slot, const struct staff *host)
{
	struct meeting *m = mt->m;
	bool stood = m->state == MEETING_SETTLED, changed = set_host(mt, host);
	struct span was = m->slot;

	meeting_drop_offers(m);
	m->state = MEETING_SETTLED;
	m->with_person = false;
	m->slot = slot;
	m->reminded_at = mt->now; /* what would have come before the invitation does not come */
	m->duration = (int)((slot.end_at - slot.start_at) / MINUTE);
	for (size_t i = 0; i < m->n_guests; i++)
		if (m->guests[i].partstat != PART_DELEGATED)
			m->guests[i].partstat = PART_NEEDS_ACTION;
	if (stood)
		m->sequence++;
	else
		m->uid = make_uid(mt);
	m->slot_sequence = m->sequence;
	tell_all(mt, stood ? EFFECT_UPDATE : EFFECT_INVITE, was, NULL);
	if (stood && changed)
		introduce_host(mt);
}

void
settle_hand_over(struct matter *mt, const struct staff *host)
{
	meeting_drop_offers(mt->m);
	set_host(mt, host);
	settle_changed(mt, NULL);
	introduce_host(mt);
}

void
settle_changed(struct matter *mt, const char *but)
{
	mt->m->sequence++;
	tell_all(mt, EFFECT_UPDATE, mt->m->slot, but);
}

void
settle_joined(struct matter *mt, size_t first)
{
	struct meeting *m = mt->m;

	m->sequence++;
	tell_all(mt, EFFECT_UPDATE, m->slot, NULL);
	for (size_t i = 0; i < mt->d->effects.n; i++) {
		struct effect *e = &mt->d->effects.items[i];

		for (size_t k = first; k < m->n_guests; k++)
			if (e->kind == EFFECT_UPDATE && address_same(e->to, m->guests[k].email))
				e->kind = EFFECT_INVITE;
	}
}

void
settle_cancel(struct matter *mt)
{
	struct meeting *m = mt->m;

	meeting_drop_offers(m);
	m->state = MEETING_CANCELLED;
	m->with_person = false;
	m->sequence++;
	tell_all(mt, EFFECT_CANCEL, m->slot, NULL);
}
