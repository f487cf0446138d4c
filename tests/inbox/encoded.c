#include "inbox/encoded.h"

#include "base/arena.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *value, *want;
} values[] = {
	{ "plain text", "plain text" },
	{ "=?utf-8?Q?Caf=C3=A9_am?= Markt", "Café am Markt" },
	{ "=?UTF-8?B?Q2Fmw6k=?=", "Café" },
	{ "=?iso-8859-1?q?a=E4?= =?iso-8859-2?q?=E8?=", "aäč" },
	{ "=?utf-8?B?ww==?= =?utf-8?B?qQ==?=", "é" },
	{ "=?utf-8?Q?caf=C3?=\t=?utf-8?Q?=A9?=", "café" },
	{ "=?koi8-r?B?8NLJ18XU?=", "Привет" },
	{ "=?iso-2022-jp?B?GyRCMnE1RBsoQg==?=", "会議" },
	{ "=?gb2312?B?u+HS6Q==?=", "会议" },
	{ "=?utf-8*en?Q?talk?=", "talk" },
	{ "=?utf-8?Q?two words?=", "two words" },
	{ "\"=?utf-8?Q?quoted?=\"", "\"quoted\"" },
	{ "a=?utf-8?Q?b?=c", "abc" },
	{ "=?utf-8?Q?one?= two =?utf-8?Q?three?=", "one two three" },
	{ "=?utf-8?Q?=0D=0ABcc:_eve@example.com?=", "Bcc: eve@example.com" },
	{ "=?utf-8?Q?unfinished", "=?utf-8?Q?unfinished" },
	{ "=?utf-8?X?unknown?=", "=?utf-8?X?unknown?=" },
	{ "=?x-none?Q?caf=E9?=", "café" },
	{ "=?"
	  "?=",
	    "=?"
	    "?=" },
	{ "=?utf-8?Q?"
	  "?=",
	    "" },
	{ "2 =? 3", "2 =? 3" },
	{ "raw ünïcödé", "raw ünïcödé" },
	{ "\xe2\x80\xaehidden direction", "hidden direction" },
};

/* What takes time quadratic in its length takes minutes here, and is noticed. */
static void
test_hostile(void)
{
	static const char *const pieces[] = { "=?a?Q?", "=?", " ", "=", "?=", "=?a?Q?b?= ", "_" };
	size_t len = (size_t)256 * 1024;
	char *value = malloc(len + 1);

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		size_t n = strlen(pieces[i]);
		struct arena *a = arena_new();

		for (size_t k = 0; k + n <= len; k += n)
			memcpy(value + k, pieces[i], n);
		value[len / n * n] = '\0';
		encoded_decode(value, a);
		arena_free(a);
	}
	free(value);
	ok(true, "long values of one thing are read in time");
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		is_str(encoded_decode(values[i].value, a), values[i].want, "%s", values[i].value);
	test_hostile();
	arena_free(a);
	return tap_done();
}
