#include "compose/scene.h"

#include "base/arena.h"
#include "tap.h"
#include "understand/lang.h"

static struct staff nino = { .name = "Nino Beridze", .email = "nino@example.org" };

static const char *references[] = { "first.77@example.net" };

static struct zone
zone_named(const char *name)
{
	struct zone z = zone_utc();

	ok(zone_find(name, &z), "the zone %s", name);
	return z;
}

static void
add_guest(struct scene *s, const char *email, const char *name, enum guest_role role,
    const char *zone, const char *token)
{
	struct guest *g = meeting_add_guest(&s->decision.next, email, role, s->arena);

	g->name = name;
	g->zone = zone_named(zone);
	g->token = token;
}

void
scene_init(struct scene *s, const struct langs *langs, struct arena *a)
{
	struct meeting *m = &s->decision.next;

	*s = (struct scene){ .arena = a };
	nino.zone = zone_named("Asia/Tbilisi");
	s->team = (struct team){ .staff = &nino, .n = 1 };
	s->team.rules = (struct rules){ .location = "https://meet.example.org/{room}",
		.operator_email = "admin@example.org",
		.own_address = "comms@example.org",
		.own_name = "Movement Communications",
		.zone = zone_utc(),
		.plus_addresses = true };
	s->composer = (struct composer){ .langs = langs,
		.team = &s->team,
		.key = "a secret of the tests",
		.subject = "A talk about the newsletter",
		.digest = "d1" };
	s->event = (struct event){ .kind = EVENT_REQUEST,
		.certain = true,
		.from = { "Amina Okello", "amina@example.net" },
		.message_id = "second.78@example.net",
		.references = references,
		.n_references = 1,
		.subject = "A talk about the newsletter",
		.language = "en",
		.answer_in = "en",
		.zone = zone_named("Africa/Kampala"),
		.zone_source = ZONE_FROM_DATE,
		.topic = "" };
	meeting_copy(m, NULL, a);
	m->duration = 30;
	m->language = "en";
	m->subject = s->event.subject;
	m->topic = "the newsletter";
	m->last_id = s->event.message_id;
	m->references = references;
	m->n_references = 1;
	m->created_at = m->changed_at = SCENE_NOW;
	m->state = MEETING_OFFERED;
	m->rounds = 1;
	m->revision = 1;
	effects_init(&s->decision.effects, a);
	add_guest(s, "amina@example.net", "Amina Okello", GUEST_WRITER, "Africa/Kampala", "amn4");
}

struct span
scene_span(const char *at, int minutes)
{
	struct span out = { 0 };

	ok(zone_read_rfc3339(at, &out.start_at, NULL), "the moment %s", at);
	out.end_at = out.start_at + minutes * MINUTE;
	return out;
}

void
scene_offer(struct scene *s, const char *at)
{
	struct meeting *m = &s->decision.next;
	struct offer *o = meeting_add_offer(m, s->arena);

	*o = (struct offer){ .round = m->rounds,
		.number = (int)m->n_offers,
		.span = scene_span(at, m->duration),
		.host = "nino@example.org",
		.state = OFFER_OPEN,
		.held_until = SCENE_NOW + 2 * DAY };
}

void
scene_settle(struct scene *s, const char *at)
{
	struct meeting *m = &s->decision.next;

	m->state = MEETING_SETTLED;
	m->uid = "k3j5@example.org";
	m->slot = scene_span(at, m->duration);
	m->stamped_at = SCENE_NOW;
	meeting_drop_offers(m);
	add_guest(s, "nino@example.org", "Nino Beridze", GUEST_HOST, "Asia/Tbilisi", "nin7");
	add_guest(s, "bo@example.net", "Bo Li", GUEST_OTHER, "Africa/Kampala", "bol2");
}

struct effect *
scene_effect(struct scene *s, enum effect_kind kind, const char *to)
{
	return effect_add(&s->decision.effects, kind, to);
}

void
scene_evidence(struct scene *s, struct evidence e)
{
	struct event *ev = &s->event;

	ev->evidence = arena_more(s->arena, ev->evidence, ev->n_evidence, sizeof e);
	ev->evidence[ev->n_evidence++] = e;
}

struct mails *
scene_mails(struct scene *s, const char *what)
{
	struct mails *out = arena_alloc(s->arena, sizeof *out);
	struct err err = { 0 };
	int rc = mails_write(&s->composer, &s->decision, s->unasked ? NULL : &s->event, SCENE_NOW,
	    s->arena, out, &err);

	return ok(rc == 0, "%s: written %s", what, err.text) ? out : NULL;
}

struct span *
scene_doubt(struct scene *s)
{
	static struct span readings[2];
	static struct doubt doubt = { .text = "3/12", .readings = readings, .n = 2 };

	readings[0] = scene_span("2026-12-03T00:00:00+03:00", 24 * 60);
	readings[1] = scene_span("2027-03-12T00:00:00+03:00", 24 * 60);
	s->event.wishes.doubts = &doubt;
	s->event.wishes.n_doubts = 1;
	return readings;
}
