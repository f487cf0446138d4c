#include "base/zone.h"

#include "base/arena.h"

#include <assert.h>
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
read_offset(const char *s, int *seconds)
{
	int h, m = 0, n = 0;

	if ((s[0] != '+' && s[0] != '-') || sscanf(s + 1, "%2d:%2d%n", &h, &m, &n) != 2 || n != 5 ||
	    s[6] != '\0' || h < 0 || h > 18 || m < 0 || m > 59)
		return false;
	*seconds = (h * HOUR + m * MINUTE) * (s[0] == '-' ? -1 : 1);
	return true;
}

bool
zone_find(const char *name, struct zone *out)
{
	icaltimezone *tz;
	int seconds;

	memset(out, 0, sizeof *out);
	if (strlen(name) >= sizeof out->name)
		return false;
	if (read_offset(name, &seconds)) {
		*out = zone_fixed(seconds);
		return true;
	}
	if (strcmp(name, "UTC") == 0) {
		*out = zone_utc();
		return true;
	}
	if (strchr(name, '/') == NULL && strlen(name) < 3)
		return false;
	if ((tz = icaltimezone_get_builtin_timezone(name)) == NULL)
		return false;
	strcpy(out->name, name);
	out->rules = tz;
	return true;
}

struct zone
zone_utc(void)
{
	return (struct zone){ .name = "UTC" };
}

struct zone
zone_fixed(int seconds)
{
	struct zone z = { .offset = seconds };
	int minutes = abs(seconds) / 60;

	snprintf(z.name, sizeof z.name, "%c%02d:%02d", seconds < 0 ? '-' : '+', minutes / 60 % 100,
	    minutes % 60);
	return z;
}

int
zone_offset(const struct zone *z, int64_t at)
{
	struct icaltimetype t = { 0 };
	struct civil c;
	int dst;

	if (z->rules == NULL)
		return z->offset;
	civil_from_seconds(at, &c);
	t.year = c.date.year;
	t.month = c.date.month;
	t.day = c.date.day;
	t.hour = c.minute / 60;
	t.minute = c.minute % 60;
	t.second = c.second;
	return icaltimezone_get_utc_offset_of_utc_time((icaltimezone *)(uintptr_t)z->rules, &t,
	    &dst);
}

void
zone_civil(const struct zone *z, int64_t at, struct civil *out)
{
	civil_from_seconds(at + zone_offset(z, at), out);
}

/*
 * Offsets change at most once within a day on either side, so the two offsets around the time
 * are the only ones it can have.
 */
int64_t
zone_moment(const struct zone *z, const struct civil *c, enum zone_fit *fit)
{
	int64_t wall = civil_to_seconds(c);
	int before = zone_offset(z, wall - 15 * HOUR), after = zone_offset(z, wall + 15 * HOUR);
	int64_t first = wall - before, second = wall - after;
	bool first_holds = zone_offset(z, first) == before;
	bool second_holds = zone_offset(z, second) == after;
	enum zone_fit f = ZONE_ONCE;

	if (before != after && first_holds && second_holds)
		f = ZONE_TWICE;
	else if (!first_holds && !second_holds)
		f = ZONE_GAP;
	if (fit != NULL)
		*fit = f;
	return !first_holds && second_holds ? second : first;
}

int64_t
zone_second_moment(const struct zone *z, const struct civil *c)
{
	int64_t wall = civil_to_seconds(c);

	return wall - zone_offset(z, wall + 15 * HOUR);
}

char *
zone_rfc3339(const struct zone *z, int64_t at, struct arena *a)
{
	int offset = zone_offset(z, at), m = abs(offset) / MINUTE;
	struct civil c;

	civil_from_seconds(at + offset, &c);
	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", c.date.year,
	    c.date.month, c.date.day, c.minute / 60, c.minute % 60, c.second,
	    offset < 0 ? '-' : '+', m / 60, m % 60);
}

bool
zone_read_rfc3339(const char *s, int64_t *at, int *offset)
{
	struct civil c;
	int h, m, n = 0, seconds = 0;

	if (sscanf(s, "%4d-%2d-%2d%*1[Tt ]%2d:%2d:%2d%n", &c.date.year, &c.date.month, &c.date.day,
		&h, &m, &c.second, &n) != 6 ||
	    n != 19)
		return false;
	if (!date_valid(c.date) || h > 23 || m > 59 || c.second > 60 || h < 0 || m < 0 ||
	    c.second < 0)
		return false;
	s += n;
	if (*s == '.')
		s += 1 + strspn(s + 1, "0123456789");
	if (strcmp(s, "Z") != 0 && strcmp(s, "z") != 0 && !read_offset(s, &seconds))
		return false;
	c.minute = h * 60 + m;
	*at = civil_to_seconds(&c) - seconds;
	if (offset != NULL)
		*offset = seconds;
	return true;
}
