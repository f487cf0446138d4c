#include "understand/weekday.h"

#include "understand/date.h"
#include "understand/period.h"

enum { RUN_MOST = 6 }; /* words in a row that say which */

/* "viernes 23 a las 4", "jue 15": a number behind its weekday that can be no hour, by what follows
 */
static bool
is_day_of_month(const struct items *p, size_t i)
{
	if (!item_digits(p, i, 1) || item_number(p, i, 1, 31) == -1 ||
	    p->items[i].token->digits[0] > 2 || p->items[i].token->lines > 0)
		return false;
	if (item_mark(p, i + 1, ',')) /* Friday 9, 10 or 11 */
		return item_number(p, i + 2, 0, 59) == -1;
	if ((item_is(p, i + 1, HEAR_TO) || item_is(p, i + 1, HEAR_UNTIL) ||
		item_mark(p, i + 1, '-')) &&
	    item_is(p, item_skip(p, i + 2), HEAR_WEEKDAY))
		return true; /* from Friday 11 to Tuesday 15 */
	if (item_is(p, i + 1, HEAR_BETWEEN) || item_is(p, i + 1, HEAR_AFTER) ||
	    item_is(p, i + 1, HEAR_BEFORE) ||
	    (item_is(p, i + 1, HEAR_FROM) && i + 2 < p->n &&
		p->items[i + 2].token->kind == TOKEN_NUMBER))
		return true; /* mardi 8 entre 14h et 16h, martes 8 de 14 a 16 */
	return i + 1 >= p->n || item_is(p, i + 1, HEAR_AT) || item_mark(p, i + 1, '.') ||
	       item_mark(p, i + 1, '?') || item_mark(p, i + 1, '!') || item_mark(p, i + 1, ')') ||
	       p->items[i + 1].token->lines > 0;
}

/* 周二, 星期二: a name that begins with the week */
static bool
names_week(const struct items *p, size_t i)
{
	size_t n;
	const struct heard *h = tokens_heard(p->tokens, p->items[i].first, &n);

	for (; n > 0; h++, n--)
		if (h->key == HEAR_UNIT && h->value == UNIT_WEEK)
			return true;
	return false;
}

/* next, this coming, 下下: what says which weekday, in front; returns the items it takes. */
static size_t
which_ahead(const struct items *p, size_t i, enum which *which)
{
	enum which again;
	size_t j = i;

	*which = WHICH_PLAIN;
	if (!period_which(p, j, which))
		return 0;
	for (j++; j < i + RUN_MOST && period_which(p, j, &again); j++)
		*which = *which == WHICH_NEXT && again == WHICH_NEXT ? WHICH_AFTER_NEXT : again;
	return item_skip(p, j) - i;
}

/* martes próximo: the same behind it */
static bool
which_behind(const struct items *p, size_t i, enum which *which)
{
	enum which again;

	if (!period_which(p, i, &again) ||
	    (again == WHICH_THIS && item_value(p, i, HEAR_THIS) != 1))
		return false;
	if ((item_is(p, i + 1, HEAR_UNIT) && !item_is(p, i + 1, HEAR_OCLOCK)) ||
	    item_is(p, i + 1, HEAR_MONTH))
		return false;
	*which = again;
	return true;
}

/* Monday week, Montag in vierzehn Tagen: so many weeks later */
static bool
weeks_behind(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	struct said_day base = *d;
	int unit = item_is(p, i, HEAR_UNIT) ? item_value(p, i, HEAR_UNIT) : -1;

	if ((unit != UNIT_WEEK && unit != UNIT_FORTNIGHT) || item_is(p, i, HEAR_OCLOCK))
		return false;
	*d = (struct said_day){ .kind = DAY_FROM, .weekday = -1 };
	d->length.days = unit == UNIT_WEEK ? 7 : 14;
	d->length.finest = UNIT_WEEK;
	d->of = said_day_keep(&base, a);
	return true;
}

/* Tuesday, the 1st of December: the date behind it; returns the items it takes. */
static size_t
date_behind(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	int weekday = d->weekday;
	struct said_day date;
	size_t k = i, took;

	while (k < i + 4 &&
	       (item_filler(p, k) || item_mark(p, k, ',') || item_mark(p, k, '.') ||
		   item_is(p, k, HEAR_ON) || item_mark(p, k, '(') || item_mark(p, k, '-')))
		k++;
	if ((took = date_read(p, k, true, a, &date)) == 0 || date.day == 0)
		return 0;
	date.weekday = weekday;
	if (date.other != NULL) {
		struct said_day other = *date.other;

		other.weekday = weekday;
		date.other = said_day_keep(&other, a);
	}
	*d = date;
	k += took;
	return k + item_mark(p, k, ')') - i;
}

/* A weekday, with its "next", and the date that stands with it: Tuesday, the 1st of December. */
size_t
weekday_read(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	size_t j = item_skip(p, i), took;
	enum which which;

	j += which_ahead(p, j, &which);
	if (!item_is(p, j, HEAR_WEEKDAY))
		return 0;
	*d = (struct said_day){ .kind = DAY_WEEKDAY, .weekday = item_value(p, j++, HEAR_WEEKDAY) };
	if (which == WHICH_PLAIN && which_behind(p, j, &which))
		j++;
	d->which = which;
	if (weeks_behind(p, j, a, d))
		return j + 1 - i;
	if ((took = date_behind(p, j, a, d)) > 0)
		return j + took - i;
	if (which == WHICH_PLAIN && is_day_of_month(p, j)) {
		d->kind = DAY_DATE;
		d->near = true;
		d->day = p->items[j].token->value[0];
		return j + 1 - i;
	}
	if ((which == WHICH_NEXT || which == WHICH_LAST || which == WHICH_AFTER_NEXT) &&
	    names_week(p, j - 1)) { /* 上周三 */
		struct said_day week = { .kind = DAY_PERIOD, .unit = UNIT_WEEK, .weekday = -1 };

		week.offset = period_offset(which);
		d->of = said_day_keep(&week, a);
		d->which = WHICH_PLAIN;
	}
	return j - i;
}

/* 12月1日(火), 1 December (Tuesday): the weekday behind its date */
size_t
weekday_behind(const struct items *p, size_t i, struct said_day *d)
{
	bool whole = item_is(p, i, HEAR_WEEKDAY); /* (火) may be one phrase */
	bool bracket = !whole && item_mark(p, i, '('), comma = item_mark(p, i, ',');
	size_t j = i + (bracket || comma);

	if (d->kind != DAY_DATE || d->day == 0 || (d->month == 0 && !bracket && !whole) ||
	    d->weekday != -1 || !item_is(p, j, HEAR_WEEKDAY) || item_apart(p, j))
		return 0;
	if (bracket ? !item_mark(p, j + 1, ')') : comma && item_is(p, j + 1, HEAR_OR))
		return 0;
	d->weekday = item_value(p, j, HEAR_WEEKDAY);
	return j + 1 + bracket - i;
}
