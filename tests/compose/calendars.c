/*
 * Every mail of ours that bears a calendar object, in every language: does its shape suit the
 * programs that read it (RFC 6047), does libical find the object as RFC 5546 wants it, and does it
 * tell nobody of people they should not know of?
 */
#include "base/arena.h"
#include "compose/kinds.h"
#include "compose/shape.h"
#include "inbox/letter.h"
#include "tap.h"
#include "understand/lang.h"

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *
unfolded(const char *text, struct arena *a)
{
	char *out = arena_str(a, text), *to = out;

	for (const char *s = text; *s != '\0'; s++)
		if (*s == '\n' && s[1] == ' ')
			s++;
		else
			*to++ = *s;
	*to = '\0';
	return out;
}

static int
count(const char *text, const char *what)
{
	int n = 0;

	for (; (text = strstr(text, what)) != NULL; text++)
		n++;
	return n;
}

/* Lines that end in CRLF, none of them long, and nothing behind the last one. */
static bool
is_well_cut(const char *text)
{
	size_t len = 0;

	for (; *text != '\0'; text += len + 2) {
		len = strcspn(text, "\r\n");
		if (len == 0 || len > 75 || strncmp(text + len, "\r\n", 2) != 0)
			return false;
	}
	return true;
}

static void
check_object(const char *raw, const struct kind *k, struct arena *a)
{
	icalcomponent *calendar = icalparser_parse_string(raw);
	char *text = unfolded(arena_str(a, raw), a);
	icalcomponent *event;

	ok(is_well_cut(raw), "%s: its lines", k->name);
	if (!ok(calendar != NULL, "%s: is a calendar", k->name))
		return;
	ok(icalrestriction_check(calendar) != 0 && icalcomponent_count_errors(calendar) == 0,
	    "%s: as RFC 5546 wants it", k->name);
	event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
	is_int(icalcomponent_count_properties(event, ICAL_ATTENDEE_PROPERTY), k->people,
	    "%s: whom it names", k->name);
	ok(strstr(raw, arena_printf(a, "\r\nMETHOD:%s\r\n", k->method)) != NULL, "%s: its method",
	    k->name);
	ok(strstr(text, "X-LIC-") == NULL && strstr(text, "TZID") == NULL, "%s: nothing odd",
	    k->name);
	icalcomponent_free(calendar);
}

/* Who was added learns nobody's address but the host's, and who has left it nobody's. */
static void
check_secrets(const char *all, const struct kind *k)
{
	static const char *const people[] = { "amina@example.net", "bo@example.net",
		"dee@example.net", "ivo@example.org" };
	bool added = strcmp(k->to, "dee@example.net") == 0;
	bool former = strcmp(k->to, "ivo@example.org") == 0;

	for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
		bool own = strcmp(people[i], k->to) == 0, left = strstr(people[i], "ivo") != NULL;

		if (!own && (added || former || left))
			is_int(count(all, people[i]), 0, "%s: nothing of %s", k->name, people[i]);
	}
	if (former)
		is_int(count(all, "nino@example.org"), 0, "%s: nothing of the host", k->name);
}

static void
check(const struct mail *m, const struct kind *k, struct arena *a)
{
	const char *raw = shape_calendar(m, k->method, k->name, a);
	struct err err;
	struct letter l;

	if (raw == NULL)
		return;
	check_object(raw, k, a);
	letter_read(m->bytes, m->len, "comms@example.org", a, &l, &err);
	is_str(m->sender, arena_printf(a, "comms+%s@example.org", k->token), "%s: from", k->name);
	ok(strstr(unfolded(l.calendar, a),
	       arena_printf(a, "mailto:comms+%s@example.org\n", k->token)) != NULL,
	    "%s: the organizer is our address for this guest", k->name);
	check_secrets(arena_printf(a, "%s\n%s\n%s", l.subject, l.text, unfolded(raw, a)), k);
}

int
main(void)
{
	struct arena *a = arena_new();
	struct err err = { 0 };
	struct langs *langs = langs_load(langs_dir(a), &err);

	if (!ok(langs != NULL, "the languages load %s", err.text))
		return tap_done();
	for (size_t i = 0; i < langs_count(langs); i++)
		for (size_t k = 0; k < KINDS; k++) {
			struct scene s;
			struct mails *mails;

			scene_init(&s, langs, a);
			kind_make(&s, &kinds[k], lang_code(langs_at(langs, i)));
			if ((mails = scene_mails(&s, kinds[k].name)) != NULL)
				check(&mails->items[0], &kinds[k], a);
		}
	langs_free(langs);
	arena_free(a);
	return tap_done();
}
