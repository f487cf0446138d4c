#include "understand/wish.h"

#include "base/arena.h"
#include "base/buf.h"
#include "tap.h"
#include "understand/lang.h"
#include "understand/token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOUR_LONG = 60, HORIZON = 60 };

static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

static char *
date_text(struct date d, struct arena *a)
{
	return arena_printf(a, "%s %04d-%02d-%02d", weekdays[date_weekday(d)], d.year, d.month,
	    d.day);
}

/* Tue 2026-03-17, Mon 2026-03-16..Wed 2026-03-18, Tue 2026-03-17 10:00-11:00 */
static char *
span_text(struct span s, const struct zone *z, struct arena *a)
{
	struct civil from, to;
	struct date last;

	zone_civil(z, s.start_at, &from);
	zone_civil(z, s.end_at, &to);
	last = to.minute == 0 ? date_add_days(to.date, -1) : to.date;
	if (from.minute == 0 && to.minute == 0) {
		if (date_compare(from.date, last) == 0)
			return date_text(last, a);
		return arena_printf(a, "%s..%s", date_text(from.date, a), date_text(last, a));
	}
	if (to.minute == 0)
		to.minute = 24 * 60;
	if (date_compare(from.date, last) == 0)
		return arena_printf(a, "%s %02d:%02d-%02d:%02d", date_text(last, a),
		    from.minute / 60, from.minute % 60, to.minute / 60, to.minute % 60);
	return arena_printf(a, "%s %02d:%02d..%s %02d:%02d", date_text(from.date, a),
	    from.minute / 60, from.minute % 60, date_text(last, a), to.minute / 60, to.minute % 60);
}

static void
put(struct buf *b, const char *label, const char *text)
{
	buf_printf(b, "%s%s%s", b->len > 0 ? "; " : "", label, text);
}

static char *
print(const struct wishes *w, const struct zone *z, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < w->n; i++)
		put(&b, w->windows[i].exact ? "at " : "", span_text(w->windows[i].span, z, a));
	for (size_t i = 0; i < w->preferred.n; i++)
		put(&b, "prefer ", span_text(w->preferred.items[i], z, a));
	for (size_t i = 0; i < w->excluded.n; i++)
		put(&b, "not ", span_text(w->excluded.items[i], z, a));
	for (size_t i = 0; i < w->n_doubts; i++)
		put(&b, w->doubts[i].n >= 2 ? "doubt " : "one reading of ", w->doubts[i].text);
	if (w->duration_minutes != 0)
		put(&b, "for ", arena_printf(a, "%d", w->duration_minutes));
	return b.len > 0 ? b.data : arena_str(a, "-");
}

/* "# written Thu 2026-03-12 09:00 Europe/Berlin" */
static bool
read_written(const char *line, struct wish_context *c)
{
	struct civil t = { 0 };
	char zone[48];
	int h, m;

	if (sscanf(line, "# written %*3s %d-%d-%d %d:%d %47s", &t.date.year, &t.date.month,
		&t.date.day, &h, &m, zone) != 6 ||
	    !zone_find(zone, &c->zone))
		return false;
	t.minute = h * 60 + m;
	c->sent_at = zone_moment(&c->zone, &t, NULL);
	return true;
}

/* A backslash and an n stand for the end of a line. */
static void
break_lines(char *text)
{
	for (char *at = text; (at = strstr(at, "\\n")) != NULL;) {
		*at++ = '\n';
		memmove(at, at + 1, strlen(at));
	}
}

static void
check_table(const struct lang *lang, const char *path)
{
	FILE *f = fopen(tap_source(path), "r");
	struct wish_context c = { .horizon_days = HORIZON,
		.default_duration = HOUR_LONG,
		.places = lang_places(lang) };
	struct arena *a = arena_new();
	char line[1024], *arrow;
	int rows = 0;

	while (f != NULL && fgets(line, sizeof line, f) != NULL) {
		struct wish_reading r;
		struct tokens ts;

		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#') {
			read_written(line, &c);
			continue;
		}
		if ((arrow = strstr(line, " ==> ")) == NULL)
			continue;
		*arrow = '\0';
		break_lines(line);
		arena_reset(a);
		tokens_read(line, strlen(line), lang, a, &ts);
		wish_read(&ts, lang, &c, a, &r);
		is_str(print(&r.wishes, &c.zone, a), arrow + 5, "%s", line);
		rows++;
	}
	ok(rows >= 20, "%s has rows: %d", path, rows);
	if (f != NULL)
		fclose(f);
	arena_free(a);
}

/* Every language has one. */
static void
check_tables(const struct langs *ls)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < langs_count(ls); i++)
		check_table(langs_at(ls, i),
		    arena_printf(a, "tests/understand/wishes/%s.txt", lang_code(langs_at(ls, i))));
	arena_free(a);
}

/* Letters meant to keep us busy: each of these again and again.  It ends, soon, and in one piece.
 */
static void
check_endless(const struct lang *lang)
{
	static const char *const phrases[] = { "Tuesday at 10 ", "not Monday or ",
		"two weeks after ", "mornings ", "not before ten ", "the ", "next ", "1, ",
		"10 or ", "any day next week ", "from 3 to ", "(15:00 UTC) ", "half past ",
		"the day after ", "except " };
	struct wish_context c = { .sent_at = 1773306000,
		.zone = zone_utc(),
		.horizon_days = HORIZON,
		.default_duration = HOUR_LONG,
		.places = lang_places(lang) };
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
		struct wish_reading r;
		struct tokens ts;
		struct buf b;

		arena_reset(a);
		buf_init(&b, a);
		for (int n = 0; n < 2000; n++)
			buf_str(&b, phrases[i]);
		tokens_read(b.data, b.len, lang, a, &ts);
		wish_read(&ts, lang, &c, a, &r);
		ok(r.n_mentions < 1000, "%s... is read to its end: %zu times", phrases[i],
		    r.n_mentions);
	}
	arena_free(a);
}

int
main(void)
{
	struct err err;
	struct langs *ls = langs_load(tap_source("languages"), &err);
	const struct lang *en = ls == NULL ? NULL : langs_find(ls, "en");

	if (ok(en != NULL, "English is loaded")) {
		check_tables(ls);
		check_endless(en);
	}
	langs_free(ls);
	return tap_done();
}
