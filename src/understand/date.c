#include "understand/date.h"

#include "base/arena.h"
#include "base/date.h"
#include "understand/clock.h"
#include "understand/lang.h"
#include "understand/marked.h"

#include <string.h>

static const struct said_day no_date = { .kind = DAY_DATE, .weekday = -1 };

static int
full_year(const struct token *t, int part)
{
	int y = t->value[part];

	if (t->digits[part] == 4)
		return y >= 1900 && y <= 2199 ? y : -1;
	if (t->digits[part] != 2)
		return -1;
	return y < 70 ? 2000 + y : 1900 + y;
}

bool
date_possible(const struct said_day *d)
{
	struct date date = { d->year != 0 ? d->year : 2024, d->month, d->day };

	return date_valid(date);
}

/* Numbers in an order such as "dmy", of two or three; false: they are no such date. */
static bool
in_order(const struct token *t, const char *order, struct said_day *d)
{
	char rest[4] = "";
	size_t n = 0;

	for (const char *o = order; *o != '\0'; o++)
		if (t->parts == 3 || *o != 'y')
			rest[n++] = *o;
	*d = no_date;
	for (size_t i = 0; i < n; i++) {
		if (rest[i] == 'y' && (d->year = full_year(t, (int)i)) == -1)
			return false;
		if (rest[i] != 'y' && t->digits[i] > 2)
			return false;
		if (rest[i] == 'm')
			d->month = t->value[i];
		if (rest[i] == 'd')
			d->day = t->value[i];
	}
	return date_possible(d);
}

static bool
same(const struct said_day *a, const struct said_day *b)
{
	return a->year == b->year && a->month == b->month && a->day == b->day;
}

/* 3/4/2027, 3.4., 2026-12-01: each order the language has that makes a date, likelier first. */
static size_t
read_numeric(const struct items *p, size_t i, struct arena *a, struct said_day *out)
{
	static const char *const points[] = { "dmy", "mdy", NULL };
	const struct token *t = p->items[i].token;
	struct said_day d;
	bool found = false;

	if (t->kind != TOKEN_NUMBER || t->parts < 2 || p->items[i].n_heard > 0 ||
	    t->separator == ':' || t->separator == ',')
		return 0;
	if (t->digits[0] == 4) {
		if (t->parts == 3 && in_order(t, "ymd", out))
			return 1;
		return 0;
	}
	if (t->separator == '.' && t->parts == 2 && t->digits[1] > 2)
		return 0;
	for (size_t k = 0; k < 5; k++) {
		const char *order = t->separator == '.' && k < 2 ? points[k] : NULL;

		/* Points stand in dates of the order day, month, year everywhere. */
		if (t->separator != '.')
			order = lang_date_order(p->lang, k);
		if (order == NULL) {
			order = k == 3 ? "dmy" : k == 4 ? "mdy" : NULL; /* what else could it be? */
			if (found || order == NULL)
				continue;
		}
		if (p->order != NULL && t->separator == '/' && strcmp(order, p->order) != 0)
			continue;
		if (!in_order(t, order, &d))
			continue;
		if (!found)
			*out = d;
		else if (!same(out, &d) && out->other == NULL && t->separator != '.')
			out->other = memcpy(arena_alloc(a, sizeof d), &d, sizeof d);
		found = true;
	}
	return found ? 1 : 0;
}

static bool
month_at(const struct items *p, size_t i, int *month)
{
	if (!item_is(p, i, HEAR_MONTH))
		return false;
	*month = item_value(p, i, HEAR_MONTH);
	return true;
}

/* A year after a date: 2027, '27, also after a comma or "of". */
static size_t
read_year(const struct items *p, size_t i, int *year)
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
	if (!month_at(p, j, &month) ||
	    (item_is(p, j, HEAR_WEAK) && item_is(p, i, HEAR_NUMBER) && !item_capital(p, j)))
		return 0; /* "one may ask" */
	*d = no_date;
	d->day = n;
	d->month = month;
	j++;
	if (item_mark(p, j, '.') && p->items[j - 1].token->end - p->items[j - 1].token->at <= 4)
		j += item_joined(p, j) && item_digits(p, j + 1, 1);
	j += read_year(p, j, &d->year);
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

	if (!month_at(p, j, &month))
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
	*d = no_date;
	d->month = month;
	d->day = n;
	j += took;
	/* the stop of "December 1." ends the sentence, but not that of "juovlamánu 1. b." */
	stop = item_mark(p, j - 1, '.') && took > 1;
	if (says_day(p, j, stop))
		j++;
	else if (stop && !another_stop(p, j))
		j--;
	j += read_year(p, j, &d->year);
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
	*d = no_date;
	d->day =
	    item_is(p, i, HEAR_ORDINAL) ? item_value(p, i, HEAR_ORDINAL) : item_number(p, i, 1, 31);
	d->month = item_value(p, j, HEAR_ORDINAL);
	return d->day >= 1 && d->month >= 1 && d->month <= 12 && date_possible(d) ? k - i : 0;
}

/* 20 02 2027: two digits, two and four, and no number before or behind them */
static size_t
read_blanks(const struct items *p, size_t i, struct said_day *d)
{
	static const int digits[] = { 2, 2, 4 };
	struct token all = { .parts = 3, .separator = '.' };

	for (size_t part = 0; part < 3; part++) {
		if (!item_digits(p, i + part, 1) ||
		    (part > 0 && p->items[i + part].token->lines > 0) ||
		    p->items[i + part].token->digits[0] != digits[part])
			return 0;
		all.value[part] = p->items[i + part].token->value[0];
		all.digits[part] = p->items[i + part].token->digits[0];
	}
	if ((i > 0 && p->items[i - 1].token->kind == TOKEN_NUMBER) ||
	    p->items[i + 3].token->kind == TOKEN_NUMBER)
		return 0;
	return in_order(&all, "dmy", d) ? 3 : 0;
}

/* 20261201; "26. 10. 21", "30 . 09 . 22": points with blanks between */
static size_t
read_spread(const struct items *p, size_t i, struct said_day *d)
{
	const struct token *t = p->items[i].token;
	struct token all = { .parts = 3, .separator = '.' };
	size_t j = i, took;

	if (item_digits(p, i, 1) && t->digits[0] == 8) {
		*d = no_date;
		d->year = t->value[0] / 10000;
		d->month = t->value[0] / 100 % 100;
		d->day = t->value[0] % 100;
		return d->year >= 1900 && d->year < 2200 && date_possible(d) ? 1 : 0;
	}
	if ((took = read_blanks(p, i, d)) > 0)
		return took;
	for (int part = 0; part < 3; part++) {
		if (item_digits(p, j, 2) && p->items[j].token->separator == '.' && part == 1) {
			for (int k = 0; k < 2; k++) {
				all.value[part + k] = p->items[j].token->value[k];
				all.digits[part + k] = p->items[j].token->digits[k];
			}
			j++;
			return in_order(&all, "dmy", d) ? j - i : 0;
		}
		if (!item_digits(p, j, 1))
			return 0;
		all.value[part] = p->items[j].token->value[0];
		all.digits[part] = p->items[j].token->digits[0];
		j++;
		if (part < 2 && !item_mark(p, j++, '.'))
			return 0;
	}
	return in_order(&all, "dmy", d) ? j - i : 0;
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
	*d = no_date;
	d->day = n;
	return took;
}

/* Is what follows the thing that is being counted: "the 5th version", "on 15 pages"? */
static bool
counts_something(const struct items *p, size_t i)
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

/* "on 4-22": two numbers with a hyphen are a range as a rule, but not after "on" */
static size_t
read_dashed(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	struct token both = *p->items[i].token;
	struct item item = { .token = &both };
	struct items one = { p->tokens, p->lang, &item, 1, p->depth, p->order };

	if (!item_mark(p, i + 1, '-') || !item_joined(p, i + 1) || !item_joined(p, i + 2) ||
	    !item_digits(p, i + 2, 1) || item_is(p, i + 3, HEAR_MONTH) ||
	    item_is(p, i + 3, HEAR_PM) || item_is(p, i + 3, HEAR_AM))
		return 0;
	both.parts = 2;
	both.separator = '/';
	both.value[1] = p->items[i + 2].token->value[0];
	both.digits[1] = p->items[i + 2].token->digits[0];
	return read_numeric(&one, 0, a, d) > 0 ? 3 : 0;
}

/* 19.10 with nothing else in its line, or before a clock time */
static bool
date_stands_alone(const struct items *p, size_t i)
{
	size_t j = i + 1;
	const struct item *next;

	if (item_is(p, i + 1, HEAR_PART) && item_joined(p, i + 1)) /* 12.3下午 */
		return true;
	if (p->items[i].token->value[0] > 24 &&
	    (item_is(p, i + 1, HEAR_PART) ||
		(item_mark(p, i + 1, '(') && item_is(p, i + 2, HEAR_PART))))
		return true; /* 27.9 nachmittags */
	if (item_mark(p, i + 1, '(') && item_is(p, i + 2, HEAR_PART) && item_mark(p, i + 3, ')'))
		return true; /* 14.9 (abends) */
	if (p->items[i].token->digits[1] != 2)
		return false;
	while (j < i + 3 &&
	       (item_is(p, j, HEAR_AT) || item_is(p, j, HEAR_ABOUT) || item_is(p, j, HEAR_AFTER) ||
		   item_is(p, j, HEAR_BEFORE) || item_is(p, j, HEAR_NOT_BEFORE)))
		j++; /* 19.10 gegen 15:30, 19.10 nach 19 Uhr */
	next = &p->items[j];
	if (item_is(p, j, HEAR_PART) || (j > i + 1 && item_oclock(p, j + 1)))
		return true;
	if (j < p->n && next->token->kind == TOKEN_NUMBER && next->token->separator == ':')
		return true;
	return p->n == 1;
}

/* Does an hour follow the clock's word: 3/12 jam 9, jam setengah tiga? */
static bool
hour_behind(const struct items *p, size_t i)
{
	return item_number(p, i, 0, 24) != -1 || item_digits(p, i, 2) ||
	       item_is(p, i, HEAR_HALF_BEFORE);
}

/* "3.30 sore", "7.15 abends": the part of the day behind it makes it an hour, unless "on" does not
 */
static bool
is_hour_of_part(const struct items *p, size_t i)
{
	const struct token *t = p->items[i].token;
	int minute = t->value[0] * 60 + t->value[1];

	if (t->separator != '.' || t->parts != 2 || t->digits[1] != 2 || t->value[0] > 23 ||
	    t->value[1] > 59 || !item_is(p, i + 1, HEAR_PART) || hour_behind(p, i + 2))
		return false; /* 3.20下午3点 is a date */
	if (i > 0 && item_is(p, i - 1, HEAR_ON) && !item_is(p, i - 1, HEAR_AT))
		return false;
	return clock_called(minute, (enum part)item_value(p, i + 1, HEAR_PART));
}

size_t
date_read(const struct items *p, size_t i, bool framed, struct arena *a, struct said_day *out)
{
	size_t took;

	if (i >= p->n)
		return 0;
	if ((took = read_numeric(p, i, a, out)) > 0) {
		const struct token *t = p->items[i].token;
		bool stop = item_mark(p, i + 1, '.') && item_joined(p, i + 1);

		/* 3.4. is a date; 3.4 and 12.30 may be anything unless something says it is one */
		if (t->separator == '.' && t->parts == 2 && !framed && !stop &&
		    !date_stands_alone(p, i))
			return 0;
		if (t->separator == '.' && t->parts == 2 && i > 0 && item_is(p, i - 1, HEAR_AT))
			return 0; /* "at 10.1" */
		if (is_hour_of_part(p, i))
			return 0;
		if (t->parts == 2 && t->separator == '/' && t->value[0] <= 24 &&
		    t->value[1] <= 24 && item_oclock(p, i + 1) && !hour_behind(p, i + 2))
			return 0; /* 11/12 Uhr */
		/* 1/2 hour */
		if (t->parts == 2 &&
		    ((item_is(p, i + 1, HEAR_UNIT) &&
			 !(item_is(p, i + 1, HEAR_OCLOCK) && hour_behind(p, i + 2))) ||
			(item_is(p, i + 1, HEAR_A) && item_is(p, i + 2, HEAR_UNIT))))
			return 0;
		if (t->parts == 2 && t->separator == '.' && stop)
			took++;
		if (t->parts == 2)
			took +=
			    item_digits(p, i + took, 1) && p->items[i + took].token->digits[0] == 4
				? read_year(p, i + took, &out->year)
				: 0;
		return took;
	}
	if ((took = marked_date(p, i, out)) > 0 && out->day != 0)
		return took;
	if (after_on(p, i) && (took = read_dashed(p, i, a, out)) > 0)
		return took;
	if ((took = read_day_month(p, i, out)) > 0 || (took = read_month_day(p, i, out)) > 0 ||
	    (took = read_spread(p, i, out)) > 0 || (took = read_ranks(p, i, framed, out)) > 0)
		return took;
	framed |= excepted(p, i) && after_on(p, i);
	if ((!framed && !date_ordinal(p, i)) || marked_stray(p, i))
		return 0;
	if (!item_is(p, i, HEAR_ORDINAL) && !item_is(p, i, HEAR_ORDINAL_MARK) &&
	    !date_ordinal(p, i) && !after_on(p, i))
		return 0;
	if ((took = date_number(p, i, out)) == 0 || counts_something(p, i + took))
		return 0;
	return took;
}

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

	*out = no_date;
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
	*out = no_date;
	if (!month_at(p, j, &out->month) || is_impossible(p, i, out->month))
		return 0;
	j++;
	if (item_mark(p, j, '.') && item_digits(p, j + 1, 1))
		j++;
	took = read_year(p, j, &out->year);
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

	*out = no_date;
	if ((took = marked_year(p, i, &out->year)) > 0) /* 二〇二七年 */
		return took;
	if (year != -1 && item_is(p, i + 1, HEAR_YEAR_MARK) &&
	    !(i > 0 && item_is(p, i - 1, HEAR_MONTH))) { /* 2027年, but not 32 октября 2026 года */
		out->year = year;
		return 2;
	}
	if (year == -1 || i == 0 || counts_something(p, i + 1))
		return 0;
	if (!item_is(p, i - 1, HEAR_IN) && !item_is(p, i - 1, HEAR_AFTER) &&
	    !item_is(p, i - 1, HEAR_BEFORE) && !item_is(p, i - 1, HEAR_SINCE) &&
	    !item_is(p, i - 1, HEAR_UNTIL))
		return 0;
	*out = no_date;
	out->year = year;
	return 1;
}
