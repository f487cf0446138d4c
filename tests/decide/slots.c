#include "decide/slots.h"

#include "decide/gap.h"
#include "decide/world.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

struct table {
	struct world world;
	char **lines; /* what came of the last question */
	size_t n, next;
	const char *question;
	struct arena *arena;
};

static void
add_line(struct table *t, char *line)
{
	t->lines = arena_more(t->arena, t->lines, t->n, sizeof *t->lines);
	t->lines[t->n++] = line;
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
read_clause(struct table *t, const char *text, struct search *q, struct wishes *w,
    struct zone *guest)
{
	struct zone utc = zone_utc();
	const char *rest;
	struct span s;
	char **words;

	if (word(text, "guest", &rest))
		ok(zone_find(rest, guest), "zone %s", rest);
	else if (word(text, "most", &rest))
		q->most = (size_t)atoi(rest);
	else if (word(text, "host", &rest))
		q->host = arena_printf(t->arena, "%s@example.org", rest);
	else if (word(text, "from", &rest))
		q->guest = arena_printf(t->arena, "%s@example.org", rest);
	else if (word(text, "language", &rest))
		q->language = rest;
	else if (word(text, "heard", &rest)) {
		q->n_heard = world_split(rest, " ", t->arena, &words);
		q->heard = (const char **)words;
	} else if (word(text, "never", &rest)) {
		s = world_span(rest, &utc);
		q->refused = spans_make(&s, 1, t->arena);
	} else
		ok(world_clause(&t->world, w, text), "\"%s\" is understood", text);
}

/* slots_find, or slots_nearest where the first clause is a moment. */
static void
look(struct table *t, const char *text, bool near)
{
	struct zone guest = zone_utc(), utc = zone_utc();
	struct wishes w = { 0 };
	struct search q = { .wishes = &w,
		.duration = 30,
		.language = "en",
		.guest_zone = &guest,
		.most = 3 };
	struct slots out;
	char **parts;
	size_t n = world_split(text, ";", t->arena, &parts);

	for (size_t i = near ? 1 : 0; i < n; i++)
		read_clause(t, parts[i], &q, &w, &guest);
	if (w.duration_minutes > 0)
		q.duration = w.duration_minutes;
	if (near)
		slots_nearest(&t->world.team, &q, world_span(parts[0], &utc).start_at, t->world.now,
		    t->arena, &out);
	else
		slots_find(&t->world.team, &q, t->world.now, t->arena, &out);
	for (size_t i = 0; i < out.n; i++)
		add_line(t, arena_printf(t->arena, "%s %s",
				world_moment(out.items[i].span.start_at, t->arena),
				out.items[i].host->name));
	if (out.n == 0)
		add_line(t, arena_str(t->arena, "nothing"));
}

static struct staff *
person(struct table *t, const char **text)
{
	size_t n = strcspn(*text, " ");
	struct staff *s = world_staff(&t->world, arena_mem(t->arena, *text, n));

	*text += n + strspn(*text + n, " ");
	return s;
}

static void
why(struct table *t, const char *text)
{
	struct staff *s = person(t, &text);
	struct zone utc = zone_utc();
	struct wishes w = { .duration_minutes = 30 };
	struct stretch *out;
	char **parts;
	size_t n;

	if (world_split(text, ";", t->arena, &parts) > 1)
		world_clause(&t->world, &w, parts[1]);
	gap_explain(&t->world.team, s, world_span(parts[0], &utc), w.duration_minutes, t->world.now,
	    t->arena, &out, &n);
	for (size_t i = 0; i < n; i++) {
		char *line = arena_printf(t->arena, "%s %s-%s", gap_name(out[i].gap),
		    world_moment(out[i].span.start_at, t->arena) + 11,
		    world_moment(out[i].span.end_at, t->arena) + 11);

		if (out[i].meeting != 0)
			line =
			    arena_printf(t->arena, "%s of %lld", line, (long long)out[i].meeting);
		add_line(t, line);
	}
}

static void
check(struct table *t, const char *text)
{
	struct staff *s = person(t, &text);
	const char *meeting = strstr(text, "for meeting");
	struct zone utc = zone_utc();

	add_line(t, arena_str(t->arena,
			gap_name(gap_check(&t->world.team, s, world_span(text, &utc),
			    meeting != NULL ? atoi(meeting + 12) : 0, t->world.now, t->arena))));
}

static void
nothing_left(struct table *t)
{
	for (; t->next < t->n; t->next++)
		ok(false, "%s: nobody expected \"%s\"", t->question, t->lines[t->next]);
	t->n = t->next = 0;
}

static void
read_line(struct table *t, const char *line, int number)
{
	int64_t now = t->world.now;
	const char *rest;

	if (word(line, "gives", &rest)) {
		is_str(t->next < t->n ? t->lines[t->next] : "no more", rest, "line %d: %s", number,
		    t->question);
		t->next += t->next < t->n;
		return;
	}
	nothing_left(t);
	t->question = line;
	if (strcmp(line, "forget") == 0) {
		world_init(&t->world, t->arena);
		t->world.now = now;
	} else if (word(line, "find", &rest))
		look(t, rest, false);
	else if (word(line, "near", &rest))
		look(t, rest, true);
	else if (word(line, "why", &rest))
		why(t, rest);
	else if (word(line, "check", &rest))
		check(t, rest);
	else
		ok(world_line(&t->world, line), "line %d: \"%s\" is understood", number, line);
}

/* A meeting every hour for months, all of the staff always free: who takes how many? */
static void
test_shares(struct arena *a)
{
	enum { REQUESTS = 3000, STAFF = 3, SHARES = 1 + 2 + 3 };
	struct world w;
	struct arena *scratch = arena_new();
	struct zone utc = zone_utc();

	world_init(&w, a);
	w.now = 1793600000 - 1793600000 % HOUR;
	for (int i = 0; i < STAFF; i++) {
		world_line(&w, arena_printf(a, "staff p%d UTC", i));
		world_line(&w, "hours Mon-Sun 00:00-24:00");
		world_line(&w, arena_printf(a, "with share %d", i + 1));
		w.team.staff[i].taken = arena_alloc(a, REQUESTS * sizeof(struct taken));
	}
	for (int i = 0; i < REQUESTS; i++) {
		struct span s = { w.now + 2 * DAY, w.now + 2 * DAY + 30 * MINUTE };
		struct window exact = { s, true };
		struct wishes wishes = { .windows = &exact, .n = 1, .named = true };
		struct search q = { .wishes = &wishes,
			.duration = 30,
			.guest_zone = &utc,
			.most = 1 };
		struct staff *host;
		struct slots out;

		arena_reset(scratch);
		slots_find(&w.team, &q, w.now, scratch, &out);
		host = &w.team.staff[out.n == 1 ? out.items[0].host - w.team.staff : 0];
		host->taken[host->n_taken++] = (struct taken){ s, TAKEN_BOOKED, i + 1 };
		w.now += HOUR;
	}
	for (int i = 0; i < STAFF; i++) {
		double due = REQUESTS * (i + 1) / (double)SHARES;
		double got = (double)w.team.staff[i].n_taken;

		ok(got > due * 0.98 && got < due * 1.02, "a share of %d: %.0f of %.0f", i + 1, got,
		    due);
	}
	arena_free(scratch);
}

int
main(void)
{
	struct table t = { .arena = arena_new(), .question = "" };
	struct world_file f;
	char *line;

	world_init(&t.world, t.arena);
	world_open(&f, tap_source("tests/decide/slots.txt"), t.arena);
	while ((line = world_read(&f)) != NULL)
		read_line(&t, line, f.line);
	nothing_left(&t);
	test_shares(t.arena);
	arena_free(t.arena);
	return tap_done();
}
