#include "base/zone.h"

#include "base/arena.h"
#include "tap.h"

#include <stdio.h>

static struct civil
civil(int year, int month, int day, int hour, int minute)
{
	return (struct civil){ { year, month, day }, hour * 60 + minute, 0 };
}

static void
is_moment(const char *zone, struct civil c, const char *want, enum zone_fit want_fit,
    struct arena *a)
{
	enum zone_fit fit;
	struct zone z;
	int64_t at;

	if (!ok(zone_find(zone, &z), "%s is known", zone))
		return;
	at = zone_moment(&z, &c, &fit);
	is_str(zone_rfc3339(&z, at, a), want, "%s %02d:%02d", zone, c.minute / 60, c.minute % 60);
	is_int(fit, want_fit, "%s fits as often as it should", want);
}

int
main(void)
{
	struct arena *a = arena_new();
	struct civil c;
	struct zone z;
	int64_t at;
	int offset;

	is_moment("Europe/Berlin", civil(2026, 12, 1, 10, 0), "2026-12-01T10:00:00+01:00",
	    ZONE_ONCE, a);
	is_moment("Europe/Kyiv", civil(2027, 7, 1, 10, 0), "2027-07-01T10:00:00+03:00", ZONE_ONCE,
	    a);
	is_moment("Asia/Kolkata", civil(2027, 7, 1, 0, 15), "2027-07-01T00:15:00+05:30", ZONE_ONCE,
	    a);
	is_moment("Pacific/Apia", civil(2027, 7, 1, 9, 0), "2027-07-01T09:00:00+13:00", ZONE_ONCE,
	    a);
	/* The clocks go from 02:00 to 03:00, so 02:30 is read with the offset before: 03:30 summer
	 * time. */
	is_moment("Europe/Berlin", civil(2027, 3, 28, 2, 30), "2027-03-28T03:30:00+02:00", ZONE_GAP,
	    a);
	is_moment("Europe/Berlin", civil(2027, 10, 31, 2, 30), "2027-10-31T02:30:00+02:00",
	    ZONE_TWICE, a);
	is_moment("America/New_York", civil(2027, 3, 14, 2, 30), "2027-03-14T03:30:00-04:00",
	    ZONE_GAP, a);
	is_moment("Australia/Lord_Howe", civil(2027, 4, 4, 1, 45), "2027-04-04T01:45:00+11:00",
	    ZONE_TWICE, a);
	is_moment("+05:30", civil(2027, 3, 28, 2, 30), "2027-03-28T02:30:00+05:30", ZONE_ONCE, a);
	is_moment("UTC", civil(2027, 3, 28, 2, 30), "2027-03-28T02:30:00+00:00", ZONE_ONCE, a);

	zone_find("Europe/Berlin", &z);
	c = civil(2027, 10, 31, 2, 30);
	is_str(zone_rfc3339(&z, zone_second_moment(&z, &c), a), "2027-10-31T02:30:00+01:00",
	    "the second of two moments");
	ok(!zone_find("Europe/Atlantis", &z) && !zone_find("+5", &z) && !zone_find("", &z),
	    "unknown zones are refused");
	ok(zone_read_rfc3339("2026-12-01T10:00:00+02:00", &at, &offset) && at == 1796112000 &&
		offset == 7200,
	    "RFC 3339 is read");
	ok(zone_read_rfc3339("2026-12-01T08:00:00.25Z", &at, NULL) && at == 1796112000,
	    "with a fraction and Z too");
	ok(!zone_read_rfc3339("2026-12-01T10:00:00", &at, NULL) &&
		!zone_read_rfc3339("2026-13-01T10:00:00Z", &at, NULL),
	    "without a zone it is not");
	arena_free(a);
	return tap_done();
}
