#include "understand/calreply.h"

#include "base/arena.h"
#include "base/buf.h"
#include "inbox/letter.h"
#include "tap.h"

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

static struct calreply
read_reply(const char *calendar, const char *from, struct arena *a)
{
	struct letter l = mail_with(calendar, from);
	struct calreply r = { 0 };
	struct err err = { 0 };

	is_int(calreply_read(&l, a, &r, &err), 0, "read: %s", err.text);
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
	{ "mailto:Ana@example.net", "mailto:bo@example.com\nATTENDEE:mailto:eve@example.com",
	    "ACCEPTED", false, "two answer, neither wrote it" },
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
	is_int(r.stamped_at, 0, "a stamp that cannot be");
}

static void
test_methods(struct arena *a)
{
	struct letter l = mail_with(swap(accepted, "METHOD:REPLY\n", "", a), "ana@example.net");
	struct calreply r;
	struct err err = { 0 };

	l.calendar_method = "REPLY";
	is_int(calreply_read(&l, a, &r, &err), 0, "without METHOD");
	is_str(r.method, "REPLY", "the parameter says it");
	is_str(r.partstat, "ACCEPTED", "and it is an answer");
	ok(r.certain, "without doubt");

	l = mail_with(accepted, "ana@example.net");
	l.calendar_method = "REQUEST";
	is_int(calreply_read(&l, a, &r, &err), 0, "METHOD and the parameter differ");
	is_str(r.method, "REPLY", "METHOD counts");
	ok(!r.certain, "but a person should look");

	l = mail_with(accepted, "ana@example.net");
	l.calendar_other = swap(accepted, "SUMMARY:Accepted: Talk", "SUMMARY:Talk", a);
	calreply_read(&l, a, &r, &err);
	ok(r.certain, "a second part with the same answer");
	l.calendar_other = swap(accepted, "PARTSTAT=ACCEPTED", "PARTSTAT=DECLINED", a);
	calreply_read(&l, a, &r, &err);
	ok(!r.certain, "a second part with another answer");
}

static void
refuses(const char *calendar, const char *name, struct arena *a)
{
	struct letter l = mail_with(calendar, "ana@example.net");
	struct calreply r;
	struct err err = { 0 };

	is_int(calreply_read(&l, a, &r, &err), -1, "%s is refused", name);
	is_int(err.kind, ERR_REJECT, "for good: %s", err.text);
}

/* The sample with that many alarms in each other, or lines behind each other, in its event. */
static char *
repeat(const char *what, size_t n, const char *behind, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < n; i++)
		buf_str(&b, what);
	for (size_t i = 0; *behind != '\0' && i < n; i++)
		buf_str(&b, behind);
	buf_str(&b, "END:VEVENT\n");
	return swap(accepted, "END:VEVENT\n", b.data, a);
}

static void
test_limits(struct arena *a)
{
	char line[40];

	refuses("", "nothing", a);
	refuses("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "a calendar without an event", a);
	refuses("hello", "another text", a);
	refuses(swap(accepted, "BEGIN:VCALENDAR\n", "END:VCALENDAR\nBEGIN:VCALENDAR\n", a),
	    "an end before the beginning", a);
	refuses(swap(accepted, "SEQUENCE:2", "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", a),
	    "a rule for each second", a);
	refuses(swap(accepted, "SEQUENCE:2", "RRULE:INTERVAL=2;\n FREQ=HOU\n RLY", a),
	    "a rule for each hour, folded", a);
	refuses(swap(accepted, "SEQUENCE:2", "RRULE;X=FREQ=DAILY:FREQ=MINUTELY", a),
	    "a rule hidden behind another", a);
	read_reply(swap(accepted, "SEQUENCE:2", "RRULE:FREQ=DAILY;COUNT=3", a), "", a);

	read_reply(repeat("BEGIN:VALARM\n", 2, "END:VALARM\n", a), "", a);
	refuses(repeat("BEGIN:VALARM\n", 3, "END:VALARM\n", a), "five levels", a);
	read_reply(repeat("BEGIN:VALARM\nEND:VALARM\n", 498, "", a), "", a);
	refuses(repeat("BEGIN:VALARM\nEND:VALARM\n", 499, "", a), "501 components", a);
	snprintf(line, sizeof line, "X-A:1\n");
	refuses(repeat(line, 20000, "", a), "more than 20000 lines", a);
	refuses(swap(repeat("x", 33000, "", a), "COMMENT:", "COMMENT:\n ", a), "a long line", a);
	refuses(repeat("X-A:12345678901234567890123456789\n", 8000, "", a), "more than 256 kB", a);
}

static void
test_cut_off(struct arena *a)
{
	struct calreply r;
	struct err err;

	for (size_t i = 0; i < sizeof counter; i++) {
		char *part = malloc(i + 1);
		struct letter l = mail_with(part, "bo@example.com");

		memcpy(part, counter, i);
		part[i] = '\0';
		calreply_read(&l, a, &r, &err);
		free(part);
	}
	ok(true, "cut off at each byte");
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
	test_limits(a);
	test_cut_off(a);
	arena_free(a);
	return tap_done();
}
