#include "understand/day.h"

#include "understand/date.h"
#include "understand/oneday.h"
#include "understand/period.h"
#include "understand/stray.h"

enum { LIST_MOST = 24 }; /* days in one list; mails from strangers may have any number */

/* A day may be all of a date's number, until the date's other end gives it a month. */
static bool
complete(const struct said_day *d)
{
	return d->kind != DAY_DATE || d->day == 0 || d->month != 0;
}

/* Days known by their number alone are days if they are written as ordinals: 21st, not 21. */
static bool
numbered(const struct said_day *d, const struct items *p, size_t i)
{
	if (d->to != NULL && i > 0 && item_is(p, i - 1, HEAR_FROM) && item_mark(p, i + 1, '.') &&
	    item_joined(p, i + 1)) /* vom 11. auf den 12. */
		return true;
	if (d->also != NULL && d->also->kind == DAY_DATE && d->kind == DAY_DATE && d->to == NULL &&
	    d->also->to == NULL && d->month == 0) /* 8 или 9 числа */
		return true;
	return complete(d) || d->weekday != -1 || date_ordinal(p, i) || date_excepted(p, i) ||
	       (i > 0 && item_is(p, i - 1, HEAR_ON)) ||
	       (i > 1 && item_is(p, i - 1, HEAR_THE) && item_is(p, i - 2, HEAR_ON));
}

/* Could this be the number of a day, once another is: el 8 o el 9, am 8. oder 9.? */
static bool
like_a_day(const struct items *p, size_t i, size_t end)
{
	if (!oneday_bare(p, i) || item_number(p, i, 1, 31) == -1 || item_is(p, end, HEAR_COUNTED) ||
	    item_is(p, end, HEAR_UNIT) || item_oclock(p, end) || item_is(p, end, HEAR_AM) ||
	    item_is(p, end, HEAR_PM))
		return false;
	return end >= p->n || p->items[end].n_heard > 0 || p->items[end].token->lines > 0 ||
	       p->items[end].token->kind == TOKEN_MARK;
}

/* 8 oder 9: both of them numbers of days, with the word that says so before the first. */
static bool
both_days(const struct items *p, size_t i, size_t end, size_t next, size_t next_end)
{
	bool on;

	i = item_skip(p, i);
	on = i > 0 && (item_is(p, i - 1, HEAR_ON) || item_is(p, i - 1, HEAR_THE));
	if (item_is(p, next_end - 1, HEAR_DAY_MARK) || item_is(p, next_end, HEAR_DAY_MARK) ||
	    (item_mark(p, next_end - 1, '.') && item_is(p, next_end, HEAR_UNIT) &&
		item_value(p, next_end, HEAR_UNIT) == UNIT_DAY)) /* 4. dahje 8. beaivi */
		return oneday_bare(p, i) && oneday_bare(p, next);
	return on && oneday_bare(p, i) && end <= i + 2 && !item_mark(p, next - 1, ',') &&
	       like_a_day(p, next, next_end);
}

/* The month and year of one end are those of the other, where it has none. */
static void
share_month(struct said_day *a, struct said_day *b)
{
	if (a->kind != DAY_DATE || b->kind != DAY_DATE)
		return;
	if (a->day != 0 && a->month == 0)
		a->month = b->month;
	if (b->day != 0 && b->month == 0)
		b->month = a->month;
	if (a->year == 0 && b->year != 0 && a->month <= b->month)
		a->year = b->year;
	if (b->year == 0 && a->year != 0 && a->month <= b->month)
		b->year = a->year;
}

/* 3, 4 or 8 December, juovlamánu 3., 4. dahje 8.: the month is that of all */
static void
share_with_all(struct said_day *d, struct said_day *rest, struct arena *a)
{
	share_month(d, rest);
	for (struct said_day *k = rest; k->also != NULL && k->also->month == 0;) {
		struct said_day also = *k->also;

		share_month(k, &also);
		k->also = said_day_keep(&also, a);
		if (also.month == 0)
			break;
		k = (struct said_day *)k->also;
	}
}

/* 明后天, 周二周四: where words are not set apart, days may follow with nothing between. */
static bool
runs_on(const struct items *p, size_t i, const struct said_day *d)
{
	return ((d->kind == DAY_OFFSET && item_is(p, i, HEAR_DAY)) ||
		   (d->kind == DAY_WEEKDAY && item_is(p, i, HEAR_WEEKDAY))) &&
	       item_joined(p, i) && p->items[i].token->kind == TOKEN_LETTER;
}

static size_t
skip_or(const struct items *p, size_t i)
{
	size_t j = i;

	if (item_mark(p, j, ',') || item_mark(p, j, '/'))
		j++;
	if (item_is(p, j, HEAR_OR) || item_is(p, j, HEAR_AND))
		j++;
	if (j == i)
		return 0;
	while (item_filler(p, j) || item_is(p, j, HEAR_ON))
		j++;
	return j - i;
}

/* Is what ends here an hour, by the word behind it: 11 am, 3 o'clock, 2 hours? */
static bool
marked_hour(const struct items *p, size_t end)
{
	return item_is(p, end, HEAR_PM) || item_is(p, end, HEAR_AM) || item_oclock(p, end) ||
	       item_is(p, end, HEAR_AFTER_IT) || item_is(p, end, HEAR_BEFORE_IT) ||
	       (item_is(p, end, HEAR_UNIT) &&
		   !(item_value(p, end, HEAR_UNIT) == UNIT_DAY && item_mark(p, end - 1, '.')));
}

/* A bare number that ends at i and is the first of two hours: 9-11 am. */
static bool
first_of_hours(const struct items *p, size_t i)
{
	size_t to = oneday_to(p, i, false);

	return to > 0 && item_number(p, i + to, 1, 24) != -1 && marked_hour(p, i + to + 1);
}

/* A day or a stretch; *loose where a month is still missing. */
static size_t
read_range(const struct items *p, size_t i, bool framed, bool between, struct arena *a,
    struct said_day *d)
{
	size_t j = i, took, to, end;
	struct said_day last;

	if ((took = oneday_end(p, j, framed, a, d)) == 0)
		return 0;
	j += took;
	if (d->kind == DAY_COMING || (to = oneday_to(p, j, between)) == 0 ||
	    (end = oneday_end(p, j + to, true, a, &last)) == 0)
		return j - i;
	if (last.kind == DAY_FROM && last.of == NULL && !last.backward &&
	    item_is(p, j, HEAR_ONWARDS) && item_is(p, j, HEAR_TO)) { /* 今日から2日後 */
		last.of = said_day_keep(d, a);
		*d = last;
		return j + to + end - i;
	}
	/* 3 pm and such belong to the clock */
	if (!complete(&last) && oneday_bare(p, j + to) &&
	    (marked_hour(p, j + to + end) || complete(d)) &&
	    !(complete(d) && d->kind == DAY_DATE && d->month != 0))
		return j - i;
	/* "30 November - 9-12": the hours of that day */
	if (complete(d) && !complete(&last) && oneday_bare(p, j + to) &&
	    oneday_to(p, j + to + end, false) > 0)
		return j - i;
	if (d->kind != DAY_DATE && last.kind == DAY_DATE && last.month == 0 && last.day != 0)
		return j - i;
	if (d->kind == DAY_WEEKDAYS && last.kind == DAY_WEEKDAY && last.which == WHICH_PLAIN) {
		last.kind = DAY_WEEKDAYS; /* every Monday to Thursday */
		last.weekdays = 1u << last.weekday;
	}
	share_month(d, &last);
	d->to = said_day_keep(&last, a);
	return j + to + end - i;
}

static bool
can_lie_in(const struct said_day *d)
{
	return (d->kind == DAY_WEEKDAY && d->which == WHICH_PLAIN) || d->kind == DAY_WEEKDAYS ||
	       (d->kind == DAY_DATE && d->month == 0 && d->day != 0);
}

static bool
can_hold(const struct said_day *d)
{
	return (d->kind == DAY_PERIOD && d->unit >= UNIT_WEEK && d->unit != UNIT_WEEKEND) ||
	       (d->kind == DAY_DATE && d->day == 0 && d->month != 0) || d->kind == DAY_WEEK_OF ||
	       d->kind == DAY_WEEK_NUMBER ||
	       (d->kind == DAY_NTH && d->weekday == -1 && d->unit == UNIT_WEEK);
}

/* A comma and the words that may follow it, without an "or" or an "and". */
static size_t
skip_comma(const struct items *p, size_t i)
{
	size_t j = i + 1;

	while (item_filler(p, j) || item_is(p, j, HEAR_ON))
		j++;
	return j - i;
}

static bool
names_its_week(const struct said_day *d)
{
	return d->which == WHICH_NEXT ||
	       (d->of != NULL && d->of->kind == DAY_PERIOD && d->of->unit == UNIT_WEEK);
}

/* "Next Tuesday and Thursday": the Thursday is that of the same week. */
static void
share_week(const struct said_day *d, struct said_day *rest, struct arena *a)
{
	struct said_day week = { .kind = DAY_WEEK_OF, .weekday = -1 }, first = *d;

	if (d->kind != DAY_WEEKDAY || d->to != NULL || !names_its_week(d) ||
	    rest->kind != DAY_WEEKDAY || rest->which != WHICH_PLAIN || rest->of != NULL ||
	    rest->weekday <= d->weekday)
		return;
	first.also = NULL;
	week.of = said_day_keep(&first, a);
	for (struct said_day *k = rest; k != NULL;) {
		struct said_day also;

		k->of = said_day_keep(&week, a);
		if (k->also == NULL || k->also->kind != DAY_WEEKDAY ||
		    k->also->which != WHICH_PLAIN || k->also->weekday <= k->weekday)
			break;
		also = *k->also;
		k->also = said_day_keep(&also, a);
		k = (struct said_day *)k->also;
	}
}

/* Tuesday or Wednesday; 1, 3 and 5 December */
static size_t
read_list(const struct items *p, size_t i, bool framed, bool between, int depth, struct arena *a,
    struct said_day *d)
{
	size_t took = read_range(p, i, framed, between, a, d), j, sep, more;
	struct said_day rest;
	bool both;

	if (took == 0)
		return 0;
	j = i + took;
	sep = skip_or(p, j);
	if (between || depth == LIST_MOST || (sep == 0 && !runs_on(p, j, d)) || item_apart(p, j))
		return took;
	/* a clause of its own: "and next week I am away" is told by the caller's frame */
	if ((more = read_list(p, j + sep, framed, false, depth + 1, a, &rest)) == 0)
		return took;
	if (((can_hold(d) && can_lie_in(&rest)) || (can_lie_in(d) && can_hold(&rest))) &&
	    item_mark(p, j, ',') && sep == skip_comma(p, j))
		return took; /* "next week, on Tuesday": one lies in the other */
	if (can_lie_in(d) && can_hold(&rest) && item_mark(p, j, ',') && sep == skip_comma(p, j))
		return took; /* "Wednesday, next week" */
	if (rest.kind == DAY_WEEKDAYS && d->kind != DAY_WEEKDAYS && sep == skip_comma(p, j))
		return took; /* "16-18 March, any day after that": a clause of its own */
	if (rest.kind == DAY_COMING || d->kind == DAY_COMING || rest.kind == DAY_FROM)
		return took;
	both = both_days(p, i, j, j + sep, j + sep + more);
	if (!complete(&rest) && !both && !(date_ordinal(p, j + sep) && date_ordinal(p, i)) &&
	    (!complete(d) || d->kind != DAY_DATE || oneday_bare(p, j + sep)) &&
	    !(d->kind == DAY_DATE && d->month != 0 && d->day != 0))
		return took;
	if (!complete(&rest) && oneday_bare(p, j + sep) && rest.weekday == -1 &&
	    !item_is(p, j + sep + more - 1, HEAR_DAY_MARK) && /* 17日或19日下午 */
	    (marked_hour(p, j + sep + more) || first_of_hours(p, j + sep + more)))
		return took;
	share_with_all(d, &rest, a);
	if (d->to != NULL) {
		struct said_day to = *d->to;

		share_month(&to, &rest);
		share_month(d, &to);
		d->to = said_day_keep(&to, a);
	}
	if (rest.kind == DAY_DATE && rest.day != 0 && rest.month == 0 && !both &&
	    !(date_ordinal(p, j + sep) && date_ordinal(p, i)))
		return took;
	share_week(d, &rest, a);
	d->also = said_day_keep(&rest, a);
	return took + sep + more;
}

/* "Tuesday or Wednesday next week": all of them lie in it. */
static void
put_into(struct said_day *d, const struct said_day *period, struct arena *a)
{
	if (d->of == NULL && (d->kind == DAY_WEEKDAY || d->kind == DAY_WEEKDAYS ||
				 (d->kind == DAY_DATE && d->month == 0) || d->kind == DAY_NTH))
		d->of = period;
	if (d->to != NULL) {
		struct said_day to = *d->to;

		put_into(&to, period, a);
		d->to = said_day_keep(&to, a);
	}
	if (d->also != NULL) {
		struct said_day also = *d->also;

		put_into(&also, period, a);
		d->also = said_day_keep(&also, a);
	}
}

/* Where words are not set apart the larger comes first: 周三，下周 are two times. */
static bool
larger_first(const struct items *p, size_t i)
{
	return i < p->n && p->items[i].token->kind == TOKEN_LETTER;
}

static size_t
read_within(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	size_t j = period_skip_of(p, i), took;
	struct said_day period;

	/* "next week" and the like; a month only after its "of" or "in" */
	if (item_apart(p, i))
		return 0;
	if (can_lie_in(d) && larger_first(p, j))
		return 0;
	if (can_lie_in(d)) {
		if ((took = period_edge(p, j, &period)) == 0 &&
		    (took = period_read(p, j, &period)) == 0 &&
		    (took = oneday_week_of(p, j, a, &period)) == 0 &&
		    (took = period_nth(p, j, a, &period)) == 0)
			took = j > i ? date_month(p, j, true, &period) : 0;
		if (took == 0 && j > i && item_is(p, j, HEAR_UNIT) &&
		    (d->kind == DAY_DATE || d->every) && item_value(p, j, HEAR_UNIT) >= UNIT_WEEK) {
			period = (struct said_day){ .kind = DAY_PERIOD, .weekday = -1 };
			period.unit =
			    (enum unit)item_value(p, j, HEAR_UNIT); /* the 5th of the month */
			took = 1;
		}
		if (took > 0 && can_hold(&period)) {
			put_into(d, said_day_keep(&period, a), a);
			return j + took - i;
		}
	} else if (can_hold(d) && d->to == NULL && d->also == NULL) {
		struct said_day in;

		while (item_is(p, j, HEAR_ON) || item_is(p, j, HEAR_ABOUT) ||
		       item_is(p, j, HEAR_FROM) || item_mark(p, j, ':') || item_mark(p, j, '(') ||
		       item_filler(p, j) || item_mark(p, j, '-'))
			j++;
		if ((took = read_list(p, j, true, false, 0, a, &in)) > 0 && can_lie_in(&in) &&
		    (in.kind != DAY_DATE || numbered(&in, p, j))) {
			const struct said_day *period_kept = said_day_keep(d, a);

			put_into(&in, period_kept, a);
			*d = in;
			return j + took - i;
		}
	}
	return 0;
}

/* Nothing of this could begin a day. */
static bool
hopeless(const struct items *p, size_t i)
{
	const struct item *it = &p->items[i];

	return it->n_heard == 0 && it->token->kind != TOKEN_NUMBER && !item_mark(p, i, '+');
}

size_t
day_within(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	return can_lie_in(d) && d->of == NULL ? read_within(p, i, a, d) : 0;
}

size_t
day_read(const struct items *p, size_t i, bool framed, struct arena *a, struct said_day *out)
{
	bool between = item_is(p, i, HEAR_BETWEEN), from = item_is(p, i, HEAR_FROM);
	size_t j = i, took, first;

	if (i >= p->n || hopeless(p, i))
		return 0;
	if (between || from) {
		j = item_skip(p, j + 1);
		if (item_is(p, j, HEAR_ON)) /* antara tanggal 4 dan 8 */
			j = item_skip(p, j + 1);
	}
	first = j;
	if (stray_read(p, j) > 0)
		return 0;
	if ((took = read_list(p, j, framed || between || from, between, 0, a, out)) == 0)
		return 0;
	j += took;
	if (between && out->to == NULL)
		return 0;
	j += read_within(p, j, a, out);
	if ((out->of == NULL || out->of->unit == UNIT_WEEK) && !numbered(out, p, first))
		return 0; /* "we are only 3 next week" */
	return j - i;
}
