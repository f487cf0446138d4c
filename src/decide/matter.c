#include "decide/matter.h"

#include "base/arena.h"
#include "base/digest.h"
#include "inbox/address.h"

#include <assert.h>
#include <string.h>

enum { SECRET_CHARS = 24 };

bool
matter_from_writer(const struct matter *mt)
{
	const struct guest *g = meeting_guest(mt->m, matter_sender(mt));

	return g != NULL && g->role == GUEST_WRITER;
}

bool
matter_from_host(const struct matter *mt)
{
	const struct guest *g = meeting_guest(mt->m, matter_sender(mt));

	return g != NULL && g->role == GUEST_HOST;
}

const char *
matter_sender(const struct matter *mt)
{
	return mt->actor.guest != NULL ? mt->actor.guest->email : mt->ev->from.email;
}

static unsigned
nibble(char hex)
{
	return (unsigned)(hex <= '9' ? hex - '0' : hex - 'a' + 10);
}

char *
matter_secret(const struct matter *mt, const char *purpose)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	const char *hex = digest_keyed_hex(mt->seed, strlen(mt->seed), purpose, mt->arena);
	char *out = arena_alloc(mt->arena, SECRET_CHARS + 1);
	unsigned bits = 0, held = 0;

	for (size_t i = 0; i < SECRET_CHARS; i++) {
		for (; held < 5; held += 4)
			bits = bits << 4 | nibble(*hex++);
		held -= 5;
		out[i] = letters[bits >> held & 31];
		bits &= (1u << held) - 1;
	}
	return out;
}

struct effect *
matter_say(struct matter *mt, enum say say, const char *to)
{
	struct effect *e = effect_add(&mt->d->effects, EFFECT_SAY, to);

	e->say = say;
	mt->d->verdict = VERDICT_ANSWERED;
	return e;
}

void
matter_note(struct matter *mt, const char *about, const char *what)
{
	struct effect *e = effect_add(&mt->d->effects, EFFECT_NOTE, "");

	e->about = about;
	e->why = what;
}

/* Robots and calendar programs wait for no colleague, and who chats should not hear of one. */
static bool
asks_something(enum event_kind kind)
{
	switch (kind) {
	case EVENT_CALENDAR:
	case EVENT_AUTO:
	case EVENT_OTHER: return false;
	case EVENT_REQUEST:
	case EVENT_PICK:
	case EVENT_ACCEPT:
	case EVENT_DECLINE:
	case EVENT_RESCHEDULE:
	case EVENT_CANCEL:
	case EVENT_LATE:
	case EVENT_BRING:
	case EVENT_JOIN:
	case EVENT_WITHDRAW:
	case EVENT_FORGET: break;
	}
	return true;
}

void
matter_person(struct matter *mt, const char *why)
{
	bool first = mt->m->state == MEETING_NEW || matter_from_writer(mt);
	bool foreign = mt->ev->foreign;
	struct effect *e;

	if (first && (asks_something(mt->ev->kind) || foreign) && !mt->m->with_person &&
	    mt->ev->from.email[0] != '\0')
		matter_say(mt, foreign ? SAY_FOREIGN : SAY_FOR_PERSON, matter_sender(mt));
	e = effect_add(&mt->d->effects, EFFECT_OPERATOR, mt->team->rules.operator_email);
	e->why = why;
	mt->m->with_person = true;
	mt->d->verdict = VERDICT_WITH_PERSON;
}

/* The nearest length that is allowed, rounded up; the longest where none is long enough. */
static int
allowed_duration(const struct rules *r, int minutes)
{
	for (size_t i = 0; i < r->n_durations; i++)
		if (r->durations[i] >= minutes)
			return r->durations[i];
	return r->n_durations > 0 ? r->durations[r->n_durations - 1] : minutes;
}

static void
take_up_guests(struct matter *mt)
{
	struct meeting *m = mt->m;

	if (m->state == MEETING_SETTLED)
		return; /* who comes was settled, too */
	for (size_t i = 0; i < mt->ev->n_guests; i++) {
		const struct address *from = &mt->ev->guests[i];
		struct guest *g;

		if (meeting_guest(m, from->email) != NULL ||
		    address_same(from->email, mt->team->rules.own_address))
			continue;
		g = meeting_add_guest(m, from->email, GUEST_OTHER, mt->arena);
		g->added = i + mt->ev->n_named_guests >= mt->ev->n_guests;
		g->name = from->name;
		g->zone = mt->ev->zone;
		g->token = matter_secret(mt, arena_printf(mt->arena, "token of %s", from->email));
	}
}

/* Whatever the writer names now is no longer ruled out, but what was turned down stays so. */
static void
take_up_wishes(struct matter *mt)
{
	const struct wishes *w = &mt->ev->wishes;
	struct meeting *m = mt->m;
	struct arena *a = mt->arena;
	size_t n = w->n;
	struct span *all;

	for (size_t i = 0; i < w->n_doubts; i++)
		n += w->doubts[i].n;
	all = arena_alloc(a, (n + m->n_offers + 1) * sizeof *all);
	n = 0;
	for (size_t i = 0; i < w->n; i++)
		all[n++] = w->windows[i].span;
	for (size_t i = 0; i < w->n_doubts; i++)
		for (size_t j = 0; j < w->doubts[i].n; j++)
			all[n++] = w->doubts[i].readings[j];
	if (n > 0) {
		m->wished = spans_make(all, n, a);
		m->refused = spans_subtract(m->refused, m->wished, a);
	}
	n = 0;
	for (size_t i = 0; i < m->n_offers; i++)
		if (m->offers[i].state == OFFER_REFUSED)
			all[n++] = m->offers[i].span;
	m->refused = spans_union(m->refused, spans_make(all, n, a), a);
	m->refused = spans_union(m->refused, w->excluded, a);
}

/* The offset of a Date header is less than a place that was named before. */
static bool
is_better_zone(const struct event *ev, const struct zone *known)
{
	switch (ev->zone_source) {
	case ZONE_FROM_TEXT:
	case ZONE_FROM_CALENDAR:
	case ZONE_FROM_MEMORY: return true;
	case ZONE_FROM_DATE: return known->rules == NULL;
	case ZONE_FROM_DEFAULT: break;
	}
	return known->name[0] == '\0';
}

/* Thanks and cancellations may mention a time without wishing for it. */
static bool
is_about_times(enum event_kind kind)
{
	switch (kind) {
	case EVENT_REQUEST:
	case EVENT_PICK:
	case EVENT_ACCEPT:
	case EVENT_DECLINE:
	case EVENT_RESCHEDULE: return true;
	case EVENT_CANCEL:
	case EVENT_LATE:
	case EVENT_BRING:
	case EVENT_JOIN:
	case EVENT_WITHDRAW:
	case EVENT_FORGET:
	case EVENT_CALENDAR:
	case EVENT_AUTO:
	case EVENT_OTHER: break;
	}
	return false;
}

void
matter_take_up(struct matter *mt)
{
	const struct event *ev = mt->ev;
	struct guest *writer = meeting_writer(mt->m);
	struct meeting *m = mt->m;

	assert(writer != NULL);
	if (is_better_zone(ev, &writer->zone))
		writer->zone = ev->zone;
	if (ev->answer_in != NULL && ev->answer_in[0] != '\0')
		m->language = writer->language = ev->answer_in;
	if (ev->message_id != NULL && ev->message_id[0] != '\0') {
		m->last_id = ev->message_id;
		m->references = ev->references;
		m->n_references = ev->n_references;
	}
	if (!is_about_times(ev->kind))
		return;
	if (ev->topic != NULL && ev->topic[0] != '\0' && m->topic[0] == '\0')
		m->topic = ev->topic;
	if (ev->wishes.duration_minutes > 0)
		m->duration = allowed_duration(&mt->team->rules, ev->wishes.duration_minutes);
	take_up_guests(mt);
	take_up_wishes(mt);
}

/* Who came to the meeting before, and nothing of what they said to it. */
static void
take_along(struct matter *mt, struct meeting *m, const struct guest *old)
{
	struct guest *g = meeting_add_guest(m, old->email, GUEST_OTHER, mt->arena);

	g->name = old->name;
	g->language = old->language;
	g->zone = old->zone;
}

void
matter_begin(struct matter *mt)
{
	const struct meeting *was = mt->m;
	const struct guest *actor = mt->actor.guest;
	struct meeting *m = arena_alloc(mt->arena, sizeof *m);
	struct guest *writer;

	meeting_copy(m, NULL, mt->arena);
	m->topic = mt->ev->topic != NULL ? mt->ev->topic : "";
	m->subject = mt->ev->subject != NULL ? mt->ev->subject : "";
	m->duration = mt->team->rules.duration;
	m->created_at = m->changed_at = mt->now;
	writer = meeting_add_guest(m, matter_sender(mt), GUEST_WRITER, mt->arena);
	writer->name = actor != NULL && !mt->actor.from ? actor->name : mt->ev->from.name;
	for (size_t i = 0; i < was->n_guests; i++) {
		const struct guest *old = &was->guests[i];

		if (old->role == GUEST_WRITER)
			m->guests[0].zone = old->zone;
		if (old->role == GUEST_OTHER && !old->added)
			take_along(mt, m, old);
	}
	for (size_t i = 0; i < m->n_guests; i++) {
		struct guest *g = &m->guests[i];

		g->partstat = PART_NEEDS_ACTION;
		g->token = matter_secret(mt, arena_printf(mt->arena, "token of %s", g->email));
	}
	*mt->m = *m;
}
