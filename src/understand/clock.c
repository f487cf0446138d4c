#include "understand/clockparts.h"

#include "base/arena.h"
#include "understand/length.h"
#include "understand/stray.h"

#include <string.h>

enum { LIST_MOST = 24, FRAME_MOST = 6 };

/* The words in front: "at", "around", "from", "between", "after", "no later than". */
static size_t
read_frame(const struct items *p, size_t i, struct frame *f)
{
	size_t j = i;

	memset(f, 0, sizeof *f);
	for (; j < i + FRAME_MOST; j++) {
		if (item_is(p, j, HEAR_AT) || item_mark(p, j, '@'))
			f->at = f->exactly = true;
		else if (item_is(p, j, HEAR_ABOUT))
			f->about = f->at = true;
		else if (item_is(p, j, HEAR_NOT_BEFORE))
			f->bound = BOUND_FROM;
		else if (item_is(p, j, HEAR_NOT_AFTER) || item_is(p, j, HEAR_BY))
			f->bound = BOUND_UNTIL;
		else if (item_is(p, j, HEAR_BETWEEN))
			f->between = true;
		else if (item_is(p, j, HEAR_FROM) || item_is(p, j, HEAR_SINCE))
			f->from = true;
		else if (item_is(p, j, HEAR_AFTER))
			f->bound = BOUND_AFTER;
		else if (item_is(p, j, HEAR_BEFORE))
			f->bound = BOUND_BEFORE;
		else if (item_is(p, j, HEAR_UNTIL))
			f->bound = BOUND_UNTIL;
		else if (!item_filler(p, j) && !item_is(p, j, HEAR_ANY))
			break;
	}
	f->at |= f->bound != BOUND_NONE;
	return j - i;
}

/* 09.00-11.00, 14.00 - 16.00: hours of a clock with points, and no versions or prices */
static bool
dotted_range(const struct items *p, size_t i)
{
	for (size_t k = i; k <= i + 2; k += 2) {
		const struct token *t = p->items[k].token;

		if (!item_digits(p, k, 2) || t->separator != '.' || t->digits[0] != 2 ||
		    t->value[1] % 5 != 0)
			return false;
	}
	return clock_dash(p, i + 1) && !item_is(p, i + 3, HEAR_UNIT);
}

/* 9h le 13 décembre: what follows is the day */
static bool
at_day(const struct items *p, size_t i)
{
	return item_digits(p, item_skip(p, i), 1) && item_begins_day(p, item_skip(p, i));
}

/* Would a bare number be one of a clock here? "at 3" yes, "at 3 people" no. */
static bool
bare_allowed(const struct items *p, size_t i, size_t end, const struct hour *o,
    const struct frame *f, bool beside)
{
	const struct token *t = p->items[i].token;
	bool range = o->clock.kind == CLOCK_RANGE;
	size_t after;

	/* до другої частини, до 2-ї частини, after five people */
	if (item_is(p, end, HEAR_COUNTED) && o->clock.by_hour && !o->half_said)
		return false;
	if (o->strength == HOUR_STRONG)
		return true;
	/* Han and kana mark their hours: 到 一個字 is none */
	if (t->kind == TOKEN_LETTER ||
	    (p->items[end].token->kind == TOKEN_LETTER && !item_is(p, end, HEAR_PART)))
		return false;
	/* "after 2026" is a year */
	if (f->at && !f->exactly && item_digits(p, i, 1) && t->digits[0] == 4 &&
	    t->value[0] >= 1900 && t->value[0] <= 2099 && !range)
		return beside;
	if (f->at || (o->hours && (beside || (o->clock.from >= 7 * 60 && at_day(p, end)))))
		return true;
	/* "9 tomorrow", "6-8 next Monday", "6 in the afternoon" */
	for (after = end; item_is(p, after, HEAR_IN) || item_filler(p, after); after++)
		;
	if (range && item_is(p, end, HEAR_ON) && item_is(p, end + 1, HEAR_WEEKDAY))
		return true;
	if ((after > end && item_is(p, after, HEAR_PART)) || item_is(p, end, HEAR_DAY) ||
	    item_is(p, end, HEAR_TONIGHT) ||
	    (range && (item_is(p, end, HEAR_WEEKDAY) ||
			  (item_is(p, end, HEAR_NEXT) && item_is(p, end + 1, HEAR_WEEKDAY)))))
		return true;
	if (range)
		return f->from || f->between || beside || dotted_range(p, i);
	if (t->kind == TOKEN_NUMBER && t->parts == 2 && (beside || item_is(p, end, HEAR_PART)))
		return true;
	/* 1030 beside a day, unless it is a year */
	if (beside && t->kind == TOKEN_NUMBER && t->parts == 1 && t->digits[0] >= 3)
		return t->digits[0] == 3 || t->value[0] < 1900 || t->value[0] > 2099;
	return false;
}

static size_t
read_more(const struct items *p, size_t i, const struct frame *f, int depth, struct arena *a,
    struct said_clock *c)
{
	size_t j = i, took;
	struct frame again = *f;
	struct hour o;

	if (item_mark(p, j, ',') || item_mark(p, j, '/'))
		j++;
	if (item_is(p, j, HEAR_OR) || item_is(p, j, HEAR_AND))
		j++;
	if (j == i || depth == LIST_MOST)
		return 0;
	if (item_is(p, j, HEAR_AT) || item_is(p, j, HEAR_ABOUT))
		j++;
	while (item_filler(p, j))
		j++;
	again.from = again.between = false;
	if ((took = clock_stretch(p, j, &again, false, &o)) == 0)
		return 0;
	if (c->kind == CLOCK_PART && o.clock.kind == CLOCK_AT && item_mark(p, i, ',') &&
	    !item_is(p, i + 1, HEAR_OR) && !item_is(p, i + 1, HEAR_AND))
		return 0; /* "in the evening, at eight" is one time */
	/* "10 or 11", but not "10 or 11 people", nor "Tuesday at 10, 12 December" */
	if (o.strength == HOUR_WEAK && !(c->kind == CLOCK_RANGE && o.clock.kind == CLOCK_RANGE) &&
	    (!f->at || item_is(p, j + took, HEAR_MONTH) || item_is(p, j + took, HEAR_UNIT) ||
		(item_mark(p, i, ',') && !item_is(p, i + 1, HEAR_OR) &&
		    !item_mark(p, j + took, ',') && !item_is(p, j + took, HEAR_OR))))
		return 0;
	if (o.clock.kind == CLOCK_RANGE && item_is(p, j + took, HEAR_OR_EARLIER))
		took++; /* 1時から3時までか5時から6時まで */
	/* One said pm for both: 3 or 4 pm */
	if (o.half_said && c->open_half && c->kind == CLOCK_AT && o.clock.kind == CLOCK_AT) {
		hour_set_half(c, o.clock.from >= HALF_DAY);
		if (c->from > o.clock.from)
			c->from = (c->from + HALF_DAY) % WHOLE_DAY;
	}
	j += took;
	o.clock.bound = c->bound;
	j += read_more(p, j, f, depth + 1, a, &o.clock);
	c->also = memcpy(arena_alloc(a, sizeof o.clock), &o.clock, sizeof o.clock);
	return j - i;
}

/* after two but before five; before five and after two */
static size_t
read_other_bound(const struct items *p, size_t i, struct said_clock *c)
{
	bool from = c->bound == BOUND_AFTER || c->bound == BOUND_FROM;
	bool to = c->bound == BOUND_BEFORE || c->bound == BOUND_UNTIL;
	struct hour a = { .clock = *c }, b;
	size_t j = i, took;
	struct frame f;

	if (c->kind != CLOCK_AT || !(from || to))
		return 0;
	while (item_mark(p, j, ',') || item_is(p, j, HEAR_BUT) || item_is(p, j, HEAR_AND))
		j++;
	took = j == i ? 0 : read_frame(p, j, &f);
	if (took == 0 || !(from ? f.bound == BOUND_BEFORE || f.bound == BOUND_UNTIL
				: f.bound == BOUND_AFTER || f.bound == BOUND_FROM))
		return 0;
	j += took;
	if ((took = clock_part_hour(p, j, &b)) == 0)
		return 0;
	if (from)
		clock_range(&a, &b, c);
	else
		clock_range(&b, &a, c);
	c->bound = BOUND_NONE;
	return j + took - i;
}

/* 10-დან 12-მდე, 10-სა და 12-ს შორის, 10時から: "from" and "between" stand behind. */
static bool
marked_behind(const struct items *p, size_t i, size_t *end)
{
	if (item_is(p, *end, HEAR_BETWEEN)) {
		++*end;
		return true;
	}
	for (; i < *end; i++)
		if (item_is(p, i, HEAR_ONWARDS) && item_is(p, i, HEAR_TO))
			return true;
	return false;
}

/* 15時から1時間: it begins then, and what follows is how long it lasts */
static bool
starts_length(const struct items *p, size_t i)
{
	struct length l;
	size_t j = i + 1;

	if (!item_is(p, i, HEAR_ONWARDS) || !item_is(p, i, HEAR_TO))
		return false;
	while (item_is(p, j, HEAR_ABOUT) || item_filler(p, j))
		j++;
	return length_read(p, j, &l) > 0 && l.finest < UNIT_DAY;
}

/* What stands behind may be the bound: 十時から, სამის შემდეგ, 三点以后. */
static size_t
read_bound_behind(const struct items *p, size_t i, struct said_clock *out, struct hour *o)
{
	size_t j = i;

	if (item_is(p, j, HEAR_OF) && item_joined(p, j) &&
	    (item_is(p, j + 1, HEAR_AFTER_IT) || item_is(p, j + 1, HEAR_BEFORE_IT)))
		j++; /* სამის შემდეგ */
	if (out->kind == CLOCK_RANGE && item_is(p, j, HEAR_OR_EARLIER)) {
		j++; /* 十時から十二時まで: the end is marked as well */
	} else if (starts_length(p, j) && out->kind == CLOCK_AT) {
		o->strength = HOUR_STRONG;
		j++;
	} else if (item_is(p, j, HEAR_TO) && item_begins_day(p, item_skip(p, j + 1))) {
		; /* 金曜10時から土曜15時まで: the caller's */
	} else if (item_is(p, j, HEAR_ONWARDS) && out->kind != CLOCK_RANGE &&
		   out->kind != CLOCK_NOW) {
		out->bound = BOUND_FROM;
		o->strength = HOUR_STRONG;
		j++;
	} else if (item_is(p, j, HEAR_OR_EARLIER) || item_is(p, j, HEAR_BEFORE_IT)) {
		out->bound = item_is(p, j, HEAR_BEFORE_IT) ? BOUND_BEFORE : BOUND_UNTIL;
		o->strength = HOUR_STRONG;
		j++;
	} else if (item_is(p, j, HEAR_AFTER_IT) && out->kind != CLOCK_RANGE &&
		   !(item_is(p, j, HEAR_AFTER) && item_is(p, j + 1, HEAR_OCLOCK))) {
		/* but "in the evening, after six": eahkes maŋŋel dii. 6 */
		out->bound = BOUND_AFTER;
		o->strength = HOUR_STRONG;
		j++;
	}
	return j - i;
}

/* dii. 10 ja 12 gaskkas, 10 და 12 საათს შორის: "and" joins the ends where "between" stands behind.
 */
static size_t
read_between(const struct items *p, size_t i, const struct frame *f, bool beside, struct hour *o)
{
	struct frame between = *f;
	size_t took;

	between.between = true;
	took = f->between ? 0 : clock_stretch(p, i, &between, beside, o);
	return took > 0 && o->clock.kind == CLOCK_RANGE && item_is(p, i + took, HEAR_BETWEEN) ? took
	                                                                                      : 0;
}

size_t
clock_read(const struct items *p, size_t i, bool beside, struct arena *a, struct said_clock *out)
{
	struct frame f;
	struct hour o;
	size_t j = i + read_frame(p, i, &f), first = j, took, more;

	if (stray_read(p, j) > 0 || ((took = read_between(p, j, &f, beside, &o)) == 0 &&
					(took = clock_stretch(p, j, &f, beside, &o)) == 0))
		return 0;
	j += took;
	f.from |= o.clock.kind == CLOCK_RANGE && marked_behind(p, first, &j);
	*out = o.clock;
	out->about |= f.about;
	if (f.bound != BOUND_NONE && out->kind != CLOCK_RANGE)
		out->bound = f.bound;
	else if (f.from && out->kind == CLOCK_AT)
		out->bound = BOUND_FROM;
	j += read_bound_behind(p, j, out, &o);
	j += read_other_bound(p, j, out);
	more = read_more(p, j, &f, 0, a, out);
	if (more > 0 && out->also != NULL && out->also->open_half == false &&
	    out->also->kind == CLOCK_AT && !out->open_half)
		o.strength = HOUR_STRONG;
	if (!bare_allowed(p, first, j + more, &o, &f, beside))
		return 0;
	return j + more - i;
}
