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

int
whose_thread(struct passage *p, struct err *err)
{
	const struct letter *l = &p->mail.letter;
	struct db *db = p->turn->db;
	int found =
	    meetings_find(db, l->references, l->n_references, l->tag, p->arena, &p->was, err);

	p->answers = "";
	if (found == -1)
		return -1;
	if (found == 1 &&
	    queue_recipient(db, last_reference(l), p->arena, &p->answers, NULL, err) == -1)
		return -1;
	if (found == 0 || (!may_be_anybodys(p) && !is_guests(p)))
		p->was = (struct meeting){ .state = MEETING_NEW };
	return 0;
}

static bool
is_about_one(enum event_kind kind)
{
	switch (kind) {
	case EVENT_CANCEL:
	case EVENT_RESCHEDULE: return true;
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

	return g != NULL && g->role != GUEST_OTHER;
}

static bool
is_named(const struct meeting *m, const struct spans *named)
{
	for (size_t i = 0; i < named->n; i++)
		if (span_overlaps(named->items[i], m->slot))
			return true;
	return false;
}

int
whose_sought(struct passage *p, struct err *err)
{
	const char *from = p->mail.letter.from.email;
	struct meeting *all, *theirs = NULL, *named = NULL;
	size_t n, n_theirs = 0, n_named = 0;

	if (p->was.state != MEETING_NEW || p->screened[0] != '\0' || !is_about_one(p->event.kind) ||
	    p->event.proof == PROOF_REFUTED)
		return 0;
	if (meetings_upcoming(p->turn->db, from, p->now, p->arena, &all, &n, err) == -1)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!is_theirs(&all[i], from))
			continue;
		theirs = &all[i];
		n_theirs++;
		if (is_named(&all[i], &p->event.named)) {
			named = &all[i];
			n_named++;
		}
	}
	if (n_theirs > 1 && n_named == 1)
		theirs = named;
	else if (n_theirs != 1)
		return 0;
	p->was = *theirs;
	p->sought = true;
	return 1;
}
