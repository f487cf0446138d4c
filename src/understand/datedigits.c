/* Dates in digits. */
#include "base/arena.h"
#include "understand/clock.h"
#include "understand/dateparts.h"
#include "understand/lang.h"

#include <string.h>

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

/* Numbers in an order such as "dmy", of two or three; false: they are no such date. */
static bool
in_order(const struct token *t, const char *order, struct said_day *d)
{
	char rest[4] = "";
	size_t n = 0;

	for (const char *o = order; *o != '\0'; o++)
		if (t->parts == 3 || *o != 'y')
			rest[n++] = *o;
	*d = date_none();
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
size_t
date_numeric(const struct items *p, size_t i, struct arena *a, struct said_day *out)
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

size_t
date_spread(const struct items *p, size_t i, struct said_day *d)
{
	const struct token *t = p->items[i].token;
	struct token all = { .parts = 3, .separator = '.' };
	size_t j = i, took;

	if (item_digits(p, i, 1) && t->digits[0] == 8) {
		*d = date_none();
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

size_t
date_dashed(const struct items *p, size_t i, struct arena *a, struct said_day *d)
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
	return date_numeric(&one, 0, a, d) > 0 ? 3 : 0;
}

/* 19.10 with nothing else in its line, or before a clock time */
static bool
stands_alone(const struct items *p, size_t i)
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
date_numeric_end(const struct items *p, size_t i, bool framed, struct said_day *out)
{
	const struct token *t = p->items[i].token;
	bool stop = item_mark(p, i + 1, '.') && item_joined(p, i + 1);
	size_t took = 1;

	/* 3.4. is a date; 3.4 and 12.30 may be anything unless something says it is one */
	if (t->separator == '.' && t->parts == 2 && !framed && !stop && !stands_alone(p, i))
		return 0;
	if (t->separator == '.' && t->parts == 2 && i > 0 && item_is(p, i - 1, HEAR_AT))
		return 0; /* "at 10.1" */
	if (is_hour_of_part(p, i))
		return 0;
	if (t->parts == 2 && t->separator == '/' && t->value[0] <= 24 && t->value[1] <= 24 &&
	    item_oclock(p, i + 1) && !hour_behind(p, i + 2))
		return 0; /* 11/12 Uhr */
	/* 1/2 hour */
	if (t->parts == 2 && ((item_is(p, i + 1, HEAR_UNIT) &&
				  !(item_is(p, i + 1, HEAR_OCLOCK) && hour_behind(p, i + 2))) ||
				 (item_is(p, i + 1, HEAR_A) && item_is(p, i + 2, HEAR_UNIT))))
		return 0;
	if (t->parts == 2 && t->separator == '.' && stop)
		took++;
	if (t->parts == 2)
		took += item_digits(p, i + took, 1) && p->items[i + took].token->digits[0] == 4
		            ? date_year_behind(p, i + took, &out->year)
		            : 0;
	return took;
}
