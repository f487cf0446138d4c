#include "decide/gap.h"

#include "base/arena.h"
#include "decide/diary.h"

#include <stdlib.h>

const char *
gap_name(enum gap g)
{
	switch (g) {
	case GAP_NONE: return "free";
	case GAP_AWAY: return "away";
	case GAP_HOURS: return "hours";
	case GAP_BOOKED: return "booked";
	case GAP_HELD: return "held";
	case GAP_BUSY: return "busy";
	case GAP_UNREAD: return "unreadable";
	case GAP_BUFFER: return "buffer";
	case GAP_CAP: return "cap";
	case GAP_NOTICE: return "notice";
	case GAP_HORIZON: return "horizon";
	case GAP_SHORT: return "short";
	}
	return "";
}

static enum gap
gap_of_taken(enum taken_kind kind)
{
	switch (kind) {
	case TAKEN_BOOKED: return GAP_BOOKED;
	case TAKEN_HELD: return GAP_HELD;
	case TAKEN_BUSY: return GAP_BUSY;
	case TAKEN_UNREAD: return GAP_UNREAD;
	}
	return GAP_BUSY;
}

static struct span
with_buffer(const struct staff *s, struct span span)
{
	return (struct span){ span.start_at - s->buffer_minutes * MINUTE,
		span.end_at + s->buffer_minutes * MINUTE };
}

static bool
touches(struct spans set, struct span s)
{
	for (size_t i = 0; i < set.n; i++)
		if (span_overlaps(set.items[i], s))
			return true;
	return false;
}

static bool
begins_in(struct spans set, int64_t at)
{
	return touches(set, (struct span){ at, at + 1 });
}

static enum gap
check_taken(const struct staff *s, struct span span, int64_t meeting)
{
	enum gap first = GAP_NONE;

	for (size_t i = 0; i < s->n_taken; i++) {
		const struct taken *t = &s->taken[i];
		enum gap g = GAP_NONE;

		if (!diary_counts(t, meeting))
			continue;
		if (span_overlaps(t->span, span))
			g = gap_of_taken(t->kind);
		else if (span_overlaps(with_buffer(s, t->span), span))
			g = GAP_BUFFER;
		if (g != GAP_NONE && (first == GAP_NONE || g < first))
			first = g;
	}
	return first;
}

enum gap
gap_check(const struct team *t, const struct staff *s, struct span span, int64_t meeting,
    int64_t now, struct arena *a)
{
	struct diary d;
	enum gap taken;

	diary_open(t, s, span, meeting, now, a, &d);
	if (touches(d.away, span))
		return GAP_AWAY;
	if (!spans_cover(d.working, span))
		return GAP_HOURS;
	if ((taken = check_taken(s, span, meeting)) != GAP_NONE)
		return taken;
	if (begins_in(d.full, span.start_at))
		return GAP_CAP;
	if (span.start_at < d.open.start_at)
		return GAP_NOTICE;
	if (span.end_at > d.open.end_at)
		return GAP_HORIZON;
	return GAP_NONE;
}

/* A range that is painted over, reason by reason; what is painted stays as it is. */
struct painting {
	struct spans rest;
	struct stretch *items;
	size_t n;
	struct arena *arena;
};

static void
paint(struct painting *p, struct spans set, enum gap gap, int64_t meeting)
{
	struct spans hit = spans_intersect(p->rest, set, p->arena);

	for (size_t i = 0; i < hit.n; i++) {
		p->items = arena_more(p->arena, p->items, p->n, sizeof *p->items);
		p->items[p->n++] = (struct stretch){ hit.items[i], gap, meeting };
	}
	if (hit.n > 0)
		p->rest = spans_subtract(p->rest, set, p->arena);
}

static void
paint_span(struct painting *p, struct span s, enum gap gap, int64_t meeting)
{
	paint(p, spans_make(&s, 1, p->arena), gap, meeting);
}

static void
paint_taken(struct painting *p, const struct staff *s, struct span range)
{
	for (enum gap gap = GAP_BOOKED; gap <= GAP_UNREAD; gap++)
		for (size_t i = 0; i < s->n_taken; i++)
			if (gap_of_taken(s->taken[i].kind) == gap &&
			    span_overlaps(s->taken[i].span, range))
				paint_span(p, s->taken[i].span, gap, s->taken[i].meeting);
	for (size_t i = 0; i < s->n_taken; i++) {
		struct span wide = with_buffer(s, s->taken[i].span);

		if (span_overlaps(wide, range))
			paint_span(p, wide, GAP_BUFFER, s->taken[i].meeting);
	}
}

static int
by_start(const void *a, const void *b)
{
	const struct stretch *x = a, *y = b;

	return (x->span.start_at > y->span.start_at) - (x->span.start_at < y->span.start_at);
}

/* Neighbours with one reason and one meeting are one stretch. */
static void
join(struct painting *p)
{
	size_t kept = 0;

	if (p->n > 1)
		qsort(p->items, p->n, sizeof *p->items, by_start);
	for (size_t i = 0; i < p->n; i++) {
		struct stretch *last = kept > 0 ? &p->items[kept - 1] : NULL;

		if (last != NULL && last->gap == p->items[i].gap &&
		    last->meeting == p->items[i].meeting &&
		    last->span.end_at == p->items[i].span.start_at)
			last->span.end_at = p->items[i].span.end_at;
		else
			p->items[kept++] = p->items[i];
	}
	p->n = kept;
}

void
gap_explain(const struct team *t, const struct staff *s, struct span range, int duration,
    int64_t now, struct arena *a, struct stretch **out, size_t *n)
{
	struct painting p = { spans_make(&range, 1, a), NULL, 0, a };
	struct spans free;
	struct diary d;

	diary_open(t, s, range, 0, now, a, &d);
	paint(&p, d.away, GAP_AWAY, 0);
	paint(&p, spans_subtract(p.rest, d.working, a), GAP_HOURS, 0);
	paint_taken(&p, s, range);
	paint(&p, d.full, GAP_CAP, 0);
	paint_span(&p, (struct span){ range.start_at, d.open.start_at }, GAP_NOTICE, 0);
	paint_span(&p, (struct span){ d.open.end_at, range.end_at }, GAP_HORIZON, 0);

	free = p.rest;
	for (size_t i = 0; i < free.n; i++) {
		bool fits =
		    free.items[i].end_at - free.items[i].start_at >= (int64_t)duration * MINUTE;

		paint_span(&p, free.items[i], fits ? GAP_NONE : GAP_SHORT, 0);
	}
	join(&p);
	*out = p.items;
	*n = p.n;
}
