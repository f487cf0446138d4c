#include "base/nearest.h"
#include "tap.h"

int
main(void)
{
	static const char *const known[] = { "max_per_day", "minimum_notice", "hours", "host",
		"hold" };
	static const struct {
		const char *word, *want;
	} rows[] = {
		{ "hours", "hours" },
		{ "huors", "hours" }, /* two letters swapped are one mistake */
		{ "Hours", "hours" },
		{ "hour", "hours" },
		{ "maxperday", "max_per_day" },
		{ "minimal_notice", "minimum_notice" },
		{ "hosts", "host" },
		{ "hodl", "hold" },
		{ "telephone", NULL },
		{ "x", NULL },
		{ "", NULL },
		{ "a_word_so_long_that_it_cannot_be_any_of_the_known_ones_however_one_reads_it",
		    NULL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		is_str(nearest(rows[i].word, known, sizeof known / sizeof known[0]), rows[i].want,
		    "nearest to \"%s\"", rows[i].word);
	ok(nearest("hours", known, 0) == NULL, "nothing is near where nothing is known");
	return tap_done();
}
