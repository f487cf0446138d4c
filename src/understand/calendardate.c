/* Dates as they were said, placed: which year, which month, which of two orders. */
#include "understand/calendarparts.h"

static int
days_of(int year, int month, int day)
{
	return date_to_days((struct date){ year, month, day });
}

/* The 9th next week, the 5th of that month: a day in a stretch that is said beside it. */
static bool
day_of_stretch(const struct calendar *c, const struct said_day *d, struct date *date)
{
	struct days in;

	if (!calendar_one(c, d->of, 0, &in))
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

bool
calendar_date(const struct calendar *c, const struct said_day *d, int reading, struct days *out)
{
	struct date date = { d->year, d->month, d->day };
	struct days in;

	if (d->of != NULL && d->month == 0 && d->day != 0) {
		if (!day_of_stretch(c, d, &date))
			return false;
	} else if (d->of != NULL && d->year == 0) { /* 明年四月 */
		if (!calendar_one(c, d->of, 0, &in))
			return false;
		date.year = date_from_days(in.from).year;
	} else if (d->day == 0 && d->month == 0) {
		*out = (struct days){ days_of(d->year, 1, 1), days_of(d->year + 1, 1, 1), UNIT_YEAR,
			0, 0, 0 };
		return true;
	} else if (d->month == 0 && d->weekday == -1 && calendar_within(c, -1, d->day, out)) {
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
	*out = calendar_day(date_to_days(date));
	/* "Tuesday 18 March" where the 18th is a Wednesday: one of the two is wrong */
	if (reading == 1 && d->weekday != -1) {
		int off = d->weekday - calendar_weekday(out->from);

		off = off > 3 ? off - 7 : off < -3 ? off + 7 : off;
		*out = calendar_day(out->from + off);
	}
	return true;
}

const struct said_day *
calendar_fitting(const struct calendar *c, const struct said_day *d, int *reading)
{
	struct days a, b;
	bool fits = calendar_date(c, d, 0, &a) && calendar_weekday(a.from) == d->weekday;
	bool other_fits =
	    calendar_date(c, d->other, 0, &b) && calendar_weekday(b.from) == d->weekday;

	if (fits == other_fits)
		return d;
	*reading = 0;
	return fits ? d : d->other;
}
