#include "understand/dayrow.h"

#include <string.h>

enum { DAYS = 7, ROW_MOST = 7 };

static const struct heard weekdays[DAYS] = { { HEAR_WEEKDAY, 0, 1 }, { HEAR_WEEKDAY, 1, 1 },
	{ HEAR_WEEKDAY, 2, 1 }, { HEAR_WEEKDAY, 3, 1 }, { HEAR_WEEKDAY, 4, 1 },
	{ HEAR_WEEKDAY, 5, 1 }, { HEAR_WEEKDAY, 6, 1 } };

static bool
is_letter(const struct items *p, size_t i)
{
	return item_is(p, i, HEAR_WEEKDAY_LETTER) && !item_is(p, i, HEAR_WEEKDAY);
}

/* The dot of 火・木 */
static bool
is_dot(const struct items *p, size_t i)
{
	const struct token *t;

	if (i >= p->n)
		return false;
	t = p->items[i].token;
	return t->end - t->at == 3 &&
	       memcmp(p->tokens->folded.text + t->at, "\xe3\x83\xbb", 3) == 0;
}

/* What stands between the days of a row and is no word. */
static bool
is_row_mark(const struct items *p, size_t i)
{
	return item_mark(p, i, ',') || item_mark(p, i, '/') || item_mark(p, i, '-') ||
	       item_mark(p, i, '~') || is_dot(p, i);
}

static bool
is_row_word(const struct items *p, size_t i)
{
	return item_is(p, i, HEAR_AND) || item_is(p, i, HEAR_OR) || item_is(p, i, HEAR_TO) ||
	       item_is(p, i, HEAR_UNTIL);
}

/* Does item i make something else of the letter before it: four o'clock, three people? */
static bool
counts(const struct items *p, size_t i)
{
	return item_is(p, i, HEAR_OCLOCK) || item_is(p, i, HEAR_UNIT) ||
	       item_is(p, i, HEAR_COUNTED) || item_is(p, i, HEAR_NUMBER) ||
	       item_is(p, i, HEAR_DAY_MARK) || item_is(p, i, HEAR_MONTH_MARK) ||
	       item_is(p, i, HEAR_ORDINAL_MARK) || item_mark(p, i, ':');
}

/* Is it within a word that nobody taught us: the 木 of 木材? */
static bool
in_word(const struct items *p, size_t i)
{
	return i < p->n && p->items[i].n_heard == 0 && p->items[i].token->kind == TOKEN_LETTER &&
	       item_joined(p, i);
}

/* 12/3（四）, 3日（四） */
static bool
behind_date(const struct items *p, size_t i)
{
	const struct token *t;

	if (i < 2 || !item_mark(p, i - 1, '(') || !item_joined(p, i - 1) ||
	    !item_mark(p, i + 1, ')'))
		return false;
	t = p->items[i - 2].token;
	return item_is(p, i - 2, HEAR_DAY_MARK) || (t->kind == TOKEN_NUMBER && t->parts > 1);
}

/* 来週火木, 毎週の月水金: a week, or "every", stands before them */
static bool
behind_week(const struct items *p, size_t i)
{
	size_t j = i;

	if (!is_letter(p, i + 1) || !item_joined(p, i + 1) || item_is(p, i, HEAR_NUMBER))
		return false;
	while (j > 0 && j + 2 > i && item_filler(p, j - 1))
		j--;
	if (j == 0 || !(item_is(p, j - 1, HEAR_EVERY) ||
			  (item_is(p, j - 1, HEAR_PERIOD) &&
			      PERIOD_UNIT(item_value(p, j - 1, HEAR_PERIOD)) == UNIT_WEEK)))
		return false;
	for (j = i + 1; is_letter(p, j + 1) && j < i + ROW_MOST; j++)
		;
	return !counts(p, j + 1) && !in_word(p, j + 1);
}

/* A row of letters alone from i on: 火・木, 月〜水. */
static bool
begins_row(const struct items *p, size_t i)
{
	size_t j = i;

	if (item_is(p, i, HEAR_NUMBER) || /* 一、二、三 */
	    (i > 0 && item_number(p, i - 1, 0, 9999) != -1 && item_joined(p, i)))
		return false;
	while (j < i + 2 * ROW_MOST && is_row_mark(p, j + 1) && is_letter(p, j + 2))
		j += 2;
	return j > i && !counts(p, j + 1) && !in_word(p, j + 1);
}

static bool
is_day(const struct items *p, size_t i)
{
	if (behind_date(p, i))
		return true;
	if (i >= 2 && item_is(p, i - 2, HEAR_WEEKDAY) &&
	    (is_row_mark(p, i - 1) || is_row_word(p, i - 1)))
		return !counts(p, i + 1);
	if (i >= 1 && item_is(p, i - 1, HEAR_WEEKDAY) && item_joined(p, i)) /* 周二四 */
		return !counts(p, i + 1) && !in_word(p, i + 1);
	return begins_row(p, i) || behind_week(p, i);
}

void
dayrow_read(const struct items *p, struct item *items)
{
	for (size_t i = 0; i < p->n; i++) {
		if (!is_letter(p, i) || !is_day(p, i))
			continue;
		items[i].heard = &weekdays[item_value(p, i, HEAR_WEEKDAY_LETTER)];
		items[i].n_heard = 1;
		memset(items[i].keys, 0, sizeof items[i].keys);
		items[i].keys[HEAR_WEEKDAY / 64] = (uint64_t)1 << (HEAR_WEEKDAY % 64);
	}
}
