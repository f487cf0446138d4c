/*
 * caltime - dates, times and lengths as calendars write them (RFC 5545, 3.3.4 to 3.3.6)
 */
#ifndef CALENDARS_CALTIME_H
#define CALENDARS_CALTIME_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct caltime {
	int64_t civil; /* seconds since 1970-01-01 00:00 by the clocks of the zone that is named */
	bool date;     /* a day, no time of day */
	bool utc;
};

struct calspan { /* a nominal number of days, then so many seconds */
	int64_t days, seconds;
	bool negative;
};

/* All of the text; false: no such thing. */
bool caltime_read(const char *, size_t len, struct caltime *out);
bool calspan_read(const char *, size_t len, struct calspan *out);

#endif
