#include "understand/period.h"

#include "understand/date.h"
#include "understand/length.h"

enum { RUN_MOST = 6 }; /* words in a row that say which: a run without end is no expression */

bool
period_which(const struct items *p, size_t i, enum which *which)
{
	if (item_is(p, i, HEAR_NEXT))
		*which = WHICH_NEXT;
	else if (item_is(p, i, HEAR_THIS))
		*which = WHICH_THIS;
	else if (item_is(p, i, HEAR_COMING))
		*which = WHICH_COMING;
	else if (item_is(p, i, HEAR_LAST))
		*which = WHICH_LAST;
	else if (item_is(p, i, HEAR_AFTER_NEXT))
		*which = WHICH_AFTER_NEXT;
	else
		return false;
	return true;
}

int
period_offset(enum which w)
{
	switch (w) {
	case WHICH_NEXT:
	case WHICH_COMING: return 1;
	case WHICH_LAST: return -1;
	case WHICH_AFTER_NEXT: return 2;
	case WHICH_PLAIN:
	case WHICH_THIS: break;
	}
	return 0;
}

static enum edge
edge_at(const struct items *p, size_t i)
{
	if (item_is(p, i, HEAR_EARLY))
		return EDGE_EARLY;
	if (item_is(p, i, HEAR_MIDDLE))
		return EDGE_MIDDLE;
	if (item_is(p, i, HEAR_LATE))
		return EDGE_LATE;
	if (item_is(p, i, HEAR_START_OF))
		return EDGE_START;
	if (item_is(p, i, HEAR_END_OF))
		return EDGE_END;
	if (item_is(p, i, HEAR_FIRST_HALF))
		return EDGE_FIRST_HALF;
	if (item_is(p, i, HEAR_SECOND_HALF))
		return EDGE_SECOND_HALF;
	if (item_is(p, i, HEAR_REST))
		return EDGE_REST;
	return EDGE_NONE;
}

/* الأشهر الثلاثة القادمة: the unit first, then how many, and that they come */
static size_t
read_counted_next(const struct items *p, size_t i, struct said_day *d)
{
	size_t j = item_skip(p, i + 1);
	int n = item_number(p, j, 2, 60);
	enum unit unit;

	if (!item_is(p, i, HEAR_UNIT) || n == -1 || item_is(p, j, HEAR_WEEKDAY))
		return 0;
	j = item_skip(p, j + 1);
	if (!item_is(p, j, HEAR_NEXT) && !item_is(p, j, HEAR_COMING) && !item_is(p, j, HEAR_LAST))
		return 0;
	unit = (enum unit)item_value(p, i, HEAR_UNIT);
	if (unit < UNIT_DAY)
		return 0;
	*d = (struct said_day){ .kind = DAY_COMING,
		.weekday = -1,
		.backward = item_is(p, j, HEAR_LAST) };
	d->length.finest = unit;
	if (unit == UNIT_DAY)
		d->length.days = n;
	else if (unit == UNIT_WEEK)
		d->length.days = 7 * n;
	else if (unit == UNIT_MONTH)
		d->length.months = n;
	else
		return 0;
	return j + 1 - i;
}

/* the next hour, from now on */
static bool
next_hour(const struct items *p, size_t i, enum which which, struct said_day *d)
{
	if (item_value(p, i, HEAR_UNIT) != UNIT_HOUR ||
	    (which != WHICH_NEXT && which != WHICH_COMING))
		return false;
	d->kind = DAY_COMING;
	d->length = (struct length){ .seconds = 3600, .finest = UNIT_HOUR };
	return true;
}

/* what a language says in one word */
static size_t
read_word(const struct items *p, size_t i, struct said_day *d)
{
	int value = item_value(p, i, HEAR_PERIOD);
	enum which again;

	d->unit = PERIOD_UNIT(value);
	d->offset = PERIOD_OFFSET(value);
	if (!period_which(p, i + 1, &again) || again != WHICH_AFTER_NEXT)
		return 1;
	d->offset = 2;
	return 2;
}

/* this coming, 下下; where that ends */
static size_t
skip_which(const struct items *p, size_t i, enum which *which)
{
	enum which again = WHICH_PLAIN;
	size_t j = i + 1;

	for (; j < i + RUN_MOST && (period_which(p, j, &again) || item_filler(p, j)); j++)
		if (*which == WHICH_NEXT && again == WHICH_NEXT && !item_filler(p, j))
			*which = WHICH_AFTER_NEXT;
	return j;
}

static bool
is_month(const struct items *p, size_t i, enum which which)
{
	return item_is(p, i, HEAR_MONTH) && which != WHICH_AFTER_NEXT &&
	       (!item_is(p, i, HEAR_WEAK) || item_capital(p, i)) && /* "this may be" */
	       item_number(p, i + 1, 1, 31) == -1 && !item_is(p, i + 1, HEAR_ORDINAL);
}

/* The unit behind which; "after next" may stand behind it again. */
static size_t
read_unit(const struct items *p, size_t i, enum which which, struct said_day *d)
{
	enum which again;

	if (next_hour(p, i, which, d))
		return 1;
	d->unit = (enum unit)item_value(p, i, HEAR_UNIT);
	d->offset = period_offset(which);
	if (which != WHICH_NEXT || !period_which(p, i + 1, &again) || again != WHICH_AFTER_NEXT)
		return 1;
	d->offset = 2;
	return 2;
}

/* next week, this month, the coming three days, next March */
static size_t
read_behind_which(const struct items *p, size_t i, enum which which, struct said_day *d)
{
	size_t j = skip_which(p, i, &which), took;

	if ((took = length_read(p, j, &d->length)) > 0 && !item_is(p, j, HEAR_A)) {
		d->kind = DAY_COMING;
		d->backward = which == WHICH_LAST;
		/* "it will last two hours" */
		return d->backward && d->length.finest < UNIT_DAY ? 0 : j + took - i;
	}
	if (is_month(p, j, which)) {
		*d = (struct said_day){ .kind = DAY_DATE, .weekday = -1, .which = which };
		d->month = item_value(p, j, HEAR_MONTH);
		return j + 1 - i;
	}
	return item_is(p, j, HEAR_UNIT) ? j - i + read_unit(p, j, which, d) : 0;
}

/* minggu depan: the unit first */
static size_t
read_before_which(const struct items *p, size_t i, struct said_day *d)
{
	enum which which, again;

	if (!item_is(p, i, HEAR_UNIT) || !period_which(p, i + 1, &which))
		return 0;
	if (next_hour(p, i, which, d))
		return 2;
	d->unit = (enum unit)item_value(p, i, HEAR_UNIT);
	d->offset = period_offset(which);
	if (!period_which(p, i + 2, &again) || again != WHICH_AFTER_NEXT)
		return 2;
	d->offset = 2;
	return 3;
}

static bool
is_the_weekend(const struct items *p, size_t i)
{
	return item_is(p, i, HEAR_UNIT) && item_value(p, i, HEAR_UNIT) == UNIT_WEEKEND && i > 0 &&
	       item_is(p, i - 1, HEAR_THE);
}

/* next week, this month, minggu depan, the coming three days; and months by name: next March. */
size_t
period_read(const struct items *p, size_t i, struct said_day *d)
{
	enum which which = WHICH_PLAIN;
	size_t j = item_skip(p, i), took;

	*d = (struct said_day){ .kind = DAY_PERIOD, .weekday = -1 };
	if (item_is(p, j, HEAR_PERIOD))
		return j - i + read_word(p, j, d);
	if (period_which(p, j, &which)) {
		took = read_behind_which(p, j, which, d);
		return took > 0 ? j - i + took : 0;
	}
	if (j > i && is_the_weekend(p, j)) {
		d->unit = UNIT_WEEKEND;
		return j + 1 - i;
	}
	if ((took = read_counted_next(p, j, d)) == 0)
		took = read_before_which(p, j, d);
	return took > 0 ? j - i + took : 0;
}

/* im Jahr 2027, в 2027 году: a year that says it is one */
static size_t
period_year(const struct items *p, size_t i, struct said_day *d)
{
	bool before = item_is(p, i, HEAR_UNIT) && item_value(p, i, HEAR_UNIT) == UNIT_YEAR;
	int year = item_number(p, i + before, 1970, 2099);

	if (year == -1 || (!before && !item_is(p, i + 1, HEAR_YEAR_MARK)))
		return 0;
	*d = (struct said_day){ .kind = DAY_DATE, .year = year, .weekday = -1 };
	return 2;
}

/* A stretch that others can lie in: next week, March, March 2027, Q2, 2027, the month. */
size_t
period_stretch(const struct items *p, size_t i, struct said_day *d)
{
	size_t j = item_skip(p, i), took;

	if ((took = period_read(p, i, d)) > 0)
		return d->kind == DAY_PERIOD && d->unit < UNIT_DAY ? 0 : took;
	if ((took = date_month(p, j, true, d)) > 0)
		return j + took - i;
	if ((took = period_year(p, j, d)) > 0)
		return j + took - i;
	if (item_is(p, j, HEAR_UNIT) && item_value(p, j, HEAR_UNIT) >= UNIT_DAY) {
		*d = (struct said_day){ .kind = DAY_PERIOD, .weekday = -1 };
		d->unit = (enum unit)item_value(p, j, HEAR_UNIT);
		return j + 1 - i;
	}
	if (item_number(p, j, 2000, 2099) != -1) {
		*d = (struct said_day){ .kind = DAY_DATE,
			.year = item_number(p, j, 2000, 2099),
			.weekday = -1 };
		return j + 1 - i;
	}
	return 0;
}

/* What says that the stretch a day lies in follows: "of", "in", "on", a comma, or nothing. */
size_t
period_skip_of(const struct items *p, size_t i)
{
	size_t j = i;

	while (j < i + 3 && (item_is(p, j, HEAR_OF) || item_is(p, j, HEAR_IN) ||
				item_filler(p, j) || item_mark(p, j, ',')))
		j++;
	return j;
}

/* early March, the end of next week, mid-January, later this week */
size_t
period_edge(const struct items *p, size_t i, struct said_day *d)
{
	size_t j = item_skip(p, i), took;
	enum edge edge = edge_at(p, j);
	struct said_day of;

	if (edge == EDGE_NONE)
		return 0;
	for (j++; item_is(p, j, HEAR_OF) || item_is(p, j, HEAR_IN) || item_filler(p, j) ||
		  item_mark(p, j, '-') || item_mark(p, j, '.');
	     j++)
		;
	if (item_is(p, j, HEAR_UNIT) && item_value(p, j, HEAR_UNIT) < UNIT_WEEK &&
	    item_value(p, j, HEAR_UNIT) != UNIT_DAY)
		return 0;
	if (edge == EDGE_REST && item_is(p, j, HEAR_DAY) && item_value(p, j, HEAR_DAY) == 0) {
		*d = (struct said_day){ .kind = DAY_PERIOD, .unit = UNIT_DAY, .weekday = -1 };
		d->edge = edge; /* the rest of today */
		return j + 1 - i;
	}
	if (item_is(p, j, HEAR_HOLIDAY) || (took = period_stretch(p, j, &of)) == 0)
		return 0;
	if (of.kind == DAY_COMING)
		return 0;
	*d = of;
	d->edge = edge;
	return j + took - i;
}

/* A day of the month behind its month, a month and its day behind its year, where marks tell them.
 */
static size_t
read_inner(const struct items *p, size_t i, enum unit of, struct said_day *d)
{
	size_t j = i;
	int n;

	*d = (struct said_day){ .kind = DAY_DATE, .weekday = -1 };
	if (of == UNIT_YEAR && item_joined(p, j) && item_is(p, j, HEAR_MONTH)) {
		d->month = item_value(p, j, HEAR_MONTH);
		j++;
	} else if (of == UNIT_YEAR && (n = item_number(p, j, 1, 12)) != -1 &&
		   item_is(p, j + 1, HEAR_MONTH_MARK)) {
		d->month = n;
		j += 2;
	} else if (of == UNIT_YEAR)
		return 0;
	if ((n = item_number(p, j, 1, 31)) != -1 && item_is(p, j + 1, HEAR_DAY_MARK)) {
		d->day = n;
		j += 2;
	}
	return j - i;
}

/* An ordinal as a word or in digits with its mark: second, მე-2, 第2. */
static size_t
read_rank(const struct items *p, size_t i, int *rank)
{
	bool before = item_is(p, i, HEAR_ORDINAL_MARK);

	if (item_is(p, i, HEAR_ORDINAL)) {
		*rank = item_value(p, i, HEAR_ORDINAL);
		return 1;
	}
	*rank = item_number(p, i + before, 1, 31);
	if (*rank == -1 || (!before && !item_is(p, i + 1, HEAR_ORDINAL_MARK)))
		return 0;
	return 2;
}

/*
 * What a stretch is followed by where a language says the larger first: 月末, მარტის ბოლოს,
 * 12月の第一月曜日. Changes d; returns the items it takes.
 */
size_t
period_narrow(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	struct said_day nth = { .kind = DAY_NTH, .weekday = -1 }, inner;
	size_t j = period_skip_of(p, i), took;

	if (d->of != NULL || d->edge != EDGE_NONE ||
	    !(d->kind == DAY_PERIOD || (d->kind == DAY_DATE && d->day == 0)))
		return 0;
	if (item_is(p, j, HEAR_ITS)) {
		d->edge = (enum edge)item_value(p, j, HEAR_ITS);
		return j + 1 - i;
	}
	if ((d->kind == DAY_PERIOD && (d->unit == UNIT_MONTH || d->unit == UNIT_YEAR)) &&
	    (took = read_inner(p, j, d->unit, &inner)) > 0) { /* 来月5日, 明年四月 */
		inner.of = said_day_keep(d, a);
		*d = inner;
		return j + took - i;
	}
	if ((took = read_rank(p, j, &nth.nth)) == 0)
		return 0;
	j = item_skip(p, j + took);
	if ((nth.nth == 1 || nth.nth == -1) && item_number(p, j, 2, 9) != -1) /* 12月的最后两周 */
		nth.count = item_number(p, j++, 2, 9);
	if (item_is(p, j, HEAR_WEEKDAY) && !item_is(p, j, HEAR_UNIT)) /* კვირა is both */
		nth.weekday = item_value(p, j, HEAR_WEEKDAY);
	else if (item_is(p, j, HEAR_UNIT) && item_value(p, j, HEAR_UNIT) >= UNIT_DAY)
		nth.unit = (enum unit)item_value(p, j, HEAR_UNIT);
	else
		return 0;
	if (nth.weekday == -1 && d->kind == DAY_PERIOD && d->unit <= nth.unit)
		return 0;
	nth.of = said_day_keep(d, a);
	*d = nth;
	j++;
	if (d->weekday == -1 && d->unit >= UNIT_WEEK &&
	    item_is(p, period_skip_of(p, j), HEAR_ITS)) { /* 12月第2週の後半 */
		j = period_skip_of(p, j);
		d->edge = (enum edge)item_value(p, j++, HEAR_ITS);
	}
	return j - i;
}

/* Senin pertama bulan April, minggu ke-2 Mei, الاثنين الأول من أبريل: the ordinal behind */
static size_t
read_nth_behind(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	size_t j = item_skip(p, i), took, of;
	bool unit = item_is(p, j, HEAR_UNIT) && item_value(p, j, HEAR_UNIT) >= UNIT_DAY;
	struct said_day in;
	int nth = -1;

	if (!unit && !item_is(p, j, HEAR_WEEKDAY))
		return 0;
	*d = (struct said_day){ .kind = DAY_NTH, .weekday = -1 };
	if (unit)
		d->unit = (enum unit)item_value(p, j, HEAR_UNIT);
	j = item_skip(p, j + 1);
	if (!unit && !item_is(p, j, HEAR_ORDINAL_BEHIND))
		return 0; /* "Wednesday 18th October" */
	if (item_is(p, j, HEAR_ORDINAL) && p->items[j].token->kind != TOKEN_NUMBER)
		nth = item_value(p, j, HEAR_ORDINAL);
	else if (item_is(p, j, HEAR_ORDINAL_MARK))
		nth = item_number(p, ++j, 1, 5);
	if (nth == -1 && !item_is(p, j, HEAR_ORDINAL))
		return 0;
	if (!unit)
		d->weekday = item_value(p, item_skip(p, i), HEAR_WEEKDAY);
	d->nth = nth;
	of = period_skip_of(p, ++j);
	if ((took = period_stretch(p, of, &in)) == 0 || in.kind == DAY_COMING)
		return 0;
	if (in.kind == DAY_PERIOD && d->weekday == -1 && in.unit <= d->unit)
		return 0;
	d->of = said_day_keep(&in, a);
	return of + took - i;
}

/* the first Monday of March, last week of October, the third day of next month */
size_t
period_nth(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	size_t j = item_skip(p, i), took, of;
	struct said_day in;
	int nth;

	if ((took = read_nth_behind(p, i, a, d)) > 0)
		return took;
	if (item_is(p, j, HEAR_YEAR_QUARTER)) { /* Q3, Q3 2027 */
		struct said_day year = { .kind = DAY_PERIOD, .unit = UNIT_YEAR, .weekday = -1 };

		*d = (struct said_day){ .kind = DAY_NTH, .weekday = -1, .unit = UNIT_QUARTER };
		d->nth = item_value(p, j, HEAR_YEAR_QUARTER);
		of = period_skip_of(p, j + 1);
		if ((took = period_stretch(p, of, &in)) == 0 ||
		    (in.year == 0 && in.unit != UNIT_YEAR)) {
			in = year;
			of = j + 1;
			took = 0;
		}
		d->of = said_day_keep(&in, a);
		return of + took - i;
	}
	if (item_is(p, j, HEAR_ORDINAL))
		nth = item_value(p, j, HEAR_ORDINAL);
	else if (item_digits(p, j, 1) && item_joined(p, j + 1) && read_rank(p, j, &nth) == 2)
		j++; /* 3ª semana */
	else if (item_is(p, j, HEAR_LAST) ||
		 (item_is(p, j, HEAR_PERIOD) && PERIOD_OFFSET(item_value(p, j, HEAR_PERIOD)) == -1))
		nth = -1;
	else
		return 0;
	*d = (struct said_day){ .kind = DAY_NTH, .weekday = -1, .nth = nth };
	j += !item_is(p, j, HEAR_PERIOD); /* "last week" may be a phrase of its own */
	if ((nth == 1 || nth == -1) && item_number(p, j, 2, 9) != -1 &&
	    !item_is(p, j, HEAR_WEEKDAY)) /* the first two weeks of May */
		d->count = item_number(p, j++, 2, 9);
	if (item_is(p, j, HEAR_PERIOD))
		d->unit = PERIOD_UNIT(item_value(p, j, HEAR_PERIOD));
	else if (item_is(p, j, HEAR_WEEK_OF))
		d->unit = UNIT_WEEK;
	else if (item_is(p, j, HEAR_WEEKDAY))
		d->weekday = item_value(p, j, HEAR_WEEKDAY);
	else if (item_is(p, j, HEAR_UNIT) && item_value(p, j, HEAR_UNIT) >= UNIT_DAY)
		d->unit = (enum unit)item_value(p, j, HEAR_UNIT);
	else
		return 0;
	j++;
	of = period_skip_of(p, j);
	if ((took = period_stretch(p, of, &in)) == 0) {
		/* "the first quarter" is one of this year; "the last week" is the week before */
		if (d->weekday == -1 && d->unit == UNIT_QUARTER && nth >= 1 && nth <= 4) {
			in = (struct said_day){ .kind = DAY_PERIOD,
				.unit = UNIT_YEAR,
				.weekday = -1 };
			d->of = said_day_keep(&in, a);
			return j - i;
		}
		return 0;
	}
	if (in.kind == DAY_PERIOD && d->weekday == -1 && in.unit <= d->unit)
		return 0;
	d->of = said_day_keep(&in, a);
	return of + took - i;
}
