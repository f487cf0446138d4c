#include "decide/declined.h"

#include "base/arena.h"
#include "decide/gap.h"
#include "decide/hosts.h"
#include "decide/offers.h"
#include "decide/settle.h"
#include "inbox/address.h"

#include <string.h>
#include <strings.h>

void
declined_tell(struct matter *mt, enum say say, const struct guest *about, struct span was,
    const char *comment)
{
	static const enum guest_role whom[] = { GUEST_WRITER, GUEST_HOST };

	for (size_t i = 0; i < sizeof whom / sizeof *whom; i++) {
		const struct guest *g =
		    whom[i] == GUEST_WRITER ? meeting_writer(mt->m) : meeting_host(mt->m);
		struct effect *e;

		if (g == NULL || address_same(g->email, about->email))
			continue;
		e = matter_say(mt, say, g->email);
		e->about = about->email;
		e->was = was;
		/* What guests write is for the staff; it is not passed on to other guests. */
		e->comment = g->role == GUEST_HOST ? comment : "";
	}
}

static const char *
topic_in(const char *text, const struct staff *s)
{
	for (size_t i = 0; i < s->n_topics; i++)
		if (s->topics[i][0] != '\0' && strcasestr(text, s->topics[i]) != NULL)
			return s->topics[i];
	return NULL;
}

/* Speaks the writer's language, and knows what it is about if the one before did. */
static bool
fits(const struct matter *mt, const struct host *h, const struct staff *before)
{
	const char *topic = before != NULL ? topic_in(mt->m->topic, before) : NULL;

	return h->language && (topic == NULL || topic_in(mt->m->topic, h->staff) != NULL);
}

/* Who has declined already is not asked again. */
static bool
is_out(const struct matter *mt, const struct staff *s)
{
	const struct guest *g = meeting_guest(mt->m, s->email);

	return g != NULL && (g->role != GUEST_OTHER || g->partstat == PART_DECLINED);
}

/* A colleague who is free at that very time; NULL: nobody. */
static const struct staff *
stand_in(const struct matter *mt, const struct guest *host)
{
	const struct guest *writer = meeting_writer(mt->m);
	const struct staff *before = team_find(mt->team, host->email);
	struct search q = { .language = mt->m->language, .guest = writer->email };
	struct hosts hosts;

	hosts_order(mt->team, &q, true, mt->now, mt->arena, &hosts);
	for (size_t i = 0; i < hosts.n; i++)
		if (!is_out(mt, hosts.items[i].staff) && fits(mt, &hosts.items[i], before) &&
		    gap_check(mt->team, hosts.items[i].staff, mt->m->slot, mt->m->id, mt->now,
			mt->arena) == GAP_NONE)
			return hosts.items[i].staff;
	return NULL;
}

/* Near to the time that does not suit, and never that one again. */
static void
offer_instead(struct matter *mt, enum say say, const char *host)
{
	struct meeting *m = mt->m;

	m->refused = spans_union(m->refused, spans_make(&m->slot, 1, mt->arena), mt->arena);
	offers_make_near(mt, say, m->slot, host);
}

static void
writer_declined(struct matter *mt)
{
	const struct guest *host = meeting_host(mt->m);

	offer_instead(mt, SAY_OFFER_AGAIN, host != NULL ? host->email : NULL);
}

static void
host_declined(struct matter *mt, const struct guest *host)
{
	const struct staff *s = stand_in(mt, host);

	if (s != NULL)
		settle_hand_over(mt, s);
	else
		offer_instead(mt, SAY_OFFER_PERSON, NULL);
}

void
declined(struct matter *mt, struct guest *g, const struct calperson *saying)
{
	const char *comment = mt->ev->calendar.comment;
	bool again = g->partstat == PART_DECLINED;

	g->partstat = PART_DECLINED;
	matter_note(mt, g->email, again ? "declined, as before" : "declined");
	if (again)
		return;
	switch (g->role) {
	case GUEST_WRITER: writer_declined(mt); return;
	case GUEST_HOST: host_declined(mt, g); return;
	case GUEST_OTHER:
		declined_tell(mt, SAY_GUEST_DECLINED, g, (struct span){ 0 },
		    *comment != '\0' ? comment : saying->note);
		if (mt->team->rules.need_all)
			writer_declined(mt);
		return;
	case GUEST_FORMER: return;
	}
}

bool
declined_runs_out(const struct meeting *m, int64_t now)
{
	const struct guest *writer = meeting_writer(m), *host = meeting_host(m);

	if (m->state != MEETING_SETTLED || meeting_over(m, now) || writer == NULL || host == NULL)
		return false;
	for (size_t i = 0; i < m->n_offers; i++)
		if (m->offers[i].state == OFFER_OPEN)
			return false;
	return writer->partstat == PART_DECLINED || host->partstat == PART_DECLINED;
}
