#include "calendars/rule.h"

#include "base/date.h"
#include "calendars/caltime.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { RULE_TEXT_MAX = 2048, PERIOD_DAYS_MAX = 366, COUNT_MAX = 100000, INTERVAL_MAX = 10000 };

static const char *const weekdays[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

static bool
read_number(const char *s, const char *end, long least, long most, int *out)
{
	char *stop;
	long n = strtol(s, &stop, 10);

	*out = (int)n;
	return stop == end && s != end && n >= least && n <= most;
}

static int
weekday_of(const char *s, size_t len)
{
	for (int i = 0; i < 7; i++)
		if (len == 2 && strncasecmp(s, weekdays[i], 2) == 0)
			return i;
	return -1;
}

/* "1,15,-1"; zero is no day of a month. */
static bool
read_list(const char *s, int least, int most, bool zero, struct rule_list *out)
{
	for (out->n = 0; out->n < RULE_LIST_MAX; s++) {
		const char *end = s + strcspn(s, ",");
		char *stop;
		long n = strtol(s, &stop, 10);

		if (stop != end || s == end || n < least || n > most || (n == 0 && !zero))
			return false;
		out->items[out->n++] = (int)n;
		if (*(s = end) == '\0')
			return true;
	}
	return false;
}

/* "MO,-1FR" */
static bool
read_days(const char *s, struct rule *r)
{
	for (r->n_days = 0; r->n_days < RULE_LIST_MAX; s++) {
		size_t len = strcspn(s, ",");
		char *stop;
		long nth = strtol(s, &stop, 10);
		struct rule_day *d = &r->days[r->n_days++];

		if (labs(nth) > 53 || stop > s + len)
			return false;
		d->nth = (int)nth;
		if ((d->weekday = weekday_of(stop, (size_t)(s + len - stop))) == -1)
			return false;
		s += len;
		if (*s == '\0')
			return true;
	}
	return false;
}

static bool
read_until(const char *s, struct rule *r)
{
	struct caltime until;

	if (!caltime_read(s, strlen(s), &until))
		return false;
	r->has_until = true;
	r->until = until.civil;
	r->until_date = until.date;
	r->until_utc = until.utc;
	return true;
}

static int
read_freq(const char *s, struct rule *r, struct err *err)
{
	static const char *const known[] = { "DAILY", "WEEKLY", "MONTHLY", "YEARLY" };

	for (int i = 0; i < 4; i++)
		if (strcasecmp(s, known[i]) == 0) {
			r->freq = (enum rule_freq)i;
			return 0;
		}
	return err_set(err, ERR_REJECT, "a rule finer than a day (FREQ=%.20s)", s);
}

/* One part: 1 understood, 0 not, -1 refused. */
static int
read_part(const char *name, const char *value, struct rule *r, bool *has_freq, struct err *err)
{
	int n;

	if (strcasecmp(name, "FREQ") == 0) {
		*has_freq = true;
		return read_freq(value, r, err) == 0 ? 1 : -1;
	}
	if (strcasecmp(name, "INTERVAL") == 0)
		return read_number(value, value + strlen(value), 1, INTERVAL_MAX, &r->interval);
	if (strcasecmp(name, "COUNT") == 0) {
		bool fine = read_number(value, value + strlen(value), 1, COUNT_MAX, &n);

		r->count = n;
		return fine;
	}
	if (strcasecmp(name, "UNTIL") == 0)
		return read_until(value, r);
	if (strcasecmp(name, "WKST") == 0)
		return (r->week_start = weekday_of(value, strlen(value))) != -1;
	if (strcasecmp(name, "BYDAY") == 0)
		return read_days(value, r);
	if (strcasecmp(name, "BYMONTH") == 0)
		return read_list(value, 1, 12, false, &r->month);
	if (strcasecmp(name, "BYMONTHDAY") == 0)
		return read_list(value, -31, 31, false, &r->month_day);
	if (strcasecmp(name, "BYYEARDAY") == 0)
		return read_list(value, -366, 366, false, &r->year_day);
	if (strcasecmp(name, "BYWEEKNO") == 0)
		return read_list(value, -53, 53, false, &r->week);
	if (strcasecmp(name, "BYSETPOS") == 0)
		return read_list(value, -366, 366, false, &r->position);
	if (strcasecmp(name, "BYHOUR") == 0)
		return read_list(value, 0, 23, true, &r->hour);
	if (strcasecmp(name, "BYMINUTE") == 0)
		return read_list(value, 0, 59, true, &r->minute);
	if (strcasecmp(name, "BYSECOND") == 0)
		return read_number(value, value + strlen(value), 0, 0, &n);
	if (strcasecmp(name, "RSCALE") == 0)
		return strcasecmp(value, "GREGORIAN") == 0;
	return strcasecmp(name, "SKIP") == 0 && strcasecmp(value, "OMIT") == 0;
}

int
rule_read(const char *text, struct rule *r, struct err *err)
{
	char copy[RULE_TEXT_MAX], *rest = copy, *part;
	bool has_freq = false;

	*r = (struct rule){ .interval = 1 };
	if (strlen(text) >= sizeof copy)
		return err_set(err, ERR_REJECT, "a rule of more than %d bytes", RULE_TEXT_MAX);
	strcpy(copy, text);
	while ((part = strsep(&rest, ";")) != NULL) {
		char *value = strchr(part, '=');
		int did;

		if (*part == '\0')
			continue;
		if (value != NULL)
			*value++ = '\0';
		did = value == NULL ? 0 : read_part(part, value, r, &has_freq, err);
		if (did == -1)
			return -1;
		if (did == 0)
			return err_set(err, ERR_REJECT, "a rule that is not understood (%.20s)",
			    part);
	}
	if (!has_freq)
		return err_set(err, ERR_REJECT, "a rule without FREQ");
	if ((r->hour.n > 0 ? r->hour.n : 1) * (r->minute.n > 0 ? r->minute.n : 1) > RULE_TIMES_MAX)
		return err_set(err, ERR_REJECT, "a rule with more than %d times a day",
		    RULE_TIMES_MAX);
	return 0;
}

static bool
listed(const struct rule_list *l, int value, int total)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->items[i] == value || (l->items[i] < 0 && total + 1 + l->items[i] == value))
			return true;
	return l->n == 0;
}

static int
days_in_year(int year)
{
	return date_to_days((struct date){ year + 1, 1, 1 }) -
	       date_to_days((struct date){ year, 1, 1 });
}

/* The first day of the first week, one with four days in the year at least. */
static int
first_week(int year, int week_start)
{
	int first = date_to_days((struct date){ year, 1, 1 });
	int into = (date_weekday((struct date){ year, 1, 1 }) - week_start + 7) % 7;

	return into <= 3 ? first - into : first - into + 7;
}

/* BYWEEKNO: a week belongs to the year that has most of it. */
static bool
in_week(const struct rule *r, int day, struct date d)
{
	int year = d.year, first;

	if (r->week.n == 0)
		return true;
	if (day >= first_week(year + 1, r->week_start))
		year++;
	else if (day < first_week(year, r->week_start))
		year--;
	first = first_week(year, r->week_start);
	return listed(&r->week, (day - first) / 7 + 1,
	    (first_week(year + 1, r->week_start) - first) / 7);
}

/* BYDAY: the nth of a month, or of a year where no month is named. */
static bool
on_weekday(const struct rule *r, int day, struct date d)
{
	int weekday = ((day + 3) % 7 + 7) % 7, into = d.day, total;

	total = date_days_in_month(d.year, d.month);
	if (r->freq == RULE_YEARLY && r->month.n == 0) {
		into = day - date_to_days((struct date){ d.year, 1, 1 }) + 1;
		total = days_in_year(d.year);
	}
	for (size_t i = 0; i < r->n_days; i++) {
		int nth = r->days[i].nth;

		if (r->days[i].weekday == weekday &&
		    (nth == 0 || r->freq < RULE_MONTHLY || (into - 1) / 7 + 1 == nth ||
			(nth < 0 && (total - into) / 7 + 1 == -nth)))
			return true;
	}
	return r->n_days == 0;
}

/* What a rule leaves open is as it is on its first day. */
static bool
as_at_first(const struct rule *r, int day, struct date d, int first)
{
	struct date f = date_from_days(first);
	bool days = r->n_days > 0 || r->month_day.n > 0 || r->year_day.n > 0;

	switch (r->freq) {
	case RULE_DAILY: return true;
	case RULE_WEEKLY: return r->n_days > 0 || (day - first) % 7 == 0;
	case RULE_MONTHLY: return days || d.day == f.day;
	case RULE_YEARLY:
		if (days)
			return true;
		if (r->week.n > 0)
			return (day - first) % 7 == 0;
		return d.day == f.day && (r->month.n > 0 || d.month == f.month);
	}
	return false;
}

static bool
matches(const struct rule *r, int day, struct date d, int first)
{
	int in_year = day - date_to_days((struct date){ d.year, 1, 1 }) + 1;

	return listed(&r->month, d.month, 12) &&
	       listed(&r->month_day, d.day, date_days_in_month(d.year, d.month)) &&
	       (r->year_day.n == 0 || listed(&r->year_day, in_year, days_in_year(d.year))) &&
	       in_week(r, day, d) && on_weekday(r, day, d) && as_at_first(r, day, d, first);
}

/* One day, week, month or year of the rule's. */
struct period {
	int first, days;
};

/* The index-th one after that of the first day. */
static struct period
period_at(const struct rule *r, int first, int64_t index)
{
	struct date f = date_from_days(first);
	int64_t step = index * r->interval;

	switch (r->freq) {
	case RULE_DAILY: return (struct period){ first + (int)step, 1 };
	case RULE_WEEKLY: {
		int into = (date_weekday(f) - r->week_start + 7) % 7;

		return (struct period){ first - into + (int)step * 7, 7 };
	}
	case RULE_MONTHLY: {
		int64_t month = (int64_t)f.year * 12 + f.month - 1 + step;
		struct date d = { (int)(month / 12), (int)(month % 12) + 1, 1 };

		return (struct period){ date_to_days(d), date_days_in_month(d.year, d.month) };
	}
	case RULE_YEARLY: {
		struct date d = { f.year + (int)step, 1, 1 };

		return (struct period){ date_to_days(d), days_in_year(d.year) };
	}
	}
	return (struct period){ first, 0 };
}

/* A period that begins before `from` for sure, where none need be counted. */
static int64_t
skip_to(const struct rule *r, int first, int64_t from)
{
	static const int longest[] = { 1, 7, 31, 366 };
	int64_t days = from / DAY - 1 - first, index;

	if (r->count > 0 || days <= 0)
		return 0;
	index = days / ((int64_t)longest[r->freq] * r->interval) - 1;
	return index > 0 ? index : 0;
}

struct walk {
	const struct rule *rule;
	int64_t start, until, from, before;
	int64_t seen; /* times so far */
	int64_t times[RULE_TIMES_MAX];
	size_t n_times;
	rule_take *take;
	void *data;
};

static int
ascending(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
find_times(struct walk *w)
{
	const struct rule *r = w->rule;
	int64_t at = (w->start % DAY + DAY) % DAY;
	size_t hours = r->hour.n > 0 ? r->hour.n : 1, minutes = r->minute.n > 0 ? r->minute.n : 1;

	for (size_t h = 0; h < hours; h++)
		for (size_t m = 0; m < minutes; m++) {
			int64_t hour = r->hour.n > 0 ? r->hour.items[h] : at / HOUR;
			int64_t minute = r->minute.n > 0 ? r->minute.items[m] : at % HOUR / MINUTE;

			w->times[w->n_times++] = hour * HOUR + minute * MINUTE + at % MINUTE;
		}
	qsort(w->times, w->n_times, sizeof *w->times, ascending);
}

/* false: the walk is over */
static bool
take_one(struct walk *w, int64_t at)
{
	if (at <= w->start) /* the first was told of already */
		return true;
	if (at > w->until || at >= w->before)
		return false;
	if (w->rule->count > 0 && w->seen >= w->rule->count)
		return false;
	w->seen++;
	return at < w->from || w->take(at, w->data);
}

/* Those of one period, sorted; BYSETPOS picks among them. */
static bool
take_days(struct walk *w, const int *days, size_t n)
{
	const struct rule_list *position = &w->rule->position;
	size_t total = n * w->n_times;

	for (size_t i = 0; i < total; i++) {
		int64_t at = (int64_t)days[i / w->n_times] * DAY + w->times[i % w->n_times];

		if (listed(position, (int)i + 1, (int)total) && !take_one(w, at))
			return false;
	}
	return true;
}

bool
rule_each(const struct rule *r, int64_t start, int64_t until, int64_t from, int64_t before,
    int64_t *budget, rule_take *take, void *data)
{
	struct walk w = { r, start, until, from, before, 1, { 0 }, 0, take, data };
	int first = (int)(start / DAY - (start % DAY < 0));
	int days[PERIOD_DAYS_MAX];

	if (start >= before)
		return true;
	if (start >= from && !take(start, data))
		return true;
	find_times(&w);
	for (int64_t index = skip_to(r, first, from);; index++) {
		struct period p = period_at(r, first, index);
		size_t n = 0;

		if ((int64_t)p.first * DAY >= before)
			return true;
		if ((*budget -= p.days) < 0)
			return false;
		for (int day = p.first; day < p.first + p.days; day++)
			if (matches(r, day, date_from_days(day), first))
				days[n++] = day;
		if (!take_days(&w, days, n))
			return true;
	}
}
