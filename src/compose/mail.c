#include "compose/mail.h"

#include "base/arena.h"
#include "base/buf.h"
#include "compose/draft.h"
#include "compose/message.h"
#include "compose/notice.h"
#include "compose/offering.h"
#include "compose/operator.h"
#include "compose/page.h"
#include "compose/plain.h"
#include "compose/settled.h"
#include "compose/told.h"
#include "inbox/address.h"
#include "understand/lang.h"

#include <string.h>

enum { ID_DIGITS = 32 };

static void
greet(struct draft *d)
{
	if (d->name[0] == '\0')
		draft_say(d, SENTENCE_GREETING_NAMELESS);
	else
		draft_add(d, BLOCK_PARAGRAPH, PHRASE(&d->voice, SENTENCE_GREETING, d->name));
}

static void
answer_plainly(struct draft *d, enum sentence s)
{
	draft_answer_subject(d);
	draft_say(d, s);
}

static void
answer_already(struct draft *d)
{
	if (d->meeting->state != MEETING_SETTLED) {
		answer_plainly(d, SENTENCE_ALREADY_OFF);
		return;
	}
	answer_plainly(d, SENTENCE_ALREADY);
	settled_facts(d);
}

/* "Deutsch, English, español": each by its own name, for those who can read no other. */
static const char *
name_languages(const struct langs *langs, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < langs_count(langs); i++)
		buf_printf(&b, "%s%s", b.len > 0 ? ", " : "",
		    phrase_language(langs_at(langs, i), a));
	return b.data;
}

static void
answer_foreign(struct draft *d)
{
	draft_answer_subject(d);
	draft_add(d, BLOCK_PARAGRAPH,
	    PHRASE(&d->voice, SENTENCE_FOREIGN,
		name_languages(d->composer->langs, d->voice.arena)));
}

static void
write_answer(struct draft *d)
{
	switch (d->effect->say) {
	case SAY_OFFER: offering_write(d, SENTENCE_OFFER); return;
	case SAY_OFFER_INSTEAD: offering_write(d, SENTENCE_OFFER_INSTEAD); return;
	case SAY_OFFER_GONE: offering_write(d, SENTENCE_OFFER_GONE); return;
	case SAY_OFFER_AGAIN: offering_write(d, SENTENCE_OFFER_AGAIN); return;
	case SAY_OFFER_MOVE: offering_write(d, SENTENCE_OFFER_MOVE); return;
	case SAY_OFFER_PERSON: offering_write(d, SENTENCE_OFFER_PERSON); return;
	case SAY_CHASE: offering_write(d, SENTENCE_CHASE); return;
	case SAY_ASK_WHICH: offering_write(d, SENTENCE_ASK_WHICH); return;
	case SAY_NO_TIMES: offering_write(d, SENTENCE_NO_TIMES); return;
	case SAY_ALREADY: answer_already(d); return;
	case SAY_CLOSED: answer_plainly(d, SENTENCE_CLOSED); return;
	case SAY_LAPSED: answer_plainly(d, SENTENCE_LAPSED); return;
	case SAY_FOR_PERSON: answer_plainly(d, SENTENCE_FOR_PERSON); return;
	case SAY_FOREIGN: answer_foreign(d); return;
	case SAY_OVER: answer_plainly(d, SENTENCE_OVER); return;
	case SAY_GUEST_DECLINED: told_declined(d); return;
	case SAY_GUEST_PROPOSES: told_proposal(d); return;
	case SAY_GUEST_WRITES: told_comment(d); return;
	case SAY_COUNTER: told_counter(d, SENTENCE_COUNTER); return;
	case SAY_COUNTER_TOLD: told_counter(d, SENTENCE_COUNTER_TOLD); return;
	case SAY_CONFIRM: notice_confirm(d); return;
	case SAY_FORGET_ASK: notice_forget_ask(d); return;
	case SAY_FORGOTTEN: answer_plainly(d, SENTENCE_FORGOTTEN); return;
	case SAY_LATE: notice_late(d); return;
	case SAY_LATE_TOLD: notice_late_told(d); return;
	case SAY_ASK_GUEST: answer_plainly(d, SENTENCE_ASK_GUEST); return;
	}
}

static int
write_words(struct draft *d, struct err *err)
{
	switch (d->effect->kind) {
	case EFFECT_SAY: write_answer(d); return 0;
	case EFFECT_INVITE: return settled_invite(d, err);
	case EFFECT_UPDATE: return settled_update(d, err);
	case EFFECT_CANCEL: return settled_cancel(d, err);
	case EFFECT_REMIND: settled_remind(d); return 0;
	case EFFECT_AGAIN: return settled_again(d, err);
	case EFFECT_COUNTER: write_answer(d); return settled_decline_counter(d, err);
	case EFFECT_OPERATOR: operator_write(d); return 0;
	case EFFECT_NOTE:
	case EFFECT_WAKE: break;
	}
	return 0;
}

static const char *
kind_name(const struct effect *e)
{
	switch (e->kind) {
	case EFFECT_SAY: return say_name(e->say);
	case EFFECT_INVITE: return "invite";
	case EFFECT_UPDATE: return "update";
	case EFFECT_CANCEL: return "cancel";
	case EFFECT_REMIND: return "reminder";
	case EFFECT_AGAIN: return "again";
	case EFFECT_COUNTER: return "counter";
	case EFFECT_OPERATOR: return "operator";
	case EFFECT_NOTE:
	case EFFECT_WAKE: break;
	}
	return "";
}

static const char *
make_id(struct draft *d, const char *purpose)
{
	return arena_printf(d->voice.arena, "%s%s", draft_secret(d, purpose, ID_DIGITS),
	    strchr(d->composer->team->rules.own_address, '@'));
}

/* Who did not write has our first invitation as the head of the thread. */
static const char *
thread_id(struct draft *d)
{
	return make_id(d,
	    arena_printf(d->voice.arena, "thread of %s to %s", d->meeting->uid, d->to.email));
}

static bool
begins_thread(const struct draft *d)
{
	return d->effect->kind == EFFECT_INVITE && d->meeting->sequence == 0 && !d->answers_event &&
	       d->to.role != GUEST_WRITER;
}

/* The same each time this decision is written down, and of no other mail ever. */
static const char *
message_id(struct draft *d, size_t number)
{
	const struct composer *c = d->composer;
	const struct meeting *m = d->meeting;

	if (begins_thread(d))
		return thread_id(d);
	if (draft_asks_who(d->effect))
		return arena_printf(d->voice.arena, "%s%s", m->pending.secret,
		    strchr(c->team->rules.own_address, '@'));
	return make_id(d,
	    arena_printf(d->voice.arena,
		"mail %zu after %s %s, meeting %lld %s, revision %d, %s to %s", number,
		c->digest != NULL ? c->digest : "", d->event != NULL ? d->event->message_id : "",
		(long long)m->id, m->uid, m->revision, kind_name(d->effect), d->to.email));
}

static void
put_in_thread(struct draft *d, struct message *msg, const char *last, const char **before, size_t n)
{
	const char **all = arena_alloc(d->voice.arena, (n + 1) * sizeof *all);

	for (size_t i = 0; i < n; i++)
		all[i] = before[i];
	all[n] = last;
	msg->in_reply_to = last;
	msg->references = all;
	msg->n_references = n + 1;
}

/* With the mail that is answered, or the writer's last one, or the first of our own. */
static void
set_thread(struct draft *d, struct message *msg)
{
	const struct meeting *m = d->meeting;
	const struct event *ev = d->event;

	msg->in_reply_to = "";
	if (d->answers_event && ev->message_id != NULL && ev->message_id[0] != '\0')
		put_in_thread(d, msg, ev->message_id, ev->references, ev->n_references);
	else if (d->to.role == GUEST_WRITER && m->last_id[0] != '\0')
		put_in_thread(d, msg, m->last_id, m->references, m->n_references);
	else if (d->effect->kind != EFFECT_OPERATOR && m->uid[0] != '\0' && !begins_thread(d))
		put_in_thread(d, msg, thread_id(d), NULL, 0);
}

static int
finish(struct draft *d, size_t number, struct mail *out, struct err *err)
{
	const struct rules *r = &d->composer->team->rules;
	bool to_operator = d->effect->kind == EFFECT_OPERATOR;
	struct message msg = { .from = { r->own_name, r->own_address },
		.to = { d->name, d->to.email },
		.reply_to = strcmp(d->own, r->own_address) == 0 ? "" : d->own,
		.subject = d->subject,
		.date_at = d->now,
		.message_id = message_id(d, number),
		.auto_submitted = d->answers_event ? "auto-replied" : "auto-generated",
		.language = d->words.language,
		.text = plain_write(&d->words, d->voice.arena),
		.html = page_write(&d->words, d->voice.arena),
		.calendar = d->calendar,
		.calendar_method = d->calendar_method };
	char *bytes;

	set_thread(d, &msg);
	*out = (struct mail){ .recipient = d->to.email,
		.sender = to_operator ? "" : d->own,
		.message_id = msg.message_id,
		.kind = kind_name(d->effect),
		.answers = d->answers_event };
	if (message_write(&msg, d->voice.arena, &bytes, &out->len, err) == -1)
		return -1;
	out->bytes = bytes;
	return 0;
}

static int
write_draft(struct draft *d, size_t number, struct mail *out, struct err *err)
{
	const struct rules *r = &d->composer->team->rules;
	bool to_operator = d->effect->kind == EFFECT_OPERATOR;

	if (!to_operator)
		greet(d);
	if (write_words(d, err) == -1)
		return -1;
	if (!to_operator)
		draft_add(d, BLOCK_FOOTER, PHRASE(&d->voice, SENTENCE_FOOTER, r->own_name));
	d->words.title = d->subject;
	if (d->voice.err.kind != ERR_NONE) {
		*err = d->voice.err;
		return -1;
	}
	return finish(d, number, out, err);
}

int
mails_write(const struct composer *c, const struct decision *decision, const struct event *event,
    int64_t now, struct arena *a, struct mails *out, struct err *err)
{
	const struct effects *all = &decision->effects;

	*out = (struct mails){ .items = arena_alloc(a, (all->n + 1) * sizeof *out->items) };
	for (size_t i = 0; i < all->n; i++) {
		const struct effect *e = &all->items[i];
		struct draft d;
		int ret;

		if (e->kind == EFFECT_WAKE || e->kind == EFFECT_NOTE)
			continue;
		if (draft_init(&d, c, decision, event, e, now, a, err) == -1)
			return -1;
		ret = write_draft(&d, i, &out->items[out->n], err);
		draft_done(&d);
		if (ret == -1)
			return -1;
		out->n++;
	}
	return 0;
}
