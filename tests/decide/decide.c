/*
 * Plays the stories of tests/decide/stories: each `when` is one mail, or a moment that came, and
 * the `then` lines below it are all that follows from it, in order:
 *
 *     story   what it is about: everything but the team begins anew
 *     when    [+2h] ana request; exactly 2026-11-24 10:00; cc bo; ...
 *     when    +48h time up
 *     then    answered, settled 2026-11-24 10:00-10:30 with kim, sequence 0
 *     then    invite writer
 *     then    offer 1 2026-11-24 10:00 kim           (each offer that is open)
 *     then    ana ACCEPTED                           (each answer that is new)
 */
#include "decide/decide.h"

#include "decide/world.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

struct story {
	struct world world;
	struct meeting meeting;
	int64_t begun_at;
	int next_id, mails;
	const char *last_uid; /* of the last meeting that was settled */
	const char *title;
	char **lines; /* what followed and was not yet expected */
	size_t n_lines;
	struct arena *arena;
};

static void
say(struct story *s, char *line)
{
	s->lines = arena_more(s->arena, s->lines, s->n_lines, sizeof *s->lines);
	s->lines[s->n_lines++] = line;
}

static const char *
short_name(const char *email, struct arena *a)
{
	return arena_mem(a, email, strcspn(email, "@"));
}

static char *
standing(const struct meeting *m, struct arena *a)
{
	const struct guest *host = meeting_host(m);

	if (m->state != MEETING_SETTLED && m->state != MEETING_CANCELLED)
		return arena_str(a, meeting_state_name(m->state));
	return arena_printf(a, "%s %s-%s with %s, sequence %d", meeting_state_name(m->state),
	    world_moment(m->slot.start_at, a), world_moment(m->slot.end_at, a) + 11,
	    short_name(host->email, a), m->sequence);
}

/* What the store would hold: the meeting, and its times in the calendars. */
static void
keep(struct story *s, const struct decision *d)
{
	struct offer **open;
	size_t n;

	if (d->next.state == MEETING_NEW)
		return; /* there is none to keep */
	s->meeting = d->next;
	if (s->meeting.id == 0)
		s->meeting.id = ++s->next_id;
	for (size_t i = 0; i < s->world.team.n; i++) {
		struct staff *p = &s->world.team.staff[i];
		size_t kept = 0;

		for (size_t j = 0; j < p->n_taken; j++)
			if (p->taken[j].meeting != s->meeting.id || s->meeting.id == 0)
				p->taken[kept++] = p->taken[j];
		p->n_taken = kept;
	}
	if (s->meeting.state == MEETING_SETTLED)
		world_take(&s->world,
		    world_staff(&s->world, short_name(meeting_host(&d->next)->email, s->arena)),
		    TAKEN_BOOKED, s->meeting.id, s->meeting.slot);
	n = meeting_open_offers(&s->meeting, s->arena, &open);
	for (size_t i = 0; i < n; i++)
		world_take(&s->world, world_staff(&s->world, short_name(open[i]->host, s->arena)),
		    TAKEN_HELD, s->meeting.id, open[i]->span);
}

/* Those that were there before, or of a time that is new, are not worth a line. */
static void
tell_answers(struct story *s, const struct meeting *m)
{
	for (size_t i = 0; i < m->n_guests; i++) {
		const struct guest *g = &m->guests[i], *was = meeting_guest(&s->meeting, g->email);

		if (g->partstat != PART_NEEDS_ACTION &&
		    (was == NULL || was->partstat != g->partstat))
			say(s, arena_printf(s->arena, "%s %s", short_name(g->email, s->arena),
				   partstat_name(g->partstat)));
	}
}

static void
tell(struct story *s, const struct decision *d)
{
	struct offer **open;
	size_t n;

	say(s, arena_printf(s->arena, "%s, %s", verdict_name(d->verdict),
		   standing(&d->next, s->arena)));
	for (size_t i = 0; i < d->effects.n; i++) {
		const struct effect *e = &d->effects.items[i];
		char *line = effect_line(e, &d->next, s->arena);

		for (size_t j = 0; j < e->n_numbers; j++)
			line = arena_printf(s->arena, "%s %d", line, e->numbers[j]);
		say(s, line);
	}
	tell_answers(s, &d->next);
	n = meeting_open_offers(&d->next, s->arena, &open);
	for (size_t i = 0; i < n; i++)
		say(s, arena_printf(s->arena, "offer %d %s %s", open[i]->number,
			   world_moment(open[i]->span.start_at, s->arena),
			   short_name(open[i]->host, s->arena)));
}

static const char *
address_of(struct story *s, const char *name)
{
	return arena_printf(s->arena, "%s@example.%s", name,
	    world_staff(&s->world, name) != NULL ? "org" : "net");
}

static bool
kind_of(const char *name, enum event_kind *out)
{
	static const char *const names[] = { "request", "pick", "accept", "decline", "reschedule",
		"cancel", "late", "bring", "join", "withdraw", "forget", "calendar", "auto",
		"other" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], name) == 0) {
			*out = (enum event_kind)i;
			return true;
		}
	return false;
}

static size_t
numbers(const char *text, struct arena *a, int **out)
{
	char **words;
	size_t n = world_split(text, " ", a, &words);

	*out = arena_alloc(a, (n + 1) * sizeof **out);
	for (size_t i = 0; i < n; i++)
		(*out)[i] = strcmp(words[i], "last") == 0 ? -1 : atoi(words[i]);
	return n;
}

static void
add_guests(struct story *s, struct event *ev, const char *text, bool named)
{
	char **words;

	ev->n_guests = world_split(text, " ", s->arena, &words);
	ev->guests = arena_alloc(s->arena, (ev->n_guests + 1) * sizeof *ev->guests);
	for (size_t i = 0; i < ev->n_guests; i++)
		ev->guests[i] = (struct address){ named ? words[i] : "", address_of(s, words[i]) };
}

static void
add_heard(struct story *s, struct event *ev, const char *text)
{
	char **words;

	ev->n_heard = world_split(text, " ", s->arena, &words);
	ev->heard = (const char **)words;
}

static enum calanswer
answer_of(const char *text)
{
	static const char *const names[] = { "nothing", "ACCEPTED", "DECLINED", "TENTATIVE",
		"DELEGATED" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], text) == 0)
			return (enum calanswer)i;
	ok(false, "\"%s\" is an answer", text);
	return CALANSWER_NONE;
}

/* An object about the meeting as it is, made now, of which the sender is the attendee. */
static struct calperson *
calendar_of(struct story *s, struct event *ev, const char *method)
{
	struct calperson *p = arena_alloc(s->arena, sizeof *p);

	*p = (struct calperson){ ev->from.email, CALANSWER_NONE, "", "", "", 0 };
	ev->calendar.method = method;
	ev->calendar.uid = s->meeting.uid;
	ev->calendar.sequence = s->meeting.sequence;
	ev->calendar.stamped_at = ev->written_at = s->world.now;
	ev->calendar.people = p;
	ev->calendar.n_people = 1;
	return p;
}

/*
 * "reply ACCEPTED", "counter 2026-11-25 15:00-15:30", "method REFRESH"; behind it "as bo" (who the
 * object says it is), "to carl", "writes WORDS", "sequence 2", "stamp -2h", "about 2026-11-25
 * 15:00" (one date), "of another" (meeting).
 */
static bool
calendar_clause(struct story *s, struct event *ev, const char *text)
{
	struct calperson *p = (struct calperson *)(uintptr_t)ev->calendar.people;
	struct zone utc = zone_utc();

	if (strncmp(text, "reply ", 6) == 0)
		calendar_of(s, ev, "REPLY")->answer = answer_of(text + 6);
	else if (strncmp(text, "counter 2", 9) == 0) {
		calendar_of(s, ev, "COUNTER")->answer = CALANSWER_YES; /* as Google has it */
		ev->calendar.proposed = world_span(text + 8, &utc);
	} else if (strcmp(text, "counter untimed") == 0) {
		calendar_of(s, ev, "COUNTER");
		ev->calendar.untimed = true;
		ev->certain = false;
	} else if (strncmp(text, "method ", 7) == 0)
		calendar_of(s, ev, text + 7);
	else if (strncmp(text, "as ", 3) == 0)
		p->email = strchr(text, '@') != NULL ? text + 3 : address_of(s, text + 3);
	else if (strncmp(text, "to ", 3) == 0)
		p->delegate = address_of(s, text + 3);
	else if (strncmp(text, "sent by ", 8) == 0)
		p->delegator = address_of(s, text + 8);
	else if (strncmp(text, "with ", 5) == 0)
		p->companions = atoi(text + 5);
	else if (strncmp(text, "writes ", 7) == 0)
		ev->calendar.comment = text + 7;
	else if (strncmp(text, "sequence ", 9) == 0)
		ev->calendar.sequence = atoi(text + 9);
	else if (strncmp(text, "stamp ", 6) == 0)
		ev->calendar.stamped_at += atoi(text + 6) * HOUR;
	else if (strncmp(text, "about ", 6) == 0) {
		ev->calendar.one_date = true;
		ev->calendar.instance_at = world_span(text + 6, &utc).start_at;
	} else if (strcmp(text, "of another") == 0)
		ev->calendar.uid = "other@example.com";
	else
		return false;
	return true;
}

/* People reply to what they got, in whose address is their token. */
static void
answer_own_mail(struct story *s, struct event *ev)
{
	const struct guest *g = meeting_guest(&s->meeting, ev->from.email);

	ev->tag = g != NULL ? g->token : "";
}

static const char *
token_of(struct story *s, const char *name)
{
	const struct guest *g = meeting_guest(&s->meeting, address_of(s, name));

	ok(g != NULL, "%s: %s has a token", s->title, name);
	return g != NULL ? g->token : "";
}

static bool
proof_of(const char *name, enum proof *out)
{
	for (int p = PROOF_NONE; p <= PROOF_GOOGLE; p++)
		if (strcmp(proof_name((enum proof)p), name) == 0) {
			*out = (enum proof)p;
			return true;
		}
	return false;
}

/* How the writer is known, if not by replying to a mail of ours. */
static bool
known_by(struct story *s, struct event *ev, const char *text)
{
	if (strcmp(text, "in the thread") == 0)
		ev->tag = "";
	else if (strcmp(text, "fresh") == 0) {
		ev->tag = "";
		ev->sought = true;
	} else if (strncmp(text, "token of ", 9) == 0)
		ev->tag = token_of(s, text + 9);
	else if (strncmp(text, "answers ", 8) == 0) {
		ev->tag = "";
		ev->answers = address_of(s, text + 8);
	} else if (strcmp(text, "to the question") == 0)
		ev->tag = s->meeting.pending.secret;
	else if (strncmp(text, "proof ", 6) == 0)
		return proof_of(text + 6, &ev->proof);
	else
		return false;
	return true;
}

static void
clause(struct story *s, struct event *ev, const char *text)
{
	if (world_clause(&s->world, &ev->wishes, text) || known_by(s, ev, text))
		return;
	if (strncmp(text, "picks ", 6) == 0)
		ev->n_picks = numbers(text + 6, s->arena, &ev->picks);
	else if (strncmp(text, "refuses ", 8) == 0)
		ev->n_refused = numbers(text + 8, s->arena, &ev->refused);
	else if (strncmp(text, "cc ", 3) == 0)
		add_guests(s, ev, text + 3, true);
	else if (strncmp(text, "nameless ", 9) == 0)
		add_guests(s, ev, text + 9, false);
	else if (strncmp(text, "heard ", 6) == 0)
		add_heard(s, ev, text + 6);
	else if (strncmp(text, "in ", 3) == 0)
		ok(zone_find(text + 3, &ev->zone), "zone %s", text);
	else if (strncmp(text, "language ", 9) == 0)
		ev->language = text + 9;
	else if (strcmp(text, "zone unknown") == 0)
		ev->zone_source = ZONE_FROM_DEFAULT;
	else if (strcmp(text, "uncertain") == 0)
		ev->certain = false;
	else if (strcmp(text, "foreign") == 0)
		ev->foreign = true;
	else if (strcmp(text, "asks language") == 0)
		ev->asks_language = true;
	else if (strncmp(text, "by ", 3) == 0)
		ev->late_minutes = atoi(text + 3);
	else if (strcmp(text, "yes") == 0)
		ev->agrees = true;
	else if (strcmp(text, "thanks") == 0)
		ev->small_talk = true;
	else if (strcmp(text, "bounce") == 0)
		ev->bounce = true;
	else if (!calendar_clause(s, ev, text))
		ok(false, "%s: clause \"%s\" is understood", s->title, text);
}

static void
read_event(struct story *s, char **parts, size_t n, struct event *ev)
{
	char **head;

	*ev = (struct event){ .certain = true,
		.language = "en",
		.answer_in = "en",
		.zone = zone_utc(),
		.zone_source = ZONE_FROM_DATE,
		.subject = "A talk",
		.topic = "",
		.tag = "",
		.calendar = event_no_calendar() };
	if (world_split(parts[0], " ", s->arena, &head) != 2 || !kind_of(head[1], &ev->kind))
		ok(false, "%s: \"%s\" is a name and a kind", s->title, parts[0]);
	ev->from = (struct address){ head[0], address_of(s, head[0]) };
	ev->message_id = arena_printf(s->arena, "mail-%d@example.net", ++s->mails);
	answer_own_mail(s, ev);
	for (size_t i = 1; i < n; i++)
		clause(s, ev, parts[i]);
}

/* The same arguments give the same decision, and nothing it was given has changed. */
static void
check_repeats(struct story *s, const struct event *ev, const char *seed, const struct decision *d)
{
	struct decision again;
	bool same;

	decide(ev, &s->meeting, &s->world.team, seed, s->world.now, s->arena, &again);
	same = again.effects.n == d->effects.n && again.verdict == d->verdict &&
	       again.next.n_offers == d->next.n_offers && strcmp(again.next.uid, d->next.uid) == 0;
	for (size_t i = 0; same && i < d->effects.n; i++)
		same = strcmp(effect_line(&again.effects.items[i], &again.next, s->arena),
			   effect_line(&d->effects.items[i], &d->next, s->arena)) == 0;
	for (size_t i = 0; same && i < d->next.n_offers; i++)
		same = again.next.offers[i].span.start_at == d->next.offers[i].span.start_at;
	ok(same, "%s: the same again", s->title);
}

static bool
is_secret(const char *text)
{
	return strlen(text) == 24 &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz234567") == strlen(text);
}

/* One UID for life, a new one for each meeting; to each guest a token of their own. */
static void
check_secrets(struct story *s, const struct decision *d)
{
	const struct meeting *m = &d->next;
	bool first = d->effects.n > 0 && d->effects.items[0].kind == EFFECT_INVITE;

	if (m->state == MEETING_SETTLED || m->state == MEETING_CANCELLED)
		ok((s->last_uid == NULL || strcmp(m->uid, s->last_uid) != 0) == first, "%s: UID %s",
		    s->title, m->uid);
	if (first)
		s->last_uid = m->uid;
	for (size_t i = 0; i < m->n_guests; i++) {
		bool own = is_secret(m->guests[i].token);

		for (size_t j = 0; j < i; j++)
			own = own && strcmp(m->guests[i].token, m->guests[j].token) != 0;
		ok(own, "%s: a token for each guest", s->title);
	}
}

static void
when(struct story *s, const char *text)
{
	struct decision d;
	struct event ev;
	char **parts;
	size_t n;
	char *seed;

	if (text[0] == '+') {
		long hours = strtol(text + 1, (char **)&text, 10);

		s->world.now += hours * (*text == 'd' ? DAY : HOUR);
		text += 1 + strspn(text + 1, " ");
	}
	if (strcmp(text, "time up") == 0)
		decide_time_up(&s->meeting, &s->world.team, s->world.now, s->arena, &d);
	else {
		n = world_split(text, ";", s->arena, &parts);
		read_event(s, parts, n, &ev);
		seed = arena_printf(s->arena, "secret %d", s->mails);
		decide(&ev, &s->meeting, &s->world.team, seed, s->world.now, s->arena, &d);
		check_repeats(s, &ev, seed, &d);
	}
	check_secrets(s, &d);
	tell(s, &d);
	keep(s, &d);
}

static void
nothing_left(struct story *s)
{
	for (size_t i = 0; i < s->n_lines; i++)
		ok(false, "%s: nobody expected \"%s\"", s->title, s->lines[i]);
	s->n_lines = 0;
}

static void
then(struct story *s, const char *text, int line)
{
	const char *got = s->n_lines > 0 ? s->lines[0] : "nothing";

	is_str(got, text, "line %d: %s", line, s->title);
	if (s->n_lines > 0) {
		s->n_lines--;
		memmove(s->lines, s->lines + 1, s->n_lines * sizeof *s->lines);
	}
}

static void
begin(struct story *s, const char *title)
{
	s->title = title;
	s->world.now = s->begun_at;
	meeting_copy(&s->meeting, NULL, s->arena);
	s->next_id = 100;
	for (size_t i = 0; i < s->world.team.n; i++)
		s->world.team.staff[i].n_taken = 0;
}

static bool
word(const char *line, const char *word, const char **rest)
{
	size_t n = strlen(word);

	if (strncmp(line, word, n) != 0 || (line[n] != ' ' && line[n] != '\t'))
		return false;
	*rest = line + n + strspn(line + n, " \t");
	return true;
}

static void
play(const char *path, struct arena *a)
{
	struct story s = { .arena = a, .title = "" };
	struct world_file f;
	const char *rest;
	char *line;

	world_init(&s.world, a);
	world_open(&f, tap_source(path), a);
	while ((line = world_read(&f)) != NULL) {
		if (!word(line, "then", &rest))
			nothing_left(&s);
		if (word(line, "story", &rest)) {
			if (s.begun_at == 0)
				s.begun_at = s.world.now;
			begin(&s, rest);
		} else if (word(line, "when", &rest))
			when(&s, rest);
		else if (word(line, "then", &rest))
			then(&s, rest, f.line);
		else if (word(line, "lost", &rest))
			meeting_guest(&s.meeting, address_of(&s, rest))->lost = true;
		else if (!world_line(&s.world, line))
			ok(false, "%s:%d: \"%s\" is understood", path, f.line, line);
	}
	nothing_left(&s);
}

int
main(void)
{
	static const char *const stories[] = { "answers", "calendars", "changes", "company",
		"identity", "later", "offers", "people", "tokens" };
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof stories / sizeof *stories; i++)
		play(arena_printf(a, "tests/decide/stories/%s.txt", stories[i]), a);
	arena_free(a);
	return tap_done();
}
