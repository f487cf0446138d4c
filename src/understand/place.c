#include "understand/place.h"

#include "base/arena.h"
#include "understand/atlas.h"
#include "understand/names.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

static bool
letter_at(const struct folded *f, size_t at)
{
	return at < f->len && (isalnum((unsigned char)f->text[at]) || (f->text[at] & 0x80) != 0);
}

static size_t
skip_blanks(const struct folded *f, size_t at)
{
	while (at < f->len && f->text[at] == ' ')
		at++;
	return at;
}

static size_t
read_digits(const struct folded *f, size_t at, int *number)
{
	size_t start = at;

	*number = 0;
	while (at < f->len && at - start < 4 && isdigit((unsigned char)f->text[at]))
		*number = *number * 10 + f->text[at++] - '0';
	return at - start;
}

/* The part of an hour behind "5" in "5:30", "5.5", "5h30"; moves past it. */
static int
minutes_of_offset(const struct folded *f, size_t *at)
{
	size_t i = *at;
	int minutes;

	if (i >= f->len || (f->text[i] != ':' && f->text[i] != '.' && f->text[i] != 'h'))
		return 0;
	if (read_digits(f, i + 1, &minutes) == 2 && minutes < 60) {
		*at = i + 3;
	} else if (f->text[i] == '.' && read_digits(f, i + 1, &minutes) == 1 && minutes == 5) {
		*at = i + 2;
		return 30;
	} else
		return 0;
	return minutes;
}

bool
place_offset_at(const struct folded *f, size_t at, struct place *out)
{
	size_t i = at, digits;
	int sign, hours, minutes;

	if (i < f->len && f->text[i] == '\xc2' && f->text[i + 1] == '\xb1') /* plus-minus */
		i += 1;
	else if (i >= f->len || (f->text[i] != '+' && f->text[i] != '-'))
		return false;
	sign = f->text[i] == '-' ? -1 : 1;
	i = skip_blanks(f, i + 1);
	if ((digits = read_digits(f, i, &hours)) == 0)
		return false;
	i += digits;
	if (digits > 2) {
		minutes = hours % 100;
		hours /= 100;
	} else
		minutes = minutes_of_offset(f, &i);
	if (hours > 14 || minutes > 59 || letter_at(f, i) ||
	    (i + 1 < f->len && f->text[i] == ':' && isdigit((unsigned char)f->text[i + 1])))
		return false;
	memset(out, 0, sizeof *out);
	out->kind = PLACE_OFFSET;
	out->zones[0] = hours == 0 && minutes == 0
	                    ? zone_utc()
	                    : zone_fixed(sign * (hours * HOUR + minutes * MINUTE));
	out->n = 1;
	out->len = i - at;
	out->capital = true;
	return true;
}

bool
place_named_offset_at(const struct folded *f, size_t at, struct place *out)
{
	static const char *const names[] = { "utc/gmt", "gmt/utc", "utc", "gmt" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t len = strlen(names[i]);

		if (f->len - at < len || memcmp(f->text + at, names[i], len) != 0)
			continue;
		if (!place_offset_at(f, skip_blanks(f, at + len), out))
			return false;
		out->len += skip_blanks(f, at + len) - at;
		return true;
	}
	return false;
}

/* Does the first letter, or each letter, of that stretch stand in capitals? */
static void
look_at_capitals(const char *text, const struct folded *f, size_t at, size_t len, bool *first,
    bool *all)
{
	int32_t i = (int32_t)f->from[at], end = (int32_t)f->from[at + len], was = i;
	UChar32 c;

	*first = *all = true;
	while (i < end) {
		int32_t here = i;

		U8_NEXT(text, i, end, c);
		if (c > 0 && u_toupper(c) != c) {
			*all = false;
			if (here == was)
				*first = false;
		}
	}
}

/* The same clock, winter and summer, in the years around now?  Older history does not matter. */
static bool
same_clock(const struct zone *a, const struct zone *b)
{
	/* the middles of January and July, 2026 and 2030 */
	static const int64_t days[] = { 1768478400, 1784116800, 1894708800, 1910347200 };

	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		if (zone_offset(a, days[i]) != zone_offset(b, days[i]))
			return false;
	return true;
}

/* Zones that agree count once: all of Argentina has one clock and twelve zones. */
static void
copy_zones(const struct reading *reading, struct place *out)
{
	for (size_t i = 0, j; i < reading->n; i++) {
		for (j = 0; j < out->n; j++)
			if (same_clock(&out->zones[j], reading->zones[i]))
				break;
		if (j == out->n)
			out->zones[out->n++] = *reading->zones[i];
	}
}

bool
place_at(const struct places *places, const char *text, const struct folded *f, size_t at,
    struct place *out)
{
	const struct reading *reading = NULL;
	bool first, all;

	if (place_named_offset_at(f, at, out))
		return true;
	memset(out, 0, sizeof *out);
	for (const struct places *p = places; p != NULL; p = p->common) {
		size_t len = 0;
		int value = names_at(p->names, f, at, &len);

		if (value >= 0 && len > out->len) {
			reading = &p->readings[value];
			out->len = len;
		}
	}
	if (reading == NULL)
		return false;
	look_at_capitals(text, f, at, out->len, &first, &all);
	if (reading->capitals_only && !all)
		return false;
	out->kind = reading->kind;
	out->capital = first;
	copy_zones(reading, out);
	return true;
}
