/* calobject: a calendar part to plain data, and what is refused before a library sees it */
#include "understand/calobject.h"

#include "base/arena.h"
#include "base/buf.h"
#include "inbox/letter.h"
#include "tap.h"
#include "understand/callines.h"

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* In place of libical's own: nothing in a mail is a reason to follow a rule. */
static int iterators;

icalrecur_iterator *
icalrecur_iterator_new(struct icalrecurrencetype rule, struct icaltimetype start)
{
	(void)rule, (void)start;
	iterators++;
	return NULL;
}

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

static int
read_text(const char *text, struct arena *a, struct calobjects *out, struct err *err)
{
	struct letter l = { .calendar = text, .calendar_method = "" };

	*err = (struct err){ 0 };
	return calobjects_read(&l, a, out, err);
}

static void
reads(const char *text, const char *name, struct arena *a)
{
	struct calobjects objects;
	struct err err;

	is_int(read_text(text, a, &objects, &err), 0, "%s is read %s", name, err.text);
	is_int((int)objects.n, 1, "%s: the event is found", name);
}

/* No limit is broken, and nothing is found. */
static void
finds_nothing(const char *text, const char *name, struct arena *a)
{
	struct calobjects objects;
	struct err err;

	is_int(read_text(text, a, &objects, &err), 0, "%s is no reason to stop", name);
	is_int((int)objects.n, 0, "%s holds nothing", name);
}

static void
refuses(const char *text, const char *why, struct arena *a)
{
	struct calobjects objects;
	struct err err;

	is_int(read_text(text, a, &objects, &err), -1, "refused: %s", why);
	is_str(err.text, why, "and says so");
	is_int(err.kind, ERR_REJECT, "for good");
}

static void
test_fields(struct arena *a)
{
	struct calobjects objects;
	const struct calobject *o = &objects.items[0];
	struct err err;

	read_text(swap(accepted, "DTEND:20261208T143000Z",
		      "DTEND;TZID=Europe/Berlin:20261208T153000", a),
	    a, &objects, &err);
	is_str(o->method, "REPLY", "the method");
	is_str(o->uid, "4f1c@example.org", "which meeting");
	is_int((int)o->n_people, 1, "one person");
	is_str(o->people[0].email, "Ana@example.net", "who");
	is_int(o->people[0].answer, CALANSWER_YES, "who says yes");
	is_int(o->start.kind, CALMOMENT_UTC, "the start is in UTC");
	is_int(o->start.civil.minute, 14 * 60, "at 14:00");
	is_int(o->end.kind, CALMOMENT_LOCAL, "the end is somewhere");
	is_str(o->end.tzid, "Europe/Berlin", "and says where");
	is_int(o->end.civil.minute, 15 * 60 + 30, "its clock says 15:30");
	ok(!o->several, "one event");
}

static const struct {
	const char *value, *name;
} impossible[] = {
	{ "20261341T140000Z", "a thirteenth month" },
	{ "20269941T140000Z", "a ninety-ninth month" },
	{ "20260231T140000Z", "31 February" },
	{ "20260000T140000Z", "day and month zero" },
	{ "20261208T250000Z", "25 o'clock" },
	{ "20261208T146100Z", "61 minutes" },
	{ "20261208T140099Z", "99 seconds" },
	{ "20370101T140000Z", "a year beyond the zones' data" },
	{ "19691231T140000Z", "a year before 1970" },
	{ "-9991208T140000Z", "a negative year" },
	{ "20261208", "a day without a time" },
	{ "tomorrow", "a word" },
};

static void
test_moments(struct arena *a)
{
	for (size_t i = 0; i < sizeof impossible / sizeof *impossible; i++) {
		struct calobjects objects;
		struct err err;

		read_text(swap(accepted, "20261208T140000Z", impossible[i].value, a), a, &objects,
		    &err);
		is_int(objects.items[0].start.kind, CALMOMENT_NONE, "%s is no moment",
		    impossible[i].name);
	}
}

static const struct {
	const char *rule;
	bool harmless;
} rules[] = {
	{ "RRULE:FREQ=DAILY;COUNT=3", true },
	{ "RRULE:FREQ=WEEKLY;BYDAY=MO,WE", true },
	{ "RRULE:FREQ=MONTHLY;COUNT=400", true },
	{ "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10", true },
	{ "rrule;x=y:freq=daily", true },
	{ "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", false },
	{ "RRULE:FREQ=MINUTELY", false },
	{ "RRULE:INTERVAL=2;\n FREQ=HOU\n RLY", false },
	{ "RRULE;X=FREQ=DAILY:FREQ=MINUTELY", false },
	{ "RRULE:FREQ=DAILYX", false },
	{ "RRULE:FREQ=DAILY;COUNT=401", false },
	{ "RRULE:FREQ=DAILY;COUNT=99999999999999999999", false },
	{ "RRULE:FREQ=DAILY;COUNT=-1", false },
	{ "RRULE:FREQ=DAILY;COUNT=", false },
	{ "RRULE:FREQ=DAILY;INTERVAL=0", false },
	{ "RRULE:", false },
	{ "RRULE:COUNT=3", false },
	{ "EXRULE:FREQ=HOURLY", false },
};

static void
test_rules(struct arena *a)
{
	char daily[] = "FREQ=DAILY";
	struct calobjects objects;
	time_t moment;
	struct err err;

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		is_int(read_text(swap(accepted, "SEQUENCE:2", rules[i].rule, a), a, &objects, &err),
		    rules[i].harmless ? 0 : -1, "%s", rules[i].rule);
	is_int(iterators, 0, "no rule was followed");
	icalrecur_expand_recurrence(daily, 0, 1, &moment);
	is_int(iterators, 1, "which would have been noticed");
}

/* The sample with that many lines in its event, one behind the other. */
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
	static const char end[] = "BEGIN:VALARM\nEND:VALARM\n";
	const char *text, *why;

	finds_nothing("", "nothing", a);
	finds_nothing("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "a calendar without an event", a);
	finds_nothing("hello", "another text", a);
	refuses(swap(accepted, "BEGIN:VCALENDAR\n", "END:VCALENDAR\nBEGIN:VCALENDAR\n", a),
	    "a calendar that ends before it begins", a);

	reads(repeat("BEGIN:VALARM\n", 2, "END:VALARM\n", a), "four levels", a);
	refuses(repeat("BEGIN:VALARM\n", 3, "END:VALARM\n", a),
	    "a calendar nested more than 4 deep", a);
	reads(repeat(end, 498, "", a), "500 components", a);
	refuses(repeat(end, 499, "", a), "a calendar of more than 500 components", a);
	refuses(repeat("X-A:1\n", 20000, "", a), "a calendar of more than 20000 lines", a);
	refuses(swap(repeat("x", 33000, "", a), "COMMENT:", "COMMENT:\n ", a),
	    "a calendar with a line of 33010 bytes, more than 32768", a);
	text = repeat("X-A:12345678901234567890123456789\n", 8000, "", a);
	why = arena_printf(a, "a calendar of %zu bytes, more than 262144",
	    strlen(callines_unfold(text, a)));
	refuses(text, why, a);

	reads(repeat("EXDATE:20261209T140000Z\n", 1000, "", a), "1000 single dates", a);
	refuses(repeat("EXDATE:20261209T140000Z,20261210T140000Z\n", 501, "", a),
	    "a calendar with 1002 single dates, more than 1000", a);
	reads(repeat("ATTENDEE:mailto:a@example.com\n", 199, "", a), "200 people", a);
	refuses(repeat("ATTENDEE:mailto:a@example.com\n", 200, "", a),
	    "a calendar with 201 people, more than 200", a);
	reads(repeat("ATTACH:https://example.com/\n", 50, "", a), "50 attachments", a);
	refuses(repeat("ATTACH:https://example.com/\n", 51, "", a),
	    "a calendar with 51 attachments, more than 50", a);
}

/* What no one asks about is not shown to the library. */
static void
test_lines(struct arena *a)
{
	static const char text[] = "BEGIN:VCALENDAR\nPRODID:x\nMETHOD:REPLY\n"
				   "BEGIN:VTIMEZONE\nTZID:Here\nBEGIN:STANDARD\n"
				   "DTSTART:16010101T030000\nRRULE:FREQ=YEARLY\nEND:STANDARD\n"
				   "END:VTIMEZONE\nBEGIN:VEVENT\nUID:a\nX-B:1\nATTACH:b\n"
				   "BEGIN:VALARM\nUID:of the alarm\nEND:VALARM\n"
				   "RRULE:FREQ=DAILY\nCOMMENT;LANGUAGE=en:c\nEND:VEVENT\n"
				   "END:VCALENDAR\n";

	is_str(callines_asked(text, a),
	    "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:a\nCOMMENT;LANGUAGE=en:c\n"
	    "END:VEVENT\nEND:VCALENDAR\n",
	    "the lines asked about, of the event itself");
	is_str(callines_unfold("A:b\r\n c\r\n\td\r\nE:f\r\n", a), "A:bcd\nE:f\n",
	    "folded lines in one piece");
}

static void
test_cut_off(struct arena *a)
{
	struct calobjects objects;
	struct err err;

	for (size_t i = 0; i < sizeof accepted; i++) {
		char *part = malloc(i + 1);

		memcpy(part, accepted, i);
		part[i] = '\0';
		read_text(part, a, &objects, &err);
		free(part);
	}
	ok(true, "cut off at each byte");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_fields(a);
	test_moments(a);
	test_rules(a);
	test_limits(a);
	test_lines(a);
	test_cut_off(a);
	arena_free(a);
	return tap_done();
}
