#include "understand/calzone.h"

#include "base/arena.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LINE_MOST = 512 };

/* One component of a zone while its lines are read. */
struct part {
	struct calchange change;
	bool known; /* TZOFFSETTO was there */
};

struct reading {
	struct calzone zone;
	struct part part, standard, daylight;
	bool in_zone, in_part, is_daylight;
	bool sound;
	struct arena *arena;
};

/* What stands behind the colon, where it is that property, whatever its parameters. */
static const char *
value_of(const char *line, const char *name)
{
	size_t n = strlen(name);
	const char *colon;

	if (strncasecmp(line, name, n) != 0 || (line[n] != ':' && line[n] != ';'))
		return NULL;
	colon = strchr(line + n, ':');
	return colon != NULL ? colon + 1 : NULL;
}

static bool
is_line(const char *line, const char *text)
{
	return strcasecmp(line, text) == 0;
}

/* "+0530", "-080000" */
static bool
read_offset(const char *s, int *seconds)
{
	int digits[6] = { 0 };
	int sign = *s == '-' ? -1 : 1;
	size_t n;

	if (*s != '+' && *s != '-')
		return false;
	for (n = 0, s++; n < 6 && *s >= '0' && *s <= '9'; n++, s++)
		digits[n] = *s - '0';
	if ((n != 4 && n != 6) || *s != '\0')
		return false;
	*seconds = sign * ((digits[0] * 10 + digits[1]) * HOUR +
			      (digits[2] * 10 + digits[3]) * MINUTE + digits[4] * 10 + digits[5]);
	return abs(*seconds) <= CALZONE_OFFSET_MAX && digits[2] < 6 && digits[4] < 6;
}

/* "-1SU", "2SU", "1MO" */
static bool
read_day(const char *s, struct calchange *c)
{
	static const char *const days[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
	char *end;
	long nth = strtol(s, &end, 10);

	if (end == s || nth == 0 || labs(nth) > 5)
		return false;
	for (int i = 0; i < 7; i++)
		if (strcasecmp(end, days[i]) == 0) {
			c->nth = (int)nth;
			c->weekday = i;
			return true;
		}
	return false;
}

/* FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU, in any order, and nothing that changes its meaning. */
static bool
read_rule(const char *rule, struct calchange *c)
{
	char copy[LINE_MOST], *rest = copy, *word;
	bool yearly = false, day = false;

	if (strlen(rule) >= sizeof copy)
		return false;
	strcpy(copy, rule);
	while ((word = strsep(&rest, ";")) != NULL) {
		if (strcasecmp(word, "FREQ=YEARLY") == 0)
			yearly = true;
		else if (strncasecmp(word, "BYMONTH=", 8) == 0)
			c->month = (int)strtol(word + 8, NULL, 10);
		else if (strncasecmp(word, "BYDAY=", 6) == 0)
			day = read_day(word + 6, c);
		else if (strcasecmp(word, "INTERVAL=1") != 0 &&
			 strncasecmp(word, "WKST=", 5) != 0 && *word != '\0')
			return false;
	}
	return yearly && day && c->month >= 1 && c->month <= 12;
}

/* "16010101T030000": the hour of a change stands in its first date. */
static bool
read_start(const char *s, struct calchange *c)
{
	const char *t = strchr(s, 'T');
	int hour, minute;

	if (t == NULL || strspn(t + 1, "0123456789") < 4)
		return false;
	hour = (t[1] - '0') * 10 + t[2] - '0';
	minute = (t[3] - '0') * 10 + t[4] - '0';
	c->minute = hour * 60 + minute;
	return hour < 24 && minute < 60;
}

static void
begin_part(struct reading *r, bool daylight)
{
	struct part *p = daylight ? &r->daylight : &r->standard;

	if (p->known || r->in_part) /* a second one: the zone has a history */
		r->sound = false;
	r->in_part = true;
	r->is_daylight = daylight;
	r->part = (struct part){ .known = false };
}

static void
read_part(struct reading *r, const char *line)
{
	const char *value;

	if (is_line(line, "END:STANDARD") || is_line(line, "END:DAYLIGHT")) {
		r->sound = r->sound && r->part.known;
		*(r->is_daylight ? &r->daylight : &r->standard) = r->part;
		r->in_part = false;
	} else if ((value = value_of(line, "TZOFFSETTO")) != NULL)
		r->part.known = read_offset(value, &r->part.change.offset);
	else if ((value = value_of(line, "DTSTART")) != NULL)
		r->sound = r->sound && read_start(value, &r->part.change);
	else if ((value = value_of(line, "RRULE")) != NULL)
		r->sound = r->sound && read_rule(value, &r->part.change);
	else if (value_of(line, "RDATE") != NULL && value_of(line, "RDATE")[0] != '\0')
		r->sound = false;
}

/* Two parts change into each other, or one says it all. */
static bool
end_zone(struct reading *r)
{
	struct calzone *z = &r->zone;

	r->in_zone = false;
	if (r->in_part || !r->sound || z->tzid == NULL || *z->tzid == '\0')
		return false;
	if (!r->standard.known) { /* a lone DAYLIGHT is one offset, too */
		r->standard = r->daylight;
		r->daylight.known = false;
	}
	z->standard = r->standard.change;
	z->daylight = r->daylight.change;
	/* Exchange writes both even where there is no summer time. */
	z->twofold = r->daylight.known && z->daylight.offset != z->standard.offset;
	if (!r->standard.known)
		return false;
	if (!z->twofold) {
		z->standard = (struct calchange){ .offset = z->standard.offset };
		z->daylight = (struct calchange){ .offset = 0 };
	}
	return calzone_valid(z);
}

static bool
read_line(struct reading *r, const char *line)
{
	const char *value;

	if (is_line(line, "BEGIN:VTIMEZONE"))
		*r = (struct reading){ .in_zone = true, .sound = true, .arena = r->arena };
	else if (!r->in_zone)
		return false;
	else if (is_line(line, "END:VTIMEZONE"))
		return end_zone(r);
	else if (is_line(line, "BEGIN:STANDARD"))
		begin_part(r, false);
	else if (is_line(line, "BEGIN:DAYLIGHT"))
		begin_part(r, true);
	else if (r->in_part)
		read_part(r, line);
	else if ((value = value_of(line, "TZID")) != NULL)
		r->zone.tzid = text_one_line(text_repair(value, strlen(value), r->arena), r->arena);
	return false;
}

size_t
calzones_read(const char *text, struct arena *a, struct calzone **out)
{
	struct reading r = { .arena = a };
	size_t n = 0;

	*out = arena_alloc(a, CALZONE_MAX * sizeof **out);
	while (*text != '\0' && n < CALZONE_MAX) {
		size_t len = strcspn(text, "\n"), kept = len;
		char line[LINE_MOST];

		while (kept > 0 && (text[kept - 1] == ' ' || text[kept - 1] == '\t'))
			kept--;
		if (kept < sizeof line) {
			memcpy(line, text, kept);
			line[kept] = '\0';
			if (read_line(&r, line))
				(*out)[n++] = r.zone;
		} else
			r.sound = false;
		text += len + (text[len] == '\n');
	}
	return n;
}

static bool
change_valid(const struct calchange *c, bool yearly)
{
	if (abs(c->offset) > CALZONE_OFFSET_MAX || c->minute < 0 || c->minute >= 24 * 60)
		return false;
	if (!yearly)
		return c->month == 0 && c->nth == 0 && c->weekday == 0 && c->minute == 0;
	return c->month >= 1 && c->month <= 12 && c->nth != 0 && abs(c->nth) <= 5 &&
	       c->weekday >= 0 && c->weekday <= 6;
}

bool
calzone_valid(const struct calzone *z)
{
	return change_valid(&z->standard, z->twofold) &&
	       (!z->twofold || change_valid(&z->daylight, true));
}

/* When it comes in that year, by the clock before it.  A fifth Sunday that is not is the last. */
static int64_t
change_at(const struct calchange *c, int year)
{
	int last = date_days_in_month(year, c->month);
	struct civil when = { .date = { year, c->month, c->nth > 0 ? 1 : last },
		.minute = c->minute };
	int there = date_weekday(when.date);

	if (c->nth > 0)
		when.date.day += (c->weekday - there + 7) % 7 + 7 * (c->nth - 1);
	else
		when.date.day -= (there - c->weekday + 7) % 7 + 7 * (-c->nth - 1);
	while (when.date.day > last)
		when.date.day -= 7;
	while (when.date.day < 1)
		when.date.day += 7;
	return civil_to_seconds(&when);
}

int64_t
calzone_moment(const struct calzone *z, const struct civil *c)
{
	int64_t wall = civil_to_seconds(c), summer, winter;
	bool in_summer;

	if (!z->twofold)
		return wall - z->standard.offset;
	summer = change_at(&z->daylight, c->date.year);
	winter = change_at(&z->standard, c->date.year);
	in_summer =
	    summer < winter ? wall >= summer && wall < winter : wall >= summer || wall < winter;
	return wall - (in_summer ? z->daylight.offset : z->standard.offset);
}
