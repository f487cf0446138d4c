#include "inbox/header.h"

#include "base/arena.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static const char sample[] = "From ana@example.net Mon Dec  7 09:12:01 2026\n"
			     "Subject: a long\n"
			     "\tline, folded\n"
			     "this line is no header\n"
			     "Bad Name: neither is this\n"
			     ": nor this\n"
			     "X-Blank : before the colon\n"
			     "X-Latin: caf\xe9\n"
			     "X-Empty:\n"
			     "X-Stray: a\rX-Hidden: b\n"
			     "subject: the second\n"
			     " \n"
			     "Body: starts here\n";

static const char cyrillic[] = "Subject: \xf0\xd2\xc9\xd7\xc5\xd4\n"
			       "X-Sound: caf\xc3\xa9\n"
			       "Content-Type: text/plain; charset=koi8-r\n";

static void
test_scan(struct arena *a)
{
	struct headers h;
	size_t body = headers_scan(sample, strlen(sample), a, &h);

	is_str(sample + body, "Body: starts here\n", "a line of blanks ends the header");
	is_int((int)h.n, 6, "six header lines");
	is_str(headers_find(&h, "SUBJECT"), "a long\tline, folded", "the first one, unfolded");
	is_str(headers_find(&h, "X-Blank"), "before the colon", "a blank before the colon");
	is_str(headers_find(&h, "X-Latin"), "café", "a value that is not UTF-8");
	is_str(headers_find(&h, "X-Empty"), "", "a value may be empty");
	is_str(headers_find(&h, "X-Stray"), "a X-Hidden: b", "a stray CR hides no header");
	ok(headers_find(&h, "X-Hidden") == NULL, "not even this one");
	ok(headers_find(&h, "Body") == NULL, "the body is no header");

	headers_scan(cyrillic, strlen(cyrillic), a, &h);
	is_str(headers_find(&h, "Subject"), "Привет", "raw letters in the set of the text");
	is_str(headers_find(&h, "X-Sound"), "café", "but for sound UTF-8");

	is_int((int)headers_scan("", 0, a, &h), 0, "nothing");
	is_int((int)h.n, 0, "has no headers");
	is_int((int)headers_scan("\nBody", 5, a, &h), 1, "no header at all");
	is_int((int)headers_scan("A: b", 4, a, &h), 4, "no line end");
	is_str(headers_find(&h, "a"), "b", "is read all the same");
}

static const struct {
	const char *value, *want;
} tokens[] = {
	{ "Text/HTML; charset=x", "text/html" },
	{ " text / plain ", "text/plain" },
	{ "(why) base64 (not (really))", "base64" },
	{ "", "" },
	{ "((((", "" },
	{ "a(b", "a" },
};

static const struct {
	const char *value;
	size_t n;
	const char *first, *last;
} ids[] = {
	{ "<a@x>", 1, "a@x", "a@x" },
	{ "a@x", 1, "a@x", "a@x" },
	{ "<a@x> <b@x>\t<c@x>", 3, "a@x", "c@x" },
	{ "<a@x><b@x>", 2, "a@x", "b@x" },
	{ "Your mail of Monday <a@x> (thanks)", 1, "a@x", "a@x" },
	{ "<a @x>", 1, "a@x", "a@x" },
	{ "<>", 0, NULL, NULL },
	{ "", 0, NULL, NULL },
	{ "<a@x", 0, NULL, NULL },
	{ "no id here", 0, NULL, NULL },
	{ "<a\x01@x> <b@x>", 1, "b@x", "b@x" },
	{ "<caf\xc3\xa9@x>", 0, NULL, NULL },
};

static void
test_tables(struct arena *a)
{
	for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++)
		is_str(header_token(tokens[i].value, a), tokens[i].want, "token of '%s'",
		    tokens[i].value);
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		const char **got;
		size_t n = header_message_ids(ids[i].value, a, &got);

		is_int((int)n, (int)ids[i].n, "ids in '%s'", ids[i].value);
		if (n == ids[i].n && n > 0) {
			is_str(got[0], ids[i].first, "the first of them");
			is_str(got[n - 1], ids[i].last, "the last of them");
		}
	}
}

static void
test_long_ids(struct arena *a)
{
	char value[300] = "<";
	const char **got;

	memset(value + 1, 'a', 250);
	strcpy(value + 251, ">");
	is_int((int)header_message_ids(value, a, &got), 1, "an id of 250 octets");
	strcpy(value + 251, "a>");
	is_int((int)header_message_ids(value, a, &got), 0, "one of 251 is left out");
}

/* What takes time quadratic in its length takes minutes here, and is noticed. */
static void
test_hostile(void)
{
	static const char *const pieces[] = { " ", "(", "\"", "<", "<a>", "a;", "\\", "\n ",
		"a:\n" };
	size_t len = (size_t)256 * 1024;
	char *value = malloc(len + 1);

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		size_t n = strlen(pieces[i]);
		struct arena *a = arena_new();
		const char **ids_found;
		struct headers h;

		for (size_t k = 0; k + n <= len; k += n)
			memcpy(value + k, pieces[i], n);
		value[len / n * n] = '\0';
		header_token(value, a);
		header_message_ids(value, a, &ids_found);
		headers_scan(value, strlen(value), a, &h);
		arena_free(a);
	}
	free(value);
	ok(true, "long values of one thing are read in time");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_scan(a);
	test_tables(a);
	test_long_ids(a);
	test_hostile();
	arena_free(a);
	return tap_done();
}
