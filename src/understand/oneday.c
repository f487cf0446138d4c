#include "understand/onedayparts.h"

#include "understand/date.h"
#include "understand/length.h"
#include "understand/period.h"
#include "understand/weekday.h"

enum { FROM_REACH = 6 }; /* items between "from" and its "to" */

/* Easter 2027, Ostern im Jahr 2027 */
static size_t
year_behind(const struct items *p, size_t i, struct said_day *d)
{
	size_t j = i;

	while (j < i + 3 &&
	       (item_is(p, j, HEAR_IN) || item_is(p, j, HEAR_OF) || item_filler(p, j) ||
		   item_mark(p, j, ',') ||
		   (item_is(p, j, HEAR_UNIT) && item_value(p, j, HEAR_UNIT) == UNIT_YEAR)))
		j++;
	if (!item_digits(p, j, 1) || item_number(p, j, 1970, 2099) == -1)
		return 0;
	d->year = item_number(p, j, 1970, 2099);
	return j + 1 - i;
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
		return 1 + year_behind(p, j + 1, d);
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
	           (item_is(p, i, HEAR_A) && item_is(p, i + 1, HEAR_WEEKDAY) &&
		       !item_is(p, i + 1, HEAR_UNIT)); /* on a Friday, but not seminggu */
	size_t j = i + 1, took;

	if (!every && !any)
		return 0;
	while (item_filler(p, j) || item_is(p, j, HEAR_OF))
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
		if (d->length.finest < UNIT_DAY) /* "always half an hour": how long each lasts */
			return 0;
		d->weekdays = 127;
		return j + took - i;
	} else
		return 0;
	return j + 1 - i;
}

/* 12月7日那一周, 12月7日の週: the week behind its day */
static size_t
read_week_behind(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	struct said_day of = *d;

	if (!item_is(p, i, HEAR_WEEK_OF) || !item_joined(p, i))
		return 0;
	*d = (struct said_day){ .kind = DAY_WEEK_OF, .weekday = -1, .of = said_day_keep(&of, a) };
	return 1;
}

/* KW 12, week 12 of 2027 */
static size_t
read_week_number(const struct items *p, size_t i, struct said_day *d)
{
	struct said_day year;
	size_t j = i + 2, took;

	*d = (struct said_day){ .kind = DAY_WEEK_NUMBER, .weekday = -1 };
	d->nth = item_number(p, i + 1, 1, 53);
	took = period_stretch(p, period_skip_of(p, j), &year);
	if (took > 0 && year.kind == DAY_DATE && year.year != 0 && year.month == 0) {
		d->year = year.year;
		j = period_skip_of(p, j) + took;
	}
	return j - i;
}

/* the week of 7 December, w/c 7 Dec */
size_t
oneday_week_of(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	struct said_day of;
	size_t j = item_skip(p, i), k, took;

	if (item_is(p, j, HEAR_THEN) && item_is(p, j + 1, HEAR_UNIT) &&
	    item_value(p, j + 1, HEAR_UNIT) == UNIT_WEEK) { /* any other day that week */
		of = (struct said_day){ .kind = DAY_THEN, .weekday = -1 };
		*d = (struct said_day){ .kind = DAY_WEEK_OF,
			.weekday = -1,
			.of = said_day_keep(&of, a) };
		return j + 2 - i;
	}
	if (item_is(p, j, HEAR_ORDINAL) && item_value(p, j, HEAR_ORDINAL) > 5 &&
	    item_value(p, j, HEAR_ORDINAL) <= 53 && item_is(p, j + 1, HEAR_UNIT) &&
	    item_value(p, j + 1, HEAR_UNIT) == UNIT_WEEK) { /* 第31週: no month has so many */
		*d = (struct said_day){ .kind = DAY_WEEK_NUMBER, .weekday = -1 };
		d->nth = item_value(p, j, HEAR_ORDINAL);
		return j + 2 - i;
	}
	if (item_is(p, j, HEAR_WEEK_NUMBER) && item_number(p, j + 1, 1, 53) != -1)
		return j + read_week_number(p, j, d) - i;
	if (!item_is(p, j, HEAR_WEEK_OF))
		return 0;
	k = item_skip(p, j + 1);
	if ((took = oneday_end(p, k, true, a, &of)) == 0)
		return 0;
	*d = (struct said_day){ .kind = DAY_WEEK_OF, .weekday = -1, .of = said_day_keep(&of, a) };
	return k + took - i;
}

/*
 * აპრილის მეორე სამშაბათი, 4月の第2火曜日: "April's second Tuesday", which is no second of April;
 * that is აპრილის მეორე.
 */
static size_t
read_in_month(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	size_t took;

	if (!item_is(p, i, HEAR_MONTH) || !item_is(p, i + 1, HEAR_OF))
		return 0;
	*d = (struct said_day){ .kind = DAY_DATE,
		.weekday = -1,
		.month = item_value(p, i, HEAR_MONTH) };
	if ((took = period_narrow(p, i + 1, a, d)) > 0)
		return d->kind == DAY_NTH && (d->weekday != -1 || d->unit == UNIT_WEEK) ? took + 1
		                                                                        : 0;
	if (!item_is(p, i + 2, HEAR_ORDINAL) || item_is(p, i + 3, HEAR_UNIT) ||
	    item_value(p, i + 2, HEAR_ORDINAL) < 1)
		return 0;
	d->day = item_value(p, i + 2, HEAR_ORDINAL);
	return 3;
}

/* 2026 წლის 1 დეკემბერი, 2026年の12月1日: the year in front, with its word */
static size_t
read_in_year(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	int year = item_number(p, i, 1970, 2099);
	size_t j = i + 2, took;

	if (year == -1 || !item_is(p, i + 1, HEAR_YEAR_MARK))
		return 0;
	while (item_is(p, j, HEAR_OF) || item_mark(p, j, ','))
		j++;
	if ((took = date_read(p, j, true, a, d)) == 0 || d->kind != DAY_DATE || d->month == 0 ||
	    d->year != 0 || d->to != NULL)
		return 0;
	d->year = year;
	return j + took - i;
}

/* One day or one stretch, without ranges and lists. */
static size_t
read_any(const struct items *p, size_t i, bool framed, struct arena *a, struct said_day *d)
{
	size_t took, j;

	if ((took = oneday_count_next(p, i, d)) > 0 || (took = period_edge(p, i, d)) > 0 ||
	    (took = period_nth(p, i, a, d)) > 0 || (took = oneday_week_of(p, i, a, d)) > 0 ||
	    (took = oneday_unit_after(p, i, a, d)) > 0 || (took = read_every(p, i, d)) > 0 ||
	    (took = oneday_weekdays_ahead(p, i, a, d)) > 0 ||
	    (took = oneday_counted(p, i, a, d)) > 0 || (took = weekday_read(p, i, a, d)) > 0)
		return took;
	j = item_skip(p, i);
	if ((took = read_in_month(p, j, a, d)) > 0)
		return j + took - i;
	if ((took = read_in_year(p, j, a, d)) > 0)
		return j + took + weekday_behind(p, j + took, d) - i;
	if ((took = date_read(p, j, framed, a, d)) > 0) {
		j += took;
		j += weekday_behind(p, j, d);
		return j + read_week_behind(p, j, a, d) - i;
	}
	if ((took = period_read(p, i, d)) > 0)
		return took + period_narrow(p, i + took, a, d);
	if (framed && item_is(p, j, HEAR_UNIT) &&
	    item_value(p, j, HEAR_UNIT) == UNIT_WEEKEND) { /* am Wochenende */
		*d = (struct said_day){ .kind = DAY_PERIOD, .unit = UNIT_WEEKEND, .weekday = -1 };
		return j + 1 - i;
	}
	if (item_is(p, j, HEAR_UNIT) && item_value(p, j, HEAR_UNIT) >= UNIT_WEEK &&
	    item_is(p, j + 1, HEAR_ITS) && (took = period_stretch(p, j, d)) > 0) /* 月末 */
		return j + took + period_narrow(p, j + took, a, d) - i;
	if ((took = read_word(p, j, d)) > 0) {
		j += took;
		/* today, 9 August */
		if (d->kind == DAY_OFFSET) {
			struct said_day date;
			size_t k = j;

			while (item_filler(p, k) || item_mark(p, k, ',') || item_mark(p, k, '('))
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
		return j + took + period_narrow(p, j + took, a, d) - i;
	return 0;
}

/* "two weeks after the week after ...": a letter may nest as deep as it likes, the stack may not.
 */
size_t
oneday_read(const struct items *p, size_t i, bool framed, struct arena *a, struct said_day *d)
{
	enum { DEEPEST = 6 };
	size_t took = 0;

	if (++*p->depth <= DEEPEST)
		took = read_any(p, i, framed, a, d);
	if (took > 0)
		took += oneday_weeks_on(p, i + took, a, d);
	--*p->depth;
	return took;
}

bool
oneday_bare(const struct items *p, size_t i)
{
	return item_digits(p, i, 1) && p->items[i].token->digits[0] <= 2;
}

/* Does a "from" stand a few words in front? */
static bool
from_before(const struct items *p, size_t i)
{
	for (size_t k = i; k > 0 && i - k < FROM_REACH && !item_apart(p, k); k--)
		if (item_is(p, k - 1, HEAR_FROM) || item_is(p, k - 1, HEAR_BETWEEN))
			return true;
	return false;
}

/* "el 15 a las 8", "lundi à 8h": one word is "to" and "at"; before an hour, without "from", "at" */
static bool
means_at(const struct items *p, size_t i)
{
	size_t j = item_skip(p, i + 1);
	bool hour = item_number(p, j, 0, 24) != -1 || item_digits(p, j, 2);

	/* desde hoy a las 4 pm hasta mañana: what follows the hour ends the stretch */
	if (item_is(p, i, HEAR_TO) && item_is(p, i, HEAR_AT) && hour &&
	    (item_is(p, j + 1, HEAR_AM) || item_is(p, j + 1, HEAR_PM)) &&
	    (item_is(p, j + 2, HEAR_UNTIL) || item_is(p, j + 2, HEAR_TO)))
		return true;
	return item_is(p, i, HEAR_TO) && item_is(p, i, HEAR_AT) && hour &&
	       !item_is(p, j + 1, HEAR_MONTH) &&
	       !(item_is(p, j + 1, HEAR_OF) && item_is(p, j + 2, HEAR_MONTH)) && !from_before(p, i);
}

size_t
oneday_to(const struct items *p, size_t i, bool between)
{
	size_t j = i;

	if (item_mark(p, j, '.') && item_joined(p, j)) /* 3.-5.4. */
		j++;
	if (item_mark(p, j, ',') && (item_is(p, j + 1, HEAR_TO) || item_is(p, j + 1, HEAR_UNTIL)) &&
	    item_begins_day(p, item_skip(p, j + 2)) && from_before(p, j))
		j++; /* von Montag, 16.10., bis Donnerstag */
	if (means_at(p, j))
		return 0;
	if (!(item_mark(p, j, '-') || item_mark(p, j, '~') || item_is(p, j, HEAR_TO) ||
		item_is(p, j, HEAR_UNTIL) || (between && item_is(p, j, HEAR_AND))))
		return 0;
	j++;
	while (item_filler(p, j) || item_is(p, j, HEAR_ON))
		j++;
	return j - i;
}

/* Is it next to a day rather than the number of something else? "5 or 6 December" */
size_t
oneday_end(const struct items *p, size_t i, bool framed, struct arena *a, struct said_day *d)
{
	size_t took = oneday_read(p, i, framed || oneday_to(p, i + 1, false) > 0, a, d);

	if (took > 0 || !(oneday_bare(p, i) || item_is(p, i, HEAR_ORDINAL)))
		return took;
	took = date_number(p, i, d);
	if (item_is(p, i + took, HEAR_AM) || item_is(p, i + took, HEAR_PM) ||
	    item_oclock(p, i + took) || item_is(p, i + took, HEAR_COUNTED) ||
	    (item_mark(p, i + took, '-') && item_joined(p, i + took + 1) &&
		item_is(p, i + took + 1, HEAR_UNIT)) || /* 3-min */
	    (item_is(p, i + took, HEAR_UNIT) && !item_is(p, i + took, HEAR_DAY_MARK) &&
		!(took > 1 && item_value(p, i + took, HEAR_UNIT) == UNIT_DAY))) /* 11. beivviid */
		return 0;
	return took;
}
