#include "compose/message.h"

#include "base/arena.h"
#include "compose/reader.h"
#include "tap.h"

#include <string.h>

static struct message
plain(void)
{
	static const char *none[1];

	return (struct message){ .from = { "Movement Communications", "comms@example.org" },
		.to = { "Amina Okello", "amina@example.net" },
		.reply_to = "",
		.subject = "Re: A talk",
		.date_at = 1795946400, /* 2026-11-29 10:00 UTC, a Sunday */
		.message_id = "0123.abc@example.org",
		.in_reply_to = "",
		.references = none,
		.auto_submitted = "auto-replied",
		.language = "en",
		.text = "Hello.\n",
		.html = "",
		.calendar = "",
		.calendar_method = "" };
}

static char *
write_it(const struct message *m, struct arena *a)
{
	struct err err = { 0 };
	char *bytes = NULL;
	size_t len;

	if (message_write(m, a, &bytes, &len, &err) == -1)
		return NULL;
	return bytes;
}

static const char *
line_of(const char *bytes, const char *header, struct arena *a)
{
	const char *at = strstr(bytes, arena_printf(a, "\r\n%s: ", header)), *end;

	if (at == NULL)
		return "(none)";
	at += 2;
	for (end = strstr(at, "\r\n"); end[2] == ' '; end = strstr(end + 2, "\r\n"))
		;
	return arena_mem(a, at, (size_t)(end - at));
}

/* As the wire wants it: ASCII, CRLF, short lines, one empty line before the body. */
static bool
fit_for_the_wire(const char *bytes)
{
	size_t column = 0;

	for (const char *s = bytes; *s != '\0'; s++) {
		if (*s == '\r' && s[1] == '\n') {
			column = 0;
			s++;
			continue;
		}
		if (*s < ' ' && *s != '\t')
			return false;
		if ((unsigned char)*s > '~' || ++column > 76)
			return false;
	}
	return column == 0;
}

static void
test_whole(struct arena *a)
{
	static const char *refs[] = { "1@example.net", "2@example.net" };
	struct message m = plain();

	m.reply_to = "comms+t@example.org";
	m.in_reply_to = "2@example.net";
	m.references = refs;
	m.n_references = 2;
	m.text = "Grüße.\n";
	is_str(write_it(&m, a),
	    "Date: Sun, 29 Nov 2026 10:00:00 +0000\r\n"
	    "From: Movement Communications <comms@example.org>\r\n"
	    "To: Amina Okello <amina@example.net>\r\n"
	    "Reply-To: Movement Communications <comms+t@example.org>\r\n"
	    "Subject: Re: A talk\r\n"
	    "Message-ID: <0123.abc@example.org>\r\n"
	    "In-Reply-To: <2@example.net>\r\n"
	    "References: <1@example.net>\r\n"
	    " <2@example.net>\r\n"
	    "Auto-Submitted: auto-replied\r\n"
	    "X-Auto-Response-Suppress: All\r\n"
	    "Content-Language: en\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: multipart/alternative;\r\n"
	    /* printf 0123.abc@example.org | sha256sum */
	    " boundary=\"=_a_e0e56298cb6ca9058ba72beb\"\r\n"
	    "\r\n"
	    "--=_a_e0e56298cb6ca9058ba72beb\r\n"
	    "Content-Type: text/plain; charset=UTF-8\r\n"
	    "Content-Transfer-Encoding: base64\r\n"
	    "\r\n"
	    "R3LDvMOfZS4NCg==\r\n"
	    "\r\n"
	    "--=_a_e0e56298cb6ca9058ba72beb--\r\n",
	    "a whole message");
}

static void
test_mailboxes(struct arena *a)
{
	static const struct {
		const char *name, *line;
	} rows[] = {
		{ "", "To: <amina@example.net>" },
		{ "Amina Okello", "To: Amina Okello <amina@example.net>" },
		{ "Okello, Amina", "To: \"Okello, Amina\" <amina@example.net>" },
		{ "J. R. \"Bob\" Dobbs", "To: \"J. R. \\\"Bob\\\" Dobbs\" <amina@example.net>" },
		{ "back\\slash", "To: \"back\\\\slash\" <amina@example.net>" },
		{ "Amélie", "To: =?UTF-8?Q?Am=C3=A9lie?= <amina@example.net>" },
		{ "王小明", "To: =?UTF-8?B?546L5bCP5piO?= <amina@example.net>" },
		{ "=?UTF-8?Q?x?=", "To: =?UTF-8?B?PT9VVEYtOD9RP3g/PQ==?= <amina@example.net>" },
		{ "A\r\nBcc: evil@example.com",
		    "To: \"A Bcc: evil@example.com\" <amina@example.net>" },
		{ "A\xe2\x80\xae"
		  "B",
		    "To: AB <amina@example.net>" }, /* a direction override */
	};
	struct message m = plain();

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		m.to.name = rows[i].name;
		is_str(line_of(write_it(&m, a), "To", a), rows[i].line, "name %zu", i);
	}
}

static void
test_subjects(struct arena *a)
{
	static const char *const rows[][2] = {
		{ "A talk", "Subject: A talk" },
		{ "", "Subject: " },
		{ "a =?UTF-8?Q?trick?=", "Subject: =?UTF-8?B?YSA9P1VURi04P1E/dHJpY2s/PQ==?=" },
		{ "one\ntwo\r\nBcc: evil@example.com", "Subject: one two Bcc: evil@example.com" },
		{ "We would like to talk about the plans for the spring and about how to invite "
		  "more people",
		    "Subject: We would like to talk about the plans for the spring and about how"
		    "\r\n to invite more people" },
		{ "Réunion", "Subject: =?UTF-8?Q?R=C3=A9union?=" },
		/* 16 bytes of base64 fit 45 bytes of text: 15 characters of three bytes a line */
		{ "შეხვედრა შეხვედრა", "Subject: =?UTF-8?B?4YOo4YOU4YOu4YOV4YOU4YOT4YOg4YOQIOGDqOGD"
				       "lOGDruGDlQ==?=\r\n =?UTF-8?B?4YOU4YOT4YOg4YOQ?=" },
	};
	struct message m = plain();

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		m.subject = rows[i][0];
		is_str(line_of(write_it(&m, a), "Subject", a), rows[i][1], "subject %zu", i);
	}
}

static void
test_refused(struct arena *a)
{
	static const char *const bad[] = { "", "amina", "a@x>\r\nRCPT TO:<evil@example.com",
		"a b@example.org", "<a@example.org>", "a@example.org\n", "ä@example.org" };
	struct message m;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		m = plain();
		m.to.email = bad[i];
		ok(write_it(&m, a) == NULL, "recipient %zu is refused", i);
		m = plain();
		m.from.email = bad[i];
		ok(write_it(&m, a) == NULL, "sender %zu is refused", i);
		m = plain();
		m.reply_to = bad[i];
		ok((write_it(&m, a) == NULL) == (bad[i][0] != '\0'), "Reply-To %zu", i);
	}
	m = plain();
	m.message_id = "x>\r\nBcc: <evil@example.com";
	ok(write_it(&m, a) == NULL, "a broken Message-ID of ours is refused");
}

static void
test_thread(struct arena *a)
{
	const char *many[30];
	struct message m = plain();

	for (size_t i = 0; i < 30; i++)
		many[i] = arena_printf(a, "%zu@example.net", i);
	many[25] = "x>\r\nBcc: <evil@example.com";
	many[26] = "two words@example.net";
	m.references = many;
	m.n_references = 30;
	m.in_reply_to = many[25];
	is_str(line_of(write_it(&m, a), "References", a),
	    "References: <0@example.net>\r\n <21@example.net>\r\n <22@example.net>\r\n"
	    " <23@example.net>\r\n <24@example.net>\r\n <27@example.net>\r\n <28@example.net>\r\n"
	    " <29@example.net>",
	    "the first reference and the last ones that are fit");
	is_str(line_of(write_it(&m, a), "In-Reply-To", a), "(none)", "an unfit one is left out");
	ok(strstr(write_it(&m, a), "Bcc") == NULL, "no header of a stranger's");
}

static const char *const names[] = {
	"Amélie Dupont", "ნინო ბერიძე", "王小明", "أمينة محمد",
	"Ærøskøbing-Østergaard, Åse-Kristine Fjærstad Þórðardóttir \"Åse\" of the Ærø island team",
	"Wolfeschlegelsteinhausenbergerdorff the Elder, who has a name longer than any line may be"
};

static void
test_names_read_back(struct arena *a)
{
	struct message m = plain();

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *bytes, *seen;

		m.to.name = m.subject = names[i];
		m.text = arena_printf(a, "%s\n.\nFrom here = there \n%0200d\n", names[i], 7);
		bytes = write_it(&m, a);
		ok(fit_for_the_wire(bytes), "%s: fit for the wire", names[i]);
		seen = reader_show(bytes, strlen(bytes), a);
		ok(strstr(seen, arena_printf(a, "Subject: %s\n", names[i])) != NULL,
		    "%s: the subject reads back", names[i]);
		ok(strstr(seen, arena_printf(a, "To is [%s] [amina@example.net]\n", names[i])) !=
			NULL,
		    "%s: the name reads back", names[i]);
		ok(strstr(seen,
		       arena_printf(a, "  | %s\n  | .\n  | From here = there\n  | %0200d\n",
			   names[i], 7)) != NULL,
		    "%s: the text reads back", names[i]);
		ok(strstr(seen, "defects: none\n") != NULL, "%s: no defects", names[i]);
	}
}

static void
test_invitation_read_back(struct arena *a)
{
	struct message m = plain();
	char *bytes, *again, *seen;

	m.html = "<p>Hello, Åse.</p>\n";
	m.calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n";
	m.calendar_method = "REQUEST";
	bytes = write_it(&m, a);
	again = write_it(&m, a);
	is_str(again, bytes, "the same parts give the same bytes");
	ok(fit_for_the_wire(bytes), "fit for the wire");
	seen = reader_show(bytes, strlen(bytes), a);
	is_str(strstr(seen, "defects:"),
	    "defects: none\n"
	    "multipart/mixed\n"
	    "  multipart/alternative\n"
	    "    text/plain charset=UTF-8\n"
	    "    | Hello.\n"
	    "    text/html charset=UTF-8\n"
	    "    | <p>Hello, Åse.</p>\n"
	    "    text/calendar charset=UTF-8 method=REQUEST\n"
	    "    | BEGIN:VCALENDAR\n"
	    "    | METHOD:REQUEST\n"
	    "    | END:VCALENDAR\n"
	    "  application/ics name=invite.ics disposition=attachment:invite.ics\n"
	    "  | BEGIN:VCALENDAR\n"
	    "  | METHOD:REQUEST\n"
	    "  | END:VCALENDAR\n",
	    "an invitation's parts, in the order programs look for them");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_whole(a);
	test_mailboxes(a);
	test_subjects(a);
	test_refused(a);
	test_thread(a);
	if (reader_works()) {
		test_names_read_back(a);
		test_invitation_read_back(a);
	}
	arena_free(a);
	return tap_done();
}
