#include "understand/event.h"

#include "base/arena.h"
#include "base/buf.h"
#include "inbox/letter.h"
#include "inbox/screen.h"
#include "tap.h"
#include "understand/lang.h"
#include "understand/topic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A mail of tests/understand/mails/, read, and the lines of the table that have been checked off.
 */
struct sample {
	const char *name;
	struct event event;
	struct spans windows, wanted; /* what it gave, what "window" lines want */
	bool exact;                   /* there were such lines */
	struct arena *arena;
};

static char *
read_whole(const char *path, struct arena *a, size_t *len)
{
	FILE *f = fopen(path, "re");
	char bytes[4096];
	struct buf b;
	size_t n;

	buf_init(&b, a);
	while (f != NULL && (n = fread(bytes, 1, sizeof bytes, f)) > 0)
		buf_add(&b, bytes, n);
	if (f != NULL)
		fclose(f);
	*len = b.len;
	return b.data;
}

static bool
read_mail(struct sample *s, const struct langs *langs)
{
	struct reader reader = {
		.own_address = "movementcomms@example.org",
		.default_zone = zone_utc(),
		.remembered_language = "",
		.default_duration = 30,
		.horizon_days = 28,
	};
	const char *path = arena_printf(s->arena, "tests/understand/mails/%s", s->name), *why = "";
	struct err err = { 0 };
	struct opened mail;
	size_t len;
	char *raw = read_whole(tap_source(path), s->arena, &len);
	struct span *spans;

	if (!ok(len > 0 && opened_read(raw, len, reader.own_address, s->arena, &mail, &err) == 0,
		"%s is read %s", s->name, err.text))
		return false;
	reader.in_thread = !topic_forwarded(mail.letter.subject) &&
	                   (mail.letter.n_references > 0 || *mail.text.quoted != '\0');
	screen_letter(&mail.letter, reader.own_address, &why);
	event_read(&mail, &reader, langs, why, mail.letter.sent_at, s->arena, &s->event);
	spans = arena_alloc(s->arena, (s->event.wishes.n + 1) * sizeof *spans);
	for (size_t i = 0; i < s->event.wishes.n; i++)
		spans[i] = s->event.wishes.windows[i].span;
	s->windows = spans_make(spans, s->event.wishes.n, s->arena);
	s->windows = spans_subtract(s->windows, s->event.wishes.excluded, s->arena);
	return true;
}

/* "2026-12-01T15:00-03:00": RFC 3339 without seconds. */
static bool
read_moment(const char *text, int64_t *at, struct arena *a)
{
	return strlen(text) >= 17 &&
	       zone_read_rfc3339(arena_printf(a, "%.16s:00%s", text, text + 16), at, NULL);
}

static const char *
show(struct spans set, const struct zone *zone, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < set.n && i < 6; i++)
		buf_printf(&b, "%s %s/%s", i > 0 ? "," : "",
		    zone_rfc3339(zone, set.items[i].start_at, a),
		    zone_rfc3339(zone, set.items[i].end_at, a));
	return b.data;
}

static void
check_span(struct sample *s, const char *what, const char *from, const char *to)
{
	struct span span = { 0, 0 };
	bool held = false;
	struct spans one = { &span, 1 };

	if (!ok(read_moment(from, &span.start_at, s->arena) &&
		    read_moment(to, &span.end_at, s->arena),
		"%s: %s and %s are moments", s->name, from, to))
		return;
	if (strcmp(what, "covers") == 0) {
		held = spans_cover(s->windows, span);
	} else if (strcmp(what, "within") == 0) {
		held = s->windows.n > 0 && spans_subtract(s->windows, one, s->arena).n == 0;
	} else if (strcmp(what, "not") == 0) {
		held = spans_intersect(s->windows, one, s->arena).n == 0;
	} else { /* window: compared with all of them at the end */
		s->exact = true;
		s->wanted = spans_union(s->wanted, one, s->arena);
		return;
	}
	ok(held, "%s: %s %s %s; windows%s", s->name, what, from, to,
	    show(s->windows, &s->event.zone, s->arena));
}

static void
check_exact(const struct sample *s)
{
	if (s->exact)
		is_str(show(s->windows, &s->event.zone, s->arena),
		    show(s->wanted, &s->event.zone, s->arena), "%s: windows", s->name);
}

static void
check_numbers(const struct sample *s, const char *what, const char *want)
{
	bool refused = strcmp(what, "refused") == 0;
	const int *numbers = refused ? s->event.refused : s->event.picks;
	size_t n = refused ? s->event.n_refused : s->event.n_picks;
	struct buf b;

	buf_init(&b, s->arena);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%d", i > 0 ? " " : "", numbers[i]);
	is_str(b.data, want, "%s: %s", s->name, what);
}

static void
check_guests(const struct sample *s, size_t first, const char *want)
{
	struct buf b;

	buf_init(&b, s->arena);
	for (size_t i = first; i < s->event.n_guests; i++)
		buf_printf(&b, "%s%s", i > first ? " " : "", s->event.guests[i].email);
	is_str(b.data, want, "%s: guests", s->name);
}

static void
check_line(struct sample *s, char *line)
{
	char none[] = "", *what = strtok(line, " \t"), *rest = strtok(NULL, ""), *from, *to;
	const struct event *ev = &s->event;

	if (rest == NULL)
		rest = none;
	if (strcmp(what, "kind") == 0) {
		from = strtok(rest, " ");
		is_str(event_kind_name(ev->kind), from, "%s: kind", s->name);
		if ((to = strtok(NULL, " ")) != NULL)
			ok(!ev->certain, "%s: is doubtful", s->name);
	} else if (strcmp(what, "zone") == 0) {
		from = strtok(rest, " ");
		to = strtok(NULL, " ");
		is_str(ev->zone.name, from, "%s: zone", s->name);
		if (to != NULL)
			is_str(zone_source_name(ev->zone_source), to, "%s: source of the zone",
			    s->name);
	} else if (strcmp(what, "language") == 0) {
		is_str(ev->language, rest, "%s: language", s->name);
	} else if (strcmp(what, "duration") == 0) {
		is_int(ev->wishes.duration_minutes, atoi(rest), "%s: duration", s->name);
	} else if (strcmp(what, "no-windows") == 0) {
		ok(!ev->wishes.named, "%s: no time; windows%s", s->name,
		    show(s->windows, &ev->zone, s->arena));
	} else if (strcmp(what, "picks") == 0 || strcmp(what, "refused") == 0) {
		check_numbers(s, what, rest);
	} else if (strcmp(what, "guests") == 0) {
		check_guests(s, 0, rest);
	} else if (strcmp(what, "named") == 0) {
		check_guests(s, ev->n_guests - ev->n_named_guests, rest);
	} else if (strcmp(what, "topic") == 0) {
		rest[strlen(rest) - 1] = '\0';
		is_str(ev->topic, rest + 1, "%s: topic", s->name);
	} else if (strcmp(what, "ambiguous") == 0) {
		ok(ev->wishes.n_doubts > 0, "%s: has several readings", s->name);
	} else if ((from = strtok(rest, " ")) != NULL && (to = strtok(NULL, " ")) != NULL) {
		check_span(s, what, from, to);
	} else
		ok(false, "%s: %s is something to check", s->name, what);
}

static void
check_table(const char *path, const struct langs *langs)
{
	FILE *f = fopen(tap_source(path), "re");
	struct sample s = { .arena = arena_new() };
	struct arena *names = arena_new();
	bool there = false;
	char line[512];

	ok(f != NULL, "%s is there", path);
	while (f != NULL && fgets(line, sizeof line, f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' || line[0] == '\0')
			continue;
		if (line[0] == '\t') {
			if (there)
				check_line(&s, line);
			continue;
		}
		check_exact(&s);
		arena_reset(s.arena);
		s = (struct sample){ .name = arena_str(names, line), .arena = s.arena };
		there = read_mail(&s, langs);
	}
	check_exact(&s);
	if (f != NULL)
		fclose(f);
	arena_free(names);
	arena_free(s.arena);
}

/* What was said of a zone before, against the clock that this mail was sent by. */
static void
check_memory(const struct langs *langs)
{
	static const struct {
		const char *date, *remembered;
		bool in_thread;
		const char *text, *zone, *source;
	} rows[] = {
		{ "+0200", "Asia/Kolkata", true, "Thursday at 3 pm?", "Asia/Kolkata",
		    "remembered" },
		{ "+0200", "Asia/Kolkata", false, "Could we meet on Thursday at 3 pm?", "+02:00",
		    "date-header" },
		{ "+0530", "Asia/Kolkata", false, "Could we meet on Thursday at 3 pm?",
		    "Asia/Kolkata", "remembered" },
		{ "+0000", "Asia/Kolkata", false, "Could we meet on Thursday at 3 pm?",
		    "Asia/Kolkata", "remembered" },
		{ "+0200", "Asia/Kolkata", true, "Thursday at 3 pm Tokyo time?", "Asia/Tokyo",
		    "text" },
		{ "+0200", NULL, true, "Thursday at 3 pm?", "+02:00", "date-header" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *a = arena_new();
		struct zone remembered;
		struct reader reader = { .own_address = "movementcomms@example.org",
			.default_zone = zone_utc(),
			.remembered_language = "",
			.default_duration = 30,
			.horizon_days = 28,
			.in_thread = rows[i].in_thread };
		const char *raw = arena_printf(a,
		    "From: ana@example.net\r\nDate: Mon, 23 Nov 2026 10:00:00 %s\r\n\r\n%s\r\n",
		    rows[i].date, rows[i].text);
		struct opened mail;
		struct event ev;
		struct err err;

		if (rows[i].remembered != NULL && zone_find(rows[i].remembered, &remembered))
			reader.remembered_zone = &remembered;
		opened_read(raw, strlen(raw), reader.own_address, a, &mail, &err);
		event_read(&mail, &reader, langs, "", mail.letter.sent_at, a, &ev);
		is_str(ev.zone.name, rows[i].zone, "%s, remembered %s: %s", rows[i].date,
		    rows[i].remembered == NULL ? "nothing" : rows[i].remembered, rows[i].text);
		is_str(zone_source_name(ev.zone_source), rows[i].source, "and why");
		arena_free(a);
	}
}

int
main(void)
{
	struct err err = { 0 };
	struct langs *langs = langs_load(tap_source("languages"), &err);
	struct arena *a = arena_new();

	if (ok(langs != NULL, "the languages are read %s", err.text)) {
		for (size_t i = 0; i < langs_count(langs); i++)
			check_table(arena_printf(a, "tests/understand/mails/%s.txt",
					lang_code(langs_at(langs, i))),
			    langs);
		check_memory(langs);
	}
	langs_free(langs);
	arena_free(a);
	return tap_done();
}
