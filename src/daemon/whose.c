#include "daemon/whose.h"

#include "decide/confirm.h"
#include "decide/may.h"
#include "store/meetings.h"
#include "store/queue.h"

#include <string.h>

static const char *
last_reference(const struct letter *l)
{
	return l->n_references > 0 ? l->references[l->n_references - 1] : "";
}

/* Robots and calendar programs answer for others; whoever decides looks at them. */
static bool
may_be_anybodys(const struct passage *p)
{
	return p->screened[0] != '\0' || p->mail.calendar.n > 0 || p->mail.letter.tnef != TNEF_NONE;
}

static bool
is_guests(const struct passage *p)
{
	const struct letter *l = &p->mail.letter;
	struct credentials shown = {
		.proof = identity_prove(l, p->turn->config->authserv_id, p->arena),
		.from = l->from.email,
		.tag = l->tag,
		.answers = p->answers,
	};
	struct actor actor = may_act(&shown, &p->was, p->now);

	return actor.guest != NULL || shown.proof == PROOF_REFUTED ||
	       confirm_shown(&p->was, l->tag, last_reference(l));
}

bool
whose_may_know(const struct passage *p)
{
	return p->was.state == MEETING_NEW || p->event.kind == EVENT_CALENDAR ||
	       p->event.kind == EVENT_AUTO || is_guests(p);
}

int
whose_thread(struct passage *p, struct err *err)
{
	const struct letter *l = &p->mail.letter;
	struct db *db = p->turn->db;
	struct queue_row ours = { .recipient = "", .kind = "" };
	int found =
	    meetings_find(db, l->references, l->n_references, l->tag, p->arena, &p->was, err);

	if (found == -1 ||
	    (found == 1 && queue_find(db, last_reference(l), p->arena, &ours, err) == -1))
		return -1;
	p->answers = ours.recipient;
	p->answers_kind = ours.kind;
	if (found == 0 || (!may_be_anybodys(p) && !is_guests(p)))
		p->was = (struct meeting){ .state = MEETING_NEW };
	return 0;
}

static bool
is_about_one(enum event_kind kind)
{
	switch (kind) {
	case EVENT_CANCEL:
	case EVENT_RESCHEDULE:
	case EVENT_LATE:
	case EVENT_BRING: return true;
	case EVENT_REQUEST:
	case EVENT_PICK:
	case EVENT_ACCEPT:
	case EVENT_DECLINE:
	case EVENT_JOIN:
	case EVENT_WITHDRAW:
	case EVENT_FORGET:
	case EVENT_CALENDAR:
	case EVENT_AUTO:
	case EVENT_OTHER: break;
	}
	return false;
}

static bool
is_theirs(const struct meeting *m, const char *email)
{
	const struct guest *g = meeting_guest(m, email);

	return g != NULL && (g->role == GUEST_WRITER || g->role == GUEST_HOST);
}

static bool
same_day(const struct zone *zone, int64_t a, int64_t b)
{
	struct civil one, other;

	zone_civil(zone, a, &one);
	zone_civil(zone, b, &other);
	return date_compare(one.date, other.date) == 0;
}

/* By its time, or only by its day: "on Tuesday", "move it from Tuesday to Friday at nine". */
static bool
is_named(const struct meeting *m, const struct event *ev, bool by_day)
{
	for (size_t i = 0; i < ev->named.n; i++) {
		struct span s = ev->named.items[i];

		if (by_day ? same_day(&ev->zone, s.start_at, m->slot.start_at)
			   : span_overlaps(s, m->slot))
			return true;
	}
	return false;
}

/* The only one that is named, or NULL. */
static struct meeting *
find_named(struct meeting *all, size_t n, const struct event *ev, bool by_day)
{
	struct meeting *found = NULL;

	for (size_t i = 0; i < n; i++)
		if (is_named(&all[i], ev, by_day)) {
			if (found != NULL)
				return NULL;
			found = &all[i];
		}
	return found;
}

int
whose_sought(struct passage *p, struct err *err)
{
	const char *from = p->mail.letter.from.email;
	struct meeting *all, *found = NULL;
	size_t n, theirs = 0;

	if (p->was.state != MEETING_NEW || p->screened[0] != '\0' || !is_about_one(p->event.kind) ||
	    p->event.proof == PROOF_REFUTED)
		return 0;
	if (meetings_upcoming(p->turn->db, from, p->now, p->arena, &all, &n, err) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (is_theirs(&all[i], from))
			all[theirs++] = all[i];
	if (theirs == 1)
		found = all;
	else if ((found = find_named(all, theirs, &p->event, false)) == NULL)
		found = find_named(all, theirs, &p->event, true);
	if (found == NULL)
		return 0;
	p->was = *found;
	p->sought = true;
	return 1;
}
