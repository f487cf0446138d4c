#include "decide/world.h"

#include "tap.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static void
fail(const char *what, const char *text)
{
	printf("Bail out! %s: %s\n", what, text);
	exit(1);
}

static char *
trimmed(const char *from, const char *to, struct arena *a)
{
	while (from < to && isspace((unsigned char)*from))
		from++;
	while (to > from && isspace((unsigned char)to[-1]))
		to--;
	return arena_mem(a, from, (size_t)(to - from));
}

size_t
world_split(const char *text, const char *separator, struct arena *a, char ***out)
{
	size_t n = 0;
	char **items = NULL;
	const char *end;

	do {
		if ((end = strstr(text, separator)) == NULL)
			end = text + strlen(text);
		items = arena_more(a, items, n, sizeof *items);
		items[n++] = trimmed(text, end, a);
		text = end + (*end == '\0' ? 0 : strlen(separator));
	} while (*end != '\0');
	if (n == 1 && items[0][0] == '\0')
		n = 0;
	*out = items;
	return n;
}

void
world_open(struct world_file *f, const char *path, struct arena *a)
{
	*f = (struct world_file){ fopen(path, "r"), path, 0, a };
	if (f->file == NULL)
		fail("cannot read", path);
}

static char *
next_raw(struct world_file *f)
{
	char line[1000], *hash;

	while (fgets(line, sizeof line, f->file) != NULL) {
		f->line++;
		if ((hash = strchr(line, '#')) != NULL)
			*hash = '\0';
		if (line[strspn(line, " \t\n")] != '\0')
			return trimmed(line, line + strlen(line), f->arena);
	}
	return NULL;
}

char *
world_read(struct world_file *f)
{
	char *line = next_raw(f);

	if (line == NULL)
		fclose(f->file);
	return line;
}

/* "24h", "30m", "4w" in minutes */
static int
minutes(const char *text)
{
	char *unit;
	long n = strtol(text, &unit, 10);

	switch (*unit) {
	case '\0':
	case 'm': return (int)n;
	case 'h': return (int)n * 60;
	case 'd': return (int)n * 60 * 24;
	case 'w': return (int)n * 60 * 24 * 7;
	default: fail("not a length", text); return 0;
	}
}

static int
clock_time(const char *text)
{
	int h, m;

	if (sscanf(text, "%d:%d", &h, &m) != 2)
		fail("not a time", text);
	return h * 60 + m;
}

static struct date
date_of(const char *text)
{
	struct date d;

	if (sscanf(text, "%d-%d-%d", &d.year, &d.month, &d.day) != 3 || !date_valid(d))
		fail("not a date", text);
	return d;
}

/* From and to as civil times; where no hours are given, whole days. */
static struct off
civil_span(const char *text)
{
	const char *dots = strstr(text, ".."), *blank = strchr(text, ' '), *dash;
	struct off o = { { .date = date_of(text) }, { .date = date_of(text), .minute = 1440 } };

	if (dots != NULL)
		o.to.date = date_of(dots + 2);
	else if (blank != NULL) {
		o.from.minute = o.to.minute = clock_time(blank + 1);
		if ((dash = strchr(blank, '-')) != NULL)
			o.to.minute = clock_time(dash + 1);
	}
	return o;
}

struct span
world_span(const char *text, const struct zone *z)
{
	struct off o = civil_span(text);

	return (struct span){ zone_moment(z, &o.from, NULL), zone_moment(z, &o.to, NULL) };
}

char *
world_moment(int64_t at, struct arena *a)
{
	struct civil c;

	civil_from_seconds(at, &c);
	return arena_printf(a, "%04d-%02d-%02d %02d:%02d", c.date.year, c.date.month, c.date.day,
	    c.minute / 60, c.minute % 60);
}

void
world_init(struct world *w, struct arena *a)
{
	static int durations[] = { 15, 30, 45, 60, 90 };

	*w = (struct world){ .arena = a };
	w->team.rules = (struct rules){ .offer = 3,
		.duration = 30,
		.durations = durations,
		.n_durations = 5,
		.notice_minutes = 24 * 60,
		.horizon_minutes = 28 * 24 * 60,
		.hold_minutes = 48 * 60,
		.confirm_exact = true,
		.odd_from = 22 * 60,
		.odd_to = 7 * 60,
		.zone = zone_utc(),
		.operator_email = "operator@example.org",
		.own_address = "meet@example.org",
		.own_name = "Meetings" };
}

static bool
begins(const char *text, const char *word, const char **rest)
{
	size_t n = strlen(word);

	if (strncmp(text, word, n) != 0 || (text[n] != ' ' && text[n] != '\t' && text[n] != '\0'))
		return false;
	*rest = text + n + strspn(text + n, " \t");
	return true;
}

static void
add_reminders(struct world *w, struct rules *r, const char *text)
{
	char **words;
	size_t n = world_split(text, " ", w->arena, &words);

	r->reminders = arena_alloc(w->arena, (n + 1) * sizeof *r->reminders);
	for (r->n_reminders = 0; r->n_reminders < n; r->n_reminders++)
		r->reminders[r->n_reminders] = minutes(words[r->n_reminders]);
}

static void
add_rule(struct world *w, struct rules *r, const char *text)
{
	const char *v;

	if (begins(text, "notice", &v))
		r->notice_minutes = minutes(v);
	else if (begins(text, "horizon", &v))
		r->horizon_minutes = minutes(v);
	else if (begins(text, "hold", &v))
		r->hold_minutes = minutes(v);
	else if (begins(text, "offer", &v))
		r->offer = minutes(v);
	else if (begins(text, "duration", &v))
		r->duration = minutes(v);
	else if (begins(text, "confirm", &v))
		r->confirm_exact = strcmp(v, "no") != 0;
	else if (begins(text, "tokens", &v))
		r->plus_addresses = strcmp(v, "no") != 0;
	else if (begins(text, "needs", &v))
		r->need_all = strcmp(v, "all") == 0;
	else if (begins(text, "chase", &v))
		r->chase = strcmp(v, "no") != 0;
	else if (begins(text, "reminders", &v))
		add_reminders(w, r, v);
	else if (begins(text, "odd", &v)) {
		r->odd_from = clock_time(v);
		r->odd_to = clock_time(strchr(v, '-') + 1);
	} else
		fail("no such rule", text);
}

static int
weekday(const char *text)
{
	static const char names[] = "MonTueWedThuFriSatSun";

	for (int i = 0; i < 7; i++)
		if (strncmp(text, names + 3 * i, 3) == 0)
			return i;
	fail("no such weekday", text);
	return 0;
}

/* "Mon-Thu 09:00-12:30 14:00-18:00" */
static void
add_hours(struct world *w, struct staff *s, const char *text)
{
	char **words;
	size_t n = world_split(text, " ", w->arena, &words);
	int first = weekday(words[0]);
	int last = words[0][3] == '-' ? weekday(words[0] + 4) : first;

	for (int day = first; day <= last; day++)
		for (size_t i = 1; i < n; i++) {
			s->hours = arena_more(w->arena, s->hours, s->n_hours, sizeof *s->hours);
			s->hours[s->n_hours++] = (struct hours){ day, clock_time(words[i]),
				clock_time(strchr(words[i], '-') + 1) };
		}
}

static void
add_words(struct world *w, const char *text, const char ***out, size_t *n)
{
	char **words;

	*n = world_split(text, " ", w->arena, &words);
	*out = (const char **)words;
}

static void
add_trait(struct world *w, struct staff *s, const char *text)
{
	const char *v;

	if (begins(text, "buffer", &v))
		s->buffer_minutes = minutes(v);
	else if (begins(text, "cap", &v))
		s->max_per_day = minutes(v);
	else if (begins(text, "notice", &v))
		s->notice_minutes = minutes(v);
	else if (begins(text, "share", &v))
		s->share = minutes(v);
	else if (begins(text, "speaks", &v))
		add_words(w, v, &s->languages, &s->n_languages);
	else if (begins(text, "knows", &v))
		add_words(w, v, &s->topics, &s->n_topics);
	else
		fail("no such trait", text);
}

static void
add_staff(struct world *w, const char *text)
{
	const char *blank = strchr(text, ' ');
	struct staff *s;

	w->team.staff = arena_more(w->arena, w->team.staff, w->team.n, sizeof *s);
	s = &w->team.staff[w->team.n++];
	*s = (struct staff){ .notice_minutes = -1, .share = 1 };
	s->name = trimmed(text, blank, w->arena);
	s->email = arena_printf(w->arena, "%s@example.org", s->name);
	if (!zone_find(trimmed(blank, blank + strlen(blank), w->arena), &s->zone))
		fail("no such zone", text);
}

struct staff *
world_staff(const struct world *w, const char *name)
{
	for (size_t i = 0; i < w->team.n; i++)
		if (strcmp(w->team.staff[i].name, name) == 0)
			return &w->team.staff[i];
	return NULL;
}

static int
by_start(const void *a, const void *b)
{
	const struct taken *x = a, *y = b;

	return (x->span.start_at > y->span.start_at) - (x->span.start_at < y->span.start_at);
}

void
world_take(struct world *w, struct staff *s, enum taken_kind kind, int64_t meeting,
    struct span span)
{
	struct taken *all = arena_alloc(w->arena, (s->n_taken + 1) * sizeof *all);

	if (s->n_taken > 0)
		memcpy(all, s->taken, s->n_taken * sizeof *all);
	all[s->n_taken++] = (struct taken){ span, kind, meeting };
	qsort(all, s->n_taken, sizeof *all, by_start);
	s->taken = all;
}

static void
add_taken(struct world *w, struct staff *s, const char *text)
{
	char kind[8];
	long long meeting;
	int at = 0;
	struct zone utc = zone_utc();

	if (sscanf(text, "%7s %lld %n", kind, &meeting, &at) < 2 || at == 0)
		fail("not a thing taken", text);
	world_take(w, s,
	    strcmp(kind, "booked") == 0   ? TAKEN_BOOKED
	    : strcmp(kind, "held") == 0   ? TAKEN_HELD
	    : strcmp(kind, "unread") == 0 ? TAKEN_UNREAD
					  : TAKEN_BUSY,
	    meeting, world_span(text + at, &utc));
}

static void
add_off(struct world *w, struct off **items, size_t *n, const char *text)
{
	*items = arena_more(w->arena, *items, *n, sizeof **items);
	(*items)[(*n)++] = civil_span(text);
}

bool
world_line(struct world *w, const char *line)
{
	struct staff *s = w->team.n > 0 ? &w->team.staff[w->team.n - 1] : NULL;
	struct zone utc = zone_utc();
	const char *rest;
	char **parts;
	size_t n;

	if (begins(line, "now", &rest))
		w->now = world_span(rest, &utc).start_at;
	else if (begins(line, "staff", &rest))
		add_staff(w, rest);
	else if (begins(line, "rules", &rest))
		for (n = world_split(rest, ",", w->arena, &parts); n > 0; n--)
			add_rule(w, &w->team.rules, parts[n - 1]);
	else if (s != NULL && begins(line, "hours", &rest))
		for (n = world_split(rest, ",", w->arena, &parts); n > 0; n--)
			add_hours(w, s, parts[n - 1]);
	else if (s != NULL && begins(line, "with", &rest))
		for (n = world_split(rest, ",", w->arena, &parts); n > 0; n--)
			add_trait(w, s, parts[n - 1]);
	else if (s != NULL && begins(line, "away", &rest))
		add_off(w, &s->away, &s->n_away, rest);
	else if (s != NULL && begins(line, "also", &rest))
		add_off(w, &s->also, &s->n_also, rest);
	else if (s != NULL && begins(line, "taken", &rest))
		add_taken(w, s, rest);
	else
		return false;
	return true;
}

static void
add_window(struct world *w, struct wishes *out, struct span s, bool exact)
{
	if (exact)
		s.end_at = s.start_at + 30 * MINUTE;
	out->windows = arena_more(w->arena, out->windows, out->n, sizeof *out->windows);
	out->windows[out->n++] = (struct window){ s, exact };
	out->named = true;
}

static void
add_doubt(struct world *w, struct wishes *out, const char *text)
{
	struct zone utc = zone_utc();
	struct doubt *d;
	char **parts;

	out->doubts = arena_more(w->arena, out->doubts, out->n_doubts, sizeof *d);
	d = &out->doubts[out->n_doubts++];
	d->text = text;
	d->n = world_split(text, " or ", w->arena, &parts);
	d->readings = arena_alloc(w->arena, (d->n + 1) * sizeof *d->readings);
	for (size_t i = 0; i < d->n; i++) {
		d->readings[i] = world_span(parts[i], &utc);
		if (d->readings[i].end_at == d->readings[i].start_at)
			d->readings[i].end_at += 30 * MINUTE;
	}
}

bool
world_clause(struct world *w, struct wishes *out, const char *clause)
{
	struct zone utc = zone_utc();
	const char *rest;
	struct span s;

	if (begins(clause, "exactly", &rest))
		add_window(w, out, world_span(rest, &utc), true);
	else if (begins(clause, "wishes", &rest))
		add_window(w, out, world_span(rest, &utc), false);
	else if (begins(clause, "not", &rest)) {
		s = world_span(rest, &utc);
		out->excluded = spans_union(out->excluded, spans_make(&s, 1, w->arena), w->arena);
	} else if (begins(clause, "ideally", &rest)) {
		s = world_span(rest, &utc);
		out->preferred = spans_union(out->preferred, spans_make(&s, 1, w->arena), w->arena);
	} else if (begins(clause, "doubt", &rest))
		add_doubt(w, out, rest);
	else if (begins(clause, "for", &rest))
		out->duration_minutes = minutes(rest);
	else if (begins(clause, "odd", &rest))
		out->odd_hours = true;
	else
		return false;
	return true;
}
