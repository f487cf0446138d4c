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

/* Both halves, as a mail goes through them. */
static bool
judge(const struct letter *l, struct arena *a, struct calreply *out)
{
	struct calobjects objects;
	struct err err;

	return calobjects_read(l, a, &objects, &err) == 0 &&
	       calreply_judge(&objects, l->from.email, out);
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

int
main(void)
{
	struct arena *a = arena_new();

	test_accepted(a);
	test_counter(a);
	test_variants(a);
	test_numbers(a);
	test_methods(a);
	arena_free(a);
	return tap_done();
}
