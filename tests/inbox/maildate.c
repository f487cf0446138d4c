#include "inbox/maildate.h"

#include "base/arena.h"
#include "base/zone.h"
#include "tap.h"

#include <string.h>

/* want: in UTC, and the offset or "?"; "none" where it is no date */
static const struct {
	const char *value, *want;
} dates[] = {
	{ "Mon, 7 Dec 2026 09:12:01 +0000", "2026-12-07T09:12:01+00:00 0" },
	{ "Mon, 7 Dec 2026 14:42:01 +0530", "2026-12-07T09:12:01+00:00 19800" },
	{ "Mon, 7 Dec 2026 05:42:01 -0330", "2026-12-07T09:12:01+00:00 -12600" },
	{ "7 Dec 2026 09:12 -0000", "2026-12-07T09:12:00+00:00 ?" },
	{ "Mon, 7 Dec 2026 09:12:01", "2026-12-07T09:12:01+00:00 ?" },
	{ "Mon,  7  Dec  2026  09:12:01  GMT", "2026-12-07T09:12:01+00:00 0" },
	{ "Mon, 7 Dec 2026 04:12:01 EST", "2026-12-07T09:12:01+00:00 -18000" },
	{ "Mon, 7 Dec 2026 09:12:01 IST", "2026-12-07T09:12:01+00:00 ?" },
	{ "Mon, 7 Dec 2026 10:12:01 +0100 (CET)", "2026-12-07T09:12:01+00:00 3600" },
	{ "Mon, 7 Dec 2026 10:12:01 +0100 CET", "2026-12-07T09:12:01+00:00 3600" },
	{ "Mon (a Monday), 7 (the (seventh)) Dec 2026 09:12:01 +0000",
	    "2026-12-07T09:12:01+00:00 0" },
	{ "Mon, 7 Dec 2026 10:12:01 +01:00", "2026-12-07T09:12:01+00:00 3600" },
	{ "Mon, 7 Dec 2026 10:12:01 GMT+1", "2026-12-07T09:12:01+00:00 3600" },
	{ "Mon, 7 Dec 26 09:12:01 +0000", "2026-12-07T09:12:01+00:00 0" },
	{ "Tue, 7 Dec 99 09:12:01 +0000", "1999-12-07T09:12:01+00:00 0" },
	{ "7 Dec 126 09:12:01 +0000", "2026-12-07T09:12:01+00:00 0" },
	{ "Monday, 07-Dec-26 09:12:01 GMT", "2026-12-07T09:12:01+00:00 0" },
	{ "Mon Dec  7 09:12:01 2026", "2026-12-07T09:12:01+00:00 ?" },
	{ "Mon Dec  7 09:12:01 2026 +0100", "2026-12-07T08:12:01+00:00 3600" },
	{ "7 December 2026 09:12:01 +0000", "2026-12-07T09:12:01+00:00 0" },
	{ "7 dec 2026 9:12:01 +0000", "2026-12-07T09:12:01+00:00 0" },
	{ "31 Dec 2026 23:59:60 +0000", "2026-12-31T23:59:59+00:00 0" },
	{ "29 Feb 2028 00:00:00 +0000", "2028-02-29T00:00:00+00:00 0" },
	{ "1 Jan 2027 00:30:00 +1400", "2026-12-31T10:30:00+00:00 50400" },
	{ "29 Feb 2027 00:00:00 +0000", "none" },
	{ "31 Feb 2026 25:00:00 +0000", "none" },
	{ "7 Dec 2026 24:00:00 +0000", "none" },
	{ "7 Dec 2026 09:60:00 +0000", "none" },
	{ "7 Dec 2026 09:12:01 +1500", "none" },
	{ "7 Dec 2026 09:12:01 +0060", "none" },
	{ "7 Dec 2026 09:12:01 PM", "none" },
	{ "7 Dez 2026 09:12:01 +0000", "none" },
	{ "0 Dec 2026 09:12:01 +0000", "none" },
	{ "7 Dec 1969 09:12:01 +0000", "none" },
	{ "7 Dec 2026", "none" },
	{ "09:12:01 +0000", "none" },
	{ "2026-12-07T09:12:01Z", "none" },
	{ "Mon", "none" },
	{ "((((", "none" },
	{ "", "none" },
};

int
main(void)
{
	struct arena *a = arena_new();
	struct zone utc = zone_utc();

	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		struct maildate date;
		const char *got = "none";

		if (maildate_read(dates[i].value, a, &date) && date.offset_known)
			got = arena_printf(a, "%s %d", zone_rfc3339(&utc, date.at, a), date.offset);
		else if (maildate_read(dates[i].value, a, &date))
			got = arena_printf(a, "%s ?", zone_rfc3339(&utc, date.at, a));
		is_str(got, dates[i].want, "%s", dates[i].value);
	}
	arena_free(a);
	return tap_done();
}
