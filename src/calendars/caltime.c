#include "calendars/caltime.h"

#include "base/date.h"

#include <ctype.h>

static bool
digits(const char *s, int n, int *out)
{
	*out = 0;
	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		*out = *out * 10 + s[i] - '0';
	}
	return true;
}

bool
caltime_read(const char *s, size_t len, struct caltime *out)
{
	struct civil c = { .minute = 0 };
	int hour, minute;

	*out = (struct caltime){ .date = len == 8 };
	if (len != 8 && len != 15 && !(len == 16 && toupper((unsigned char)s[15]) == 'Z'))
		return false;
	if (!digits(s, 4, &c.date.year) || !digits(s + 4, 2, &c.date.month) ||
	    !digits(s + 6, 2, &c.date.day) || !date_valid(c.date))
		return false;
	if (len > 8) {
		if (toupper((unsigned char)s[8]) != 'T' || !digits(s + 9, 2, &hour) ||
		    !digits(s + 11, 2, &minute) || !digits(s + 13, 2, &c.second) || hour > 23 ||
		    minute > 59 || c.second > 60)
			return false;
		c.minute = hour * 60 + minute;
		c.second = c.second == 60 ? 59 : c.second;
		out->utc = len == 16;
	}
	out->civil = civil_to_seconds(&c);
	return true;
}

bool
calspan_read(const char *s, size_t len, struct calspan *out)
{
	const char *end = s + len;
	bool clock = false, some = false;

	*out = (struct calspan){ .days = 0 };
	if (s < end && (*s == '+' || *s == '-'))
		out->negative = *s++ == '-';
	if (s == end || toupper((unsigned char)*s++) != 'P')
		return false;
	while (s < end) {
		int64_t n = 0;
		int count = 0;

		if (toupper((unsigned char)*s) == 'T' && !clock) {
			clock = true;
			s++;
			continue;
		}
		for (; s < end && isdigit((unsigned char)*s) && count < 8; s++, count++)
			n = n * 10 + *s - '0';
		if (count == 0 || s == end)
			return false;
		switch (toupper((unsigned char)*s++)) {
		case 'W': out->days += 7 * n; break;
		case 'D': out->days += n; break;
		case 'H': out->seconds += n * HOUR; break;
		case 'M': out->seconds += n * MINUTE; break;
		case 'S': out->seconds += n; break;
		default: return false;
		}
		some = true;
	}
	return some;
}
