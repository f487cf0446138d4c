#include "understand/calreply.h"

#include "base/arena.h"
#include "base/buf.h"
#include "inbox/letter.h"
#include "tap.h"
#include "understand/calobject.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char accepted[] = "BEGIN:VCALENDAR\n"
			       "PRODID:-//Example//Calendar 3//EN\n"
			       "VERSION:2.0\n"
			       "METHOD:REPLY\n"
			       "BEGIN:VEVENT\n"
			       "DTSTART:20261208T140000Z\n"
			       "DTEND:20261208T143000Z\n"
			       "DTSTAMP:20261201T091500Z\n"
			       "ORGANIZER:mailto:meet@example.org\n"
			       "UID:4f1c@example.org\n"
			       "ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;CN=Ana\n"
			       " Silva:mailto:Ana@example.net\n"
			       "SEQUENCE:2\n"
			       "COMMENT:See you\\, then\n"
			       "SUMMARY:Accepted: Talk\n"
			       "END:VEVENT\n"
			       "END:VCALENDAR\n";

/* As Exchange writes it: no organizer, its own zone names and the rules to go with them. */
static const char counter[] = "BEGIN:VCALENDAR\n"
			      "METHOD:COUNTER\n"
			      "VERSION:2.0\n"
			      "BEGIN:VTIMEZONE\n"
			      "TZID:W. Europe Standard Time\n"
			      "BEGIN:STANDARD\n"
			      "DTSTART:16010101T030000\n"
			      "TZOFFSETFROM:+0200\n"
			      "TZOFFSETTO:+0100\n"
			      "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\n"
			      "END:STANDARD\n"
			      "END:VTIMEZONE\n"
			      "BEGIN:VEVENT\n"
			      "ATTENDEE;PARTSTAT=ACCEPTED:MAILTO:bo@example.com\n"
			      "UID:4f1c@example.org\n"
			      "DTSTART;TZID=W. Europe Standard Time:20261209T103000\n"
			      "DTEND;TZID=W. Europe Standard Time:20261209T110000\n"
			      "DTSTAMP:20261201T091500Z\n"
			      "END:VEVENT\n"
			      "END:VCALENDAR\n";

/* The text with one thing replaced by another. */
static char *
swap(const char *text, const char *from, const char *to, struct arena *a)
{
	const char *at = strstr(text, from);
	struct buf b;

	buf_init(&b, a);
	if (at == NULL) {
		fprintf(stderr, "'%s' is not in the sample\n", from);
		exit(1);
	}
	buf_add(&b, text, (size_t)(at - text));
	buf_str(&b, to);
	buf_str(&b, at + strlen(from));
	return b.data;
}

static struct letter
mail_with(const char *calendar, const char *from)
{
	return (struct letter){ .from = { "", from }, .calendar = calendar, .calendar_method = "" };
}

enum { WRITTEN_AT = 1796120000 }; /* Tue, 1 Dec 2026 10:13:20 UTC */

/* Both halves, as a mail goes through them. */
static bool
judge(const struct letter *l, struct arena *a, struct calreply *out)
{
	struct calobjects objects;
	struct err err;

	return calobjects_read(l, a, &objects, &err) == 0 &&
	       calreply_judge(&objects, l->from.email, WRITTEN_AT, out);
}

static struct calreply
read_reply(const char *calendar, const char *from, struct arena *a)
{
	struct letter l = mail_with(calendar, from);
	struct calreply r = { 0 };

	ok(judge(&l, a, &r), "read");
	return r;
}

static void
test_accepted(struct arena *a)
{
	struct calreply r = read_reply(accepted, "ana@example.net", a);

	is_str(r.method, "REPLY", "the method");
	is_str(r.uid, "4f1c@example.org", "which meeting");
	is_str(r.attendee, "Ana@example.net", "who answers");
	is_str(r.partstat, "ACCEPTED", "and how");
	is_int(r.sequence, 2, "to which version");
	is_int(r.stamped_at, 1796116500, "Tue, 1 Dec 2026 09:15 UTC");
	is_str(r.comment, "See you, then", "what was written with it");
	is_int(r.proposed.start_at, 0, "a reply proposes nothing");
	ok(r.certain, "no doubt about it");
}

#define SIXTY_FOUR "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void
test_counter(struct arena *a)
{
	struct calreply r = read_reply(counter, "bo@example.com", a);

	is_str(r.method, "COUNTER", "the method");
	is_str(r.attendee, "bo@example.com", "MAILTO in capitals");
	is_str(r.partstat, "", "a counter accepts nothing, whatever it says");
	is_int(r.proposed.start_at, 1796808600, "Wed, 9 Dec 2026 09:30 UTC");
	is_int(r.proposed.end_at, 1796810400, "to 10:00 UTC");
	ok(r.certain, "no doubt about it");

	r = read_reply(swap(swap(counter, "DTSTART;TZID=W. Europe Standard Time",
				"DTSTART;TZID=/example.com/20260101/Europe/Berlin", a),
			   "DTEND;TZID=W. Europe Standard Time", "DTEND;TZID=\"Europe/Berlin\"", a),
	    "bo@example.com", a);
	is_int(r.proposed.start_at, 1796808600, "a zone name behind a prefix");

	r = read_reply(swap(counter, "DTSTART;TZID=W. Europe Standard Time", "DTSTART;TZID=Here",
			   a),
	    "bo@example.com", a);
	ok(!r.certain && r.proposed.start_at == 0, "a zone nobody knows: no proposal");
	r = read_reply(swap(counter, "DTSTART;TZID=W. Europe Standard Time",
			   "DTSTART;TZID=" SIXTY_FOUR, a),
	    "bo@example.com", a);
	ok(!r.certain && r.proposed.start_at == 0, "a zone's name as long as no name is");
	r = read_reply(swap(counter, ":20261209T103000", ":20381209T103000", a), "bo@example.com",
	    a);
	ok(!r.certain && r.proposed.start_at == 0, "a year out of range: no proposal");
	r = read_reply(swap(counter, ":20261209T110000", ":20261209T100000", a), "bo@example.com",
	    a);
	ok(!r.certain && r.proposed.start_at == 0, "an end before the start: no proposal");
}

static const struct {
	const char *from, *to; /* what is changed in the accepted one */
	const char *partstat;
	bool certain;
	const char *name;
} variants[] = {
	{ "PARTSTAT=ACCEPTED", "PARTSTAT=DECLINED", "DECLINED", true, "declined" },
	{ "PARTSTAT=ACCEPTED", "PARTSTAT=\"TENTATIVE\"", "TENTATIVE", true, "in quotes" },
	{ "PARTSTAT=ACCEPTED", "partstat=accepted", "ACCEPTED", true, "in lower case" },
	{ "PARTSTAT=ACCEPTED", "PARTSTAT=NEEDS-ACTION", "", true, "not answered" },
	{ "PARTSTAT=ACCEPTED;", "", "", true, "without an answer" },
	{ "ORGANIZER:mailto:meet@example.org\n", "", "ACCEPTED", true, "without organizer" },
	{ "METHOD:REPLY", "METHOD:reply", "ACCEPTED", true, "method in lower case" },
	{ "METHOD:REPLY", "METHOD:REQUEST", "", true, "an invitation answers nothing" },
	{ "mailto:Ana@example.net", "invalid:nomail", "ACCEPTED", false, "nobody answers" },
	{ "UID:4f1c@example.org\n", "", "ACCEPTED", false, "no UID" },
	{ "COMMENT", "ATTENDEE;PARTSTAT=DECLINED:mailto:bo@example.com\nCOMMENT", "ACCEPTED", true,
	    "two answer, one of them wrote the mail" },
	{ "mailto:Ana@example.net", "mailto:bo@example.com\nATTENDEE:mailto:eve@example.com", "",
	    false, "two answer, neither wrote it" },
	{ "END:VEVENT\n", "END:VEVENT\nBEGIN:VEVENT\nUID:other\nEND:VEVENT\n", "ACCEPTED", false,
	    "two events" },
};

static void
test_variants(struct arena *a)
{
	for (size_t i = 0; i < sizeof variants / sizeof *variants; i++) {
		char *text = swap(accepted, variants[i].from, variants[i].to, a);
		struct calreply r = read_reply(text, "ana@example.net", a);

		is_str(r.partstat, variants[i].partstat, "%s", variants[i].name);
		ok(r.certain == variants[i].certain, "%s: %s", variants[i].name,
		    variants[i].certain ? "certain" : "not certain");
	}
}

static void
test_numbers(struct arena *a)
{
	struct calreply r;

	r = read_reply(swap(accepted, "SEQUENCE:2", "SEQUENCE:1407317367304", a), "", a);
	is_int(r.sequence, 2147483647, "a sequence out of range is the highest");
	r = read_reply(swap(accepted, "SEQUENCE:2", "SEQUENCE:-4", a), "", a);
	is_int(r.sequence, 0, "a negative one is none");
	r = read_reply(swap(accepted, "SEQUENCE:2\n", "", a), "", a);
	is_int(r.sequence, 0, "none");
	r = read_reply(swap(accepted, "DTSTAMP:20261201T091500Z", "DTSTAMP:20261201T091500", a), "",
	    a);
	is_int(r.stamped_at, 1796116500, "a stamp without its Z");
	r = read_reply(swap(accepted, "DTSTAMP:20261201T091500Z", "DTSTAMP:20261341T091500Z", a),
	    "", a);
	is_int(r.stamped_at, WRITTEN_AT, "a stamp that cannot be: when the mail was written");
	r = read_reply(swap(accepted, "DTSTAMP:20261201T091500Z\n", "", a), "", a);
	is_int(r.stamped_at, WRITTEN_AT, "no stamp");
	r = read_reply(swap(accepted, "DTSTAMP:20261201T091500Z", "LAST-MODIFIED:20261201T091500Z",
			   a),
	    "", a);
	is_int(r.stamped_at, 1796116500, "no stamp, but when it was last changed");
	r = read_reply(swap(accepted, "DTSTAMP:20261201T091500Z", "DTSTAMP:20261203T091500Z", a),
	    "", a);
	is_int(r.stamped_at, WRITTEN_AT, "a stamp two days ahead of the mail");
	r = read_reply(swap(accepted, "SEQUENCE:2", "SEQUENCE:0\nX-MICROSOFT-CDO-APPT-SEQUENCE:3",
			   a),
	    "", a);
	is_int(r.sequence, 3, "Outlook's own count");
}

static void
test_methods(struct arena *a)
{
	struct letter l = mail_with(swap(accepted, "METHOD:REPLY\n", "", a), "ana@example.net");
	struct calreply r;

	l.calendar_method = "REPLY";
	ok(judge(&l, a, &r), "without METHOD");
	is_str(r.method, "REPLY", "the parameter says it");
	is_str(r.partstat, "ACCEPTED", "and it is an answer");
	ok(r.certain, "without doubt");

	l = mail_with(accepted, "ana@example.net");
	l.calendar_method = "REQUEST";
	ok(judge(&l, a, &r), "METHOD and the parameter differ");
	is_str(r.method, "REPLY", "METHOD counts");
	ok(!r.certain, "but a person should look");

	l = mail_with(accepted, "ana@example.net");
	l.calendar_other = swap(accepted, "SUMMARY:Accepted: Talk", "SUMMARY:Talk", a);
	judge(&l, a, &r);
	ok(r.certain, "a second part with the same answer");
	l.calendar_other = swap(accepted, "PARTSTAT=ACCEPTED", "PARTSTAT=DECLINED", a);
	judge(&l, a, &r);
	ok(!r.certain, "a second part with another answer");
	l.calendar_other = "BEGIN:VCALENDAR\nEND:VCALENDAR\n";
	ok(judge(&l, a, &r) && !r.certain, "a second part without an event");
	l = mail_with(NULL, "ana@example.net");
	ok(!judge(&l, a, &r), "a mail without a calendar holds no answer");
	l = mail_with("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "ana@example.net");
	ok(!judge(&l, a, &r), "nor does a calendar without an event");
}

/* What stands between BEGIN:VTIMEZONE and END:VTIMEZONE in place of the counter's own zone. */
static const char berlin[] = "BEGIN:STANDARD\n"
			     "DTSTART:16010101T030000\n"
			     "TZOFFSETFROM:+0200\n"
			     "TZOFFSETTO:+0100\n"
			     "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\n"
			     "END:STANDARD\n"
			     "BEGIN:DAYLIGHT\n"
			     "DTSTART:16010101T020000\n"
			     "TZOFFSETFROM:+0100\n"
			     "TZOFFSETTO:+0200\n"
			     "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\n"
			     "END:DAYLIGHT\n";
static const char sydney[] = "BEGIN:STANDARD\n"
			     "DTSTART:19700405T030000\n"
			     "TZOFFSETTO:+1000\n"
			     "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU\n"
			     "END:STANDARD\n"
			     "BEGIN:DAYLIGHT\n"
			     "DTSTART:19701004T020000\n"
			     "TZOFFSETTO:+1100\n"
			     "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=1SU\n"
			     "END:DAYLIGHT\n";
static const char kolkata[] = "BEGIN:STANDARD\nDTSTART:16010101T000000\n"
			      "TZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nEND:STANDARD\n"
			      "BEGIN:DAYLIGHT\nDTSTART:16010101T000000\n"
			      "TZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nEND:DAYLIGHT\n";
static const char nine_hours[] = "BEGIN:STANDARD\nDTSTART:19700101T000000\n"
				 "TZOFFSETFROM:+0900\nTZOFFSETTO:+0900\nEND:STANDARD\n";
static const char history[] = "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETTO:+0100\n"
			      "END:STANDARD\nBEGIN:STANDARD\nDTSTART:19800101T000000\n"
			      "TZOFFSETTO:+0200\nEND:STANDARD\n";
static const char each_day[] = "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETTO:+0100\n"
			       "RRULE:FREQ=DAILY\nEND:STANDARD\n";

static const struct {
	const char *tzid, *rules, *start, *end;
	int64_t start_at, end_at; /* 0: cannot be told */
	const char *name;
} placings[] = {
	{ "Europe/Berlin", nine_hours, "20261209T103000", "20261209T110000", 1796808600, 1796810400,
	    "rules that contradict a name everybody knows do not count" },
	{ "(UTC+01:00) Amsterdam\\, Berlin", berlin, "20261209T103000", "20261209T110000",
	    1796808600, 1796810400, "a name of the sender's own, in winter" },
	{ "Customized Time Zone", berlin, "20260708T103000", "20260708T110000", 1783499400,
	    1783501200, "in summer" },
	{ "Customized Time Zone", berlin, "20261025T013000", "20261025T020000", 1792884600,
	    1792886400, "on the night of the change, before it" },
	{ "Customized Time Zone", sydney, "20261209T103000", "20261209T110000", 1796772600,
	    1796774400, "summer in December" },
	{ "Customized Time Zone", sydney, "20260708T103000", "20260708T110000", 1783470600,
	    1783472400, "winter in July" },
	{ "Own", kolkata, "20261209T103000", "20261209T110000", 1796792400, 1796794200,
	    "one offset, written twice" },
	{ "Own", nine_hours, "20261209T103000", "20261209T110000", 1796779800, 1796781600,
	    "one offset all year" },
	{ "Own", history, "20261209T103000", "20261209T110000", 0, 0, "rules with a history" },
	{ "Own", each_day, "20261209T103000", "20261209T110000", 0, 0, "rules that are none" },
	{ "Own", "", "20261209T103000", "20261209T110000", 0, 0, "no rules" },
	{ "Etc/GMT+5", "", "20261209T103000", "20261209T110000", 1796830200, 1796832000,
	    "an offset as a name" },
	{ "Romance Standard Time", "", "20261209T103000", "20261209T110000", 1796808600, 1796810400,
	    "a name of Windows without rules" },
	{ "tzone://Microsoft/Utc", "", "20261209T103000", "20261209T110000", 1796812200, 1796814000,
	    "UTC as Outlook writes it" },
};

static char *
in_zone(const char *tzid, const char *rules, const char *start, const char *end, struct arena *a)
{
	return arena_printf(a,
	    "BEGIN:VCALENDAR\nMETHOD:COUNTER\nVERSION:2.0\n"
	    "BEGIN:VEVENT\nUID:4f1c@example.org\nATTENDEE:mailto:bo@example.com\n"
	    "DTSTART;TZID=\"%s\":%s\nDTEND;TZID=\"%s\":%s\nEND:VEVENT\n"
	    "BEGIN:VTIMEZONE\nTZID:%s\n%sEND:VTIMEZONE\nEND:VCALENDAR\n",
	    tzid, start, tzid, end, tzid, rules);
}

static void
test_zones(struct arena *a)
{
	for (size_t i = 0; i < sizeof placings / sizeof *placings; i++) {
		struct calreply r = read_reply(in_zone(placings[i].tzid, placings[i].rules,
						   placings[i].start, placings[i].end, a),
		    "bo@example.com", a);

		is_int(r.proposed.start_at, placings[i].start_at, "%s: from", placings[i].name);
		is_int(r.proposed.end_at, placings[i].end_at, "%s: to", placings[i].name);
		ok(r.certain == (placings[i].start_at != 0), "%s: a person looks where it is not",
		    placings[i].name);
	}
}

static void
test_lengths(struct arena *a)
{
	static const char *const forms[] = { "DURATION:PT45M", "DURATION:P0DT0H45M0S" };
	const char *end = "DTEND;TZID=W. Europe Standard Time:20261209T110000";
	struct calreply r;

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		r = read_reply(swap(counter, end, forms[i], a), "bo@example.com", a);
		is_int(r.proposed.end_at - r.proposed.start_at, 45 * 60, "%s", forms[i]);
	}
	r = read_reply(swap(counter, end, "DURATION:-PT45M", a), "bo@example.com", a);
	ok(!r.certain && r.proposed.start_at == 0, "backwards");
	r = read_reply(swap(counter, end, "DURATION:P99999999W", a), "bo@example.com", a);
	ok(!r.certain && r.proposed.start_at == 0, "longer than any meeting");
	r = read_reply(swap(counter, end, "LOCATION:Here", a), "bo@example.com", a);
	ok(!r.certain && r.proposed.start_at == 0, "no end at all");

	r = read_reply(swap(swap(swap(counter, "DTSTART;TZID=W. Europe Standard Time", "DTSTART",
				     a),
				"DTEND;TZID=W. Europe Standard Time", "DTEND", a),
			   "VERSION:2.0", "X-WR-TIMEZONE:Europe/Berlin", a),
	    "bo@example.com", a);
	is_int(r.proposed.start_at, 1796808600, "the calendar's zone, where the time has none");
	r = read_reply(swap(swap(counter, "DTSTART;TZID=W. Europe Standard Time", "DTSTART", a),
			   "DTEND;TZID=W. Europe Standard Time", "DTEND", a),
	    "bo@example.com", a);
	ok(!r.certain && r.proposed.start_at == 0, "no zone at all is not UTC");
	ok(r.untimed, "it can be asked for, since all else is clear");
	r = read_reply(swap(swap(counter, "DTEND;TZID=W. Europe", "DTEND;TZID=Here and", a),
			   "UID:4f1c@example.org\n", "", a),
	    "bo@example.com", a);
	ok(!r.certain && !r.untimed, "but not where more is in doubt");
}

static void
test_people(struct arena *a)
{
	const char *ana = "ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;CN=Ana\n Silva:";
	struct calreply r;

	r = read_reply(swap(accepted, ana,
			   "ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:bo@example.com\":",
			   a),
	    "ana@example.net", a);
	is_str(r.partstat, "DELEGATED", "somebody else is to come");
	is_str(r.people[0].delegate, "bo@example.com", "and who");
	r = read_reply(swap(accepted, ana,
			   "ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM=\"MAILTO:bo@example.com\":",
			   a),
	    "ana@example.net", a);
	is_str(r.people[0].delegator, "bo@example.com", "who comes in whose place");
	r = read_reply(swap(swap(accepted, ana,
				"ATTENDEE;X-NUM-GUESTS=2;PARTSTAT=ACCEPTED;"
				"X-RESPONSE-COMMENT=\"five &quot;or so&quot; late\\, sorry\":",
				a),
			   "COMMENT:See you\\, then\n", "", a),
	    "ana@example.net", a);
	is_int(r.people[0].companions, 2, "how many come along");
	is_str(r.comment, "five \"or so\" late, sorry", "what Google passes on");
	r = read_reply(swap(accepted, "mailto:Ana@example.net", "mailto:ana%40example.net", a),
	    "ana@example.net", a);
	is_str(r.attendee, "ana@example.net", "with a percent sign");
	r = read_reply(swap(swap(accepted, ana, "ATTENDEE;EMAIL=ana@example.net:", a),
			   "mailto:Ana@example.net", "mailto:", a),
	    "ana@example.net", a);
	is_str(r.attendee, "ana@example.net", "an empty address, and a parameter");

	r = read_reply(swap(accepted, "COMMENT", "ATTENDEE:mailto:bo@example.com\nCOMMENT", a),
	    "cy@example.com", a);
	ok(calreply_actor(&r, "bo@example.com", "") == &r.people[1], "one who is known otherwise");
	ok(calreply_actor(&r, "", "cy@example.com") == NULL, "or nobody");
	r = read_reply(swap(accepted, "SEQUENCE:2", "RECURRENCE-ID:20261208T140000Z", a), "", a);
	ok(r.one_date, "about one date");
	is_int(r.instance_at, 1796738400, "Tue, 8 Dec 2026 14:00 UTC");
	r = read_reply(swap(accepted, "SEQUENCE:2", "RECURRENCE-ID;VALUE=DATE:20261208", a), "", a);
	ok(r.one_date && r.instance_at == 0, "which cannot be told");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_accepted(a);
	test_counter(a);
	test_variants(a);
	test_numbers(a);
	test_methods(a);
	test_zones(a);
	test_lengths(a);
	test_people(a);
	arena_free(a);
	return tap_done();
}
