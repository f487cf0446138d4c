#include "base/clock.h"

#include "base/arena.h"

/* No zone changes its offset twice within STEP; MARGIN leaves room for any offset and week. */
enum { STEP = 3 * DAY, MARGIN = 9 * DAY };

/* The moment in (from, to] at which the offset becomes another one. */
static int64_t
change_between(const struct zone *z, int64_t from, int64_t to)
{
	int before = zone_offset(z, from);

	while (to - from > 1) {
		int64_t middle = from + (to - from) / 2;

		if (zone_offset(z, middle) == before)
			from = middle;
		else
			to = middle;
	}
	return to;
}

void
clock_make(const struct zone *z, struct span s, struct arena *a, struct clock *out)
{
	int64_t end_at = s.end_at + MARGIN;

	out->n = 0;
	out->pieces = arena_more(a, NULL, 0, sizeof *out->pieces);
	out->pieces[out->n++] =
	    (struct clock_piece){ s.start_at - MARGIN, zone_offset(z, s.start_at - MARGIN) };
	if (z->rules == NULL)
		return;
	for (int64_t at = s.start_at - MARGIN; at < end_at; at += STEP) {
		int offset = zone_offset(z, at + STEP);

		if (offset == out->pieces[out->n - 1].offset)
			continue;
		out->pieces = arena_more(a, out->pieces, out->n, sizeof *out->pieces);
		out->pieces[out->n++] =
		    (struct clock_piece){ change_between(z, at, at + STEP), offset };
	}
}

int
clock_offset(const struct clock *c, int64_t at)
{
	size_t i = c->n - 1;

	while (i > 0 && at < c->pieces[i].start_at)
		i--;
	return c->pieces[i].offset;
}

int64_t
clock_moment(const struct clock *c, int64_t civil)
{
	for (size_t i = 0;; i++) {
		int64_t at = civil - c->pieces[i].offset;

		if (i > 0 && at < c->pieces[i].start_at)
			at = c->pieces[i].start_at; /* the clocks jumped over it */
		if (i + 1 == c->n || at < c->pieces[i + 1].start_at)
			return at;
	}
}

struct spans
clock_repeats(const struct clock *c, struct arena *a)
{
	struct spans out = { arena_alloc(a, c->n * sizeof *out.items), 0 };

	for (size_t i = 1; i < c->n; i++) {
		int back = c->pieces[i - 1].offset - c->pieces[i].offset;
		int64_t at = c->pieces[i].start_at;

		if (back > 0)
			out.items[out.n++] = (struct span){ at, at + back };
	}
	return out;
}
