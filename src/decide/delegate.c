#include "decide/delegate.h"

#include "base/arena.h"
#include "decide/attendee.h"
#include "decide/declined.h"
#include "decide/settle.h"
#include "inbox/address.h"

/* Why not; NULL: nothing stands against it. */
static const char *
why_not(const struct matter *mt, const struct guest *g, const char *to)
{
	if (*to == '\0')
		return "wants to send somebody else, but does not say whom";
	if (g->delegator[0] != '\0')
		return "was sent, and wants to send somebody else";
	if (g->delegate[0] != '\0')
		return "wants to send a second one";
	if (attendee_same_person(to, mt->team->rules.own_address) ||
	    attendee_same_person(to, g->email))
		return "wants to send nobody else";
	return NULL;
}

static void
invite(struct matter *mt, const char *to, size_t from)
{
	struct meeting *m = mt->m;
	struct guest *g = meeting_add_guest(m, to, GUEST_OTHER, mt->arena);

	g->added = true;
	g->delegator = m->guests[from].email;
	g->zone = m->guests[from].zone;
	g->token = matter_secret(mt, arena_printf(mt->arena, "token of %s", to));
	effect_add(&mt->d->effects, EFFECT_INVITE, to);
}

/* The host's place is a colleague's to take; who knows them best is the list of the staff. */
static void
from_host(struct matter *mt, struct guest *g, const struct calperson *saying)
{
	declined(mt, g, saying);
}

void
delegate(struct matter *mt, struct guest *g, const struct calperson *saying)
{
	const char *to = saying->delegate, *why = why_not(mt, g, to);
	struct meeting *m = mt->m;
	const char *by = g->email;
	size_t from = (size_t)(g - m->guests);

	if (why != NULL) {
		matter_note(mt, by, why);
		return;
	}
	if (g->role == GUEST_HOST) {
		from_host(mt, g, saying);
		return;
	}
	g->partstat = PART_DELEGATED;
	g->delegate = to;
	matter_note(mt, by, "sends somebody else");
	if (meeting_guest(m, to) == NULL) {
		settle_changed(mt, by);
		invite(mt, to, from);
	}
}
