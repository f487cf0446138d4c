#include "inbox/imap.h"

#include "base/arena.h"
#include "inbox/transport.h"
#include "script.h"
#include "tap.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct endpoint implicit = { .host = "imap.example.org", .port = 993, .ca_file = "" };
static const struct endpoint starttls = { .host = "imap.example.org",
	.port = 143,
	.tls = TLS_STARTTLS,
	.ca_file = "" };

/* A login by LOGIN, and an inbox of three mails; commands of a test begin with tag 5. */
#define LOGGED_IN(CAPABILITIES)                                                                    \
	"> * OK ready\n"                                                                           \
	"< 1 CAPABILITY\n"                                                                         \
	"> * CAPABILITY IMAP4rev1 " CAPABILITIES "\n"                                              \
	"> 1 OK\tdone\n"                                                                           \
	"< 2 LOGIN meet secret\n"                                                                  \
	"> 2 OK welcome\n"                                                                         \
	"< 3 CAPABILITY\n"                                                                         \
	"> * CAPABILITY IMAP4rev1 " CAPABILITIES "\n"                                              \
	"> 3 OK done\n"
#define INBOX                                                                                      \
	"< 4 SELECT INBOX\n"                                                                       \
	"> * 3 EXISTS\n"                                                                           \
	"> * OK [UIDVALIDITY 77] valid\n"                                                          \
	"> * OK [UIDNEXT 13] next\n"                                                               \
	"> 4 OK [READ-WRITE] done\n"

struct session {
	struct script *script;
	struct stream *stream;
	struct imap *imap;
	struct arena *arena;
	struct err err;
};

static void
begin(struct session *s, const char *steps, const struct endpoint *to)
{
	struct transport t;

	*s = (struct session){ .script = script_new(steps), .arena = arena_new() };
	script_transport(s->script, &t);
	s->stream = stream_over(&t, "imap.example.org:993");
	s->imap = imap_over(s->stream, to, "meet", "secret", &s->err);
}

static void
begin_in_inbox(struct session *s, const char *steps)
{
	struct imap_box box;

	begin(s, steps, &implicit);
	if (s->imap == NULL || imap_select(s->imap, "INBOX", &box, &s->err) == -1)
		ok(false, "logs in: %s; the server was told: %s", s->err.text,
		    script_wrong(s->script));
}

static void
end(struct session *s, const char *what)
{
	int64_t clock = script_clock(s->script);

	imap_close(s->imap);
	is_str(script_wrong(s->script), "", "%s: nothing out of turn", what);
	ok(script_done(s->script), "%s: the whole script was played", what);
	ok(script_closed(s->script), "%s: the connection was closed", what);
	ok(script_clock(s->script) - clock <= 5000, "%s: closing does not wait", what);
	script_free(s->script);
	arena_free(s->arena);
}

static void
test_logs_in_and_out(void)
{
	struct session s;
	struct imap_box box;

	begin(&s, LOGGED_IN("IDLE") INBOX "< 5 LOGOUT\n> * BYE bye\n> 5 OK done\n", &implicit);
	ok(s.imap != NULL && imap_can_idle(s.imap), "logs in, and sees IDLE (%s)", s.err.text);
	is_int(imap_select(s.imap, "INBOX", &box, &s.err), 0, "selects");
	is_int(box.uid_validity, 77, "UIDVALIDITY");
	is_int(box.uid_next, 13, "UIDNEXT");
	is_int(box.messages, 3, "how many mails there are");
	end(&s, "login");
}

static void
test_sasl(void)
{
	struct session s;

	begin(&s,
	    "> * OK ready\n"
	    "< 1 CAPABILITY\n"
	    "> * CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=PLAIN\n"
	    "> 1 OK done\n"
	    "< 2 AUTHENTICATE PLAIN\n"
	    "> + \n"
	    "< AG1lZXQAc2VjcmV0\n" /* NUL meet NUL secret */
	    "> 2 OK welcome\n"
	    "< 3 CAPABILITY\n"
	    "> * CAPABILITY IMAP4rev1\n"
	    "> 3 OK done\n"
	    "< 4 LOGOUT\n> * BYE bye\n> 4 OK done\n",
	    &implicit);
	ok(s.imap != NULL && !imap_can_idle(s.imap), "logs in by PLAIN where it is offered (%s)",
	    s.err.text);
	end(&s, "PLAIN");
}

static void
test_silent_about_itself(void)
{
	struct session s;

	begin(&s,
	    "> * OK [CAPABILITY IMAP4rev1 IDLE] ready\n"
	    "< 1 CAPABILITY\n> 1 OK done\n"
	    "< 2 LOGIN meet secret\n> 2 OK welcome\n"
	    "< 3 CAPABILITY\n> * CAPABILITY\n> 3 OK done\n"
	    "< 4 LOGOUT\n> 4 OK done\n",
	    &implicit);
	ok(s.imap != NULL && !imap_can_idle(s.imap),
	    "a server that does not say what it can do can do the least (%s)", s.err.text);
	end(&s, "no capabilities");
}

/* What goes wrong before the login: the error's kind and words, and what the server hears. */
static void
test_refusals(void)
{
	static const struct {
		const char *what, *steps;
		const struct endpoint *to;
		enum err_kind kind;
		const char *words;
	} cases[] = {
		{ "no more connections", "> * BYE too many connections\n", &implicit, ERR_RETRY,
		    "imap.example.org:993 takes no connection now: too many connections" },
		{ "silence", "~ 1000\n> * OK\n", &implicit, ERR_RETRY,
		    "imap.example.org:993 did not finish its answer within 60 seconds (waiting for "
		    "its "
		    "greeting)" },
		{ "not IMAP", "> SSH-2.0-OpenSSH_9.2p1\n", &implicit, ERR_RETRY,
		    "imap.example.org:993 gave an answer that makes no sense (waiting for its "
		    "greeting)" },
		{ "the end at once", "close\n", &implicit, ERR_RETRY,
		    "imap.example.org:993 closed the connection (waiting for its greeting)" },
		{ "PREAUTH where TLS is wanted", "> * PREAUTH welcome\n", &starttls, ERR_RETRY,
		    "imap.example.org:993 says that we are logged in before TLS began (PREAUTH): "
		    "somebody on the way may be forging its answers" },
		{ "no STARTTLS",
		    "> * OK ready\n< 1 CAPABILITY\n> * CAPABILITY IMAP4rev1 LOGINDISABLED\n> 1 OK "
		    "done\n",
		    &starttls, ERR_RETRY,
		    "imap.example.org:993 offers no STARTTLS, so no password is sent: is it the "
		    "port for "
		    "TLS from the start?" },
		{ "STARTTLS refused",
		    "> * OK ready\n< 1 CAPABILITY\n> * CAPABILITY IMAP4rev1 STARTTLS\n> 1 OK done\n"
		    "< 2 STARTTLS\n> 2 NO not now\n",
		    &starttls, ERR_RETRY,
		    "imap.example.org:993 refused (asking for STARTTLS): not now" },
		{ "wrong password",
		    "> * OK ready\n< 1 CAPABILITY\n> * CAPABILITY IMAP4rev1\n> 1 OK done\n"
		    "< 2 LOGIN meet secret\n> 2 NO [AUTHENTICATIONFAILED] Wrong.\n",
		    &implicit, ERR_CONFIG,
		    "imap.example.org:993 does not take the login of meet: Wrong.; check user and "
		    "password" },
		{ "no telling about the password",
		    "> * OK ready\n< 1 CAPABILITY\n> * CAPABILITY IMAP4rev1\n> 1 OK done\n"
		    "< 2 LOGIN meet secret\n> 2 NO [UNAVAILABLE] Database down.\n",
		    &implicit, ERR_RETRY,
		    "imap.example.org:993 refused (logging in): Database down." },
		{ "no way to log in",
		    "> * OK ready\n< 1 CAPABILITY\n> * CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=X\n"
		    "> 1 OK done\n",
		    &implicit, ERR_CONFIG,
		    "imap.example.org:993 offers no way to log in that this machine knows; "
		    "Debian's "
		    "libsasl2-modules knows more" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct session s;

		begin(&s, cases[i].steps, cases[i].to);
		ok(s.imap == NULL, "%s: not logged in", cases[i].what);
		is_int(s.err.kind, cases[i].kind, "%s: kind of error", cases[i].what);
		is_str(s.err.text, cases[i].words, "%s: its words", cases[i].what);
		is_str(script_wrong(s.script), "", "%s: nothing else was said", cases[i].what);
		ok(script_closed(s.script), "%s: the connection was closed", cases[i].what);
		script_free(s.script);
		arena_free(s.arena);
	}
}

static void
test_injected_after_starttls(void)
{
	struct session s;

	begin(&s,
	    "> * OK ready\n< 1 CAPABILITY\n> * CAPABILITY IMAP4rev1 STARTTLS\n> 1 OK done\n"
	    "< 2 STARTTLS\n> 2 OK begin\n> * OK [ALERT] forged\n",
	    &starttls);
	ok(s.imap == NULL, "an answer injected behind STARTTLS's is refused");
	is_str(script_wrong(s.script), "", "and nothing more is said");
	script_free(s.script);
	arena_free(s.arena);
}

static void
test_select_refused(void)
{
	struct session s;
	struct imap_box box;

	begin(&s, LOGGED_IN("") "< 4 SELECT Nowhere\n> 4 NO no such mailbox\n", &implicit);
	is_int(imap_select(s.imap, "Nowhere", &box, &s.err), -1, "a folder that is not there");
	is_str(s.err.text,
	    "imap.example.org:993 does not open the folder \"Nowhere\": no such mailbox",
	    "says so");
	is_int(s.err.kind, ERR_CONFIG, "the configuration names it");
	end(&s, "no such folder");

	begin(&s, LOGGED_IN(""), &implicit);
	is_int(imap_select(s.imap, "IN\r\n5 LOGOUT", &box, &s.err), -1, "no command in a folder");
	imap_close(s.imap);
	script_free(s.script);
	arena_free(s.arena);
}

/* RFC 9051 lets the words behind a code be none; libetpan would follow a null pointer. */
static void
test_no_words(void)
{
	struct imap_box box;
	struct session s;

	begin(&s,
	    "> * OK ready\n< 1 CAPABILITY\n> * CAPABILITY IMAP4rev1\n> 1 OK done\n"
	    "< 2 LOGIN meet secret\n> 2\tOK [ALERT] \t\n"
	    "< 3 CAPABILITY\n> * CAPABILITY IMAP4rev1\n> 3 OK done\n"
	    "< 4 SELECT INBOX\n> * 1 EXISTS\n> * OK [UIDVALIDITY 77]\n> * OK [UIDNEXT 13] \n"
	    "> 4 OK [READ-WRITE]\n"
	    "< 5 LOGOUT\n> * BYE bye\n> 5 OK done\n",
	    &implicit);
	ok(s.imap != NULL && imap_select(s.imap, "INBOX", &box, &s.err) == 0,
	    "codes without words (%s)", s.err.text);
	is_int(box.uid_validity, 77, "are heard");
	is_int(box.uid_next, 13, "all the same");
	end(&s, "codes without words");

	begin(&s,
	    "> * OK ready\n"
	    "< 1 CAPABILITY\n"
	    "> 1234567890123456789012345678901234567890123456789012345678901234567890 OK [ALERT]\n",
	    &implicit);
	ok(s.imap == NULL && s.err.text[0] != '\0', "nor behind a tag that never ends (%s)",
	    s.err.text);
	end(&s, "an endless tag");
}

/* Codes that libetpan would follow a null pointer for; what looks like them in a mail is a mail. */
static void
test_codes_that_kill(void)
{
	static const char *const codes[] = { "BADCHARSET (x)", "PERMANENTFLAGS (%)",
		"PERMANENTFLAGS (\\\\)", "PERMANENTFLAGS (\\*)" };
	static const uint32_t uids[] = { 10 };

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		struct imap_mail mail = { .bytes = NULL };
		struct imap_box box;
		char steps[4000], want[200];
		struct session s;

		snprintf(steps, sizeof steps,
		    "> * OK [%s] ready\n"
		    "< 1 CAPABILITY\n> * CAPABILITY IMAP4rev1\n> 1 OK done\n"
		    "< 2 LOGIN meet secret\n> 2 OK [%s] in\n"
		    "< 3 CAPABILITY\n> * CAPABILITY IMAP4rev1\n> 3 OK done\n"
		    "< 4 SELECT INBOX\n> * 1 EXISTS\n> * OK [%s] flags {9}\n> 4 OK [%s] in\n"
		    "< 5 UID FETCH 10 (UID RFC822.SIZE INTERNALDATE)\n"
		    "> * 1 FETCH (UID 10 RFC822.SIZE 50)\n> 5 OK done\n"
		    "< 6 UID FETCH 10 (UID BODY.PEEK[])\n"
		    "> * 1 FETCH (UID 10 BODY[] {%zu}\n> A: b\n> \n> * OK [%s] x\n> )\n> 6 OK "
		    "done\n"
		    "< 7 LOGOUT\n> * BYE bye\n> 7 OK done\n",
		    codes[i], codes[i], codes[i], codes[i], strlen(codes[i]) + 19, codes[i]);
		snprintf(want, sizeof want, "A: b\r\n\r\n* OK [%s] x\r\n", codes[i]);
		begin(&s, steps, &implicit);
		ok(s.imap != NULL && imap_select(s.imap, "INBOX", &box, &s.err) == 0 &&
			imap_fetch(s.imap, uids, 1, 1000, s.arena, &mail, &s.err) == 0,
		    "lives through [%s] (%s)", codes[i], s.err.text);
		is_str(mail.bytes, want, "a mail with [%s] in it", codes[i]);
		end(&s, codes[i]);
	}
}

static void
test_uids(void)
{
	struct session s;
	uint32_t *uids;
	size_t n;

	begin_in_inbox(&s, LOGGED_IN("") INBOX
	    "< 5 UID SEARCH UID 11:*\n> * SEARCH 12 11 12\n> * 4 EXISTS\n> 5 OK done\n"
	    "< 6 UID SEARCH UID 13:*\n> * SEARCH 12\n> 6 OK done\n"
	    "< 7 LOGOUT\n> * BYE bye\n> 7 OK done\n");
	is_int(imap_uids(s.imap, 11, s.arena, &uids, &n, &s.err), 0, "asks for UIDs");
	ok(n == 2 && uids[0] == 11 && uids[1] == 12, "and gets them ascending");
	is_int(imap_wait(s.imap, 60, -1, &s.err), 1, "a mail that came meanwhile is not lost");
	is_int(imap_uids(s.imap, 13, s.arena, &uids, &n, &s.err), 0, "asks for newer ones");
	is_int((long long)n, 0, "\"13:*\" holds 12, which is not newer");
	end(&s, "UIDs");
}

static void
test_fetch(void)
{
	static const uint32_t uids[] = { 10, 11, 12, 20 };
	struct imap_mail mails[4];
	struct session s;

	begin_in_inbox(&s, LOGGED_IN("") INBOX
	    "< 5 UID FETCH 10:12,20 (UID RFC822.SIZE INTERNALDATE)\n"
	    "> * 1 FETCH (UID 10 RFC822.SIZE 17 INTERNALDATE \"17-Nov-2026 09:00:00 +0530\")\n"
	    "> * 2 FETCH (UID 11 RFC822.SIZE 5000 INTERNALDATE \"18-Nov-2026 09:00:00 -0100\")\n"
	    "> * 9 FETCH (FLAGS (\\Seen))\n"
	    "> * 3 FETCH (RFC822.SIZE 12 UID 12 INTERNALDATE \" 1-Jan-2027 99999999:00:00 "
	    "+0000\")\n"
	    "> 5 OK done\n"
	    "< 6 UID FETCH 10 (UID BODY.PEEK[])\n"
	    "> * 3 FETCH (FLAGS (\\Seen) UID 12)\n"
	    "> * 1 FETCH (UID 10 BODY[] {17}\n> Subject: hello\n> !)\n"
	    "> 6 OK done\n"
	    "< 7 UID FETCH 12 (UID BODY.PEEK[])\n"
	    "> * 3 FETCH (UID 12 BODY[] \"short\")\n"
	    "> 7 OK done\n"
	    "< 8 LOGOUT\n> * BYE bye\n> 8 OK done\n");
	is_int(imap_fetch(s.imap, uids, 4, 1000, s.arena, mails, &s.err), 0, "fetches (%s)",
	    s.err.text);
	is_str(mails[0].bytes, "Subject: hello\r\n!", "a literal, as long as it was said to be");
	is_int((long long)mails[0].len, 17, "and its length");
	is_int(mails[0].received_at, 1794886200, "2026-11-17 09:00 in India is 03:30 UTC");
	ok(mails[1].bytes == NULL && mails[1].size == 5000, "what is too large is not fetched");
	is_int(mails[1].received_at, 1794996000, "09:00 an hour west is 10:00 UTC");
	is_str(mails[2].bytes, "short", "a mail in quotes");
	is_int(mails[2].received_at, 0, "an arrival that makes no sense is none");
	ok(mails[3].bytes == NULL && mails[3].size == 0, "what is gone is gone");
	end(&s, "fetching");
}

static void
test_fetch_gone_and_refused(void)
{
	static const uint32_t uids[] = { 10, 11, 12 };
	struct imap_mail mails[3];
	struct session s;

	begin_in_inbox(&s,
	    LOGGED_IN("") INBOX "< 5 UID FETCH 10:12 (UID RFC822.SIZE INTERNALDATE)\n"
				"> * 1 FETCH (UID 10 RFC822.SIZE 4)\n"
				"> * 2 FETCH (UID 11 RFC822.SIZE 4)\n"
				"> * 3 FETCH (UID 12 RFC822.SIZE 4)\n"
				"> 5 OK done\n"
				"< 6 UID FETCH 10:12 (UID BODY.PEEK[])\n"
				"> 6 NO some mails are broken\n"
				"< 7 UID FETCH 10 (UID BODY.PEEK[])\n"
				"> * 1 FETCH (UID 10 BODY[] \"good\")\n"
				"> 7 OK done\n"
				"< 8 UID FETCH 11 (UID BODY.PEEK[])\n"
				"> 8 NO this one is\n"
				"< 9 UID FETCH 11 (UID RFC822.SIZE INTERNALDATE)\n"
				"> * 2 FETCH (UID 11 RFC822.SIZE 4)\n"
				"> 9 OK done\n"
				"< 10 UID FETCH 12 (UID BODY.PEEK[])\n"
				"> 10 OK done, but it was deleted\n"
				"< 11 LOGOUT\n> * BYE bye\n> 11 OK done\n");
	is_int(imap_fetch(s.imap, uids, 3, 1000, s.arena, mails, &s.err), 0,
	    "one broken mail does not keep the others from us (%s)", s.err.text);
	is_str(mails[0].bytes, "good", "the good one");
	ok(mails[1].bytes == NULL && mails[1].size == 4, "the broken one is there, unread");
	ok(mails[2].bytes == NULL && mails[2].size == 0, "the deleted one is gone");
	end(&s, "broken mails");
}

/* The server dies, lies or dawdles while it sends a mail; each ends the connection in time. */
static void
test_fetch_trouble(void)
{
	static const struct {
		const char *what, *answer, *words;
	} cases[] = {
		{ "the end inside a literal",
		    "> * 1 FETCH (UID 10 BODY[] {4000}\n> Subject:\nclose\n",
		    "imap.example.org:993 closed the connection (fetching mails)" },
		{ "a reset inside a literal",
		    "> * 1 FETCH (UID 10 BODY[] {4000}\n> Subject:\nreset\n",
		    "imap.example.org:993: the connection broke: Connection reset by peer "
		    "(fetching "
		    "mails)" },
		{ "a line without end", "endless\n",
		    "imap.example.org:993 sent more than the 267668 bytes that its answer may have "
		    "(fetching mails)" },
		/* before libetpan gets memory for all of it */
		{ "a literal far too large", "> * 1 FETCH (UID 10 BODY[] {2000000000}\n",
		    "imap.example.org:993 announces 2000000000 bytes, more than the 267668 that "
		    "its "
		    "answer may have (fetching mails)" },
		{ "a dripping server", "drip 400\n> * 1 FETCH (UID 10 BODY[] {4000}\nendless\n",
		    "imap.example.org:993 sent more than the 267668 bytes that its answer may have "
		    "(fetching mails)" },
		{ "nonsense", "> * 1 FETCH (UID 10 BODY[\n> 6 OK done\n",
		    "imap.example.org:993 gave an answer that makes no sense (fetching mails)" },
	};
	static const uint32_t uid = 10;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char steps[4000];
		struct imap_mail mail;
		struct session s;

		snprintf(steps, sizeof steps,
		    "%s"
		    "< 5 UID FETCH 10 (UID RFC822.SIZE INTERNALDATE)\n"
		    "> * 1 FETCH (UID 10 RFC822.SIZE 4000)\n"
		    "> 5 OK done\n"
		    "< 6 UID FETCH 10 (UID BODY.PEEK[])\n"
		    "%s",
		    LOGGED_IN("") INBOX, cases[i].answer);
		begin_in_inbox(&s, steps);
		is_int(imap_fetch(s.imap, &uid, 1, 1000000, s.arena, &mail, &s.err), -1, "%s",
		    cases[i].what);
		is_str(s.err.text, cases[i].words, "%s: says so", cases[i].what);
		is_int(s.err.kind, ERR_RETRY, "%s: connect again", cases[i].what);
		end(&s, cases[i].what);
	}
}

static void
test_mark(void)
{
	static const uint32_t uids[] = { 10, 12 };
	struct session s;

	begin_in_inbox(&s, LOGGED_IN("") INBOX
	    "< 5 UID STORE 10,12 +FLAGS.SILENT (ConvenedDone)\n> 5 OK done\n"
	    "< 6 UID STORE 10 +FLAGS.SILENT (\\Flagged)\n> 6 OK done\n"
	    "< 7 UID STORE 10 +FLAGS.SILENT (ConvenedDone)\n> 7 NO no keywords here\n"
	    "< 8 LOGOUT\n> * BYE bye\n> 8 OK done\n");
	is_int(imap_mark(s.imap, uids, 2, "ConvenedDone", &s.err), 1, "marks by a keyword");
	is_int(imap_mark(s.imap, uids, 1, "\\Flagged", &s.err), 1, "and by a flag");
	is_int(imap_mark(s.imap, uids, 1, "ConvenedDone", &s.err), 0, "the server may not want to");
	is_str(s.err.text,
	    "imap.example.org:993 does not mark mails with ConvenedDone: no keywords "
	    "here",
	    "and says why");
	end(&s, "marking");
}

/* What imap_wait() makes of what the server says to IDLE, within an hour, and when. */
/* Mails of our own: to the folder for sent mail, or out, or where they are. */
static void
test_put_away(void)
{
#define SEEN "+FLAGS.SILENT (\\Seen)\n"
	static const struct {
		const char *what, *can, *steps;
		int done;
	} cases[] = {
		{ "a folder for sent mail", "MOVE UIDPLUS SPECIAL-USE",
		    "< 5 LIST \"\" \"*\"\n"
		    "> * LIST (\\HasNoChildren) \"/\" INBOX\n"
		    "> * LIST (\\HasNoChildren \\Drafts) \"/\" Drafts\n"
		    "> * LIST (\\HasNoChildren \\Sent) \"/\" \"Sent Items\"\n"
		    "> * LIST (\\HasNoChildren \\Sent) \"/\" Sent-2\n> 5 OK done\n"
		    "< 6 UID STORE 3:4,9 " SEEN "> 6 OK done\n"
		    "< 7 UID MOVE 3:4,9 \"Sent Items\"\n"
		    "> * OK [COPYUID 5 3:4,9 1:3] moved\n> * 1 EXPUNGE\n> 7 OK done\n"
		    "< 8 UID STORE 3:4,9 " SEEN "> 8 OK done\n"
		    "< 9 UID MOVE 3:4,9 \"Sent Items\"\n> 9 OK nothing there any more\n"
		    "< 10 LOGOUT\n> * BYE bye\n> 10 OK done\n",
		    1 },
		{ "no such folder", "MOVE UIDPLUS SPECIAL-USE",
		    "< 5 LIST*\n> * LIST () \"/\" INBOX\n> 5 OK done\n"
		    "< 6 UID STORE 3:4,9 " SEEN "> 6 OK done\n"
		    "< 7 UID STORE 3:4,9 +FLAGS.SILENT (\\Deleted)\n> 7 OK done\n"
		    "< 8 UID EXPUNGE 3:4,9\n> * 1 EXPUNGE\n> 8 OK done\n"
		    "< 9 UID STORE*\n> 9 OK done\n< 10 UID STORE*\n> 10 OK done\n"
		    "< 11 UID EXPUNGE*\n> 11 OK done\n"
		    "< 12 LOGOUT\n> * BYE bye\n> 12 OK done\n",
		    1 },
		{ "a server that can do neither", "IDLE",
		    "< 5 UID STORE 3:4,9 " SEEN "> 5 OK done\n"
		    "< 6 UID STORE*\n> 6 OK done\n< 7 LOGOUT\n> * BYE bye\n> 7 OK done\n",
		    1 },
		{ "a server that will not", "UIDPLUS",
		    "< 5 UID STORE 3:4,9 " SEEN "> 5 OK done\n"
		    "< 6 UID STORE*\n> 6 NO you may not\n< 7 UID STORE*\n> 7 NO read only\n"
		    "< 8 LOGOUT\n> * BYE bye\n> 8 OK done\n",
		    0 },
		{ "a move that is refused", "MOVE SPECIAL-USE",
		    "< 5 LIST*\n> * LIST (\\Sent) NIL \"Sent\"\n> 5 OK done\n"
		    "< 6 UID STORE*\n> 6 OK done\n< 7 UID MOVE*\n> 7 NO quota\n"
		    "< 8 UID STORE*\n> 8 OK done\n< 9 UID MOVE*\n> 9 NO quota\n"
		    "< 10 LOGOUT\n> * BYE bye\n> 10 OK done\n",
		    0 },
	};
	static const uint32_t uids[] = { 3, 4, 9 };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char steps[4000];
		struct session s;

		snprintf(steps, sizeof steps,
		    "> * OK ready\n< 1 CAPABILITY\n> * CAPABILITY IMAP4rev1\n> 1 OK done\n"
		    "< 2 LOGIN meet secret\n> 2 OK welcome\n< 3 CAPABILITY\n"
		    "> * CAPABILITY IMAP4rev1 %s\n> 3 OK done\n" INBOX "%s",
		    cases[i].can, cases[i].steps);
		begin_in_inbox(&s, steps);
		is_int(imap_put_away(s.imap, uids, 3, &s.err), cases[i].done, "%s (%s)",
		    cases[i].what, s.err.text);
		is_int(imap_put_away(s.imap, uids, 3, &s.err), cases[i].done, "%s, once more",
		    cases[i].what);
		end(&s, cases[i].what);
	}
}

static void
test_flags(void)
{
	static const uint32_t uids[] = { 10, 11, 12 };
	struct imap_flags flags[3];
	struct session s;
	const char **words;
	uint32_t last[IMAP_LAST_UIDS], *found;
	size_t n;

	begin_in_inbox(&s,
	    LOGGED_IN("") "< 4 SELECT INBOX\n> * FLAGS (\\Seen Work ConvenedBy-a1b2c3d4)\n"
			  "> * 3 EXISTS\n> * OK [PERMANENTFLAGS (\\Seen Work)] limited\n"
			  "> 4 OK [READ-WRITE] done\n"
			  "< 5 UID FETCH 10:12 (UID FLAGS)\n"
			  "> * 1 FETCH (UID 10 FLAGS (\\Seen Work \\Recent ConvenedBy-a1b2c3d4))\n"
			  "> * 2 FETCH (FLAGS () UID 11)\n"
			  "> 5 OK done\n"
			  "< 6 UID FETCH 10 (UID FLAGS)\n> 6 NO not now\n"
			  "< 7 UID STORE 10 -FLAGS.SILENT (Work ConvenedBy-a1b2c3d4)\n> 7 OK done\n"
			  "< 8 UID SEARCH UID 11:*\n> * SEARCH 11 12\n> 8 OK done\n"
			  "< 9 UID SEARCH UID 20:*\n> * SEARCH 12\n> 9 OK done\n"
			  "< 10 LOGOUT\n> * BYE bye\n> 10 OK done\n");
	imap_keywords(s.imap, s.arena, &words, &n);
	is_int((int)n, 2, "the mailbox has two keywords");
	is_str(words[1], "ConvenedBy-a1b2c3d4", "as they are written");
	ok(!imap_keeps_keywords(s.imap), "and keeps no others");
	is_int(imap_flags(s.imap, uids, 3, s.arena, flags, &s.err), 1, "asks for flags");
	ok(flags[0].told && flags[0].n == 2, "the keywords of a mail");
	is_str(flags[0].keywords[0], "Work", "are told apart from flags");
	ok(flags[1].told && flags[1].n == 0, "a mail without any");
	ok(!flags[2].told, "a mail that is not there");
	is_int(imap_flags(s.imap, uids, 1, s.arena, flags, &s.err), 0, "it may not want to tell");
	is_int(imap_unmark(s.imap, uids, 1, "Work ConvenedBy-a1b2c3d4", &s.err), 1, "takes off");
	imap_uids(s.imap, 11, s.arena, &found, &n, &s.err);
	ok(imap_last_uids(s.imap, last) == 2 && last[0] == 11 && last[1] == 12, "the last mails");
	imap_uids(s.imap, 20, s.arena, &found, &n, &s.err);
	ok(n == 0 && imap_last_uids(s.imap, last) == 1 && last[0] == 12,
	    "the last one, where there are no newer ones");
	end(&s, "flags");
}

static void
test_call(void)
{
	static const uint32_t uid = 10;
	struct session s;

	begin_in_inbox(&s, LOGGED_IN("IDLE") INBOX
	    "< 5 IDLE\n> + idling\n~ 7\n> * 3 FETCH (FLAGS (\\Seen))\n~ 7\n"
	    "> * 3 FETCH (FLAGS (\\Seen ConvenedAsk-a1b2c3d4))\n< DONE\n> 5 OK done\n"
	    "< 6 LOGOUT\n> * BYE bye\n> 6 OK done\n");
	imap_listen_for(s.imap, "ConvenedAsk-");
	is_int(imap_wait(s.imap, 60, -1, &s.err), 1, "a call ends the wait");
	is_int(script_clock(s.script) / 1000, 14, "other flags do not");
	end(&s, "a call");

	begin_in_inbox(&s,
	    LOGGED_IN("IDLE") INBOX "< 5 UID STORE 10 +FLAGS.SILENT (Work)\n"
				    "> * 3 FETCH (FLAGS (ConvenedAsk-a1b2c3d4))\n> 5 OK done\n"
				    "< 6 LOGOUT\n> * BYE bye\n> 6 OK done\n");
	imap_listen_for(s.imap, "ConvenedAsk-");
	imap_mark(s.imap, &uid, 1, "Work", &s.err);
	is_int(imap_wait(s.imap, 60, -1, &s.err), 1, "one beside another answer is not lost");
	end(&s, "a call beside an answer");
}

static void
test_idle(void)
{
	static const struct {
		const char *what, *steps;
		int result;
		int64_t seconds;
	} cases[] = {
		{ "a mail comes",
		    "< 5 IDLE\n> + idling\n~ 100\n> * 4 EXISTS\n< DONE\n> 5 OK done\n"
		    "< 6 LOGOUT\n> 6 OK done\n",
		    1, 100 },
		{ "a mail comes together with the +",
		    "< 5 IDLE\n> + idling\n> * 4 EXISTS\n< DONE\n> 5 OK done\n< 6 LOGOUT\n> 6 OK "
		    "done\n",
		    1, 0 },
		{ "a mail comes before the +",
		    "< 5 IDLE\n> * 4 EXISTS\n> * FLAGS (\\Seen)\n> + idling\n< DONE\n> 5 OK done\n"
		    "< 6 LOGOUT\n> 6 OK done\n",
		    1, 0 },
		{ "a mail comes together with DONE",
		    "< 5 IDLE\n> + idling\n< DONE\n> * 4 EXISTS\n> 5 OK done\n< 6 LOGOUT\n> 6 OK "
		    "done\n",
		    1, 540 },
		{ "a mail goes away",
		    "< 5 IDLE\n> + idling\n~ 9\n> * 2 EXPUNGE\n< DONE\n> 5 OK done\n"
		    "< 6 LOGOUT\n> 6 OK done\n",
		    1, 9 },
		{ "nothing but chatter",
		    "< 5 IDLE\n> + idling\n> * 3 EXISTS\n~ 100\n> * OK still here\n"
		    "> * 2 FETCH (FLAGS (\\Seen))\n"
		    "< DONE\n> 5 OK done\n"
		    "< 6 IDLE\n> + idling\n< DONE\n> 6 OK done\n"
		    "< 7 IDLE\n> + idling\n< DONE\n> 7 OK done\n"
		    "< 8 IDLE\n> + idling\n< DONE\n> 8 OK done\n"
		    "< 9 IDLE\n> + idling\n< DONE\n> 9 OK done\n"
		    "< 10 IDLE\n> + idling\n< DONE\n> 10 OK done\n"
		    "< 11 IDLE\n> + idling\n< DONE\n> 11 OK done\n"
		    "< 12 LOGOUT\n> 12 OK done\n",
		    0, 3600 },
		{ "it will not, after all",
		    "< 5 IDLE\n> 5 NO not now\n"
		    "< 6 NOOP\n> 6 OK done\n~ 30\n"
		    "< 7 NOOP\n> * 4 EXISTS\n> 7 OK done\n"
		    "< 8 LOGOUT\n> 8 OK done\n",
		    1, 30 },
		{ "goodbye", "< 5 IDLE\n> + idling\n~ 5\n> * BYE going down\n", -1, 5 },
		{ "the end", "< 5 IDLE\n> + idling\n~ 5\nclose\n", -1, 5 },
		{ "the end before the +", "< 5 IDLE\n~ 5\nclose\n", -1, 5 },
		{ "no answer at all", "< 5 IDLE\n", -1, 30 },
		{ "no answer to DONE", "< 5 IDLE\n> + idling\n> * 4 EXISTS\n< DONE\n", -1, 30 },
		{ "a line without end", "< 5 IDLE\n> + idling\nendless\n", -1, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char steps[4000];
		struct session s;

		snprintf(steps, sizeof steps, "%s%s", LOGGED_IN("IDLE") INBOX, cases[i].steps);
		begin_in_inbox(&s, steps);
		is_int(imap_wait(s.imap, 3600, -1, &s.err), cases[i].result, "IDLE, %s (%s)",
		    cases[i].what, s.err.text);
		is_int(script_clock(s.script) / 1000, cases[i].seconds, "IDLE, %s: after so long",
		    cases[i].what);
		end(&s, cases[i].what);
	}
}

static void
test_noop(void)
{
	struct session s;

	begin_in_inbox(&s,
	    LOGGED_IN("") INBOX "< 5 NOOP\n> 5 OK done\n"
				"< 6 NOOP\n> * 3 EXPUNGE\n> * 3 EXISTS\n> 6 OK done\n"
				"< 7 LOGOUT\n> 7 OK done\n");
	is_int(imap_wait(s.imap, 3600, -1, &s.err), 1, "one mail went, another came (%s)",
	    s.err.text);
	is_int(script_clock(s.script), 30000, "asked again after half a minute");
	is_int(imap_wait(s.imap, 3600, -1, &s.err), 1, "stays so until somebody looks");
	end(&s, "NOOP");

	begin_in_inbox(&s, LOGGED_IN("") INBOX "< 5 NOOP\n> * BYE timeout\nclose\n");
	is_int(imap_wait(s.imap, 3600, -1, &s.err), -1, "goodbye in NOOP");
	is_str(s.err.text, "imap.example.org:993 closed the connection (asking for news)",
	    "says so");
	end(&s, "goodbye in NOOP");
}

/* Each read and write in turn is made to fail: never a crash, a hang or a wrong answer. */
static void
test_every_fault(void)
{
	static const char steps[] =
	    LOGGED_IN("IDLE") INBOX "< 5 UID SEARCH UID 1:*\n> * SEARCH 10\n> 5 OK done\n"
				    "< 6 UID FETCH 10 (UID RFC822.SIZE INTERNALDATE)\n"
				    "> * 1 FETCH (UID 10 RFC822.SIZE 4)\n> 6 OK done\n"
				    "< 7 UID FETCH 10 (UID BODY.PEEK[])\n> * 1 FETCH (UID 10 "
				    "BODY[] {4}\n> mail)\n> 7 OK done\n"
				    "< 8 UID STORE 10 +FLAGS.SILENT (Done)\n> 8 OK done\n"
				    "< 9 IDLE\n> + idling\n> * 4 EXISTS\n< DONE\n> 9 OK done\n"
				    "< 10 LOGOUT\n> 10 OK done\n";
	int nth, failed;

	for (nth = 1;; nth++) {
		struct script *script = script_new(steps);
		struct transport t;
		struct stream *stream;
		struct arena *a = arena_new();
		struct imap *imap;
		struct imap_box box;
		struct imap_mail mail;
		struct err err = { 0 };
		uint32_t *uids;
		size_t n;

		script_transport(script, &t);
		stream = stream_over(&t, "imap.example.org:993");
		stream_fail_at(stream, nth);
		imap = imap_over(stream, &implicit, "meet", "secret", &err);
		failed = imap == NULL || imap_select(imap, "INBOX", &box, &err) == -1 ||
		         imap_uids(imap, 1, a, &uids, &n, &err) == -1 ||
		         imap_fetch(imap, uids, n, 1000, a, &mail, &err) == -1 ||
		         imap_mark(imap, uids, n, "Done", &err) == -1 ||
		         imap_wait(imap, 3600, -1, &err) == -1;
		if (failed && strstr(err.text, "fault on demand") == NULL)
			ok(false, "fault %d: %s", nth, err.text);
		imap_close(imap);
		failed |= !script_done(script); /* it may have been the LOGOUT */
		script_free(script);
		arena_free(a);
		if (!failed)
			break;
	}
	ok(nth > 20, "%d faults, one after the other, each seen and told", nth - 1);
}

int
main(void)
{
	test_logs_in_and_out();
	test_sasl();
	test_silent_about_itself();
	test_refusals();
	test_injected_after_starttls();
	test_select_refused();
	test_codes_that_kill();
	test_no_words();
	test_uids();
	test_fetch();
	test_fetch_gone_and_refused();
	test_fetch_trouble();
	test_mark();
	test_flags();
	test_call();
	test_put_away();
	test_idle();
	test_noop();
	test_every_fault();
	return tap_done();
}
