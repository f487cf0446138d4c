#include "inbox/letter.h"

#include "base/arena.h"
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
	ok(l.calendar == NULL && !l.report, "no calendar, no report");
	is_str(letter_header(&l, "mime-version"), "1.0", "a header in any case");
	ok(letter_header(&l, "X-None") == NULL, "a header that is not there");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_plain(a);
	arena_free(a);
	return tap_done();
}
