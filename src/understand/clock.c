#include "understand/clock.h"

#include "base/arena.h"
#include "understand/hour.h"
#include "understand/lang.h"
#include "understand/length.h"
#include "understand/stray.h"

#include <string.h>

enum { HALF_DAY = 12 * 60, WHOLE_DAY = 24 * 60, LIST_MOST = 24, FRAME_MOST = 6 };

/* Does it fall into the hours one would call so?  They are wider than where a meeting would lie. */
static bool
called(int minute, enum part part)
{
	int h = minute / 60 % 24;

	switch (part) {
	case PART_EARLY_MORNING:
	case PART_MORNING:
	case PART_LATE_MORNING: return h < 12;
	case PART_MIDDAY: return h >= 10 && h < 16;
	case PART_EARLY_AFTERNOON:
	case PART_AFTERNOON:
	case PART_LATE_AFTERNOON: return h >= 12 && h < 21;
	case PART_EARLY_EVENING:
	case PART_EVENING:
	case PART_LATE_EVENING: return h >= 15;
	case PART_NIGHT: return h >= 18 || h < 6;
	case PART_OFFICE: return h >= 7 && h < 20;
	case PARTS: break;
	}
	return true;
}

/* A part of the day; "in the morning", "mornings". */
static size_t
read_part(const struct items *p, size_t i, bool beside, struct said_clock *c)
{
	struct day_part where;

	memset(c, 0, sizeof *c);
	if (beside && hour_half(p, i) && !item_is(p, i, HEAR_A) &&
	    !item_is(p, i, HEAR_PART)) { /* Tuesday AM */
		c->kind = CLOCK_PART;
		c->part = item_is(p, i, HEAR_AM) ? PART_MORNING : PART_AFTERNOON;
		where = lang_part(p->lang, c->part);
		c->from = where.from;
		c->to = where.to;
		return 1;
	}
	/* "right now", "can we meet now?", but not "I now think" */
	if (item_is(p, i, HEAR_NOW) &&
	    (p->items[i].end - p->items[i].first > 1 || i + 1 >= p->n ||
		(item_is(p, i + 1, HEAR_TO) && item_joined(p, i + 1)) || item_mark(p, i + 1, '?') ||
		item_mark(p, i + 1, '.') || item_mark(p, i + 1, '!'))) {
		c->kind = CLOCK_NOW;
		return 1;
	}
	if (item_is(p, i, HEAR_SAME_TIME)) {
		c->kind = CLOCK_SAME;
		return 1;
	}
	if (item_is(p, i, HEAR_END_OF_DAY)) {
		c->from = 17 * 60;
		c->by_hour = true;
		return 1;
	}
	c->often = item_is(p, i, HEAR_PARTS);
	if (!c->often && !item_is(p, i, HEAR_PART))
		return 0;
	c->kind = CLOCK_PART;
	c->part = (enum part)item_value(p, i, c->often ? HEAR_PARTS : HEAR_PART);
	where = lang_part(p->lang, c->part);
	c->from = where.from;
	c->to = where.to;
	return 1;
}

/* The two ends of a stretch help each other: 2-4 pm, 11 to 1 pm, 10-11:30. */
static void
make_range(struct hour *a, const struct hour *b, struct said_clock *out)
{
	int from = a->clock.from, to = b->clock.from;
	bool open = a->clock.open_half && b->clock.open_half;

	if (a->clock.open_half && !b->clock.open_half && !b->half_said && to > 13 * 60 &&
	    from % HALF_DAY >= 6 * 60 && from % HALF_DAY + 60 <= to) {
		from %= HALF_DAY; /* 6:30-23:00: the clock has 24 hours */
	} else if (a->clock.open_half && !b->clock.open_half) {
		int early = from % HALF_DAY, late = early + HALF_DAY;

		from = late < to || early >= to ? late : early;
		if (b->half_said && to < HALF_DAY && early < to)
			from = early;
	} else if (a->clock.by_twelve && b->half_said && from + HALF_DAY < to) {
		from += HALF_DAY; /* 8 to 10 in the evening, by a clock of 24 hours */
	} else if (b->clock.open_half) {
		to %= HALF_DAY;
		while (to <= from)
			to += HALF_DAY;
		/* 7 to 9 in the 24 hours' manner stays; 9-5 has crossed noon */
	}
	if (to <= from)
		to += WHOLE_DAY;
	*out = a->clock;
	out->kind = CLOCK_RANGE;
	out->from = from;
	out->to = to;
	out->open_half = open;
	out->by_twelve = a->clock.by_twelve && b->clock.by_twelve;
}

static bool
is_dash(const struct items *p, size_t i)
{
	return (item_mark(p, i, '-') && !item_is(p, i, HEAR_ORDINAL_MARK)) || /* no 20-го */
	       item_mark(p, i, '~');
}

struct frame {
	bool at, from, between, about;
	bool exactly; /* "at", not only a bound */
	enum bound bound;
};

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

/* The part of the day that stands with one end of a stretch: from 3 in the afternoon to ... */
static size_t
read_own_part(const struct items *p, size_t i, struct said_clock *c)
{
	size_t j = i;

	while (j < i + 3 && (item_is(p, j, HEAR_OF) || item_is(p, j, HEAR_IN) ||
				item_is(p, j, HEAR_ON) || item_filler(p, j)))
		j++;
	if (!item_is(p, j, HEAR_PART) || c->kind != CLOCK_AT)
		return 0;
	clock_settle(c, (enum part)item_value(p, j, HEAR_PART));
	return j + 1 - i;
}

/* An hour, and the part of the day right before it: 下午3点, 朝9時. */
static size_t
read_part_hour(const struct items *p, size_t i, struct hour *o)
{
	bool part = item_is(p, i, HEAR_PART) && hour_read(p, i, o) == 0;
	size_t j = i + part, took = hour_read(p, j, o);

	if (took == 0)
		return 0;
	if (part)
		clock_settle(&o->clock, (enum part)item_value(p, i, HEAR_PART));
	return j + took - i;
}

/* What comes after the first time of a stretch: "to", "-", "until", after "between" also "and". */
static size_t
read_to(const struct items *p, size_t i, const struct frame *f)
{
	size_t j = i;

	if (is_dash(p, j) || item_is(p, j, HEAR_TO) || item_is(p, j, HEAR_UNTIL) ||
	    (f->between && item_is(p, j, HEAR_AND)))
		j++;
	else
		return 0;
	while (item_is(p, j, HEAR_ABOUT) || item_filler(p, j) || item_is(p, j, HEAR_AT))
		j++;
	return j - i;
}

static bool
bound_behind(const struct items *p, size_t i)
{
	return item_is(p, i, HEAR_ONWARDS) || item_is(p, i, HEAR_OR_EARLIER) ||
	       item_is(p, i, HEAR_AFTER_IT) || item_is(p, i, HEAR_BEFORE_IT);
}

/* 午後9時: where the part is a half of the day as well, it goes with the hour right behind it. */
static bool
half_with_hour(const struct items *p, size_t i)
{
	struct hour o;
	size_t took;

	if (!item_is(p, i, HEAR_PART) || !(item_is(p, i, HEAR_AM) || item_is(p, i, HEAR_PM)))
		return false;
	took = hour_read(p, i, &o);
	return took > 1 && !item_is(p, i + took, HEAR_MONTH) && !item_is(p, i + took, HEAR_UNIT) &&
	       !item_is(p, i + took, HEAR_COUNTED);
}

/*
 * The part of the day behind the last hour of a stretch.  It tells of the first as well, where that
 * may lie in it: from 7 to 9 at night, but not from 9 to 5 in the afternoon.
 */
static size_t
read_last_part(const struct items *p, size_t i, struct said_clock *last, struct said_clock *first)
{
	size_t took = read_own_part(p, i, last);
	enum part part;

	if (took == 0 || !first->by_twelve || first->from >= HALF_DAY)
		return took;
	part = (enum part)item_value(p, i + took - 1, HEAR_PART);
	if (!called(first->from, part) && called(first->from + HALF_DAY, part) &&
	    first->from + HALF_DAY < last->from)
		first->from += HALF_DAY;
	return took;
}

/*
 * 7:30 to 4 in the afternoon: by the part behind it the second hour is so late that the first can
 * only be before noon.
 */
static size_t
read_part_of_end(const struct items *p, size_t i, struct said_clock *last, struct said_clock *first)
{
	struct said_clock end = *last;
	size_t took = read_own_part(p, i, &end);
	int early = first->from % HALF_DAY;

	if (took == 0 || !first->by_twelve || early >= end.from || early + HALF_DAY < end.from)
		return 0;
	*last = end;
	first->from = early;
	first->open_half = first->by_twelve = false;
	return took;
}

/*
 * The part of the day goes with the hour where a bound stands around both, or the other end has its
 * own: 上午10点以后 may be in the afternoon, "mornings after ten" may not.
 */
static bool
one_with_hour(const struct items *p, size_t i, const struct frame *f)
{
	struct hour o;
	size_t took;

	if (!item_is(p, i, HEAR_PART) || (took = hour_read(p, i + 1, &o)) == 0 ||
	    o.strength == HOUR_WEAK)
		return false;
	i += 1 + took;
	return f->bound != BOUND_NONE || f->from || f->between || bound_behind(p, i) ||
	       ((took = read_to(p, i, f)) > 0 && item_is(p, i + took, HEAR_PART));
}

/* "el 15 a las 8", "viernes 23 a las 4": where "to" is "at" too, the number in front is a day. */
static bool
is_day_before_at(const struct items *p, size_t i, size_t end, const struct hour *o,
    const struct frame *f)
{
	return item_is(p, end, HEAR_TO) && item_is(p, end, HEAR_AT) && !f->from && !f->between &&
	       !f->at && o->strength == HOUR_WEAK && i > 0 &&
	       (item_is(p, i - 1, HEAR_ON) || item_is(p, i - 1, HEAR_WEEKDAY));
}

/* One time or one stretch. */
static size_t
read_stretch(const struct items *p, size_t i, const struct frame *f, bool beside, struct hour *o)
{
	size_t j = i, took, to;
	struct said_clock part;
	struct hour a, b;
	bool own = false;

	if (!half_with_hour(p, j) && !one_with_hour(p, j, f) &&
	    (took = read_part(p, j, beside && !item_filler(p, j) && (hour_at(p, j + 1) == -1),
		 &part)) > 0) {
		struct said_clock end;

		j += took;
		*o = (struct hour){ .clock = part, .strength = HOUR_STRONG };
		if (part.kind == CLOCK_PART && (f->from || f->between || item_is(p, j, HEAR_TO)) &&
		    (to = read_to(p, j, f)) > 0 && (took = read_part(p, j + to, false, &end)) > 0 &&
		    end.kind == CLOCK_PART) {
			o->clock.kind = CLOCK_RANGE;
			o->clock.to = end.to;
			j += to + took;
		}
		return j - i;
	}
	if ((took = read_part_hour(p, j, o)) == 0)
		return 0;
	j += took;
	if (o->clock.kind != CLOCK_AT)
		return j - i;
	a = *o;
	if ((took = read_own_part(p, j, &a.clock)) > 0 && (to = read_to(p, j + took, f)) > 0 &&
	    read_part_hour(p, j + took + to, &b) > 0) {
		*o = a;
		own = true;
		j += took;
	}
	if (is_day_before_at(p, i, j, o, f))
		return 0;
	if ((to = read_to(p, j, f)) > 0 && (took = read_part_hour(p, j + to, &b)) > 0 &&
	    !(o->strength == HOUR_WEAK && b.strength == HOUR_WEAK &&
		item_is(p, j + to + took, HEAR_MONTH))) {
		enum hour_strength strength = o->strength > b.strength ? o->strength : b.strength;
		struct said_clock c;

		size_t behind = read_part_of_end(p, j + to + took, &b.clock, &o->clock);

		if (behind == 0 && (a.clock.from != o->clock.from || !o->clock.open_half))
			behind = read_last_part(p, j + to + took, &b.clock, &o->clock);
		took += behind;
		if ((own || o->half_said) && b.clock.by_twelve && b.clock.from < HALF_DAY &&
		    b.clock.from <= o->clock.from && b.clock.from + HALF_DAY > o->clock.from)
			b.clock.from += HALF_DAY; /* from 8 in the evening to 11 */
		make_range(o, &b, &c);
		o->clock = c;
		o->strength = strength;
		j += to + took;
	}
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
	return is_dash(p, i + 1) && !item_is(p, i + 3, HEAR_UNIT);
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
	if ((took = read_stretch(p, j, &again, false, &o)) == 0)
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
	if ((took = read_part_hour(p, j, &b)) == 0)
		return 0;
	if (from)
		make_range(&a, &b, c);
	else
		make_range(&b, &a, c);
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

/* dii. 10 ja 12 gaskkas, 10 და 12 საათს შორის: "and" joins the ends where "between" stands behind.
 */
static size_t
read_between(const struct items *p, size_t i, const struct frame *f, bool beside, struct hour *o)
{
	struct frame between = *f;
	size_t took;

	between.between = true;
	took = f->between ? 0 : read_stretch(p, i, &between, beside, o);
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
					(took = read_stretch(p, j, &f, beside, &o)) == 0))
		return 0;
	j += took;
	f.from |= o.clock.kind == CLOCK_RANGE && marked_behind(p, first, &j);
	*out = o.clock;
	out->about |= f.about;
	if (f.bound != BOUND_NONE && out->kind != CLOCK_RANGE)
		out->bound = f.bound;
	else if (f.from && out->kind == CLOCK_AT)
		out->bound = BOUND_FROM;
	if (item_is(p, j, HEAR_OF) && item_joined(p, j) &&
	    (item_is(p, j + 1, HEAR_AFTER_IT) || item_is(p, j + 1, HEAR_BEFORE_IT)))
		j++; /* სამის შემდეგ */
	if (out->kind == CLOCK_RANGE && item_is(p, j, HEAR_OR_EARLIER)) {
		j++; /* 十時から十二時まで: the end is marked as well */
	} else if (starts_length(p, j) && out->kind == CLOCK_AT) {
		o.strength = HOUR_STRONG;
		j++;
	} else if (item_is(p, j, HEAR_TO) && item_begins_day(p, item_skip(p, j + 1))) {
		; /* 金曜10時から土曜15時まで: the caller's */
	} else if (item_is(p, j, HEAR_ONWARDS) && out->kind != CLOCK_RANGE &&
		   out->kind != CLOCK_NOW) {
		out->bound = BOUND_FROM;
		o.strength = HOUR_STRONG;
		j++;
	} else if (item_is(p, j, HEAR_OR_EARLIER) || item_is(p, j, HEAR_BEFORE_IT)) {
		out->bound = item_is(p, j, HEAR_BEFORE_IT) ? BOUND_BEFORE : BOUND_UNTIL;
		o.strength = HOUR_STRONG;
		j++;
	} else if (item_is(p, j, HEAR_AFTER_IT) && out->kind != CLOCK_RANGE) {
		out->bound = BOUND_AFTER;
		o.strength = HOUR_STRONG;
		j++;
	}
	j += read_other_bound(p, j, out);
	more = read_more(p, j, &f, 0, a, out);
	if (more > 0 && out->also != NULL && out->also->open_half == false &&
	    out->also->kind == CLOCK_AT && !out->open_half)
		o.strength = HOUR_STRONG;
	if (!bare_allowed(p, first, j + more, &o, &f, beside))
		return 0;
	return j + more - i;
}

bool
clock_within(int minute, enum part part)
{
	return called(minute, part);
}

bool
clock_called(int minute, enum part part)
{
	return called(minute, part) || (minute < HALF_DAY && called(minute + HALF_DAY, part));
}

void
clock_settle(struct said_clock *c, enum part part)
{
	/* Half past noon is 0:30 to some: 午後0時30分, 0.30 siang. */
	if ((c->open_half || c->by_twelve || c->from < 60) && !called(c->from, part) &&
	    called((c->from + HALF_DAY) % WHOLE_DAY, part)) {
		int shift = c->from >= HALF_DAY ? -HALF_DAY : HALF_DAY;

		c->from += shift;
		if (c->kind == CLOCK_RANGE)
			c->to += shift;
	}
	if (c->kind == CLOCK_AT && part == PART_NIGHT && c->from == HALF_DAY)
		c->from = WHOLE_DAY; /* twelve at night */
	c->open_half = c->by_twelve = false;
}
