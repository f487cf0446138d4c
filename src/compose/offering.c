#include "compose/offering.h"

#include "base/arena.h"
#include "base/text.h"
#include "compose/times.h"
#include "compose/understood.h"

struct choice {
	struct offer **items;
	size_t n;
};

static bool
is_wanted(const struct effect *e, int number)
{
	for (size_t i = 0; i < e->n_numbers; i++)
		if (e->numbers[i] == number)
			return true;
	return e->n_numbers == 0;
}

static struct choice
open_offers(struct draft *d)
{
	struct choice c;
	size_t n = meeting_open_offers(d->meeting, d->voice.arena, &c.items);

	c.n = 0;
	for (size_t i = 0; i < n; i++)
		if (is_wanted(d->effect, c.items[i]->number))
			c.items[c.n++] = c.items[i];
	return c;
}

/* Who cannot make it, or who can. */
static const char *
host_name(struct draft *d, enum sentence intro, const struct choice *c)
{
	const struct guest *host = meeting_host(d->meeting);

	if (intro == SENTENCE_OFFER_PERSON && host != NULL)
		return draft_staff_name(d, host->email);
	return draft_staff_name(d, c->items[0]->host);
}

/* Where somebody who must be there has declined, the old time is kept only as long as the new. */
static bool
lapses(const struct meeting *m)
{
	const struct guest *writer = meeting_writer(m), *host = meeting_host(m);

	return m->state == MEETING_SETTLED &&
	       ((writer != NULL && writer->partstat == PART_DECLINED) ||
		   (host != NULL && host->partstat == PART_DECLINED));
}

static void
say_intro(struct draft *d, enum sentence intro, const struct choice *c)
{
	struct span was = d->effect->was;
	const char *values[] = { phrase_minutes(&d->voice, d->meeting->duration),
		host_name(d, intro, c),
		was.end_at > was.start_at ? times_moment(&d->voice, was.start_at) : "" };

	draft_add(d, BLOCK_PARAGRAPH,
	    phrase_count(&d->voice, intro, (long)c->n, values, sizeof values / sizeof *values));
}

/* "3/4" and the like: the reader must see what else it can mean. */
static void
say_doubts(struct draft *d)
{
	const struct wishes *w = d->answers_event ? &d->event->wishes : NULL;

	for (size_t i = 0; w != NULL && i < w->n_doubts; i++)
		draft_add(d, BLOCK_PARAGRAPH,
		    PHRASE(&d->voice, SENTENCE_DOUBT,
			text_one_line(w->doubts[i].text, d->voice.arena),
			times_readings(&d->voice, w->doubts[i].readings, w->doubts[i].n)));
}

static void
say_time(struct draft *d, const struct offer *o)
{
	struct block *b = draft_add(d, BLOCK_TIME, times_span(&d->voice, o->span));

	b->label = arena_printf(d->voice.arena, "%d", o->number);
	b->detail = times_zones(&d->voice, o->span);
	b->link = draft_mailto(d, b->label);
	b->link_text = PHRASE(&d->voice, SENTENCE_CHOOSE);
}

static void
say_how_to_answer(struct draft *d, const struct choice *c)
{
	const char **numbers = arena_alloc(d->voice.arena, c->n * sizeof *numbers);
	const char *until = times_moment(&d->voice, c->items[0]->held_until);
	struct block *none;

	for (size_t i = 0; i < c->n; i++)
		numbers[i] = arena_printf(d->voice.arena, "%d", c->items[i]->number);
	draft_add(d, BLOCK_PARAGRAPH,
	    PHRASE(&d->voice, SENTENCE_REPLY_NUMBER, phrase_choice(&d->voice, numbers, c->n)));
	none = draft_add(d, BLOCK_LINK, "");
	none->link = draft_mailto(d, PHRASE(&d->voice, SENTENCE_ANSWER_NONE));
	none->link_text = PHRASE(&d->voice, SENTENCE_CHOOSE_NONE);
	draft_add(d, BLOCK_PARAGRAPH,
	    phrase_count(&d->voice, SENTENCE_HELD_UNTIL, (long)c->n, &until, 1));
}

void
offering_write(struct draft *d, enum sentence intro)
{
	struct choice c = open_offers(d);

	draft_answer_subject(d);
	if (c.n == 0) {
		draft_say(d, SENTENCE_NOTHING_FREE);
	} else {
		say_intro(d, intro, &c);
		for (size_t i = 0; i < c.n; i++)
			say_time(d, c.items[i]);
		say_doubts(d);
		say_how_to_answer(d, &c);
	}
	if (c.n > 0 && lapses(d->meeting))
		draft_add(d, BLOCK_PARAGRAPH,
		    PHRASE(&d->voice, SENTENCE_LAPSES,
			times_moment(&d->voice, d->meeting->slot.start_at)));
	else if (d->meeting->state == MEETING_SETTLED && intro != SENTENCE_OFFER_PERSON)
		draft_add(d, BLOCK_PARAGRAPH,
		    PHRASE(&d->voice, SENTENCE_STANDS,
			times_moment(&d->voice, d->meeting->slot.start_at)));
	if (d->event == NULL || d->event->kind != EVENT_CALENDAR)
		understood_write(d);
}
