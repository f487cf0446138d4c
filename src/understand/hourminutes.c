/* The minutes behind an hour: 15h30, three fifteen, cinq heures et quart, midi moins dix. */
#include "understand/hourparts.h"

int
hour_minutes_at(const struct items *p, size_t i, size_t *took, bool *named)
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

/* Right behind the word for o'clock, or written on: 三點三個字, 15 Uhr 20, dix heures et demie. */
static size_t
minutes_written_on(const struct items *p, const struct bare_hour *b, struct hour *o, int *m)
{
	size_t j = b->end, took;

	if (b->marked && (*m = item_number(p, j, 1, 11)) != -1 &&
	    item_is(p, j + 1, HEAR_TIMES_MINUTES)) {
		*m *= item_value(p, j + 1, HEAR_TIMES_MINUTES);
		return 2;
	}
	if (b->marked && (took = read_minutes_behind(p, j, m)) > 0)
		return took;
	if (item_is(p, j, HEAR_HALF) && (b->marked || item_joined(p, j))) {
		*m = 30;
		return 1;
	}
	if (item_is(p, j, HEAR_AND_A_HALF) && b->marked && b->hour <= 24) {
		*m = 30;
		o->strength = HOUR_STRONG;
		return 1;
	}
	if (item_is(p, j, HEAR_QUARTER) && b->marked && !item_is(p, j + 1, HEAR_UNIT)) {
		*m = 15; /* pukul tiga suku */
		return 1;
	}
	return 0;
}

/* cinq heures moins dix, las tres y cuarto: a word adds them or takes them away */
static size_t
minutes_by_word(const struct items *p, const struct bare_hour *b, struct hour *o, int *m)
{
	size_t j = b->end, took;
	bool named;

	if (item_is(p, j, HEAR_LESS) && (*m = hour_minutes_at(p, j + 1, &took, &named)) != -1) {
		*m = -*m;
	} else if (item_is(p, j, HEAR_PLUS) && !hour_ordinal(p, j + 1) &&
		   (*m = hour_minutes_at(p, j + 1, &took, &named)) != -1 &&
		   (named || *m > 24 || o->hours) && !item_is(p, j + 1 + took, HEAR_OCLOCK)) {
		; /* but "a las 9 y 10", الثالثة والرابعة: two hours */
	} else if ((item_is(p, j, HEAR_PAST) || (b->marked && item_is(p, j, HEAR_AND) &&
						    (b->behind || says_minutes(p, j + 1)))) &&
		   (*m = hour_minutes_at(p, j + 1, &took, &named)) != -1 && (named || b->marked) &&
		   !item_is(p, j + 1 + took, HEAR_OCLOCK)) { /* "entre 9h et 11h" are two hours */
		if (item_is(p, j, HEAR_PAST) && item_value(p, j, HEAR_PAST) == 5 && *m <= 11)
			*m *= 5; /* 三點搭三 */
	} else
		return 0;
	o->strength = HOUR_STRONG;
	return 1 + took;
}

/* at 3 15, seven thirty, six zero two pm: number behind number */
static size_t
minutes_spoken(const struct items *p, const struct bare_hour *b, struct hour *o, int *m)
{
	size_t j = b->end;

	if (!b->marked && item_digits(p, j - 1, 1) && item_digits(p, j, 1) &&
	    p->items[j].token->digits[0] == 2 && p->items[j].token->value[0] < 60 && b->first > 0 &&
	    item_is(p, b->first - 1, HEAR_AT)) {
		*m = p->items[j].token->value[0];
		return 1;
	}
	if (o->spelled && item_is(p, j, HEAR_NUMBER) && (*m = item_number(p, j, 10, 59)) != -1) {
		o->strength = HOUR_STRONG;
		return 1;
	}
	if (!b->marked && item_number(p, j, 0, 0) == 0 && !item_joined(p, j) &&
	    (*m = item_number(p, j + 1, 1, 9)) != -1 && says_half(p, j + 2)) {
		o->strength = HOUR_STRONG;
		return 2;
	}
	return 0;
}

size_t
hour_minutes(const struct items *p, const struct bare_hour *b, struct hour *o, int *m)
{
	size_t took;

	if ((took = minutes_written_on(p, b, o, m)) > 0 ||
	    (took = minutes_by_word(p, b, o, m)) > 0 || (took = minutes_spoken(p, b, o, m)) > 0)
		return took;
	*m = 0;
	if (!item_is(p, b->end, HEAR_THREE_QUARTERS) || !b->marked ||
	    item_is(p, b->end + 1, HEAR_UNIT))
		return 0;
	*m = 45; /* onze heures trois quarts */
	return 1;
}

size_t
hour_behind_noon(const struct items *p, size_t i, struct hour *o)
{
	bool named = true, less = item_is(p, i, HEAR_LESS);
	size_t took = 0;
	int m;

	if (less || item_is(p, i, HEAR_PLUS) || item_is(p, i, HEAR_PAST) ||
	    item_is(p, i, HEAR_AND)) {
		if ((m = hour_minutes_at(p, i + 1, &took, &named)) == -1 || !named ||
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
