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

/* A host who was on the writer's mail as well is one guest, not two. */
static void
set_host(struct matter *mt, const struct staff *s)
{
	struct meeting *m = mt->m;
	struct guest *g = meeting_host(m);
	size_t kept = 0;

	if (g != NULL && address_same(g->email, s->email))
		return;
	for (size_t i = 0; i < m->n_guests; i++)
		if (m->guests[i].role == GUEST_WRITER ||
		    (m->guests[i].role == GUEST_OTHER &&
			!address_same(m->guests[i].email, s->email)))
			m->guests[kept++] = m->guests[i];
	m->n_guests = kept;
	g = meeting_add_guest(m, s->email, GUEST_HOST, mt->arena);
	g->name = s->name;
	g->zone = s->zone;
	if (s->n_languages > 0)
		g->language = s->languages[0];
	g->token = matter_secret(mt, arena_printf(mt->arena, "token of %s", s->email));
}

static void
tell_all(struct matter *mt, enum effect_kind kind, struct span was)
{
	struct meeting *m = mt->m;

	m->stamped_at = m->stamped_at >= mt->now ? m->stamped_at + 1 : mt->now;
	for (size_t i = 0; i < m->n_guests; i++)
		effect_add(&mt->d->effects, kind, m->guests[i].email)->was = was;
	mt->d->verdict = VERDICT_ANSWERED;
}

void
settle_at(struct matter *mt, struct span slot, const struct staff *host)
{
	struct meeting *m = mt->m;
	bool stood = m->state == MEETING_SETTLED;
	struct span was = m->slot;

	meeting_drop_offers(m);
	set_host(mt, host);
	m->state = MEETING_SETTLED;
	m->with_person = false;
	m->slot = slot;
	m->reminded_at = mt->now; /* what would have come before the invitation does not come */
	m->duration = (int)((slot.end_at - slot.start_at) / MINUTE);
	for (size_t i = 0; i < m->n_guests; i++)
		m->guests[i].partstat = PART_NEEDS_ACTION;
	if (stood)
		m->sequence++;
	else
		m->uid = make_uid(mt);
	tell_all(mt, stood ? EFFECT_UPDATE : EFFECT_INVITE, was);
}

void
settle_cancel(struct matter *mt)
{
	struct meeting *m = mt->m;

	meeting_drop_offers(m);
	m->state = MEETING_CANCELLED;
	m->with_person = false;
	m->sequence++;
	tell_all(mt, EFFECT_CANCEL, m->slot);
}
