/* Days told by a number of units: in three days, two weeks from Monday, three Fridays from now. */
#include "understand/length.h"
#include "understand/onedayparts.h"

/* What comes after a length: "ago", "from now", "after Monday", "before Christmas". */
static size_t
read_after_length(const struct items *p, size_t i, const struct length *l, struct arena *a,
    struct said_day *d)
{
	bool backward = item_is(p, i, HEAR_BEFORE), known;
	struct said_day of;
	size_t took, j = i;

	if (l->finest >= UNIT_DAY && (item_is(p, j, HEAR_NEXT) || item_is(p, j, HEAR_COMING)) &&
	    !item_is(p, j, HEAR_FROM_NOW) && !item_is(p, j + 1, HEAR_UNIT) &&
	    !item_is(p, j + 1, HEAR_WEEKDAY) &&
	    !item_is(p, j + 1, HEAR_MONTH)) { /* اليومين المقبلين */
		*d = (struct said_day){ .kind = DAY_COMING, .weekday = -1, .length = *l };
		return 1;
	}
	if (item_is(p, j, HEAR_WITHIN)) { /* 3日以内 */
		*d = (struct said_day){ .kind = DAY_COMING, .weekday = -1, .length = *l };
		d->within = true;
		return 1;
	}
	*d = (struct said_day){ .kind = DAY_FROM, .weekday = -1, .length = *l };
	if (item_is(p, j, HEAR_AGO) && !backward) {
		d->backward = true;
		return 1;
	}
	known = item_is(p, j, HEAR_AFTER) || item_is(p, j, HEAR_FROM) || backward ||
	        (item_is(p, j, HEAR_ON) && l->days > 0);
	if (known) {
		j = item_skip(p, j + 1);
		if ((took = oneday_read(p, j, true, a, &of)) > 0) {
			d->of = said_day_keep(&of, a);
			d->backward = backward;
			return j + took - i;
		}
		if (item_is(p, j, HEAR_NOW))
			return j + 1 - i;
	}
	if (item_is(p, i, HEAR_AGO)) {
		d->backward = true;
		return 1;
	}
	if (item_is(p, i, HEAR_FROM_NOW))
		return 1;
	return 0;
}

size_t
oneday_weekdays_ahead(const struct items *p, size_t i, struct arena *a, struct said_day *d)
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
	*d = (struct said_day){ .kind = DAY_FROM, .weekday = -1, .of = said_day_keep(&of, a) };
	d->length = (struct length){ .days = 7 * (n - 1), .finest = UNIT_DAY };
	return 3;
}

/* within the hour, через місяць: one of them, and no number */
static size_t
one_unit(const struct items *p, size_t i, bool within, bool alone, struct length *l)
{
	if (within && item_is(p, i, HEAR_UNIT)) {
		*l = (struct length){ .finest = (enum unit)item_value(p, i, HEAR_UNIT) };
		l->seconds = l->finest == UNIT_HOUR ? 3600 : 0;
		l->days = l->finest == UNIT_DAY ? 1 : l->finest == UNIT_WEEK ? 7 : 0;
		l->days += l->finest == UNIT_FORTNIGHT ? 14 : 0;
		l->months = l->finest == UNIT_MONTH;
		return 1;
	}
	if (alone && item_is(p, i, HEAR_UNIT) && item_value(p, i, HEAR_UNIT) != UNIT_WEEKEND) {
		*l = (struct length){ .finest = UNITS };
		length_add(l, 1, (enum unit)item_value(p, i, HEAR_UNIT));
		return 1;
	}
	return 0;
}

size_t
oneday_counted(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	bool in = item_is(p, i, HEAR_IN), ago = item_is(p, i, HEAR_AGO);
	bool within = item_is(p, i, HEAR_WITHIN), later = item_is(p, i, HEAR_AFTER);
	bool now = item_is(p, i, HEAR_NOW) || item_mark(p, i, '+');
	size_t j = i, took, more;
	struct length l;

	if (in || ago || within || later || now)
		j++;
	if (now && (item_mark(p, j, '+') || item_is(p, j, HEAR_ONWARDS))) /* 今から2時間後 */
		j++;
	while (item_is(p, j, HEAR_ABOUT) || item_is(p, j, HEAR_NOTHING) ||
	       ((in || within) && item_is(p, j, HEAR_THE)) ||
	       (within && (item_is(p, j, HEAR_NEXT) || item_is(p, j, HEAR_COMING))))
		j++;
	if (in || ago || within || item_is(p, j + 1, HEAR_AGO) || item_is(p, j + 1, HEAR_FROM_NOW))
		took = length_or_one(p, j, &l);
	else
		took = length_read(p, j, &l);
	if (took == 0 &&
	    (took = one_unit(p, j, within, in && item_value(p, i, HEAR_IN) == 1, &l)) == 0)
		return 0;
	j += took;
	if (ago && item_is(p, i, HEAR_BEFORE) && item_is(p, j - 1, HEAR_OCLOCK))
		return 0; /* avant 11 heures */
	if (now && item_is(p, j, HEAR_WITHIN)) {
		within = true;
		j++;
	}
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
	if ((in || now) && item_is(p, j, HEAR_FROM_NOW)) /* in three weeks' time, 从现在起三周后 */
		j++;
	else if (in && (more = read_after_length(p, j, &l, a, d)) > 0)
		return j + more - i;
	else if (later && !in && l.finest < UNIT_DAY)
		return 0; /* "after 2 hours" is how long, not when, more often than not */
	return j - i;
}

size_t
oneday_weeks_on(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	struct said_day base = *d;
	struct length l;
	size_t took;

	if (!item_is(p, i, HEAR_IN) ||
	    !((d->kind == DAY_WEEKDAY && d->which == WHICH_PLAIN) || d->kind == DAY_OFFSET) ||
	    (took = length_read(p, i + 1, &l)) == 0 || l.days < 7 || l.months != 0 ||
	    l.seconds != 0)
		return 0;
	*d = (struct said_day){ .kind = DAY_FROM, .weekday = -1, .length = l };
	d->of = said_day_keep(&base, a);
	return took + 1;
}

size_t
oneday_count_next(const struct items *p, size_t i, struct said_day *d)
{
	size_t j = item_skip(p, i);
	int n = item_number(p, j, 2, 99);
	enum unit unit;

	if (n == -1 || !item_is(p, j + 2, HEAR_UNIT) ||
	    !(item_is(p, j + 1, HEAR_NEXT) || item_is(p, j + 1, HEAR_COMING)))
		return 0;
	unit = (enum unit)item_value(p, j + 2, HEAR_UNIT);
	if (unit < UNIT_DAY)
		return 0;
	*d = (struct said_day){ .kind = DAY_COMING, .weekday = -1 };
	d->length.finest = unit;
	d->length.days = unit == UNIT_DAY ? n : unit == UNIT_WEEK ? 7 * n : 0;
	d->length.workdays = unit == UNIT_WORKDAY ? n : 0;
	d->length.months = unit == UNIT_MONTH ? n : unit == UNIT_YEAR ? 12 * n : 0;
	return d->length.days + d->length.workdays + d->length.months > 0 ? j + 3 - i : 0;
}
