#include "compose/understood.h"

#include "base/arena.h"
#include "base/text.h"
#include "compose/times.h"

#include <string.h>

enum { LONGEST_WORDS = 100 }; /* bytes of a mail that are shown in one item */

static const char *
kind_words(struct draft *d)
{
	switch (d->event->kind) {
	case EVENT_REQUEST: return PHRASE(&d->voice, SENTENCE_MEANS_REQUEST);
	case EVENT_ACCEPT: return PHRASE(&d->voice, SENTENCE_MEANS_ACCEPT);
	case EVENT_DECLINE: return PHRASE(&d->voice, SENTENCE_MEANS_DECLINE);
	case EVENT_RESCHEDULE: return PHRASE(&d->voice, SENTENCE_MEANS_RESCHEDULE);
	case EVENT_CANCEL: return PHRASE(&d->voice, SENTENCE_MEANS_CANCEL);
	case EVENT_PICK: /* the number says it */
	case EVENT_LATE:
	case EVENT_BRING:
	case EVENT_JOIN:
	case EVENT_WITHDRAW:
	case EVENT_FORGET:
	case EVENT_CALENDAR:
	case EVENT_AUTO:
	case EVENT_OTHER: break;
	}
	return "";
}

static const char *
zone_words(struct draft *d, const char *name)
{
	struct zone z;

	return zone_find(name, &z) ? phrase_zone(&d->voice, &z, d->now) : name;
}

static const char *
pick_words(struct draft *d, int number)
{
	if (number < 0)
		return PHRASE(&d->voice, SENTENCE_MEANS_PICK_LAST);
	return PHRASE(&d->voice, SENTENCE_MEANS_PICK, arena_printf(d->voice.arena, "%d", number));
}

/* "": nothing to say about these words. */
static const char *
meaning(struct draft *d, const struct evidence *e)
{
	switch (e->kind) {
	case MEANS_TIME: return times_wishes(&d->voice, e->spans, e->n_spans);
	case MEANS_NOT_TIME:
		return PHRASE(&d->voice, SENTENCE_MEANS_NOT,
		    times_wishes(&d->voice, e->spans, e->n_spans));
	case MEANS_DOUBT: return times_readings(&d->voice, e->spans, e->n_spans);
	case MEANS_DURATION: return phrase_minutes(&d->voice, e->minutes);
	case MEANS_ZONE: return zone_words(d, e->value);
	case MEANS_KIND: return kind_words(d);
	case MEANS_PICK: return pick_words(d, e->minutes);
	case MEANS_GUEST: return PHRASE(&d->voice, SENTENCE_MEANS_GUEST, e->value);
	case MEANS_TOPIC: return PHRASE(&d->voice, SENTENCE_MEANS_TOPIC);
	}
	return "";
}

static const char *
shown(const char *words, struct arena *a)
{
	char *s = text_one_line(words, a);
	size_t len = LONGEST_WORDS;

	if (strlen(s) <= len)
		return s;
	while (((unsigned char)s[len] & 0xc0) == 0x80)
		len--;
	s[len] = '\0';
	return arena_printf(a, "%s…", s);
}

static bool
has_meaning(const struct event *ev, const char *text, enum evidence_kind kind)
{
	for (size_t i = 0; i < ev->n_evidence; i++)
		if (ev->evidence[i].kind == kind && strcmp(ev->evidence[i].text, text) == 0)
			return true;
	return false;
}

/*
 * Each word is told about once: by its readings, where it has several, else by its time.  What the
 * Date header or our memory told about the zone is no word of the writer's.
 */
static bool
is_worth_telling(const struct event *ev, const struct evidence *e)
{
	bool doubtful = has_meaning(ev, e->text, MEANS_DOUBT);

	switch (e->kind) {
	case MEANS_TIME: return !doubtful;
	case MEANS_ZONE:
		return ev->zone_source == ZONE_FROM_TEXT && !doubtful &&
		       !has_meaning(ev, e->text, MEANS_TIME);
	case MEANS_NOT_TIME:
	case MEANS_DOUBT:
	case MEANS_DURATION:
	case MEANS_KIND:
	case MEANS_PICK:
	case MEANS_GUEST:
	case MEANS_TOPIC: break;
	}
	return true;
}

void
understood_words(struct draft *d)
{
	for (size_t i = 0; i < d->event->n_evidence; i++) {
		const struct evidence *e = &d->event->evidence[i];
		const char *words = shown(e->text, d->voice.arena), *means = meaning(d, e);

		if (words[0] != '\0' && means[0] != '\0' && is_worth_telling(d->event, e))
			draft_add(d, BLOCK_ITEM, PHRASE(&d->voice, SENTENCE_MEANS, words, means));
	}
}

static enum sentence
zone_sentence(enum zone_source source)
{
	switch (source) {
	case ZONE_FROM_TEXT: return SENTENCE_ZONE_FROM_TEXT;
	case ZONE_FROM_DATE: return SENTENCE_ZONE_FROM_DATE;
	case ZONE_FROM_CALENDAR: return SENTENCE_ZONE_FROM_CALENDAR;
	case ZONE_FROM_MEMORY: return SENTENCE_ZONE_FROM_MEMORY;
	case ZONE_FROM_DEFAULT: break;
	}
	return SENTENCE_ZONE_FROM_DEFAULT;
}

void
understood_write(struct draft *d)
{
	const char *zone;

	if (!d->answers_event)
		return;
	zone = phrase_zone(&d->voice, &d->event->zone, d->now);
	draft_add(d, BLOCK_HEADING, PHRASE(&d->voice, SENTENCE_UNDERSTOOD));
	understood_words(d);
	draft_add(d, BLOCK_ITEM, PHRASE(&d->voice, zone_sentence(d->event->zone_source), zone));
	draft_add(d, BLOCK_NOTE, PHRASE(&d->voice, SENTENCE_CORRECT));
}
