#include "understand/eventparts.h"

#include "base/arena.h"
#include "understand/beside.h"
#include "understand/evidence.h"
#include "understand/itip.h"
#include "understand/lang.h"
#include "understand/late.h"
#include "understand/thread.h"
#include "understand/tongue.h"
#include "understand/topic.h"

#include <string.h>

const char *
event_kind_name(enum event_kind kind)
{
	switch (kind) {
	case EVENT_REQUEST: return "request";
	case EVENT_PICK: return "pick";
	case EVENT_ACCEPT: return "accept";
	case EVENT_DECLINE: return "decline";
	case EVENT_RESCHEDULE: return "reschedule";
	case EVENT_CANCEL: return "cancel";
	case EVENT_LATE: return "late";
	case EVENT_BRING: return "bring";
	case EVENT_JOIN: return "join";
	case EVENT_WITHDRAW: return "withdraw";
	case EVENT_FORGET: return "forget";
	case EVENT_CALENDAR: return "calendar";
	case EVENT_AUTO: return "auto";
	case EVENT_OTHER: break;
	}
	return "other";
}

const char *
zone_source_name(enum zone_source source)
{
	switch (source) {
	case ZONE_FROM_TEXT: return "text";
	case ZONE_FROM_DATE: return "date-header";
	case ZONE_FROM_CALENDAR: return "calendar";
	case ZONE_FROM_MEMORY: return "remembered";
	case ZONE_FROM_DEFAULT: break;
	}
	return "default";
}

/*
 * The subject of a first mail is part of what its author says; that of an answer or of a mail
 * passed on is somebody else's.
 */
static void
gather_text(struct reading *r)
{
	const char *subject = r->letter->subject, *own = r->trimmed->own;

	if (!r->reader->in_thread && *subject != '\0' && topic_bare_subject(subject) == subject)
		r->text = arena_printf(r->arena, "%s\n\n%s", subject, own);
	else
		r->text = own;
	r->len = strnlen(r->text, EVENT_TEXT_MOST);
}

static void
take_picks(struct reading *r)
{
	struct event *ev = r->event;

	for (size_t i = 0; i < r->intent.n_picks; i++) {
		const struct pick *p = &r->intent.picks[i];
		int **list = p->refused ? &ev->refused : &ev->picks;
		size_t *n = p->refused ? &ev->n_refused : &ev->n_picks;
		struct evidence *e;

		*list = arena_more(r->arena, *list, *n, sizeof **list);
		(*list)[(*n)++] = p->number;
		if (p->refused)
			continue;
		e = evidence_add(ev, r->arena, MEANS_PICK, r->text, p->from_byte, p->to_byte);
		e->minutes = p->number;
	}
}

static void
take_guests(struct reading *r)
{
	struct event *ev = r->event;
	struct guests guests = r->guests;

	if (ev->kind == EVENT_OTHER) /* a newsletter's addresses are no guests */
		guests.n = guests.from_text;
	if (ev->kind == EVENT_BRING && r->answered.address) { /* those, not who is in copy */
		guests.items += guests.from_text;
		guests.n -= guests.from_text;
		guests.from_text = 0;
	}
	ev->guests = guests.items;
	ev->n_guests = guests.n;
	ev->n_named_guests = guests.n - guests.from_text;
	for (size_t i = guests.from_text; i < guests.n; i++)
		evidence_add(ev, r->arena, MEANS_GUEST, guests.items[i].email, 0,
		    strlen(guests.items[i].email))
		    ->value = guests.items[i].email;
}

/* A word of a letter or digit before or behind makes it part of another word. */
static bool
stands_alone(const struct folded *f, const char *at, size_t len)
{
	const unsigned char *before = (const unsigned char *)at - 1;
	const unsigned char *behind = (const unsigned char *)at + len;

	return (at == f->text || (*before < 0x80 && strchr("abcdefghijklmnopqrstuvwxyz0123456789",
							*before) == NULL)) &&
	       (*behind == '\0' || (*behind < 0x80 && strchr("abcdefghijklmnopqrstuvwxyz0123456789",
							  *behind) == NULL));
}

static void
take_heard(struct reading *r)
{
	const struct folded *text = &r->tokens.folded;
	struct event *ev = r->event;

	for (size_t i = 0; i < r->reader->n_listen_for; i++) {
		const char *word = r->reader->listen_for[i], *at;
		struct folded folded;

		fold_text(word, strlen(word), r->arena, &folded);
		if (folded.len == 0)
			continue;
		for (at = text->text; (at = strstr(at, folded.text)) != NULL; at++)
			if (stands_alone(text, at, folded.len))
				break;
		if (at == NULL)
			continue;
		ev->heard = arena_more(r->arena, ev->heard, ev->n_heard, sizeof *ev->heard);
		ev->heard[ev->n_heard++] = word;
	}
}

static void
take_topic(struct reading *r)
{
	/* The subject of an answer is that of our own mail. */
	const char *subject = r->reader->in_thread ? "" : r->letter->subject;
	struct event *ev = r->event;

	ev->topic = topic_read(subject, &r->tokens, &r->sentences, &r->wish, r->lang, r->arena);
	if (*ev->topic != '\0')
		evidence_add(ev, r->arena, MEANS_TOPIC, ev->topic, 0, strlen(ev->topic))->value =
		    ev->topic;
}

/* Thanks and the like, which need nobody: no question, no wish. */
static bool
is_small_talk(const struct reading *r)
{
	bool thanked = false;

	for (size_t i = 0; i < r->sentences.n; i++) {
		const struct sentence *s = &r->sentences.items[i];

		if ((s->facts & FACT_QUESTION) != 0 || s->perhaps != 0 ||
		    (s->said & (CUE(CUE_QUESTION) | CUE(CUE_BULK) | CUE(CUE_JOB))) != 0)
			return false;
		thanked |= (s->said & (CUE(CUE_THANKS) | CUE(CUE_AGREE) | CUE(CUE_CONFIRM))) != 0;
	}
	return thanked && r->answered.thread;
}

/* "Yes, please cancel it": yes, and nothing in it that could be a no. */
static bool
agrees(const struct reading *r)
{
	const uint64_t no = CUE(CUE_REFUSE) | CUE(CUE_KEEP) | CUE(CUE_NONE_OF) | CUE(CUE_DENIAL) |
	                    CUE(CUE_DENIAL_BEHIND) | CUE(CUE_UNSUITABLE) | CUE(CUE_QUESTION);
	bool yes = false;

	for (size_t i = 0; i < r->sentences.n; i++) {
		const struct sentence *s = &r->sentences.items[i];

		if ((s->said & no) != 0 || s->denied != 0 || s->perhaps != 0 ||
		    (s->facts & FACT_QUESTION) != 0)
			return false;
		yes |= (s->said & CUE(CUE_AGREE)) != 0;
	}
	return yes;
}

static void
take_intent(struct reading *r)
{
	struct event *ev = r->event;
	const struct intent *in = &r->intent;

	ev->kind =
	    in->kind == EVENT_DECLINE && beside_takes_another(&r->wish.wishes, &r->answered.times)
		? EVENT_PICK
		: in->kind;
	ev->certain = in->certain;
	ev->agrees = agrees(r);
	if (ev->kind == EVENT_LATE)
		ev->late_minutes = late_minutes(&r->tokens, r->lang, r->arena);
	ev->small_talk = ev->kind == EVENT_OTHER && is_small_talk(r);
	if (in->to > in->from)
		evidence_add(ev, r->arena, MEANS_KIND, r->text, in->from, in->to)->value =
		    event_kind_name(ev->kind);
	/* What is called off, and what a newsletter announces, is no wish for a time. */
	if (ev->kind != EVENT_CANCEL && ev->kind != EVENT_WITHDRAW && ev->kind != EVENT_BRING &&
	    ev->kind != EVENT_OTHER) {
		ev->wishes = r->wish.wishes;
		evidence_of_wishes(ev, r->arena, r->text, &r->wish);
	}
	take_picks(r);
}

/* The subject counts only where no times are quoted: an offer to move keeps it. */
static void
read_thread(struct reading *r)
{
	struct answered *answered = &r->answered;

	thread_read(r->trimmed->quoted, r->langs, lang_code(r->lang), &r->context, r->arena,
	    answered);
	if (answered->offered > 0 || answered->settled ||
	    !thread_about_invitation(topic_bare_subject(r->letter->subject), r->langs))
		return;
	answered->settled = true;
	answered->asked = false;
}

/* "The week after" follows the times on offer, or the meeting that stands. */
static void
follow_what_was_said(struct reading *r)
{
	const struct spans *times = &r->answered.times;
	struct span stands = event_standing(r);

	if (times->n > 0) {
		r->context.then_from = times->items[0].start_at;
		r->context.then_to = times->items[times->n - 1].end_at;
	} else if (stands.end_at > stands.start_at) {
		r->context.then_from = stands.start_at;
		r->context.then_to = stands.end_at;
	}
}

static void
read_mail(struct reading *r)
{
	r->context.horizon_days = r->reader->horizon_days;
	r->context.default_duration = r->reader->default_duration;
	r->context.places = lang_places(r->lang);
	r->context.offset_known = r->letter->offset_known;
	r->context.offset = r->letter->sent_offset;
	r->answered.thread = r->reader->in_thread;
	r->answered.settled = r->reader->settled;
	r->answered.whom = r->reader->asked_guest;
	r->context.zone =
	    r->letter->offset_known ? zone_fixed(r->letter->sent_offset) : r->reader->default_zone;
	if (r->reader->in_thread)
		read_thread(r);
	if (r->reader->n_offered > 0) { /* what is known counts more than what is quoted */
		r->answered.offered = r->reader->n_offered;
		r->answered.times = spans_make(r->reader->offered, r->reader->n_offered, r->arena);
		r->answered.settled = r->answered.asked = false;
	}
	follow_what_was_said(r);
	event_read_intent(r);
	event_move_picked(r);
	event_move_standing(r);
	event_take_the_others(r);
	r->event->zone = r->context.zone;
	take_intent(r);
	take_guests(r);
	take_heard(r);
	take_topic(r);
}

/* "In English, please" alone asks for the same once more, in English. */
static void
take_language(struct reading *r)
{
	const struct lang *asked = tongue_asked(r->langs, &r->tokens);
	struct event *ev = r->event;

	ev->asks_language = asked != NULL;
	if (asked != NULL)
		ev->answer_in = lang_code(asked);
	else if (r->reader->chosen)
		ev->answer_in = r->reader->remembered_language;
	if (asked != NULL && ev->kind == EVENT_OTHER && r->reader->in_thread) {
		ev->kind = EVENT_REQUEST;
		ev->certain = true;
	}
}

void
event_read(const struct opened *mail, const struct reader *reader, const struct langs *langs,
    const char *auto_why, int64_t now, struct arena *a, struct event *out)
{
	const struct letter *l = &mail->letter;
	struct reading r = {
		.letter = l,
		.trimmed = &mail->text,
		.calendar = &mail->calendar,
		.reader = reader,
		.langs = langs,
		.arena = a,
		.event = out,
		.context = { .sent_at = now },
	};
	struct tongue tongue;

	gather_text(&r);
	/* What they have chosen to be answered in tells nothing of what they write in. */
	tongue =
	    tongue_of(langs, r.text, r.len, reader->chosen ? "" : reader->remembered_language, a);
	r.lang = tongue.lang;
	*out = (struct event){
		.kind = EVENT_OTHER,
		.from = l->from,
		.proof = identity_prove(l, reader->authserv_id, a),
		.tag = l->tag,
		.answers = "",
		.message_id = l->message_id,
		.references = l->references,
		.n_references = l->n_references,
		.subject = topic_bare_subject(l->subject),
		.language = lang_code(r.lang),
		.answer_in = lang_code(r.lang),
		.foreign = tongue.foreign,
		.zone = reader->default_zone,
		.zone_source = ZONE_FROM_DEFAULT,
		.topic = "",
		.calendar = event_no_calendar(),
		.written_at = now,
	};
	read_mail(&r);
	take_language(&r);
	if (!itip_read(mail, reader, a, out) && *auto_why != '\0')
		out->kind = EVENT_AUTO;
	if (out->kind == EVENT_AUTO || (out->kind == EVENT_CALENDAR && out->wishes.n == 0))
		out->wishes = (struct wishes){ .named = false };
}
