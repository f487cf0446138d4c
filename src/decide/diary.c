#include "decide/diary.h"

#include "base/arena.h"

#include <stdlib.h>

static int64_t
day_of(const struct clock *c, int64_t at)
{
	int64_t civil = at + clock_offset(c, at);

	return civil / DAY - (civil % DAY < 0);
}

/* In the person's own zone; off->to may be the end of a day. */
static struct spans
off_spans(const struct clock *c, const struct off *off, size_t n, struct arena *a)
{
	struct span *all = arena_alloc(a, (n + 1) * sizeof *all);

	for (size_t i = 0; i < n; i++)
		all[i] = (struct span){ clock_moment(c, civil_to_seconds(&off[i].from)),
			clock_moment(c, civil_to_seconds(&off[i].to)) };
	return spans_make(all, n, a);
}

static struct spans
weekly_spans(const struct clock *c, const struct staff *s, struct span range, struct arena *a)
{
	int64_t first = day_of(c, range.start_at) - 1, last = day_of(c, range.end_at) + 1;
	struct span *all =
	    arena_alloc(a, ((size_t)(last - first + 1) * s->n_hours + 1) * sizeof *all);
	size_t n = 0;

	for (int64_t day = first; day <= last; day++) {
		int weekday = (int)(((day + 3) % 7 + 7) % 7); /* day 0 was a Thursday */

		for (size_t i = 0; i < s->n_hours; i++) {
			const struct hours *h = &s->hours[i];

			if (h->weekday == weekday)
				all[n++] = (struct span){ clock_moment(c,
							      day * DAY + h->from_minute * MINUTE),
					clock_moment(c, day * DAY + h->to_minute * MINUTE) };
		}
	}
	return spans_make(all, n, a);
}

bool
diary_counts(const struct taken *t, int64_t meeting)
{
	return t->meeting == 0 || t->meeting != meeting;
}

/* Counts what reaches into the range; taken is in the order of its start. */
static size_t
count_near(const struct staff *s, struct span range)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_taken && s->taken[i].span.start_at < range.end_at; i++)
		n += s->taken[i].span.end_at > range.start_at;
	return n;
}

/* Neighbours share one buffer, so it is put around what is taken and not around what is asked. */
static struct spans
taken_spans(const struct staff *s, struct span range, int64_t meeting, struct arena *a)
{
	int buffer = s->buffer_minutes * MINUTE;
	struct span wide = { range.start_at - buffer, range.end_at + buffer };
	struct span *all = arena_alloc(a, (count_near(s, wide) + 1) * sizeof *all);
	size_t n = 0;

	for (size_t i = 0; i < s->n_taken && s->taken[i].span.start_at < wide.end_at; i++) {
		const struct taken *t = &s->taken[i];

		if (t->span.end_at > wide.start_at && diary_counts(t, meeting))
			all[n++] =
			    (struct span){ t->span.start_at - buffer, t->span.end_at + buffer };
	}
	return spans_make(all, n, a);
}

struct begins {
	int64_t day, meeting;
};

static int
by_day(const void *a, const void *b)
{
	const struct begins *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return (x->meeting > y->meeting) - (x->meeting < y->meeting);
}

/*
 * All the times held for one meeting count once a day, since only one of them can be picked.
 */
static struct spans
full_days(const struct clock *c, const struct staff *s, struct span range, int64_t meeting,
    struct arena *a)
{
	struct span near = { range.start_at - 2 * DAY, range.end_at + 2 * DAY };
	size_t room = count_near(s, near) + 1, n = 0;
	struct begins *all = arena_alloc(a, room * sizeof *all);
	struct spans out = { arena_alloc(a, room * sizeof *out.items), 0 };

	for (size_t i = 0; i < s->n_taken && s->taken[i].span.start_at < near.end_at; i++) {
		const struct taken *t = &s->taken[i];

		if (t->kind != TAKEN_BUSY && t->kind != TAKEN_UNREAD &&
		    t->span.end_at > near.start_at && diary_counts(t, meeting))
			all[n++] = (struct begins){ day_of(c, t->span.start_at), t->meeting };
	}
	qsort(all, n, sizeof *all, by_day);
	for (size_t i = 0, count = 0; i < n; i++) {
		bool new_day = i == 0 || all[i].day != all[i - 1].day;

		if (new_day)
			count = 0;
		if (!new_day && all[i].meeting == all[i - 1].meeting && all[i].meeting != 0)
			continue;
		if (++count == (size_t)s->max_per_day)
			out.items[out.n++] = (struct span){ clock_moment(c, all[i].day * DAY),
				clock_moment(c, (all[i].day + 1) * DAY) };
	}
	return spans_make(out.items, out.n, a);
}

void
diary_open(const struct team *t, const struct staff *s, struct span range, int64_t meeting,
    int64_t now, struct arena *a, struct diary *out)
{
	int notice = s->notice_minutes >= 0 ? s->notice_minutes : t->rules.notice_minutes;
	struct spans within, also, repeats;

	clock_make(&s->zone, range, a, &out->clock);
	out->staff = s;
	out->open = (struct span){ now + (int64_t)notice * MINUTE,
		now + (int64_t)t->rules.horizon_minutes * MINUTE };
	within = spans_make(&range, 1, a);
	within = spans_intersect(within, spans_make(&out->open, 1, a), a);

	also = off_spans(&out->clock, s->also, s->n_also, a);
	repeats = clock_repeats(&out->clock, a);
	out->away = off_spans(&out->clock, s->away, s->n_away, a);
	out->working = spans_union(weekly_spans(&out->clock, s, range, a), also, a);
	out->working = spans_subtract(out->working, repeats, a);
	out->taken = taken_spans(s, range, meeting, a);
	out->full =
	    s->max_per_day > 0 ? full_days(&out->clock, s, range, meeting, a) : (struct spans){ 0 };

	out->free = spans_intersect(out->working, within, a);
	out->free = spans_subtract(out->free, out->away, a);
	out->free = spans_subtract(out->free, out->taken, a);
}
