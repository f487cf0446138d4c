#include "daemon/round.h"

#include "tap.h"

/* What ends the process, and whether starting it again is any good. */
static void
endings(void)
{
	static const struct {
		enum err_kind kind;
		bool ends, hopeless;
		const char *what;
	} table[] = {
		{ ERR_RETRY, false, false, "a full disk" },
		{ ERR_CONFIG, false, true, "a wrong configuration" },
		{ ERR_STORE, true, true, "a damaged store" },
		{ ERR_RESTART, true, false, "a part of the process that is gone" },
	};

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct err err = { .kind = table[i].kind };

		ok(round_ends(&err) == table[i].ends, "%s %s it in the middle", table[i].what,
		    table[i].ends ? "ends" : "does not end");
		ok(round_hopeless(&err) == table[i].hopeless, "%s: a new start %s", table[i].what,
		    table[i].hopeless ? "is no use" : "may mend it");
	}
}

static void
pauses(void)
{
	struct round r = { 0 };

	is_int(round_pause_seconds(&r), 1, "the first pause is short");
	is_int(round_pause_seconds(&r), 2, "the second is longer");
	for (int i = 0; i < 10; i++)
		round_pause_seconds(&r);
	is_int(round_pause_seconds(&r), 60, "none is longer than a minute");
}

int
main(void)
{
	endings();
	pauses();
	return tap_done();
}
