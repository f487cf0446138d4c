/* Times told from another hour: half past ten, ten to five, viertel nach drei, halb vier. */
#include "understand/hourparts.h"

/* The same for a time told from the hour behind it: half to one is soon after noon. */
static void
set_counted(const struct items *p, struct said_clock *c, int minute)
{
	hour_set_open(p, c, minute);
	if (minute < 60) {
		c->from += HALF_DAY;
		c->open_half = true;
	}
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
	if ((m = hour_minutes_at(p, j, &took, &named)) == -1 || item_is(p, j + took, HEAR_PAST))
		return 0;
	j += took;
	if (into && (named || item_is(p, j, HEAR_OCLOCK)) && !item_is(p, j, HEAR_UNIT))
		m = h * 60 - 60 + m;
	else if (!into && !item_joined(p, i + 1) && item_is(p, j, HEAR_LESS) &&
		 hour_minutes_at(p, j + 1, &took, &named) == -1) {
		m = h * 60 - m;
		j++;
	} else
		return 0;
	set_counted(p, &o->clock, m);
	o->strength = HOUR_STRONG;
	return j - i;
}

size_t
hour_counted(const struct items *p, size_t i, struct hour *o)
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
	    (m = hour_minutes_at(p, j + 1, &took, &named)) != -1) { /* the sign comes first */
		sign = -1;
		j += 1 + took;
		j += item_is(p, j, HEAR_TO_HOUR); /* за десять хвилин до четвертої */
	} else if ((m = hour_minutes_at(p, j, &took, &named)) != -1) {
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
