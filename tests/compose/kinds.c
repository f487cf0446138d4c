#include "compose/kinds.h"

const struct kind kinds[KINDS] = {
	{ EFFECT_INVITE, SAY_OFFER, "amina@example.net", "amn4", MEETING_SETTLED, 0, "REQUEST", 4,
	    "invitation to the writer" },
	{ EFFECT_INVITE, SAY_OFFER, "bo@example.net", "bol2", MEETING_SETTLED, 0, "REQUEST", 4,
	    "invitation to a guest" },
	{ EFFECT_INVITE, SAY_OFFER, "nino@example.org", "nin7", MEETING_SETTLED, 0, "REQUEST", 4,
	    "invitation to the host" },
	{ EFFECT_INVITE, SAY_OFFER, "dee@example.net", "dee3", MEETING_SETTLED, 0, "REQUEST", 2,
	    "invitation to one who was sent" },
	{ EFFECT_UPDATE, SAY_OFFER, "bo@example.net", "bol2", MEETING_SETTLED, 1, "REQUEST", 4,
	    "update" },
	{ EFFECT_UPDATE, SAY_OFFER, "dee@example.net", "dee3", MEETING_SETTLED, 1, "REQUEST", 2,
	    "update to one who was sent" },
	{ EFFECT_AGAIN, SAY_OFFER, "bo@example.net", "bol2", MEETING_SETTLED, 0, "REQUEST", 4,
	    "invitation again" },
	{ EFFECT_CANCEL, SAY_OFFER, "amina@example.net", "amn4", MEETING_CANCELLED, 2, "CANCEL", 4,
	    "cancellation" },
	{ EFFECT_CANCEL, SAY_OFFER, "dee@example.net", "dee3", MEETING_CANCELLED, 2, "CANCEL", 2,
	    "cancellation to one who was sent" },
	{ EFFECT_CANCEL, SAY_OFFER, "ivo@example.org", "ivo9", MEETING_SETTLED, 2, "CANCEL", 1,
	    "cancellation to a former host" },
	{ EFFECT_COUNTER, SAY_OFFER_INSTEAD, "amina@example.net", "amn4", MEETING_SETTLED, 0,
	    "DECLINECOUNTER", 0, "refusal to the writer, with times" },
	{ EFFECT_COUNTER, SAY_COUNTER, "nino@example.org", "nin7", MEETING_SETTLED, 0,
	    "DECLINECOUNTER", 0, "refusal to the host" },
	{ EFFECT_COUNTER, SAY_COUNTER_TOLD, "bo@example.net", "bol2", MEETING_SETTLED, 0,
	    "DECLINECOUNTER", 0, "refusal to a guest" },
};

static struct guest *
add(struct scene *s, const char *email, const char *token, enum guest_role role)
{
	struct guest *g = meeting_add_guest(&s->decision.next, email, role, s->arena);

	g->token = token;
	g->zone = zone_utc();
	return g;
}

/* Bo sends Dee, who stood on no mail of Amina's; Ivo was to lead the meeting before Nino. */
void
kind_make(struct scene *s, const struct kind *k, const char *language)
{
	struct meeting *m = &s->decision.next;
	struct guest *dee;
	struct effect *e;

	scene_settle(s, "2026-12-01T11:00:00Z");
	if (k->say == SAY_OFFER_INSTEAD)
		scene_offer(s, "2026-12-03T07:30:00Z");
	dee = add(s, "dee@example.net", "dee3", GUEST_OTHER);
	dee->added = true;
	dee->delegator = "bo@example.net";
	add(s, "ivo@example.org", "ivo9", GUEST_FORMER);
	for (size_t i = 0; i < m->n_guests; i++)
		m->guests[i].language = language;
	meeting_guest(m, "bo@example.net")->partstat = PART_DELEGATED;
	meeting_guest(m, "bo@example.net")->delegate = "dee@example.net";
	m->state = k->state;
	m->sequence = k->sequence;
	m->stamped_at += k->sequence * MINUTE;
	e = scene_effect(s, k->effect, k->to);
	e->say = k->say;
	e->was = scene_span("2026-12-02T11:00:00Z", 30);
}
