#include "understand/dateparts.h"

#include "base/date.h"
#include "understand/marked.h"

struct said_day
date_none(void)
{
	return (struct said_day){ .kind = DAY_DATE, .weekday = -1 };
}

bool
date_possible(const struct said_day *d)
{
	struct date date = { d->year != 0 ? d->year : 2024, d->month, d->day };

	return date_valid(date);
}

bool
date_month_at(const struct items *p, size_t i, int *month)
{
	if (!item_is(p, i, HEAR_MONTH))
		return false;
	*month = item_value(p, i, HEAR_MONTH);
	return true;
}

size_t
date_year_behind(const struct items *p, size_t i, int *year)
{
	size_t j = i;

	if (item_mark(p, j, ',') || item_mark(p, j, '.') || item_mark(p, j, '/') ||
	    item_mark(p, j, '-') || item_is(p, j, HEAR_OF) || item_is(p, j, HEAR_IN))
		j++;
	if (item_digits(p, j, 1) && p->items[j].token->digits[0] == 4) {
		int y = p->items[j].token->value[0];

		/* "14 December 1900" is a clock only where no year can be meant */
		if (y >= 1900 && y <= 2099 && !item_oclock(p, j + 1) &&
		    !item_is(p, j + 1, HEAR_PM)) {
			*year = y;
			j++;
			return j + (item_is(p, j, HEAR_YEAR_MARK) ? 1 : 0) - i;
		}
		return 0;
	}
	if (item_mark(p, j, '\'') && item_digits(p, j + 1, 1) && item_joined(p, j + 1) &&
	    p->items[j + 1].token->digits[0] == 2) {
		*year = 2000 + p->items[j + 1].token->value[0];
		return j + 2 - i;
	}
	/* 8/Oct/12, 8-Oct-12 */
	if (i > 1 && j == i + 1 && item_joined(p, i) && item_joined(p, j) &&
	    item_joined(p, i - 1) &&
	    ((item_mark(p, i, '/') && item_mark(p, i - 2, '/')) ||
		(item_mark(p, i, '-') && item_mark(p, i - 2, '-'))) &&
	    item_digits(p, j, 1) && p->items[j].token->digits[0] == 2) {
		*year = 2000 + p->items[j].token->value[0];
		return j + 1 - i;
	}
	return 0;
}

/* 1, 1st, first, 1., 第1: a day's number. */
static int
number_at(const struct items *p, size_t i, size_t *took)
{
	size_t j = i + (item_is(p, i, HEAR_ORDINAL_MARK) ? 1 : 0);
	int n =
	    item_is(p, j, HEAR_ORDINAL) ? item_value(p, j, HEAR_ORDINAL) : item_number(p, j, 1, 31);

	if (n < 1 || n > 31 || marked_stray(p, i))
		return -1;
	j++;
	if (item_is(p, j, HEAR_ORDINAL_MARK) && item_joined(p, j))
		j++;
	else if (item_mark(p, j, '.') && item_joined(p, j) && !item_is(p, j - 1, HEAR_ORDINAL))
		j++;
	*took = j - i;
	return n;
}

static bool
join(const struct items *p, size_t i)
{
	return item_is(p, i, HEAR_OF) || item_is(p, i, HEAR_THE) || item_is(p, i, HEAR_NOTHING) ||
	       ((item_mark(p, i, '-') || item_mark(p, i, '/')) && item_joined(p, i));
}

/* 1 December 2026, the first of March, 1. Dezember, 8-Oct-2012 */
static size_t
read_day_month(const struct items *p, size_t i, struct said_day *d)
{
	size_t j = i, took;
	int n = number_at(p, j, &took), month;

	if (n == -1)
		return 0;
	j += took;
	if (item_is(p, j, HEAR_UNIT) && item_value(p, j, HEAR_UNIT) == UNIT_DAY &&
	    item_is(p, j + 1, HEAR_OF))
		j++; /* the 3rd day of March */
	for (size_t k = 0; k < 2 && join(p, j); k++)
		j++;
	if (!date_month_at(p, j, &month) ||
	    (item_is(p, j, HEAR_WEAK) && item_is(p, i, HEAR_NUMBER) && !item_capital(p, j)))
		return 0; /* "one may ask" */
	*d = date_none();
	d->day = n;
	d->month = month;
	j++;
	if (item_mark(p, j, '.') && p->items[j - 1].token->end - p->items[j - 1].token->at <= 4)
		j += item_joined(p, j) && item_digits(p, j + 1, 1);
	j += date_year_behind(p, j, &d->year);
	return date_possible(d) ? j - i : 0;
}

/* A mark of days, or the word for a day behind an ordinal: juovlamánu 1. beaivvi */
static bool
says_day(const struct items *p, size_t i, bool ordinal)
{
	return item_is(p, i, HEAR_DAY_MARK) ||
	       (ordinal && item_is(p, i, HEAR_UNIT) && item_value(p, i, HEAR_UNIT) == UNIT_DAY);
}

/* juovlamánu 3., 4. dahje 8. beaivi: the next of a list, written in the same way */
static bool
another_stop(const struct items *p, size_t i)
{
	size_t j = i + (item_mark(p, i, ',') || item_is(p, i, HEAR_OR) || item_is(p, i, HEAR_AND));

	return j > i && item_number(p, j, 1, 31) != -1 && item_digits(p, j, 1) &&
	       item_mark(p, j + 1, '.') && item_joined(p, j + 1) &&
	       (item_is(p, j + 2, HEAR_OR) || item_is(p, j + 2, HEAR_AND) ||
		   item_mark(p, j + 2, ',') || says_day(p, j + 2, true));
}

/* December 1st, 2026; Dec. 1; March the 3rd */
static size_t
read_month_day(const struct items *p, size_t i, struct said_day *d)
{
	size_t j = i, took;
	int month, n;
	bool stop;

	if (!date_month_at(p, j, &month))
		return 0;
	j++;
	if (item_mark(p, j, '.') || item_mark(p, j, ','))
		j++;
	for (size_t k = 0;
	     k < 2 && (join(p, j) || item_is(p, j, HEAR_ON)) && !item_is(p, j, HEAR_OF); k++)
		j++;
	n = number_at(p, j, &took);
	if (n == -1)
		return 0;
	if (item_is(p, j, HEAR_ORDINAL) && p->items[j].token->kind != TOKEN_NUMBER &&
	    (item_is(p, item_skip(p, j + took), HEAR_WEEKDAY) ||
		item_is(p, item_skip(p, j + took), HEAR_UNIT)))
		return 0; /* 十月第一个星期一, cuoŋománu vuosttaš vuossárga */
	/* "March 3 pm" and "May 10:30" are none; "July 4 weeks" neither */
	if (!item_is(p, j, HEAR_ORDINAL) &&
	    (item_is(p, j + took, HEAR_PM) || item_is(p, j + took, HEAR_AM) ||
		(item_is(p, j + took, HEAR_UNIT) &&
		    !says_day(p, j + took, took > 1 && item_mark(p, j + took - 1, '.')))))
		return 0;
	*d = date_none();
	d->month = month;
	d->day = n;
	j += took;
	/* the stop of "December 1." ends the sentence, but not that of "juovlamánu 1. b." */
	stop = item_mark(p, j - 1, '.') && took > 1;
	if (says_day(p, j, stop))
		j++;
	else if (stop && !another_stop(p, j))
		j--;
	j += date_year_behind(p, j, &d->year);
	return date_possible(d) ? j - i : 0;
}

/* am siebten vierten, двадцатого двенадцатого: day and month by their ranks, where a day is due */
static size_t
read_ranks(const struct items *p, size_t i, bool framed, struct said_day *d)
{
	size_t j = i + 1, k;
	bool stop;

	if (!framed || !(item_is(p, i, HEAR_ORDINAL) || item_digits(p, i, 1)))
		return 0;
	stop = item_mark(p, j, '.') && item_joined(p, j);
	if (!item_is(p, i, HEAR_ORDINAL) && !stop)
		return 0;
	j += stop;
	k = j + 1;
	if (!item_is(p, j, HEAR_ORDINAL) || p->items[j].token->kind != TOKEN_WORD ||
	    item_is(p, k, HEAR_UNIT) || item_is(p, k, HEAR_WEEKDAY) || item_is(p, k, HEAR_MONTH) ||
	    item_is(p, k, HEAR_OCLOCK) || item_is(p, k, HEAR_NUMBER) ||
	    (item_is(p, i, HEAR_ORDINAL) && item_is(p, k, HEAR_COUNTED)))
		return 0;
	*d = date_none();
	d->day =
	    item_is(p, i, HEAR_ORDINAL) ? item_value(p, i, HEAR_ORDINAL) : item_number(p, i, 1, 31);
	d->month = item_value(p, j, HEAR_ORDINAL);
	return d->day >= 1 && d->month >= 1 && d->month <= 12 && date_possible(d) ? k - i : 0;
}

/* "der 24. passt": a stop makes it an ordinal, behind an article it is no number of a list */
static bool
ordinal_stop(const struct items *p, size_t i)
{
	return i > 0 && item_is(p, i - 1, HEAR_THE) && item_digits(p, i, 1) &&
	       p->items[i].token->digits[0] <= 2 && item_mark(p, i + 1, '.') &&
	       item_joined(p, i + 1);
}

bool
date_ordinal(const struct items *p, size_t i)
{
	i = item_skip(p, i);
	if (item_digits(p, i, 1) && item_joined(p, i + 1) && item_is(p, i + 1, HEAR_ORDINAL_MARK))
		return true;
	if (ordinal_stop(p, i))
		return true;
	if (item_number(p, i, 1, 31) != -1 &&
	    item_is(p, i + 1, HEAR_DAY_MARK)) /* 12号, not 3日後 */
		return !item_is(p, i + 2, HEAR_FROM_NOW) && !item_is(p, i + 2, HEAR_WITHIN) &&
		       !item_is(p, i + 2, HEAR_AGO) && !item_is(p, i + 2, HEAR_AFTER_IT) &&
		       !item_is(p, i + 2, HEAR_BEFORE_IT);
	return item_is(p, i, HEAR_ORDINAL) && item_value(p, i, HEAR_ORDINAL) > 0 &&
	       p->items[i].token->kind == TOKEN_NUMBER;
}

size_t
date_number(const struct items *p, size_t i, struct said_day *d)
{
	size_t took;
	int n = number_at(p, i, &took);

	if (n == -1)
		return 0;
	*d = date_none();
	d->day = n;
	return took;
}

bool
date_counts_something(const struct items *p, size_t i)
{
	const struct item *it = &p->items[i];

	if (item_mark(p, i, '-') && item_joined(p, i) && item_joined(p, i + 1)) {
		const struct item *next = &p->items[i + 1]; /* 3-min, 3-fach */

		return item_is(p, i + 1, HEAR_UNIT) || item_is(p, i + 1, HEAR_COUNTED) ||
		       (next->n_heard == 0 && next->token->kind == TOKEN_WORD);
	}
	if (i >= p->n || it->token->lines > 0 || it->token->kind == TOKEN_MARK)
		return false;
	if (item_is(p, i, HEAR_UNIT) || item_is(p, i, HEAR_COUNTED) || item_is(p, i, HEAR_AM) ||
	    item_is(p, i, HEAR_PM) || item_oclock(p, i) || item_is(p, i, HEAR_WEEKDAY) ||
	    item_is(p, i, HEAR_NUMBER) || item_is(p, i, HEAR_HALF))
		return true;
	return it->n_heard == 0 && it->token->kind == TOKEN_WORD;
}

/* du 7 au 11 décembre, sauf le 9: a month, or days of the week, a few words ahead */
static bool
month_before(const struct items *p, size_t i)
{
	enum { REACH = 8 };

	for (size_t k = i; k > 0 && i - k < REACH && !item_apart(p, k); k--)
		if (item_is(p, k - 1, HEAR_MONTH) || item_is(p, k - 1, HEAR_MONTH_MARK) ||
		    item_is(p, k - 1, HEAR_PERIOD))
			return true;
	return false;
}

/* sauf le 9, 9-ის გარდა: a bare number */
static bool
excepted(const struct items *p, size_t i)
{
	size_t behind = i + 1 + (item_is(p, i + 1, HEAR_OF) && item_joined(p, i + 1));

	return item_digits(p, i, 1) && p->items[i].token->digits[0] <= 2 &&
	       ((i > 0 && item_is(p, i - 1, HEAR_EXCEPT)) || item_is(p, behind, HEAR_EXCEPT_IT));
}

bool
date_excepted(const struct items *p, size_t i)
{
	return excepted(p, i) && month_before(p, i);
}

/* "on 15" is a day, "at 15" and "for 15" are not. */
static bool
after_on(const struct items *p, size_t i)
{
	if (i > 1 && item_is(p, i - 1, HEAR_THE))
		i--;
	if (excepted(p, i))
		return month_before(p, i);
	return i > 0 && item_is(p, i - 1, HEAR_ON) && item_digits(p, i, 1);
}

size_t
date_read(const struct items *p, size_t i, bool framed, struct arena *a, struct said_day *out)
{
	size_t took;

	if (i >= p->n)
		return 0;
	if (date_numeric(p, i, a, out) > 0)
		return date_numeric_end(p, i, framed, out);
	if ((took = marked_date(p, i, out)) > 0 && out->day != 0)
		return took;
	if (after_on(p, i) && (took = date_dashed(p, i, a, out)) > 0)
		return took;
	if ((took = read_day_month(p, i, out)) > 0 || (took = read_month_day(p, i, out)) > 0 ||
	    (took = date_spread(p, i, out)) > 0 || (took = read_ranks(p, i, framed, out)) > 0)
		return took;
	framed |= excepted(p, i) && after_on(p, i);
	if ((!framed && !date_ordinal(p, i)) || marked_stray(p, i))
		return 0;
	if (!item_is(p, i, HEAR_ORDINAL) && !item_is(p, i, HEAR_ORDINAL_MARK) &&
	    !date_ordinal(p, i) && !after_on(p, i))
		return 0;
	if ((took = date_number(p, i, out)) == 0 || date_counts_something(p, i + took))
		return 0;
	return took;
}
