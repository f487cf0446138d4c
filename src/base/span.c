#include "base/span.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

static int
by_start(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	if (x->start_at != y->start_at)
		return x->start_at < y->start_at ? -1 : 1;
	return (x->end_at > y->end_at) - (x->end_at < y->end_at);
}

/* Most come sorted: asking costs less than sorting. */
static bool
in_order(const struct span *s, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (by_start(&s[i - 1], &s[i]) > 0)
			return false;
	return true;
}

static const struct span *
sorted(const struct span *in, size_t n, struct arena *a)
{
	struct span *copy;

	if (in_order(in, n))
		return in;
	copy = arena_alloc(a, n * sizeof *copy);
	memcpy(copy, in, n * sizeof *copy);
	qsort(copy, n, sizeof *copy, by_start);
	return copy;
}

struct spans
spans_make(const struct span *in, size_t n, struct arena *a)
{
	struct spans out = { arena_alloc(a, (n + 1) * sizeof *in), 0 };
	const struct span *all = sorted(in, n, a);

	for (size_t i = 0; i < n; i++) {
		struct span s = all[i];

		if (s.start_at >= s.end_at)
			continue;
		if (out.n > 0 && s.start_at <= out.items[out.n - 1].end_at) {
			if (s.end_at > out.items[out.n - 1].end_at)
				out.items[out.n - 1].end_at = s.end_at;
		} else
			out.items[out.n++] = s;
	}
	return out;
}

struct spans
spans_union(struct spans x, struct spans y, struct arena *a)
{
	struct span *all = arena_alloc(a, (x.n + y.n + 1) * sizeof *all);

	if (x.n > 0)
		memcpy(all, x.items, x.n * sizeof *all);
	if (y.n > 0)
		memcpy(all + x.n, y.items, y.n * sizeof *all);
	return spans_make(all, x.n + y.n, a);
}

struct spans
spans_intersect(struct spans x, struct spans y, struct arena *a)
{
	struct spans out = { arena_alloc(a, (x.n + y.n + 1) * sizeof *out.items), 0 };
	size_t i = 0, j = 0;

	while (i < x.n && j < y.n) {
		struct span p = x.items[i], q = y.items[j];
		int64_t from = p.start_at > q.start_at ? p.start_at : q.start_at;
		int64_t to = p.end_at < q.end_at ? p.end_at : q.end_at;

		if (from < to)
			out.items[out.n++] = (struct span){ from, to };
		if (p.end_at < q.end_at)
			i++;
		else
			j++;
	}
	return out;
}

struct spans
spans_subtract(struct spans x, struct spans y, struct arena *a)
{
	struct spans out = { arena_alloc(a, (x.n + y.n + 1) * sizeof *out.items), 0 };
	size_t j = 0;

	for (size_t i = 0; i < x.n; i++) {
		struct span rest = x.items[i];

		while (j < y.n && y.items[j].end_at <= rest.start_at)
			j++;
		for (size_t k = j; k < y.n && y.items[k].start_at < rest.end_at; k++) {
			if (y.items[k].start_at > rest.start_at)
				out.items[out.n++] =
				    (struct span){ rest.start_at, y.items[k].start_at };
			rest.start_at = y.items[k].end_at;
		}
		if (rest.start_at < rest.end_at)
			out.items[out.n++] = rest;
	}
	return out;
}

bool
span_overlaps(struct span x, struct span y)
{
	return x.start_at < y.end_at && y.start_at < x.end_at;
}

bool
spans_cover(struct spans set, struct span s)
{
	for (size_t i = 0; i < set.n; i++)
		if (set.items[i].start_at <= s.start_at && s.end_at <= set.items[i].end_at)
			return true;
	return false;
}
