#include "compose/settled.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "compose/invite.h"
#include "compose/times.h"
#include "compose/understood.h"
#include "understand/lang.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

enum { LONGEST_TITLE = 120, ROOM_DIGITS = 20 };

/* For who may not see an address, a guest without a name has none. */
static const char *
name_of(struct draft *d, const struct guest *g)
{
	if (g != NULL && !draft_sees(d, g) && draft_name(d, g) == g->email)
		g = NULL;
	return g != NULL ? draft_name(d, g) : d->composer->team->rules.own_name;
}

/* As a title begins; Georgian and scripts without capitals stay as they are. */
static const char *
capitalized(const char *text, struct arena *a)
{
	UChar32 first;
	char begin[U8_MAX_LENGTH + 1] = "";
	int32_t n = 0, at = 0;

	U8_NEXT(text, at, (int32_t)strlen(text), first);
	if (first < 0)
		return text;
	U8_APPEND_UNSAFE(begin, n, u_totitle(first));
	return arena_printf(a, "%s%s", begin, text + at);
}

const char *
settled_title(struct draft *d)
{
	const char *topic = text_one_line(d->meeting->topic, d->voice.arena);

	if (topic[0] != '\0' && strlen(topic) <= LONGEST_TITLE && !draft_is_link(topic))
		return capitalized(topic, d->voice.arena);
	return PHRASE(&d->voice, SENTENCE_TITLE, name_of(d, meeting_writer(d->meeting)),
	    name_of(d, meeting_host(d->meeting)));
}

/* Whoever does not know the meeting's secret cannot guess its room. */
static const char *
location(struct draft *d)
{
	const char *pattern = d->composer->team->rules.location, *hole;
	struct arena *a = d->voice.arena;

	if (pattern == NULL || (hole = strstr(pattern, "{room}")) == NULL)
		return pattern != NULL ? pattern : "";
	return arena_printf(a, "%.*s%s%s", (int)(hole - pattern), pattern,
	    draft_secret(d, arena_printf(a, "room of %s", d->meeting->uid), ROOM_DIGITS),
	    hole + strlen("{room}"));
}

static struct block *
fact(struct draft *d, enum sentence label, const char *text)
{
	struct block *b = draft_add(d, BLOCK_FACT, text);

	b->label = PHRASE(&d->voice, label);
	return b;
}

static void
say_where(struct draft *d)
{
	const char *place = location(d);
	struct block *b;

	if (place[0] == '\0')
		return;
	b = fact(d, SENTENCE_WHERE, place);
	if (strncmp(place, "https://", 8) == 0)
		b->link = b->link_text = place;
}

void
settled_agenda(struct draft *d)
{
	const struct lang *l = langs_find(d->composer->langs, d->meeting->language);

	draft_add(d, BLOCK_PARAGRAPH, times_span(&d->voice, d->meeting->slot));
	fact(d, SENTENCE_WHAT, phrase_value(&d->voice, settled_title(d)));
	fact(d, SENTENCE_WHO, draft_company(d));
	if (l != NULL)
		fact(d, SENTENCE_AGENDA_LANGUAGE, phrase_language(l, d->voice.arena));
	say_where(d);
}

void
settled_facts(struct draft *d)
{
	const struct meeting *m = d->meeting;
	struct block *b;

	fact(d, SENTENCE_WHAT, phrase_value(&d->voice, settled_title(d)));
	b = fact(d, SENTENCE_WHEN, times_span(&d->voice, m->slot));
	b->detail = times_zones(&d->voice, m->slot);
	fact(d, SENTENCE_WHO, draft_company(d));
	say_where(d);
}

/* The meeting with the guests that the reader may know, and names that may be passed on. */
static struct meeting *
presentable(struct draft *d)
{
	struct arena *a = d->voice.arena;
	struct meeting *m = arena_alloc(a, sizeof *m);

	*m = *d->meeting;
	m->guests = arena_alloc(a, (m->n_guests + 1) * sizeof *m->guests);
	m->n_guests = 0;
	for (size_t i = 0; i < d->meeting->n_guests; i++) {
		const struct guest *from = &d->meeting->guests[i];
		struct guest *g = &m->guests[m->n_guests];

		if (!draft_sees(d, from))
			continue;
		*g = *from;
		m->n_guests++;
		if (g->name == NULL || draft_is_link(g->name))
			g->name = "";
	}
	return m;
}

/* What is decided and what is sent again have the meeting's own stamp; a refusal is no version. */
static int64_t
stamp(const struct draft *d, enum invite_method method)
{
	int64_t at = d->meeting->stamped_at;

	return at != 0 && method != INVITE_DECLINE_COUNTER ? at : d->now;
}

static const char *
calendar_note(struct draft *d)
{
	return PHRASE(&d->voice, SENTENCE_CALENDAR_NOTE, d->composer->team->rules.own_name);
}

static int
add_calendar(struct draft *d, enum invite_method method, const char *note, struct err *err)
{
	const struct rules *r = &d->composer->team->rules;
	const struct meeting *m = presentable(d);
	struct invite in = { .method = method,
		.meeting = m,
		.organizer = d->own,
		.organizer_name = PHRASE(&d->voice, SENTENCE_VIA,
		    name_of(d, meeting_host(d->meeting)), r->own_name),
		.summary = settled_title(d),
		.description = note,
		.location = location(d),
		.stamp_at = stamp(d, method) };
	char *text;

	if (invite_write(&in, d->voice.arena, &text, err) == -1)
		return -1;
	d->calendar = text;
	d->calendar_method = invite_method_name(method);
	return 0;
}

static void
set_subject(struct draft *d, enum sentence s)
{
	d->subject = PHRASE(&d->voice, s, settled_title(d),
	    times_short(&d->voice, d->meeting->slot.start_at));
}

/* Guests come or stay away; those who met to arrange it can change it. */
static void
say_what_can_be_done(struct draft *d)
{
	if (d->to.role == GUEST_OTHER || d->to.role == GUEST_FORMER)
		draft_add(d, BLOCK_PARAGRAPH,
		    PHRASE(&d->voice, SENTENCE_CANNOT_COME,
			name_of(d, meeting_writer(d->meeting))));
	else
		draft_say(d, SENTENCE_CHANGE);
}

/* A time that was named and booked at once rests on what was understood. */
static void
say_understood(struct draft *d)
{
	if (d->answers_event && d->event->kind != EVENT_PICK && d->event->kind != EVENT_ACCEPT &&
	    d->event->kind != EVENT_CALENDAR)
		understood_write(d);
}

static void
say_invited(struct draft *d)
{
	const struct meeting *m = d->meeting;
	const char *writer = name_of(d, meeting_writer(m));
	const char *text = "";

	switch (d->to.role) {
	case GUEST_WRITER:
		text = PHRASE(&d->voice, SENTENCE_INVITE_WRITER, name_of(d, meeting_host(m)));
		break;
	case GUEST_OTHER:
	case GUEST_FORMER: text = PHRASE(&d->voice, SENTENCE_INVITE_GUEST, writer); break;
	case GUEST_HOST:
		text = PHRASE(&d->voice, SENTENCE_INVITE_HOST, writer,
		    phrase_minutes(&d->voice, m->duration));
		break;
	}
	draft_add(d, BLOCK_PARAGRAPH, text);
}

int
settled_invite(struct draft *d, struct err *err)
{
	set_subject(d, SENTENCE_SUBJECT_INVITE);
	say_invited(d);
	settled_facts(d);
	draft_say(d, SENTENCE_IN_CALENDAR);
	say_what_can_be_done(d);
	say_understood(d);
	return add_calendar(d, INVITE_REQUEST, calendar_note(d), err);
}

void
settled_remind(struct draft *d)
{
	set_subject(d, SENTENCE_SUBJECT_REMINDER);
	draft_say(d, SENTENCE_REMINDER);
	settled_facts(d);
	say_what_can_be_done(d);
}

int
settled_update(struct draft *d, struct err *err)
{
	struct span was = d->effect->was;

	set_subject(d, SENTENCE_SUBJECT_UPDATE);
	if (was.end_at > was.start_at && was.start_at != d->meeting->slot.start_at)
		draft_add(d, BLOCK_PARAGRAPH,
		    PHRASE(&d->voice, SENTENCE_UPDATE_TIME, times_moment(&d->voice, was.start_at)));
	else if (d->effect->about[0] != '\0')
		draft_add(d, BLOCK_PARAGRAPH,
		    PHRASE(&d->voice, SENTENCE_UPDATE_HOST, name_of(d, meeting_host(d->meeting))));
	else
		draft_say(d, SENTENCE_UPDATE_OTHER);
	settled_facts(d);
	draft_say(d, SENTENCE_IN_CALENDAR);
	say_what_can_be_done(d);
	say_understood(d);
	return add_calendar(d, INVITE_REQUEST, calendar_note(d), err);
}

/* Who was taken off knows the time that the meeting had then. */
static int64_t
was_at(const struct draft *d)
{
	struct span was = d->effect->was;

	return was.end_at > was.start_at ? was.start_at : d->meeting->slot.start_at;
}

int
settled_cancel(struct draft *d, struct err *err)
{
	const struct meeting *m = d->meeting;

	set_subject(d, SENTENCE_SUBJECT_CANCEL);
	if (d->to.role == GUEST_FORMER)
		draft_add(d, BLOCK_PARAGRAPH,
		    PHRASE(&d->voice, SENTENCE_HANDED_OVER,
			draft_staff_name(d, meeting_host(m)->email),
			times_moment(&d->voice, was_at(d))));
	else
		draft_add(d, BLOCK_PARAGRAPH,
		    PHRASE(&d->voice, SENTENCE_CANCEL, draft_company(d),
			times_moment(&d->voice, m->slot.start_at)));
	if (d->to.role == GUEST_WRITER)
		draft_say(d, SENTENCE_CANCEL_WRITER);
	return add_calendar(d, INVITE_CANCEL, calendar_note(d), err);
}

int
settled_again(struct draft *d, struct err *err)
{
	set_subject(d, SENTENCE_SUBJECT_INVITE);
	draft_say(d, SENTENCE_AGAIN);
	settled_facts(d);
	draft_say(d, SENTENCE_IN_CALENDAR);
	say_what_can_be_done(d);
	return add_calendar(d, INVITE_REQUEST, calendar_note(d), err);
}

int
settled_decline_counter(struct draft *d, struct err *err)
{
	const char *at = times_moment(&d->voice, d->meeting->slot.start_at);

	return add_calendar(d, INVITE_DECLINE_COUNTER, PHRASE(&d->voice, SENTENCE_COUNTER, at),
	    err);
}
