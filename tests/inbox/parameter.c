#include "inbox/parameter.h"

#include "base/arena.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *value, *name, *want; /* NULL: none */
} parameters[] = {
	{ "text/plain; charset=utf-8", "charset", "utf-8" },
	{ "text/plain; CHARSET = \"utf-8\" ; x=y", "charset", "utf-8" },
	{ "text/plain (charset=no); charset=yes (said so)", "charset", "yes" },
	{ "text/plain", "charset", NULL },
	{ "text/plain; charset", "charset", NULL },
	{ "text/plain; charset=", "charset", "" },
	{ "text/plain; xcharset=a", "charset", NULL },
	{ "text/calendar; name=meeting request.ics; METHOD=CANCEL", "method", "CANCEL" },
	{ "text/calendar; name=meeting request.ics; METHOD=CANCEL", "name", "meeting request.ics" },
	{ "a/b; name=\"a;b=\\\"c\\\"\"; x=1", "name", "a;b=\"c\"" },
	{ "a/b; name=\"a;b=\\\"c\\\"\"; x=1", "x", "1" },
	{ "a/b; name*=utf-8''caf%C3%A9.ics", "name", "café.ics" },
	{ "a/b; name*=iso-8859-1'en'caf%E9", "name", "café" },
	{ "a/b; name*0=one; name*1=two", "name", "onetwo" },
	{ "a/b; name*1*=%A9.ics; name*0*=utf-8''caf%C3", "name", "café.ics" },
	{ "a/b; name*0*=utf-8''caf%C3%A9; name*1=%41", "name", "café%41" },
	{ "a/b; name=old; name*=utf-8''new", "name", "new" },
	{ "a/b; name*100=a", "name", NULL },
	{ "a/b; name=\"=?utf-8?Q?caf=C3=A9?=\"", "name", "café" },
	{ "a/b; name=\"open", "name", "open" },
	{ "a/b; name*=%4", "name", "%4" },
};

/* What takes time quadratic in its length takes minutes here, and is noticed. */
static void
test_hostile(void)
{
	static const char *const pieces[] = { "(", "\"", ";", "; name*0*=", "; name=\"", "'",
		"; name*0=%", "\\" };
	size_t len = (size_t)256 * 1024;
	char *value = malloc(len + 1);

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		size_t n = strlen(pieces[i]);
		struct arena *a = arena_new();

		for (size_t k = 0; k + n <= len; k += n)
			memcpy(value + k, pieces[i], n);
		value[len / n * n] = '\0';
		parameter_find(value, "name", a);
		arena_free(a);
	}
	free(value);
	ok(true, "long values of one thing are read in time");
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
		char *got = parameter_find(parameters[i].value, parameters[i].name, a);

		is_str(got != NULL ? got : "none",
		    parameters[i].want != NULL ? parameters[i].want : "none", "%s of %s",
		    parameters[i].name, parameters[i].value);
	}
	test_hostile();
	arena_free(a);
	return tap_done();
}
