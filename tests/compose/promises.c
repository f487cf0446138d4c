/* What holds for all mails: threads, ids, addresses, languages, and text that comes from anybody.
 */
#include "base/arena.h"
#include "compose/mail.h"
#include "compose/reader.h"
#include "compose/scene.h"
#include "inbox/letter.h"
#include "tap.h"
#include "understand/lang.h"

#include <string.h>

static void
settled(struct scene *s, enum effect_kind kind, const char *to)
{
	s->event.kind = EVENT_PICK;
	scene_settle(s, "2026-12-01T11:00:00Z");
	scene_effect(s, kind, to);
}

static const struct mail *
only_mail(struct scene *s, const char *what)
{
	struct mails *mails = scene_mails(s, what);
	static const struct mail none = { .recipient = "",
		.sender = "",
		.message_id = "",
		.kind = "",
		.bytes = "" };

	return mails != NULL && mails->n > 0 ? &mails->items[0] : &none;
}

static const char *
field(const struct mail *m, const char *name, struct arena *a)
{
	struct letter l = { 0 };
	struct err err = { 0 };
	const char *value;

	if (letter_read(m->bytes, m->len, "", a, &l, &err) == -1)
		return "(unreadable)";
	if (strcmp(name, "calendar") == 0)
		return l.calendar != NULL ? l.calendar : "(none)";
	value = letter_header(&l, name);
	return value != NULL ? value : "(none)";
}

/* The host's and the guests' mails keep to the thread that their invitation began. */
static void
test_threads(const struct langs *langs, struct arena *a)
{
	struct scene s;
	const struct mail *m;
	const char *head;

	scene_init(&s, langs, a);
	settled(&s, EFFECT_INVITE, "bo@example.net");
	head = arena_printf(a, "<%s>", only_mail(&s, "an invitation")->message_id);
	scene_init(&s, langs, a);
	settled(&s, EFFECT_UPDATE, "bo@example.net");
	s.decision.next.sequence = 1;
	m = only_mail(&s, "an update");
	is_str(field(m, "In-Reply-To", a), head, "an update answers the invitation");
	ok(strcmp(m->message_id, "") != 0 && strstr(head, m->message_id) == NULL,
	    "and is a mail of its own");
}

static void
test_ids_differ(const struct langs *langs, struct arena *a)
{
	const char *ids[6];
	struct scene s;

	for (size_t i = 0; i < 6; i++) {
		scene_init(&s, langs, a);
		scene_effect(&s, EFFECT_SAY, "amina@example.net")->say = SAY_FOR_PERSON;
		switch (i) {
		case 1: s.composer.digest = "d2"; break;
		case 2: s.event.message_id = "third@example.net"; break;
		case 3: s.decision.next.revision = 2; break;
		case 4: s.decision.next.id = 4; break;
		case 5: s.composer.key = "another installation"; break;
		}
		ids[i] = only_mail(&s, "an answer")->message_id;
		for (size_t j = 0; j < i; j++)
			ok(strcmp(ids[i], ids[j]) != 0, "the ids of mails %zu and %zu", i, j);
	}
}

/* Without plus addresses nothing secret may stand in an address. */
static void
test_without_plus(const struct langs *langs, struct arena *a)
{
	struct scene s;
	const struct mail *m;

	scene_init(&s, langs, a);
	s.team.rules.plus_addresses = false;
	settled(&s, EFFECT_INVITE, "amina@example.net");
	m = only_mail(&s, "no plus");
	is_str(m->sender, "comms@example.org", "the envelope");
	is_str(field(m, "Reply-To", a), "(none)", "no Reply-To");
	ok(strstr(field(m, "calendar", a), "mailto:comms@example.org\r\n") != NULL ||
		strstr(field(m, "calendar", a), "comms@example.org\n") != NULL,
	    "the organizer");
	ok(strstr(field(m, "calendar", a), "amn4") == NULL, "no token");
}

static void
test_languages(const struct langs *langs, struct arena *a)
{
	const char *only_german[] = { "de" }, *english[] = { "en" };
	struct mails mails;
	struct err err = { 0 };
	struct scene s;

	scene_init(&s, langs, a);
	scene_effect(&s, EFFECT_SAY, "amina@example.net")->say = SAY_FOR_PERSON;
	s.decision.next.guests[0].language = "xx";
	s.event.language = s.event.answer_in = s.decision.next.language = "tlh";
	is_str(field(only_mail(&s, "Klingon"), "Content-Language", a), "en",
	    "who writes in none of our languages is answered in English");

	s.team.rules.answer_languages = english;
	s.team.rules.n_answer_languages = 1;
	is_str(field(only_mail(&s, "English only"), "Content-Language", a), "en", "as allowed");

	s.composer.langs = langs_load(tap_source("tests/compose/languages"), &err);
	s.team.rules.answer_languages = only_german;
	ok(mails_write(&s.composer, &s.decision, &s.event, SCENE_NOW, a, &mails, &err) == -1 &&
		err.kind == ERR_CONFIG && strstr(err.text, "language de: say.") != NULL,
	    "a sentence that is missing is named: %s", err.text);
	langs_free((struct langs *)s.composer.langs);
}

/* Names, subjects and topics come from anybody. */
static void
test_foreign_text(const struct langs *langs, struct arena *a)
{
	static const char *const names[] = { "<script>alert(1)</script>",
		"A\r\nBcc: evil@example.com", "Amélie \"Amy\" O'Neill & Söhne", "გიორგი მაისურაძე",
		"王小明", "أمينة محمد", "https://evil.example.com/ you have won" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct scene s;
		const struct mail *m;
		char *seen, *page, *end;

		scene_init(&s, langs, a);
		settled(&s, EFFECT_INVITE, "amina@example.net");
		s.decision.next.guests[0].name = s.event.from.name = names[i];
		s.decision.next.guests[2].name = names[i];
		s.decision.next.topic = names[i];
		m = only_mail(&s, names[i]);
		ok(strstr(m->bytes, "\nBcc") == NULL, "name %zu: no header of its own", i);
		if (!reader_works())
			continue;
		seen = reader_show(m->bytes, m->len, a);
		ok(strstr(seen, "defects: none") != NULL, "name %zu: no defects", i);
		ok(strstr(seen, "you have won") == NULL, "name %zu: no advertisement", i);
		page = strstr(seen, "text/html");
		end = page != NULL ? strstr(page, "text/calendar") : NULL;
		if (!ok(end != NULL, "name %zu: a page, then a calendar", i))
			continue;
		*end = '\0';
		ok(strstr(page, "<script") == NULL && strstr(page, "Amy\"") == NULL,
		    "name %zu: nothing of it is markup", i);
	}
}

/* Bo trusts mails of ours; whoever put him on Cc must not speak through them. */
static void
test_links(const struct langs *langs, struct arena *a)
{
	static const char *const bad[] = { "You won! https://evil.example.com/",
		"Collect at evil.example.com/prize", "www.evil.example.com",
		"ask evil@example.com" };
	static const char *const good[] = { "The A/B tests", "Wikimedia e.V. / news",
		"J.R. & co." };
	struct scene s;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		scene_init(&s, langs, a);
		settled(&s, EFFECT_INVITE, "bo@example.net");
		s.decision.next.topic = bad[i];
		is_str(field(only_mail(&s, bad[i]), "Subject", a),
		    "Invitation: Meeting of Amina Okello and Nino Beridze, Tue, 1 Dec 2026, 14:00",
		    "no stranger's link is passed on: %s", bad[i]);
	}
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		scene_init(&s, langs, a);
		settled(&s, EFFECT_INVITE, "bo@example.net");
		s.decision.next.topic = good[i];
		is_str(field(only_mail(&s, good[i]), "Subject", a),
		    arena_printf(a, "Invitation: %s, Tue, 1 Dec 2026, 14:00", good[i]), "%s",
		    good[i]);
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
	test_threads(langs, a);
	test_ids_differ(langs, a);
	test_without_plus(langs, a);
	test_languages(langs, a);
	test_foreign_text(langs, a);
	test_links(langs, a);
	langs_free(langs);
	arena_free(a);
	return tap_done();
}
