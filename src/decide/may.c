#include "decide/may.h"

#include "inbox/address.h"

#include <string.h>

struct credentials
may_credentials(const struct event *ev)
{
	return (struct credentials){ .proof = ev->proof,
		.from = ev->from.email,
		.tag = ev->tag,
		.answers = ev->answers,
		.sought = ev->sought };
}

/* Whoever held an invitation years ago is nobody now. */
static bool
is_long_over(const struct meeting *m, int64_t now)
{
	int64_t over_at = m->state == MEETING_SETTLED || m->state == MEETING_CANCELLED
	                      ? m->slot.end_at
	                      : m->changed_at;

	return m->state != MEETING_NEW && now > over_at + MAY_REPLAY_DAYS * DAY;
}

static const struct guest *
holder_of(const struct meeting *m, const char *token)
{
	for (size_t i = 0; i < m->n_guests; i++)
		if (m->guests[i].token != NULL && *m->guests[i].token != '\0' &&
		    strcmp(m->guests[i].token, token) == 0)
			return &m->guests[i];
	return NULL;
}

static const struct guest *
shown_secret(const struct credentials *c, const struct meeting *m, int64_t now)
{
	const struct guest *g = NULL;

	if (is_long_over(m, now))
		return NULL;
	if (c->tag != NULL && *c->tag != '\0')
		g = holder_of(m, c->tag);
	if (g == NULL && c->answers != NULL && *c->answers != '\0')
		g = meeting_guest(m, c->answers);
	return g;
}

/* One of the two who arranged to meet. */
static bool
is_party(const struct guest *g)
{
	return g->role == GUEST_WRITER || g->role == GUEST_HOST;
}

/*
 * A reply to all carries the secret of whoever wrote before.  It is not worth what its holder may
 * do, and what From alone may do only where that is less, unless From is proven.
 */
static const struct guest *
lesser(const struct guest *holder, const struct guest *from)
{
	return is_party(holder) ? from : holder;
}

struct actor
may_act(const struct credentials *c, const struct meeting *m, int64_t now)
{
	const struct guest *holder = shown_secret(c, m, now);
	const struct guest *from = meeting_guest(m, c->from);
	struct actor a = { .proven = c->proof == PROOF_DOMAIN, .thread = !c->sought };

	if (c->proof == PROOF_REFUTED)
		return (struct actor){ .guest = NULL };
	if (holder == NULL || from == NULL)
		a.guest = holder != NULL ? holder : from;
	else
		a.guest = a.proven || holder == from ? from : lesser(holder, from);
	a.secret = a.guest != NULL && a.guest == holder;
	a.from = a.guest != NULL && a.guest == from;
	return a;
}

enum may
may_answer(const struct actor *a)
{
	if (a->guest == NULL || a->guest->role == GUEST_FORMER)
		return MAY_NOT;
	return a->secret || (a->from && (a->thread || a->proven)) ? MAY : MAY_NOT;
}

enum may
may_change(const struct actor *a)
{
	if (a->guest == NULL || !is_party(a->guest))
		return MAY_NOT;
	return a->from && (a->secret || a->proven) ? MAY : MAY_ASK;
}
