/* Months and years by themselves. */
#include "base/date.h"
#include "understand/dateparts.h"
#include "understand/marked.h"

/* 32. Oktober, el 32 de octubre: the number in front of a month, which has no such day */
static bool
too_late_in_front(const struct items *p, size_t i, int most)
{
	size_t k = i;

	while (k > 0 && i - k < 2 &&
	       (item_mark(p, k - 1, '.') || item_is(p, k - 1, HEAR_ORDINAL_MARK) ||
		   item_is(p, k - 1, HEAR_OF)))
		k--;
	return k > 0 && item_digits(p, k - 1, 1) && p->items[k - 1].token->digits[0] <= 2 &&
	       (k == i || p->items[k - 1].token->value[0] > most);
}

/* 32 August, June 31: there is a day, but no such one */
static bool
is_impossible(const struct items *p, size_t i, int month)
{
	int most = date_days_in_month(2024, month), n;

	if (too_late_in_front(p, i, most))
		return true;
	n = item_digits(p, i + 1, 1) && p->items[i + 1].token->digits[0] <= 2
	        ? p->items[i + 1].token->value[0]
	        : 0;
	return n > most;
}

/* 11 / 2027, 2027 / 11 */
static size_t
month_and_year(const struct items *p, size_t i, struct said_day *out)
{
	bool first = item_digits(p, i, 1) && p->items[i].token->digits[0] == 4;
	int year = item_number(p, first ? i : i + 2, 1970, 2099);
	int month = item_number(p, first ? i + 2 : i, 1, 12);

	if (!item_mark(p, i + 1, '/') || !item_digits(p, i, 1) || !item_digits(p, i + 2, 1) ||
	    year == -1 || month == -1 || item_mark(p, i + 3, '/') ||
	    (i > 0 && item_mark(p, i - 1, '/')))
		return 0;
	out->year = year;
	out->month = month;
	return 3;
}

size_t
date_month(const struct items *p, size_t i, bool framed, struct said_day *out)
{
	const struct token *t = p->items[i].token;
	size_t j = i, took;

	*out = date_none();
	if (item_digits(p, i, 2) && t->separator == '/') { /* 2/2027, 2027/2 */
		int y = t->digits[0] == 4 ? 0 : 1;

		if (t->digits[y] != 4 || t->value[!y] < 1 || t->value[!y] > 12)
			return 0;
		out->year = t->value[y];
		out->month = t->value[!y];
		return out->year >= 1900 && out->year < 2200 ? 1 : 0;
	}
	if ((took = month_and_year(p, i, out)) > 0)
		return took;
	if (item_digits(p, i, 1) && t->digits[0] == 4 && item_joined(p, i + 2) &&
	    (item_mark(p, i + 1, '-') || item_mark(p, i + 1, '/')) && item_digits(p, i + 2, 1) &&
	    p->items[i + 2].token->digits[0] == 2 &&
	    item_number(p, i + 2, 1, 12) != -1) { /* 2027-02 */
		out->year = t->value[0];
		out->month = item_number(p, i + 2, 1, 12);
		return out->year >= 1900 && out->year < 2200 && !item_mark(p, i + 3, '-') ? 3 : 0;
	}
	if ((took = marked_date(p, i, out)) > 0 && out->month != 0 && out->day == 0)
		return item_number(p, i + took, 1, 9999) != -1 && marked_stray(p, i + took) ? 0
		                                                                            : took;
	*out = date_none();
	if (!date_month_at(p, j, &out->month) || is_impossible(p, i, out->month))
		return 0;
	j++;
	if (item_mark(p, j, '.') && item_digits(p, j + 1, 1))
		j++;
	took = date_year_behind(p, j, &out->year);
	if (took == 0 && item_is(p, i, HEAR_WEAK) && !framed)
		return 0;
	return j + took - i;
}

size_t
date_year(const struct items *p, size_t i, struct said_day *out)
{
	int year = item_digits(p, i, 1) && p->items[i].token->digits[0] == 4
	               ? item_number(p, i, 1970, 2099)
	               : -1;
	size_t took;

	*out = date_none();
	if ((took = marked_year(p, i, &out->year)) > 0) /* 二〇二七年 */
		return took;
	if (year != -1 && item_is(p, i + 1, HEAR_YEAR_MARK) &&
	    !(i > 0 && item_is(p, i - 1, HEAR_MONTH))) { /* 2027年, but not 32 октября 2026 года */
		out->year = year;
		return 2;
	}
	if (year == -1 || i == 0 || date_counts_something(p, i + 1))
		return 0;
	if (!item_is(p, i - 1, HEAR_IN) && !item_is(p, i - 1, HEAR_AFTER) &&
	    !item_is(p, i - 1, HEAR_BEFORE) && !item_is(p, i - 1, HEAR_SINCE) &&
	    !item_is(p, i - 1, HEAR_UNTIL))
		return 0;
	*out = date_none();
	out->year = year;
	return 1;
}
