#include "understand/event.h"

#include "base/arena.h"
#include "understand/beside.h"
#include "understand/evidence.h"
#include "understand/guests.h"
#include "understand/intent.h"
#include "understand/itip.h"
#include "understand/lang.h"
#include "understand/late.h"
#include "understand/locate.h"
#include "understand/refer.h"
#include "understand/sentence.h"
#include "understand/shift.h"
#include "understand/thread.h"
#include "understand/token.h"
#include "understand/tongue.h"
#include "understand/topic.h"

#include <string.h>

/* What is written before a quoted date, or behind a signature, is never this long. */
enum { TEXT_MOST = 64 * 1024 };

/* A mail being read. */
struct reading {
	const struct letter *letter;
	const struct trimmed *trimmed;
	const struct calobjects *calendar;
	const struct reader *reader;
	const struct langs *langs;
	const struct lang *lang; /* that of its text */
	struct arena *arena;
	struct event *event;

	const char *text; /* the author's own words, the subject of a first mail before them */
	size_t len;
	struct tokens tokens;
	struct sentences sentences;
	struct wish_context context;
	struct wish_reading wish;
	struct answered answered;
	struct guests guests;
	struct intent intent;
	struct span moved_from; /* "move our call on Tuesday ...": that Tuesday */
};

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
	r->len = strnlen(r->text, TEXT_MOST);
}

static void
take_place(struct reading *r, struct place *place, const char *text, size_t from, size_t to)
{
	struct evidence *e;

	if (r->letter->offset_known)
		locate_narrow(place, r->letter->sent_offset, r->context.sent_at);
	r->context.zone = place->zones[0];
	r->event->zone_source = ZONE_FROM_TEXT;
	e = evidence_add(r->event, r->arena, MEANS_ZONE, text, from, to);
	e->value = arena_str(r->arena, r->context.zone.name);
}

/*
 * A signature tells less than the clock the mail was sent by: one that disagrees may be that of an
 * organization.  Programs that send everything in UTC have no say.
 */
static bool
take_signature(struct reading *r)
{
	const char *text = r->trimmed->signature;
	struct location found;
	struct tokens ts;

	if (*text == '\0')
		return false;
	tokens_read(text, strnlen(text, TEXT_MOST), r->lang, r->arena, &ts);
	if (!locate_signature(&ts, r->lang, &found))
		return false;
	if (r->letter->offset_known && r->letter->sent_offset != 0) {
		locate_narrow(&found.place, r->letter->sent_offset, r->context.sent_at);
		if (zone_offset(&found.place.zones[0], r->context.sent_at) !=
		    r->letter->sent_offset)
			return false;
	}
	take_place(r, &found.place, text, found.from, found.to);
	return true;
}

static void
take_header_zone(struct reading *r)
{
	const char *date = letter_header(r->letter, "Date");
	struct evidence *e;

	r->context.zone = zone_fixed(r->letter->sent_offset);
	r->event->zone_source = ZONE_FROM_DATE;
	if (date == NULL)
		return;
	e = evidence_add(r->event, r->arena, MEANS_ZONE, date, 0, strlen(date));
	e->value = arena_str(r->arena, r->context.zone.name);
}

/*
 * What a person said of their zone before holds for the rest of the talk, and as long as the clock
 * of their mails agrees; a program that sends in UTC has no say against it.
 */
static bool
take_memory(struct reading *r)
{
	const struct zone *zone = r->reader->remembered_zone;
	const struct letter *l = r->letter;

	if (zone == NULL || (l->offset_known && l->sent_offset != 0 && !r->reader->in_thread &&
				zone_offset(zone, r->context.sent_at) != l->sent_offset))
		return false;
	r->context.zone = *zone;
	r->event->zone_source = ZONE_FROM_MEMORY;
	return true;
}

/* Where the writer's times are to be placed, a zone beside a clock time aside. */
static void
find_zone(struct reading *r)
{
	const struct cue_hit *hits;
	struct location found;
	size_t n;

	hits = cues_read(&r->tokens, r->arena, &n);
	if (locate_words(&r->tokens, hits, n, r->lang, &found))
		take_place(r, &found.place, r->text, found.from, found.to);
	else if (take_signature(r) || take_memory(r))
		return;
	else if (r->letter->offset_known)
		take_header_zone(r);
	else {
		r->context.zone = r->reader->default_zone;
		r->event->zone_source = ZONE_FROM_DEFAULT;
	}
}

/* When the meeting is that stands: as it is known, or else as it is quoted; empty: neither. */
static struct span
standing(const struct reading *r)
{
	struct span known = r->reader->stands;

	return known.end_at > known.start_at ? known : r->answered.stands;
}

/* In an answer a weekday or an hour alone is one of the days that were spoken of. */
static void
read_beside(struct reading *r)
{
	const struct spans *offered = &r->answered.times; /* those known, or else those quoted */
	struct span stands = standing(r);

	if (offered->n > 0)
		beside_offers(&r->tokens, r->lang, &r->context, offered->items, offered->n,
		    r->arena, &r->wish);
	else if (stands.end_at > stands.start_at)
		beside_meeting(&r->tokens, r->lang, &r->context, stands, r->arena, &r->wish);
	else if (r->moved_from.end_at > r->moved_from.start_at)
		beside_meeting(&r->tokens, r->lang, &r->context, r->moved_from, r->arena, &r->wish);
}

/* A zone beside one of the times is the writer's for all of them, unless they have their own. */
static void
read_wishes(struct reading *r)
{
	struct evidence *e;

	wish_read(&r->tokens, r->lang, &r->context, r->arena, &r->wish);
	if (!r->wish.zone_named || strcmp(r->wish.zone.name, r->context.zone.name) == 0) {
		read_beside(r);
		return;
	}
	r->event->n_evidence = 0; /* what told the zone so far */
	e = evidence_add(r->event, r->arena, MEANS_ZONE, r->tokens.text, r->wish.zone_from,
	    r->wish.zone_to);
	e->value = arena_str(r->arena, r->wish.zone.name);
	r->context.zone = r->wish.zone;
	r->event->zone_source = ZONE_FROM_TEXT;
	wish_read(&r->tokens, r->lang, &r->context, r->arena, &r->wish);
	read_beside(r);
}

static void
read_text(struct reading *r, const char *text)
{
	tokens_read(text, r->len, r->lang, r->arena, &r->tokens);
	if (r->event->n_evidence == 0)
		find_zone(r);
	read_wishes(r);
	sentences_read(&r->tokens, &r->wish, r->arena, &r->sentences);
}

/* "Move it from Thursday to the Monday after": after the Thursday that is blanked. */
static void
remember_blanked(struct reading *r, const struct stretch *blanks, size_t n)
{
	for (size_t i = 0; i < r->wish.n_mentions; i++) {
		const struct mention *m = &r->wish.mentions[i];

		for (size_t k = 0; k < n; k++)
			if (m->n_spans > 0 && m->from >= blanks[k].from && m->from < blanks[k].to &&
			    m->spans[0].start_at > r->context.sent_at) {
				r->context.then_from = m->spans[0].start_at;
				r->context.then_to = m->spans[m->n_spans - 1].end_at;
				if (r->intent.kind == EVENT_RESCHEDULE)
					r->moved_from = m->spans[0];
			}
	}
}

static void
find_guests(struct reading *r)
{
	guests_read(r->letter, r->reader->own_address, &r->tokens, r->sentences.hits,
	    r->sentences.n_hits, r->arena, &r->guests);
	r->answered.address = r->guests.n > r->guests.from_text;
}

/* refers: they say it, so "from 1 December" is that day. */
static void
name_times(struct reading *r, const struct wish_reading *wish, bool refers)
{
	struct spans *named = &r->event->named;

	for (size_t i = 0; i < wish->n_mentions; i++)
		for (size_t k = 0; k < wish->mentions[i].n_spans; k++) {
			struct span s = wish->mentions[i].spans[k];

			if (refers && s.end_at > s.start_at + DAY)
				s.end_at = s.start_at + DAY;
			if (s.end_at - s.start_at <= DAY)
				*named = spans_union(*named, spans_make(&s, 1, r->arena), r->arena);
		}
}

/*
 * Days and hours that may say which meeting is meant: those that are blanked, because they do, read
 * by themselves; else all there are.
 */
static void
take_named(struct reading *r, const struct stretch *blanks, size_t n)
{
	if (n == 0)
		name_times(r, &r->wish, false);
	for (size_t i = 0; i < n; i++) {
		struct wish_reading wish;
		struct tokens ts;

		tokens_read(r->text + blanks[i].from, blanks[i].to - blanks[i].from, r->lang,
		    r->arena, &ts);
		wish_read(&ts, r->lang, &r->context, r->arena, &wish);
		name_times(r, &wish, true);
	}
}

/*
 * Reads the mail, then once more without the times that only say which meeting is meant: what they
 * are is not known before what is wanted.
 */
static void
read_intent(struct reading *r)
{
	struct stretch *blanks;
	size_t n;

	read_text(r, r->text);
	find_guests(r);
	intent_read(&r->tokens, &r->sentences, &r->wish, &r->answered, r->arena, &r->intent);
	blanks = refer_find(&r->tokens, &r->sentences, &r->wish, r->intent.picks, r->intent.n_picks,
	    r->answered.settled, r->arena, &n);
	take_named(r, blanks, n);
	if (n == 0)
		return;
	remember_blanked(r, blanks, n);
	read_text(r, refer_blank(r->text, r->len, blanks, n, r->arena));
	if (r->intent.kind != EVENT_PICK) /* its numbers may be among what was blanked */
		intent_read(&r->tokens, &r->sentences, &r->wish, &r->answered, r->arena,
		    &r->intent);
}

/* Which of the offers known is the only one picked; NULL: there is no telling. */
static const struct span *
only_pick(const struct reading *r)
{
	const struct spans *offered = &r->answered.times;
	int number = 0;

	for (size_t i = 0; i < r->intent.n_picks; i++) {
		if (r->intent.picks[i].refused)
			continue;
		if (number != 0)
			return NULL;
		number = r->intent.picks[i].number;
	}
	if (number == -1)
		number = (int)offered->n;
	return number >= 1 && (size_t)number <= offered->n ? &offered->items[number - 1] : NULL;
}

/* "The second one, but could we start at 14:30?" declines it for another hour of its day. */
static void
move_picked(struct reading *r)
{
	const uint64_t wishing = CUE(CUE_WISH) | CUE(CUE_PROPOSE) | CUE(CUE_SHIFT) | CUE(CUE_MOVE);
	const struct span *picked = r->intent.kind == EVENT_PICK ? only_pick(r) : NULL;
	bool wished = false;

	for (size_t i = 0; i < r->sentences.n; i++) {
		const struct sentence *s = &r->sentences.items[i];

		wished |= (s->facts & FACT_TIME) != 0 &&
		          ((s->said & wishing) != 0 || (s->facts & FACT_QUESTION) != 0);
	}
	if (picked == NULL || !(shift_read(&r->tokens, r->lang, &r->sentences, &r->context.zone,
				    *picked, r->arena, &r->wish) ||
				  (wished && beside_picked(&r->tokens, r->lang, &r->context,
						 *picked, r->arena, &r->wish))))
		return;
	r->intent.kind = EVENT_DECLINE;
	r->intent.n_picks = 0;
}

/* "Could we make it an hour later?" */
static void
move_standing(struct reading *r)
{
	if (r->intent.kind == EVENT_RESCHEDULE)
		shift_read(&r->tokens, r->lang, &r->sentences, &r->context.zone, standing(r),
		    r->arena, &r->wish);
}

/* Is "the other days", or "any except", said, and not asked for? */
static const struct cue_hit *
the_others(const struct reading *r)
{
	const uint64_t others = CUE(CUE_THE_OTHERS) | CUE(CUE_ALL_BUT) | CUE(CUE_ANY_OF);
	const struct sentences *all = &r->sentences;

	for (size_t i = 0; i < all->n; i++) {
		const struct sentence *s = &all->items[i];

		if ((s->said & others) == 0 || (s->facts & FACT_QUESTION) != 0)
			continue;
		for (size_t k = 0; k < all->n_hits; k++)
			if ((all->hits[k].cues & others) != 0 && all->hits[k].from >= s->from &&
			    all->hits[k].from < s->end)
				return &all->hits[k];
	}
	return NULL;
}

static bool
is_refused(const struct reading *r, size_t offer)
{
	for (size_t i = 0; i < r->wish.wishes.excluded.n; i++)
		if (span_overlaps(r->wish.wishes.excluded.items[i], r->answered.times.items[offer]))
			return true;
	for (size_t i = 0; i < r->intent.n_picks; i++)
		if (r->intent.picks[i].refused && r->intent.picks[i].number == (int)offer + 1)
			return true;
	return false;
}

/* "Not on Tuesday, but the other days work": all that were offered but those refused. */
static void
take_the_others(struct reading *r)
{
	const struct cue_hit *hit = the_others(r);
	size_t n = r->answered.times.n, refused = 0;
	struct pick *picks;

	for (size_t i = 0; i < n; i++)
		refused += is_refused(r, i);
	if (hit == NULL || refused == 0 || refused == n ||
	    (r->intent.kind != EVENT_PICK && r->intent.kind != EVENT_DECLINE &&
		r->intent.kind != EVENT_ACCEPT))
		return;
	picks = arena_alloc(r->arena, n * sizeof *picks);
	for (size_t i = 0; i < n; i++)
		picks[i] = (struct pick){ .number = (int)i + 1,
			.refused = is_refused(r, i),
			.from = hit->from,
			.end = hit->end,
			.from_byte = r->tokens.items[hit->from].from,
			.to_byte = r->tokens.items[hit->end - 1].to };
	r->intent.kind = EVENT_PICK;
	r->intent.picks = picks;
	r->intent.n_picks = n;
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
	struct span stands = standing(r);

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
	read_intent(r);
	move_picked(r);
	move_standing(r);
	take_the_others(r);
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
