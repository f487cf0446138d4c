#include "inbox/maildate.h"

#include "base/date.h"
#include "inbox/header.h"

#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { WORDS_MAX = 12, WORD_LEN = 32, OFFSET_MAX = 14 * HOUR };

struct reading {
	char words[WORDS_MAX][WORD_LEN];
	size_t n;
	struct civil civil;
	bool has_time;
};

/* The zone names of RFC 5322; all others can mean several zones ("IST" three). */
static const struct {
	const char *name;
	int hours;
} zones[] = {
	{ "UT", 0 },
	{ "UTC", 0 },
	{ "GMT", 0 },
	{ "EST", -5 },
	{ "EDT", -4 },
	{ "CST", -6 },
	{ "CDT", -5 },
	{ "MST", -7 },
	{ "MDT", -6 },
	{ "PST", -8 },
	{ "PDT", -7 },
};

/* Blanks, commas and the hyphens of "12-Mar-2026" end a word; the sign of a zone begins one. */
static void
split(const char *s, struct reading *r)
{
	size_t len = 0;

	for (; *s != '\0' && r->n < WORDS_MAX; s++) {
		bool between = isspace((unsigned char)*s) || *s == ',' ||
		               (*s == '-' && len > 0 && !r->has_time);

		if (*s == ':')
			r->has_time = true;
		if (between && len > 0) {
			r->n++;
			len = 0;
		}
		if (!between && len < WORD_LEN - 1)
			r->words[r->n][len++] = *s;
	}
	if (len > 0 && r->n < WORDS_MAX)
		r->n++;
}

static int
month_number(const char *word)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (int i = 0; i < 12; i++)
		if (strncasecmp(word, names + (size_t)i * 3, 3) == 0)
			return i + 1;
	return 0;
}

static bool
all_digits(const char *word)
{
	return *word != '\0' && word[strspn(word, "0123456789")] == '\0' && strlen(word) <= 4;
}

static bool
read_clock(const char *word, struct civil *out)
{
	int hour, minute, second = 0, end = 0;

	if (sscanf(word, "%2d:%2d%n:%2d%n", &hour, &minute, &end, &second, &end) < 2 ||
	    (word[end] != '\0' && word[end] != '.'))
		return false;
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
		return false;
	out->minute = hour * 60 + minute;
	out->second = second == 60 ? 59 : second;
	return true;
}

/* Two digits are of 1950 to 2049, three count from 1900 (RFC 5322, 4.3). */
static int
full_year(const char *word)
{
	int year = atoi(word);

	if (strlen(word) <= 2)
		return year < 50 ? 2000 + year : 1900 + year;
	return strlen(word) == 3 ? 1900 + year : year;
}

/* "+0530", "+05:30", "+530" or "+5"; false: no offset that can be. */
static bool
read_offset(const char *sign, struct maildate *out)
{
	const char *digits = sign + 1;
	size_t n = strspn(digits, "0123456789");
	int hours = atoi(digits), minutes = 0, end = 0;

	if (n == 0 || n > 4)
		return false;
	if (n > 2) {
		minutes = hours % 100;
		hours /= 100;
	} else if (digits[n] == ':' && sscanf(digits + n, ":%2d%n", &minutes, &end) < 1) {
		return false;
	}
	if (digits[n + (size_t)end] != '\0' || minutes < 0 || minutes > 59 ||
	    hours * HOUR + minutes * MINUTE > OFFSET_MAX)
		return false;
	out->offset = (hours * HOUR + minutes * MINUTE) * (*sign == '-' ? -1 : 1);
	out->offset_known = out->offset != 0 || *sign == '+';
	return true;
}

/* false: what stands behind the time is no zone. */
static bool
read_zone(const char *word, struct maildate *out)
{
	const char *sign = word + strcspn(word, "+-");

	if (out->offset_known)
		return true; /* "+0200 CEST": said already */
	if (*sign != '\0')
		return read_offset(sign, out);
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
		if (strcasecmp(word, zones[i].name) == 0) {
			out->offset = zones[i].hours * HOUR;
			out->offset_known = true;
		}
	}
	return isalpha((unsigned char)word[0]) && strcasecmp(word, "AM") != 0 &&
	       strcasecmp(word, "PM") != 0;
}

/* "12 Mar 2026", or "Mar 12" with the year elsewhere, from word i on. */
static size_t
read_day(const struct reading *r, size_t i, struct date *out)
{
	bool day_first = i + 1 < r->n && all_digits(r->words[i]);
	const char *day = r->words[day_first ? i : i + 1], *month = r->words[day_first ? i + 1 : i];

	if (i + 1 >= r->n || !all_digits(day) || (out->month = month_number(month)) == 0)
		return 0;
	out->day = atoi(day);
	return 2;
}

bool
maildate_read(const char *value, struct arena *a, struct maildate *out)
{
	struct reading r = { .n = 0 };
	struct date *date = &r.civil.date;
	size_t i = 0, took;

	*out = (struct maildate){ 0 };
	split(header_without_comments(value, a), &r);
	r.has_time = false;
	if (i < r.n && isalpha((unsigned char)r.words[i][0]) && month_number(r.words[i]) == 0)
		i++; /* the name of the day */
	if ((took = read_day(&r, i, date)) == 0)
		return false;
	for (i += took; i < r.n; i++) {
		if (date->year == 0 && all_digits(r.words[i]))
			date->year = full_year(r.words[i]);
		else if (!r.has_time)
			r.has_time = read_clock(r.words[i], &r.civil);
		else if (!read_zone(r.words[i], out))
			return false;
		if (!r.has_time && date->year == 0)
			return false;
	}
	if (!r.has_time || date->year < 1970 || !date_valid(*date))
		return false;
	out->at = civil_to_seconds(&r.civil) - out->offset;
	return true;
}
