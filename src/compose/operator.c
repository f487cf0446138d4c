#include "compose/operator.h"

#include "base/arena.h"
#include "base/text.h"
#include "compose/understood.h"

/* Whether the writer was told in the same breath. */
static bool
writer_was_told(const struct draft *d)
{
	const struct effects *all = &d->decision->effects;

	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].kind == EFFECT_SAY &&
		    (all->items[i].say == SAY_FOR_PERSON || all->items[i].say == SAY_FOREIGN))
			return true;
	return false;
}

static void
fact(struct draft *d, enum sentence label, const char *text)
{
	draft_add(d, BLOCK_FACT, text)->label = PHRASE(&d->voice, label);
}

static const char *
sender(struct draft *d)
{
	const struct address *from = &d->event->from;

	if (from->name == NULL || from->name[0] == '\0')
		return from->email;
	return arena_printf(d->voice.arena, "%s <%s>", text_one_line(from->name, d->voice.arena),
	    from->email);
}

static void
about_mail(struct draft *d)
{
	const struct composer *c = d->composer;
	const char *subject = text_one_line(c->subject != NULL ? c->subject : "", d->voice.arena);

	d->subject = PHRASE(&d->voice, SENTENCE_OPERATOR_SUBJECT, subject);
	draft_add(d, BLOCK_PARAGRAPH,
	    PHRASE(&d->voice, SENTENCE_OPERATOR_INTRO, c->team->rules.own_address));
	if (d->event != NULL && d->event->from.email[0] != '\0')
		fact(d, SENTENCE_OPERATOR_FROM, sender(d));
	if (subject[0] != '\0')
		fact(d, SENTENCE_OPERATOR_MAIL, subject);
	fact(d, SENTENCE_OPERATOR_WHY, d->effect->why);
	if (d->event != NULL && d->event->lost_to != NULL && d->event->lost_to[0] != '\0')
		fact(d, SENTENCE_OPERATOR_LOST, d->event->lost_to);
	draft_say(d, SENTENCE_OPERATOR_WHERE);
	draft_say(d, writer_was_told(d) ? SENTENCE_OPERATOR_TOLD : SENTENCE_OPERATOR_NOT_TOLD);
}

/* A mistake in the configuration, a mail of ours that was refused, a moment that came. */
static void
about_something_else(struct draft *d)
{
	const char *own = d->composer->team->rules.own_address;

	d->subject = PHRASE(&d->voice, SENTENCE_OPERATOR_NOTICE_SUBJECT, own);
	draft_add(d, BLOCK_PARAGRAPH, PHRASE(&d->voice, SENTENCE_OPERATOR_NOTICE, own));
	draft_add(d, BLOCK_PARAGRAPH, d->effect->why);
}

void
operator_write(struct draft *d)
{
	const char *digest = d->composer->digest;

	if (digest != NULL && digest[0] != '\0')
		about_mail(d);
	else
		about_something_else(d);
	if (d->meeting->id != 0)
		draft_add(d, BLOCK_PARAGRAPH,
		    PHRASE(&d->voice, SENTENCE_OPERATOR_STORY,
			arena_printf(d->voice.arena, "convenectl show %lld",
			    (long long)d->meeting->id)));
	if (d->event != NULL && d->event->n_evidence > 0) {
		draft_add(d, BLOCK_HEADING, PHRASE(&d->voice, SENTENCE_UNDERSTOOD));
		understood_words(d);
	}
}
