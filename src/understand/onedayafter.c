/* Days told by the one before them: the day after Christmas, the Monday after, die Woche danach. */
#include "understand/onedayparts.h"

static struct said_day
after_what_was_said(int weekday, struct arena *a)
{
	struct said_day then = { .kind = DAY_THEN, .weekday = -1 };
	struct said_day from = { .kind = DAY_FROM, .weekday = -1 };

	from.of = said_day_keep(&then, a);
	from.length = (struct length){ .days = 1, .finest = UNIT_DAY };
	return (struct said_day){ .kind = DAY_WEEKDAY,
		.weekday = weekday,
		.of = said_day_keep(&from, a) };
}

/* Where nothing was said, that is next week. */
static struct said_day
week_after_what_was_said(struct arena *a)
{
	struct said_day then = { .kind = DAY_THEN, .weekday = -1 };

	return (struct said_day){ .kind = DAY_FROM,
		.weekday = -1,
		.of = said_day_keep(&then, a),
		.length = { .days = 7, .finest = UNIT_WEEK } };
}

/* Montag danach, lundi suivant, "the Monday after": the first after what was said last */
static size_t
read_weekday_after(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	bool ends = i + 2 >= p->n || item_mark(p, i + 2, ',') || item_mark(p, i + 2, '?') ||
	            item_mark(p, i + 2, '.') || item_mark(p, i + 2, '!');
	bool then_behind = item_is(p, i + 1, HEAR_AFTER) && item_is(p, i + 2, HEAR_THEN);

	ends = ends || item_is(p, i + 2, HEAR_FREE) || item_is(p, i + 2, HEAR_BUSY);
	ends = ends && item_is(p, i + 1, HEAR_AFTER) && !item_is(p, i + 1, HEAR_ONWARDS) &&
	       !item_is(p, i + 1, HEAR_AFTER_IT);
	if (!item_is(p, i + 1, HEAR_FOLLOWING) && !ends && !then_behind)
		return 0;
	*d = after_what_was_said(item_value(p, i, HEAR_WEEKDAY), a);
	return then_behind ? 3 : 2;
}

size_t
oneday_unit_after(const struct items *p, size_t i, struct arena *a, struct said_day *d)
{
	size_t j = item_skip(p, i), k, took;
	struct said_day of;
	bool before;

	if (item_is(p, j, HEAR_WEEKDAY) && (item_is(p, j + 1, HEAR_AFTER_NEXT))) {
		of = (struct said_day){ .kind = DAY_WEEKDAY,
			.weekday = item_value(p, j, HEAR_WEEKDAY) };
		*d = (struct said_day){ .kind = DAY_FROM,
			.weekday = -1,
			.of = said_day_keep(&of, a) };
		d->length = (struct length){ .days = 7, .finest = UNIT_WEEK };
		return j + 2 - i;
	}
	if (item_is(p, j, HEAR_FOLLOWING) && item_is(p, j + 1, HEAR_UNIT) &&
	    item_value(p, j + 1, HEAR_UNIT) == UNIT_WEEK) {
		*d = week_after_what_was_said(a);
		return j + 2 - i;
	}
	if (item_is(p, j, HEAR_FOLLOWING) && item_is(p, j + 1, HEAR_WEEKDAY)) {
		*d = after_what_was_said(item_value(p, j + 1, HEAR_WEEKDAY), a);
		return j + 2 - i;
	}
	if (item_is(p, j, HEAR_WEEKDAY))
		return (took = read_weekday_after(p, j, a, d)) > 0 ? j + took - i : 0;
	if (!item_is(p, j, HEAR_UNIT) || item_value(p, j, HEAR_UNIT) < UNIT_DAY)
		return 0;
	if (item_value(p, j, HEAR_UNIT) == UNIT_WEEK && item_is(p, j + 1, HEAR_FOLLOWING)) {
		*d = week_after_what_was_said(a); /* die Woche danach, la semaine suivante */
		return j + 2 - i;
	}
	before = item_is(p, j + 1, HEAR_BEFORE);
	if (!before && !item_is(p, j + 1, HEAR_AFTER))
		return 0;
	k = item_skip(p, j + 2);
	if ((took = oneday_read(p, k, true, a, &of)) == 0) {
		if (k > j + 2) /* "the week after the break" */
			return 0;
		of = (struct said_day){ .kind = DAY_THEN, .weekday = -1 };
	}
	*d = (struct said_day){ .kind = DAY_FROM,
		.weekday = -1,
		.of = said_day_keep(&of, a),
		.backward = before };
	d->length.finest = (enum unit)item_value(p, j, HEAR_UNIT);
	d->length.days = d->length.finest == UNIT_WEEK ? 7 : 1;
	if (d->length.finest > UNIT_WEEK)
		return 0;
	return k + took - i;
}
