/* The zone a mail's times are in: what its words, its signature, its header or memory tell. */
#include "base/arena.h"
#include "understand/eventparts.h"
#include "understand/evidence.h"
#include "understand/locate.h"

#include <string.h>

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
	tokens_read(text, strnlen(text, EVENT_TEXT_MOST), r->lang, r->arena, &ts);
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

void
event_find_zone(struct reading *r)
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
