#include "inbox/screen.h"

#include "base/arena.h"
#include "base/buf.h"
#include "tap.h"

#include <string.h>

static const char *
screen_name(enum screen s)
{
	switch (s) {
	case SCREEN_PERSON: return "person";
	case SCREEN_OWN: return "own";
	case SCREEN_BOUNCE: return "bounce";
	case SCREEN_ROBOT: return "robot";
	case SCREEN_GUESSED: return "guessed";
	case SCREEN_LIST: return "list";
	case SCREEN_UNUSABLE: return "unusable";
	}
	return "?";
}

/* The headers besides From, which is Ana's unless they bring one, and what the mail then is. */
static const struct {
	const char *headers, *want, *why;
} mails[] = {
	/* people */
	{ "Subject: A meeting?", "person", "" },
	{ "Return-Path: <ana@example.net>", "person", "" },
	{ "Return-Path: ana", "person", "" },
	{ "Return-Path: <bounces+123@service.example>", "person", "" },
	{ "Auto-Submitted: no", "person", "" },
	{ "Auto-Submitted: No (I typed it)", "person", "" },
	{ "Auto-Submitted: (typed) no; by=hand", "person", "" },
	{ "Auto-Submitted:", "person", "" },
	{ "X-Auto-Response-Suppress: All", "person", "" },
	{ "X-MS-Exchange-Inbox-Rules-Loop: ana@example.net", "person", "" },
	{ "Precedence: first-class", "person", "" },
	{ "Precedence: normal", "person", "" },
	{ "X-Autoreply: no", "person", "" },
	{ "Reply-To: noreply@example.net", "person", "" },
	{ "Subject: Re: our office is moving", "person", "" },
	{ "Subject: Fuori tema: our meeting", "person", "" },
	{ "From: Al Ert <al.ert@example.net>", "person", "" },
	{ "Subject: We're all out Thursday, but 29 June would work", "person", "" },
	{ "Subject: Returned from holiday, can we meet?", "person", "" },
	{ "Subject: Re: automatic replies, how do we set them?", "person", "" },
	{ "From: Noreen Reply <noreen@example.net>", "person", "" },
	{ "From: Root Vegetables <rooth@example.net>", "person", "" },
	{ "Content-Type: text/calendar; method=REPLY", "person", "" },

	/* ourselves */
	{ "From: meet@example.org", "own", "own address" },
	{ "From: Scheduling <Meet@Example.org>", "own", "own address" },
	{ "From: meet+k7@example.org", "own", "own address" },
	{ "From: meet@example.org\nAuto-Submitted: auto-replied", "own", "own address" },
	{ "From: meeting@example.org", "person", "" },

	/* reports of the post */
	{ "From: MAILER-DAEMON@mx.example.net", "bounce", "From" },
	{ "From: Mail Delivery System <MAILER-DAEMON>", "bounce", "From" },
	{ "From: MAILER-DAEMON <>", "bounce", "From" },
	{ "From: postmaster@example.net", "bounce", "From" },
	{ "Content-Type: multipart/report; report-type=delivery-status; boundary=x", "bounce",
	    "multipart/report" },
	{ "X-Failed-Recipients: bo@example.com", "bounce", "X-Failed-Recipients" },
	{ "Return-Path: <>\nSubject: Undelivered Mail Returned to Sender", "bounce", "Subject" },
	{ "From: \nSubject: Returned mail: see transcript", "bounce", "Subject" },

	{ "Return-Path: <>\nSubject: Warning: could not send message for past 4 hours", "robot",
	    "Subject" },
	{ "From: MAILER-DAEMON@mx.example.net\nSubject: Delayed Mail (still being retried)",
	    "robot", "From" },

	/* lists */
	{ "List-Id: <archive.lists.example.org>", "list", "List-Id" },
	{ "List-Unsubscribe: <mailto:leave@example.org>", "list", "List-Unsubscribe" },
	{ "Precedence: list", "list", "Precedence" },
	{ "X-BeenThere: archive@lists.example.org", "list", "X-BeenThere" },
	{ "Mailing-List: contact archive-help@example.org", "list", "Mailing-List" },

	/* robots */
	{ "Auto-Submitted: auto-replied", "robot", "Auto-Submitted" },
	{ "auto-submitted: AUTO-GENERATED (by a rule)", "robot", "Auto-Submitted" },
	{ "Auto-Submitted: (no) auto-replied", "robot", "Auto-Submitted" },
	{ "Precedence: bulk", "robot", "Precedence" },
	{ "Precedence: auto_reply", "robot", "Precedence" },
	{ "X-Autoreply: yes", "robot", "X-Autoreply" },
	{ "X-Autorespond: holiday", "robot", "X-Autorespond" },
	{ "X-Loop: meet@example.org", "robot", "X-Loop" },
	{ "X-Apple-Action: vacation", "robot", "X-Apple-Action" },
	{ "X-Amazon-Auto-Reply: true", "robot", "X-Amazon-Auto-Reply" },
	{ "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent", "robot",
	    "X-MS-Exchange-Generated-Message-Source" },
	{ "Return-Path: <>", "robot", "Return-Path" },
	{ "From: No Reply <no-reply@example.net>", "robot", "From" },
	{ "From: archive-bounces@example.net", "robot", "From" },
	{ "From: notifications@example.net", "robot", "From" },
	{ "From: Monitoring <alerts@example.net>", "robot", "From" },
	{ "Return-Path: <archive-bounces@lists.example.org>", "robot", "Return-Path" },
	{ "Return-Path: <owner-archive@lists.example.org>", "robot", "Return-Path" },
	{ "Subject: Automatic reply: Times for our talk", "robot", "Subject" },
	{ "Subject: =?utf-8?Q?Automatische_Antwort=3A_Termine?=", "robot", "Subject" },
	{ "Subject: =?utf-8?B?0JDQstGC0L7QvtGC0LLQtdGCOiA=?= meeting", "robot", "Subject" },
	{ "Subject: Out of Office: back on Monday", "robot", "Subject" },
	{ "Subject: Samodejni odgovor: Sestanek", "robot", "Subject" },
	{ "Subject: Automatická odpověď: Schůzka", "robot", "Subject" },
	{ "Subject: 자동 회신: 회의", "robot", "Subject" },
	{ "Subject: Fuori sede: your message", "robot", "Subject" },

	/* nobody to answer */
	{ "From:", "unusable", "From" },
	{ "From: Ana", "unusable", "From" },
	{ "From: ana@example.net, bo@example.com", "unusable", "From" },
	{ "From: ana@example.net\nFrom: bo@example.com", "unusable", "From" },
	{ "From: ana@example.net\nFrom: nobody", "unusable", "From" },
};

/* The first lines of a text, without any header that tells. */
static const struct {
	const char *text, *want;
} texts[] = {
	{ "Could we meet on Tuesday?", "person" },
	{ "I am out of the office on Thursday, but Friday at ten works.", "person" },
	{ "I'm on leave until 12 August. Could we talk after that?", "person" },
	{ "I will reply on Monday.", "person" },
	{ "Tuesday.\n\n> This is an automated reply to your mail.", "person" },
	{ "Tuesday.\n\nOn Mon, 7 Dec 2026 Ana wrote:\nThis is an automated reply.", "person" },
	{ "Thank you for your email. I am on holiday until 12 August.", "guessed" },
	{ "I am out of the office and will reply when I am back.", "guessed" },
	{ "I am currently away on\nparental leave.", "guessed" },
	{ "This is an automated message. We have received your request.", "guessed" },
	{ "Hello,\n\nplease do not reply to this email.", "guessed" },
};

static enum screen
screen_mail(const char *headers, const char *text, struct arena *a, const char **why)
{
	bool from = strncmp(headers, "From:", 5) == 0;
	char *raw = arena_printf(a, "%s%s\nTo: meet@example.org\n\n%s\n",
	    from ? "" : "From: Ana Silva <ana@example.net>\n", headers, text);
	struct letter l;
	struct err err = { 0 };

	letter_read(raw, strlen(raw), "meet@example.org", a, &l, &err);
	return screen_letter(&l, "meet@example.org", why);
}

static void
test_received(struct arena *a)
{
	struct buf b;
	const char *why;

	buf_init(&b, a);
	for (int i = 0; i < 50; i++)
		buf_str(&b, "Received: by mx.example.net\n");
	buf_str(&b, "Subject: hello");
	is_int(screen_mail(b.data, "", a, &why), SCREEN_PERSON, "50 servers on the way");
	buf_str(&b, "\nReceived: by mx.example.net");
	is_int(screen_mail(b.data, "", a, &why), SCREEN_ROBOT, "51 are a loop");
	is_str(why, "Received", "says so");
}

int
main(void)
{
	struct arena *a = arena_new();
	const char *why;

	for (size_t i = 0; i < sizeof mails / sizeof *mails; i++) {
		enum screen got = screen_mail(mails[i].headers, "", a, &why);

		is_str(screen_name(got), mails[i].want, "%s", mails[i].headers);
		is_str(why, mails[i].why, "because of");
	}
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		is_str(screen_name(screen_mail("Subject: Re: a talk", texts[i].text, a, &why)),
		    texts[i].want, "%s", texts[i].text);
	test_received(a);
	arena_free(a);
	return tap_done();
}
