/*
 * A crowd of writers who say anything at any time, from fixed seeds: whatever comes, nobody sits in
 * two meetings at once, nothing is offered that is not free, and what was turned down stays away.
 */
#include "decide/decide.h"

#include "decide/gap.h"
#include "decide/world.h"
#include "inbox/address.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

enum { WRITERS = 6, MAILS = 100, CROWDS = 300 };

struct crowd {
	struct world world;
	struct meeting meetings[WRITERS];
	int64_t next_id;
	struct arena *arena;
	const char *wrong; /* the first thing that did not hold */
};

static uint64_t state;

/* A number from 0 up to, not including, n (xorshift: the same on every machine). */
static int
any(int n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (int)(state % (uint64_t)n);
}

static void
expect(struct crowd *c, bool held, const char *what)
{
	if (!held && c->wrong == NULL)
		c->wrong = what;
}

/* --- what they write */

static struct span
random_span(struct crowd *c)
{
	int64_t at = c->world.now - c->world.now % (30 * MINUTE) + any(20 * 48) * 30 * MINUTE;

	return (struct span){ at, at + (1 + any(4) * any(24)) * 30 * MINUTE };
}

static void
random_wishes(struct crowd *c, struct wishes *w)
{
	w->windows = arena_alloc(c->arena, 3 * sizeof *w->windows);
	for (int n = any(4); n > 0; n--)
		w->windows[w->n++] = (struct window){ random_span(c), any(3) == 0 };
	w->named = w->n > 0;
	if (any(4) == 0) {
		struct span s = random_span(c);

		w->excluded = spans_make(&s, 1, c->arena);
	}
	if (any(8) == 0) {
		w->doubts = arena_alloc(c->arena, sizeof *w->doubts);
		w->doubts[0].readings = arena_alloc(c->arena, 2 * sizeof(struct span));
		w->doubts[0].readings[0] = random_span(c);
		w->doubts[0].readings[1] = random_span(c);
		w->doubts[0].n = 2;
		w->n_doubts = 1;
	}
	w->duration_minutes = any(5) == 0 ? 15 * (1 + any(6)) : 0;
	w->odd_hours = any(10) == 0;
}

/* Whoever writes it, for themselves or for another guest. */
static void
random_calendar(struct crowd *c, int writer, struct event *ev)
{
	static const char *const methods[] = { "REPLY", "REPLY", "REPLY", "COUNTER", "REFRESH",
		"CANCEL" };
	const struct meeting *m = &c->meetings[writer];
	struct calperson *p = arena_alloc(c->arena, sizeof *p);

	*p = (struct calperson){ ev->from.email, (enum calanswer)any(5),
		any(2) == 0 ? "delegate@example.net" : "", "", "", 0 };
	if (m->n_guests > 0 && any(2) == 0)
		p->email = m->guests[(size_t)any((int)m->n_guests)].email;
	if (any(3) > 0)
		ev->from.email = p->email;
	ev->calendar.method = methods[any(6)];
	ev->calendar.uid = m->uid != NULL ? m->uid : "";
	ev->calendar.people = p;
	ev->calendar.n_people = 1;
	ev->calendar.sequence = any(3);
	ev->calendar.stamped_at = ev->written_at = c->world.now - any(3) * HOUR;
	ev->calendar.proposed = random_span(c);
}

/* Most people reply to what they got; some show another's secret, or none. */
static void
random_identity(struct crowd *c, const struct meeting *m, struct event *ev)
{
	const struct guest *g = meeting_guest(m, ev->from.email);

	ev->proof = any(6) == 0 ? (enum proof)any(4) : PROOF_NONE;
	ev->agrees = any(2) == 0;
	ev->tag = "";
	if (any(20) == 0)
		ev->tag = m->pending.secret;
	else if (any(8) == 0 && m->n_guests > 0)
		ev->tag = m->guests[any((int)m->n_guests)].token;
	else if (any(8) != 0 && g != NULL)
		ev->tag = g->token;
	expect(c, ev->tag != NULL, "everybody has a token");
}

static void
random_guest(struct crowd *c, struct event *ev)
{
	ev->guests = arena_alloc(c->arena, sizeof *ev->guests);
	ev->guests[0] = (struct address){ "", arena_printf(c->arena, "g%d@example.net", any(20)) };
	ev->n_guests = 1;
}

static void
random_event(struct crowd *c, int writer, struct event *ev)
{
	static const char *const zones[] = { "Europe/Kyiv", "Asia/Tokyo", "America/Lima" };
	static const enum event_kind kinds[] = { EVENT_REQUEST, EVENT_REQUEST, EVENT_PICK,
		EVENT_PICK, EVENT_ACCEPT, EVENT_DECLINE, EVENT_RESCHEDULE, EVENT_CANCEL, EVENT_AUTO,
		EVENT_OTHER, EVENT_CALENDAR, EVENT_JOIN, EVENT_LATE, EVENT_BRING };
	const char *who = any(12) == 0   ? arena_printf(c->arena, "p%d@example.org", any(3))
	                  : any(12) == 0 ? "mallory@example.net"
	                                 : arena_printf(c->arena, "w%d@example.net", writer);

	*ev = (struct event){ .kind = kinds[any(14)],
		.certain = any(12) != 0,
		.language = "en",
		.answer_in = "en",
		.from = { "Somebody", who },
		.zone_source = ZONE_FROM_DATE,
		.message_id = "",
		.subject = "",
		.topic = "",
		.tag = "",
		.calendar = event_no_calendar() };
	if (ev->kind == EVENT_CALENDAR)
		random_calendar(c, writer, ev);
	zone_find(zones[writer % 3], &ev->zone);
	random_wishes(c, &ev->wishes);
	random_identity(c, &c->meetings[writer], ev);
	if (ev->kind == EVENT_BRING && any(3) != 0)
		random_guest(c, ev);
	ev->picks = arena_alloc(c->arena, 2 * sizeof *ev->picks);
	for (int n = any(3); n > 0; n--)
		ev->picks[ev->n_picks++] = any(5) - 1;
	ev->refused = arena_alloc(c->arena, 2 * sizeof *ev->refused);
	for (int n = any(3) / 2; n > 0; n--)
		ev->refused[ev->n_refused++] = 1 + any(3);
}

/* --- what must hold */

static bool
is_new(const struct offer *o, const struct meeting *was)
{
	return o->state == OFFER_OPEN && (o->round > was->rounds);
}

static void
check_offers(struct crowd *c, const struct meeting *was, const struct meeting *m)
{
	for (size_t i = 0; i < m->n_offers; i++) {
		const struct offer *o = &m->offers[i];
		const struct staff *host = team_find(&c->world.team, o->host);

		if (!is_new(o, was) && m->id == was->id)
			continue;
		expect(c,
		    gap_check(&c->world.team, host, o->span, m->id, c->world.now, c->arena) ==
			GAP_NONE,
		    "what is offered is free");
		for (size_t j = 0; j < was->n_offers && m->id == was->id; j++)
			expect(c,
			    was->offers[j].state != OFFER_REFUSED ||
				!span_overlaps(was->offers[j].span, o->span),
			    "what was turned down is not offered again");
	}
}

static void
check_slot(struct crowd *c, const struct event *ev, const struct meeting *m)
{
	const struct staff *host = team_find(&c->world.team, meeting_host(m)->email);

	switch (gap_check(&c->world.team, host, m->slot, m->id, c->world.now, c->arena)) {
	case GAP_NONE:
	case GAP_NOTICE: break;
	case GAP_AWAY:
	case GAP_HOURS:
	case GAP_BUFFER:
	case GAP_CAP:
		expect(c, address_same(host->email, ev->from.email),
		    "only hosts go beyond their own hours");
		break;
	case GAP_BOOKED:
	case GAP_HELD:
	case GAP_BUSY:
	case GAP_UNREAD:
	case GAP_HORIZON:
	case GAP_SHORT: expect(c, false, "what is settled was free");
	}
}

static size_t
count(const struct decision *d, enum effect_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < d->effects.n; i++)
		n += d->effects.items[i].kind == kind;
	return n;
}

/* All who come, and a host who was taken off; whoever sends somebody else knows of it. */
static size_t
to_be_told(const struct meeting *was, const struct meeting *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n_guests; i++) {
		const struct guest *g = &m->guests[i], *before = meeting_guest(was, g->email);
		bool left = g->role == GUEST_FORMER && before != NULL && before->role == GUEST_HOST;
		bool sends = g->partstat == PART_DELEGATED && before != NULL &&
		             before->partstat != PART_DELEGATED;

		n += (g->role != GUEST_FORMER && !sends) || left;
	}
	return n;
}

static bool
is_same(const struct meeting *was, const struct meeting *m)
{
	bool same = m->state == was->state && m->rounds == was->rounds &&
	            m->slot.start_at == was->slot.start_at && m->n_guests == was->n_guests &&
	            m->sequence == was->sequence;

	for (size_t i = 0; same && i < m->n_guests; i++)
		same = m->guests[i].partstat == was->guests[i].partstat;
	return same;
}

static void
check_identity(struct crowd *c, const struct event *ev, const struct meeting *was,
    const struct meeting *m)
{
	const struct guest *from = meeting_guest(was, ev->from.email);
	bool own = from != NULL && *ev->tag != '\0' && strcmp(ev->tag, from->token) == 0;
	bool asked = *ev->tag != '\0' && strcmp(ev->tag, was->pending.secret) == 0;

	if (was->state == MEETING_NEW || m->id != was->id)
		return; /* another meeting: nothing came of this one */
	if (from == NULL && *ev->tag == '\0' && ev->kind != EVENT_CALENDAR)
		expect(c, is_same(was, m), "strangers change nothing");
	if (ev->proof == PROOF_REFUTED)
		expect(c, is_same(was, m), "what is refuted changes nothing");
	if (was->state == MEETING_SETTLED && !own && !asked && ev->proof != PROOF_DOMAIN)
		expect(c, m->state == was->state && m->slot.start_at == was->slot.start_at,
		    "what stands stays, unless the one who may change it says so");
}

static void
check_effects(struct crowd *c, const struct event *ev, const struct meeting *was,
    const struct decision *d)
{
	const struct meeting *m = &d->next;
	size_t calendars =
	    count(d, EFFECT_INVITE) + count(d, EFFECT_UPDATE) + count(d, EFFECT_CANCEL);
	bool afresh = m->id != was->id;

	for (size_t i = 0; i < d->effects.n; i++)
		for (size_t j = 0; j < i; j++)
			expect(c,
			    d->effects.items[i].to[0] == '\0' ||
				strcmp(d->effects.items[i].to, d->effects.items[j].to) != 0,
			    "nobody hears two things at once");
	expect(c, count(d, EFFECT_OPERATOR) <= 1, "the operator hears once of a mail");
	expect(c, ev->kind != EVENT_AUTO || d->effects.n == 0, "robots get nothing");
	expect(c, calendars == 0 || calendars == to_be_told(was, m),
	    "a change reaches every guest");
	expect(c, calendars == 0 || afresh || m->stamped_at > was->stamped_at, "stamps grow");
	expect(c, afresh || m->sequence == was->sequence + (calendars > 0 && was->uid[0] != '\0'),
	    "the sequence grows by one with each change, and only then");
	expect(c, afresh || was->uid[0] == '\0' || strcmp(m->uid, was->uid) == 0,
	    "one UID for life");
	expect(c, m->rounds < 60, "no endless rounds");
	check_identity(c, ev, was, m);
}

static void
keep(struct crowd *c, int writer, const struct meeting *m)
{
	struct offer **open;
	size_t n;

	for (size_t i = 0; i < c->world.team.n; i++) {
		struct staff *p = &c->world.team.staff[i];
		size_t kept = 0;

		for (size_t j = 0; j < p->n_taken; j++)
			if (p->taken[j].meeting != m->id)
				p->taken[kept++] = p->taken[j];
		p->n_taken = kept;
	}
	n = meeting_open_offers(m, c->arena, &open);
	for (size_t i = 0; i < n; i++)
		world_take(&c->world, world_staff(&c->world, arena_mem(c->arena, open[i]->host, 2)),
		    TAKEN_HELD, m->id, open[i]->span);
	if (m->state == MEETING_SETTLED)
		world_take(&c->world,
		    world_staff(&c->world, arena_mem(c->arena, meeting_host(m)->email, 2)),
		    TAKEN_BOOKED, m->id, m->slot);
	c->meetings[writer] = *m;
}

/* A stranger's own meeting is of no interest here. */
static bool
is_strangers(const struct meeting *was, const struct meeting *m)
{
	return was->state != MEETING_NEW && m->id == 0 &&
	       meeting_guest(was, meeting_writer(m)->email) == NULL;
}

static void
one_mail(struct crowd *c, int number)
{
	int writer = any(WRITERS);
	struct meeting *was = &c->meetings[writer];
	struct decision d;
	struct event ev;

	c->world.now += any(20) * HOUR;
	if (any(5) == 0) {
		decide_time_up(was, &c->world.team, c->world.now, c->arena, &d);
		expect(c, count(&d, EFFECT_SAY) == 0, "time passes silently");
	} else {
		random_event(c, writer, &ev);
		decide(&ev, was, &c->world.team, arena_printf(c->arena, "seed %d", number),
		    c->world.now, c->arena, &d);
		check_effects(c, &ev, was, &d);
		check_offers(c, was, &d.next);
		if (d.next.state == MEETING_SETTLED &&
		    (was->state != MEETING_SETTLED || d.next.sequence != was->sequence))
			check_slot(c, &ev, &d.next);
	}
	if (d.next.state == MEETING_NEW || is_strangers(was, &d.next))
		return;
	if (d.next.id == 0)
		d.next.id = ++c->next_id;
	keep(c, writer, &d.next);
}

static void
begin(struct crowd *c, struct arena *a)
{
	*c = (struct crowd){ .arena = a };
	world_init(&c->world, a);
	world_line(&c->world, "staff p0 Europe/Berlin");
	world_line(&c->world, "hours Mon-Fri 09:00-12:00 13:00-17:00");
	world_line(&c->world, "with buffer 10m, cap 3");
	world_line(&c->world, "staff p1 Asia/Tbilisi");
	world_line(&c->world, "hours Mon-Thu 10:00-18:00");
	world_line(&c->world, "staff p2 America/New_York");
	world_line(&c->world, "hours Tue-Sat 08:00-11:00");
	world_line(&c->world, "with cap 2, notice 2h, share 2");
	c->world.now = 1793600000 + any(100) * DAY; /* around the end of 2026, changes of clocks */
	for (int i = 0; i < WRITERS; i++)
		meeting_copy(&c->meetings[i], NULL, a);
}

int
main(void)
{
	struct arena *a = arena_new();

	for (uint64_t seed = 1; seed <= CROWDS; seed++) {
		struct crowd c;

		arena_reset(a);
		state = seed * 0x9e3779b97f4a7c15;
		begin(&c, a);
		for (int i = 0; i < MAILS && c.wrong == NULL; i++)
			one_mail(&c, i);
		ok(c.wrong == NULL, "crowd %d: %s", (int)seed,
		    c.wrong == NULL ? "all promises kept" : c.wrong);
	}
	arena_free(a);
	return tap_done();
}
