/* The words of a mail read: its times, and what is wanted with them. */
#include "base/arena.h"
#include "understand/beside.h"
#include "understand/eventparts.h"
#include "understand/evidence.h"
#include "understand/refer.h"

#include <string.h>

/* In an answer a weekday or an hour alone is one of the days that were spoken of. */
static void
read_beside(struct reading *r)
{
	const struct spans *offered = &r->answered.times; /* those known, or else those quoted */
	struct span stands = event_standing(r);

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
		event_find_zone(r);
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
void
event_read_intent(struct reading *r)
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
