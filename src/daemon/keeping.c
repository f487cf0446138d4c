#include "daemon/passage.h"

#include "base/arena.h"
#include "base/buf.h"
#include "daemon/leaving.h"
#include "store/meetings.h"
#include "store/queue.h"

#include <string.h>

/* The wake that was asked for last counts. */
int
passage_keep_meeting(const struct turn *t, struct decision *d, const char *about, int64_t now,
    struct arena *a, struct err *err)
{
	if (d->next.state == MEETING_NEW)
		return 0;
	if (meetings_save(t->db, &d->next, err) == -1 ||
	    meetings_note(t->db, d->next.id, now, about, err) == -1)
		return -1;
	for (size_t i = 0; i < d->effects.n; i++) {
		const struct effect *e = &d->effects.items[i];

		if (e->kind == EFFECT_WAKE && meetings_wake_at(t->db, d->next.id, e->at, err) == -1)
			return -1;
		if (meetings_note(t->db, d->next.id, now, effect_line(e, &d->next, a), err) == -1)
			return -1;
	}
	return 0;
}

/* What a person says of their zone holds for the next mail; a Date header says it each time. */
static int
remember_person(struct passage *p, struct err *err)
{
	const struct event *ev = &p->event;
	struct person *person = &p->person;

	if (p->trouble[0] != '\0' || ev->kind == EVENT_AUTO || ev->proof == PROOF_REFUTED ||
	    (ev->kind == EVENT_OTHER && !ev->asks_language) || ev->from.email[0] == '\0')
		return 0;
	person->email = ev->from.email;
	person->language = ev->answer_in;
	person->chosen |= ev->asks_language;
	if (ev->zone_source == ZONE_FROM_TEXT || ev->zone_source == ZONE_FROM_CALENDAR)
		person->zone = ev->zone.name;
	else if (person->zone == NULL)
		person->zone = "";
	return person_save(p->turn->db, person, p->now, err);
}

int
passage_put_mail(const struct passage *p, enum verdict verdict, const char *why, int64_t meeting,
    struct err *err)
{
	struct mail_row row = {
		.uid_validity = p->in->uid_validity,
		.uid = p->in->uid,
		.digest = p->mail.letter.digest,
		.content_key = p->mail.letter.content_key,
		.message_id = p->mail.letter.message_id,
		.received_at = p->in->received_at,
		.handled_at = p->now,
		.verdict = verdict,
		.meeting = meeting,
		.why = why,
		.marked = p->in->old,
		.said = p->said,
		.author = leaving_author(p->turn, p->mail.letter.from.email, p->arena),
	};

	return mails_put(p->turn->db, &row, err);
}

int
passage_keep(struct passage *p, struct err *err)
{
	struct decision *d = &p->decision;
	const char *about = arena_printf(p->arena, "mail: %s", event_kind_name(p->event.kind));
	const char *why = p->trouble[0] != '\0' ? p->trouble
	                  : p->held[0] != '\0'  ? p->held
	                                        : p->screened;

	if (p->turn->dry)
		return 0;
	if (passage_keep_meeting(p->turn, d, about, p->now, p->arena, err) == -1 ||
	    remember_person(p, err) == -1)
		return -1;
	if (queue_put(p->turn->db, d->next.id, &p->mails, p->now, err) == -1)
		return -1;
	return passage_put_mail(p, d->verdict, why, d->next.id, err);
}

/* The meeting's number, what the mail was taken for, what follows from it. */
const char *
passage_tell(const struct passage *p)
{
	const struct decision *d = &p->decision;
	struct buf b;

	buf_init(&b, p->arena);
	buf_printf(&b, "mail %u/%u, %zu bytes: ", p->in->uid_validity, p->in->uid, p->in->size);
	if (strcmp(p->trouble, TURN_ELSEWHERE) == 0)
		buf_str(&b, "handled elsewhere");
	else if (p->trouble[0] != '\0')
		buf_printf(&b, "unreadable (%s)", p->trouble);
	else
		buf_str(&b, event_kind_name(p->event.kind));
	if (p->screened[0] != '\0')
		buf_printf(&b, " (%s)", p->screened);
	buf_printf(&b, ", %s", verdict_name(d->verdict));
	if (d->next.id != 0)
		buf_printf(&b, ", meeting %lld", (long long)d->next.id);
	for (size_t i = 0; i < d->effects.n; i++)
		buf_printf(&b, "%s%s", i == 0 ? ": " : "; ",
		    effect_line(&d->effects.items[i], &d->next, p->arena));
	return b.data;
}
