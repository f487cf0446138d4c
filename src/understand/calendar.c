#include "understand/calendarparts.h"

#include "base/arena.h"
#include "understand/holiday.h"

#include <string.h>

enum { SET_MOST = 64 };

int
calendar_weekday(int day)
{
	return date_weekday(date_from_days(day));
}

int
calendar_monday(int day)
{
	return day - calendar_weekday(day);
}

struct days
calendar_day(int day)
{
	return (struct days){ .from = day, .to = day + 1, .unit = UNIT_DAY };
}

/* So many of a unit from the one in which today lies. */
static bool
period(const struct calendar *c, enum unit unit, int offset, struct days *out)
{
	struct date now = date_from_days(c->today), d = now;
	int months = 0;

	*out = (struct days){ .unit = unit };
	switch (unit) {
	case UNIT_SECOND:
	case UNIT_MINUTE:
	case UNIT_HOUR:
	case UNITS: return false;
	case UNIT_DAY: *out = calendar_day(c->today + offset); return true;
	case UNIT_WORKDAY:
		*out = calendar_day(c->today);
		while (offset > 0 || calendar_weekday(out->from) > 4) {
			*out = calendar_day(out->from + 1);
			offset -= calendar_weekday(out->from) < 5;
		}
		return true;
	case UNIT_WEEK:
		out->from = calendar_monday(c->today) + 7 * offset;
		out->to = out->from + 7;
		return true;
	case UNIT_FORTNIGHT:
		out->from = calendar_monday(c->today) + 14 * offset - (offset > 0 ? 7 : 0);
		out->to = out->from + 14;
		return true;
	case UNIT_WEEKEND:
		out->from = calendar_monday(c->today) + 5 + 7 * offset;
		out->to = out->from + 2;
		return true;
	case UNIT_MONTH: months = 1; break;
	case UNIT_QUARTER:
		months = 3;
		d.month -= (d.month - 1) % 3;
		break;
	case UNIT_YEAR:
		months = 12;
		d.month = 1;
		break;
	}
	d.day = 1;
	out->from = date_to_days(date_add_months(d, months * offset));
	out->to = date_to_days(date_add_months(d, months * (offset + 1)));
	return true;
}

/* A part of a stretch: early, in the middle, towards the end. */
static void
cut(const struct calendar *c, enum edge edge, struct days *d)
{
	int len = d->to - d->from, from = d->from, to = d->to;

	d->fuzzy = edge != EDGE_NONE;
	switch (edge) {
	case EDGE_NONE: return;
	case EDGE_EARLY:
	case EDGE_START:
		to = from + (len <= 7 ? len * 3 / 7 : len > 300 ? 90 : (len + 1) / 3);
		break;
	case EDGE_MIDDLE:
		from += len <= 7 ? 1 : len / 3;
		to = len <= 7 ? from + 3 : d->from + len * 2 / 3;
		break;
	case EDGE_LATE:
	case EDGE_END:
		from = len <= 7 ? to - len * 4 / 7 : to - (len > 300 ? 92 : (len + 1) / 3);
		break;
	case EDGE_FIRST_HALF: to = from + (len + 1) / 2; break;
	case EDGE_SECOND_HALF: from += len / 2; break;
	case EDGE_REST:
		if (from < c->today)
			from = c->today;
		break;
	}
	d->from = from;
	d->to = to > from ? to : from + 1;
}

bool
calendar_within(const struct calendar *c, int weekday, int day_of_month, struct days *out)
{
	int from = c->within_from > c->today ? c->within_from : c->today + 1;

	for (int day = from; day < c->within_to; day++)
		if (day_of_month != 0 ? date_from_days(day).day == day_of_month
				      : calendar_weekday(day) == weekday) {
			*out = calendar_day(day);
			return true;
		}
	return false;
}

static bool
place_weekday(const struct calendar *c, const struct said_day *d, int reading, struct days *out)
{
	int monday = calendar_monday(c->today),
	    ahead = (d->weekday - calendar_weekday(c->today) + 7) % 7;
	struct days in;

	if (d->of != NULL) {
		if (!calendar_one(c, d->of, reading, &in))
			return false;
		*out = calendar_day(in.from + (d->weekday - calendar_weekday(in.from) + 7) % 7);
		/* in "next month" the first that is left */
		while (out->from < c->today && out->to + 7 <= in.to)
			*out = calendar_day(out->from + 7);
		return true;
	}
	if (d->which == WHICH_PLAIN && calendar_within(c, d->weekday, 0, out))
		return true;
	switch (d->which) {
	case WHICH_PLAIN:
	case WHICH_COMING: *out = calendar_day(c->today + (ahead == 0 ? 7 : ahead)); break;
	case WHICH_THIS: *out = calendar_day(c->today + ahead); break;
	case WHICH_NEXT: /* of next week; some mean the next to come */
		*out = calendar_day(
		    reading == 0 ? monday + 7 + d->weekday : c->today + (ahead == 0 ? 7 : ahead));
		break;
	case WHICH_AFTER_NEXT: *out = calendar_day(monday + 14 + d->weekday); break;
	case WHICH_LAST: *out = calendar_day(c->today - (ahead == 0 ? 7 : 7 - ahead)); break;
	}
	return true;
}

/* "Friday 23", where the next 23rd is a Friday. */
static bool
place_near(const struct calendar *c, const struct said_day *d, int reading, struct days *out)
{
	enum { NEAR = 45 }; /* days */

	if (calendar_date(c, d, 0, out) && out->from - c->today <= NEAR &&
	    calendar_weekday(out->from) == d->weekday)
		return true;
	return place_weekday(c, &(struct said_day){ .kind = DAY_WEEKDAY, .weekday = d->weekday },
	    reading, out);
}

static bool
place_holiday(const struct calendar *c, const struct said_day *d, struct days *out)
{
	int year = date_from_days(c->today).year, day = holiday_in(d->holiday, year);

	if (d->year != 0)
		day = holiday_in(d->holiday, d->year);
	else if (day < c->today)
		day = holiday_in(d->holiday, year + 1);
	*out = calendar_day(day);
	return d->year != 0 || day >= c->today;
}

bool
calendar_one(const struct calendar *c, const struct said_day *d, int reading, struct days *out)
{
	bool fine = false;

	memset(out, 0, sizeof *out);
	if (d->other != NULL && d->weekday != -1)
		d = calendar_fitting(c, d, &reading);
	if (reading == 1 && d->other != NULL)
		d = d->other;
	switch (d->kind) {
	case DAY_DATE:
		fine = d->near ? place_near(c, d, reading, out) : calendar_date(c, d, reading, out);
		break;
	case DAY_OFFSET:
		*out = calendar_day(c->today + d->offset);
		fine = true;
		break;
	case DAY_WEEKDAY: fine = place_weekday(c, d, reading, out); break;
	case DAY_WEEKDAYS: break; /* a set: place_set() */
	case DAY_PERIOD: fine = period(c, d->unit, d->offset, out); break;
	case DAY_COMING: fine = calendar_coming(c, d, out); break;
	case DAY_FROM: fine = calendar_from(c, d, reading, out); break;
	case DAY_NTH: fine = calendar_nth(c, d, reading, out); break;
	case DAY_WEEK_OF:
		fine = calendar_one(c, d->of, reading, out);
		out->from = calendar_monday(out->from);
		out->to = out->from + 7;
		out->unit = UNIT_WEEK;
		break;
	case DAY_WEEK_NUMBER: fine = calendar_week_number(c, d, out); break;
	case DAY_THEN:
		*out = (struct days){ c->then_from, c->then_to, UNIT_DAY, 0, 0, 0 };
		fine = true;
		break;
	case DAY_HOLIDAY: fine = place_holiday(c, d, out); break;
	}
	if (fine)
		cut(c, d->edge, out);
	return fine;
}

static void
add(struct days_list *l, const struct days *d, struct arena *a)
{
	l->items = arena_more(a, l->items, l->n, sizeof *l->items);
	l->items[l->n++] = *d;
}

/* Tuesdays and Thursdays: of the stretch they lie in, else as far as we look. */
static void
place_set(const struct calendar *c, const struct said_day *d, int reading, struct arena *a,
    struct days_list *out)
{
	struct days in = { .from = c->today, .to = c->today + c->horizon }, day;
	size_t most = out->n + SET_MOST;

	if (d->of == NULL && c->within_to > c->within_from) {
		in.from = c->within_from > c->today ? c->within_from : c->today;
		in.to = c->within_to;
	}
	if (d->of != NULL && !calendar_one(c, d->of, reading, &in))
		return;
	for (int i = in.from; i < in.to && out->n < most; i++)
		if (d->weekdays >> calendar_weekday(i) & 1) {
			day = calendar_day(i);
			add(out, &day, a);
		}
}

/* A stretch: its end is looked for from its beginning on. */
static void
place_stretch(const struct calendar *c, const struct said_day *d, int reading, struct arena *a,
    struct days_list *out)
{
	struct calendar later = *c;
	struct days first, last;
	unsigned days = 0;

	if (d->kind == DAY_WEEKDAYS && d->to->kind == DAY_WEEKDAYS) { /* Mondays to Wednesdays */
		struct said_day set = *d;

		for (unsigned bit = d->weekdays, i = 0; i < 7; i++) {
			days |= bit;
			if (bit == d->to->weekdays)
				break;
			bit = bit == 64 ? 1 : bit << 1;
		}
		set.weekdays = days;
		set.to = NULL;
		place_set(c, &set, reading, a, out);
		return;
	}
	if (!calendar_one(c, d, reading, &first))
		return;
	if (d->to->kind == DAY_WEEKDAY || d->to->kind == DAY_DATE)
		if (d->to->of == NULL)
			later.today = first.from;
	if (!calendar_one(&later, d->to, reading, &last) || last.to <= first.from)
		return;
	if (first.unit == UNIT_MINUTE || last.unit == UNIT_MINUTE)
		return;
	first.to = last.to;
	if (first.unit == UNIT_DAY || last.unit == UNIT_DAY)
		first.unit = UNIT_DAY;
	add(out, &first, a);
}

void
calendar_place(const struct calendar *c, const struct said_day *d, int reading, struct arena *a,
    struct days_list *out)
{
	struct days one;

	for (; d != NULL; d = d->also) {
		if (d->to != NULL)
			place_stretch(c, d, reading, a, out);
		else if (d->kind == DAY_WEEKDAYS)
			place_set(c, d, reading, a, out);
		else if (calendar_one(c, d, reading, &one))
			add(out, &one, a);
	}
}

bool
calendar_recurs(const struct said_day *d)
{
	return d->kind == DAY_WEEKDAYS && d->every && d->of == NULL;
}
