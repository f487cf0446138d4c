/* busy: somebody's own calendar to the times they are busy at */
#include "calendars/busy.h"

#include "base/arena.h"
#include "base/buf.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct arena *arena;

/* "2026-12-01 10:00" in UTC */
static int64_t
at(const char *text)
{
	struct civil c = { .minute = 0 };
	int hour, minute;

	if (sscanf(text, "%d-%d-%d %d:%d", &c.date.year, &c.date.month, &c.date.day, &hour,
		&minute) != 5)
		abort();
	c.minute = hour * 60 + minute;
	return civil_to_seconds(&c);
}

static int
read_text(const char *text, size_t len, const char *zone, struct span window, struct spans *out,
    struct err *err)
{
	struct busy_zones zones;
	struct zone own;

	if (!zone_find(zone, &own))
		abort();
	busy_zones(text, len, &own, window, arena, &zones);
	return busy_read(text, len, &zones, "@example.org", arena, out, err);
}

/* "12-01 10:00-11:00, ..." in UTC, or what is wrong. */
static const char *
show(const char *text, const char *zone, struct span window)
{
	struct err err = { 0 };
	struct spans all;
	struct buf b;

	if (read_text(text, strlen(text), zone, window, &all, &err) == -1)
		return err.kind == ERR_REJECT ? arena_str(arena, err.text) : "another kind";
	buf_init(&b, arena);
	buf_str(&b, "");
	for (size_t i = 0; i < all.n; i++) {
		struct civil from, to;

		civil_from_seconds(all.items[i].start_at, &from);
		civil_from_seconds(all.items[i].end_at, &to);
		buf_printf(&b, "%s%02d-%02d %02d:%02d-", i > 0 ? ", " : "", from.date.month,
		    from.date.day, from.minute / 60, from.minute % 60);
		if (date_compare(from.date, to.date) != 0)
			buf_printf(&b, "%02d-%02d ", to.date.month, to.date.day);
		buf_printf(&b, "%02d:%02d", to.minute / 60, to.minute % 60);
	}
	return b.data;
}

/* Three weeks from Monday, 30 November 2026; one event a row, without its frame. */
static const struct {
	const char *name, *zone, *event, *busy;
} rows[] = {
	{ "UTC", "UTC", "DTSTART:20261201T100000Z\nDTEND:20261201T110000Z\n", "12-01 10:00-11:00" },
	{ "a zone's name", "UTC",
	    "DTSTART;TZID=Europe/Berlin:20261201T100000\nDTEND;TZID=Europe/"
	    "Berlin:20261201T110000\n",
	    "12-01 09:00-10:00" },
	{ "a name of Windows's", "UTC",
	    "DTSTART;TZID=\"W. Europe Standard Time\":20261201T100000\nDURATION:PT90M\n",
	    "12-01 09:00-10:30" },
	{ "a prefix", "UTC",
	    "DTSTART;TZID=/freeassociation.sourceforge.net/Asia/Tbilisi:20261201T100000\n"
	    "DURATION:PT1H\n",
	    "12-01 06:00-07:00" },
	{ "a time without a zone is the owner's", "Asia/Tbilisi",
	    "DTSTART:20261201T100000\nDURATION:PT1H\n", "12-01 06:00-07:00" },
	{ "all day, by the owner's clocks", "Asia/Tbilisi", "DTSTART;VALUE=DATE:20261201\n",
	    "11-30 20:00-12-01 20:00" },
	{ "all day from to", "America/New_York",
	    "DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261204\n", "12-01 05:00-12-04 05:00" },
	{ "all day with an end that is its beginning", "UTC",
	    "DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261201\n", "12-01 00:00-12-02 00:00" },
	{ "all day with a length", "UTC", "DTSTART;VALUE=DATE:20261201\nDURATION:P2D\n",
	    "12-01 00:00-12-03 00:00" },
	{ "a moment takes no time", "UTC", "DTSTART:20261201T100000Z\n", "" },
	{ "transparent", "UTC", "DTSTART:20261201T100000Z\nDURATION:PT1H\nTRANSP:TRANSPARENT\n",
	    "" },
	{ "cancelled", "UTC", "DTSTART:20261201T100000Z\nDURATION:PT1H\nSTATUS:cancelled\n", "" },
	{ "tentative is busy", "UTC", "DTSTART:20261201T100000Z\nDURATION:PT1H\nSTATUS:TENTATIVE\n",
	    "12-01 10:00-11:00" },
	{ "free, as Exchange says it", "UTC",
	    "DTSTART:20261201T100000Z\nDURATION:PT1H\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\n", "" },
	{ "convened's own", "UTC",
	    "UID:abcdefghijklmnopqrstuvwx@example.org\nDTSTART:20261201T100000Z\nDURATION:PT1H\n",
	    "" },
	{ "another's with our domain", "UTC",
	    "UID:4c7a1f30-9c00-4a8e-b7d5-2f8a3d1c9e77@example.org\nDTSTART:20261201T100000Z\n"
	    "DURATION:PT1H\n",
	    "12-01 10:00-11:00" },
	{ "folded and in lower case", "UTC",
	    "dtstart;tzid=Europe/Ber\r\n lin:20261201T10\r\n\t0000\r\nduration:pt1h\r\n",
	    "12-01 09:00-10:00" },
	{ "a colon in a parameter", "UTC",
	    "DTSTART;X-A=\"b:c;TZID=Asia/Tokyo\":20261201T100000Z\nDURATION:PT1H\n",
	    "12-01 10:00-11:00" },
	{ "an alarm inside is not the event", "UTC",
	    "DTSTART:20261201T100000Z\nBEGIN:VALARM\nDURATION:PT15M\nTRIGGER:-PT15M\n"
	    "END:VALARM\nDTEND:20261201T103000Z\n",
	    "12-01 10:00-10:30" },
	{ "into the window", "UTC", "DTSTART:20261129T100000Z\nDTEND:20261130T010000Z\n",
	    "11-30 00:00-01:00" },
	{ "out of the window", "UTC", "DTSTART:20261220T230000Z\nDTEND:20261223T010000Z\n",
	    "12-20 23:00-12-21 00:00" },
	{ "before and after", "UTC",
	    "DTSTART:20261101T100000Z\nDTEND:20261101T110000Z\nRDATE:20261222T100000Z\n", "" },

	{ "every week", "UTC", "DTSTART:20261103T100000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\n",
	    "12-01 10:00-11:00, 12-08 10:00-11:00, 12-15 10:00-11:00" },
	{ "every week for years", "UTC",
	    "DTSTART;TZID=Europe/Berlin:20090707T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\n",
	    "12-01 09:00-10:00, 12-08 09:00-10:00, 12-15 09:00-10:00" },
	{ "every second week", "UTC",
	    "DTSTART:20261103T100000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;INTERVAL=2\n",
	    "12-01 10:00-11:00, 12-15 10:00-11:00" },
	{ "on two days a week", "UTC",
	    "DTSTART:20261130T100000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3\n",
	    "11-30 10:00-11:00, 12-03 10:00-11:00, 12-07 10:00-11:00" },
	{ "until a moment", "UTC",
	    "DTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20261203T100000Z\n",
	    "12-01 10:00-11:00, 12-02 10:00-11:00, 12-03 10:00-11:00" },
	{ "until a moment before", "UTC",
	    "DTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20261203T095959Z\n",
	    "12-01 10:00-11:00, 12-02 10:00-11:00" },
	{ "until a day", "UTC",
	    "DTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20261202\n",
	    "12-01 10:00-11:00, 12-02 10:00-11:00" },
	{ "until a moment, told in another zone", "UTC",
	    "DTSTART;TZID=Asia/Tokyo:20261201T080000\nDURATION:PT1H\n"
	    "RRULE:FREQ=DAILY;UNTIL=20261201T230000Z\n",
	    "11-30 23:00-12-01 00:00, 12-01 23:00-12-02 00:00" },
	{ "the last Friday of a month", "UTC",
	    "DTSTART:20260130T100000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=-1FR\n", "" },
	{ "the second Tuesday of a month", "UTC",
	    "DTSTART:20260113T100000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=2TU\n",
	    "12-08 10:00-11:00" },
	{ "the first working day of a month", "UTC",
	    "DTSTART:20261001T100000Z\nDURATION:PT1H\n"
	    "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1\n",
	    "12-01 10:00-11:00" },
	{ "once a year", "UTC", "DTSTART;VALUE=DATE:16041206\nRRULE:FREQ=YEARLY\n",
	    "12-06 00:00-12-07 00:00" },
	{ "a day of the year", "UTC",
	    "DTSTART:20251206T100000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;BYYEARDAY=340\n",
	    "12-06 10:00-11:00" },
	{ "twice a day", "UTC",
	    "DTSTART:20261201T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYHOUR=9,15;COUNT=3\n",
	    "12-01 09:00-10:00, 12-01 15:00-16:00, 12-02 09:00-10:00" },
	{ "not on some dates", "UTC",
	    "DTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4\n"
	    "EXDATE:20261202T100000Z,20261204T100000Z\n",
	    "12-01 10:00-11:00, 12-03 10:00-11:00" },
	{ "not on a date told in another zone", "UTC",
	    "DTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\n"
	    "EXDATE;TZID=Europe/Berlin:20261202T110000\n",
	    "12-01 10:00-11:00" },
	{ "not on a day", "UTC",
	    "DTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\n"
	    "EXDATE;VALUE=DATE:20261202\n",
	    "12-01 10:00-11:00" },
	{ "whole days but one", "Asia/Tbilisi",
	    "DTSTART;VALUE=DATE:20261201\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20261202\n",
	    "11-30 20:00-12-01 20:00, 12-02 20:00-12-03 20:00" },
	{ "more dates", "UTC",
	    "DTSTART:20261201T100000Z\nDURATION:PT1H\nRDATE:20261203T120000Z\n"
	    "RDATE;VALUE=PERIOD:20261204T120000Z/20261204T123000Z,20261205T120000Z/PT2H\n",
	    "12-01 10:00-11:00, 12-03 12:00-13:00, 12-04 12:00-12:30, 12-05 12:00-14:00" },
	{ "one is moved", "UTC",
	    "UID:a\nDTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\n"
	    "END:VEVENT\nBEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20261202T100000Z\n"
	    "DTSTART:20261202T150000Z\nDURATION:PT30M\n",
	    "12-01 10:00-11:00, 12-02 15:00-15:30, 12-03 10:00-11:00" },
	{ "one is moved, and comes first", "UTC",
	    "UID:a\nRECURRENCE-ID;TZID=Europe/Berlin:20261202T110000\n"
	    "DTSTART:20261202T150000Z\nDURATION:PT30M\n"
	    "END:VEVENT\nBEGIN:VEVENT\nUID:a\nDTSTART:20261201T100000Z\nDURATION:PT1H\n"
	    "RRULE:FREQ=DAILY;COUNT=3\n",
	    "12-01 10:00-11:00, 12-02 15:00-15:30, 12-03 10:00-11:00" },
	{ "one is off", "UTC",
	    "UID:a\nDTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\n"
	    "END:VEVENT\nBEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20261202T100000Z\n"
	    "DTSTART:20261202T100000Z\nDURATION:PT1H\nSTATUS:CANCELLED\n",
	    "12-01 10:00-11:00, 12-03 10:00-11:00" },
	{ "another's is moved", "UTC",
	    "UID:a\nDTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\n"
	    "END:VEVENT\nBEGIN:VEVENT\nUID:b\nRECURRENCE-ID:20261202T100000Z\n"
	    "DTSTART:20261202T150000Z\nDURATION:PT30M\n",
	    "12-01 10:00-11:00, 12-02 10:00-11:00, 12-02 15:00-15:30" },
	{ "one that would be free is busy", "UTC",
	    "UID:a\nDTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY\n"
	    "TRANSP:TRANSPARENT\nEND:VEVENT\nBEGIN:VEVENT\nUID:a\n"
	    "RECURRENCE-ID:20261202T100000Z\nDTSTART:20261202T100000Z\nDURATION:PT1H\n",
	    "12-02 10:00-11:00" },
	{ "those that touch are one", "UTC",
	    "DTSTART:20261201T100000Z\nDURATION:PT1H\nEND:VEVENT\nBEGIN:VEVENT\n"
	    "DTSTART:20261201T110000Z\nDURATION:PT1H\n",
	    "12-01 10:00-12:00" },
	{ "what is to be done is no event", "UTC",
	    "DTSTART:20261201T100000Z\nDURATION:PT1H\nEND:VEVENT\nBEGIN:VTODO\n"
	    "DTSTART:20261202T100000Z\nDURATION:PT1H\nEND:VTODO\nBEGIN:VEVENT\n"
	    "DTSTART:20261201T100000Z\n",
	    "12-01 10:00-11:00" },
	{ "busy times alone", "UTC",
	    "DTSTART:20261201T100000Z\nEND:VEVENT\nBEGIN:VFREEBUSY\n"
	    "FREEBUSY:20261202T100000Z/PT1H,20261203T100000Z/20261203T120000Z\n"
	    "FREEBUSY;FBTYPE=FREE:20261204T100000Z/PT1H\n"
	    "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261205T100000Z/PT1H\nEND:VFREEBUSY\n"
	    "BEGIN:VEVENT\nDTSTART:20261201T100000Z\n",
	    "12-02 10:00-11:00, 12-03 10:00-12:00, 12-05 10:00-11:00" },
	{ "a zone of the sender's own", "UTC",
	    "DTSTART;TZID=Ours:20261201T100000\nDURATION:PT1H\nEND:VEVENT\nBEGIN:VTIMEZONE\n"
	    "TZID:Ours\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\n"
	    "TZOFFSETTO:+0130\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\n"
	    "BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0130\nTZOFFSETTO:+0200\n"
	    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
	    "BEGIN:VEVENT\nDTSTART:20261201T100000Z\n",
	    "12-01 08:30-09:30" },
	{ "a zone that says where it is", "UTC",
	    "DTSTART;TZID=Ours:20261201T100000\nDURATION:PT1H\nEND:VEVENT\nBEGIN:VTIMEZONE\n"
	    "TZID:Ours\nX-LIC-LOCATION:Asia/Tokyo\nBEGIN:STANDARD\nEND:STANDARD\n"
	    "END:VTIMEZONE\nBEGIN:VEVENT\nDTSTART:20261201T100000Z\n",
	    "12-01 01:00-02:00" },

	{ "an unknown zone", "UTC", "DTSTART;TZID=Mars/Olympus:20261201T100000\nDURATION:PT1H\n",
	    "line 3: a time zone that nobody knows (Mars/Olympus)" },
	{ "no real date", "UTC", "DTSTART:20260231T100000Z\n",
	    "line 3: no date or time (20260231T100000Z)" },
	{ "no beginning", "UTC", "SUMMARY:x\n", "line 2: an event without a DTSTART" },
	{ "every hour", "UTC", "DTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY\n",
	    "the event at line 2 has a rule finer than a day (FREQ=HOURLY)" },
	{ "every second, where there is none", "UTC",
	    "DTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY="
	    "30\n",
	    "the event at line 2 has a rule finer than a day (FREQ=SECONDLY)" },
	{ "a rule of something new", "UTC",
	    "DTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYMOON=1\n",
	    "the event at line 2 has a rule that is not understood (BYMOON)" },
	{ "an end before the beginning", "UTC",
	    "DTSTART:20261201T100000Z\nDTEND:20261201T090000Z\n",
	    "line 2: an event that ends before it begins" },
};

static const struct {
	const char *name, *text, *says;
} wholes[] = {
	{ "a page", "<!DOCTYPE html>\n<html><body>Please log in: now</body></html>\n",
	    "this is no calendar" },
	{ "nothing", "", "this is no calendar" },
	{ "a card", "BEGIN:VCARD\nFN:Nino\nEND:VCARD\n", "line 1: this is no calendar (VCARD)" },
	{ "cut off", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261201T100000Z\n",
	    "the calendar is cut off" },
	{ "nested",
	    "BEGIN:VCALENDAR\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\n"
	    "BEGIN:A\nBEGIN:A\n",
	    "line 9: nested too deep (A)" },
	{ "empty", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "" },
	{ "two, and a mark before",
	    "\xef\xbb\xbf"
	    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261201T100000Z\nDURATION:PT1H\n"
	    "END:VEVENT\nEND:VCALENDAR\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\n"
	    "DTSTART:20261202T100000Z\nDURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR\n",
	    "12-01 10:00-11:00, 12-02 10:00-11:00" },
};

static void
test_rows(void)
{
	const struct span window = { at("2026-11-30 00:00"), at("2026-12-21 00:00") };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_str(show(arena_printf(arena,
				"BEGIN:VCALENDAR\nBEGIN:VEVENT\n%sEND:VEVENT\n"
				"END:VCALENDAR\n",
				rows[i].event),
			   rows[i].zone, window),
		    rows[i].busy, "%s", rows[i].name);
	for (size_t i = 0; i < sizeof wholes / sizeof *wholes; i++)
		is_str(show(wholes[i].text, "UTC", window), wholes[i].says, "%s", wholes[i].name);
}

static void
test_clock_changes(void)
{
	const struct span window = { at("2027-03-26 00:00"), at("2027-03-30 00:00") };

	is_str(show("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=Europe/Berlin:20260101T100000\n"
		    "DURATION:PT1H\nRRULE:FREQ=DAILY\nEND:VEVENT\nEND:VCALENDAR\n",
		   "UTC", window),
	    "03-26 09:00-10:00, 03-27 09:00-10:00, 03-28 08:00-09:00, 03-29 08:00-09:00",
	    "a series keeps its time by its own clocks");
	is_str(show("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20270328\n"
		    "END:VEVENT\nEND:VCALENDAR\n",
		   "Europe/Berlin", window),
	    "03-27 23:00-03-28 22:00", "a day of 23 hours");
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
test_large(void)
{
	const struct span window = { at("2026-11-30 00:00"), at("2027-01-30 00:00") };
	struct err err = { 0 };
	struct spans all;
	struct buf b;
	double since;

	buf_init(&b, arena);
	buf_str(&b, "BEGIN:VCALENDAR\n");
	for (int i = 0; i < 10000; i++) {
		buf_printf(&b,
		    "BEGIN:VEVENT\nUID:%d\nDTSTART;TZID=Europe/Berlin:20%02d%02d%02dT%02d0000\n"
		    "DURATION:PT1H\nSUMMARY:Something\nDESCRIPTION:And a few words about it\n",
		    i, 10 + i % 17, 1 + i % 12, 1 + i % 28, 7 + i % 12);
		if (i % 3 == 0)
			buf_printf(&b, "RRULE:FREQ=WEEKLY%s\n", i % 2 == 0 ? "" : ";COUNT=1000");
		buf_str(&b, "END:VEVENT\n");
	}
	buf_str(&b, "END:VCALENDAR\n");
	since = seconds();
	is_int(read_text(b.data, b.len, "Asia/Tbilisi", window, &all, &err), 0,
	    "ten thousand events are read (%s)", err.text);
	since = seconds() - since;
	printf("# in %.3f s\n", since);
	ok(since < 1 && all.n > 0, "in less than a second");
}

int
main(void)
{
	arena = arena_new();
	test_rows();
	test_clock_changes();
	test_large();
	arena_free(arena);
	return tap_done();
}
