#include "decide/brake.h"

#include "base/arena.h"

static bool
is_answer(const struct effect *e)
{
	switch (e->kind) {
	case EFFECT_SAY: return e->about[0] == '\0'; /* else others are told of the writer */
	case EFFECT_INVITE:
	case EFFECT_AGAIN:
	case EFFECT_COUNTER: return true;
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
answers(const struct decision *d)
{
	for (size_t i = 0; i < d->effects.n; i++)
		if (is_answer(&d->effects.items[i]))
			return true;
	return false;
}

/* Words alone; with an invitation the conversation got somewhere. */
static bool
only_says(const struct decision *d)
{
	bool says = false;

	for (size_t i = 0; i < d->effects.n; i++) {
		if (d->effects.items[i].kind == EFFECT_INVITE)
			return false;
		says |=
		    d->effects.items[i].kind != EFFECT_UPDATE && is_answer(&d->effects.items[i]);
	}
	return says;
}

enum brake
brake_check(const struct recent *r, const struct limits *l, bool new, const struct decision *d)
{
	if (!answers(d))
		return BRAKE_NONE;
	if (r->echo)
		return BRAKE_ECHO;
	if (r->same >= BRAKE_SAME_WORDS)
		return BRAKE_SAME;
	if (only_says(d) && r->thread >= BRAKE_WORDS_IN_THREAD)
		return BRAKE_THREAD;
	if (only_says(d) && r->address >= l->address_a_day)
		return BRAKE_ADDRESS;
	if (new && r->domain >= l->domain_an_hour)
		return BRAKE_DOMAIN;
	if (new && r->all >= l->all_an_hour)
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
