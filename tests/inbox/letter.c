#include "inbox/letter.h"

#include "base/arena.h"
#include "base/buf.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The bytes of a mail in tests/inbox/mails, in memory of exactly their length. */
static char *
load(const char *name, size_t *len)
{
	char path[256];
	char *raw;
	FILE *f;

	snprintf(path, sizeof path, "tests/inbox/mails/%s", name);
	if ((f = fopen(tap_source(path), "rb")) == NULL) {
		perror(path);
		exit(1);
	}
	fseek(f, 0, SEEK_END);
	*len = (size_t)ftell(f);
	rewind(f);
	raw = malloc(*len + 1);
	*len = fread(raw, 1, *len, f);
	fclose(f);
	return raw;
}

static struct letter
read_mail(const char *name, struct arena *a)
{
	struct letter l;
	struct err err = { 0 };
	size_t len;
	char *raw = load(name, &len);

	is_int(letter_read(raw, len, "meet@example.org", a, &l, &err), 0, "%s is read: %s", name,
	    err.text);
	free(raw);
	return l;
}

static void
test_plain(struct arena *a)
{
	struct letter l = read_mail("plain.eml", a);

	is_str(l.from.name, "Ana Silva", "the writer's name");
	is_str(l.from.email, "ana@example.net", "the address, its domain in lower case");
	is_int((int)l.n_from, 1, "one writer");
	is_str(l.return_path, "ana@example.net", "the return path");
	is_int((int)l.n_to, 2, "two in To");
	is_str(l.to[1].email, "bo@example.com", "the second of them");
	is_int((int)l.n_cc, 1, "one in Cc");
	is_str(l.cc[0].name, "Cruz, Dora", "with a comma in the name");
	is_str(l.tag, "k7f2", "the tag is found in Delivered-To");
	is_str(l.subject, "Café next week", "the subject");
	is_int(l.sent_at, 1796634721, "Mon, 7 Dec 2026 09:12:01 UTC");
	is_int(l.sent_offset, 5 * 3600 + 1800, "half past five hours east");
	ok(l.offset_known, "as the mail says");
	is_str(l.message_id, "a1@example.net", "the Message-ID");
	is_str(l.in_reply_to, "m2@example.org", "what it answers");
	is_int((int)l.n_references, 2, "two mails before it");
	is_str(l.references[0], "m1@example.org", "the oldest first");
	is_str(l.references[1], "m2@example.org", "the one it answers last");
	is_str(l.text,
	    "Hello, could we talk on Tuesday at three about the café evening?\n\n"
	    "> Which day suits you best?\n\n-- \nAna\n",
	    "flowed lines are joined");
	ok(l.calendar == NULL && !l.reports, "no calendar, no report");
	is_str(letter_header(&l, "mime-version"), "1.0", "a header in any case");
	ok(letter_header(&l, "X-None") == NULL, "a header that is not there");
}

static void
test_gmail(struct arena *a)
{
	struct letter l = read_mail("gmail.eml", a);

	is_str(l.from.name, "Анна Коваль", "a name in another script");
	is_str(l.subject, "Re: зустріч", "the subject");
	is_str(l.tag, "a9", "the tag in To");
	is_int((int)l.n_references, 3, "three mails before it");
	is_str(l.references[2], "m2@example.org", "the one it answers last");
	is_str(l.text,
	    "Другий час.\n\nпн, 7 груд. 2026 р. 10:00 Scheduling <meet@example.org> пише:\n\n"
	    "> 1. Tuesday 10:00\n",
	    "plain text is preferred");
}

static void
test_outlook(struct arena *a)
{
	struct letter l = read_mail("outlook-html-only.eml", a);

	is_str(l.text,
	    "Wednesday at 14:00 is fine, in the café if you like.\n\n"
	    "Please invite Eli Ek as well, he knows the archive best of all.\n\n"
	    "> From: Scheduling\n>\n> 1. Tuesday 10:00\n",
	    "HTML where the plain text says nothing");
	is_int(l.sent_at, 1796634721, "the date");
	ok(!l.offset_known, "-0000 is no offset");
	is_int((int)l.n_references, 0, "it answers nothing");
}

static void
test_calendar(struct arena *a)
{
	struct letter l = read_mail("calendar-answer.eml", a);

	ok(l.calendar != NULL && strstr(l.calendar, "\nUID:4f1c@example.org\n") != NULL,
	    "the calendar part, decoded");
	is_str(l.calendar_method, "REPLY", "its method, behind a name with blanks");
	ok(l.calendar_other == NULL, "a second copy is none");
	is_str(l.text, "Bo Berg has accepted this invitation.\n", "the blank was not written");
	is_str(l.tag, "t.5x", "the tag, whatever the case of the address");
}

static void
test_bounce(struct arena *a)
{
	struct letter l = read_mail("bounce.eml", a);

	ok(l.reports, "a report");
	is_str(l.return_path, "", "from nobody");
	is_str(l.text, "I could not deliver your mail.\n", "its first part");
	ok(l.calendar == NULL, "our own invitation, brought back, is no answer");
}

static void
test_attachments(struct arena *a)
{
	struct letter l = read_mail("attachments.eml", a);

	is_str(l.from.name, "Ana Silva", "the name in a comment");
	is_str(l.text, "Here is the plan, see you on Tuesday.\nGreetings from the café",
	    "what is shown, without files and attached mails");
	is_int(l.sent_at, 1796634720, "a year of two digits, no seconds");
	is_int((int)l.n_headers, 6, "the outermost headers only");
}

static void
test_broken(struct arena *a)
{
	struct letter l = read_mail("broken.eml", a);

	is_str(l.from.email, "ana@example.net", "an empty line above, a line that is no header");
	is_str(l.message_id, "a1@example.net", "a Message-ID without brackets");
	is_int((int)l.n_references, 2, "each reference once");
	is_str(l.references[0], "b0@example.net", "the other one first");
	is_str(l.references[1], "a0@example.net", "the one it answers last");
	is_int(l.sent_at, 0, "no date that makes sense");
	is_str(l.text, "Tuesday at nine, please.\nAnd bring the map.\n",
	    "boundaries that never close, a part without a body");
}

/* The same mail with other line ends says the same. */
static void
test_line_ends(const char *end, const char *name, struct arena *a)
{
	struct letter want = read_mail("plain.eml", a), got;
	struct err err = { 0 };
	struct buf b;
	size_t len;
	char *raw = load("plain.eml", &len);

	buf_init(&b, a);
	for (size_t i = 0; i < len; i++)
		if (raw[i] == '\n')
			buf_str(&b, end);
		else
			buf_char(&b, raw[i]);
	free(raw);
	is_int(letter_read(b.data, b.len, "meet@example.org", a, &got, &err), 0, "with %s", name);
	is_str(got.text, want.text, "the same text");
	is_int((int)got.n_headers, (int)want.n_headers, "the same headers");
	is_str(got.content_key, want.content_key, "the same mail again");
	ok(strcmp(got.digest, want.digest) != 0, "in other bytes");
}

static const char sample[] = "From: ana@example.net\nSubject: Talk\nMessage-ID: <a@x>\n"
			     "Date: Mon, 7 Dec 2026 09:12:01 +0000\n\nTuesday?\n";

/* The sample with one thing replaced by another. */
static struct letter
read_changed(const char *from, const char *to, struct arena *a)
{
	const char *at = strstr(sample, from);
	char *raw = arena_printf(a, "%.*s%s%s", (int)(at - sample), sample, to, at + strlen(from));
	struct letter l;
	struct err err;

	letter_read(raw, strlen(raw), "", a, &l, &err);
	return l;
}

static const struct {
	const char *from, *to, *name;
	bool same;
} changes[] = {
	{ "From:", "Received: by mx.example.org\nFrom:", "another way", true },
	{ "Tuesday?\n", "Tuesday?\n\n", "an empty line more", true },
	{ "\n\nTue", "\nContent-Transfer-Encoding: quoted-printable\n\nT=75e", "encoded", true },
	{ "Tuesday?", "Wednesday?", "another text", false },
	{ "Talk", "Talks", "another subject", false },
	{ "ana@example.net", "bo@example.com", "another writer", false },
	{ "<a@x>", "<b@x>", "another Message-ID", false },
	{ "09:12:01", "09:12:02", "another second", false },
};

static void
test_content_key(struct arena *a)
{
	struct letter was = read_changed("Talk", "Talk", a);

	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		struct letter l = read_changed(changes[i].from, changes[i].to, a);

		ok((strcmp(l.content_key, was.content_key) == 0) == changes[i].same, "%s is %s",
		    changes[i].name, changes[i].same ? "the same mail again" : "another mail");
	}
}

/* Some servers leave blanks in the line that ends the header. */
static void
test_blank_line(struct arena *a)
{
	static const char raw[] = "From: ana@example.net\n \t\nTuesday?\n\nOr Friday?\n";
	struct letter l;
	struct err err;

	letter_read(raw, strlen(raw), "", a, &l, &err);
	is_str(l.text, "Tuesday?\n\nOr Friday?\n", "a line of blanks ends the header");
}

static const struct {
	const char *own, *header, *tag;
} tags[] = {
	{ "meet@example.org", "To: meet+a@example.org", "a" },
	{ "meet@example.org", "Cc: meet+a@example.org", "a" },
	{ "meet@example.org", "To: meet@example.org", "" },
	{ "meet@example.org", "To: meeting+a@example.org", "" },
	{ "meet@example.org", "To: meet+a@example.com", "" },
	{ "meet@example.org", "To: meet+a@example.org\nDelivered-To: meet+b@example.org", "b" },
	{ "meet@example.org", "To: bo+x@example.com, meet+a+b@example.org", "a+b" },
	{ "meet+base@example.org", "To: meet+a@example.org", "a" },
	{ "meet@example.org", "Subject: meet+a@example.org", "" },
	{ "", "To: meet+a@example.org", "" },
};

static void
test_tags(struct arena *a)
{
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		char *raw = arena_printf(a, "%s\n\nhello\n", tags[i].header);
		struct letter l;
		struct err err;

		letter_read(raw, strlen(raw), tags[i].own, a, &l, &err);
		is_str(l.tag, tags[i].tag, "%s", tags[i].header);
	}
}

/* -1 and the reason, or 0 */
static int
read_long(const struct buf *b, struct letter *l, struct arena *a)
{
	struct err err = { 0 };
	int rc = letter_read(b->data, b->len, "", a, l, &err);

	if (rc == -1) {
		is_int(err.kind, ERR_REJECT, "a person must look: %s", err.text);
		is_str(l->content_key, l->digest, "it is like no other mail");
	}
	is_int((int)strlen(l->digest), 64, "the digest is there");
	return rc;
}

static void
add_many(struct buf *b, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_str(b, s);
}

static int
read_nested(int depth, struct letter *l, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	buf_str(&b, "From: ana@example.net\n");
	for (int i = 0; i < depth; i++)
		buf_printf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
	buf_str(&b, "\nat the bottom\n");
	return read_long(&b, l, a);
}

static int
read_parts(size_t n, struct letter *l, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	buf_str(&b, "From: ana@example.net\nContent-Type: multipart/mixed; boundary=b\n\n");
	add_many(&b, "--b\n\none\n", n);
	return read_long(&b, l, a);
}

/* A header of exactly so many bytes, its empty line included. */
static int
read_header(size_t n, struct letter *l, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	buf_str(&b, "From: ana@example.net\n");
	while (b.len + 1 < n) {
		size_t left = n - b.len - 1, len = left < 40000 ? left : 20000;

		buf_str(&b, "X: ");
		add_many(&b, "x", len - 4);
		buf_char(&b, '\n');
	}
	buf_str(&b, "\nhello\n");
	return read_long(&b, l, a);
}

/* Or with that behind the other headers, so many times, one behind the other. */
static int
read_behind(const char *before, const char *what, size_t n, struct letter *l, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	buf_str(&b, "From: ana@example.net\n");
	buf_str(&b, before);
	add_many(&b, what, n);
	buf_str(&b, "\n\nhello\n");
	return read_long(&b, l, a);
}

static void
test_header_limits(void)
{
	struct arena *a = arena_new();
	struct letter l;

	is_int(read_behind("X: ", "x", 65536, &l, a), 0, "a header line of 64 kB");
	is_int(read_behind("X: ", "x", 65537, &l, a), -1, "a longer one is refused");
	is_int(read_behind("X: ", "x\n ", 40000, &l, a), -1, "folded as well");
	is_int(read_behind("", "X: y\n", 999, &l, a), 0, "a thousand header lines");
	is_int(read_behind("", "X: y\n", 1000, &l, a), -1, "more are refused");
	is_int(read_behind("To: ", "(", 32, &l, a), 0, "32 parentheses in each other");
	is_int(read_behind("To: ", "(", 33, &l, a), -1, "more are refused");
	is_int(read_behind("Content-Type: ", "(", 33, &l, a), -1, "wherever they are read");
	is_int(read_behind("Subject: sad :", "(", 33, &l, a), 0, "but not in a subject");
	is_int(read_behind("To: \"", "(", 33, &l, a), 0, "nor in quotes");
	is_int(read_behind("To: ", "()", 33, &l, a), 0, "nor side by side");
	is_int(read_behind("To: ", "a@example.org, ", 200, &l, a), 0, "200 recipients");
	is_int((int)l.n_to, 200, "all of them known");
	is_int(read_behind("To: ", "a@example.org, ", 201, &l, a), -1, "more are refused");
	is_int(read_behind("Cc: ", "a, ", 201, &l, a), 0, "commas alone are no recipients");
	is_int(read_behind("", "Cc: a@example.org\n", 201, &l, a), -1, "in lines of their own");
	arena_free(a);
}

static int
read_size(size_t n, struct letter *l, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	buf_str(&b, "From: ana@example.net\n\n");
	add_many(&b, "x", n - b.len);
	return read_long(&b, l, a);
}

static void
test_limits(void)
{
	struct arena *a = arena_new();
	struct letter l;

	is_int(read_nested(20, &l, a), 0, "parts in parts, twenty deep");
	is_str(l.text, "at the bottom\n", "the innermost is read");
	is_int(read_nested(21, &l, a), -1, "deeper is refused");
	is_str(l.from.email, "ana@example.net", "its headers are there");
	is_str(l.text, "", "its text is not");
	arena_reset(a);
	is_int(read_parts(199, &l, a), 0, "two hundred parts, with the mail itself");
	is_int(read_parts(200, &l, a), -1, "more are refused");
	arena_reset(a);
	is_int(read_header((size_t)256 * 1024, &l, a), 0, "a header of 256 kB");
	is_int(read_header((size_t)256 * 1024 + 1, &l, a), -1, "a longer one is refused");
	is_str(l.from.email, "ana@example.net", "its beginning is there");
	arena_reset(a);
	is_int(read_size(LETTER_MAX, &l, a), 0, "a mail of 10 MB");
	ok(strlen(l.text) <= (size_t)256 * 1024, "of which the beginning is read");
	is_int(read_size((size_t)LETTER_MAX + 1, &l, a), -1, "a larger one is refused");
	arena_free(a);
}

/* Each mail cut off at each byte, in memory of exactly that length. */
static void
test_cut_off(const char *name)
{
	struct arena *a = arena_new();
	struct letter l;
	struct err err;
	size_t len;
	char *raw = load(name, &len);

	for (size_t n = 0; n <= len; n++) {
		char *part = malloc(n > 0 ? n : 1);

		memcpy(part, raw, n);
		letter_read(part, n, "meet@example.org", a, &l, &err);
		free(part);
		arena_reset(a);
	}
	ok(true, "%s, cut off at each byte", name);
	free(raw);
	arena_free(a);
}

/* What takes time quadratic in its length takes minutes here, and is noticed. */
static void
test_hostile(void)
{
	static const char *const shapes[] = { "--b\n\n", "--b", "--", "\n", "\r", "\r\r\n", "=\n",
		"Content-Type: multipart/mixed; boundary=b\n\n--b\n", "<div>", "&", "<!--", "> " };
	static const char *const types[] = { "text/plain; format=flowed", "text/html",
		"multipart/mixed; boundary=b", "multipart/alternative; boundary=b" };
	size_t len = (size_t)256 * 1024;
	struct letter l;
	struct err err;

	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		for (size_t k = 0; k < sizeof types / sizeof *types; k++) {
			struct arena *a = arena_new();
			struct buf b;

			buf_init(&b, a);
			buf_printf(&b, "Content-Type: %s\n\n", types[k]);
			add_many(&b, shapes[i], len / strlen(shapes[i]));
			letter_read(b.data, b.len, "", a, &l, &err);
			arena_free(a);
		}
	}
	ok(true, "a quarter of a megabyte of one thing is read in time");
}

int
main(void)
{
	static const char *const mails[] = { "plain.eml", "gmail.eml", "outlook-html-only.eml",
		"calendar-answer.eml", "bounce.eml", "attachments.eml", "broken.eml" };
	struct arena *a = arena_new();

	test_plain(a);
	test_gmail(a);
	test_outlook(a);
	test_calendar(a);
	test_bounce(a);
	test_attachments(a);
	test_broken(a);
	test_line_ends("\r\n", "CR LF", a);
	test_line_ends("\r", "CR", a);
	test_line_ends("\r\r\n", "CR CR LF", a);
	test_content_key(a);
	test_blank_line(a);
	test_tags(a);
	test_limits();
	test_header_limits();
	for (size_t i = 0; i < sizeof mails / sizeof *mails; i++)
		test_cut_off(mails[i]);
	test_hostile();
	arena_free(a);
	return tap_done();
}
