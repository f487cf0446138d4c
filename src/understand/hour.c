#include "understand/hourparts.h"

#include "understand/clock.h"
#include "understand/lang.h"

#include <string.h>

int
hour_last(const struct lang *lang)
{
	return lang_clock(lang) > 24 ? lang_clock(lang) : 24;
}

int
hour_at(const struct items *p, size_t i)
{
	int most = item_oclock(p, i + 1) ? hour_last(p->lang) : 24;
	int h = item_number(p, i, 0, most);

	if (h == -1 && item_is(p, i, HEAR_ORDINAL))
		h = item_value(p, i, HEAR_ORDINAL);
	return h >= 0 && h <= most ? h : -1;
}

/* третя (година): it says which hour, not how many.  Spanish has its ordinals from 21 on alike. */
bool
hour_by_rank(const struct items *p, size_t i)
{
	return item_is(p, i, HEAR_ORDINAL) && item_number(p, i, 1, 20) != -1;
}

void
hour_set_open(const struct items *p, struct said_clock *c, int minute)
{
	int h = minute / 60;

	c->kind = CLOCK_AT;
	c->from = minute;
	c->by_twelve = h >= 1 && h <= 12;
	if (h >= 1 && h <= (lang_clock(p->lang) >= 24 ? 6 : 12)) {
		c->open_half = true;
		if (h < 7)
			c->from += HALF_DAY;
	}
}

void
hour_set_half(struct said_clock *c, bool pm)
{
	int minute = c->from % HALF_DAY;

	if (c->from > 12 * 60 + 59 && !c->open_half) /* "14:00 pm", "17 Uhr abends" */
		return;
	c->from = minute + (pm ? HALF_DAY : 0);
	c->open_half = c->by_twelve = false;
}

/* "am", "pm"; a bare "a" only where it is written on to the number. */
bool
hour_half(const struct items *p, size_t i)
{
	return (item_is(p, i, HEAR_AM) || item_is(p, i, HEAR_PM)) &&
	       (!item_is(p, i, HEAR_A) || item_joined(p, i));
}

/* Digits with a colon, or a point where two digits follow it, or all four together. */
static size_t
read_digits(const struct items *p, size_t i, struct hour *o)
{
	const struct token *t = p->items[i].token;
	int h, m = 0;

	if (t->kind != TOKEN_NUMBER || p->items[i].n_heard > 0)
		return 0;
	h = t->value[0];
	if (t->parts >= 2 && (t->separator == ':' || (t->separator == '.' && t->parts == 2) ||
				 (t->separator == ',' && hour_half(p, i + 1)))) {
		if (t->digits[1] != 2 || t->digits[0] > 2)
			return 0;
		if (t->separator == '.' && item_is(p, i + 1, HEAR_PART) && item_joined(p, i + 1) &&
		    hour_at(p, i + 2) != -1)
			return 0; /* 3.20下午3点 */
		m = t->value[1];
		o->clock.seconds = t->parts == 3 ? t->value[2] : 0;
		o->strength = t->separator == ':' ? HOUR_STRONG : HOUR_WEAK;
	} else if (t->parts == 1 && (t->digits[0] == 3 || t->digits[0] == 4)) {
		h = t->value[0] / 100;
		m = t->value[0] % 100;
		if (t->digits[0] == 3 && m % 5 != 0 && !hour_half(p, i + 1))
			return 0; /* 101 is more often a number of things */
	} else
		return 0;
	if (h > hour_last(p->lang) || m > 59 || (h == 24 && m > 0 && hour_last(p->lang) == 24))
		return 0;
	if (t->value[0] == 0 || (t->digits[0] == 2 && h < 10) || (t->digits[0] == 4 && h < 10)) {
		o->clock.kind = CLOCK_AT; /* 09:30 is told by a clock of 24 hours */
		o->clock.from = h * 60 + m;
	} else
		hour_set_open(p, &o->clock, h * 60 + m);
	return 1;
}

/*
 * Where the word for hours is o'clock as well (heures, часов), what stands around it tells: a bound
 * or "at" in front, minutes or a half of the day behind; and an hour that is an ordinal (третя
 * година) is none of several.  from is the hour, i the word.
 */
static bool
is_clock_hour(const struct items *p, size_t from, size_t i)
{
	bool named;
	size_t took;

	while (from > 0 && item_filler(p, from - 1))
		from--;
	if (item_value(p, i, HEAR_OCLOCK) != OCLOCK_HOURS)
		return false;
	if (hour_by_rank(p, i - 1))
		return true;
	if (from > 0 &&
	    (item_is(p, from - 1, HEAR_AT) || item_is(p, from - 1, HEAR_AFTER) ||
		item_is(p, from - 1, HEAR_BEFORE) || item_is(p, from - 1, HEAR_UNTIL) ||
		(item_is(p, from - 1, HEAR_FROM) &&
		    (!item_is(p, from - 1, HEAR_OF) || item_is(p, i + 1, HEAR_TO) ||
			item_mark(p, i + 1, '-'))) || /* una llamada de una hora */
		item_is(p, from - 1, HEAR_TO) ||
		item_is(p, from - 1, HEAR_BY) || item_is(p, from - 1, HEAR_BETWEEN) ||
		item_is(p, from - 1, HEAR_NOT_BEFORE) || item_is(p, from - 1, HEAR_NOT_AFTER)))
		return true;
	if (item_is(p, i + 1, HEAR_AM) || item_is(p, i + 1, HEAR_PM))
		return true;
	if (item_joined(p, i + 1) &&
	    (item_is(p, i + 1, HEAR_ONWARDS) || item_is(p, i + 1, HEAR_OR_EARLIER)))
		return true; /* სამ საათამდე */
	return (item_is(p, i + 1, HEAR_LESS) || item_is(p, i + 1, HEAR_PAST) ||
		   item_is(p, i + 1, HEAR_PLUS)) &&
	       hour_minutes_at(p, i + 2, &took, &named) != -1;
}

/* "seven", "seven thirty", "7", "7 o'clock", "15h30", 三点半, "3点20分", cinq heures et quart. */
static size_t
read_hour(const struct items *p, size_t i, struct hour *o)
{
	struct bare_hour bare = { .first = i };
	bool marked = item_is(p, i, HEAR_OCLOCK), behind = false;
	size_t j = i + marked;
	int h = hour_at(p, j), m;

	if (h == -1)
		return 0;
	if (item_is(p, j, HEAR_ORDINAL) && !item_is(p, j, HEAR_NUMBER) && !marked &&
	    !item_is(p, j + 1, HEAR_RUNNING_HOUR))
		return 0;
	o->spelled = item_is(p, j, HEAR_NUMBER);
	o->clock.by_hour = true;
	j++;
	if (item_oclock(p, j) &&
	    (!item_is(p, j, HEAR_UNIT) || item_joined(p, j) || is_clock_hour(p, i, j))) {
		o->hours = item_is(p, j, HEAR_UNIT) && !is_clock_hour(p, i, j);
		marked = behind = true;
		j++;
	}
	if (marked && (!o->hours || h > 12))
		o->strength = HOUR_STRONG;
	if (item_is(p, j, HEAR_RUNNING_HOUR) && h > 0) { /* в третьем часу */
		hour_set_open(p, &o->clock, (h - 1) * 60);
		o->clock.kind = CLOCK_RANGE;
		o->clock.to = o->clock.from + 60;
		o->strength = HOUR_STRONG;
		return j + 1 - i;
	}
	bare.end = j;
	bare.hour = h;
	bare.marked = marked;
	bare.behind = behind;
	j += hour_minutes(p, &bare, o, &m);
	if (marked && m > 0 && item_number(p, j, 0, 59) != -1 && item_is(p, j + 1, HEAR_UNIT) &&
	    item_value(p, j + 1, HEAR_UNIT) == UNIT_SECOND) { /* 17点55分23秒 */
		o->clock.seconds = item_number(p, j, 0, 59);
		j += 2;
	}
	if (o->hours && m > 0 && h >= 7)
		o->strength = HOUR_STRONG; /* 11h45 is sooner a time than a length */
	o->clock.by_hour = m == 0;
	hour_set_open(p, &o->clock, (h * 60 + m + WHOLE_DAY) % WHOLE_DAY);
	if (h >= 24) { /* 25時: the night goes on */
		o->clock.from = h * 60 + m;
		o->clock.open_half = o->clock.by_twelve = false;
	}
	return j - i;
}

/* jam 14.30, jam setengah empat: the word for the clock comes first */
static size_t
read_behind_mark(const struct items *p, size_t i, struct hour *o)
{
	size_t took;

	if (!item_is(p, i, HEAR_OCLOCK) ||
	    ((took = hour_counted(p, i + 1, o)) == 0 && (took = read_digits(p, i + 1, o)) == 0))
		return 0;
	o->strength = HOUR_STRONG;
	return took + 1;
}

/*
 * A part of the day that is listed as "am" or "pm" as well stands behind bare hours: 8 malam,
 * 7 вечера; but two nights are no hour.
 */
static bool
part_of_hour(const struct items *p, size_t i, const struct said_clock *c)
{
	enum part part = (enum part)item_value(p, i, HEAR_PART);

	if (!item_is(p, i, HEAR_PART) || !hour_half(p, i))
		return false;
	return clock_called(c->from, part) && (part != PART_NIGHT || c->from % HALF_DAY >= 6 * 60);
}

/* 5歳, 12.20ドル: where words are not set apart, a bare number belongs to what is written on to it
 */
static bool
is_counted(const struct items *p, size_t i)
{
	return item_is(p, i, HEAR_COUNTED) && item_joined(p, i) &&
	       p->items[i].token->kind == TOKEN_LETTER;
}

/* One time of the clock with its "am", its "o'clock", its "sharp". */
size_t
hour_read(const struct items *p, size_t i, struct hour *o)
{
	size_t j = i, took;
	bool letter = false;
	int half = item_is(p, j, HEAR_A)    ? -1
	           : item_is(p, j, HEAR_AM) ? 0
	           : item_is(p, j, HEAR_PM) ? 1
	                                    : -1;

	memset(o, 0, sizeof *o);
	if (half != -1) {
		j++;
		if (p->items[j].token->lines > 0) /* 下午, and the number of the next line */
			return 0;
	}
	if (item_is(p, j, HEAR_CLOCK)) {
		o->clock.from = item_value(p, j, HEAR_CLOCK);
		o->clock.by_hour = true;
		o->strength = HOUR_STRONG;
		return j + 1 + hour_behind_noon(p, j + 1, o) - i;
	}
	if (item_number(p, j, 12, 12) == 12 && item_is(p, j + 1, HEAR_CLOCK)) { /* 12 noon */
		took = hour_read(p, j + 1, o);
		return j + 1 + took - i;
	}
	if ((took = hour_counted(p, j, o)) == 0 && (took = read_digits(p, j, o)) == 0 &&
	    (took = read_hour(p, j, o)) == 0 && (took = read_behind_mark(p, j, o)) == 0)
		return 0;
	j += took;
	if (part_of_hour(p, j, &o->clock)) {
		o->strength = HOUR_STRONG; /* what settles it is read by others */
	} else if (half == -1 && hour_half(p, j)) {
		letter = item_is(p, j, HEAR_A) && j == i + 1 && item_digits(p, i, 1);
		half = item_is(p, j, HEAR_PM);
		j++;
	}
	if (half != -1) {
		hour_set_half(&o->clock, half);
		o->half_said = true;
		o->strength = letter ? HOUR_WEAK : HOUR_STRONG; /* 4a may be a house */
	}
	if (item_oclock(p, j) && (!item_is(p, j, HEAR_UNIT) || !o->clock.open_half)) {
		o->strength = HOUR_STRONG;
		j++;
	}
	if (item_is(p, j, HEAR_SHARP))
		j++;
	if (item_is(p, j, HEAR_ABOUT) && item_joined(p, j)) { /* tennish */
		o->strength = HOUR_STRONG;
		o->clock.about = true;
		j++;
	}
	/* A count of something: "at 30 minutes", "10 people". */
	if (o->strength == HOUR_WEAK && (item_is(p, j, HEAR_UNIT) || is_counted(p, j)))
		return 0;
	return j - i;
}
