#include "outbox/smtp.h"

#include "inbox/transport.h"
#include "script.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct endpoint implicit = { .host = "smtp.example.org", .port = 465, .ca_file = "" };
static const struct endpoint starttls = { .host = "smtp.example.org",
	.port = 587,
	.tls = TLS_STARTTLS,
	.ca_file = "" };

#define HELLO                                                                                      \
	"> 220-smtp.example.org\n"                                                                 \
	"> 220 at your service\n"                                                                  \
	"< EHLO [127.0.0.1]\n"
#define LOGGED_IN                                                                                  \
	HELLO "> 250-smtp.example.org\n"                                                           \
	      "> 250-AUTH LOGIN PLAIN\n"                                                           \
	      "> 250 HELP\n"                                                                       \
	      "< AUTH PLAIN AG1lZXQAc2VjcmV0\n" /* NUL meet NUL secret */                          \
	      "> 235 2.7.0 welcome\n"
#define QUIT "< QUIT\n> 221 bye\n"

static const char mail[] = "Subject: hello\r\n\r\n.\r\n..two\r\nend\r\n";
#define MAIL_TEXT                                                                                  \
	"< Subject: hello\n"                                                                       \
	"< \n"                                                                                     \
	"< ..\n"                                                                                   \
	"< ...two\n"                                                                               \
	"< end\n"                                                                                  \
	"< .\n"
#define UP_TO_DOT                                                                                  \
	"< MAIL FROM:<meet@example.org>\n> 250 ok\n"                                               \
	"< RCPT TO:<ana@example.net>\n> 250 ok\n"                                                  \
	"< DATA\n> 354 go on\n" MAIL_TEXT

struct session {
	struct script *script;
	struct smtp *smtp;
	struct err err;
};

static void
begin(struct session *s, const char *steps, const struct endpoint *to, int fail_at)
{
	struct transport t;
	struct stream *stream;

	*s = (struct session){ .script = script_new(steps) };
	script_transport(s->script, &t);
	stream = stream_over(&t, "smtp.example.org:465");
	stream_fail_at(stream, fail_at);
	s->smtp = smtp_over(stream, to, "meet", "secret", &s->err);
}

static void
end(struct session *s, const char *what)
{
	int64_t clock = script_clock(s->script);

	smtp_close(s->smtp);
	is_str(script_wrong(s->script), "", "%s: nothing out of turn", what);
	ok(script_done(s->script), "%s: the whole script was played", what);
	ok(script_closed(s->script), "%s: the connection was closed", what);
	ok(script_clock(s->script) - clock <= 5000, "%s: closing does not wait", what);
	script_free(s->script);
}

static enum smtp_result
send_mail(struct session *s)
{
	return smtp_send(s->smtp, "meet@example.org", "ana@example.net", "", mail, strlen(mail),
	    &s->err);
}

static void
test_refusals(void)
{
	static const struct {
		const char *what, *steps;
		const struct endpoint *to;
		enum err_kind kind;
		const char *words;
	} cases[] = {
		{ "turned away", "> 554 not you\n", &implicit, ERR_RETRY,
		    "smtp.example.org:465 takes no connection now: 554 not you" },
		{ "too busy", "> 421 too busy\n", &implicit, ERR_RETRY,
		    "smtp.example.org:465 takes no connection now: 421 too busy" },
		{ "not SMTP", "> * OK IMAP4rev1 ready\n", &implicit, ERR_RETRY,
		    "smtp.example.org:465 gave an answer that makes no sense (waiting for its "
		    "greeting): "
		    "* OK IMAP4rev1 ready" },
		{ "silence", "~ 100\n> 220 ok\n", &implicit, ERR_RETRY,
		    "smtp.example.org:465 did not finish its answer within 60 seconds (waiting for "
		    "its "
		    "greeting)" },
		{ "a drip", "drip 2900\n> 220 a server that is in no hurry\n", &implicit, ERR_RETRY,
		    "smtp.example.org:465 did not finish its answer within 60 seconds (waiting for "
		    "its "
		    "greeting)" },
		{ "a line without end", "endless\n", &implicit, ERR_RETRY,
		    "smtp.example.org:465 sent more than the 16384 bytes that its answer may have "
		    "(waiting for its greeting)" },
		{ "codes that differ", "> 220-one\n> 250 other\n", &implicit, ERR_RETRY,
		    "smtp.example.org:465 gave an answer that makes no sense (waiting for its "
		    "greeting): "
		    "one other" },
		{ "no STARTTLS", HELLO "> 250-smtp.example.org\n> 250 AUTH PLAIN\n", &starttls,
		    ERR_RETRY,
		    "smtp.example.org:465 offers no STARTTLS, so no password is sent: is it the "
		    "port for "
		    "TLS from the start?" },
		{ "an answer injected behind STARTTLS's",
		    HELLO "> 250-smtp.example.org\n> 250 STARTTLS\n< STARTTLS\n> 220 begin\n"
			  "> 250 forged\n",
		    &starttls, ERR_RETRY,
		    "smtp.example.org:465 sent something between STARTTLS and TLS: somebody on the "
		    "way "
		    "may be forging its answers" },
		{ "no login", HELLO "> 250-smtp.example.org\n> 250 AUTH=X PLAINER\n", &implicit,
		    ERR_CONFIG,
		    "smtp.example.org:465 offers no way to log in that this machine knows: is it "
		    "the "
		    "port for submission, and is Debian's libsasl2-modules installed?" },
		{ "wrong password",
		    HELLO "> 250-smtp.example.org\n> 250 AUTH PLAIN\n< AUTH PLAIN*\n"
			  "> 535-5.7.8 Wrong\n> 535 5.7.8 password\n",
		    &implicit, ERR_CONFIG,
		    "smtp.example.org:465 does not take the login of meet: 535 5.7.8 Wrong 5.7.8 "
		    "password; check user and password" },
		{ "no telling about the password",
		    HELLO "> 250-smtp.example.org\n> 250 AUTH PLAIN\n< AUTH PLAIN*\n"
			  "> 454 4.7.0 later\n",
		    &implicit, ERR_RETRY, "454 4.7.0 later (smtp.example.org:465, logging in)" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct session s;

		begin(&s, cases[i].steps, cases[i].to, 0);
		ok(s.smtp == NULL, "%s: not logged in", cases[i].what);
		is_int(s.err.kind, cases[i].kind, "%s: kind of error", cases[i].what);
		is_str(s.err.text, cases[i].words, "%s: its words", cases[i].what);
		is_str(script_wrong(s.script), "", "%s: nothing else was said", cases[i].what);
		ok(script_closed(s.script), "%s: the connection was closed", cases[i].what);
		script_free(s.script);
	}
}

static void
test_other_logins(void)
{
	struct session s;

	begin(&s,
	    HELLO "> 250-smtp.example.org\n> 250 AUTH LOGIN\n"
		  "< AUTH LOGIN\n> 334 VXNlcm5hbWU6\n< bWVldA==\n> 334 UGFzc3dvcmQ6\n< c2VjcmV0\n"
		  "> 235 welcome\n" QUIT,
	    &implicit, 0);
	ok(s.smtp != NULL, "AUTH LOGIN, where there is nothing else (%s)", s.err.text);
	end(&s, "AUTH LOGIN");
}

/* One mail: what the server says to it, and what becomes of it. */
static void
test_results(void)
{
	static const struct {
		const char *what, *steps;
		enum smtp_result result;
		const char *words;
	} cases[] = {
		{ "sent", UP_TO_DOT "> 250 2.0.0 queued\n" QUIT, SMTP_SENT, "" },
		{ "sender later", "< MAIL*\n> 451 4.3.0 later\n< RSET\n> 250 ok\n" QUIT, SMTP_LATER,
		    "451 4.3.0 later (smtp.example.org:465, naming the sender)" },
		{ "sender refused", "< MAIL*\n> 550 5.7.1 not you\n< RSET\n> 250 ok\n" QUIT,
		    SMTP_REFUSED, "550 5.7.1 not you (smtp.example.org:465, naming the sender)" },
		{ "login forgotten", "< MAIL*\n> 530 5.7.0 log in first\n", SMTP_LATER,
		    "530 5.7.0 log in first (smtp.example.org:465, naming the sender)" },
		{ "recipient later",
		    "< MAIL*\n> 250 ok\n< RCPT*\n> 450 4.2.1 busy\n< RSET\n> 250 ok\n" QUIT,
		    SMTP_LATER, "450 4.2.1 busy (smtp.example.org:465, naming the recipient)" },
		{ "recipient refused",
		    "< MAIL*\n> 250 ok\n< RCPT*\n> 550-5.1.1 No such\n> 550 5.1.1 person\n"
		    "< RSET\n> 250 ok\n" QUIT,
		    SMTP_REFUSED,
		    "550 5.1.1 No such 5.1.1 person (smtp.example.org:465, naming the recipient)" },
		{ "recipient refused, RSET too",
		    "< MAIL*\n> 250 ok\n< RCPT*\n> 550 no\n< RSET\n> 500 what?\n", SMTP_REFUSED,
		    "550 no (smtp.example.org:465, naming the recipient)" },
		{ "hangs up at the recipient", "< MAIL*\n> 250 ok\n< RCPT*\n> 421 bye\n",
		    SMTP_LATER, "421 bye (smtp.example.org:465, naming the recipient)" },
		{ "DATA refused",
		    "< MAIL*\n> 250 ok\n< RCPT*\n> 250 ok\n< DATA\n> 554 no\n< RSET\n> 250 "
		    "ok\n" QUIT,
		    SMTP_REFUSED, "554 no (smtp.example.org:465, announcing the mail)" },
		{ "DATA taken for a mail",
		    "< MAIL*\n> 250 ok\n< RCPT*\n> 250 ok\n< DATA\n> 250 ok\n", SMTP_LATER,
		    "smtp.example.org:465 gave an answer that makes no sense (announcing the "
		    "mail): ok" },
		{ "two answers to one command", "< MAIL*\n> 250 ok\n> 250 ok\n", SMTP_LATER,
		    "smtp.example.org:465 says unasked: 250 ok" },
		{ "the end before the recipient", "< MAIL*\n> 250 ok\nclose\n", SMTP_LATER,
		    "smtp.example.org:465 closed the connection (before a command)" },
		{ "mail later", UP_TO_DOT "> 452 4.3.1 disk full\n< RSET\n> 250 ok\n" QUIT,
		    SMTP_LATER, "452 4.3.1 disk full (smtp.example.org:465, having sent a mail)" },
		{ "mail refused", UP_TO_DOT "> 554 5.6.0 spam\n< RSET\n> 250 ok\n" QUIT,
		    SMTP_REFUSED, "554 5.6.0 spam (smtp.example.org:465, having sent a mail)" },
		{ "hangs up politely after the dot", UP_TO_DOT "> 421 4.3.2 bye\n", SMTP_LATER,
		    "421 4.3.2 bye (smtp.example.org:465, having sent a mail)" },
		{ "the end after the dot", UP_TO_DOT "close\n", SMTP_UNCERTAIN,
		    "smtp.example.org:465 closed the connection (having sent a mail)" },
		{ "a reset after the dot", UP_TO_DOT "reset\n", SMTP_UNCERTAIN,
		    "smtp.example.org:465: the connection broke: Connection reset by peer (having "
		    "sent a "
		    "mail)" },
		{ "silence after the dot", UP_TO_DOT "~ 400\n", SMTP_UNCERTAIN,
		    "smtp.example.org:465 did not finish its answer within 300 seconds (having "
		    "sent a "
		    "mail)" },
		{ "nonsense after the dot", UP_TO_DOT "> ok\n", SMTP_UNCERTAIN,
		    "smtp.example.org:465 gave an answer that makes no sense (having sent a mail): "
		    "ok" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char steps[4000];
		struct session s;

		snprintf(steps, sizeof steps, "%s%s", LOGGED_IN, cases[i].steps);
		begin(&s, steps, &implicit, 0);
		if (s.smtp != NULL)
			is_int(send_mail(&s), cases[i].result, "%s: result", cases[i].what);
		is_str(s.err.text, cases[i].words, "%s: words", cases[i].what);
		end(&s, cases[i].what);
	}
}

/* A copy for our own mailbox: the result is the recipient's, whatever is said to the copy. */
static void
test_copies(void)
{
#define RECIPIENT_AND_COPY                                                                         \
	"< MAIL*\n> 250 ok\n< RCPT TO:<ana@example.net>\n> 250 ok\n< RCPT TO:<meet@example.org>\n"
	static const struct {
		const char *what, *steps;
		enum smtp_result result;
		bool broke;
	} cases[] = {
		{ "both are taken",
		    RECIPIENT_AND_COPY "> 250 ok\n< DATA\n> 354 go on\n" MAIL_TEXT
				       "> 250 ok\n" QUIT,
		    SMTP_SENT, false },
		{ "no copy now",
		    RECIPIENT_AND_COPY "> 452 too many\n< DATA\n> 354 go on\n" MAIL_TEXT
				       "> 250 ok\n" QUIT,
		    SMTP_SENT, false },
		{ "no copy ever",
		    RECIPIENT_AND_COPY "> 550 not you\n< DATA\n> 354 go on\n" MAIL_TEXT
				       "> 250 ok\n" QUIT,
		    SMTP_SENT, false },
		{ "no copy, and the mail later",
		    RECIPIENT_AND_COPY "> 550 not you\n< DATA\n> 354 go on\n" MAIL_TEXT
				       "> 451 later\n< RSET\n> 250 ok\n" QUIT,
		    SMTP_LATER, false },
		{ "nothing for the copy alone",
		    "< MAIL*\n> 250 ok\n< RCPT TO:<ana@example.net>\n> 550 no\n"
		    "< RSET\n> 250 ok\n" QUIT,
		    SMTP_REFUSED, false },
		{ "hangs up at the copy", RECIPIENT_AND_COPY "close\n", SMTP_LATER, true },
		{ "hangs up politely at the copy", RECIPIENT_AND_COPY "> 421 bye\n", SMTP_LATER,
		    true },
		{ "hangs up after the dot",
		    RECIPIENT_AND_COPY "> 250 ok\n< DATA\n> 354 go on\n" MAIL_TEXT "close\n",
		    SMTP_UNCERTAIN, false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char steps[4000];
		struct session s;

		snprintf(steps, sizeof steps, "%s%s", LOGGED_IN, cases[i].steps);
		begin(&s, steps, &implicit, 0);
		is_int(smtp_send(s.smtp, "meet@example.org", "ana@example.net", "meet@example.org",
			   mail, strlen(mail), &s.err),
		    cases[i].result, "%s: result", cases[i].what);
		ok((s.err.kind == ERR_NONE) == (cases[i].result == SMTP_SENT),
		    "%s: the server's words: %s", cases[i].what, s.err.text);
		ok(smtp_copy_broke(s.smtp) == cases[i].broke, "%s: was it the copy?",
		    cases[i].what);
		end(&s, cases[i].what);
	}
}

static void
test_sizes_and_ends_of_lines(void)
{
	static const char loose[] = "one\ntwo\r\n\n.three";
	struct session s;

	begin(&s,
	    HELLO "> 250-smtp.example.org\n> 250-SIZE 1000000\n> 250 AUTH PLAIN\n"
		  "< AUTH PLAIN*\n> 235 ok\n"
		  "< MAIL FROM:<> SIZE=16\n> 250 ok\n< RCPT*\n> 250 ok\n< DATA\n> 354 go on\n"
		  "< one\n< two\n< \n< ..three\n< .\n> 250 ok\n" QUIT,
	    &implicit, 0);
	is_int(smtp_send(s.smtp, "", "ana@example.net", "", loose, strlen(loose), &s.err),
	    SMTP_SENT, "the null sender; each line, the last one too, gets its CRLF");
	end(&s, "ends of lines");
}

static void
test_addresses_are_checked(void)
{
	static const char *const bad[] = { "", "ana", "a@x>\r\nRCPT TO:<b@y", "a b@example.net",
		"a@example.net\n" };
	struct session s;

	begin(&s, LOGGED_IN QUIT, &implicit, 0);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		is_int(smtp_send(s.smtp, "meet@example.org", bad[i], "", "x", 1, &s.err),
		    SMTP_REFUSED, "recipient %zu is not an address", i);
		is_int(s.err.kind, ERR_REJECT, "and never will be");
	}
	is_int(smtp_send(s.smtp, "a@x>\r\nQUIT", "ana@example.net", "", "x", 1, &s.err),
	    SMTP_REFUSED, "nor is this sender");
	is_int(smtp_send(s.smtp, "", "ana@example.net", "a@x>\r\nQUIT", "x", 1, &s.err),
	    SMTP_REFUSED, "nor this address for the copy");
	end(&s, "addresses");
}

/* Five mails over one connection, each taken, put off or refused: all 243 ways. */
static void
test_every_pattern(void)
{
	static const struct {
		const char *reply;
		enum smtp_result result;
	} ways[] = {
		{ "> 250 ok\n< DATA\n> 354 go\n" MAIL_TEXT "> 250 ok\n", SMTP_SENT },
		{ "> 450 later\n< RSET\n> 250 ok\n", SMTP_LATER },
		{ "> 550 no\n< RSET\n> 250 ok\n", SMTP_REFUSED },
	};
	int wrong = 0;

	for (int pattern = 0; pattern < 243; pattern++) {
		char steps[8000];
		struct session s;
		size_t n;

		n = (size_t)snprintf(steps, sizeof steps, "%s", LOGGED_IN);
		for (int i = 0, rest = pattern; i < 5; i++, rest /= 3)
			n += (size_t)snprintf(steps + n, sizeof steps - n,
			    "< MAIL*\n> 250 ok\n< RCPT*\n%s", ways[rest % 3].reply);
		snprintf(steps + n, sizeof steps - n, QUIT);
		begin(&s, steps, &implicit, 0);
		for (int i = 0, rest = pattern; i < 5; i++, rest /= 3)
			wrong += send_mail(&s) != ways[rest % 3].result;
		smtp_close(s.smtp);
		wrong += !script_done(s.script) || *script_wrong(s.script) != '\0';
		script_free(s.script);
	}
	is_int(wrong, 0, "each of five mails has its own result, in all 243 patterns");
}

static void
test_alive(void)
{
	struct session s;

	begin(&s, LOGGED_IN "< NOOP\n> 250 ok\n~ 600\n> 421 4.4.2 too long silent\nclose\n",
	    &implicit, 0);
	ok(smtp_alive(s.smtp), "it lives");
	is_int(send_mail(&s), SMTP_LATER, "it does not answer any more");
	ok(!smtp_alive(s.smtp), "so it does not live");
	smtp_close(s.smtp);
	script_free(s.script);

	begin(&s, LOGGED_IN "close\n", &implicit, 0);
	ok(!smtp_alive(s.smtp), "it hung up while we slept");
	end(&s, "hung up");
}

/*
 * Each read and write in turn is made to fail.  Where the dot was taken the result must not be
 * "later", which would send the mail twice; where it was not, it must not be "sent".
 */
static void
test_every_fault(void)
{
	bool failed = true;
	int nth, wrong = 0, uncertain = 0;

	for (nth = 1; failed; nth++) {
		enum smtp_result result = SMTP_LATER;
		struct session s;

		begin(&s, LOGGED_IN UP_TO_DOT "> 250 ok\n" QUIT, &implicit, nth);
		if (s.smtp != NULL)
			result = send_mail(&s);
		failed = result != SMTP_SENT;
		if (failed && strstr(s.err.text, "fault on demand") == NULL)
			wrong++;
		uncertain += result == SMTP_UNCERTAIN;
		smtp_close(s.smtp);
		script_free(s.script);
	}
	is_int(wrong, 0, "%d faults, each told", nth - 1);
	is_int(uncertain, 2, "only writing the dot and reading its reply leave us uncertain");
}

int
main(void)
{
	test_refusals();
	test_other_logins();
	test_results();
	test_copies();
	test_sizes_and_ends_of_lines();
	test_addresses_are_checked();
	test_every_pattern();
	test_alive();
	test_every_fault();
	return tap_done();
}
