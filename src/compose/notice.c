#include "compose/notice.h"

#include "compose/settled.h"
#include "compose/times.h"

static void
set_subject(struct draft *d, enum sentence s)
{
	d->subject = PHRASE(&d->voice, s, settled_title(d),
	    times_short(&d->voice, d->meeting->slot.start_at));
}

void
notice_confirm(struct draft *d)
{
	const struct pending *p = &d->meeting->pending;
	const char *others = draft_company(d);
	const char *when = times_moment(&d->voice, d->meeting->slot.start_at);
	const char *text;

	set_subject(d, SENTENCE_SUBJECT_CONFIRM);
	if (p->what == CHANGE_CANCEL)
		text = PHRASE(&d->voice, SENTENCE_CONFIRM_CANCEL, others, when);
	else if (p->slot.end_at > p->slot.start_at)
		text = PHRASE(&d->voice, SENTENCE_CONFIRM_MOVE, others, when,
		    times_moment(&d->voice, p->slot.start_at));
	else
		text = PHRASE(&d->voice, SENTENCE_CONFIRM_TIMES, others, when);
	draft_add(d, BLOCK_PARAGRAPH, text);
	draft_say(d, SENTENCE_CONFIRM_ANSWER);
}

void
notice_forget_ask(struct draft *d)
{
	d->subject = PHRASE(&d->voice, SENTENCE_SUBJECT_FORGET);
	draft_say(d, SENTENCE_FORGET_ASK);
}

void
notice_late(struct draft *d)
{
	const struct guest *who = meeting_guest(d->meeting, d->effect->about);
	const char *name = who != NULL ? draft_name(d, who) : d->effect->about;
	const char *when = times_moment(&d->voice, d->meeting->slot.start_at);

	set_subject(d, SENTENCE_SUBJECT_LATE);
	if (d->effect->minutes > 0)
		draft_add(d, BLOCK_PARAGRAPH,
		    PHRASE(&d->voice, SENTENCE_LATE, name,
			phrase_minutes(&d->voice, d->effect->minutes), when));
	else
		draft_add(d, BLOCK_PARAGRAPH, PHRASE(&d->voice, SENTENCE_LATE_UNSAID, name, when));
}

void
notice_late_told(struct draft *d)
{
	draft_answer_subject(d);
	draft_add(d, BLOCK_PARAGRAPH, PHRASE(&d->voice, SENTENCE_LATE_TOLD, draft_company(d)));
}
