#include "understand/stray.h"

#include "understand/hour.h"

enum { REPORT_MOST = 5, NUMBERS_MOST = 8, NAMES_MOST = 3, LAST_SECOND = 59 };

static bool
is_dash(const struct items *p, size_t i)
{
	return item_mark(p, i, '-') || item_mark(p, i, '~');
}

static bool
is_digits(const struct items *p, size_t i)
{
	return item_digits(p, i, 1) || item_digits(p, i, 2) || item_digits(p, i, 3);
}

/* A number, and nothing that makes it an hour, a day or a length. */
static bool
is_plain_number(const struct items *p, size_t i)
{
	return is_digits(p, i) && p->items[i].token->separator != ':' &&
	       p->items[i].token->separator != '/' && !item_oclock(p, i + 1) &&
	       !item_is(p, i + 1, HEAR_AM) && !item_is(p, i + 1, HEAR_PM) &&
	       !item_is(p, i + 1, HEAR_PART) && !item_is(p, i + 1, HEAR_MONTH) &&
	       (!item_is(p, i + 1, HEAR_UNIT) || item_is(p, i + 1, HEAR_OCLOCK));
}

/* 3-5, "3 to 5", "1.2 and 1.3": a number more of the same, and no hour; where it is, or 0. */
static size_t
next_number(const struct items *p, size_t i)
{
	size_t j = i + 1;

	if (!is_dash(p, i) && !item_is(p, i, HEAR_TO) && !item_is(p, i, HEAR_AND) &&
	    !item_is(p, i, HEAR_OR) && !item_is(p, i, HEAR_UNTIL))
		return 0;
	return is_plain_number(p, j) ? j : 0;
}

/* "page 3-5", "Zimmer Nr. 12", "Score 3-1", "versions 1.2 and 1.3": things and their numbers */
static size_t
read_numbered(const struct items *p, size_t i)
{
	size_t j = i, k;

	if (!item_is(p, i, HEAR_NUMBERED))
		return 0;
	while (j < i + 3 && item_is(p, j, HEAR_NUMBERED)) {
		j++;
		j += item_mark(p, j, '.') || item_mark(p, j, ':') || item_mark(p, j, '#');
	}
	if (item_is(p, j, HEAR_FROM) || item_is(p, j, HEAR_BETWEEN) || item_is(p, j, HEAR_OF))
		j++; /* chapters from 3 to 5 */
	if (!is_plain_number(p, j))
		return 0;
	j++;
	for (int n = 0; n < NUMBERS_MOST && (k = next_number(p, j)) > 0; n++)
		j = k + 1;
	return j - i;
}

/* The mark of an hour, and no word that counts hours as well. */
static bool
hour_mark(const struct items *p, size_t i)
{
	return item_oclock(p, i) && !item_is(p, i, HEAR_UNIT);
}

/* 25 o'clock, from 23 to 25 o'clock, 5時30分65秒 */
static size_t
read_impossible_hour(const struct items *p, size_t i)
{
	int h = item_number(p, i, 0, 99);
	size_t j = i + 2;

	if (h == -1 || !hour_mark(p, i + 1))
		return 0;
	if (h > hour_last(p->lang))
		return j - i;
	if ((is_dash(p, j) || item_is(p, j, HEAR_TO) || item_is(p, j, HEAR_UNTIL)) &&
	    item_number(p, j + 1, hour_last(p->lang) + 1, 99) != -1 && hour_mark(p, j + 2))
		return j + 3 - i;
	if (item_number(p, j, 0, 59) != -1 &&
	    (item_is(p, j + 1, HEAR_MINUTE_MARK) || item_is(p, j + 1, HEAR_UNIT)))
		j += 2;
	if (item_number(p, j, LAST_SECOND + 1, 99) != -1 && item_is(p, j + 1, HEAR_UNIT) &&
	    item_value(p, j + 1, HEAR_UNIT) == UNIT_SECOND)
		return j + 2 - i;
	return 0;
}

/* "we look for 10 to 12 volunteers": behind a word that means no time, before one that does not */
static size_t
read_amount(const struct items *p, size_t i)
{
	const struct item *behind = &p->items[i + 3];

	if (i == 0 || p->items[i - 1].n_heard > 0 || p->items[i - 1].token->kind != TOKEN_WORD ||
	    !is_plain_number(p, i) || item_digits(p, i, 3) || next_number(p, i + 1) == 0 ||
	    p->items[i].token->lines > 0)
		return 0;
	return i + 3 < p->n && behind->token->kind == TOKEN_WORD && behind->n_heard == 0 &&
	               behind->token->lines == 0 && !item_joined(p, i + 3)
	           ? 3
	           : 0;
}

/* 10 - 10.1: a range that does not rise; the hours of 10-10.30 do. */
static size_t
read_falling(const struct items *p, size_t i)
{
	const struct token *a = p->items[i].token, *b;

	if (!item_digits(p, i, 1) || !is_dash(p, i + 1) || !item_digits(p, i + 2, 2))
		return 0;
	b = p->items[i + 2].token;
	return b->separator == '.' && b->digits[1] == 1 && b->value[0] <= a->value[0] &&
	               !item_mark(p, i + 3, '.')
	           ? 3
	           : 0;
}

/* 三三時: two digits that are no number together, and not 三四点 either, three or four */
static size_t
read_doubled(const struct items *p, size_t i)
{
	int a = item_number(p, i, 1, 9), b = item_number(p, i + 1, 1, 9);

	return a != -1 && b != -1 && b != a + 1 && p->items[i].token->kind == TOKEN_LETTER &&
	               p->items[i + 1].token->kind == TOKEN_LETTER && item_joined(p, i + 1) &&
	               item_oclock(p, i + 2)
	           ? 3
	           : 0;
}

static bool
leads_to_hour(const struct items *p, size_t i)
{
	if (item_is(p, i, HEAR_FOR))
		return false; /* на 2 ночи */
	return item_is(p, i, HEAR_AT) || item_is(p, i, HEAR_ABOUT) || item_is(p, i, HEAR_AFTER) ||
	       item_is(p, i, HEAR_BEFORE) || item_is(p, i, HEAR_UNTIL) ||
	       item_is(p, i, HEAR_FROM) || item_is(p, i, HEAR_TO) || item_is(p, i, HEAR_BY) ||
	       item_is(p, i, HEAR_OCLOCK);
}

/* "two nights", 2 malam: so many of them; 8 malam and 2 ночи are hours. */
static size_t
read_nights(const struct items *p, size_t i)
{
	int n = item_number(p, i, 1, 99);
	size_t j = i + 1;
	bool nights = item_is(p, j, HEAR_PARTS) && item_value(p, j, HEAR_PARTS) == PART_NIGHT;

	nights |= item_is(p, j, HEAR_PART) && item_value(p, j, HEAR_PART) == PART_NIGHT;
	if (n == -1 || !nights || p->items[j].token->lines > 0 ||
	    (i > 0 && leads_to_hour(p, i - 1)))
		return 0;
	if (n <= 12 && (item_is(p, j, HEAR_AM) || (item_is(p, j, HEAR_PM) && n >= 6)))
		return 0;
	return 2;
}

/* "from 3 to 5 years", "6-12 years": an age or a term, no length of a meeting */
static size_t
read_ages(const struct items *p, size_t i)
{
	size_t j = i + 1;

	if (item_number(p, i, 0, 99) == -1)
		return 0;
	if (!is_dash(p, j) && !item_is(p, j, HEAR_TO) && !item_is(p, j, HEAR_UNTIL))
		return 0;
	return item_number(p, j + 1, 1, 99) != -1 && item_is(p, j + 2, HEAR_UNIT) &&
	               item_value(p, j + 2, HEAR_UNIT) == UNIT_YEAR
	           ? j + 3 - i
	           : 0;
}

static bool
is_name(const struct items *p, size_t i)
{
	if (item_is(p, i, HEAR_HOLIDAY))
		return true;
	return (item_is(p, i, HEAR_MONTH) || item_is(p, i, HEAR_WEEKDAY) ||
		   item_is(p, i, HEAR_PART) || item_is(p, i, HEAR_DAY)) &&
	       item_capital(p, i);
}

static bool
is_word_of_name(const struct items *p, size_t i)
{
	return i < p->n && p->items[i].token->lines == 0 &&
	       (is_name(p, i) || (p->items[i].n_heard == 0 && item_capital(p, i) &&
				     p->items[i].token->kind == TOKEN_WORD));
}

/* Frau Mai, M. Avril, Dr. Ruth March: a title and a name that is a day's as well */
static size_t
read_titled(const struct items *p, size_t i)
{
	size_t j = i + 1;
	bool named = false;

	if (!item_is(p, i, HEAR_TITLE))
		return 0;
	while (item_mark(p, j, '.') || item_is(p, j, HEAR_TITLE))
		j++;
	for (size_t end = j + NAMES_MOST; j < end && is_word_of_name(p, j); j++)
		named |= is_name(p, j);
	return named ? j - i : 0;
}

/* rue du 4 Septembre, Calle 2 de Mayo, 14; улица 8 Марта; Jalan Ahad 12 */
static size_t
read_street(const struct items *p, size_t i)
{
	size_t j = i + 1, end;

	if (!item_is(p, i, HEAR_STREET) || item_value(p, i, HEAR_STREET) != 0)
		return 0;
	while (j < i + 4 && (item_mark(p, j, '.') || item_filler(p, j) || item_is(p, j, HEAR_OF)))
		j++;
	if (item_number(p, j, 1, 31) != -1 || item_is(p, j, HEAR_ORDINAL)) {
		j++;
		j += item_mark(p, j, '.') || item_is(p, j, HEAR_ORDINAL_MARK);
		j += item_is(p, j, HEAR_OF);
	}
	if (!is_name(p, j))
		return 0;
	for (end = ++j; item_mark(p, j, ',') || is_digits(p, j); j++)
		if (is_digits(p, j))
			end = j + 1;
	return end - i;
}

/* Sunday Street, 22 May Road, 8 მარტის ქუჩა */
static size_t
read_before_street(const struct items *p, size_t i)
{
	size_t j = i + (item_number(p, i, 1, 9999) != -1);
	bool of = item_is(p, j + 1, HEAR_OF) && item_joined(p, j + 1);
	size_t street = j + 1 + of;

	if (!item_is(p, street, HEAR_STREET_BEHIND))
		return 0;
	return (of && item_is(p, j, HEAR_MONTH)) || (is_name(p, j) && item_capital(p, street))
	           ? street + 1 - i
	           : 0;
}

/* "the report for May", звіт за понеділок: what a paper tells of is no time to meet */
static size_t
read_report(const struct items *p, size_t i)
{
	size_t j = i + 1, end = i;

	if (item_value(p, i, HEAR_STREET) != 1)
		return 0;
	for (; j < i + 1 + REPORT_MOST && !item_apart(p, j); j++) {
		if (item_is(p, j, HEAR_MONTH) || item_is(p, j, HEAR_WEEKDAY) ||
		    item_is(p, j, HEAR_PERIOD) || item_is(p, j, HEAR_UNIT) ||
		    item_is(p, j, HEAR_YEAR_QUARTER) || item_is(p, j, HEAR_YEAR_MARK) ||
		    item_is(p, j, HEAR_DAY) || (item_digits(p, j, 1) && j > i))
			end = j;
		else if (!item_filler(p, j) && !item_is(p, j, HEAR_OF) &&
			 !item_is(p, j, HEAR_LAST) && !item_is(p, j, HEAR_THIS) &&
			 !item_is(p, j, HEAR_NEXT) && !item_is(p, j, HEAR_ORDINAL))
			break;
	}
	return end > i ? end + 1 - i : 0;
}

size_t
stray_read(const struct items *p, size_t i)
{
	size_t took;

	if (i >= p->n)
		return 0;
	if ((took = read_numbered(p, i)) > 0 || (took = read_titled(p, i)) > 0 ||
	    (took = read_street(p, i)) > 0 || (took = read_before_street(p, i)) > 0 ||
	    (took = read_report(p, i)) > 0)
		return took;
	if (item_number(p, i, 0, 9999) == -1)
		return 0;
	if ((took = read_impossible_hour(p, i)) > 0 || (took = read_falling(p, i)) > 0 ||
	    (took = read_amount(p, i)) > 0 || (took = read_doubled(p, i)) > 0 ||
	    (took = read_nights(p, i)) > 0)
		return took;
	return read_ages(p, i);
}
