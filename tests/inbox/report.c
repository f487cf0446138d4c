#include "inbox/report.h"

#include "base/arena.h"
#include "inbox/letter.h"
#include "tap.h"

#include <stdio.h>
#include <string.h>

#define FORMAL(status, returned)                                                                   \
	"From: Mail Delivery <MAILER-DAEMON@mx.example.net>\n"                                     \
	"To: meet@example.org\n"                                                                   \
	"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"              \
	"--b\n\nSorry.\n"                                                                          \
	"--b\nContent-Type: message/delivery-status\n\n"                                           \
	"Reporting-MTA: dns; mx.example.net\n\n" status "--b\n" returned "--b--\n"

static struct report
read_report(const char *raw, struct arena *a)
{
	struct letter l;
	struct err err = { 0 };

	is_int(letter_read(raw, strlen(raw), "meet@example.org", a, &l, &err), 0, "read");
	return l.report;
}

static const struct {
	const char *what, *status;
	enum fate want;
} deliveries[] = {
	{ "refused", "Final-Recipient: rfc822; bo@example.net\nAction: failed\nStatus: 5.1.1\n",
	    FATE_FAILED },
	{ "in capitals, with a comment",
	    "Final-Recipient: rfc822; bo@example.net\nACTION:  Failed (no such user)\n",
	    FATE_FAILED },
	{ "late", "Final-Recipient: rfc822; bo@example.net\nAction: delayed\n", FATE_DELAYED },
	{ "passed on", "Final-Recipient: rfc822; bo@example.net\nAction: relayed\n", FATE_DONE },
	{ "one reached, one not",
	    "Final-Recipient: rfc822; ana@example.net\nAction: delivered\n\n"
	    "Final-Recipient: rfc822; bo@example.net\nAction: failed\n",
	    FATE_FAILED },
	{ "one late, one reached",
	    "Final-Recipient: rfc822; ana@example.net\nAction: delayed\n\n"
	    "Final-Recipient: rfc822; bo@example.net\nAction: delivered\n",
	    FATE_DELAYED },
	{ "nothing said", "Final-Recipient: rfc822; bo@example.net\n", FATE_UNSAID },
};

static void
test_deliveries(struct arena *a)
{
	for (size_t i = 0; i < sizeof deliveries / sizeof *deliveries; i++) {
		struct report r =
		    read_report(arena_printf(a, FORMAL("%s", "\n"), deliveries[i].status), a);

		is_int(r.fate, deliveries[i].want, "%s", deliveries[i].what);
		is_int((long long)r.n_messages, 0, "%s: nothing came back", deliveries[i].what);
	}
}

static void
test_receipt(struct arena *a)
{
	struct report r = read_report("From: ana@example.net\n"
				      "Content-Type: multipart/report; boundary=b\n\n"
				      "--b\n\nYour mail was shown.\n"
				      "--b\nContent-Type: message/disposition-notification\n\n"
				      "Original-Message-ID: <1@example.org>\n"
				      "Disposition: manual-action/MDN-sent-manually; displayed\n"
				      "--b--\n",
	    a);

	is_int(r.fate, FATE_DONE, "a receipt is nobody's loss");
}

static void
is_message(struct report r, const char *id, const char *what)
{
	is_int((long long)r.n_messages, 1, "%s: one message", what);
	is_str(r.n_messages > 0 ? r.messages[0] : "", id, "%s", what);
}

static void
test_messages(struct arena *a)
{
	is_message(read_report(FORMAL("Action: failed\n", "Content-Type: message/rfc822\n\n"
							  "From: meet@example.org\nMessage-ID:\n "
							  "<abc@example.org>\n\nHello\n"),
		       a),
	    "abc@example.org", "the whole of it");
	is_message(read_report(FORMAL("Action: failed\n",
				   "Content-Type: text/rfc822-headers\n\n"
				   "Message-Id: <abc@example.org>\nSubject: Times\n"),
		       a),
	    "abc@example.org", "its head");
	is_message(read_report("From: MAILER-DAEMON@mx.example.net\n\n"
			       "Hi. This is the mail program. I could not deliver your message.\n\n"
			       "--- Below this line is a copy of the message.\n\n"
			       "From: meet@example.org\nMessage-ID: <abc@example.org>\n\nHello\n",
		       a),
	    "abc@example.org", "in plain words");
	is_message(read_report("From: ana@example.net\n\nSee below.\n\n"
			       "> Message-ID: <abc@example.org>\n> Hello\n",
		       a),
	    "abc@example.org", "as a quote");
}

static void
test_too_much(struct arena *a)
{
	struct report r;
	char *raw = arena_alloc(a, 300000);
	size_t at = 0;

	at += (size_t)sprintf(raw, "From: MAILER-DAEMON@mx.example.net\n\n");
	for (int i = 0; i < 5000; i++)
		at += (size_t)sprintf(raw + at, "Message-ID: <%d@example.org>\n", i);
	r = read_report(raw, a);
	is_int((long long)r.n_messages, REPORT_MESSAGES_MAX, "so many, and no more");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_deliveries(a);
	test_receipt(a);
	test_messages(a);
	test_too_much(a);
	arena_free(a);
	return tap_done();
}
