#include "compose/mail.h"

#include "base/arena.h"
#include "base/buf.h"
#include "compose/scene.h"
#include "inbox/letter.h"
#include "tap.h"
#include "understand/lang.h"

#include <stdio.h>
#include <string.h>

static const char footer[] =
    "\n-- \nI am the automatic scheduling assistant of Movement Communications. Where\n"
    "I cannot read an answer with certainty, I pass it on to a person.\n";

/* --- how each mail of mails.txt came about --- */

static void
see_doubt(struct scene *s)
{
	struct span *readings = scene_doubt(s);

	scene_evidence(s, (struct evidence){ "3/12", MEANS_TIME, readings, 1, 0, "" });
	scene_evidence(s, (struct evidence){ "3/12", MEANS_DOUBT, readings, 2, 0, "" });
}

static void
see_wishes(struct scene *s)
{
	static struct span mornings[5], wednesday;

	for (int i = 0; i < 5; i++) {
		mornings[i] = scene_span("2026-11-30T08:00:00+03:00", 4 * 60);
		mornings[i].start_at += i * DAY;
		mornings[i].end_at += i * DAY;
	}
	wednesday = scene_span("2026-12-02T00:00:00+03:00", 24 * 60);
	scene_evidence(s, (struct evidence){ "a meeting", MEANS_KIND, NULL, 0, 0, "request" });
	scene_evidence(s, (struct evidence){ "half an hour", MEANS_DURATION, NULL, 0, 30, "" });
	scene_evidence(s,
	    (struct evidence){ "next week,\nmornings", MEANS_TIME, mornings, 5, 0, "" });
	scene_evidence(s,
	    (struct evidence){ "not Wednesday", MEANS_NOT_TIME, &wednesday, 1, 0, "" });
}

static struct effect *
say_to(struct scene *s, enum say what, const char *to)
{
	struct effect *e = scene_effect(s, EFFECT_SAY, to);

	e->say = what;
	return e;
}

static struct effect *
say(struct scene *s, enum say what)
{
	return say_to(s, what, "amina@example.net");
}

static void
three_times(struct scene *s)
{
	scene_offer(s, "2026-12-01T11:00:00Z");
	scene_offer(s, "2026-12-01T22:00:00Z");
	scene_offer(s, "2026-12-03T07:30:00Z");
}

static void
make_offer(struct scene *s)
{
	s->event.zone = zone_fixed(3 * HOUR);
	scene_evidence(s, (struct evidence){ "Sun, 29 Nov 2026 13:00:00 +0300", MEANS_ZONE, NULL, 0,
			      0, "+03:00" });
	see_wishes(s);
	three_times(s);
	say(s, SAY_OFFER);
}

static void
make_doubt(struct scene *s)
{
	s->event.zone_source = ZONE_FROM_TEXT;
	see_doubt(s);
	scene_evidence(s,
	    (struct evidence){ "Kampala time", MEANS_ZONE, NULL, 0, 0, "Africa/Kampala" });
	scene_offer(s, "2026-12-03T07:30:00Z");
	say(s, SAY_OFFER);
}

static void
make_not_free(struct scene *s)
{
	s->event.zone = zone_utc();
	s->event.zone_source = ZONE_FROM_DEFAULT;
	scene_offer(s, "2026-12-02T13:00:00Z");
	say(s, SAY_OFFER_INSTEAD)->was = scene_span("2026-12-02T12:00:00Z", 30);
}

static void
make_which(struct scene *s)
{
	static const int fitting[] = { 1, 3 };
	struct effect *e;

	s->event.zone = zone_fixed(3 * HOUR);
	s->event.kind = EVENT_PICK;
	three_times(s);
	e = say(s, SAY_ASK_WHICH);
	e->numbers = fitting;
	e->n_numbers = 2;
}

static void
make_move(struct scene *s)
{
	s->event.zone = zone_fixed(3 * HOUR);
	s->event.zone_source = ZONE_FROM_MEMORY;
	s->event.kind = EVENT_RESCHEDULE;
	scene_evidence(s,
	    (struct evidence){ "another time", MEANS_KIND, NULL, 0, 0, "reschedule" });
	scene_settle(s, "2026-12-01T11:00:00Z");
	s->decision.next.rounds = 2;
	scene_offer(s, "2026-12-04T09:00:00Z");
	say(s, SAY_OFFER_MOVE);
}

static void
settle(struct scene *s, enum effect_kind kind, const char *to)
{
	s->event.kind = EVENT_PICK;
	scene_settle(s, "2026-12-01T11:00:00Z");
	scene_effect(s, kind, to)->was = scene_span("2026-11-30T14:00:00Z", 30);
}

static void
make_invite_writer(struct scene *s)
{
	settle(s, EFFECT_INVITE, "amina@example.net");
}

static void
make_invite_host(struct scene *s)
{
	settle(s, EFFECT_INVITE, "nino@example.org");
}

static void
make_invite_guest(struct scene *s)
{
	settle(s, EFFECT_INVITE, "bo@example.net");
}

static void
make_update(struct scene *s)
{
	settle(s, EFFECT_UPDATE, "bo@example.net");
	s->decision.next.sequence = 1;
}

static void
unasked(struct scene *s)
{
	s->unasked = true;
	s->composer.digest = s->composer.subject = "";
}

static void
make_chase(struct scene *s)
{
	unasked(s);
	three_times(s);
	s->decision.next.offers[1].state = OFFER_GONE;
	say(s, SAY_CHASE);
}

static void
make_lapsed(struct scene *s)
{
	unasked(s);
	s->decision.next.state = MEETING_CLOSED;
	say(s, SAY_LAPSED);
}

static void
make_reminder(struct scene *s)
{
	unasked(s);
	settle(s, EFFECT_REMIND, "amina@example.net");
}

static void
make_reminder_guest(struct scene *s)
{
	unasked(s);
	settle(s, EFFECT_REMIND, "bo@example.net");
}

static void
make_cancel(struct scene *s)
{
	settle(s, EFFECT_CANCEL, "amina@example.net");
	s->decision.next.state = MEETING_CANCELLED;
	s->decision.next.sequence = 1;
}

/* Bo's calendar wrote. */
static void
from_bo(struct scene *s)
{
	s->event.kind = EVENT_CALENDAR;
	s->event.from = (struct address){ "Bo Li", "bo@example.net" };
	s->event.message_id = "answer.5@example.net";
	s->event.references = NULL;
	s->event.n_references = 0;
	scene_settle(s, "2026-12-01T11:00:00Z");
	s->decision.next.sequence = 1;
}

static void
make_guest_declined(struct scene *s)
{
	struct effect *e;

	from_bo(s);
	e = say_to(s, SAY_GUEST_DECLINED, "nino@example.org");
	e->about = "bo@example.net";
	e->comment = "On the road that day";
}

static void
make_guest_proposes(struct scene *s)
{
	struct effect *e;

	from_bo(s);
	e = say_to(s, SAY_GUEST_PROPOSES, "amina@example.net");
	e->about = "bo@example.net";
	e->was = scene_span("2026-12-02T11:00:00Z", 30);
}

static void
make_counter_told(struct scene *s)
{
	from_bo(s);
	scene_effect(s, EFFECT_COUNTER, "bo@example.net")->say = SAY_COUNTER_TOLD;
}

/* Amina's calendar declined; until she picks, the time that stands is kept. */
static void
make_declined(struct scene *s)
{
	s->event.kind = EVENT_CALENDAR;
	scene_settle(s, "2026-12-01T11:00:00Z");
	meeting_writer(&s->decision.next)->partstat = PART_DECLINED;
	scene_offer(s, "2026-12-03T07:30:00Z");
	say(s, SAY_OFFER_AGAIN);
}

static void
make_handed_over(struct scene *s)
{
	struct guest *g;

	s->event.kind = EVENT_CALENDAR;
	s->event.from = (struct address){ "Ivo Marić", "ivo@example.org" };
	scene_settle(s, "2026-12-01T11:00:00Z");
	g = meeting_add_guest(&s->decision.next, "ivo@example.org", GUEST_FORMER, s->arena);
	g->name = "Ivo Marić";
	g->token = "ivo9";
	g->zone = zone_utc();
	scene_effect(s, EFFECT_CANCEL, "ivo@example.org");
}

static void
make_again(struct scene *s)
{
	from_bo(s);
	scene_effect(s, EFFECT_AGAIN, "bo@example.net");
}

static void
make_already(struct scene *s)
{
	scene_settle(s, "2026-12-01T11:00:00Z");
	say(s, SAY_ALREADY);
}

/* A mail in Amina's name, which she never wrote. */
static void
ask_amina(struct scene *s, enum change what, struct span slot)
{
	s->event.message_id = "forged.9@evil.example";
	scene_settle(s, "2026-12-01T11:00:00Z");
	s->decision.next.pending = (struct pending){ .what = what,
		.guest = "amina@example.net",
		.secret = "scrt9",
		.slot = slot,
		.asked_at = 1 };
	say(s, SAY_CONFIRM);
}

static void
make_confirm_cancel(struct scene *s)
{
	ask_amina(s, CHANGE_CANCEL, (struct span){ 0, 0 });
}

static void
make_confirm_move(struct scene *s)
{
	ask_amina(s, CHANGE_MOVE, scene_span("2026-12-04T09:00:00Z", 30));
}

static void
make_confirm_times(struct scene *s)
{
	ask_amina(s, CHANGE_MOVE, (struct span){ 0, 0 });
}

/* Amina is late; this is what Bo reads. */
static void
make_late(struct scene *s)
{
	struct effect *e;

	scene_settle(s, "2026-12-01T11:00:00Z");
	e = scene_effect(s, EFFECT_SAY, "bo@example.net");
	e->say = SAY_LATE;
	e->about = "amina@example.net";
	e->minutes = 15;
}

static void
make_late_unsaid(struct scene *s)
{
	make_late(s);
	s->decision.effects.items[0].minutes = 0;
}

static void
make_late_told(struct scene *s)
{
	scene_settle(s, "2026-12-01T11:00:00Z");
	say(s, SAY_LATE_TOLD);
}

static void
make_ask_guest(struct scene *s)
{
	scene_settle(s, "2026-12-01T11:00:00Z");
	say(s, SAY_ASK_GUEST);
}

static void
make_person(struct scene *s)
{
	say(s, SAY_FOR_PERSON);
}

static void
make_foreign(struct scene *s)
{
	say(s, SAY_FOREIGN);
}

static void
make_operator(struct scene *s)
{
	s->decision.next.id = 12;
	scene_evidence(s, (struct evidence){ "a meeting", MEANS_KIND, NULL, 0, 0, "request" });
	scene_effect(s, EFFECT_OPERATOR, "admin@example.org")->why =
	    "it asks for two things at once";
	say(s, SAY_FOR_PERSON);
}

static void
make_notice(struct scene *s)
{
	s->composer.digest = s->composer.subject = "";
	s->event.from = (struct address){ "", "" };
	s->event.message_id = "complaints.7";
	s->event.references = NULL;
	s->event.n_references = 0;
	meeting_copy(&s->decision.next, NULL, s->arena);
	scene_effect(s, EFFECT_OPERATOR, "admin@example.org")->why =
	    "there are mistakes in the configuration:\n"
	    "staff.d/nino.conf:3: no such time zone\n"
	    "staff.d/nino.conf:9: no such key";
}

static const struct {
	const char *name;
	void (*make)(struct scene *);
	bool own_thread; /* it hangs on a mail of ours */
} stories[] = {
	{ "offer", make_offer, false },
	{ "doubt", make_doubt, false },
	{ "not-free", make_not_free, false },
	{ "which", make_which, false },
	{ "move", make_move, false },
	{ "invite-writer", make_invite_writer, false },
	{ "invite-host", make_invite_host, false },
	{ "invite-guest", make_invite_guest, false },
	{ "update", make_update, true },
	{ "chase", make_chase, false },
	{ "lapsed", make_lapsed, false },
	{ "reminder", make_reminder, false },
	{ "reminder-guest", make_reminder_guest, true },
	{ "cancel", make_cancel, false },
	{ "guest-declined", make_guest_declined, true },
	{ "guest-proposes", make_guest_proposes, false },
	{ "counter-told", make_counter_told, false },
	{ "declined", make_declined, false },
	{ "handed-over", make_handed_over, true },
	{ "again", make_again, false },
	{ "already", make_already, false },
	{ "confirm-cancel", make_confirm_cancel, false },
	{ "confirm-move", make_confirm_move, false },
	{ "confirm-times", make_confirm_times, false },
	{ "late", make_late, true },
	{ "late-unsaid", make_late_unsaid, true },
	{ "late-told", make_late_told, false },
	{ "ask-guest", make_ask_guest, false },
	{ "person", make_person, false },
	{ "foreign", make_foreign, false },
	{ "operator", make_operator, false },
	{ "notice", make_notice, false },
};

/* --- what is compared --- */

static char *
slurp(const char *path, struct arena *a)
{
	FILE *f = fopen(path, "r");
	char part[4096];
	struct buf b;
	size_t n;

	buf_init(&b, a);
	while (f != NULL && (n = fread(part, 1, sizeof part, f)) > 0)
		buf_add(&b, part, n);
	if (f != NULL)
		fclose(f);
	return b.data;
}

static const char *
expected(const char *all, const char *name, struct arena *a)
{
	const char *begin = strstr(all, arena_printf(a, "\n==> %s\n", name)), *end;

	if (begin == NULL)
		return "(not in mails.txt)";
	begin = strchr(begin + 1, '\n') + 1;
	end = strstr(begin, "\n==> ");
	return end == NULL ? begin : arena_mem(a, begin, (size_t)(end - begin));
}

static void
add_header(struct buf *b, const struct letter *l, const char *name)
{
	const char *value = letter_header(l, name);

	if (value != NULL)
		buf_printf(b, "%s: %s\n", name, value);
}

static void
add_ids(struct buf *b, const struct letter *l)
{
	if (l->in_reply_to[0] != '\0')
		buf_printf(b, "In-Reply-To: %s\n", l->in_reply_to);
	for (size_t i = 0; i < l->n_references; i++)
		buf_printf(b, "%s%s", i == 0 ? "References: " : " ", l->references[i]);
	if (l->n_references > 0)
		buf_char(b, '\n');
}

/* The mail as its reader sees it, by our own reader of mails. */
static char *
shown(const struct mail *m, struct arena *a)
{
	struct letter l = { 0 };
	struct err err = { 0 };
	const char *text;
	size_t len;
	struct buf b;

	if (!ok(letter_read(m->bytes, m->len, "comms@example.org", a, &l, &err) == 0,
		"it reads back %s", err.text))
		return arena_str(a, "");
	is_str(l.message_id, m->message_id, "its Message-ID is the one that is kept");
	is_str(l.to[0].email, m->recipient, "it is written to whom it goes");
	buf_init(&b, a);
	buf_printf(&b, "%s from %s to %s\n", m->kind, m->sender[0] != '\0' ? m->sender : "<>",
	    m->recipient);
	buf_printf(&b, "Subject: %s\n", l.subject);
	add_ids(&b, &l);
	add_header(&b, &l, "Auto-Submitted");
	if (l.calendar != NULL)
		buf_printf(&b, "Calendar: %s\n", l.calendar_method);
	text = l.text;
	len = strlen(text);
	if (len > strlen(footer) && strcmp(text + len - strlen(footer), footer) == 0)
		len -= strlen(footer);
	else
		ok(strcmp(m->kind, "operator") == 0, "%s: the footer", m->kind);
	buf_char(&b, '\n');
	buf_add(&b, text, len);
	return b.data;
}

/* What no reader could foresee gets a name. */
static char *
renamed(const char *text, const char *from, const char *end, const char *name, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	for (const char *s; (s = strstr(text, from)) != NULL; text = s) {
		s += strlen(from);
		buf_add(&b, text, (size_t)(s - text));
		buf_str(&b, name);
		s += strcspn(s, end);
	}
	buf_str(&b, text);
	return b.data;
}

static void
test_stories(const struct langs *langs, struct arena *a)
{
	const char *all = slurp(tap_source("tests/compose/mails.txt"), a);

	for (size_t i = 0; i < sizeof stories / sizeof *stories; i++) {
		struct scene s;
		struct mails *mails, *again;
		char *seen;

		scene_init(&s, langs, a);
		stories[i].make(&s);
		if ((mails = scene_mails(&s, stories[i].name)) == NULL)
			continue;
		again = scene_mails(&s, stories[i].name);
		is_str(again->items[0].bytes, mails->items[0].bytes, "%s: the same bytes again",
		    stories[i].name);
		seen = shown(&mails->items[0], a);
		seen = renamed(seen, "https://meet.example.org/", "\n", "ROOM", a);
		if (stories[i].own_thread) {
			seen = renamed(seen, "In-Reply-To: ", "\n", "THREAD", a);
			seen = renamed(seen, "References: ", "\n", "THREAD", a);
		}
		if (strcmp(stories[i].name, "foreign") == 0) {
			ok(strstr(seen, "Deutsch, English, español") != NULL, "languages by name");
			seen = renamed(seen, "languages: ", ".", "LANGUAGES", a);
		}
		is_str(seen, expected(all, stories[i].name, a), "%s", stories[i].name);
	}
}

int
main(void)
{
	struct arena *a = arena_new();
	struct err err = { 0 };
	struct langs *langs = langs_load(langs_dir(a), &err);

	if (!ok(langs != NULL, "the languages load %s", err.text))
		return tap_done();
	test_stories(langs, a);
	langs_free(langs);
	arena_free(a);
	return tap_done();
}
