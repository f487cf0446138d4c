#include "understand/lend.h"

#include "base/arena.h"
#include "understand/clock.h"

#include <string.h>

/* Does the sentence begin, or end, at item i? */
static bool
edge_of_sentence(const struct items *p, size_t i)
{
	return i >= p->n || item_mark(p, i, '.') || item_mark(p, i, '!') || item_mark(p, i, '?') ||
	       item_mark(p, i, ',') || item_apart(p, i);
}

bool
lend_excepted(const struct items *p, size_t end)
{
	return item_is(p, end, HEAR_EXCEPT) || (item_is(p, end, HEAR_OF) && item_joined(p, end) &&
						   item_is(p, end + 1, HEAR_EXCEPT));
}

/* Are these in one sentence?  A stop after an abbreviation or a number does not end it. */
static bool
one_sentence(const struct items *p, size_t i, size_t end)
{
	for (; i < end; i++) {
		if (item_apart(p, i) || item_mark(p, i, '!') || item_mark(p, i, '?') ||
		    item_mark(p, i, ';'))
			return false;
		if (item_mark(p, i, '.') && !item_joined(p, i + 1))
			return false;
	}
	return true;
}

static bool
is_time(const struct mention_said *m)
{
	return !m->is_length && m->time.to == NULL;
}

/* Is the last mention a day of the present sentence, without a time of day? */
bool
lend_waits(const struct said *s, size_t i)
{
	const struct mention_said *last = s->n > 0 ? &s->mentions[s->n - 1] : NULL;

	return last != NULL && is_time(last) && last->time.day != NULL &&
	       last->time.clock == NULL && one_sentence(&s->items, last->end, i);
}

/* Does a word of these stand between? */
static bool
between(const struct items *p, size_t i, size_t end, enum hear key)
{
	for (; i < end; i++)
		if (item_is(p, i, key))
			return true;
	return false;
}

static bool
comma_between(const struct items *p, size_t i, size_t end)
{
	for (; i < end; i++)
		if (item_mark(p, i, ',') || item_mark(p, i, ';'))
			return true;
	return false;
}

/* The time of day said last, for "the same time". */
static void
repeat_clocks(struct said *s)
{
	const struct said_clock *last = NULL;

	for (size_t i = 0; i < s->n; i++) {
		struct said_time *t = &s->mentions[i].time;

		if (t->clock == NULL)
			continue;
		if (t->clock->kind != CLOCK_SAME) {
			last = t->clock;
			continue;
		}
		t->clock = last;
		s->mentions[i].absorbed = last == NULL && t->day == NULL;
	}
}

/* "Afternoons suit me better, and on Wednesday ...": a verdict and a comma end a clause. */
static bool
clause_ends(const struct items *p, size_t i, size_t end)
{
	bool judged = false;

	for (; i < end; i++) {
		judged |= item_is(p, i, HEAR_FREE) || item_is(p, i, HEAR_BUSY);
		if (judged && item_mark(p, i, ','))
			return true;
	}
	return false;
}

/*
 * "Tuesday afternoon would be fine, between three and five", "tomorrow evening, if you can, at
 * seven": the hours lie in that part of the day, and are settled by it.  NULL: they do not.
 */
static const struct said_clock *
narrow(const struct said_clock *part, const struct said_clock *clock, struct arena *a)
{
	struct said_clock c = *clock;

	if (part == NULL || part->kind != CLOCK_PART || part->also != NULL || c.also != NULL ||
	    part->bound != BOUND_NONE || c.bound != BOUND_NONE ||
	    (c.kind != CLOCK_RANGE && c.kind != CLOCK_AT))
		return NULL;
	clock_settle(&c, part->part);
	if (c.from < part->from || (c.kind == CLOCK_AT ? c.from >= part->to : c.to > part->to))
		return NULL;
	return memcpy(arena_alloc(a, sizeof c), &c, sizeof c);
}

static bool
comma_within(const struct items *p, size_t i, size_t end)
{
	while (i < end && !item_mark(p, i, ','))
		i++;
	return i < end;
}

/* A word for "except" or "not" in front of it, or behind. */
static bool
is_excepted(const struct items *p, const struct mention_said *m)
{
	size_t k = m->first;

	while (k > 0 && (item_is(p, k - 1, HEAR_ON) || item_is(p, k - 1, HEAR_THE) ||
			    item_is(p, k - 1, HEAR_FOR)))
		k--;
	return (k > 0 && (item_is(p, k - 1, HEAR_EXCEPT) || item_is(p, k - 1, HEAR_NOT))) ||
	       lend_excepted(p, m->end) || item_is(p, m->end, HEAR_EXCEPT_IT);
}

/* "from 7 to 11 December, before eleven I can't": does a clause of its own rule this out? */
static bool
ruled_out_apart(const struct items *p, const struct mention_said *a, const struct mention_said *b)
{
	size_t i = b->first, end = b->end;

	while (i > a->end && !item_mark(p, i - 1, ','))
		i--;
	if (i == a->end)
		return false;
	for (; i < p->n && (i < end || !(p->items[i].token->kind == TOKEN_MARK)); i++)
		if (item_is(p, i, HEAR_BUSY))
			return true;
	return false;
}

/* What two mentions of one sentence, one after the other, lend each other. */
static void
join_pair(const struct items *p, struct mention_said *a, struct mention_said *b,
    struct arena *arena)
{
	const struct said_clock *within;
	bool instead = between(p, a->end, b->first, HEAR_RATHER_THAN);

	if (item_is(p, a->end, HEAR_ITS_MEETING) && b->time.day == NULL && b->time.clock != NULL) {
		b->time.day = a->time.day; /* tomorrow's meeting at two, please at three */
		return;
	}
	if (instead && a->time.day == NULL && a->time.clock != NULL) {
		a->time.day = b->time.day; /* four instead of three on Monday */
		return;
	}
	if (instead && a->time.clock == NULL && b->time.day == NULL && b->time.clock != NULL) {
		b->time.day = a->time.day; /* on Monday, instead of three, at four */
		a->absorbed = true;
		return;
	}
	if (a->first > 0 && item_is(p, a->first - 1, HEAR_NOT)) /* not Monday, and not before ten */
		return;
	/* "any day except Thursday, in the morning": on the days that are left */
	if (is_excepted(p, a) && comma_within(p, a->end, b->first))
		return;
	if (instead || item_is(p, b->end, HEAR_EXCEPT_IT) ||
	    between(p, a->end, b->first, HEAR_EXCEPT) ||
	    between(p, a->end, b->first, HEAR_EXCEPT_IT) || lend_excepted(p, b->end) ||
	    between(p, a->end, b->first, HEAR_PREFER) || between(p, a->end, b->first, HEAR_BUT))
		return;
	/* "on Mondays I teach, on the other days from ten on" */
	if (a->time.day != NULL && a->time.day->kind == DAY_WEEKDAYS &&
	    between(p, a->end, b->first, HEAR_BUSY) && comma_between(p, a->end, b->first))
		return;
	if (a->time.day != NULL && b->time.day == NULL && b->time.clock != NULL &&
	    a->time.bound == BOUND_NONE) {
		/* "at 230 pm, my place, this Thursday" */
		b->time.day = a->time.day;
		if ((b->apart = ruled_out_apart(p, a, b)))
			return;
		a->absorbed = a->time.clock == NULL;
		if (!between(p, a->end, b->first, HEAR_OR) &&
		    !between(p, a->end, b->first, HEAR_AND) &&
		    (within = narrow(a->time.clock, b->time.clock, arena)) != NULL) {
			a->absorbed = true;
			b->time.clock = within;
		}
	} else if (a->time.day == NULL && a->time.clock != NULL && b->time.day != NULL &&
		   b->time.clock == NULL && b->time.bound == BOUND_NONE &&
		   !clause_ends(p, a->end, b->first) && !between(p, a->end, b->first, HEAR_OR) &&
		   !between(p, a->end, b->first, HEAR_NOT)) {
		a->time.day = b->time.day;
		b->absorbed = true;
	}
}

static bool
ends_clause(const struct items *p, size_t i)
{
	return edge_of_sentence(p, i) || item_mark(p, i, ';');
}

/* "I have to leave at five": that is when it ends. */
static void
end_at_leaving(struct said *s, struct arena *a)
{
	enum { REACH = 4 };
	const struct items *p = &s->items;

	for (size_t i = 0; i < s->n; i++) {
		struct mention_said *m = &s->mentions[i];
		struct said_clock end;
		bool leaves = false;
		size_t k;

		if (!is_time(m) || m->time.clock == NULL || m->time.clock->kind != CLOCK_AT ||
		    m->time.clock->bound != BOUND_NONE)
			continue;
		for (k = m->first; k > 0 && m->first - k < REACH && !ends_clause(p, k - 1); k--)
			leaves |= item_is(p, k - 1, HEAR_LEAVING);
		for (k = m->end; k < m->end + REACH && k < p->n && !ends_clause(p, k); k++)
			leaves |= item_is(p, k, HEAR_LEAVING);
		if (!leaves)
			continue;
		end = *m->time.clock;
		end.bound = BOUND_UNTIL;
		m->time.clock = memcpy(arena_alloc(a, sizeof end), &end, sizeof end);
	}
}

/*
 * "Next week, except Wednesday, between ten and one": behind a comma or a bracket the hours are
 * those of the week.  False: it is nothing of the kind.
 */
static bool
join_around(struct said *s, size_t i)
{
	const struct items *p = &s->items;
	struct mention_said *week = &s->mentions[i], *out = week + 1, *hours = week + 2;
	bool closed = false;

	if (i + 2 >= s->n || !is_time(week) || !is_time(out) || !is_time(hours) ||
	    week->time.day == NULL || week->time.clock != NULL || out->time.clock != NULL ||
	    hours->time.day != NULL || hours->time.clock == NULL || !is_excepted(p, out) ||
	    !one_sentence(p, week->end, hours->first))
		return false;
	for (size_t k = out->end; k < hours->first; k++) {
		closed |= item_mark(p, k, ',') || item_mark(p, k, ')') || item_mark(p, k, '-');
		if (item_is(p, k, HEAR_BUSY) || item_is(p, k, HEAR_NOT) || item_is(p, k, HEAR_BUT))
			return false;
	}
	if (!closed)
		return false;
	hours->time.day = week->time.day;
	week->absorbed = !between(p, out->end, hours->first, HEAR_PREFER);
	return true;
}

/* The same where day and hours were read as one: "except Wednesday, between ten and one". */
static bool
part_excepted(struct said *s, size_t i)
{
	const struct items *p = &s->items;
	struct mention_said *week = &s->mentions[i], *out = week + 1;

	if (!is_time(week) || !is_time(out) || week->time.day == NULL || week->time.clock != NULL ||
	    out->time.day == NULL || out->time.clock == NULL || !is_excepted(p, out) ||
	    item_is(p, week->end, HEAR_EXCEPT_IT) || !one_sentence(p, week->end, out->first))
		return false;
	for (size_t k = out->first; k < out->end; k++)
		if (item_mark(p, k, ',') || item_mark(p, k, ')')) {
			week->time.clock = out->time.clock;
			out->time.clock = NULL;
			return true;
		}
	return false;
}

static void
join_parts(struct said *s, struct arena *arena)
{
	for (size_t i = 0; i + 1 < s->n; i++) {
		struct mention_said *a = &s->mentions[i], *b = a + 1;

		if (part_excepted(s, i))
			continue;
		if (join_around(s, i)) {
			i++;
			continue;
		}
		if (b->is_length && i + 2 < s->n)
			b++;
		if (is_time(a) && is_time(b) && one_sentence(&s->items, a->end, b->first))
			join_pair(&s->items, a, b, arena);
	}
}

/* "Moved to Thursday" where the word for "to" is the one for "until": إلى */
static void
arrive_where_moved(struct said *s)
{
	const struct items *p = &s->items;

	for (size_t i = 0; i < s->n; i++) {
		struct mention_said *m = &s->mentions[i];
		size_t k = m->first;

		if (!is_time(m) || m->time.bound != BOUND_UNTIL || !item_is(p, k, HEAR_TO))
			continue;
		while (k > 0 && one_sentence(p, k - 1, k) && !item_is(p, k - 1, HEAR_MOVING))
			k--;
		if (k > 0 && item_is(p, k - 1, HEAR_MOVING))
			m->time.bound = BOUND_NONE;
	}
}

void
lend_all(struct said *s, struct arena *a)
{
	arrive_where_moved(s);
	repeat_clocks(s);
	end_at_leaving(s, a);
	join_parts(s, a);
}
