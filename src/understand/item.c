#include "understand/item.h"

#include "base/arena.h"
#include "understand/dayrow.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

_Static_assert(HEAR_NOT_TIME < HEAR_OTHERS, "an item's meanings are 128 bits");

enum {
	LABEL_MOST = 7, /* items up to the colon of an entry */
	LINE_MOST = 20, /* items of an entry */
};

/*
 * "the week after next" has a phrase in it that "after next Tuesday" has not, though the words are
 * the same: it ends what it belongs to.
 */
static bool
goes_on(const struct tokens *ts, size_t i)
{
	return i < ts->n &&
	       (tokens_hear(ts, i, HEAR_WEEKDAY) != NULL || tokens_hear(ts, i, HEAR_UNIT) != NULL ||
		   tokens_hear(ts, i, HEAR_MONTH) != NULL);
}

/* The longest phrase of the time grammar at token i, if it tells of time; its tokens, 0: none. */
static uint32_t
longest_at(const struct tokens *ts, size_t i)
{
	size_t n;
	const struct heard *h;

	if (i >= ts->n)
		return 0;
	h = tokens_heard(ts, i, &n);
	for (const struct heard *end = h + n; h < end; h++)
		if (h->key < HEAR_OTHERS && h->key != HEAR_NOT_TIME)
			return h->n;
	return 0;
}

/*
 * Where words are not set apart the longest phrase may have taken the beginning of the next: 下周
 * and 二, but 下 and 周二.  A shorter one is better if with its successor it reaches as far.
 */
static bool
better_shorter(const struct tokens *ts, size_t i, uint32_t longest, uint32_t shorter)
{
	uint32_t next = longest_at(ts, i + longest);

	return ts->items[i + longest - 1].kind == TOKEN_LETTER &&
	       longest_at(ts, i + shorter) > longest - shorter &&
	       shorter + longest_at(ts, i + shorter) >= longest + next;
}

/* Fills in the longest phrase of the time grammar at token i; the tokens it takes. */
static uint32_t
hear_longest(const struct tokens *ts, size_t i, struct item *it)
{
	size_t n;
	const struct heard *h = tokens_heard(ts, i, &n), *end = h + n;

	for (; h < end && (h->key >= HEAR_OTHERS ||
			      (h->key == HEAR_AFTER_NEXT && h->n > 1 && goes_on(ts, i + h->n)));
	     h++)
		;
	if (h == end)
		return 0;
	for (const struct heard *k = h; k < end; k++)
		if (k->n < h->n && k->key < HEAR_OTHERS && better_shorter(ts, i, h->n, k->n)) {
			h = k;
			break;
		}
	it->heard = h;
	for (; h < end && h->n == it->heard->n; h++) {
		it->n_heard++;
		if (h->key < HEAR_OTHERS)
			it->keys[h->key / 64] |= (uint64_t)1 << (h->key % 64);
	}
	return it->heard->n;
}

/* Who writes 25/12 writes the day first in 3/4 as well. */
static const char *
order_of(const struct tokens *ts)
{
	bool day_first = false, month_first = false;

	for (size_t i = 0; i < ts->n; i++) {
		const struct token *t = &ts->items[i];

		if (t->kind != TOKEN_NUMBER || t->separator != '/' || t->parts < 2 ||
		    t->digits[0] > 2 || t->digits[1] > 2)
			continue;
		day_first |=
		    t->value[0] > 12 && t->value[0] <= 31 && t->value[1] >= 1 && t->value[1] <= 12;
		month_first |=
		    t->value[1] > 12 && t->value[1] <= 31 && t->value[0] >= 1 && t->value[0] <= 12;
	}
	if (day_first == month_first)
		return NULL;
	return day_first ? "dmy" : "mdy";
}

/* "So" may be Sunday, "so" is not. */
static void
heed_capital(struct items *p, struct item *it)
{
	p->items = it;
	if (item_is(p, 0, HEAR_CAPITAL) && !item_capital(p, 0)) {
		it->n_heard = 0;
		it->keys[0] = it->keys[1] = 0;
	}
}

void
items_make(const struct tokens *ts, const struct lang *lang, struct arena *a, struct items *out)
{
	struct item *items = arena_alloc(a, (ts->n + 1) * sizeof *items);
	static const struct token nothing = { .kind = TOKEN_MARK };
	struct items one = { .tokens = ts, .n = 1 };
	size_t n = 0;

	for (size_t i = 0; i < ts->n;) {
		struct item *it = &items[n++];
		uint32_t took = hear_longest(ts, i, it);

		it->token = &ts->items[i];
		heed_capital(&one, it);
		it->first = (uint32_t)i;
		it->end = (uint32_t)i + (took > 0 ? took : 1);
		i = it->end;
	}
	items[n].token = &nothing;
	*out = (struct items){ ts, lang, items, n, arena_alloc(a, sizeof(int)), order_of(ts) };
	dayrow_read(out, items);
}

int
item_value(const struct items *p, size_t i, enum hear key)
{
	const struct item *it = &p->items[i];

	for (uint32_t k = 0; k < it->n_heard; k++)
		if (it->heard[k].key == (short)key)
			return it->heard[k].value;
	return 0;
}

bool
item_mark(const struct items *p, size_t i, char mark)
{
	return i < p->n && p->items[i].token->kind == TOKEN_MARK && p->items[i].token->mark == mark;
}

bool
item_digits(const struct items *p, size_t i, int parts)
{
	return i < p->n && p->items[i].token->kind == TOKEN_NUMBER && p->items[i].n_heard == 0 &&
	       p->items[i].token->parts == parts;
}

bool
item_joined(const struct items *p, size_t i)
{
	return i > 0 && i < p->n && !p->items[i].token->blank;
}

/* A dash between a day and what is said of it, not between two days. */
static bool
is_dash_of_entry(const struct items *p, size_t i)
{
	return item_mark(p, i, '-') && !item_joined(p, i) && !item_joined(p, i + 1) &&
	       !item_is(p, i + 1, HEAR_WEEKDAY) && !item_is(p, i + 1, HEAR_MONTH) &&
	       !item_is(p, i + 2, HEAR_MONTH);
}

/* The first item of the line before the one that begins at i; p->n where that is far away. */
static size_t
line_before(const struct items *p, size_t i)
{
	for (size_t k = i; k > 0 && i - k < LINE_MOST; k--)
		if (k == 1 || p->items[k - 1].token->lines > 0)
			return k - 1;
	return p->n;
}

bool
item_begins_day(const struct items *p, size_t i)
{
	bool day = item_number(p, i, 1, 31) != -1;

	return item_is(p, i, HEAR_WEEKDAY) || item_is(p, i, HEAR_MONTH) ||
	       item_is(p, i, HEAR_DAY) ||
	       (item_digits(p, i, 2) && p->items[i].token->separator == '/') ||
	       (day && (item_is(p, i + 1, HEAR_MONTH_MARK) || item_is(p, i + 1, HEAR_DAY_MARK) ||
			   item_is(p, i + 1, HEAR_MONTH)));
}

/*
 * Does a line of a list begin here: "Mon 30 Nov: 9-12"?  Without a mark behind the day, the line
 * before must begin with one as well.
 */
static bool
begins_entry(const struct items *p, size_t i)
{
	bool day = false;

	if (p->items[i].token->lines == 0)
		return false;
	if (item_begins_day(p, i) && item_begins_day(p, line_before(p, i)))
		return true;
	for (size_t k = i; k < p->n && k < i + LABEL_MOST; k++) {
		if (k > i && p->items[k].token->lines > 0)
			return false;
		if (item_mark(p, k, ':') || is_dash_of_entry(p, k))
			return day;
		day |= item_is(p, k, HEAR_WEEKDAY) || item_is(p, k, HEAR_MONTH) ||
		       item_is(p, k, HEAR_DAY) || item_is(p, k, HEAR_WEEKDAYS);
	}
	return false;
}

bool
item_apart(const struct items *p, size_t i)
{
	return i < p->n && (p->items[i].token->lines > 1 || begins_entry(p, i));
}

int
item_number(const struct items *p, size_t i, int lo, int hi)
{
	int n = -1;

	if (i >= p->n)
		return -1;
	if (item_digits(p, i, 1) && p->items[i].token->digits[0] <= 4)
		n = p->items[i].token->value[0];
	else if (item_is(p, i, HEAR_NUMBER))
		n = item_value(p, i, HEAR_NUMBER);
	return n >= lo && n <= hi ? n : -1;
}

bool
item_capital(const struct items *p, size_t i)
{
	int32_t at = (int32_t)p->items[i].token->from;
	UChar32 c;

	U8_NEXT(p->tokens->text, at, (int32_t)p->items[i].token->to, c);
	return u_isupper(c);
}

bool
item_oclock(const struct items *p, size_t i)
{
	return item_is(p, i, HEAR_OCLOCK) && item_value(p, i, HEAR_OCLOCK) != OCLOCK_BEFORE;
}

bool
item_filler(const struct items *p, size_t i)
{
	return item_is(p, i, HEAR_THE) || item_is(p, i, HEAR_NOTHING);
}

size_t
item_skip(const struct items *p, size_t i)
{
	size_t end = i + 6; /* a run without end is no expression */

	while (i < end && item_filler(p, i))
		i++;
	return i;
}
