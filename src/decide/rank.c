#include "decide/rank.h"

#include <stdlib.h>

/* Minutes since the guest's midnight. */
enum {
	CORE_FROM = 9 * 60,
	CORE_TO = 18 * 60,
	WIDE_FROM = 8 * 60,
	WIDE_TO = 20 * 60,
	DAY_MINUTES = 24 * 60,
	NOON = 12 * 60,
	LUNCH_TO = 13 * 60,
	EVENING = 17 * 60,
};

/* Costs, in minutes of waiting. */
enum {
	COST_LUNCH = 2 * 60,
	COST_OUTSIDE_CORE = 1 * DAY_MINUTES,
	COST_OUTSIDE_WIDE = 2 * DAY_MINUTES,
	COST_HALF_HOUR = 60,
	COST_QUARTER_HOUR = 3 * 60,
	COST_NOT_COMPACT = 4 * 60,
	COST_NOT_PREFERRED = 6 * DAY_MINUTES,
	COST_DAY_REFUSED = 1 * DAY_MINUTES,
	COST_SAME_DAY = 3 * DAY_MINUTES,
	COST_SAME_PART = 12 * 60,
	COST_SAME_HOURS = 1 * DAY_MINUTES, /* on the same day, less than two hours apart */
	COST_NEAR_SAME_DAY = 3 * 60,       /* where nearness counts, days matter less */
	COST_NEAR_ODD_START = 10,
};

static int64_t
days(int64_t civil)
{
	return civil / DAY - (civil % DAY < 0);
}

/* From and to in minutes of the guest's day; to may lie beyond midnight. */
static bool
odd(const struct taste *t, int from, int to)
{
	if (t->odd_from == t->odd_to)
		return false;
	for (int day = -DAY_MINUTES; day <= DAY_MINUTES; day += DAY_MINUTES) {
		int night_from = day + t->odd_from;
		int night_to = day + t->odd_to + (t->odd_to < t->odd_from ? DAY_MINUTES : 0);

		if (from < night_to && night_from < to)
			return true;
	}
	return false;
}

static int64_t
cost_of_start(const struct candidate *c, const struct taste *t, int minute)
{
	int64_t cost = 0;

	if (t->near_at != NULL) {
		cost = llabs(c->span.start_at - *t->near_at) / MINUTE;
		return minute % 30 == 0 ? cost : cost + COST_NEAR_ODD_START;
	}
	cost = (c->span.start_at - t->from_at) / MINUTE;
	if (minute % 60 != 0)
		cost += minute % 30 == 0 ? COST_HALF_HOUR : COST_QUARTER_HOUR;
	return c->compact ? cost : cost + COST_NOT_COMPACT;
}

static int64_t
cost_of_hours(const struct taste *t, int from, int to)
{
	if (t->near_at != NULL)
		return 0;
	if (from < WIDE_FROM || to > WIDE_TO)
		return COST_OUTSIDE_WIDE;
	if (from < CORE_FROM || to > CORE_TO)
		return COST_OUTSIDE_CORE;
	return from < LUNCH_TO && to > NOON ? COST_LUNCH : 0;
}

static int64_t
cost_of_day(const struct taste *t, int64_t day)
{
	for (size_t i = 0; i < t->refused.n; i++) {
		int64_t at = t->refused.items[i].start_at;

		if (days(at + clock_offset(&t->clock, at)) == day)
			return COST_DAY_REFUSED;
	}
	return 0;
}

static int64_t
cost_of_preference(const struct taste *t, struct span s)
{
	return t->preferred.n > 0 && !spans_cover(t->preferred, s) ? COST_NOT_PREFERRED : 0;
}

/* false: not to be offered at all. */
static bool
weigh(struct candidate *c, const struct taste *t)
{
	int64_t civil = c->span.start_at + clock_offset(&t->clock, c->span.start_at);
	int from, to;

	c->day = days(civil);
	from = (int)((civil - c->day * DAY) / MINUTE);
	to = from + (int)((c->span.end_at - c->span.start_at) / MINUTE);
	if (!t->odd_hours && !c->named && odd(t, from, to))
		return false;
	c->cost = cost_of_start(c, t, from) + cost_of_hours(t, from, to) + cost_of_day(t, c->day) +
	          cost_of_preference(t, c->span);
	return true;
}

/* Morning, afternoon, evening of the guest. */
static int
part(const struct candidate *c, const struct taste *t)
{
	int64_t civil = c->span.start_at + clock_offset(&t->clock, c->span.start_at);
	int minute = (int)((civil - c->day * DAY) / MINUTE);

	return minute < NOON ? 0 : minute < EVENING ? 1 : 2;
}

/* What c costs more since the other one was taken. */
static int64_t
cost_beside(const struct candidate *c, const struct candidate *taken, const struct taste *t)
{
	int64_t cost = 0, apart = llabs(c->span.start_at - taken->span.start_at);

	if (t->near_at != NULL)
		return c->day == taken->day ? COST_NEAR_SAME_DAY : 0;
	if (c->day == taken->day)
		cost += COST_SAME_DAY + (apart < 2 * HOUR ? COST_SAME_HOURS : 0);
	return part(c, t) == part(taken, t) ? cost + COST_SAME_PART : cost;
}

static void
swap(struct candidate *x, struct candidate *y)
{
	struct candidate was = *x;

	*x = *y;
	*y = was;
}

static bool
better(const struct candidate *x, const struct candidate *y)
{
	return x->cost != y->cost ? x->cost < y->cost : x->span.start_at < y->span.start_at;
}

size_t
rank_best(struct candidate *all, size_t n, const struct taste *t, size_t most)
{
	size_t left = 0, done = 0;

	for (size_t i = 0; i < n; i++)
		if (weigh(&all[i], t))
			all[left++] = all[i];
	while (done < most && done < left) {
		size_t best = done, kept = done + 1;

		for (size_t i = done + 1; i < left; i++)
			if (better(&all[i], &all[best]))
				best = i;
		swap(&all[done], &all[best]);
		for (size_t i = done + 1; i < left; i++) {
			if (span_overlaps(all[i].span, all[done].span))
				continue;
			all[i].cost += cost_beside(&all[i], &all[done], t);
			all[kept++] = all[i];
		}
		left = kept;
		done++;
	}
	return done;
}
