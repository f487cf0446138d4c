#include "understand/clock.h"

#include "base/arena.h"
#include "understand/lang.h"

#include <string.h>

enum { HALF_DAY = 12 * 60, WHOLE_DAY = 24 * 60 };

/* How much else is needed before a number counts as a clock time. */
enum strength { WEAK, STRONG };

struct one {
	struct said_clock clock;
	enum strength strength;
	bool half_said; /* with am or pm */
	bool hours;     /* with a word that counts hours as well: 16h */
	bool spelled;
};

static bool
mark_or_word(const struct items *p, size_t i)
{
	return item_is(p, i, HEAR_NOTHING) || item_is(p, i, HEAR_THE) || item_is(p, i, HEAR_ANY);
}

/* An hour as a word or digits, or as an ordinal where a language counts hours so. */
static int
hour_at(const struct items *p, size_t i)
{
	int h = item_number(p, i, 0, 24);

	if (h == -1 && item_is(p, i, HEAR_ORDINAL))
		h = item_value(p, i, HEAR_ORDINAL);
	return h >= 0 && h <= 24 ? h : -1;
}

/* What a bare hour means among people who meet: one to six is afternoon. */
static void
set_open(const struct items *p, struct said_clock *c, int minute)
{
	int h = minute / 60;

	c->kind = CLOCK_AT;
	c->from = minute;
	if (h >= 1 && h <= (lang_clock(p->lang) == 24 ? 6 : 12)) {
		c->open_half = true;
		if (h < 7)
			c->from += HALF_DAY;
	}
}

static void
set_half(struct said_clock *c, bool pm)
{
	int minute = c->from % HALF_DAY;

	if (c->from > 12 * 60 + 59 && !c->open_half) /* "14:00 pm", "17 Uhr abends" */
		return;
	c->from = minute + (pm ? HALF_DAY : 0);
	c->open_half = false;
}

/* "half", "a quarter", "ten", "ten minutes"; the minutes it is, -1 for none. */
static int
minutes_at(const struct items *p, size_t i, size_t *took, bool *named)
{
	size_t j = i;
	int m;

	*named = true;
	while (item_is(p, j, HEAR_A) || item_is(p, j, HEAR_THE))
		j++;
	if (item_is(p, j, HEAR_HALF))
		m = 30;
	else if (item_is(p, j, HEAR_QUARTER))
		m = 15;
	else if (item_is(p, j, HEAR_THREE_QUARTERS))
		m = 45;
	else if ((m = item_number(p, i, 1, 59)) != -1) {
		j = i;
		*named = item_is(p, j, HEAR_NUMBER);
	} else
		return -1;
	j++;
	if ((item_is(p, j, HEAR_UNIT) && item_value(p, j, HEAR_UNIT) == UNIT_MINUTE) ||
	    item_is(p, j, HEAR_MINUTE_MARK)) {
		*named = true;
		j++;
	}
	*took = j - i;
	return m;
}

/* The hour that "ten to" is counted from: five, noon, halb vier. */
static size_t
read_base(const struct items *p, size_t i, int *minute)
{
	size_t j = i + (item_is(p, i, HEAR_OCLOCK) ? 1 : 0);
	int h;

	if (item_is(p, j, HEAR_HALF_BEFORE) && (h = hour_at(p, j + 1)) > 0) {
		*minute = h * 60 - 30;
		return j + 2 - i;
	}
	if (item_is(p, j, HEAR_CLOCK)) {
		*minute = item_value(p, j, HEAR_CLOCK);
		return j + 1 - i;
	}
	if ((h = hour_at(p, j)) == -1)
		return 0;
	*minute = h * 60;
	j++;
	return j + (item_is(p, j, HEAR_OCLOCK) ? 1 : 0) - i;
}

/* Half past ten, ten to five, viertel nach drei, без десяти пять, halb vier. */
static size_t
read_counted(const struct items *p, size_t i, struct one *o)
{
	bool named = true;
	size_t j = i, took = 0;
	int m, base = 0, sign = 0;

	if ((item_is(p, i, HEAR_HALF_BEFORE) || item_is(p, i, HEAR_QUARTER_BEFORE) ||
		item_is(p, i, HEAR_THREE_QUARTERS)) &&
	    hour_at(p, i + 1) > 0) {
		m = item_is(p, i, HEAR_HALF_BEFORE)      ? 30
		    : item_is(p, i, HEAR_THREE_QUARTERS) ? 15
		                                         : 45;
		set_open(p, &o->clock, hour_at(p, i + 1) * 60 - m);
		o->strength = STRONG;
		return 2;
	}
	if (hour_at(p, i) > 0 && item_is(p, i + 1, HEAR_HALF_BEFORE)) { /* სამის ნახევარი */
		set_open(p, &o->clock, hour_at(p, i) * 60 - 30);
		o->strength = STRONG;
		return 2;
	}
	if (item_is(p, j, HEAR_LESS) &&
	    (m = minutes_at(p, j + 1, &took, &named)) != -1) { /* the sign comes first */
		sign = -1;
		j += 1 + took;
	} else if ((m = minutes_at(p, j, &took, &named)) != -1) {
		j += took;
		if (item_is(p, j, HEAR_PAST))
			sign = 1;
		else if (item_is(p, j, HEAR_TO_HOUR) && named)
			sign = -1;
		else if (item_is(p, j, HEAR_ORDINAL) && named &&
			 item_value(p, j, HEAR_ORDINAL) > 1 &&
			 took > 1 + (item_is(p, i, HEAR_NUMBER) ? 0 : 1)) { /* 10 минут пятого */
			set_open(p, &o->clock, (item_value(p, j, HEAR_ORDINAL) - 1) * 60 + m);
			return j + 1 - i;
		} else
			return 0;
		j++;
	} else
		return 0;
	while (item_is(p, j, HEAR_THE))
		j++;
	if ((took = read_base(p, j, &base)) == 0)
		return 0;
	set_open(p, &o->clock, (base + sign * m + WHOLE_DAY) % WHOLE_DAY);
	if (base >= 12 * 60 && base % HALF_DAY == 0 && item_is(p, j, HEAR_CLOCK))
		o->clock.open_half = false;
	else if (base / 60 >= 1 && base / 60 < 7 && sign == -1 && o->clock.from < HALF_DAY)
		o->clock.from +=
		    0; /* ten to seven is evening or morning; ten to one is after noon */
	o->strength = STRONG;
	return j + took - i;
}

/* "am", "pm"; a bare "a" only where it is written on to the number. */
static bool
half_at(const struct items *p, size_t i)
{
	return (item_is(p, i, HEAR_AM) || item_is(p, i, HEAR_PM)) &&
	       (!item_is(p, i, HEAR_A) || item_joined(p, i));
}

/* Digits with a colon, or a point where two digits follow it, or all four together. */
static size_t
read_digits(const struct items *p, size_t i, struct one *o)
{
	const struct token *t = p->items[i].token;
	int h, m = 0;

	if (t->kind != TOKEN_NUMBER || p->items[i].n_heard > 0)
		return 0;
	h = t->value[0];
	if (t->parts >= 2 && (t->separator == ':' || (t->separator == '.' && t->parts == 2) ||
				 (t->separator == ',' && half_at(p, i + 1)))) {
		if (t->digits[1] != 2 || t->digits[0] > 2)
			return 0;
		m = t->value[1];
		o->clock.seconds = t->parts == 3 ? t->value[2] : 0;
		o->strength = t->separator == ':' ? STRONG : WEAK;
	} else if (t->parts == 1 && (t->digits[0] == 3 || t->digits[0] == 4)) {
		h = t->value[0] / 100;
		m = t->value[0] % 100;
		if (t->digits[0] == 3 && m % 5 != 0 && !half_at(p, i + 1))
			return 0; /* 101 is more often a number of things */
	} else
		return 0;
	if (h > 24 || m > 59 || (h == 24 && m > 0))
		return 0;
	if (t->value[0] == 0 || (t->digits[0] == 2 && h < 10) || (t->digits[0] == 4 && h < 10)) {
		o->clock.kind = CLOCK_AT; /* 09:30 is told by a clock of 24 hours */
		o->clock.from = h * 60 + m;
	} else
		set_open(p, &o->clock, h * 60 + m);
	return 1;
}

/* "seven", "seven thirty", "7", "7 o'clock", "15h30", 三点半, "3点20分", cinq heures et quart. */
static size_t
read_hour(const struct items *p, size_t i, struct one *o)
{
	bool marked = item_is(p, i, HEAR_OCLOCK), named;
	size_t j = i + marked, took;
	int h = hour_at(p, j), m = 0;

	if (h == -1)
		return 0;
	if (item_is(p, j, HEAR_ORDINAL) && !marked)
		return 0;
	o->spelled = item_is(p, j, HEAR_NUMBER);
	o->clock.by_hour = true;
	j++;
	if (item_is(p, j, HEAR_OCLOCK) && (!item_is(p, j, HEAR_UNIT) || item_joined(p, j))) {
		o->hours = item_is(p, j, HEAR_UNIT);
		marked = true;
		j++;
	}
	if (marked && (!o->hours || h > 12))
		o->strength = STRONG;
	if (marked && item_joined(p, j) && item_digits(p, j, 1) &&
	    p->items[j].token->digits[0] == 2 && p->items[j].token->value[0] < 60) {
		m = p->items[j++].token->value[0]; /* 15h30 */
		j += item_is(p, j, HEAR_MINUTE_MARK) ||
		     (item_is(p, j, HEAR_UNIT) && item_value(p, j, HEAR_UNIT) == UNIT_MINUTE);
	} else if (marked && item_number(p, j, 0, 59) != -1 &&
		   item_is(p, j + 1, HEAR_MINUTE_MARK)) {
		m = item_number(p, j, 0, 59);
		j += 2;
	} else if (item_is(p, j, HEAR_HALF) && (marked || item_joined(p, j))) {
		m = 30;
		j++;
	} else if (item_is(p, j, HEAR_LESS) && (m = minutes_at(p, j + 1, &took, &named)) != -1) {
		j += 1 + took;
		m = -m;
		o->strength = STRONG;
	} else if ((item_is(p, j, HEAR_PAST) || (marked && item_is(p, j, HEAR_AND))) &&
		   (m = minutes_at(p, j + 1, &took, &named)) != -1 && (named || marked)) {
		j += 1 + took;
		o->strength = STRONG;
	} else if (!marked && item_digits(p, j - 1, 1) && item_digits(p, j, 1) &&
		   p->items[j].token->digits[0] == 2 && p->items[j].token->value[0] < 60 && i > 0 &&
		   item_is(p, i - 1, HEAR_AT)) {
		m = p->items[j++].token->value[0]; /* at 3 15 */
	} else if (o->spelled && item_is(p, j, HEAR_NUMBER) &&
		   (m = item_number(p, j, 10, 59)) != -1) {
		j++; /* seven thirty */
		o->strength = STRONG;
	} else {
		m = 0;
	}
	if (o->hours && m > 0 && h >= 7)
		o->strength = STRONG; /* 11h45 is sooner a time than a length */
	o->clock.by_hour = m == 0;
	set_open(p, &o->clock, (h * 60 + m + WHOLE_DAY) % WHOLE_DAY);
	if (h == 24)
		o->clock.from = WHOLE_DAY;
	return j - i;
}

/* One time of the clock with its "am", its "o'clock", its "sharp". */
static size_t
read_one(const struct items *p, size_t i, struct one *o)
{
	size_t j = i, took;
	int half = item_is(p, j, HEAR_A)    ? -1
	           : item_is(p, j, HEAR_AM) ? 0
	           : item_is(p, j, HEAR_PM) ? 1
	                                    : -1;

	memset(o, 0, sizeof *o);
	if (half != -1)
		j++;
	if (item_is(p, j, HEAR_CLOCK)) {
		o->clock.from = item_value(p, j, HEAR_CLOCK);
		o->clock.by_hour = true;
		o->strength = STRONG;
		return j + 1 - i;
	}
	if (item_number(p, j, 12, 12) == 12 && item_is(p, j + 1, HEAR_CLOCK)) { /* 12 noon */
		took = read_one(p, j + 1, o);
		return j + 1 + took - i;
	}
	if ((took = read_counted(p, j, o)) == 0 && (took = read_digits(p, j, o)) == 0 &&
	    (took = read_hour(p, j, o)) == 0)
		return 0;
	j += took;
	if (half == -1 && half_at(p, j)) {
		half = item_is(p, j, HEAR_PM);
		j++;
	}
	if (half != -1) {
		set_half(&o->clock, half);
		o->half_said = true;
		o->strength = STRONG;
	}
	if (item_is(p, j, HEAR_OCLOCK) && (!item_is(p, j, HEAR_UNIT) || !o->clock.open_half)) {
		o->strength = STRONG;
		j++;
	}
	if (item_is(p, j, HEAR_SHARP))
		j++;
	if (item_is(p, j, HEAR_ABOUT) && item_joined(p, j)) { /* tennish */
		o->strength = STRONG;
		o->clock.about = true;
		j++;
	}
	/* A count of something: "at 30 minutes", "10 people". */
	if (o->strength == WEAK && item_is(p, j, HEAR_UNIT))
		return 0;
	return j - i;
}

/* A part of the day; "in the morning", "mornings". */
static size_t
read_part(const struct items *p, size_t i, bool beside, struct said_clock *c)
{
	struct day_part where;

	memset(c, 0, sizeof *c);
	if (beside && half_at(p, i) && !item_is(p, i, HEAR_A)) { /* Tuesday AM */
		c->kind = CLOCK_PART;
		c->part = item_is(p, i, HEAR_AM) ? PART_MORNING : PART_AFTERNOON;
		where = lang_part(p->lang, c->part);
		c->from = where.from;
		c->to = where.to;
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
make_range(struct one *a, const struct one *b, struct said_clock *out)
{
	int from = a->clock.from, to = b->clock.from;
	bool open = a->clock.open_half && b->clock.open_half;

	if (a->clock.open_half && !b->clock.open_half) {
		int early = from % HALF_DAY, late = early + HALF_DAY;

		from = late < to || early >= to ? late : early;
		if (b->half_said && to < HALF_DAY && early < to)
			from = early;
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
}

static bool
is_dash(const struct items *p, size_t i)
{
	return item_mark(p, i, '-') || item_mark(p, i, '~');
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
	for (;; j++) {
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
		else if (!mark_or_word(p, j))
			break;
	}
	f->at |= f->bound != BOUND_NONE;
	return j - i;
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
	while (item_is(p, j, HEAR_ABOUT) || mark_or_word(p, j) || item_is(p, j, HEAR_AT))
		j++;
	return j - i;
}

/* One time or one stretch. */
static size_t
read_stretch(const struct items *p, size_t i, const struct frame *f, bool beside, struct one *o)
{
	size_t j = i, took, to;
	struct one b;

	if ((took = read_part(p, j, beside && !mark_or_word(p, j) && (hour_at(p, j + 1) == -1),
		 &o->clock)) > 0) {
		struct said_clock end;

		j += took;
		o->strength = STRONG;
		if ((f->from || f->between) && (to = read_to(p, j, f)) > 0 &&
		    (took = read_part(p, j + to, false, &end)) > 0 && end.kind == CLOCK_PART) {
			o->clock.kind = CLOCK_RANGE;
			o->clock.to = end.to;
			j += to + took;
		}
		return j - i;
	}
	if ((took = read_one(p, j, o)) == 0)
		return 0;
	j += took;
	if ((to = read_to(p, j, f)) > 0 && (took = read_one(p, j + to, &b)) > 0 &&
	    !(o->strength == WEAK && b.strength == WEAK && item_is(p, j + to + took, HEAR_MONTH))) {
		enum strength strength = o->strength > b.strength ? o->strength : b.strength;
		struct said_clock c;

		make_range(o, &b, &c);
		o->clock = c;
		o->strength = strength;
		j += to + took;
	}
	return j - i;
}

/* Would a bare number be one of a clock here? "at 3" yes, "at 3 people" no. */
static bool
bare_allowed(const struct items *p, size_t i, size_t end, const struct one *o,
    const struct frame *f, bool beside)
{
	const struct token *t = p->items[i].token;
	bool range = o->clock.kind == CLOCK_RANGE;
	size_t after;

	if (o->strength == STRONG)
		return true;
	/* "after 2026" is a year */
	if (f->at && !f->exactly && item_digits(p, i, 1) && t->digits[0] == 4 &&
	    t->value[0] >= 1900 && t->value[0] <= 2099 && !range)
		return beside;
	if (f->at || (o->hours && beside))
		return true;
	/* "9 tomorrow", "6-8 next Monday", "6 in the afternoon" */
	for (after = end; item_is(p, after, HEAR_IN) || mark_or_word(p, after); after++)
		;
	if (range && item_is(p, end, HEAR_ON) && item_is(p, end + 1, HEAR_WEEKDAY))
		return true;
	if ((after > end && item_is(p, after, HEAR_PART)) || item_is(p, end, HEAR_DAY) ||
	    item_is(p, end, HEAR_TONIGHT) ||
	    (range && (item_is(p, end, HEAR_WEEKDAY) ||
			  (item_is(p, end, HEAR_NEXT) && item_is(p, end + 1, HEAR_WEEKDAY)))))
		return true;
	if (range)
		return f->from || f->between || beside;
	if (beside && t->kind == TOKEN_NUMBER && t->parts == 2)
		return true;
	/* 1030 beside a day, unless it is a year */
	if (beside && t->kind == TOKEN_NUMBER && t->parts == 1 && t->digits[0] >= 3)
		return t->digits[0] == 3 || t->value[0] < 1900 || t->value[0] > 2099;
	return false;
}

static size_t
read_more(const struct items *p, size_t i, const struct frame *f, struct arena *a,
    struct said_clock *c)
{
	size_t j = i, took;
	struct frame again = *f;
	struct one o;

	if (item_mark(p, j, ',') || item_mark(p, j, '/'))
		j++;
	if (item_is(p, j, HEAR_OR) || item_is(p, j, HEAR_AND))
		j++;
	if (j == i)
		return 0;
	if (item_is(p, j, HEAR_AT) || item_is(p, j, HEAR_ABOUT))
		j++;
	while (mark_or_word(p, j))
		j++;
	again.from = again.between = false;
	if ((took = read_stretch(p, j, &again, false, &o)) == 0)
		return 0;
	/* "10 or 11", but not "10 or 11 people", nor "Tuesday at 10, 12 December" */
	if (o.strength == WEAK && !(c->kind == CLOCK_RANGE && o.clock.kind == CLOCK_RANGE) &&
	    (!f->at || item_is(p, j + took, HEAR_MONTH) || item_is(p, j + took, HEAR_UNIT) ||
		(item_mark(p, i, ',') && !item_is(p, i + 1, HEAR_OR) &&
		    !item_mark(p, j + took, ',') && !item_is(p, j + took, HEAR_OR))))
		return 0;
	/* One said pm for both: 3 or 4 pm */
	if (o.half_said && c->open_half && c->kind == CLOCK_AT && o.clock.kind == CLOCK_AT) {
		set_half(c, o.clock.from >= HALF_DAY);
		if (c->from > o.clock.from)
			c->from = (c->from + HALF_DAY) % WHOLE_DAY;
	}
	j += took;
	o.clock.bound = c->bound;
	j += read_more(p, j, f, a, &o.clock);
	c->also = memcpy(arena_alloc(a, sizeof o.clock), &o.clock, sizeof o.clock);
	return j - i;
}

/* after two but before five; before five and after two */
static size_t
read_other_bound(const struct items *p, size_t i, struct said_clock *c)
{
	bool from = c->bound == BOUND_AFTER || c->bound == BOUND_FROM;
	bool to = c->bound == BOUND_BEFORE || c->bound == BOUND_UNTIL;
	struct one a = { .clock = *c }, b;
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
	if ((took = read_one(p, j, &b)) == 0)
		return 0;
	if (from)
		make_range(&a, &b, c);
	else
		make_range(&b, &a, c);
	c->bound = BOUND_NONE;
	return j + took - i;
}

size_t
clock_read(const struct items *p, size_t i, bool beside, struct arena *a, struct said_clock *out)
{
	struct frame f;
	struct one o;
	size_t j = i + read_frame(p, i, &f), first = j, took, more;

	if ((took = read_stretch(p, j, &f, beside, &o)) == 0)
		return 0;
	j += took;
	*out = o.clock;
	out->about |= f.about;
	if (f.bound != BOUND_NONE && out->kind != CLOCK_RANGE)
		out->bound = f.bound;
	else if (f.from && out->kind == CLOCK_AT)
		out->bound = BOUND_FROM;
	if (out->kind == CLOCK_RANGE && item_is(p, j, HEAR_OR_EARLIER)) {
		j++; /* 十時から十二時まで: the end is marked as well */
	} else if (item_is(p, j, HEAR_ONWARDS) && out->kind != CLOCK_RANGE) {
		out->bound = BOUND_FROM;
		o.strength = STRONG;
		j++;
	} else if (item_is(p, j, HEAR_OR_EARLIER)) {
		out->bound = BOUND_UNTIL;
		o.strength = STRONG;
		j++;
	}
	j += read_other_bound(p, j, out);
	more = read_more(p, j, &f, a, out);
	if (more > 0 && out->also->open_half == false && out->also->kind == CLOCK_AT &&
	    !out->open_half)
		o.strength = STRONG;
	if (!bare_allowed(p, first, j + more, &o, &f, beside))
		return 0;
	return j + more - i;
}

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

void
clock_settle(struct said_clock *c, enum part part)
{
	if (c->open_half && !called(c->from, part) &&
	    called((c->from + HALF_DAY) % WHOLE_DAY, part)) {
		int shift = c->from >= HALF_DAY ? -HALF_DAY : HALF_DAY;

		c->from += shift;
		if (c->kind == CLOCK_RANGE)
			c->to += shift;
	}
	if (c->kind == CLOCK_AT && part == PART_NIGHT && c->from == HALF_DAY)
		c->from = WHOLE_DAY; /* twelve at night */
	c->open_half = false;
}
