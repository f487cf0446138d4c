#include "sim/crowd.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "sim/chance.h"
#include "sim/hearing.h"
#include "sim/sentences.h"

#include <stdlib.h>
#include <string.h>

enum { MAILS_MOST = 5 };

static const struct writer people[] = {
	{ .name = "Ana Lima", .email = "ana@lima.example", .offset = -3 },
	{ .name = "Bo Chen", .email = "bo@chen.example", .offset = 8 },
	{ .name = "Carla Rossi", .email = "carla@rossi.example", .offset = 1 },
	{ .name = "Dipa Sen", .email = "dipa@sen.example", .offset = 6 },
	{ .name = "Emeka Obi", .email = "emeka@obi.example", .offset = 1 },
	{ .name = "Freya Dahl", .email = "freya@dahl.example", .offset = 0 },
	{ .name = "Goran Ilic", .email = "goran@ilic.example", .offset = 2 },
	{ .name = "Hiro Mori", .email = "hiro@mori.example", .offset = 9 },
};

const char *
gist_name(enum gist gist)
{
	static const char *const names[] = { "request", "exact", "pick", "decline", "move",
		"call-off", "thanks", "yes", "no", "forged", "robot", "bounce", "nameless", "old",
		"copy", "large", "broken", "withheld", "vanished" };

	return names[gist];
}

struct writer *
crowd_writer(struct crowd *c, const char *email)
{
	for (int i = 0; i < c->n_writers; i++)
		if (strcmp(c->writers[i].email, email) == 0)
			return &c->writers[i];
	return NULL;
}

/* What follows from the seed and these words, and from nothing else. */
static struct chance
chance_about(const struct crowd *c, const char *words)
{
	uint64_t hash = 14695981039346656037u ^ c->seed;

	for (; *words != '\0'; words++)
		hash = (hash ^ (unsigned char)*words) * 1099511628211u;
	return chance_new(hash);
}

static struct plan *
plan(struct crowd *c, int64_t at, enum gist gist, struct writer *g)
{
	struct plan *p;

	c->plans = arena_more(c->arena, c->plans, c->n_plans, sizeof *c->plans);
	p = &c->plans[c->n_plans++];
	*p = (struct plan){ .at = at, .what = PLAN_WRITE, .gist = gist, .writer = g };
	return p;
}

/* --- what a guest does about a mail */

/* The next moment at which people read and write. */
static int64_t
next_hour(const struct crowd *c, int64_t at)
{
	return at - (at - c->begins_at) % HOUR + HOUR;
}

/*
 * When somebody reads what they got: on the hour.  A mail whose copy is awaited can be a quarter of
 * an hour late, and whether it was must not decide which hour that is.
 */
static int64_t
read_at(const struct crowd *c, const struct heard *h)
{
	enum { LATE = 15 * MINUTE, WRONG_CLOCK = 2 * HOUR };
	int64_t at = next_hour(c, h->at), in_time = next_hour(c, h->written_at + LATE);

	return in_time > at && in_time - at < WRONG_CLOCK ? in_time : at;
}

static void
answer(struct crowd *c, const struct heard *h, struct writer *g, enum gist gist, int64_t at,
    int number)
{
	struct plan *p = plan(c, at, gist, g);

	p->on = h;
	p->number = number;
}

/* Of times that are told again some are left out. */
static int
number_from(const struct heard *h, int i)
{
	while (h->offers[i % h->n_offers].start_at == 0)
		i++;
	return i % h->n_offers + 1;
}

static void
answer_offers(struct crowd *c, const struct heard *h, struct writer *g, int64_t at,
    struct chance *chance)
{
	int number = number_from(h, chance_below(chance, h->n_offers));
	int what = chance_below(chance, 100);

	if (what < 50)
		answer(c, h, g, GIST_PICK, at, number);
	else if (what < 60) /* changes its mind */ {
		answer(c, h, g, GIST_PICK, at, number);
		answer(c, h, g, GIST_PICK, at + HOUR, number_from(h, number));
	} else if (what < 70) /* by then it is not held any more */
		answer(c, h, g, GIST_PICK, at + 50 * HOUR, number);
	else if (what < 82)
		answer(c, h, g, GIST_DECLINE, at, 0);
	else if (what < 90)
		answer(c, h, g, GIST_CALL_OFF, at, 0);
	/* or never decides */
}

static void
answer_invitation(struct crowd *c, const struct heard *h, struct writer *g, int64_t at,
    struct chance *chance)
{
	int what = chance_below(chance, 100);

	if (what < 20)
		answer(c, h, g, GIST_THANKS, at, 0);
	else if (what < 40)
		answer(c, h, g, GIST_CALL_OFF, at, 0);
	else if (what < 60)
		answer(c, h, g, GIST_MOVE, at, 0);
	else if (what < 80)
		answer(c, h, g, GIST_YES, at, 0);
	else if (what < 90)
		answer(c, h, g, GIST_NO, at, 0);
}

/* Something is to be written anyway. */
static bool
has_plans(const struct crowd *c, const struct writer *g)
{
	for (size_t i = 0; i < c->n_plans; i++)
		if (c->plans[i].at != 0 && c->plans[i].what == PLAN_WRITE &&
		    c->plans[i].writer == g)
			return true;
	return false;
}

/* Somebody who knows that they meet writes a mail of their own in that name, in no thread. */
static void
forge(struct crowd *c, const struct heard *h, struct writer *g)
{
	struct chance chance =
	    chance_about(c, arena_printf(c->arena, "forgery after %s", h->message_id));

	if (chance_of(&chance, 50))
		plan(c, read_at(c, h) + chance_below(&chance, 20) * HOUR, GIST_FORGED, g);
}

static void
react(struct crowd *c, const struct heard *h, struct writer *g)
{
	struct chance chance = chance_about(c, h->message_id);
	int64_t at = read_at(c, h);

	if (g->temper == WRITER_AWAY)
		answer(c, h, g, GIST_ROBOT, at, 0);
	if (g->temper == WRITER_DEAD) {
		answer(c, h, g, GIST_BOUNCE, at, 0);
		return;
	}
	if (h->kind == HEARD_INVITATION && c->seed % 5 == 4)
		forge(c, h, g);
	at += chance_below(&chance, 20) * HOUR;
	if (h->unasked && h->kind == HEARD_OFFERS && has_plans(c, g))
		return;
	switch (h->kind) {
	case HEARD_OFFERS: answer_offers(c, h, g, at, &chance); break;
	case HEARD_INVITATION: answer_invitation(c, h, g, at, &chance); break;
	case HEARD_CANCELLATION:
	case HEARD_WORDS:
		if (chance_of(&chance, 20))
			answer(c, h, g, GIST_THANKS, at, 0);
	}
}

static void
drop(struct crowd *c, struct written *w, const char *bytes, size_t len, int64_t now)
{
	struct box_mail mail = { .received_at = now, .bytes = bytes, .len = len, .sent = w };

	if (w->gist == GIST_LARGE)
		mail.claimed = 20 << 20;
	if (w->gist == GIST_WITHHELD)
		mail.fate = FATE_WITHHELD;
	if (w->gist == GIST_VANISHED)
		mail.fate = FATE_GONE;
	w->copies++;
	imap_server_deliver(c->imap, &mail);
}

/*
 * The copy for convened's own mailbox: at once, or some minutes later, or it is lost.  Each has a
 * trace of its own.
 */
static void
return_copy(struct crowd *c, const struct delivery *d, struct heard *h)
{
	struct chance chance = chance_about(c, arena_printf(c->arena, "copy of %s", h->message_id));
	struct written *w = arena_alloc(c->arena, sizeof *w);
	int what = chance_below(&chance, 100);
	struct plan *p;

	w->gist = GIST_COPY;
	w->message_id = h->message_id;
	w->at = d->at;
	w->bytes = arena_printf(c->arena, "Received: by smtp.team.example; step %ld\r\n%.*s",
	    d->step, (int)d->len, d->bytes);
	w->len = strlen(w->bytes);
	h->copied = what < 80;
	if (h->copied)
		drop(c, w, w->bytes, w->len, d->at);
	else if (what < 95) {
		p = plan(c, d->at + MINUTE + chance_below(&chance, 20) * MINUTE, GIST_COPY, NULL);
		p->what = PLAN_RETURN;
		p->of = w;
	}
}

const char *
crowd_hear(struct crowd *c, const struct delivery *d)
{
	struct heard *h = arena_alloc(c->arena, sizeof *h);
	struct writer *g = crowd_writer(c, d->recipient);
	bool again = false;

	hearing_read(d, c->arena, h);
	for (size_t i = 0; i < c->n_heard; i++)
		again |= strcmp(c->heard[i]->message_id, h->message_id) == 0;
	c->heard = arena_more(c->arena, c->heard, c->n_heard, sizeof(struct heard *));
	c->heard[c->n_heard++] = h;
	if (d->copied)
		return_copy(c, d, h);
	if (g != NULL && !again)
		react(c, h, g);
	return h->message_id;
}

bool
crowd_takes_no_copies(const struct crowd *c)
{
	return c->seed % 7 == 0;
}

/* Greylisting that lasts until five past the hour: it delays, and never past the next hour. */
int
crowd_verdict(struct crowd *c, const char *recipient)
{
	const struct writer *g = crowd_writer(c, recipient);

	if (c->not_now)
		return 450;
	if (strcmp(recipient, c->smtp->mailbox) == 0)
		return crowd_takes_no_copies(c) ? 550 : 250;
	if (g != NULL && g->temper == WRITER_REFUSED)
		return 550;
	if (g != NULL && g->temper == WRITER_GREY && c->imap->wire.clock->now_ms % 3600000 < 300000)
		return 450;
	return 250;
}

/* --- writing */

static void
put_date(struct buf *b, int64_t at, int offset)
{
	static const char names[] = "MonTueWedThuFriSatSunJanFebMarAprMayJunJulAugSepOctNovDec";
	struct civil t;

	civil_from_seconds(at + offset * HOUR, &t);
	buf_printf(b, "Date: %.3s, %d %.3s %d %02d:%02d:%02d %c%02d00\r\n",
	    names + 3 * date_weekday(t.date), t.date.day, names + 3 * (6 + t.date.month),
	    t.date.year, t.minute / 60, t.minute % 60, t.second, offset < 0 ? '-' : '+',
	    abs(offset));
}

static void
put_sender(struct buf *b, const struct plan *p)
{
	switch (p->gist) {
	case GIST_BOUNCE:
		buf_str(b, "Return-Path: <>\r\nAuto-Submitted: auto-replied\r\n"
			   "From: MAILER-DAEMON@relay.example\r\n");
		return;
	case GIST_NAMELESS: buf_str(b, "From: undisclosed\r\n"); return;
	case GIST_ROBOT: buf_str(b, "Auto-Submitted: auto-replied\r\n"); break;
	case GIST_REQUEST:
	case GIST_EXACT:
	case GIST_PICK:
	case GIST_DECLINE:
	case GIST_MOVE:
	case GIST_CALL_OFF:
	case GIST_THANKS:
	case GIST_YES:
	case GIST_NO:
	case GIST_FORGED:
	case GIST_OLD:
	case GIST_COPY: break;
	case GIST_LARGE:
	case GIST_BROKEN:
	case GIST_WITHHELD:
	case GIST_VANISHED: buf_str(b, "From: Zoe Away <zoe@away.example>\r\n"); return;
	}
	buf_printf(b, "From: %s <%s>\r\n", p->writer->name, p->writer->email);
}

static void
put_subject(struct buf *b, const struct plan *p)
{
	const char *on = p->on != NULL ? p->on->subject : "";
	bool again = strncmp(on, "Re: ", 4) == 0;

	buf_printf(b, "Subject: %s%s\r\n",
	    p->on == NULL || again ? "" : "Re: ", p->on == NULL ? "A meeting" : on);
}

/* As a reply of a person looks: below the words, what they are about. */
static void
put_text(struct crowd *c, struct buf *b, const struct plan *p, struct written *w)
{
	struct chance chance = chance_about(c, w->message_id);
	int64_t local = 0;

	if (p->gist == GIST_EXACT) {
		int64_t day =
		    c->begins_at - c->begins_at % DAY + (3 + chance_below(&chance, 9)) * DAY;

		w->named.start_at = day + (8 + chance_below(&chance, 7)) * HOUR;
		w->named.end_at = w->named.start_at + 30 * MINUTE;
		local = w->named.start_at + p->writer->offset * HOUR;
	}
	if (p->gist == GIST_PICK)
		w->named = p->on->offers[p->number - 1];
	buf_printf(b, "%s\r\n\r\n%s\r\n", sentence(p->gist, p->number, local, &chance, c->arena),
	    p->writer != NULL ? p->writer->name : "");
	if (p->on != NULL && p->writer != NULL)
		buf_printf(b,
		    "\r\nMeeting Desk wrote:\r\n> Hello %s,\r\n> thank you for writing.\r\n",
		    p->writer->name);
}

static void
put_too_many_parts(struct buf *b)
{
	buf_str(b, "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n");
	for (int i = 0; i < 300; i++)
		buf_str(b, "--x\r\n\r\na\r\n");
	buf_str(b, "--x--\r\n");
}

/* As a calendar program answers: no words, and no organizer either. */
static void
put_calendar(struct buf *b, const struct plan *p, int64_t now)
{
	struct civil t;

	civil_from_seconds(now, &t);
	buf_printf(b,
	    "MIME-Version: 1.0\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n"
	    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//sim//EN\r\nMETHOD:REPLY\r\n"
	    "BEGIN:VEVENT\r\nUID:%s\r\nSEQUENCE:%d\r\n"
	    "DTSTAMP:%04d%02d%02dT%02d%02d%02dZ\r\nATTENDEE;PARTSTAT=%s:mailto:%s\r\n"
	    "END:VEVENT\r\nEND:VCALENDAR\r\n",
	    p->on->uid, p->on->sequence, t.date.year, t.date.month, t.date.day, t.minute / 60,
	    t.minute % 60, t.second, p->gist == GIST_YES ? "ACCEPTED" : "DECLINED",
	    p->writer->email);
}

static struct written *
compose(struct crowd *c, const struct plan *p, int64_t now)
{
	struct written *w = arena_alloc(c->arena, sizeof *w);
	const char *to = p->on != NULL ? p->on->reply_to : "meet@team.example";
	struct buf b;

	if (p->gist == GIST_BOUNCE || p->gist == GIST_ROBOT)
		to = p->on->sender[0] != '\0' ? p->on->sender : to;
	w->gist = p->gist;
	w->at = now;
	w->writer = p->writer;
	w->on = p->on;
	w->message_id = arena_printf(c->arena, "%zu.%lld@%s", c->n_written, (long long)now,
	    p->writer != NULL ? strchr(p->writer->email, '@') + 1 : "nobody.example");
	buf_init(&b, c->arena);
	put_sender(&b, p);
	put_date(&b, now, p->writer != NULL ? p->writer->offset : 0);
	buf_printf(&b, "To: %s\r\nMessage-ID: <%s>\r\n", to, w->message_id);
	if (p->on != NULL)
		buf_printf(&b, "In-Reply-To: <%s>\r\nReferences: <%s>\r\n", p->on->message_id,
		    p->on->message_id);
	put_subject(&b, p);
	if (p->gist == GIST_BROKEN)
		put_too_many_parts(&b);
	else if (p->gist == GIST_YES || p->gist == GIST_NO)
		put_calendar(&b, p, now);
	else {
		buf_str(&b, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n");
		put_text(c, &b, p, w);
	}
	w->bytes = b.data;
	w->len = b.len;
	return w;
}

static void
write_mail(struct crowd *c, const struct plan *p, int64_t now)
{
	struct written *w;
	struct chance chance;
	bool person = p->gist != GIST_ROBOT && p->gist != GIST_BOUNCE && p->gist != GIST_FORGED;

	if (person && p->writer != NULL && p->writer->written++ >= MAILS_MOST)
		return;
	w = compose(c, p, now);
	c->written = arena_more(c->arena, c->written, c->n_written, sizeof(struct written *));
	c->written[c->n_written++] = w;
	drop(c, w, w->bytes, w->len, now);
	chance = chance_about(c, w->message_id);
	if (p->gist < GIST_OLD && chance_of(&chance, 12)) {
		struct plan *again = plan(c, now + HOUR * chance_below(&chance, 30), p->gist, NULL);

		again->what = chance_of(&chance, 50) ? PLAN_COPY : PLAN_AGAIN;
		again->of = w;
	}
}

static void
carry_out(struct crowd *c, const struct plan *p, int64_t now)
{
	struct written *w = (struct written *)p->of;
	const char *bytes;

	switch (p->what) {
	case PLAN_WRITE: write_mail(c, p, now); break;
	case PLAN_RETURN:
	case PLAN_COPY: drop(c, w, w->bytes, w->len, now); break;
	case PLAN_AGAIN: /* by another way, which leaves a trace of its own */
		bytes = arena_printf(c->arena,
		    "Received: from elsewhere.example by mx.team.example\r\n%s", w->bytes);
		drop(c, w, bytes, strlen(bytes), now);
		break;
	case PLAN_RENUMBER: imap_server_renumber(c->imap); break;
	case PLAN_RESTART:
		imap_server_restart(c->imap);
		smtp_server_restart(c->smtp);
		break;
	}
}

/* --- time */

/* Which of two plans for the same moment comes first does not depend on how they came about. */
static int
compare(const struct plan *a, const struct plan *b)
{
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (a->what != b->what)
		return (int)a->what - (int)b->what;
	if (a->writer != b->writer)
		return a->writer < b->writer ? -1 : 1;
	if (a->gist != b->gist)
		return (int)a->gist - (int)b->gist;
	if (a->of != b->of)
		return strcmp(a->of->message_id, b->of->message_id);
	return a->on == b->on ? 0 : strcmp(a->on->message_id, b->on->message_id);
}

static struct plan *
first_plan(const struct crowd *c)
{
	struct plan *first = NULL;

	for (size_t i = 0; i < c->n_plans; i++)
		if (c->plans[i].at != 0 && (first == NULL || compare(&c->plans[i], first) < 0))
			first = &c->plans[i];
	return first;
}

void
crowd_plan(struct crowd *c, int64_t at, enum gist gist)
{
	plan(c, at, gist, NULL);
}

int64_t
crowd_next_at(const struct crowd *c)
{
	const struct plan *p = first_plan(c);

	return p == NULL ? 0 : p->at;
}

void
crowd_act(struct crowd *c, int64_t now)
{
	struct plan *p;

	while ((p = first_plan(c)) != NULL && p->at <= now) {
		struct plan due = *p;

		p->at = 0;
		carry_out(c, &due, due.at);
	}
}

void
crowd_open(struct crowd *c, uint64_t seed, int64_t begins_at, struct arena *a,
    struct server_imap *imap, struct server_smtp *smtp)
{
	struct chance chance = chance_new(seed);
	int first;

	*c = (struct crowd){ .seed = seed, .arena = a, .imap = imap, .smtp = smtp };
	c->begins_at = begins_at;
	smtp->mailbox = "meet@team.example";
	c->n_writers = 1 + chance_below(&chance, 5);
	first = chance_below(&chance, 8);
	for (int i = 0; i < c->n_writers; i++) {
		struct writer *g = &c->writers[i];
		int temper = chance_below(&chance, 100);

		*g = people[(first + i) % 8];
		g->temper = temper < 70   ? WRITER_LIVELY
		            : temper < 80 ? WRITER_AWAY
		            : temper < 86 ? WRITER_DEAD
		            : temper < 92 ? WRITER_REFUSED
		                          : WRITER_GREY;
		plan(c, begins_at + (1 + chance_below(&chance, 30)) * HOUR,
		    chance_of(&chance, 25) ? GIST_EXACT : GIST_REQUEST, g);
		if (chance_of(&chance, 15))
			plan(c, begins_at + (40 + chance_below(&chance, 40)) * HOUR, GIST_REQUEST,
			    g);
	}
	if (chance_of(&chance, 15))
		plan(c, begins_at + (1 + chance_below(&chance, 40)) * HOUR, GIST_NAMELESS, NULL);
	if (chance_of(&chance, 15))
		plan(c, begins_at + (5 + chance_below(&chance, 90)) * HOUR, 0, NULL)->what =
		    PLAN_RENUMBER;
	if (chance_of(&chance, 40))
		plan(c, begins_at + (1 + chance_below(&chance, 60)) * HOUR, 0, NULL)->what =
		    PLAN_RESTART;
	if (chance_of(&chance, 50)) { /* somebody else has answered this one */
		struct plan old = { .gist = GIST_OLD, .writer = &c->writers[0] };

		c->writers[0].written--;
		write_mail(c, &old, begins_at - DAY);
	}
}
