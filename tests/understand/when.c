#include "understand/when.h"

#include "base/arena.h"
#include "base/buf.h"
#include "tap.h"
#include "understand/lang.h"
#include "understand/length.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HORIZON = 60 };

static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

static char *
date_text(struct date d, struct arena *a)
{
	return arena_printf(a, "%s %04d-%02d-%02d", weekdays[date_weekday(d)], d.year, d.month,
	    d.day);
}

static char *
placed_text(const struct placed *p, struct arena *a)
{
	struct zone utc = zone_utc();
	struct civil from, to;
	struct date last;

	zone_civil(&utc, p->start_at, &from);
	zone_civil(&utc, p->end_at, &to);
	if (p->kind == PLACED_INSTANT && p->grain < GRAIN_DAY)
		return arena_printf(a, "at %s %02d:%02d", date_text(from.date, a), from.minute / 60,
		    from.minute % 60);
	if (p->kind == PLACED_SET)
		return arena_printf(a, "each %s", date_text(from.date, a));
	last = to.minute == 0 ? date_add_days(to.date, -1) : to.date;
	if (from.minute == 0 && to.minute == 0)
		return date_compare(from.date, last) == 0
		           ? date_text(last, a)
		           : arena_printf(a, "%s..%s", date_text(from.date, a), date_text(last, a));
	if (to.minute == 0)
		to.minute = 24 * 60;
	if (date_compare(from.date, last) == 0)
		return arena_printf(a, "%s %02d:%02d-%02d:%02d", date_text(last, a),
		    from.minute / 60, from.minute % 60, to.minute / 60, to.minute % 60);
	return arena_printf(a, "%s %02d:%02d..%s %02d:%02d", date_text(from.date, a),
	    from.minute / 60, from.minute % 60, date_text(last, a), to.minute / 60, to.minute % 60);
}

/* All that is named; of clock times without am or pm only those whose half is in doubt by day. */
static char *
print(const struct said *said, struct when_context *c, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < said->n; i++) {
		const struct mention_said *m = &said->mentions[i];
		struct placed_list l = { NULL, 0 };

		if (m->is_length) {
			buf_printf(&b, "%slasts %d", b.len > 0 ? "; " : "",
			    length_minutes(&m->length));
			continue;
		}
		if (m->absorbed)
			continue;
		when_place(&m->time, c, a, &l);
		for (size_t k = 0; k < l.n; k++) {
			if (k > 0 && l.items[k].kind == PLACED_SET)
				continue;
			buf_printf(&b, "%s%s",
			    b.len == 0               ? ""
			    : l.items[k].reading > 0 ? " | "
						     : "; ",
			    placed_text(&l.items[k], a));
		}
		when_remember(c, &m->time, &l, a);
	}
	return b.len > 0 ? b.data : arena_str(a, "-");
}

static void
check_table(const struct lang *lang, const char *path, int least)
{
	FILE *f = fopen(tap_source(path), "r");
	struct civil written = { .date = { 2026, 3, 12 }, .minute = 9 * 60 };
	struct zone utc = zone_utc();
	struct arena *a = arena_new();
	char line[512], *arrow;
	int rows = 0;

	while (f != NULL && fgets(line, sizeof line, f) != NULL) {
		struct when_context c = { .zone = utc, .horizon_days = HORIZON };
		struct tokens ts;
		char *end;

		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' || (arrow = strstr(line, "==>")) == NULL)
			continue;
		for (end = arrow; end > line && end[-1] == ' '; end--)
			;
		*end = '\0';
		arena_reset(a);
		c.sent_at = zone_moment(&utc, &written, NULL);
		tokens_read(line, strlen(line), lang, a, &ts);
		is_str(print(when_read(&ts, lang, lang_places(lang), a), &c, a), arrow + 4, "%s",
		    line);
		rows++;
	}
	ok(rows >= least, "%s has rows: %d", path, rows);
	if (f != NULL)
		fclose(f);
	arena_free(a);
}

/* Every language of the folder has one in the other. */
static void
check_tables(const struct langs *ls, const char *folder, int least)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < langs_count(ls); i++)
		check_table(langs_at(ls, i),
		    arena_printf(a, "%s/%s.txt", folder, lang_code(langs_at(ls, i))), least);
	arena_free(a);
}

/* A text is cut off at each byte: nothing may break. */
static void
check_cut(const struct lang *lang)
{
	static const char text[] =
	    "Half past ten on Tue, the 3rd-5th of May '27 (CET), or 15h30-16.45 "
	    "— 来週の火曜日 ٣:٠٠ — no later than 1/2 an hour & 2½ days, +1 h.";
	struct when_context c = { .sent_at = 1773306000,
		.zone = zone_utc(),
		.horizon_days = HORIZON };
	struct arena *a = arena_new();
	size_t mentions = 0;

	for (size_t len = 0; len < sizeof text; len++) {
		struct tokens ts;
		const struct said *s;

		arena_reset(a);
		tokens_read(text, len, lang, a, &ts);
		s = when_read(&ts, lang, lang_places(lang), a);
		print(s, &c, a);
		mentions += s->n;
	}
	ok(mentions > sizeof text, "a text cut off anywhere is read");
	arena_free(a);
}

int
main(void)
{
	struct err err;
	struct langs *ls = langs_load(tap_source("languages"), &err);
	struct langs *pieces = langs_load(tap_source("tests/understand/grammar"), &err);
	const struct lang *en = ls == NULL ? NULL : langs_find(ls, "en");

	if (ok(en != NULL, "English is loaded")) {
		check_tables(ls, "tests/understand/times", 20);
		check_cut(en);
	}
	/* pieces of languages, each with a manner of telling the time */
	if (ok(pieces != NULL, "pieces of languages are loaded %s", err.text))
		check_tables(pieces, "tests/understand/grammar", 2);
	langs_free(ls);
	langs_free(pieces);
	return tap_done();
}
