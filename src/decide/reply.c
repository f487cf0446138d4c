#include "decide/reply.h"

#include "base/arena.h"
#include "decide/attendee.h"
#include "decide/confirm.h"
#include "decide/counter.h"
#include "decide/declined.h"
#include "decide/delegate.h"

#include <string.h>

enum { REFRESHES_A_DAY = 3 };

static const char unproven[] = "an answer that anybody could have sent: held";
static const char strangers[] =
    "somebody who is not invited answers an invitation: they were not added";

/* The operator hears of it, but the meeting goes on as if nothing had come. */
static void
tell_operator(struct matter *mt, const char *why)
{
	effect_add(&mt->d->effects, EFFECT_OPERATOR, mt->team->rules.operator_email)->why = why;
	mt->d->verdict = VERDICT_WITH_PERSON;
}

/* An answer to an earlier version; one to a later version than there is counts as to this one. */
static int
sequence_of(const struct matter *mt)
{
	int sequence = mt->ev->calendar.sequence;

	return sequence < mt->m->sequence ? sequence : mt->m->sequence;
}

static enum partstat
partstat_of(const struct calperson *said)
{
	switch (said->answer) {
	case CALANSWER_YES: return PART_ACCEPTED;
	case CALANSWER_NO: return PART_DECLINED;
	case CALANSWER_PERHAPS: return PART_TENTATIVE;
	case CALANSWER_OTHER: return PART_DELEGATED;
	case CALANSWER_NONE: break;
	}
	return PART_NEEDS_ACTION;
}

/* By version and stamp; programs that stamp every answer alike are told apart by their mails. */
static bool
is_news(const struct matter *mt, const struct guest *g, enum partstat said)
{
	const struct calreply *r = &mt->ev->calendar;
	int sequence = sequence_of(mt);

	if (g->answered_stamp == 0)
		return true;
	if (sequence != g->answered_sequence)
		return sequence > g->answered_sequence;
	if (r->stamped_at != g->answered_stamp)
		return r->stamped_at > g->answered_stamp;
	return said != g->partstat && mt->ev->written_at > g->answered_at;
}

static void
note_answer(const struct matter *mt, struct guest *g)
{
	g->answered_sequence = sequence_of(mt);
	g->answered_stamp = mt->ev->calendar.stamped_at;
	g->answered_at = mt->ev->written_at;
}

/* Whoever comes after all needs no other time. */
static void
come(struct matter *mt, struct guest *g, const struct calperson *saying, enum partstat said)
{
	const char *how = said == PART_ACCEPTED ? "accepted" : "accepted tentatively";

	if (g->role == GUEST_WRITER && g->partstat == PART_DECLINED)
		meeting_drop_offers(mt->m);
	g->partstat = said;
	if (saying->companions > 0)
		how =
		    arena_printf(mt->arena, "%s, and %d more come along", how, saying->companions);
	matter_note(mt, g->email, how);
}

/* What a guest wrote beside the buttons reaches a person: the host. */
static void
pass_on(struct matter *mt, const struct guest *g, const struct calperson *said)
{
	const struct guest *host = meeting_host(mt->m);
	const char *comment =
	    mt->ev->calendar.comment[0] != '\0' ? mt->ev->calendar.comment : said->note;
	struct effect *e;

	if (*comment == '\0' || host == NULL || g->role == GUEST_HOST)
		return;
	e = matter_say(mt, SAY_GUEST_WRITES, host->email);
	e->about = g->email;
	e->comment = comment;
}

static void
apply(struct matter *mt, struct guest *g, const struct calperson *said, enum partstat part)
{
	switch (part) {
	case PART_NEEDS_ACTION:
		pass_on(mt, g, said);
		matter_note(mt, g->email, "no answer yet");
		return;
	case PART_ACCEPTED:
	case PART_TENTATIVE:
		pass_on(mt, g, said);
		come(mt, g, said, part);
		return;
	case PART_DECLINED:
		if (g->role == GUEST_WRITER)
			pass_on(mt, g, said);
		declined(mt, g, said);
		return;
	case PART_DELEGATED: delegate(mt, g, said); return;
	}
}

/* Nothing is settled any more, or it is over: what is said now changes nothing. */
static bool
is_late(const struct matter *mt)
{
	return mt->m->state != MEETING_SETTLED || meeting_over(mt->m, mt->now);
}

static void
answered(struct matter *mt, struct guest *g, const struct calperson *said)
{
	enum partstat part = partstat_of(said);
	const struct calreply *r = &mt->ev->calendar;

	if (g->role == GUEST_FORMER || is_late(mt))
		matter_note(mt, g->email, "an answer about what is over");
	else if (r->one_date && r->instance_at != mt->m->slot.start_at)
		matter_note(mt, g->email, "an answer for a date that this meeting does not have");
	else if (!is_news(mt, g, part))
		matter_note(mt, g->email, "an answer that is known already, or older than that");
	else {
		note_answer(mt, g);
		if (sequence_of(mt) < mt->m->slot_sequence)
			matter_note(mt, g->email, "an answer to an earlier time");
		else
			apply(mt, g, said, part);
	}
}

/* To that guest only, at the address as stored, and not without end. */
static void
refreshed(struct matter *mt, struct guest *g)
{
	if (g->role == GUEST_FORMER || is_late(mt)) {
		matter_note(mt, g->email, "asks again for what is over");
		return;
	}
	if (g->refreshed_at + DAY <= mt->now) {
		g->refreshed_at = mt->now;
		g->refreshes = 0;
	}
	if (g->refreshes >= REFRESHES_A_DAY) {
		matter_note(mt, g->email, "asks again too often");
		return;
	}
	g->refreshes++;
	mt->m->stamped_at = mt->m->stamped_at >= mt->now ? mt->m->stamped_at + 1 : mt->now;
	effect_add(&mt->d->effects, EFFECT_AGAIN, g->email);
	mt->d->verdict = VERDICT_ANSWERED;
}

static void
countered(struct matter *mt, struct guest *g)
{
	if (g->role == GUEST_FORMER || is_late(mt))
		matter_note(mt, g->email, "another time for what is over");
	else if (sequence_of(mt) < mt->m->slot_sequence)
		matter_note(mt, g->email, "another time instead of an earlier one");
	else if (!is_news(mt, g, PART_TENTATIVE))
		matter_note(mt, g->email, "a wish that is known already, or older than that");
	else {
		note_answer(mt, g);
		counter(mt, g);
	}
}

/*
 * To move a meeting takes more than a guest's From and the UID that all guests know: where there
 * is no more, the guest is asked at the address that is stored.
 */
static void
move_or_ask(struct matter *mt, const struct attendee *who)
{
	bool sure = who->standing == ATTENDEE_KNOWN && (mt->actor.secret || mt->actor.proven);
	const struct guest *from = mt->actor.guest;
	struct meeting was;

	meeting_copy(&was, mt->m, mt->arena);
	if (who->standing == ATTENDEE_KNOWN || from == who->guest)
		countered(mt, who->guest);
	if (mt->m->slot.start_at != was.slot.start_at || mt->m->slot.end_at != was.slot.end_at) {
		if (!sure)
			confirm_ask(mt, &was);
	} else if (who->standing == ATTENDEE_UNPROVEN) {
		*mt->m = was;
		effects_init(&mt->d->effects, mt->arena);
		mt->d->verdict = VERDICT_APPLIED;
		matter_note(mt, who->guest->email, unproven);
	}
}

/* Whoever was sent by a guest may answer before that guest says so. */
static void
from_stranger(struct matter *mt, const struct calperson *saying)
{
	const struct guest *by = meeting_guest(mt->m, saying->delegator);

	if (by != NULL)
		matter_note(mt, by->email, "somebody answers who was sent, as they say");
	else
		tell_operator(mt, strangers);
}

static void
from_guest(struct matter *mt)
{
	const char *method = mt->ev->calendar.method;
	struct attendee who = attendee_find(mt);

	switch (who.standing) {
	case ATTENDEE_UNCLEAR:
		tell_operator(mt, "a calendar's answer does not tell whose it is");
		return;
	case ATTENDEE_STRANGER: from_stranger(mt, who.saying); return;
	case ATTENDEE_UNPROVEN:
	case ATTENDEE_KNOWN: break;
	}
	if (strcmp(method, "COUNTER") == 0)
		move_or_ask(mt, &who);
	else if (who.standing == ATTENDEE_UNPROVEN)
		matter_note(mt, who.guest->email, unproven);
	else if (strcmp(method, "REPLY") == 0)
		answered(mt, who.guest, who.saying);
	else
		refreshed(mt, who.guest);
}

static bool
is_guests_method(const char *method)
{
	return strcmp(method, "REPLY") == 0 || strcmp(method, "COUNTER") == 0 ||
	       strcmp(method, "REFRESH") == 0;
}

void
reply_calendar(struct matter *mt)
{
	const struct calreply *r = &mt->ev->calendar;
	bool ours =
	    mt->m->state != MEETING_NEW && mt->m->uid[0] != '\0' && strcmp(r->uid, mt->m->uid) == 0;

	if (ours && !is_guests_method(r->method))
		matter_note(mt, "", "what only an organizer may send about it");
	else if (strcmp(r->method, "REQUEST") == 0)
		tell_operator(mt, "an invitation from somebody else's calendar");
	else if (!is_guests_method(r->method))
		matter_note(mt, "", "a calendar's message that needs no answer");
	else if (!ours)
		tell_operator(mt, "a calendar's answer that belongs to no meeting known here");
	else if (!mt->ev->certain && !r->untimed)
		tell_operator(mt, "a calendar's answer that can be read in two ways");
	else
		from_guest(mt);
}
