#include "compose/invite.h"

#include "base/arena.h"
#include "tap.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

static struct guest guests[] = {
	{ .email = "amina@example.net", .name = "Amina Okello", .role = GUEST_WRITER },
	{ .email = "nino@example.org", .name = "ნინო ბერიძე", .role = GUEST_HOST },
	{ .email = "bo@example.net", .name = "", .role = GUEST_OTHER, .partstat = PART_DECLINED },
};

static struct meeting
settled(void)
{
	return (struct meeting){ .id = 7,
		.uid = "k3j5@example.org",
		.state = MEETING_SETTLED,
		.guests = guests,
		.n_guests = 3,
		.slot = { 1796137200, 1796139000 }, /* 2026-12-01 15:00-15:30 UTC */
		.sequence = 2,
		.created_at = 1795946400 }; /* 2026-11-29 10:00 UTC */
}

static struct invite
request(const struct meeting *m)
{
	return (struct invite){ .method = INVITE_REQUEST,
		.meeting = m,
		.organizer = "comms+abc@example.org",
		.organizer_name = "Nino Beridze (via Comms)",
		.summary = "Newsletter",
		.description = "",
		.location = "",
		.stamp_at = 1795950000 };
}

static char *
write_it(const struct invite *in, struct arena *a)
{
	struct err err = { 0 };
	char *out = NULL;

	return invite_write(in, a, &out, &err) == 0 ? out : NULL;
}

/* Lines as a parser sees them: unfolded, ended by a bare LF. */
static char *
unfolded(const char *s, struct arena *a)
{
	char *out = arena_alloc(a, strlen(s) + 1), *p = out;

	for (; *s != '\0'; s++) {
		if (strncmp(s, "\r\n ", 3) == 0)
			s += 2;
		else if (*s != '\r')
			*p++ = *s;
	}
	return out;
}

static void
test_request(struct arena *a)
{
	struct meeting m = settled();
	struct invite in = request(&m);

	in.description = "One\nand, two";
	in.location = "https://meet.example.org/x7";
	is_str(unfolded(write_it(&in, a), a),
	    "BEGIN:VCALENDAR\n"
	    "VERSION:2.0\n"
	    "PRODID:-//convened//convened//EN\n"
	    "CALSCALE:GREGORIAN\n"
	    "METHOD:REQUEST\n"
	    "BEGIN:VEVENT\n"
	    "UID:k3j5@example.org\n"
	    "DTSTAMP:20261129T110000Z\n"
	    "SEQUENCE:2\n"
	    "CREATED:20261129T100000Z\n"
	    "LAST-MODIFIED:20261129T110000Z\n"
	    "DTSTART:20261201T150000Z\n"
	    "DTEND:20261201T153000Z\n"
	    "SUMMARY:Newsletter\n"
	    "DESCRIPTION:One\\nand\\, two\n"
	    "LOCATION:https://meet.example.org/x7\n"
	    "ORGANIZER;CN=Nino Beridze (via Comms):mailto:comms+abc@example.org\n"
	    "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;"
	    "RSVP=TRUE;CN=Amina Okello:mailto:amina@example.net\n"
	    "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=CHAIR;PARTSTAT=ACCEPTED;RSVP=TRUE;"
	    "CN=ნინო ბერიძე:mailto:nino@example.org\n"
	    "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=DECLINED;RSVP=TRUE:"
	    "mailto:bo@example.net\n"
	    "STATUS:CONFIRMED\n"
	    "TRANSP:OPAQUE\n"
	    "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\n"
	    "X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY\n"
	    "END:VEVENT\n"
	    "END:VCALENDAR\n",
	    "a request");
	is_str(write_it(&in, a), write_it(&in, a), "the same again");
}

static void
test_cancel(struct arena *a)
{
	struct meeting m = settled();
	struct invite in = request(&m);
	char *text;

	in.method = INVITE_CANCEL;
	text = write_it(&in, a);
	ok(strstr(text, "\r\nMETHOD:CANCEL\r\n") != NULL, "its method");
	ok(strstr(text, "\r\nSTATUS:CANCELLED\r\n") != NULL, "its status");
	ok(strstr(text, "\r\nSEQUENCE:2\r\n") != NULL, "its sequence");
	ok(strstr(text, "RSVP") == NULL, "nobody is asked to answer");
	ok(strstr(text, "DTSTART:20261201T150000Z\r\n") != NULL, "when it was");
}

/* What a proposal is declined with, and who comes instead of whom. */
static void
test_others(struct arena *a)
{
	struct meeting m = settled();
	struct invite in = request(&m);
	struct guest was[3];
	icalcomponent *calendar;
	char *text;

	in.method = INVITE_DECLINE_COUNTER;
	in.description = "No, sorry";
	text = write_it(&in, a);
	ok(strstr(text, "\r\nMETHOD:DECLINECOUNTER\r\n") != NULL, "its method");
	ok(strstr(text, "\r\nDURATION:PT30M\r\n") != NULL, "how long, as libical wants one of two");
	ok(strstr(text, "DTEND") == NULL, "but no end, which Thunderbird shows for the beginning");
	ok(strstr(text, "\r\nCOMMENT:No\\, sorry\r\n") != NULL, "and why");
	ok(strstr(text, "STATUS") == NULL && strstr(text, "ATTENDEE") == NULL,
	    "nothing of the meeting's state, and nobody else");
	calendar = icalparser_parse_string(text);
	ok(icalrestriction_check(calendar) != 0, "as RFC 5546 wants it");
	icalcomponent_free(calendar);

	memcpy(was, guests, sizeof was);
	guests[2].partstat = PART_DELEGATED;
	guests[2].delegate = guests[0].email;
	guests[0].delegator = guests[2].email;
	in.method = INVITE_REQUEST;
	text = unfolded(write_it(&in, a), a);
	ok(strstr(text, "PARTSTAT=DELEGATED;RSVP=TRUE;DELEGATED-TO=\"mailto:amina@example.net\":"
			"mailto:bo@example.net") != NULL,
	    "who sends somebody else");
	ok(strstr(text, "DELEGATED-FROM=\"mailto:bo@example.net\"") != NULL, "and whom");
	m.n_guests = 1;
	text = unfolded(write_it(&in, a), a);
	ok(strstr(text, "DELEGATED-FROM") == NULL && strstr(text, "bo@") == NULL,
	    "to whom the others are not shown, neither is whose place it is");
	memcpy(guests, was, sizeof was);
}

static bool
lines_fit(const char *text)
{
	size_t len;

	for (; *text != '\0'; text += len + 2) {
		len = strcspn(text, "\r");
		if (text[len + 1] != '\n' || len > 75)
			return false;
		if (((unsigned char)*text & 0xc0) == 0x80)
			return false; /* folded inside a character */
	}
	return true;
}

/* libical's own parser finds what was put in, whatever the words hold. */
static void
test_parsed_back(struct arena *a)
{
	static const char *const words[] = { "Plans; for, the \"spring\" \\ and \\n more",
		"A title that is long enough to be folded more than once, since it goes on and on",
		"ნინოსთან შეხვედრა თბილისში საზოგადოების გაზაფხულის გეგმების შესახებ",
		"与王小明讨论春季计划以及如何邀请更多志愿者参加社区活动和翻译工作",
		"اجتماع مع أمينة" };
	struct meeting m = settled();

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct invite in = request(&m);
		icalcomponent *calendar, *event;
		char *text;

		in.summary = in.description = in.location = in.organizer_name = words[i];
		text = write_it(&in, a);
		ok(lines_fit(text), "row %zu: lines end in CRLF and are short", i);
		calendar = icalparser_parse_string(text);
		ok(icalcomponent_count_errors(calendar) == 0, "row %zu: no errors", i);
		ok(icalrestriction_check(calendar) != 0, "row %zu: as RFC 5546 wants it", i);
		event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
		is_str(icalcomponent_get_summary(event), words[i], "row %zu: summary", i);
		is_str(icalcomponent_get_description(event), words[i], "row %zu: description", i);
		is_str(icalcomponent_get_location(event), words[i], "row %zu: location", i);
		is_int(icalcomponent_count_properties(event, ICAL_ATTENDEE_PROPERTY), 3,
		    "row %zu: guests", i);
		icalcomponent_free(calendar);
	}
}

static void
test_injection(struct arena *a)
{
	static const char *const bad[] = { "a@x\r\nATTENDEE:mailto:evil@example.com",
		"a b@example.net", "", "a@example.net\n" };
	static const char line[] = "x\r\nATTENDEE:mailto:evil@example.com\r\nX-A:\"b\" ";
	struct meeting m = settled();
	struct invite in = request(&m);
	struct guest was = guests[2];
	char *text;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		in = request(&m);
		in.organizer = bad[i];
		ok(write_it(&in, a) == NULL, "organizer %zu is refused", i);
		in = request(&m);
		guests[2].email = bad[i];
		ok(write_it(&in, a) == NULL, "guest %zu is refused", i);
		guests[2] = was;
	}
	m.uid = "x\r\nATTENDEE:mailto:evil@example.com";
	ok(write_it(&in, a) == NULL, "a UID of two lines is refused");

	m = settled();
	in.summary = in.description = in.location = in.organizer_name = guests[2].name = line;
	text = unfolded(write_it(&in, a), a);
	guests[2] = was;
	ok(strstr(text, "\nATTENDEE:") == NULL && strstr(text, "\nX-A") == NULL,
	    "words make no line of their own");
	ok(strstr(text, "^") == NULL, "no carets in names");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_request(a);
	test_cancel(a);
	test_others(a);
	test_parsed_back(a);
	test_injection(a);
	arena_free(a);
	return tap_done();
}
