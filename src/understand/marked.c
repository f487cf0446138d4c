#include "understand/marked.h"

#include "understand/date.h"

/* Behind a month with its mark, the number of a day that there is not: 8月32日 */
static bool
behind_month_mark(const struct items *p, size_t i)
{
	return i > 1 && item_is(p, i - 1, HEAR_MONTH_MARK) && item_joined(p, i) &&
	       item_number(p, i - 2, 1, 12) != -1 && item_is(p, i + 1, HEAR_DAY_MARK);
}

/* 中山路12号: behind what has numbers and is no time */
static bool
in_address(const struct items *p, size_t i)
{
	return i > 0 && item_joined(p, i) && item_is(p, i - 1, HEAR_COUNTED) &&
	       item_is(p, i - 1, HEAR_NOT_TIME);
}

bool
marked_stray(const struct items *p, size_t i)
{
	return behind_month_mark(p, i) || in_address(p, i);
}

/* 3月16-18日, 3月16、17、18号: the mark of days stands behind the last of them */
static bool
day_mark_follows(const struct items *p, size_t i)
{
	enum { DAYS_MOST = 8 };
	size_t end = i + 2 * DAYS_MOST;

	while (i < end &&
	       (item_mark(p, i, '-') || item_mark(p, i, '~') || item_mark(p, i, ',') ||
		   item_mark(p, i, '/') || item_is(p, i, HEAR_TO) || item_is(p, i, HEAR_AND) ||
		   item_is(p, i, HEAR_OR)) &&
	       item_number(p, i + 1, 1, 31) != -1) {
		i += 2;
		if (item_is(p, i, HEAR_DAY_MARK))
			return true;
	}
	return false;
}

/* 令和8年, 令和元年, 民國115年 */
static size_t
read_era(const struct items *p, size_t i, int *year)
{
	size_t j = i + 1;
	int n = item_number(p, j, 1, 199);

	if (!item_is(p, i, HEAR_ERA) || n == -1 || !item_is(p, j + 1, HEAR_YEAR_MARK))
		return 0;
	*year = item_value(p, i, HEAR_ERA) + n;
	return 3;
}

/* 二〇二六: a year told digit by digit, of which two may be one phrase (〇六); the items it takes.
 */
size_t
marked_year(const struct items *p, size_t i, int *year)
{
	size_t j = i, took = read_era(p, i, year);
	int digits = 0, n;

	if (took > 0)
		return took;
	for (*year = 0; digits < 4 && item_is(p, j, HEAR_NUMBER); j++) {
		int tokens = (int)(p->items[j].end - p->items[j].first);

		if ((n = item_number(p, j, 0, 9)) == -1 || tokens > 2)
			return 0;
		digits += tokens;
		*year = *year * (tokens == 2 ? 100 : 10) + n;
	}
	return digits == 4 && *year >= 1900 && *year <= 2199 && item_is(p, j, HEAR_YEAR_MARK)
	           ? j + 1 - i
	           : 0;
}

/* 2026年12月1日, 12月1日, 1日; 2012/Aug/10 */
size_t
marked_date(const struct items *p, size_t i, struct said_day *d)
{
	size_t j = i, took;
	int n;

	*d = (struct said_day){ .kind = DAY_DATE, .weekday = -1 };
	if ((took = marked_year(p, j, &d->year)) > 0) {
		j += took;
	} else if ((d->year = 0, n = item_number(p, j, 1900, 2199)) != -1 &&
		   item_is(p, j + 1, HEAR_YEAR_MARK)) {
		d->year = n;
		j += 2;
	} else if (n != -1 && (item_mark(p, j + 1, '/') || item_mark(p, j + 1, '-')) &&
		   item_is(p, j + 2, HEAR_MONTH)) {
		d->year = n;
		j += 2;
	}
	if ((n = item_number(p, j, 1, 12)) != -1 && item_is(p, j + 1, HEAR_MONTH_MARK)) {
		d->month = n;
		j += 2;
	} else if (d->year != 0 && item_is(p, j, HEAR_MONTH)) {
		d->month = item_value(p, j, HEAR_MONTH);
		j++;
		if ((item_mark(p, j, '/') || item_mark(p, j, '-')) && item_joined(p, j))
			j++;
		if ((n = item_number(p, j, 1, 31)) != -1) {
			d->day = n;
			return date_possible(d) ? j + 1 - i : 0;
		}
	}
	if ((n = item_number(p, j, 1, 31)) != -1 && item_is(p, j + 1, HEAR_DAY_MARK)) {
		d->day = n;
		j += 2;
	} else if (n != -1 && d->month != 0 && day_mark_follows(p, j + 1)) {
		d->day = n;
		j++;
	}
	if (d->month == 0 && (d->day == 0 || marked_stray(p, i)))
		return 0;
	if (d->day != 0 && d->month != 0 && !date_possible(d))
		return 0;
	return d->month != 0 || d->day != 0 ? j - i : 0;
}
