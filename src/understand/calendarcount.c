/* Days that are counted: in three days, the next two weeks, the second Tuesday, week 12. */
#include "understand/calendarparts.h"

static void
add_length(const struct length *l, bool backward, struct days *d)
{
	int sign = backward ? -1 : 1;
	struct date date = date_add_months(date_from_days(d->from), sign * l->months);
	int day = date_to_days(date) + sign * l->days;

	for (int n = l->workdays; n > 0; n -= calendar_weekday(day) < 5)
		day += sign;
	d->seconds += sign * l->seconds;
	day += (int)((d->seconds >= 0 ? d->seconds : d->seconds - 86399) / 86400);
	d->seconds = (d->seconds % 86400 + 86400) % 86400;
	d->from = day;
	d->to = day + 1;
	d->unit = UNIT_DAY;
}

bool
calendar_from(const struct calendar *c, const struct said_day *d, int reading, struct days *out)
{
	*out = calendar_day(c->today);
	if (d->of != NULL && !calendar_one(c, d->of, reading, out))
		return false;
	if (d->of == NULL && d->length.finest < UNIT_DAY) {
		out->moment = true;
		out->seconds = c->second;
	}
	if (d->of != NULL && d->of->kind == DAY_THEN && d->length.days == 7) { /* a whole one */
		out->from = calendar_monday(out->to - 1) + 7;
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
		*out = calendar_day(out->to - 1);
	add_length(&d->length, d->backward, out);
	if (d->length.finest >= UNIT_DAY && !out->moment)
		out->seconds = 0;
	return true;
}

bool
calendar_coming(const struct calendar *c, const struct said_day *d, struct days *out)
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

	if (!calendar_one(c, d->of, reading, &in))
		return false;
	if (d->count > 0 && d->weekday == -1) { /* the first two weeks, the last ten days */
		int days = d->count * (d->unit == UNIT_WEEK ? 7 : d->unit == UNIT_MONTH ? 30 : 1);

		*out = (struct days){ .from = n >= 0 ? in.from : in.to - days, .unit = UNIT_DAY };
		out->to = out->from + days;
		return true;
	}
	if (d->weekday != -1 || d->unit == UNIT_WEEKEND) {
		int weekday = d->weekday != -1 ? d->weekday : 5;

		day = n >= 0 ? in.from + (weekday - calendar_weekday(in.from) + 7) % 7 + 7 * n
		             : in.to - 1 - (calendar_weekday(in.to - 1) - weekday + 7) % 7 +
		                   7 * (n + 1);
		if (day < in.from || day >= in.to)
			return false;
		*out = calendar_day(day);
		if (d->unit == UNIT_WEEKEND && d->weekday == -1)
			*out = (struct days){ day, day + 2, UNIT_WEEKEND, 0, 0, 0 };
		return true;
	}
	if (d->unit == UNIT_WEEK) { /* it belongs to the month with most of its days */
		day = n >= 0 ? calendar_monday(in.from + 3) + 7 * n
		             : calendar_monday(in.to - 4) + 7 * (n + 1);
		*out = (struct days){ day, day + 7, UNIT_WEEK, 0, 0, 0 };
		return true;
	}
	if (d->unit == UNIT_DAY || d->unit == UNIT_WORKDAY) {
		day = n >= 0 ? in.from + n : in.to + n;
		while (d->unit == UNIT_WORKDAY && calendar_weekday(day) > 4)
			day += n >= 0 ? 1 : -1;
		*out = calendar_day(day);
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

/* Named by its month only and over: next year's. */
static bool
is_over(const struct calendar *c, const struct said_day *d, const struct days *at)
{
	const struct said_day *of = d->of;

	return at->to <= c->today && of != NULL && of->kind == DAY_DATE && of->year == 0;
}

bool
calendar_week_number(const struct calendar *c, const struct said_day *d, struct days *out)
{
	int year = d->year != 0 ? d->year : date_from_days(c->today).year;
	struct date fourth = { year, 1, 4 };

	out->from = calendar_monday(date_to_days(fourth)) + 7 * (d->nth - 1);
	if (d->year == 0 && out->from + 7 <= c->today) {
		fourth.year++;
		out->from = calendar_monday(date_to_days(fourth)) + 7 * (d->nth - 1);
	}
	out->to = out->from + 7;
	out->unit = UNIT_WEEK;
	return true;
}

bool
calendar_nth(const struct calendar *c, const struct said_day *d, int reading, struct days *out)
{
	struct said_day of, later = *d;

	if (!place_nth(c, d, reading, out))
		return false;
	if (!is_over(c, d, out))
		return true;
	of = *d->of;
	of.year = date_from_days(out->from).year + 1;
	later.of = &of;
	return place_nth(c, &later, reading, out);
}
