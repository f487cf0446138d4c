#include "decide/brake.h"

#include "inbox/address.h"

/* Others may hear of it as well; what the writer hears can become a loop. */
static bool
is_answer(const struct effect *e, const struct event *ev)
{
	switch (e->kind) {
	case EFFECT_SAY:
	case EFFECT_INVITE:
	case EFFECT_AGAIN:
	case EFFECT_COUNTER: return address_same(e->to, ev->from.email);
	case EFFECT_UPDATE:
	case EFFECT_CANCEL:
	case EFFECT_OPERATOR:
	case EFFECT_REMIND:
	case EFFECT_NOTE:
	case EFFECT_WAKE: break;
	}
	return false;
}

static bool
answers(const struct decision *d, const struct event *ev)
{
	for (size_t i = 0; i < d->effects.n; i++)
		if (is_answer(&d->effects.items[i], ev))
			return true;
	return false;
}

/* The conversation got somewhere. */
static bool
concludes(const struct decision *d)
{
	for (size_t i = 0; i < d->effects.n; i++) {
		const struct effect *e = &d->effects.items[i];

		if (e->kind == EFFECT_INVITE || (e->kind == EFFECT_SAY && e->say == SAY_CLOSED))
			return true;
	}
	return false;
}

enum brake
brake_check(const struct recent *r, const struct limits *l, const struct event *ev,
    const struct decision *d)
{
	if (!answers(d, ev))
		return BRAKE_NONE;
	if (r->echo)
		return BRAKE_ECHO;
	if (r->same >= BRAKE_SAME_WORDS)
		return BRAKE_SAME;
	if (!concludes(d) && r->thread >= BRAKE_WORDS_IN_THREAD)
		return BRAKE_THREAD;
	if (!concludes(d) && r->address >= l->address_a_day)
		return BRAKE_ADDRESS;
	if (r->domain >= l->domain_an_hour)
		return BRAKE_DOMAIN;
	if (r->all >= l->all_an_hour)
		return BRAKE_ALL;
	return BRAKE_NONE;
}

const char *
brake_why(enum brake b)
{
	switch (b) {
	case BRAKE_NONE: break;
	case BRAKE_ECHO: return "not answered: it gives our own words back";
	case BRAKE_SAME: return "not answered: the same words again and again";
	case BRAKE_THREAD: return "not answered: it goes back and forth without an end";
	case BRAKE_ADDRESS: return "not answered: too many answers to this address today";
	case BRAKE_DOMAIN: return "not answered: too many new writers of this domain";
	case BRAKE_ALL: return "not answered: too many new writers within an hour";
	}
	return "";
}

void
brake_hold(enum brake b, const struct recent *r, const struct meeting *was, const struct team *team,
    struct arena *a, struct decision *d)
{
	const struct guest *writer = meeting_writer(was);

	meeting_copy(&d->next, was, a);
	effects_init(&d->effects, a);
	if (b == BRAKE_THREAD && r->thread == BRAKE_WORDS_IN_THREAD && writer != NULL)
		effect_add(&d->effects, EFFECT_SAY, writer->email)->say = SAY_FOR_PERSON;
	effect_add(&d->effects, EFFECT_OPERATOR, team->rules.operator_email)->why = brake_why(b);
	d->verdict = VERDICT_WITH_PERSON;
	if (was->state == MEETING_NEW)
		return;
	d->next.with_person = true;
	d->next.revision++;
}

void
brake_notices(const struct recent *r, const struct limits *l, struct decision *d)
{
	size_t kept = 0;

	for (size_t i = 0; i < d->effects.n; i++) {
		struct effect *e = &d->effects.items[i];

		if (e->kind == EFFECT_OPERATOR && r->notices > l->operator_an_hour)
			continue;
		if (e->kind == EFFECT_OPERATOR && r->notices == l->operator_an_hour)
			e->why = "many mails wait for a person, and no more notices come for an "
				 "hour; see convenectl list --mails";
		d->effects.items[kept++] = *e;
	}
	d->effects.n = kept;
}
