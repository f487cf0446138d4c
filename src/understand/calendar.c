#include "understand/calendar.h"

#include "base/arena.h"
#include "base/date.h"
#include "understand/holiday.h"

#include <string.h>

enum { SET_MOST = 64 };

static bool place_one(const struct calendar *, const struct said_day *, int reading, struct days *);

static int
days_of(int year, int month, int day)
{
	return date_to_days((struct date){ year, month, day });
}

static int
weekday_of(int day)
{
	return date_weekday(date_from_days(day));
}

static int
monday_of(int day)
{
	return day - weekday_of(day);
}

static struct days
one_day(int day)
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
	case UNIT_DAY: *out = one_day(c->today + offset); return true;
	case UNIT_WORKDAY:
		*out = one_day(c->today);
		while (offset > 0 || weekday_of(out->from) > 4) {
			*out = one_day(out->from + 1);
			offset -= weekday_of(out->from) < 5;
		}
		return true;
	case UNIT_WEEK:
		out->from = monday_of(c->today) + 7 * offset;
		out->to = out->from + 7;
		return true;
	case UNIT_FORTNIGHT:
		out->from = monday_of(c->today) + 14 * offset - (offset > 0 ? 7 : 0);
		out->to = out->from + 14;
		return true;
	case UNIT_WEEKEND:
		out->from = monday_of(c->today) + 5 + 7 * offset;
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

/* The first day left of the stretch spoken of that is such a weekday, or such a day of the month.
 */
static bool
within(const struct calendar *c, int weekday, int day_of_month, struct days *out)
{
	int from = c->within_from > c->today ? c->within_from : c->today + 1;

	for (int day = from; day < c->within_to; day++)
		if (day_of_month != 0 ? date_from_days(day).day == day_of_month
				      : weekday_of(day) == weekday) {
			*out = one_day(day);
			return true;
		}
	return false;
}

/* The 9th next week, the 5th of that month: a day in a stretch that is said beside it. */
static bool
day_of_stretch(const struct calendar *c, const struct said_day *d, struct date *date)
{
	struct days in;

	if (!place_one(c, d->of, 0, &in))
		return false;
	*date = date_from_days(in.from);
	if (d->of->kind == DAY_PERIOD && d->of->unit == UNIT_WEEK)
		for (int day = in.from; day < in.to; day++)
			if (date_from_days(day).day == d->day)
				*date = date_from_days(day);
	date->day = d->day;
	return true;
}

/* The next month that has such a day, on the weekday that was said, if one was. */
static struct date
next_such_day(const struct calendar *c, const struct said_day *d)
{
	enum { MONTHS = 14 };
	struct date today = date_from_days(c->today);
	struct date date = { d->year != 0 ? d->year : today.year, today.month, d->day };

	for (int i = 0; i < MONTHS; i++) {
		bool other = d->weekday != -1 && date_weekday(date) != d->weekday && i < MONTHS - 1;

		if (date_valid(date) && date_to_days(date) >= c->today && !other)
			break;
		date = date_add_months((struct date){ date.year, date.month, 1 }, 1);
		date.day = d->day;
	}
	return date;
}

/* The year of a date that was said without one. */
static struct date
in_its_year(const struct calendar *c, const struct said_day *d)
{
	struct date today = date_from_days(c->today), date = { today.year, d->month, d->day };

	if (d->day == 0 ? d->month < today.month : date_to_days(date) < c->today)
		date.year++;
	if (d->which == WHICH_LAST &&
	    date_to_days((struct date){ date.year, d->month, 1 }) > c->today)
		date.year--;
	if (d->weekday != -1 && date_weekday(date) != d->weekday) {
		struct date last = { date.year - 1, d->month, d->day };

		/* just over, then */
		if (date_valid(last) && date_weekday(last) == d->weekday &&
		    c->today - date_to_days(last) <= 31)
			date = last;
	}
	return date;
}

static struct days
one_month(struct date date)
{
	date.day = 1;
	return (struct days){ date_to_days(date), date_to_days(date_add_months(date, 1)),
		UNIT_MONTH, 0, 0, 0 };
}

/* A date without its year is the next one; where a weekday was said, the year it fits. */
static bool
place_date(const struct calendar *c, const struct said_day *d, int reading, struct days *out)
{
	struct date date = { d->year, d->month, d->day };
	struct days in;

	if (d->of != NULL && d->month == 0 && d->day != 0) {
		if (!day_of_stretch(c, d, &date))
			return false;
	} else if (d->of != NULL && d->year == 0) { /* 明年四月 */
		if (!place_one(c, d->of, 0, &in))
			return false;
		date.year = date_from_days(in.from).year;
	} else if (d->day == 0 && d->month == 0) {
		*out = (struct days){ days_of(d->year, 1, 1), days_of(d->year + 1, 1, 1), UNIT_YEAR,
			0, 0, 0 };
		return true;
	} else if (d->month == 0 && d->weekday == -1 && within(c, -1, d->day, out)) {
		return true;
	} else if (d->month == 0) {
		date = next_such_day(c, d);
	} else if (d->year == 0) {
		date = in_its_year(c, d);
	}
	if (d->day == 0) {
		*out = one_month(date);
		return true;
	}
	if (!date_valid(date))
		return false;
	*out = one_day(date_to_days(date));
	/* "Tuesday 18 March" where the 18th is a Wednesday: one of the two is wrong */
	if (reading == 1 && d->weekday != -1) {
		int off = d->weekday - weekday_of(out->from);

		off = off > 3 ? off - 7 : off < -3 ? off + 7 : off;
		*out = one_day(out->from + off);
	}
	return true;
}

/* "Tue 1/12": of the two orders the one whose day is a Tuesday, where only one is. */
static const struct said_day *
fitting(const struct calendar *c, const struct said_day *d, int *reading)
{
	struct days a, b;
	bool fits = place_date(c, d, 0, &a) && weekday_of(a.from) == d->weekday;
	bool other_fits = place_date(c, d->other, 0, &b) && weekday_of(b.from) == d->weekday;

	if (fits == other_fits)
		return d;
	*reading = 0;
	return fits ? d : d->other;
}

static bool
place_weekday(const struct calendar *c, const struct said_day *d, int reading, struct days *out)
{
	int monday = monday_of(c->today), ahead = (d->weekday - weekday_of(c->today) + 7) % 7;
	struct days in;

	if (d->of != NULL) {
		if (!place_one(c, d->of, reading, &in))
			return false;
		*out = one_day(in.from + (d->weekday - weekday_of(in.from) + 7) % 7);
		/* in "next month" the first that is left */
		while (out->from < c->today && out->to + 7 <= in.to)
			*out = one_day(out->from + 7);
		return true;
	}
	if (d->which == WHICH_PLAIN && within(c, d->weekday, 0, out))
		return true;
	switch (d->which) {
	case WHICH_PLAIN:
	case WHICH_COMING: *out = one_day(c->today + (ahead == 0 ? 7 : ahead)); break;
	case WHICH_THIS: *out = one_day(c->today + ahead); break;
	case WHICH_NEXT: /* of next week; some mean the next to come */
		*out = one_day(
		    reading == 0 ? monday + 7 + d->weekday : c->today + (ahead == 0 ? 7 : ahead));
		break;
	case WHICH_AFTER_NEXT: *out = one_day(monday + 14 + d->weekday); break;
	case WHICH_LAST: *out = one_day(c->today - (ahead == 0 ? 7 : 7 - ahead)); break;
	}
	return true;
}

static void
add_length(const struct length *l, bool backward, struct days *d)
{
	int sign = backward ? -1 : 1;
	struct date date = date_add_months(date_from_days(d->from), sign * l->months);
	int day = date_to_days(date) + sign * l->days;

	for (int n = l->workdays; n > 0; n -= weekday_of(day) < 5)
		day += sign;
	d->seconds += sign * l->seconds;
	day += (int)((d->seconds >= 0 ? d->seconds : d->seconds - 86399) / 86400);
	d->seconds = (d->seconds % 86400 + 86400) % 86400;
	d->from = day;
	d->to = day + 1;
	d->unit = UNIT_DAY;
}

/* in three days, two weeks from Monday, in two hours */
static bool
place_from(const struct calendar *c, const struct said_day *d, int reading, struct days *out)
{
	*out = one_day(c->today);
	if (d->of != NULL && !place_one(c, d->of, reading, out))
		return false;
	if (d->of == NULL && d->length.finest < UNIT_DAY) {
		out->moment = true;
		out->seconds = c->second;
	}
	if (d->of != NULL && d->of->kind == DAY_THEN && d->length.days == 7) { /* a whole one */
		out->from = monday_of(out->to - 1) + 7;
		out->to = out->from + 7;
		out->unit = UNIT_WEEK;
		return true;
	}
	/* the week after Easter, the week after next week: whole */
	if (d->of != NULL && out->to - out->from == 7 && d->length.days == 7) {
		out->from += d->backward ? -7 : 7;
		out->to += d->backward ? -7 : 7;
		return true;
	}
	if (d->of != NULL && !d->backward && out->to - out->from > 1)
		*out = one_day(out->to - 1);
	add_length(&d->length, d->backward, out);
	if (d->length.finest >= UNIT_DAY && !out->moment)
		out->seconds = 0;
	return true;
}

/* the next three days; the last two weeks; within a month */
static bool
place_coming(const struct calendar *c, const struct said_day *d, struct days *out)
{
	struct days end = { .from = c->today, .to = c->today + 1, .seconds = c->second };

	add_length(&d->length, d->backward, &end);
	if (d->length.finest < UNIT_DAY) { /* until a moment of some day */
		*out = (struct days){ .from = c->today, .to = end.from, .unit = UNIT_MINUTE };
		out->moment = true;
		out->seconds = end.seconds;
		if (d->backward)
			*out = (struct days){ end.from, c->today, UNIT_MINUTE, false, true,
				c->second };
		return true;
	}
	*out = (struct days){ .unit = UNIT_DAY, .fuzzy = d->length.vague };
	if (d->backward) {
		out->from = end.from;
		out->to = c->today;
	} else {
		out->from = d->within ? c->today : c->today + 1;
		out->to = end.from + 1;
		if (d->within && d->length.finest > UNIT_DAY)
			out->to--;
	}
	return out->to > out->from;
}

/* the second Tuesday, the last week: of a stretch, counted from its beginning or its end */
static bool
place_nth(const struct calendar *c, const struct said_day *d, int reading, struct days *out)
{
	struct days in;
	int n = d->nth > 0 ? d->nth - 1 : d->nth, day;

	if (!place_one(c, d->of, reading, &in))
		return false;
	if (d->count > 0 && d->weekday == -1) { /* the first two weeks, the last ten days */
		int days = d->count * (d->unit == UNIT_WEEK ? 7 : d->unit == UNIT_MONTH ? 30 : 1);

		*out = (struct days){ .from = n >= 0 ? in.from : in.to - days, .unit = UNIT_DAY };
		out->to = out->from + days;
		return true;
	}
	if (d->weekday != -1 || d->unit == UNIT_WEEKEND) {
		int weekday = d->weekday != -1 ? d->weekday : 5;

		day = n >= 0 ? in.from + (weekday - weekday_of(in.from) + 7) % 7 + 7 * n
		             : in.to - 1 - (weekday_of(in.to - 1) - weekday + 7) % 7 + 7 * (n + 1);
		if (day < in.from || day >= in.to)
			return false;
		*out = one_day(day);
		if (d->unit == UNIT_WEEKEND && d->weekday == -1)
			*out = (struct days){ day, day + 2, UNIT_WEEKEND, 0, 0, 0 };
		return true;
	}
	if (d->unit == UNIT_WEEK) { /* it belongs to the month with most of its days */
		day = n >= 0 ? monday_of(in.from + 3) + 7 * n : monday_of(in.to - 4) + 7 * (n + 1);
		*out = (struct days){ day, day + 7, UNIT_WEEK, 0, 0, 0 };
		return true;
	}
	if (d->unit == UNIT_DAY || d->unit == UNIT_WORKDAY) {
		day = n >= 0 ? in.from + n : in.to + n;
		while (d->unit == UNIT_WORKDAY && weekday_of(day) > 4)
			day += n >= 0 ? 1 : -1;
		*out = one_day(day);
		return day >= in.from && day < in.to;
	}
	if (d->unit == UNIT_MONTH || d->unit == UNIT_QUARTER) {
		int months = d->unit == UNIT_MONTH ? 1 : 3;
		struct date from = date_from_days(n >= 0 ? in.from : in.to);

		*out = (struct days){ .unit = d->unit };
		out->from = date_to_days(date_add_months(from, n * months));
		out->to = date_to_days(date_add_months(from, (n + 1) * months));
		return true;
	}
	return false;
}

/* Week 12: the first is the one with 4 January in it. */
static bool
place_week_number(const struct calendar *c, const struct said_day *d, struct days *out)
{
	int year = d->year != 0 ? d->year : date_from_days(c->today).year;
	struct date fourth = { year, 1, 4 };

	out->from = monday_of(date_to_days(fourth)) + 7 * (d->nth - 1);
	if (d->year == 0 && out->from + 7 <= c->today) {
		fourth.year++;
		out->from = monday_of(date_to_days(fourth)) + 7 * (d->nth - 1);
	}
	out->to = out->from + 7;
	out->unit = UNIT_WEEK;
	return true;
}

/* Named by its month only and over: next year's. */
static bool
is_over(const struct calendar *c, const struct said_day *d, const struct days *at)
{
	const struct said_day *of = d->of;

	return at->to <= c->today && of != NULL && of->kind == DAY_DATE && of->year == 0;
}

/* "Friday 23", where the next 23rd is a Friday. */
static bool
place_near(const struct calendar *c, const struct said_day *d, int reading, struct days *out)
{
	enum { NEAR = 45 }; /* days */

	if (place_date(c, d, 0, out) && out->from - c->today <= NEAR &&
	    weekday_of(out->from) == d->weekday)
		return true;
	return place_weekday(c, &(struct said_day){ .kind = DAY_WEEKDAY, .weekday = d->weekday },
	    reading, out);
}

static bool
place_one(const struct calendar *c, const struct said_day *d, int reading, struct days *out)
{
	bool fine = false;

	memset(out, 0, sizeof *out);
	if (d->other != NULL && d->weekday != -1)
		d = fitting(c, d, &reading);
	if (reading == 1 && d->other != NULL)
		d = d->other;
	switch (d->kind) {
	case DAY_DATE:
		fine = d->near ? place_near(c, d, reading, out) : place_date(c, d, reading, out);
		break;
	case DAY_OFFSET:
		*out = one_day(c->today + d->offset);
		fine = true;
		break;
	case DAY_WEEKDAY: fine = place_weekday(c, d, reading, out); break;
	case DAY_WEEKDAYS: break; /* a set: place_set() */
	case DAY_PERIOD: fine = period(c, d->unit, d->offset, out); break;
	case DAY_COMING: fine = place_coming(c, d, out); break;
	case DAY_FROM: fine = place_from(c, d, reading, out); break;
	case DAY_NTH:
		fine = place_nth(c, d, reading, out);
		if (fine && is_over(c, d, out)) {
			struct said_day of = *d->of, later = *d;

			of.year = date_from_days(out->from).year + 1;
			later.of = &of;
			fine = place_nth(c, &later, reading, out);
		}
		break;
	case DAY_WEEK_OF:
		fine = place_one(c, d->of, reading, out);
		out->from = monday_of(out->from);
		out->to = out->from + 7;
		out->unit = UNIT_WEEK;
		break;
	case DAY_WEEK_NUMBER: fine = place_week_number(c, d, out); break;
	case DAY_THEN:
		*out = (struct days){ c->then_from, c->then_to, UNIT_DAY, 0, 0, 0 };
		fine = true;
		break;
	case DAY_HOLIDAY: {
		int year = date_from_days(c->today).year, day = holiday_in(d->holiday, year);

		if (d->year != 0)
			day = holiday_in(d->holiday, d->year);
		else if (day < c->today)
			day = holiday_in(d->holiday, year + 1);
		*out = one_day(day);
		fine = d->year != 0 || day >= c->today;
		break;
	}
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
	if (d->of != NULL && !place_one(c, d->of, reading, &in))
		return;
	for (int i = in.from; i < in.to && out->n < most; i++)
		if (d->weekdays >> weekday_of(i) & 1) {
			day = one_day(i);
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
	if (!place_one(c, d, reading, &first))
		return;
	if (d->to->kind == DAY_WEEKDAY || d->to->kind == DAY_DATE)
		if (d->to->of == NULL)
			later.today = first.from;
	if (!place_one(&later, d->to, reading, &last) || last.to <= first.from)
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
		else if (place_one(c, d, reading, &one))
			add(out, &one, a);
	}
}

bool
calendar_recurs(const struct said_day *d)
{
	return d->kind == DAY_WEEKDAYS && d->every && d->of == NULL;
}
