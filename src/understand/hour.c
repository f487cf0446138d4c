#include "understand/hour.h"

#include "understand/clock.h"
#include "understand/lang.h"

#include <string.h>

enum { HALF_DAY = 12 * 60, WHOLE_DAY = 24 * 60 };

int
hour_last(const struct lang *lang)
{
	return lang_clock(lang) > 24 ? lang_clock(lang) : 24;
}

/* An hour as a word or digits, or as an ordinal where a language counts hours so. */
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

/* What a bare hour means among people who meet: one to six is afternoon. */
static void
set_open(const struct items *p, struct said_clock *c, int minute)
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

/* The same for a time told from the hour behind it: half to one is soon after noon. */
static void
set_counted(const struct items *p, struct said_clock *c, int minute)
{
	set_open(p, c, minute);
	if (minute < 60) {
		c->from += HALF_DAY;
		c->open_half = true;
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

/* "half", "a quarter", "ten", "ten minutes"; the minutes it is, -1 for none. */
static int
minutes_at(const struct items *p, size_t i, size_t *took, bool *named)
{
	size_t j = i;
	int m;

	*named = true;
	while (j < i + 3 && (item_is(p, j, HEAR_A) || item_is(p, j, HEAR_THE)))
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
	j += !(item_is(p, j, HEAR_QUARTER) && item_is(p, j, HEAR_TO_HOUR)); /* чверть до */
	if ((item_is(p, j, HEAR_UNIT) && item_value(p, j, HEAR_UNIT) == UNIT_MINUTE) ||
	    item_is(p, j, HEAR_MINUTE_MARK)) {
		*named = true;
		j += !item_is(p, j, HEAR_TO_HOUR); /* хвилин до, in one phrase */
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
	return j + (item_oclock(p, j) ? 1 : 0) - i;
}

/* სამის ნახევარი, სამის ათი წუთი, სამს ათი აკლია: the hour comes first that is not yet full. */
static size_t
read_of_hour(const struct items *p, size_t i, struct hour *o)
{
	bool named, into = item_is(p, i + 1, HEAR_INTO_HOUR) && item_joined(p, i + 1);
	size_t j = i + 1 + into, took;
	int h = hour_at(p, i), m;

	if (h <= 0)
		return 0;
	while (item_is(p, j, HEAR_NOTHING)) /* ხუთს რომ ათი აკლია */
		j++;
	if (item_is(p, j, HEAR_HALF_BEFORE) &&
	    !item_is(p, j + 1, HEAR_UNIT)) { /* not dua setengah jam */
		set_counted(p, &o->clock, h * 60 - 30);
		o->strength = HOUR_STRONG;
		return j + 1 - i;
	}
	if ((m = minutes_at(p, j, &took, &named)) == -1 || item_is(p, j + took, HEAR_PAST))
		return 0;
	j += took;
	if (into && (named || item_is(p, j, HEAR_OCLOCK)) && !item_is(p, j, HEAR_UNIT))
		m = h * 60 - 60 + m;
	else if (!into && !item_joined(p, i + 1) && item_is(p, j, HEAR_LESS) &&
		 minutes_at(p, j + 1, &took, &named) == -1) {
		m = h * 60 - m;
		j++;
	} else
		return 0;
	set_counted(p, &o->clock, m);
	o->strength = HOUR_STRONG;
	return j - i;
}

/* Half past ten, ten to five, viertel nach drei, без десяти пять, halb vier. */
static size_t
read_counted(const struct items *p, size_t i, struct hour *o)
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
		set_counted(p, &o->clock, hour_at(p, i + 1) * 60 - m);
		o->strength = HOUR_STRONG;
		return 2;
	}
	if ((took = read_of_hour(p, i, o)) > 0)
		return took;
	if (item_is(p, j, HEAR_LESS) &&
	    (m = minutes_at(p, j + 1, &took, &named)) != -1) { /* the sign comes first */
		sign = -1;
		j += 1 + took;
		j += item_is(p, j, HEAR_TO_HOUR); /* за десять хвилин до четвертої */
	} else if ((m = minutes_at(p, j, &took, &named)) != -1) {
		j += took;
		if (item_is(p, j, HEAR_PAST) &&
		    (named || !item_is(p, j, HEAR_TO))) /* 14 по 16 is a stretch */
			sign = 1;
		else if (item_is(p, j, HEAR_TO_HOUR) && named)
			sign = -1;
		else if (item_is(p, j, HEAR_INTO_HOUR) && named && hour_at(p, j + 1) > 0) {
			set_counted(p, &o->clock, (hour_at(p, j + 1) - 1) * 60 + m);
			o->strength = HOUR_STRONG;
			return j + 2 - i;
		} else if (item_is(p, j, HEAR_ORDINAL) && named &&
			   item_value(p, j, HEAR_ORDINAL) > 1 &&
			   took > 1 + (item_is(p, i, HEAR_NUMBER) ? 0 : 1)) { /* 10 минут пятого */
			set_counted(p, &o->clock, (item_value(p, j, HEAR_ORDINAL) - 1) * 60 + m);
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
	set_counted(p, &o->clock, (base + sign * m + WHOLE_DAY) % WHOLE_DAY);
	if (base >= 12 * 60 && base % HALF_DAY == 0 && item_is(p, j, HEAR_CLOCK))
		o->clock.open_half = false;
	else if (base / 60 >= 1 && base / 60 < 7 && sign == -1 && o->clock.from < HALF_DAY)
		o->clock.from +=
		    0; /* ten to seven is evening or morning; ten to one is after noon */
	o->strength = HOUR_STRONG;
	return j + took - i;
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
		set_open(p, &o->clock, h * 60 + m);
	return 1;
}

/* Does what is said end here, as after the minutes of "15 Uhr 20"? */
static bool
goes_no_further(const struct items *p, size_t i)
{
	return i >= p->n ||
	       (!item_is(p, i, HEAR_UNIT) && !item_is(p, i, HEAR_MONTH) &&
		   !item_is(p, i, HEAR_ORDINAL_MARK) && !item_is(p, i, HEAR_COUNTED) &&
		   (p->items[i].n_heard > 0 || (p->items[i].token->kind == TOKEN_MARK &&
						   !(item_joined(p, i) && item_joined(p, i + 1)))));
}

/* Minutes right behind the hour's mark: "15h30", "15 Uhr 20", "drei Uhr dreißig", 三点二十,
 * 三点一刻. */
static size_t
read_minutes_behind(const struct items *p, size_t i, int *m)
{
	const struct token *t = p->items[i].token;
	bool two = item_digits(p, i, 1) && t->digits[0] == 2 && t->value[0] < 60;
	bool letters = i < p->n && item_joined(p, i) &&
	               (t->kind == TOKEN_LETTER || p->items[i].n_heard > 0); /* 1刻 */
	size_t j = i + 1;

	if (two && item_joined(p, i)) {
		*m = t->value[0];
		j += item_is(p, j, HEAR_MINUTE_MARK) ||
		     (item_is(p, j, HEAR_UNIT) && item_value(p, j, HEAR_UNIT) == UNIT_MINUTE);
		return j - i;
	}
	if ((*m = item_number(p, i, 0, 59)) != -1 && item_is(p, j, HEAR_MINUTE_MARK))
		return 2;
	if (letters && item_is(p, i, HEAR_NUMBER) && *m != -1)
		return 1;
	if (letters && (item_is(p, i, HEAR_QUARTER) || item_is(p, i, HEAR_THREE_QUARTERS))) {
		*m = item_is(p, i, HEAR_QUARTER) ? 15 : 45;
		return 1;
	}
	if (*m >= 5 && (two || item_is(p, i, HEAR_NUMBER)) && t->lines == 0 &&
	    goes_no_further(p, j))
		return 1;
	return 0;
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
	       minutes_at(p, i + 2, &took, &named) != -1;
}

/* "a quarter", "twenty minutes": after an "and" a bare number is another hour, jam 2 dan 4 */
static bool
says_minutes(const struct items *p, size_t i)
{
	return item_is(p, i, HEAR_HALF) || item_is(p, i, HEAR_QUARTER) ||
	       item_is(p, i, HEAR_THREE_QUARTERS) || item_is(p, i + 1, HEAR_MINUTE_MARK) ||
	       (item_is(p, i + 1, HEAR_UNIT) && item_value(p, i + 1, HEAR_UNIT) == UNIT_MINUTE);
}

/* الرابعة, the fourth hour: no minutes, though the word is heard as a number, too */
static bool
hour_ordinal(const struct items *p, size_t i)
{
	return item_is(p, i, HEAR_ORDINAL) && item_value(p, i, HEAR_ORDINAL) <= 12;
}

static bool
says_half(const struct items *p, size_t i)
{
	return item_is(p, i, HEAR_AM) || item_is(p, i, HEAR_PM);
}

/* What is known of an hour before its minutes are read. */
struct bare_hour {
	size_t first, end; /* its items, with a word for o'clock */
	int hour;
	bool marked, behind; /* there is such a word; it stands behind the number */
};

/* The minutes behind an hour, negative where they are missing; returns the items they take. */
static size_t
read_minutes(const struct items *p, const struct bare_hour *b, struct hour *o, int *minutes)
{
	size_t j = b->end, took;
	bool marked = b->marked, named;
	int m = 0;

	if (marked && (m = item_number(p, j, 1, 11)) != -1 &&
	    item_is(p, j + 1, HEAR_TIMES_MINUTES)) {
		m *= item_value(p, j + 1, HEAR_TIMES_MINUTES); /* 三點三個字 */
		j += 2;
	} else if (marked && (took = read_minutes_behind(p, j, &m)) > 0) {
		j += took;
	} else if (item_is(p, j, HEAR_HALF) && (marked || item_joined(p, j))) {
		m = 30;
		j++;
	} else if (item_is(p, j, HEAR_AND_A_HALF) && marked && b->hour <= 24) {
		m = 30; /* dix heures et demie */
		o->strength = HOUR_STRONG;
		j++;
	} else if (item_is(p, j, HEAR_QUARTER) && marked && !item_is(p, j + 1, HEAR_UNIT)) {
		m = 15; /* pukul tiga suku */
		j++;
	} else if (item_is(p, j, HEAR_LESS) && (m = minutes_at(p, j + 1, &took, &named)) != -1) {
		j += 1 + took;
		m = -m;
		o->strength = HOUR_STRONG;
	} else if (item_is(p, j, HEAR_PLUS) && !hour_ordinal(p, j + 1) &&
		   (m = minutes_at(p, j + 1, &took, &named)) != -1 &&
		   (named || m > 24 || o->hours) &&
		   !item_is(p, j + 1 + took, HEAR_OCLOCK)) { /* "a las 9 y 10", الثالثة
		                                                   والرابعة: two hours */
		j += 1 + took;
		o->strength = HOUR_STRONG;
	} else if ((item_is(p, j, HEAR_PAST) || (marked && item_is(p, j, HEAR_AND) &&
						    (b->behind || says_minutes(p, j + 1)))) &&
		   (m = minutes_at(p, j + 1, &took, &named)) != -1 && (named || marked) &&
		   !item_is(p, j + 1 + took, HEAR_OCLOCK)) { /* "entre 9h et 11h" are two hours */
		if (item_is(p, j, HEAR_PAST) && item_value(p, j, HEAR_PAST) == 5 && m <= 11)
			m *= 5; /* 三點搭三 */
		j += 1 + took;
		o->strength = HOUR_STRONG;
	} else if (!marked && item_digits(p, j - 1, 1) && item_digits(p, j, 1) &&
		   p->items[j].token->digits[0] == 2 && p->items[j].token->value[0] < 60 &&
		   b->first > 0 && item_is(p, b->first - 1, HEAR_AT)) {
		m = p->items[j++].token->value[0]; /* at 3 15 */
	} else if (o->spelled && item_is(p, j, HEAR_NUMBER) &&
		   (m = item_number(p, j, 10, 59)) != -1) {
		j++; /* seven thirty */
		o->strength = HOUR_STRONG;
	} else if (!marked && item_number(p, j, 0, 0) == 0 && !item_joined(p, j) &&
		   (m = item_number(p, j + 1, 1, 9)) != -1 && says_half(p, j + 2)) {
		j += 2; /* six zero two pm */
		o->strength = HOUR_STRONG;
	} else if (item_is(p, j, HEAR_THREE_QUARTERS) && marked && !item_is(p, j + 1, HEAR_UNIT)) {
		m = 45; /* onze heures trois quarts */
		j++;
	} else {
		m = 0;
	}
	*minutes = m;
	return j - b->end;
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
		set_open(p, &o->clock, (h - 1) * 60);
		o->clock.kind = CLOCK_RANGE;
		o->clock.to = o->clock.from + 60;
		o->strength = HOUR_STRONG;
		return j + 1 - i;
	}
	bare.end = j;
	bare.hour = h;
	bare.marked = marked;
	bare.behind = behind;
	j += read_minutes(p, &bare, o, &m);
	if (marked && m > 0 && item_number(p, j, 0, 59) != -1 && item_is(p, j + 1, HEAR_UNIT) &&
	    item_value(p, j + 1, HEAR_UNIT) == UNIT_SECOND) { /* 17点55分23秒 */
		o->clock.seconds = item_number(p, j, 0, 59);
		j += 2;
	}
	if (o->hours && m > 0 && h >= 7)
		o->strength = HOUR_STRONG; /* 11h45 is sooner a time than a length */
	o->clock.by_hour = m == 0;
	set_open(p, &o->clock, (h * 60 + m + WHOLE_DAY) % WHOLE_DAY);
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
	    ((took = read_counted(p, i + 1, o)) == 0 && (took = read_digits(p, i + 1, o)) == 0))
		return 0;
	o->strength = HOUR_STRONG;
	return took + 1;
}

/* midi et quart, minuit moins dix, midi quinze: behind a word that is a time of the clock */
static size_t
read_behind_noon(const struct items *p, size_t i, struct hour *o)
{
	bool named = true, less = item_is(p, i, HEAR_LESS);
	size_t took = 0;
	int m;

	if (less || item_is(p, i, HEAR_PLUS) || item_is(p, i, HEAR_PAST) ||
	    item_is(p, i, HEAR_AND)) {
		if ((m = minutes_at(p, i + 1, &took, &named)) == -1 || !named ||
		    (item_is(p, i, HEAR_AND) && !says_minutes(p, i + 1)))
			return 0; /* "between noon and two" */
		took++;
	} else if (item_is(p, i, HEAR_AND_A_HALF)) {
		m = 30;
		took = 1;
	} else if (item_is(p, i, HEAR_NUMBER) && (m = item_number(p, i, 5, 59)) != -1)
		took = 1;
	else
		return 0;
	if (item_is(p, i + took, HEAR_OCLOCK) || item_is(p, i + took, HEAR_UNIT))
		return 0;
	o->clock.from = (o->clock.from + (less ? -m : m) + WHOLE_DAY) % WHOLE_DAY;
	o->clock.by_hour = false;
	return took;
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
		return j + 1 + read_behind_noon(p, j + 1, o) - i;
	}
	if (item_number(p, j, 12, 12) == 12 && item_is(p, j + 1, HEAR_CLOCK)) { /* 12 noon */
		took = hour_read(p, j + 1, o);
		return j + 1 + took - i;
	}
	if ((took = read_counted(p, j, o)) == 0 && (took = read_digits(p, j, o)) == 0 &&
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
