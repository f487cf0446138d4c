#include "daemon/values.h"

#include "base/arena.h"
#include "base/nearest.h"
#include "inbox/address.h"

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/uloc.h>

static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

bool
value_length(const char *s, int *minutes, struct arena *a, const char **why)
{
	static const struct {
		char unit;
		int minutes;
	} units[] = { { 'm', 1 }, { 'h', 60 }, { 'd', 24 * 60 }, { 'w', 7 * 24 * 60 } };
	char unit = '\0';
	long count = -1;
	int n = 0;

	if (strlen(s) <= 8 && sscanf(s, "%6ld%c%n", &count, &unit, &n) == 2 && s[n] == '\0' &&
	    count >= 0)
		for (size_t i = 0; i < sizeof units / sizeof *units; i++)
			if (units[i].unit == unit &&
			    count <= 5 * 366 * 24 * 60 / units[i].minutes) {
				*minutes = (int)count * units[i].minutes;
				return true;
			}
	*why = arena_printf(a,
	    "\"%s\" is no length: write a number and m, h, d or w, as in \"30m\"", s);
	return false;
}

/* Two digits, a colon, two digits: the usual slips ("9:00", "9.30") are named. */
static bool
read_clock(const char *s, int *minute, int *used)
{
	int h, m, n = 0;

	if (sscanf(s, "%2d:%2d%n", &h, &m, &n) != 2 || n < 4 || s[0] == '-' || s[0] == '+' ||
	    s[n - 3] != ':' || h > 24 || m < 0 || m > 59 || (h == 24 && m > 0))
		return false;
	*minute = h * 60 + m;
	*used = n;
	return true;
}

bool
value_clock(const char *s, int *minute, struct arena *a, const char **why)
{
	int used;

	if (read_clock(s, minute, &used) && s[used] == '\0')
		return true;
	*why = arena_printf(a, "\"%s\" is no time of day: write it as in \"09:30\"", s);
	return false;
}

static bool
read_stretch(const char *s, int *from, int *to, int *used)
{
	int n, m;

	if (!read_clock(s, from, &n) || s[n] != '-' || !read_clock(s + n + 1, to, &m))
		return false;
	*used = n + 1 + m;
	return true;
}

bool
value_night(const char *s, int *from, int *to, struct arena *a, const char **why)
{
	int used;

	if (read_stretch(s, from, to, &used) && s[used] == '\0' && *from != *to)
		return true;
	*why = arena_printf(a, "\"%s\" is no stretch of hours: write it as in \"22:00-07:00\"", s);
	return false;
}

static int
read_weekday(const char *s)
{
	for (int i = 0; i < 7; i++)
		if (strncasecmp(s, weekdays[i], 3) == 0)
			return i;
	return -1;
}

/* "Mon-Thu", "Tue,Sat": which days, as bits; the number of bytes read, or 0 */
static int
read_weekdays(const char *s, unsigned *days)
{
	const char *p = s;

	*days = 0;
	for (;;) {
		int first = read_weekday(p), last = first;

		if (first == -1)
			return 0;
		p += 3;
		if (*p == '-') {
			if ((last = read_weekday(p + 1)) == -1)
				return 0;
			p += 4;
		}
		for (int d = first;; d = (d + 1) % 7) {
			*days |= 1u << d;
			if (d == last)
				break;
		}
		if (*p != ',')
			break;
		p += 1 + strspn(p + 1, " ");
	}
	return *p == ' ' ? (int)(p - s) : 0;
}

/* One stretch on each of the days; a stretch that overlaps what is there already is refused. */
static const char *
add_stretch(struct hours **hours, size_t *n, unsigned days, int from, int to, struct arena *a)
{
	for (int d = 0; d < 7; d++) {
		if ((days & 1u << d) == 0)
			continue;
		for (size_t i = 0; i < *n; i++)
			if ((*hours)[i].weekday == d && from < (*hours)[i].to_minute &&
			    (*hours)[i].from_minute < to)
				return arena_printf(a,
				    "%02d:%02d-%02d:%02d overlaps other hours on %s", from / 60,
				    from % 60, to / 60, to % 60, weekdays[d]);
		*hours = arena_more(a, *hours, *n, sizeof **hours);
		(*hours)[(*n)++] = (struct hours){ d, from, to };
	}
	return NULL;
}

bool
value_hours(const char *s, struct hours **hours, size_t *n, struct arena *a, const char **why)
{
	unsigned days;
	int used = read_weekdays(s, &days), from, to;
	const char *p = s + used;

	if (used == 0) {
		*why = arena_printf(a,
		    "\"%s\" does not begin with days: write it as in \"Mon-Fri 09:00-17:00\"", s);
		return false;
	}
	do {
		p += 1 + strspn(p + 1, " ");
		if (!read_stretch(p, &from, &to, &used)) {
			*why = arena_printf(a,
			    "\"%s\": cannot read the hours \"%s\": write them as in \"09:00-12:30, "
			    "14:00-18:00\"",
			    s, p);
			return false;
		}
		if (from >= to) {
			*why = arena_printf(a,
			    "\"%s\": %.*s ends before it begins: write the earlier time first", s,
			    used, p);
			return false;
		}
		if ((*why = add_stretch(hours, n, days, from, to, a)) != NULL)
			return false;
		p += used;
	} while (*p == ',');
	if (*p == '\0')
		return true;
	*why = arena_printf(a, "\"%s\": \"%s\" is left over: put a comma between stretches", s, p);
	return false;
}

static bool
read_date(const char *s, struct date *d)
{
	int n = 0;

	return sscanf(s, "%4d-%2d-%2d%n", &d->year, &d->month, &d->day, &n) == 3 && n == 10 &&
	       s[4] == '-' && s[7] == '-' && date_valid(*d);
}

bool
value_off(const char *s, struct off *off, struct arena *a, const char **why)
{
	struct date first, last;
	int from = 0, to = 1440, used = 0;

	if (!read_date(s, &first))
		goto wrong;
	last = first;
	if (strncmp(s + 10, "..", 2) == 0) {
		if (!read_date(s + 12, &last) || s[22] != '\0')
			goto wrong;
	} else if (s[10] == ' ') {
		if (!read_stretch(s + 11, &from, &to, &used) || s[11 + used] != '\0')
			goto wrong;
	} else if (s[10] != '\0')
		goto wrong;
	if (date_compare(last, first) < 0 || from >= to) {
		*why =
		    arena_printf(a, "\"%s\" ends before it begins: write the earlier one first", s);
		return false;
	}
	off->from = (struct civil){ first, from, 0 };
	off->to = (struct civil){ last, to, 0 };
	return true;
wrong:
	*why = arena_printf(a,
	    "\"%s\" is no day, days or hours of a day: write \"2027-04-05\", "
	    "\"2026-12-24..2027-01-08\" or \"2027-03-03 13:00-17:00\"",
	    s);
	return false;
}

bool
value_moment(const char *s, struct civil *c, struct arena *a, const char **why)
{
	int used;

	if (read_date(s, &c->date) && s[10] == ' ' && read_clock(s + 11, &c->minute, &used) &&
	    s[11 + used] == '\0' && c->minute < 1440) {
		c->second = 0;
		return true;
	}
	*why = arena_printf(a, "\"%s\" is no day and time: write it as in \"2027-01-14 15:00\"", s);
	return false;
}

static const char *
nearest_zone(const char *name, struct arena *a)
{
	icalarray *zones = icaltimezone_get_builtin_timezones();
	const char **names = arena_alloc(a, (zones->num_elements + 1) * sizeof *names);
	size_t n = zones->num_elements;

	for (size_t i = 0; i < n; i++)
		names[i] = icaltimezone_get_location(icalarray_element_at(zones, i));
	return nearest(name, names, n);
}

bool
value_zone(const char *s, struct zone *z, struct arena *a, const char **why)
{
	const char *meant;

	if (zone_find(s, z))
		return true;
	meant = nearest_zone(s, a);
	*why = meant != NULL
	           ? arena_printf(a, "no such time zone: \"%s\": did you mean \"%s\"?", s, meant)
	           : arena_printf(a,
			 "no such time zone: \"%s\": write an IANA name as in \"Africa/Dakar\"", s);
	return false;
}

bool
value_language(const char *s, struct arena *a, const char **why)
{
	UErrorCode rc = U_ZERO_ERROR;
	char locale[64], tag[64];
	int32_t used = 0;

	uloc_forLanguageTag(s, locale, sizeof locale, &used, &rc);
	if (U_SUCCESS(rc) && used == (int32_t)strlen(s) &&
	    uloc_getISO3Language(locale)[0] != '\0' &&
	    uloc_toLanguageTag(locale, tag, sizeof tag, true, &rc) > 0 && U_SUCCESS(rc) &&
	    strcmp(tag, s) == 0)
		return true;
	*why = arena_printf(a,
	    "\"%s\" is no language tag: write one as in \"en\", \"ka\" or \"zh-Hant\"", s);
	return false;
}

bool
value_email(const char *s, struct arena *a, const char **why)
{
	if (address_valid(s))
		return true;
	*why = arena_printf(a, "\"%s\" is no mail address: write it as in \"nino@example.org\"", s);
	return false;
}

bool
value_rule(const char *s, struct arena *a, const char **why)
{
	/* libical never comes back from some rules finer than daily. */
	static const char *const coarse[] = { "DAILY", "WEEKLY", "MONTHLY", "YEARLY" };
	const char *freq = strncmp(s, "FREQ=", 5) == 0 ? s + 5 : strstr(s, ";FREQ=");
	struct icalrecurrencetype rule;
	bool fine = true;

	if (freq != NULL && freq[0] == ';')
		freq += 6;
	for (size_t i = 0; freq != NULL && i < sizeof coarse / sizeof *coarse; i++)
		if (strncmp(freq, coarse[i], strlen(coarse[i])) == 0)
			fine = false;
	if (!fine && strlen(s) < 200) {
		rule = icalrecurrencetype_from_string(s);
		if (rule.freq != ICAL_NO_RECURRENCE)
			return true;
	}
	*why = arena_printf(a,
	    "\"%s\" is no rule that can be kept: write one as in \"FREQ=MONTHLY;BYDAY=2TH\", daily "
	    "or "
	    "coarser",
	    s);
	return false;
}

bool
value_calendar(const char *s, struct arena *a, const char **why)
{
	bool https = strncmp(s, "https://", 8) == 0 && s[8] != '\0';

	if (https && memchr(s + 8, '@', strcspn(s + 8, "/")) != NULL) {
		*why = "an address with a password in it would be for everybody to read: put both "
		       "into a file and name it in busy_credential";
		return false;
	}
	if (https || s[0] == '/')
		return true;
	*why = arena_printf(a,
	    "\"%s\" is no calendar: write an address that begins with https:// or a file's whole "
	    "path",
	    s);
	return false;
}
