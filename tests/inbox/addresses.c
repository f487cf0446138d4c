#include "inbox/addresses.h"

#include "base/arena.h"
#include "base/buf.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

/* want: "name|email" of each, with "; " between them */
static const struct {
	const char *value, *want;
	int seen;
} lists[] = {
	{ "ana@example.net", "|ana@example.net", 1 },
	{ "<Ana@EXAMPLE.net>", "|Ana@example.net", 1 },
	{ "Ana Silva <ana@example.net>", "Ana Silva|ana@example.net", 1 },
	{ "\"Silva, Ana\" <ana@example.net>, bo@example.com",
	    "Silva, Ana|ana@example.net; |bo@example.com", 2 },
	{ "Silva, Ana <ana@example.net>", "Silva, Ana|ana@example.net", 1 },
	{ "bo@example.com, Silva, Ana <ana@example.net>",
	    "|bo@example.com; Silva, Ana|ana@example.net", 2 },
	{ "ana@example.net (Ana Silva)", "Ana Silva|ana@example.net", 1 },
	{ "Ana (on (her) travels) <ana@example.net>", "Ana|ana@example.net", 1 },
	{ "Ana Silva ana@example.net", "Ana Silva|ana@example.net", 1 },
	{ "\"ana@example.net\" <bo@example.com>", "ana@example.net|bo@example.com", 1 },
	{ "'bo@example.com'", "|bo@example.com", 1 },
	{ "=?utf-8?Q?J=C3=BCrgen?= <j@example.de>", "Jürgen|j@example.de", 1 },
	{ "\"=?utf-8?B?SsO8cmdlbg==?=\" <j@example.de>", "Jürgen|j@example.de", 1 },
	{ "=?utf-8?Q?eve=40example=2Ecom?= <j@example.de>", "eve@example.com|j@example.de", 1 },
	{ "Team: ana@example.net, Bo <bo@example.com>;", "|ana@example.net; Bo|bo@example.com", 2 },
	{ "undisclosed-recipients:;", "", 0 },
	{ "<@relay.example:ana@example.net>", "|ana@example.net", 1 },
	{ "mailto:ana@example.net", "|ana@example.net", 1 },
	{ ", ,ana@example.net,,", "|ana@example.net", 1 },
	{ "", "", 0 },
	{ "Ana", "", 1 },
	{ "MAILER-DAEMON <>", "", 1 },
	{ "ana@example.net bo@example.com", "", 1 },
	{ "Ana <ana@example.net> <bo@example.com>", "Ana|ana@example.net; |bo@example.com", 2 },
	{ "Ana <ana@exa mple.net>", "", 1 },
	{ "ana@münchen.example, bo@example.com", "|bo@example.com", 2 },
	{ "Ana <ana@example.net", "Ana|ana@example.net", 1 },
	{ "\"Ana <ana@example.net>", "", 1 },
	{ "Ana (<ana@example.net>", "", 1 },
	{ "Ana\r\n Bcc: eve <ana@example.net>", "eve|ana@example.net", 1 },
	{ "=?utf-8?Q?A=0D=0ABcc=3A?= <ana@example.net>", "A Bcc:|ana@example.net", 1 },
	{ "\"Ana \\\"A\\\" Silva\" <ana@example.net>", "Ana \"A\" Silva|ana@example.net", 1 },
};

static char *
print(const struct addresses *list, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < list->n; i++)
		buf_printf(&b, "%s%s|%s", i > 0 ? "; " : "", list->items[i].name,
		    list->items[i].email);
	return b.data;
}

static void
test_limit(struct arena *a)
{
	struct addresses list = { 0 };
	struct buf b;

	buf_init(&b, a);
	for (int i = 0; i < ADDRESSES_MAX; i++)
		buf_printf(&b, "a%d@example.net,", i);
	addresses_read(b.data, a, &list);
	is_int((int)list.n, ADDRESSES_MAX, "as many as may be");
	addresses_read("bo@example.com", a, &list);
	is_int((int)list.n, ADDRESSES_MAX, "one more is not kept");
	is_int((int)list.seen, ADDRESSES_MAX + 1, "but counted");
}

static void
test_hostile(void)
{
	static const char *const pieces[] = { "(", "\"", "<", "a,", "a@b,", ":", "\\", "@", ";",
		"<>", "()", " " };
	size_t len = (size_t)256 * 1024;
	char *value = malloc(len + 1);

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct arena *a = arena_new();
		struct addresses list = { 0 };
		size_t n = strlen(pieces[i]);

		for (size_t k = 0; k + n <= len; k += n)
			memcpy(value + k, pieces[i], n);
		value[len / n * n] = '\0';
		addresses_read(value, a, &list);
		arena_free(a);
	}
	free(value);
	ok(true, "long lists of one thing are read in time");
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		struct addresses list = { 0 };

		addresses_read(lists[i].value, a, &list);
		is_str(print(&list, a), lists[i].want, "%s", lists[i].value);
		is_int((int)list.seen, lists[i].seen, "how many it holds");
	}
	test_limit(a);
	test_hostile();
	arena_free(a);
	return tap_done();
}
