/*
 * All that is written about a meeting whose names, subjects and ids are foreign.  The fields stand
 * between NUL bytes: the writer's name and address, subject, Message-ID, a reference, the topic, a
 * guest's name and address, words that were understood, what the operator is told; the last byte
 * chooses the mail.
 */
#include "base/arena.h"
#include "base/text.h"
#include "fuzz/fuzz.h"
#include "fuzz/outgoing.h"
#include "fuzz/world.h"

#include <string.h>

enum field { NAME, EMAIL, SUBJECT, ID, REFERENCE, TOPIC, GUEST, GUEST_EMAIL, WORDS, WHY, FIELDS };

struct scene {
	const char *fields[FIELDS];
	struct composer composer;
	struct event event;
	struct decision decision;
	struct arena *arena;
};

static void
split(struct scene *s, const char *bytes, size_t len)
{
	for (int i = 0; i < FIELDS; i++) {
		const char *nul = len > 0 ? memchr(bytes, '\0', len) : NULL;
		size_t n = nul != NULL ? (size_t)(nul - bytes) : len;

		s->fields[i] = text_repair(bytes, n, s->arena);
		bytes += n + (nul != NULL);
		len -= n + (nul != NULL);
	}
	if (!address_valid(s->fields[EMAIL]))
		s->fields[EMAIL] = "ana@example.net";
	if (!address_valid(s->fields[GUEST_EMAIL]))
		s->fields[GUEST_EMAIL] = "bo@example.net";
}

static void
add_guest(struct scene *s, const char *email, const char *name, enum guest_role role)
{
	struct guest *g = meeting_add_guest(&s->decision.next, email, role, s->arena);

	g->name = name;
	g->language = "en";
	g->token = role == GUEST_OTHER ? "" : "k4q7";
	g->zone = zone_fixed(3 * HOUR);
}

static void
add_offers(struct meeting *m, struct arena *a)
{
	for (int i = 0; i < 3; i++) {
		struct offer *o = meeting_add_offer(m, a);
		int64_t at = WORLD_NOW + (i + 2) * DAY;

		*o = (struct offer){ .round = 1,
			.number = i + 1,
			.span = { at, at + 30 * MINUTE },
			.host = "nino@example.org",
			.held_until = WORLD_NOW + 2 * DAY };
	}
}

static void
tell_evidence(struct scene *s)
{
	static struct span spans[2] = { { WORLD_NOW + DAY, WORLD_NOW + DAY + HOUR },
		{ WORLD_NOW + 2 * DAY, WORLD_NOW + 3 * DAY } };
	struct event *ev = &s->event;

	ev->n_evidence = MEANS_TOPIC + 1;
	ev->evidence = arena_alloc(s->arena, ev->n_evidence * sizeof *ev->evidence);
	for (size_t i = 0; i < ev->n_evidence; i++)
		ev->evidence[i] = (struct evidence){ .text = s->fields[WORDS],
			.kind = (enum evidence_kind)i,
			.spans = spans,
			.n_spans = 2,
			.minutes = 2,
			.value = i == MEANS_ZONE ? "Europe/Kyiv" : s->fields[GUEST_EMAIL] };
	ev->wishes.doubts = arena_alloc(s->arena, sizeof *ev->wishes.doubts);
	ev->wishes.doubts[0] = (struct doubt){ s->fields[WORDS], spans, 2 };
	ev->wishes.n_doubts = 1;
}

static void
begin(struct scene *s, enum meeting_state state)
{
	struct meeting *m = &s->decision.next;
	const char **f = s->fields, **references = arena_alloc(s->arena, sizeof *references);

	references[0] = f[REFERENCE];
	s->composer = (struct composer){ .langs = world_langs(),
		.team = world_team(),
		.key = "a secret",
		.subject = f[SUBJECT],
		.digest = "d1" };
	s->event = (struct event){ .kind = EVENT_REQUEST,
		.from = { f[NAME], f[EMAIL] },
		.message_id = f[ID],
		.references = references,
		.n_references = 1,
		.subject = f[SUBJECT],
		.language = "en",
		.answer_in = "en",
		.zone = zone_fixed(-3 * HOUR),
		.zone_source = ZONE_FROM_TEXT,
		.topic = f[TOPIC] };
	tell_evidence(s);
	meeting_copy(m, NULL, s->arena);
	m->state = state;
	m->duration = 30;
	m->language = "en";
	m->topic = f[TOPIC];
	m->subject = f[SUBJECT];
	m->last_id = f[ID];
	m->references = references;
	m->n_references = m->rounds = m->revision = 1;
	m->created_at = m->changed_at = WORLD_NOW;
	add_guest(s, f[EMAIL], f[NAME], GUEST_WRITER);
	add_offers(m, s->arena);
	effects_init(&s->decision.effects, s->arena);
	if (state == MEETING_OFFERED)
		return;
	m->uid = "k3j5@example.org";
	m->slot = (struct span){ WORLD_NOW + DAY, WORLD_NOW + DAY + HOUR };
	m->stamped_at = WORLD_NOW;
	m->pending = (struct pending){ .what = f[SUBJECT][0] % 2 ? CHANGE_MOVE : CHANGE_CANCEL,
		.guest = f[EMAIL],
		.secret = "scrt9",
		.slot = { WORLD_NOW + 2 * DAY, WORLD_NOW + 2 * DAY + HOUR },
		.asked_at = WORLD_NOW };
	add_guest(s, "nino@example.org", "Nino Beridze", GUEST_HOST);
	if (meeting_guest(m, f[GUEST_EMAIL]) == NULL)
		add_guest(s, f[GUEST_EMAIL], f[GUEST], GUEST_OTHER);
}

static struct effect *
to_do(struct scene *s, enum effect_kind kind, const char *to)
{
	struct effect *e = effect_add(&s->decision.effects, kind, to);

	e->why = s->fields[WHY];
	e->about = s->fields[GUEST_EMAIL];
	e->comment = s->fields[WORDS];
	e->minutes = 15;
	e->was = (struct span){ WORLD_NOW, WORLD_NOW + HOUR };
	return e;
}

static void
write_and_check(struct scene *s, const struct event *event)
{
	struct mails mails;
	struct err err;

	assert(
	    mails_write(&s->composer, &s->decision, event, WORLD_NOW, s->arena, &mails, &err) == 0);
	outgoing_check(&mails);
}

/* One answer, in a meeting that has offers or in one that stands. */
static void
write_answer(struct scene *s, enum meeting_state state, enum say say)
{
	begin(s, state);
	to_do(s, EFFECT_SAY, s->fields[EMAIL])->say = say;
	write_and_check(s, &s->event);
}

static void
write_invitation(struct scene *s, enum effect_kind kind, size_t guest)
{
	const struct meeting *m = &s->decision.next;

	begin(s, kind == EFFECT_CANCEL ? MEETING_CANCELLED : MEETING_SETTLED);
	to_do(s, kind, m->guests[guest % m->n_guests].email);
	write_and_check(s, &s->event);
}

static void
write_counter(struct scene *s, size_t guest)
{
	const struct meeting *m = &s->decision.next;

	begin(s, MEETING_SETTLED);
	to_do(s, EFFECT_COUNTER, m->guests[guest % m->n_guests].email)->say =
	    guest % 2 ? SAY_COUNTER : SAY_OFFER_INSTEAD;
	write_and_check(s, &s->event);
}

static void
write_to_operator(struct scene *s, bool about_mail)
{
	begin(s, MEETING_SETTLED);
	if (!about_mail)
		s->composer.digest = "";
	to_do(s, EFFECT_OPERATOR, "admin@example.org");
	write_and_check(s, about_mail ? &s->event : NULL);
}

/* A mail takes a hundred times as long to write as to check, so the last byte chooses one. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct scene s = { .arena = arena_new() };
	enum { SAYS = SAY_ASK_GUEST + 1, KINDS = SAYS + 7 };
	size_t choice = len > 0 ? bytes[len - 1] % (4 * KINDS) : 0, variant = choice / KINDS;
	enum say say;

	split(&s, (const char *)bytes, len > 0 ? len - 1 : 0);
	switch (choice % KINDS) {
	case SAYS: write_invitation(&s, EFFECT_INVITE, variant); break;
	case SAYS + 1: write_invitation(&s, EFFECT_UPDATE, variant); break;
	case SAYS + 2: write_invitation(&s, EFFECT_CANCEL, variant); break;
	case SAYS + 3: write_to_operator(&s, variant % 2); break;
	case SAYS + 4: write_invitation(&s, EFFECT_AGAIN, variant); break;
	case SAYS + 5: write_counter(&s, variant); break;
	case SAYS + 6: write_invitation(&s, EFFECT_REMIND, variant); break;
	default:
		say = (enum say)(choice % KINDS);
		write_answer(&s, variant % 2 || say > SAY_OVER ? MEETING_SETTLED : MEETING_OFFERED,
		    say);
	}
	arena_free(s.arena);
	return 0;
}
