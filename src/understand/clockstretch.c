/* One time of day or one stretch: 3 pm, 2-4 pm, from 3 in the afternoon to 6, mornings. */
#include "understand/clockparts.h"
#include "understand/lang.h"

#include <string.h>

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

void
clock_range(struct hour *a, const struct hour *b, struct said_clock *out)
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

bool
clock_dash(const struct items *p, size_t i)
{
	return (item_mark(p, i, '-') && !item_is(p, i, HEAR_ORDINAL_MARK)) || /* no 20-го */
	       item_mark(p, i, '~');
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

size_t
clock_part_hour(const struct items *p, size_t i, struct hour *o)
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

	if (clock_dash(p, j) || item_is(p, j, HEAR_TO) || item_is(p, j, HEAR_UNTIL) ||
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
	if (!clock_within(first->from, part) && clock_within(first->from + HALF_DAY, part) &&
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

/* A part of the day, or from one to another: mornings, from noon to the evening */
static size_t
read_parts(const struct items *p, size_t i, const struct frame *f, bool beside, struct hour *o)
{
	bool bare = beside && !item_filler(p, i) && hour_at(p, i + 1) == -1;
	struct said_clock part, end;
	size_t j = i, took, to;

	if ((took = read_part(p, j, bare, &part)) == 0)
		return 0;
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

size_t
clock_stretch(const struct items *p, size_t i, const struct frame *f, bool beside, struct hour *o)
{
	size_t j = i, took, to;
	struct hour a, b;
	bool own = false;

	if (!half_with_hour(p, j) && !one_with_hour(p, j, f) &&
	    (took = read_parts(p, j, f, beside, o)) > 0)
		return took;
	if ((took = clock_part_hour(p, j, o)) == 0)
		return 0;
	j += took;
	if (o->clock.kind != CLOCK_AT)
		return j - i;
	a = *o;
	if ((took = read_own_part(p, j, &a.clock)) > 0 && (to = read_to(p, j + took, f)) > 0 &&
	    clock_part_hour(p, j + took + to, &b) > 0) {
		*o = a;
		own = true;
		j += took;
	}
	if (is_day_before_at(p, i, j, o, f))
		return 0;
	if ((to = read_to(p, j, f)) > 0 && (took = clock_part_hour(p, j + to, &b)) > 0 &&
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
		clock_range(o, &b, &c);
		o->clock = c;
		o->strength = strength;
		j += to + took;
	}
	return j - i;
}
