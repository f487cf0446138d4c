#include "understand/day.h"

#include "base/arena.h"
#include "understand/date.h"
#include "understand/length.h"

#include <string.h>

/* What a date may leave out, because something near it says the rest. */
enum need { NEED_DAY };

static size_t read_one(const struct items *, size_t i, bool framed, struct arena *,
    struct said_day *);

static size_t read_end(const struct items *, size_t i, bool framed, struct arena *,
    struct said_day *);

static const struct said_day *
keep(const struct said_day *d, struct arena *a)
{
	return memcpy(arena_alloc(a, sizeof *d), d, sizeof *d);
}

static bool
filler(const struct items *p, size_t i)
{
	return item_is(p, i, HEAR_THE) || item_is(p, i, HEAR_NOTHING);
}

static size_t
skip(const struct items *p, size_t i)
{
	while (filler(p, i))
		i++;
	return i;
}

static bool
which_at(const struct items *p, size_t i, enum which *which)
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

static int
offset_of(enum which w)
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

/* next week, this month, minggu depan, the coming three days; and months by name: next March. */
static size_t
read_period(const struct items *p, size_t i, struct said_day *d)
{
	enum which which = WHICH_PLAIN, again;
	size_t j = skip(p, i), took;

	*d = (struct said_day){ .kind = DAY_PERIOD, .weekday = -1 };
	if (item_is(p, j, HEAR_PERIOD)) {
		int value = item_value(p, j, HEAR_PERIOD);

		d->unit = PERIOD_UNIT(value);
		d->offset = PERIOD_OFFSET(value);
		j++;
		if (which_at(p, j, &again) && again == WHICH_AFTER_NEXT) {
			d->offset = 2;
			j++;
		}
		return j - i;
	}
	if (which_at(p, j, &which)) {
		j++;
		while (which_at(p, j, &again) || filler(p, j)) { /* this coming week, 下下周 */
			if (which == WHICH_NEXT && again == WHICH_NEXT && !filler(p, j))
				which = WHICH_AFTER_NEXT;
			j++;
		}
		if ((took = length_read(p, j, &d->length)) > 0 && !item_is(p, j, HEAR_A)) {
			d->kind = DAY_COMING;
			d->backward = which == WHICH_LAST;
			/* "it will last two hours" */
			return d->backward && d->length.finest < UNIT_DAY ? 0 : j + took - i;
		}
		if (item_is(p, j, HEAR_MONTH) && which != WHICH_AFTER_NEXT &&
		    (!item_is(p, j, HEAR_WEAK) || item_capital(p, j)) && /* "this may be" */
		    item_number(p, j + 1, 1, 31) == -1 && !item_is(p, j + 1, HEAR_ORDINAL)) {
			*d = (struct said_day){ .kind = DAY_DATE, .weekday = -1, .which = which };
			d->month = item_value(p, j, HEAR_MONTH);
			return j + 1 - i;
		}
		if (item_is(p, j, HEAR_UNIT)) {
			d->unit = (enum unit)item_value(p, j, HEAR_UNIT);
			d->offset = offset_of(which);
			j++;
			if (which == WHICH_NEXT && which_at(p, j, &again) &&
			    again == WHICH_AFTER_NEXT)
				d->offset = 2, j++;
			return j - i;
		}
		return 0;
	}
	if (item_is(p, j, HEAR_UNIT) && item_value(p, j, HEAR_UNIT) == UNIT_WEEKEND && j > i &&
	    item_is(p, j - 1, HEAR_THE)) { /* the weekend */
		d->unit = UNIT_WEEKEND;
		return j + 1 - i;
	}
	if (item_is(p, j, HEAR_UNIT) && which_at(p, j + 1, &which)) {
		d->unit = (enum unit)item_value(p, j, HEAR_UNIT);
		d->offset = offset_of(which);
		if (which_at(p, j + 2, &again) && again == WHICH_AFTER_NEXT) {
			d->offset = 2;
			j++;
		}
		return j + 2 - i;
	}
	return 0;
}

/* A stretch that others can lie in: next week, March, March 2027, Q2, 2027, the month. */
static size_t
read_stretch(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	size_t j = skip(p, i), took;

	if ((took = read_period(p, i, d)) > 0)
		return d->kind == DAY_PERIOD && d->unit < UNIT_DAY ? 0 : took;
	if ((took = date_month(p, j, true, d)) > 0)
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
	(void)a;
	return 0;
}

/* What says that the stretch a day lies in follows: "of", "in", "on", a comma, or nothing. */
static size_t
skip_of(const struct items *p, size_t i)
{
	size_t j = i;

	while (j < i + 3 && (item_is(p, j, HEAR_OF) || item_is(p, j, HEAR_IN) || filler(p, j) ||
				item_mark(p, j, ',')))
		j++;
	return j;
}

/* early March, the end of next week, mid-January, later this week */
static size_t
read_edge(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	size_t j = skip(p, i), took;
	enum edge edge = edge_at(p, j);
	struct said_day of;

	if (edge == EDGE_NONE)
		return 0;
	for (j++; item_is(p, j, HEAR_OF) || item_is(p, j, HEAR_IN) || filler(p, j) ||
		  item_mark(p, j, '-') || item_mark(p, j, '.');
	     j++)
		;
	if (item_is(p, j, HEAR_UNIT) && item_value(p, j, HEAR_UNIT) < UNIT_WEEK &&
	    item_value(p, j, HEAR_UNIT) != UNIT_DAY)
		return 0;
	if (item_is(p, j, HEAR_HOLIDAY) || (took = read_stretch(p, j, a, &of)) == 0)
		return 0;
	if (of.kind == DAY_COMING)
		return 0;
	*d = of;
	d->edge = edge;
	return j + took - i;
}

/* the first Monday of March, last week of October, the third day of next month */
static size_t
read_nth(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	size_t j = skip(p, i), took, of;
	struct said_day in;
	int nth;

	if (item_is(p, j, HEAR_YEAR_QUARTER)) { /* Q3, Q3 2027 */
		struct said_day year = { .kind = DAY_PERIOD, .unit = UNIT_YEAR, .weekday = -1 };

		*d = (struct said_day){ .kind = DAY_NTH, .weekday = -1, .unit = UNIT_QUARTER };
		d->nth = item_value(p, j, HEAR_YEAR_QUARTER);
		of = skip_of(p, j + 1);
		if ((took = read_stretch(p, of, a, &in)) == 0 ||
		    (in.year == 0 && in.unit != UNIT_YEAR)) {
			in = year;
			of = j + 1;
			took = 0;
		}
		d->of = keep(&in, a);
		return of + took - i;
	}
	if (item_is(p, j, HEAR_ORDINAL))
		nth = item_value(p, j, HEAR_ORDINAL);
	else if (item_is(p, j, HEAR_LAST) ||
		 (item_is(p, j, HEAR_PERIOD) && PERIOD_OFFSET(item_value(p, j, HEAR_PERIOD)) == -1))
		nth = -1;
	else
		return 0;
	*d = (struct said_day){ .kind = DAY_NTH, .weekday = -1, .nth = nth };
	j += !item_is(p, j, HEAR_PERIOD); /* "last week" may be a phrase of its own */
	if ((nth == 1 || nth == -1) &&
	    item_number(p, j, 2, 9) != -1) /* the first two weeks of May */
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
	of = skip_of(p, j);
	if ((took = read_stretch(p, of, a, &in)) == 0) {
		/* "the first quarter" is one of this year; "the last week" is the week before */
		if (d->weekday == -1 && d->unit == UNIT_QUARTER && nth >= 1 && nth <= 4) {
			in = (struct said_day){ .kind = DAY_PERIOD,
				.unit = UNIT_YEAR,
				.weekday = -1 };
			d->of = keep(&in, a);
			return j - i;
		}
		return 0;
	}
	if (in.kind == DAY_PERIOD && d->weekday == -1 && in.unit <= d->unit)
		return 0;
	d->of = keep(&in, a);
	return of + took - i;
}

/* Words for days by themselves: tomorrow, Christmas, weekdays. */
static size_t
read_word(const struct items *p, size_t i, struct said_day *d)
{
	size_t j = i;

	*d = (struct said_day){ .weekday = -1 };
	if (item_is(p, j, HEAR_DAY)) {
		d->kind = DAY_OFFSET;
		d->offset = item_value(p, j, HEAR_DAY);
	} else if (item_is(p, j, HEAR_HOLIDAY)) {
		d->kind = DAY_HOLIDAY;
		d->holiday = (enum holiday)item_value(p, j, HEAR_HOLIDAY);
	} else if (item_is(p, j, HEAR_THEN) && i > 0 &&
		   (item_is(p, i - 1, HEAR_AFTER) || item_is(p, i - 1, HEAR_BEFORE) ||
		       item_is(p, i - 1, HEAR_FROM))) {
		d->kind = DAY_THEN;
	} else if (item_is(p, j, HEAR_UNIT) &&
		   (item_is(p, j + 1, HEAR_PART) || item_is(p, j + 1, HEAR_PARTS)) &&
		   (item_value(p, j, HEAR_UNIT) == UNIT_WORKDAY ||
		       item_value(p, j, HEAR_UNIT) == UNIT_WEEKEND)) { /* weekday evenings */
		d->kind = DAY_WEEKDAYS;
		d->weekdays = item_value(p, j, HEAR_UNIT) == UNIT_WORKDAY ? 31 : 96;
		d->every = true;
	} else if (item_is(p, j, HEAR_WEEKDAYS)) {
		d->kind = DAY_WEEKDAYS;
		d->weekdays = (unsigned)item_value(p, j, HEAR_WEEKDAYS);
		d->every = true;
	} else
		return 0;
	return 1;
}

/* every Tuesday, any weekday, each day, every other week */
static size_t
read_every(const struct items *p, size_t i, struct said_day *d)
{
	bool every = item_is(p, i, HEAR_EVERY) || item_is(p, i, HEAR_EACH_OTHER);
	bool any = item_is(p, i, HEAR_ANY) ||
	           (item_is(p, i, HEAR_A) && item_is(p, i + 1, HEAR_WEEKDAY)); /* on a Friday */
	size_t j = i + 1, took;

	if (!every && !any)
		return 0;
	while (filler(p, j) || item_is(p, j, HEAR_OF))
		j++;
	if (every && item_is(p, j, HEAR_ORDINAL)) /* every second Tuesday */
		j++;
	*d = (struct said_day){ .kind = DAY_WEEKDAYS, .weekday = -1, .every = every };
	if (item_is(p, j, HEAR_WEEKDAY))
		d->weekdays = 1u << item_value(p, j, HEAR_WEEKDAY);
	else if (item_is(p, j, HEAR_WEEKDAYS))
		d->weekdays = (unsigned)item_value(p, j, HEAR_WEEKDAYS);
	else if (item_is(p, j, HEAR_UNIT)) {
		enum unit u = (enum unit)item_value(p, j, HEAR_UNIT);

		if (u == UNIT_WEEKEND)
			d->weekdays = 96;
		else if (u == UNIT_WORKDAY)
			d->weekdays = 31;
		else if (u == UNIT_DAY || every)
			d->weekdays = 127;
		else
			return 0;
	} else if (every && item_is(p, j, HEAR_PART)) { /* every morning: the part comes next */
		d->weekdays = 127;
		return j - i;
	} else if (every && (took = length_read(p, j, &d->length)) > 0) {
		d->weekdays = 127;
		return j + took - i;
	} else
		return 0;
	return j + 1 - i;
}

/* A weekday, with its "next", and the date that stands with it: Tuesday, the 1st of December. */
static size_t
read_weekday(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	enum which which = WHICH_PLAIN, again;
	size_t j = skip(p, i), took, k;
	struct said_day date;
	int weekday;

	if (which_at(p, j, &which)) {
		j++;
		while (which_at(p, j, &again)) { /* this coming Tuesday, 下下周二 */
			which =
			    which == WHICH_NEXT && again == WHICH_NEXT ? WHICH_AFTER_NEXT : again;
			j++;
		}
		j = skip(p, j);
	}
	if (!item_is(p, j, HEAR_WEEKDAY))
		return 0;
	weekday = item_value(p, j++, HEAR_WEEKDAY);
	if (which == WHICH_PLAIN && which_at(p, j, &again) && again != WHICH_THIS &&
	    !item_is(p, j + 1, HEAR_UNIT) && !item_is(p, j + 1, HEAR_MONTH)) {
		which = again;
		j++;
	}
	*d = (struct said_day){ .kind = DAY_WEEKDAY, .weekday = weekday, .which = which };
	if (item_is(p, j, HEAR_UNIT) && !item_is(p, j, HEAR_OCLOCK) &&
	    (item_value(p, j, HEAR_UNIT) == UNIT_WEEK ||
		item_value(p, j, HEAR_UNIT) == UNIT_FORTNIGHT)) {
		struct said_day base = *d; /* Monday week */

		*d = (struct said_day){ .kind = DAY_FROM, .weekday = -1 };
		d->length.days = item_value(p, j, HEAR_UNIT) == UNIT_WEEK ? 7 : 14;
		d->length.finest = UNIT_WEEK;
		d->of = keep(&base, a);
		return j + 1 - i;
	}
	for (k = j; k < j + 4 &&
		    (filler(p, k) || item_mark(p, k, ',') || item_mark(p, k, '.') ||
			item_is(p, k, HEAR_ON) || item_mark(p, k, '(') || item_mark(p, k, '-'));
	     k++)
		;
	if ((took = date_read(p, k, true, a, &date)) > 0 && date.day != 0) {
		date.weekday = weekday;
		if (date.other != NULL) {
			struct said_day other = *date.other;

			other.weekday = weekday;
			date.other = keep(&other, a);
		}
		*d = date;
		k += took;
		return k + (item_mark(p, k, ')') ? 1 : 0) - i;
	}
	return j - i;
}

/* What comes after a length: "ago", "from now", "after Monday", "before Christmas". */
static size_t
read_after_length(const struct items *p, size_t i, const struct length *l, struct arena *a,
    struct said_day *d)
{
	bool backward = item_is(p, i, HEAR_BEFORE), known;
	struct said_day of;
	size_t took, j = i;

	*d = (struct said_day){ .kind = DAY_FROM, .weekday = -1, .length = *l };
	if (item_is(p, j, HEAR_AGO)) {
		d->backward = true;
		return 1;
	}
	known = item_is(p, j, HEAR_AFTER) || item_is(p, j, HEAR_FROM) || backward ||
	        (item_is(p, j, HEAR_ON) && l->days > 0);
	if (known) {
		j = skip(p, j + 1);
		if ((took = read_one(p, j, true, a, &of)) > 0) {
			d->of = keep(&of, a);
			d->backward = backward;
			return j + took - i;
		}
		if (item_is(p, j, HEAR_NOW))
			return j + 1 - i;
	}
	if (item_is(p, i, HEAR_FROM_NOW))
		return 1;
	return 0;
}

/* three Fridays from now */
static size_t
read_weekdays_ahead(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	int n = item_number(p, i, 1, 9);
	struct said_day of = { .kind = DAY_WEEKDAY };
	unsigned days = 0;

	if (n == -1 || !item_is(p, i + 2, HEAR_FROM_NOW))
		return 0;
	if (item_is(p, i + 1, HEAR_UNIT) || item_is(p, i + 1, HEAR_DAY_MARK)) /* 三日後 */
		return 0;
	if (item_is(p, i + 1, HEAR_WEEKDAY))
		of.weekday = item_value(p, i + 1, HEAR_WEEKDAY);
	else if (item_is(p, i + 1, HEAR_WEEKDAYS))
		days = (unsigned)item_value(p, i + 1, HEAR_WEEKDAYS);
	else
		return 0;
	if ((days & (days - 1)) != 0)
		return 0;
	for (; days > 1; days >>= 1)
		of.weekday++;
	*d = (struct said_day){ .kind = DAY_FROM, .weekday = -1, .of = keep(&of, a) };
	d->length = (struct length){ .days = 7 * (n - 1), .finest = UNIT_DAY };
	return 3;
}

/* in three days, three days ago, vor drei Tagen, 三日後, two weeks from Monday, within a month */
static size_t
read_counted(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	bool in = item_is(p, i, HEAR_IN), ago = item_is(p, i, HEAR_AGO);
	bool within = item_is(p, i, HEAR_WITHIN), later = item_is(p, i, HEAR_AFTER);
	bool now = item_is(p, i, HEAR_NOW) || item_mark(p, i, '+');
	size_t j = i, took, more;
	struct length l;

	if (in || ago || within || later || now)
		j++;
	if (now && item_mark(p, j, '+'))
		j++;
	while (item_is(p, j, HEAR_ABOUT) || item_is(p, j, HEAR_NOTHING) ||
	       ((in || within) && item_is(p, j, HEAR_THE)) ||
	       (within && (item_is(p, j, HEAR_NEXT) || item_is(p, j, HEAR_COMING))))
		j++;
	if ((took = length_read(p, j, &l)) == 0) {
		if (within && item_is(p, j, HEAR_UNIT)) { /* within the hour */
			l = (struct length){ .finest = (enum unit)item_value(p, j, HEAR_UNIT) };
			l.seconds = l.finest == UNIT_HOUR ? 3600 : 0;
			l.days = l.finest == UNIT_DAY ? 1 : l.finest == UNIT_WEEK ? 7 : 0;
			l.days += l.finest == UNIT_FORTNIGHT ? 14 : 0;
			l.months = l.finest == UNIT_MONTH;
			took = 1;
		} else
			return 0;
	}
	j += took;
	if (within) {
		*d = (struct said_day){ .kind = DAY_COMING,
			.weekday = -1,
			.length = l,
			.within = true };
		return j - i;
	}
	if (!in && !ago && !later && !now && (more = read_after_length(p, j, &l, a, d)) > 0)
		return j + more - i;
	if (!in && !ago && !later && !now)
		return 0;
	*d = (struct said_day){ .kind = DAY_FROM, .weekday = -1, .length = l, .backward = ago };
	if (in && item_is(p, j, HEAR_FROM_NOW)) /* in three weeks' time */
		j++;
	else if (in && (more = read_after_length(p, j, &l, a, d)) > 0)
		return j + more - i;
	else if (later && l.finest < UNIT_DAY)
		return 0; /* "after 2 hours" is how long, not when, more often than not */
	return j - i;
}

/* the week of 7 December, w/c 7 Dec */
static size_t
read_week_of(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	struct said_day of;
	size_t j = skip(p, i), k, took;

	if (item_is(p, j, HEAR_THEN) && item_is(p, j + 1, HEAR_UNIT) &&
	    item_value(p, j + 1, HEAR_UNIT) == UNIT_WEEK) { /* any other day that week */
		of = (struct said_day){ .kind = DAY_THEN, .weekday = -1 };
		*d = (struct said_day){ .kind = DAY_WEEK_OF, .weekday = -1, .of = keep(&of, a) };
		return j + 2 - i;
	}
	if (!item_is(p, j, HEAR_WEEK_OF))
		return 0;
	k = skip(p, j + 1);
	if ((took = read_end(p, k, true, a, &of)) == 0)
		return 0;
	*d = (struct said_day){ .kind = DAY_WEEK_OF, .weekday = -1, .of = keep(&of, a) };
	return k + took - i;
}

/* the day after Christmas, the week after Easter, the Tuesday after next */
static size_t
read_unit_after(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	size_t j = skip(p, i), k, took;
	struct said_day of;
	bool before;

	if (item_is(p, j, HEAR_WEEKDAY) && (item_is(p, j + 1, HEAR_AFTER_NEXT))) {
		of = (struct said_day){ .kind = DAY_WEEKDAY,
			.weekday = item_value(p, j, HEAR_WEEKDAY) };
		*d = (struct said_day){ .kind = DAY_FROM, .weekday = -1, .of = keep(&of, a) };
		d->length = (struct length){ .days = 7, .finest = UNIT_WEEK };
		return j + 2 - i;
	}
	if (!item_is(p, j, HEAR_UNIT) || item_value(p, j, HEAR_UNIT) < UNIT_DAY)
		return 0;
	before = item_is(p, j + 1, HEAR_BEFORE);
	if (!before && !item_is(p, j + 1, HEAR_AFTER))
		return 0;
	k = skip(p, j + 2);
	if ((took = read_one(p, k, true, a, &of)) == 0) {
		if (k > j + 2) /* "the week after the break" */
			return 0;
		of = (struct said_day){ .kind = DAY_THEN, .weekday = -1 };
	}
	*d = (struct said_day){ .kind = DAY_FROM,
		.weekday = -1,
		.of = keep(&of, a),
		.backward = before };
	d->length.finest = (enum unit)item_value(p, j, HEAR_UNIT);
	d->length.days = d->length.finest == UNIT_WEEK ? 7 : 1;
	if (d->length.finest > UNIT_WEEK)
		return 0;
	return k + took - i;
}

/* One day or one stretch, without ranges and lists. */
static size_t
read_one(const struct items *p, size_t i, bool framed, struct arena *a, struct said_day *d)
{
	size_t took, j;

	if ((took = read_edge(p, i, a, d)) > 0 || (took = read_nth(p, i, a, d)) > 0 ||
	    (took = read_week_of(p, i, a, d)) > 0 || (took = read_unit_after(p, i, a, d)) > 0 ||
	    (took = read_every(p, i, d)) > 0 || (took = read_weekdays_ahead(p, i, a, d)) > 0 ||
	    (took = read_counted(p, i, a, d)) > 0 || (took = read_weekday(p, i, a, d)) > 0)
		return took;
	j = skip(p, i);
	if ((took = date_read(p, j, framed, a, d)) > 0)
		return j + took - i;
	if ((took = read_period(p, i, d)) > 0)
		return took;
	if ((took = read_word(p, j, d)) > 0) {
		j += took;
		/* today, 9 August */
		if (d->kind == DAY_OFFSET) {
			struct said_day date;
			size_t k = j;

			while (filler(p, k) || item_mark(p, k, ',') || item_mark(p, k, '('))
				k++;
			if ((took = date_read(p, k, false, a, &date)) > 0 && date.day != 0) {
				*d = date;
				j = k + took;
				j += item_mark(p, j, ')');
			}
		}
		return j - i;
	}
	if ((took = date_month(p, j, framed, d)) > 0 || (took = date_year(p, j, d)) > 0)
		return j + took - i;
	return 0;
}

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
	return complete(d) || d->weekday != -1 || date_ordinal(p, i) ||
	       (i > 0 && item_is(p, i - 1, HEAR_ON)) ||
	       (i > 1 && item_is(p, i - 1, HEAR_THE) && item_is(p, i - 2, HEAR_ON));
}

static bool
bare_number(const struct items *p, size_t i)
{
	return item_digits(p, i, 1) && p->items[i].token->digits[0] <= 2;
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

static size_t
skip_to(const struct items *p, size_t i, bool between)
{
	size_t j = i;

	if (item_mark(p, j, '.') && item_joined(p, j)) /* 3.-5.4. */
		j++;
	if (!(item_mark(p, j, '-') || item_mark(p, j, '~') || item_is(p, j, HEAR_TO) ||
		item_is(p, j, HEAR_UNTIL) || (between && item_is(p, j, HEAR_AND))))
		return 0;
	j++;
	while (filler(p, j) || item_is(p, j, HEAR_ON))
		j++;
	return j - i;
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
	while (filler(p, j) || item_is(p, j, HEAR_ON))
		j++;
	return j - i;
}

/* Is it next to a day rather than the number of something else? "5 or 6 December" */
static size_t
read_end(const struct items *p, size_t i, bool framed, struct arena *a, struct said_day *d)
{
	size_t took = read_one(p, i, framed || skip_to(p, i + 1, false) > 0, a, d);

	if (took > 0 || !(bare_number(p, i) || item_is(p, i, HEAR_ORDINAL)))
		return took;
	took = date_number(p, i, d);
	if (item_is(p, i + took, HEAR_AM) || item_is(p, i + took, HEAR_PM) ||
	    item_is(p, i + took, HEAR_OCLOCK) || item_is(p, i + took, HEAR_COUNTED) ||
	    (item_is(p, i + took, HEAR_UNIT) && !item_is(p, i + took, HEAR_DAY_MARK)))
		return 0;
	return took;
}

/* A day or a stretch; *loose where a month is still missing. */
static size_t
read_range(const struct items *p, size_t i, bool framed, bool between, struct arena *a,
    struct said_day *d)
{
	size_t j = i, took, to, end;
	struct said_day last;

	if ((took = read_end(p, j, framed, a, d)) == 0)
		return 0;
	j += took;
	if (d->kind == DAY_COMING || (to = skip_to(p, j, between)) == 0 ||
	    (end = read_end(p, j + to, true, a, &last)) == 0)
		return j - i;
	/* 3 pm and such belong to the clock */
	if (!complete(&last) && bare_number(p, j + to) &&
	    (item_is(p, j + to + end, HEAR_PM) || item_is(p, j + to + end, HEAR_AM) ||
		item_is(p, j + to + end, HEAR_OCLOCK) || item_is(p, j + to + end, HEAR_UNIT) ||
		complete(d)) &&
	    !(complete(d) && d->kind == DAY_DATE && d->month != 0))
		return j - i;
	if (d->kind != DAY_DATE && last.kind == DAY_DATE && last.month == 0 && last.day != 0)
		return j - i;
	share_month(d, &last);
	d->to = keep(&last, a);
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
	       (d->kind == DAY_NTH && d->weekday == -1 && d->unit == UNIT_WEEK);
}

/* A comma and the words that may follow it, without an "or" or an "and". */
static size_t
skip_comma(const struct items *p, size_t i)
{
	size_t j = i + 1;

	while (filler(p, j) || item_is(p, j, HEAR_ON))
		j++;
	return j - i;
}

/* Tuesday or Wednesday; 1, 3 and 5 December */
static size_t
read_list(const struct items *p, size_t i, bool framed, bool between, struct arena *a,
    struct said_day *d)
{
	size_t took = read_range(p, i, framed, between, a, d), j, sep, more;
	struct said_day rest;

	if (took == 0)
		return 0;
	j = i + took;
	if (between || (sep = skip_or(p, j)) == 0 || item_apart(p, j))
		return took;
	/* a clause of its own: "and next week I am away" is told by the caller's frame */
	if ((more = read_list(p, j + sep, framed, false, a, &rest)) == 0)
		return took;
	if (can_hold(d) && can_lie_in(&rest) && item_mark(p, j, ',') && sep == skip_comma(p, j))
		return took; /* "next week, on Tuesday": one lies in the other */
	if (rest.kind == DAY_WEEKDAYS && d->kind != DAY_WEEKDAYS && sep == skip_comma(p, j))
		return took; /* "16-18 March, any day after that": a clause of its own */
	if (rest.kind == DAY_COMING || d->kind == DAY_COMING || rest.kind == DAY_FROM)
		return took;
	if (!complete(&rest) && !(date_ordinal(p, j + sep) && date_ordinal(p, i)) &&
	    (!complete(d) || d->kind != DAY_DATE || bare_number(p, j + sep)) &&
	    !(d->kind == DAY_DATE && d->month != 0 && d->day != 0))
		return took;
	if (!complete(&rest) && bare_number(p, j + sep) &&
	    (item_is(p, j + sep + more, HEAR_PM) || item_is(p, j + sep + more, HEAR_AM) ||
		item_is(p, j + sep + more, HEAR_UNIT) || item_is(p, j + sep + more, HEAR_OCLOCK)))
		return took;
	share_month(d, &rest);
	if (d->to != NULL) {
		struct said_day to = *d->to;

		share_month(&to, &rest);
		share_month(d, &to);
		d->to = keep(&to, a);
	}
	if (rest.kind == DAY_DATE && rest.day != 0 && rest.month == 0 &&
	    !(date_ordinal(p, j + sep) && date_ordinal(p, i)))
		return took;
	d->also = keep(&rest, a);
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
		d->to = keep(&to, a);
	}
	if (d->also != NULL) {
		struct said_day also = *d->also;

		put_into(&also, period, a);
		d->also = keep(&also, a);
	}
}

static size_t
read_within(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	size_t j = skip_of(p, i), took;
	struct said_day period;

	/* "next week" and the like; a month only after its "of" or "in" */
	if (item_apart(p, i))
		return 0;
	if (can_lie_in(d)) {
		if ((took = read_edge(p, j, a, &period)) == 0 &&
		    (took = read_period(p, j, &period)) == 0 &&
		    (took = read_week_of(p, j, a, &period)) == 0 &&
		    (took = read_nth(p, j, a, &period)) == 0)
			took = j > i ? date_month(p, j, true, &period) : 0;
		if (took == 0 && j > i && item_is(p, j, HEAR_UNIT) &&
		    (d->kind == DAY_DATE || d->every) && item_value(p, j, HEAR_UNIT) >= UNIT_WEEK) {
			period = (struct said_day){ .kind = DAY_PERIOD, .weekday = -1 };
			period.unit =
			    (enum unit)item_value(p, j, HEAR_UNIT); /* the 5th of the month */
			took = 1;
		}
		if (took > 0 && can_hold(&period)) {
			put_into(d, keep(&period, a), a);
			return j + took - i;
		}
	} else if (can_hold(d) && d->to == NULL && d->also == NULL) {
		struct said_day in;

		while (item_is(p, j, HEAR_ON) || item_is(p, j, HEAR_ABOUT) ||
		       item_mark(p, j, ':') || item_mark(p, j, '(') || filler(p, j) ||
		       item_mark(p, j, '-'))
			j++;
		if ((took = read_list(p, j, true, false, a, &in)) > 0 && can_lie_in(&in) &&
		    (in.kind != DAY_DATE || numbered(&in, p, j))) {
			const struct said_day *period_kept = keep(d, a);

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
day_read(const struct items *p, size_t i, bool framed, struct arena *a, struct said_day *out)
{
	bool between = item_is(p, i, HEAR_BETWEEN), from = item_is(p, i, HEAR_FROM);
	size_t j = i, took, first;

	if (i >= p->n || hopeless(p, i))
		return 0;
	if (between || from)
		j = skip(p, j + 1);
	first = j;
	if ((took = read_list(p, j, framed || between || from, between, a, out)) == 0)
		return 0;
	j += took;
	if (between && out->to == NULL)
		return 0;
	j += read_within(p, j, a, out);
	if (out->of == NULL && !numbered(out, p, first))
		return 0;
	return j - i;
}
