#include "decide/agenda.h"

enum { MORNING = 7 * 60, WEEK_DAYS = 7, SATURDAY = 5 };

static bool
works_on(const struct staff *s, int weekday)
{
	for (size_t i = 0; i < s->n_hours; i++)
		if (s->hours[i].weekday == weekday)
			return true;
	return false;
}

/* For those who work on all days, or on none, it is Monday. */
static int
first_of_week(const struct staff *s)
{
	for (int i = 0; i < WEEK_DAYS; i++) {
		int day = (SATURDAY + i) % WEEK_DAYS;

		if (works_on(s, day) && !works_on(s, (day + WEEK_DAYS - 1) % WEEK_DAYS))
			return day;
	}
	return 0;
}

static int
minute_of(const struct staff *s, int weekday)
{
	int minute = MORNING;

	for (size_t i = 0; i < s->n_hours; i++)
		if (s->hours[i].weekday == weekday && s->hours[i].from_minute < minute)
			minute = s->hours[i].from_minute;
	return minute;
}

static int64_t
moment(const struct staff *s, struct date date, int minute)
{
	struct civil c = { .date = date, .minute = minute };

	return zone_moment(&s->zone, &c, NULL);
}

int64_t
agenda_next(const struct staff *s, int64_t after)
{
	struct civil c;

	if (s->agenda == AGENDA_NONE)
		return 0;
	zone_civil(&s->zone, after, &c);
	for (int i = 0; i <= WEEK_DAYS; i++) {
		struct date date = date_add_days(c.date, i);
		int weekday = date_weekday(date);
		int64_t at = moment(s, date, minute_of(s, weekday));

		if (at > after && (s->agenda == AGENDA_DAILY || weekday == first_of_week(s)))
			return at;
	}
	return 0;
}

struct span
agenda_days(const struct staff *s, int64_t at)
{
	int days = s->agenda == AGENDA_WEEKLY ? WEEK_DAYS : 1;
	struct civil c;

	zone_civil(&s->zone, at, &c);
	return (struct span){ moment(s, c.date, 0), moment(s, date_add_days(c.date, days), 0) };
}

int64_t
agenda_fresh_seconds(const struct staff *s)
{
	return s->agenda == AGENDA_WEEKLY ? 2 * DAY : 6 * HOUR;
}
