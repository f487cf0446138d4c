#include "decide/confirm.h"

#include "base/arena.h"
#include "decide/ask.h"
#include "decide/change.h"
#include "decide/gap.h"
#include "decide/offers.h"
#include "decide/settle.h"

#include <string.h>

/* What the mail would have done. */
static void
take_change(const struct meeting *was, const struct meeting *m, struct pending *p)
{
	p->what = CHANGE_MOVE;
	p->slot = (struct span){ 0, 0 };
	if (m->state == MEETING_CANCELLED)
		p->what = CHANGE_CANCEL;
	else if (m->slot.start_at != was->slot.start_at || m->slot.end_at != was->slot.end_at)
		p->slot = m->slot;
}

void
confirm_ask(struct matter *mt, const struct meeting *was)
{
	struct pending p = was->pending;
	bool asked_lately = p.asked_at != 0 && mt->now < p.asked_at + CONFIRM_EVERY_HOURS * HOUR;

	take_change(was, mt->m, &p);
	meeting_copy(mt->m, was, mt->arena);
	effects_init(&mt->d->effects, mt->arena);
	mt->d->verdict = VERDICT_APPLIED;
	if (asked_lately)
		return;
	p.guest = mt->actor.guest->email;
	p.secret = matter_secret(mt, "confirmation");
	p.asked_at = mt->now;
	mt->m->pending = p;
	matter_say(mt, SAY_CONFIRM, p.guest);
}

bool
confirm_shown(const struct meeting *m, const char *tag, const char *answers_id)
{
	const char *secret = m->pending.secret;
	size_t len = secret != NULL ? strlen(secret) : 0;

	if (len == 0)
		return false;
	return (tag != NULL && strcmp(tag, secret) == 0) ||
	       (strncmp(answers_id, secret, len) == 0 && answers_id[len] == '@');
}

static bool
is_yes(const struct event *ev)
{
	return ev->agrees && (ev->certain || ev->kind == EVENT_ACCEPT);
}

/* As it was asked for, where that may still be. */
static void
carry_out(struct matter *mt, const struct pending *p)
{
	const char *host;
	const struct staff *s;

	if (mt->m->state != MEETING_SETTLED || meeting_over(mt->m, mt->now)) {
		matter_say(mt, SAY_OVER, p->guest);
		return;
	}
	if (p->what == CHANGE_CANCEL) {
		change_cancel(mt);
		return;
	}
	host = meeting_host(mt->m)->email;
	s = team_find(mt->team, host);
	if (p->slot.end_at == p->slot.start_at)
		offers_make(mt, SAY_OFFER_MOVE, host);
	else if (s != NULL &&
		 gap_check(mt->team, s, p->slot, mt->m->id, mt->now, mt->arena) == GAP_NONE)
		settle_at(mt, p->slot, s);
	else
		offers_make_near(mt, SAY_OFFER_INSTEAD, p->slot, host);
}

bool
confirm_answered(struct matter *mt)
{
	const struct event *ev = mt->ev;
	const char *last = ev->n_references > 0 ? ev->references[ev->n_references - 1] : "";
	struct pending p = mt->m->pending;

	if (!confirm_shown(mt->m, ev->tag, last))
		return false;
	/* The question went to that address alone. */
	mt->actor.guest = meeting_guest(mt->m, p.guest);
	if (mt->actor.guest == NULL || mt->now >= p.asked_at + CONFIRM_HOURS * HOUR)
		return true;
	if (is_yes(mt->ev)) {
		mt->m->pending.secret = "";
		carry_out(mt, &p);
		return true;
	}
	if (mt->ev->kind == EVENT_ACCEPT || mt->ev->small_talk)
		return true; /* thanks, or glad that it stays */
	switch (mt->ev->kind) {
	case EVENT_DECLINE:
	case EVENT_CANCEL: /* "no, thanks" is a no here */ mt->m->pending.secret = ""; return true;
	case EVENT_OTHER:
	case EVENT_ACCEPT:
	case EVENT_PICK:
	case EVENT_REQUEST:
	case EVENT_RESCHEDULE:
	case EVENT_LATE:
	case EVENT_BRING:
	case EVENT_JOIN:
	case EVENT_WITHDRAW:
	case EVENT_FORGET:
	case EVENT_CALENDAR:
	case EVENT_AUTO: break;
	}
	matter_person(mt, "an answer to a confirmation, but neither yes nor no");
	return true;
}
