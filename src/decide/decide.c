#include "decide/decide.h"

#include "base/arena.h"
#include "decide/answer.h"
#include "decide/ask.h"
#include "decide/change.h"
#include "decide/company.h"
#include "decide/confirm.h"
#include "decide/declined.h"
#include "decide/later.h"
#include "decide/matter.h"
#include "decide/offers.h"
#include "decide/reply.h"
#include "decide/settle.h"

#include <assert.h>

const char *
verdict_name(enum verdict v)
{
	switch (v) {
	case VERDICT_ANSWERED: return "answered";
	case VERDICT_APPLIED: return "applied";
	case VERDICT_ROBOT: return "robot";
	case VERDICT_WITH_PERSON: return "with-person";
	case VERDICT_DUPLICATE: return "duplicate";
	}
	return "";
}

static void
on_robot(struct matter *mt)
{
	bool with_person = mt->m->with_person;

	if (mt->ev->bounce)
		matter_person(mt, "a mail could not be delivered");
	if (mt->ev->guessed)
		matter_person(mt, "it reads like an automatic answer, so it was not answered");
	mt->m->with_person = with_person; /* nobody's question waits for an answer */
	if (!mt->ev->guessed)
		mt->d->verdict = VERDICT_ROBOT;
}

static void
on_other(struct matter *mt)
{
	if (!mt->ev->small_talk)
		matter_person(mt, "neither a request nor an answer");
}

/* Words that need nobody: they change nothing, whoever says them. */
static bool
is_harmless(const struct event *ev)
{
	return (ev->kind == EVENT_OTHER && ev->small_talk) || ev->kind == EVENT_ACCEPT;
}

/* Guests come and hear of changes; they do not make them. */
static bool
may_speak(const struct matter *mt)
{
	bool settled = mt->m->state == MEETING_SETTLED;

	switch (mt->ev->kind) {
	case EVENT_CANCEL:
	case EVENT_RESCHEDULE:
		if (settled)
			return may_change(&mt->actor) != MAY_NOT;
		break;
	case EVENT_LATE:
	case EVENT_BRING: return mt->actor.guest != NULL;
	case EVENT_REQUEST:
	case EVENT_PICK:
	case EVENT_ACCEPT:
	case EVENT_DECLINE:
	case EVENT_JOIN:
	case EVENT_WITHDRAW:
	case EVENT_FORGET:
	case EVENT_OTHER:
	case EVENT_CALENDAR:
	case EVENT_AUTO: break;
	}
	return matter_from_writer(mt) && may_answer(&mt->actor) == MAY;
}

static void
on_words(struct matter *mt)
{
	switch (mt->ev->kind) {
	case EVENT_REQUEST: ask_request(mt); return;
	case EVENT_PICK: answer_pick(mt); return;
	case EVENT_ACCEPT: answer_accept(mt); return;
	case EVENT_DECLINE: answer_decline(mt); return;
	case EVENT_RESCHEDULE: change_move(mt); return;
	case EVENT_CANCEL: change_cancel(mt); return;
	case EVENT_LATE: company_late(mt); return;
	case EVENT_BRING: company_bring(mt); return;
	case EVENT_JOIN: matter_person(mt, "wants to come to a gathering"); return;
	case EVENT_WITHDRAW: matter_person(mt, "does not come to a gathering"); return;
	case EVENT_FORGET: matter_person(mt, "asks to be forgotten"); return;
	case EVENT_OTHER: on_other(mt); return;
	case EVENT_CALENDAR:
	case EVENT_AUTO: break;
	}
}

/* What its own domain disowns is nobody's word, and whom it names hears nothing of it. */
static void
on_refuted(struct matter *mt)
{
	effect_add(&mt->d->effects, EFFECT_OPERATOR, mt->team->rules.operator_email)->why =
	    "the domain that it claims to come from says that it does not (DMARC)";
	mt->d->verdict = VERDICT_WITH_PERSON;
}

/* A meeting that stands has another time, times to move it to, or is off. */
static bool
is_changed(const struct meeting *was, const struct meeting *m)
{
	return was->state == MEETING_SETTLED && was->id == m->id &&
	       (m->state != was->state || was->rounds != m->rounds ||
		   was->slot.start_at != m->slot.start_at || was->slot.end_at != m->slot.end_at);
}

/* May it do what it did?  Else it is undone, and whoever may is asked. */
static void
on_words_of_somebody(struct matter *mt)
{
	struct meeting was;

	meeting_copy(&was, mt->m, mt->arena);
	if (matter_from_writer(mt))
		matter_take_up(mt);
	on_words(mt);
	if (is_changed(&was, mt->m) && may_change(&mt->actor) != MAY)
		confirm_ask(mt, &was);
}

static void
on_mail(struct matter *mt)
{
	const struct event *ev = mt->ev;
	bool new = mt->m->state == MEETING_NEW;

	if (ev->kind == EVENT_AUTO)
		on_robot(mt);
	else if (ev->proof == PROOF_REFUTED)
		on_refuted(mt);
	else if (ev->kind == EVENT_CALENDAR)
		reply_calendar(mt);
	else if (!new &&confirm_answered(mt))
		return;
	else if (!new && !may_speak(mt) && is_harmless(ev))
		return;
	else if (!new && !may_speak(mt))
		matter_person(mt, "about a meeting, from somebody who may not change it");
	else if (ev->from.email[0] == '\0')
		matter_person(mt, "nobody to answer to");
	else if (ev->foreign)
		matter_person(mt, "written in none of the languages that are understood here");
	else if (!ev->certain && !(is_harmless(ev) && mt->m->state == MEETING_SETTLED))
		matter_person(mt, "it is not certain what is meant");
	else {
		if (new && ev->kind == EVENT_REQUEST)
			matter_begin(mt);
		later_reopen(mt);
		on_words_of_somebody(mt);
	}
}

/* What must hold whatever was decided. */
static void
assert_sound(const struct meeting *m)
{
	if (m->state == MEETING_SETTLED || m->state == MEETING_CANCELLED)
		assert(m->uid[0] != '\0' && m->slot.start_at < m->slot.end_at &&
		       meeting_host(m) != NULL);
	if (m->state == MEETING_OFFERED)
		assert(m->n_offers > 0 && m->rounds > 0);
	if (m->state != MEETING_NEW)
		assert(meeting_writer(m) != NULL);
}

/* Not where it would be woken then in any case. */
static void
wake(struct matter *mt, int64_t before)
{
	for (size_t i = 0; i < mt->d->effects.n; i++)
		if (mt->d->effects.items[i].kind == EFFECT_WAKE)
			return;
	if (mt->m->state != MEETING_NEW && later_next(mt->m, &mt->team->rules) != before)
		offers_wake(mt);
}

static bool
confirm_asked(const struct event *ev, const struct meeting *was)
{
	const char *last = ev->n_references > 0 ? ev->references[ev->n_references - 1] : "";

	return confirm_shown(was, ev->tag, last);
}

/* Who is no guest is told what they would be told if there were no such meeting. */
static bool
finds_no_meeting(const struct event *ev)
{
	return ev->kind != EVENT_AUTO && ev->kind != EVENT_CALENDAR && ev->proof != PROOF_REFUTED;
}

void
decide(const struct event *ev, const struct meeting *was, const struct team *team, const char *seed,
    int64_t now, struct arena *a, struct decision *d)
{
	struct matter mt = { ev, team, seed, now, a, &d->next, d, { NULL } };
	struct credentials shown = may_credentials(ev);
	int64_t before;

	meeting_copy(&d->next, was, a);
	before = later_next(&d->next, &team->rules);
	mt.actor = may_act(&shown, &d->next, now);
	if (mt.actor.guest == NULL && finds_no_meeting(ev) && !confirm_asked(ev, was))
		meeting_copy(&d->next, NULL, a);
	effects_init(&d->effects, a);
	d->verdict = VERDICT_APPLIED;
	on_mail(&mt);
	wake(&mt, before);
	if (d->verdict != VERDICT_ROBOT && ev->proof != PROOF_REFUTED) {
		d->next.revision++;
		d->next.changed_at = now;
	}
	assert_sound(&d->next);
}

/* Times are kept so long and no longer.  True: for one of them that is over now. */
static bool
let_go(struct meeting *m, int64_t now)
{
	bool any = false;

	for (size_t i = 0; i < m->n_offers; i++)
		if (m->offers[i].state == OFFER_OPEN && m->offers[i].held_until <= now) {
			m->offers[i].state = OFFER_GONE;
			any = true;
		}
	return any;
}

void
decide_time_up(const struct meeting *was, const struct team *team, int64_t now, struct arena *a,
    struct decision *d)
{
	struct meeting *m = &d->next;
	struct matter mt = { NULL, team, "", now, a, m, d, { NULL } };

	meeting_copy(m, was, a);
	effects_init(&d->effects, a);
	d->verdict = VERDICT_APPLIED;
	if (let_go(m, now) && declined_runs_out(m, now))
		settle_cancel(&mt);
	else
		later_due(&mt);
	if (d->effects.n > 0)
		m->revision++;
	wake(&mt, 0);
	m->changed_at = now;
	assert_sound(m);
}

/* A guest makes no meeting fall: it stands, and those who arranged it hear that they do not come.
 */
static void
leave(struct matter *mt, struct guest *g)
{
	struct meeting *m = mt->m;

	g->partstat = PART_DECLINED;
	m->sequence++;
	m->stamped_at = m->stamped_at >= mt->now ? m->stamped_at + 1 : mt->now;
	effect_add(&mt->d->effects, EFFECT_CANCEL, g->email)->was = m->slot;
	declined_tell(mt, SAY_GUEST_DECLINED, g, m->slot, "");
}

void
decide_leaving(const struct meeting *was, const char *email, const struct team *team, int64_t now,
    struct arena *a, struct decision *d)
{
	struct meeting *m = &d->next;
	struct matter mt = { NULL, team, "", now, a, m, d, { NULL } };
	struct guest *g;
	bool stands;

	meeting_copy(m, was, a);
	effects_init(&d->effects, a);
	d->verdict = VERDICT_APPLIED;
	g = meeting_guest(m, email);
	stands = m->state == MEETING_SETTLED && !meeting_over(m, now);
	if (stands && g->role == GUEST_OTHER)
		leave(&mt, g);
	else if (stands)
		settle_cancel(&mt);
	else if (m->state == MEETING_OFFERED && g->role != GUEST_OTHER) {
		meeting_drop_offers(m);
		m->state = MEETING_CLOSED;
	}
	m->revision++;
	m->changed_at = now;
	wake(&mt, 0);
	assert_sound(m);
}
