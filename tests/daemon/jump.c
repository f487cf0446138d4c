/* jump: the calendar's clock beside one that only runs on */
#include "daemon/jump.h"

#include "base/date.h"
#include "tap.h"

#include <stddef.h>

static void
looks(const char *name, int64_t step, bool jumps)
{
	struct jump j = { 0 };
	int64_t by;

	is_int(jump_wait(&j, 1000000, 50, &by), 0, "%s: the first look sees no jump", name);
	is_int(jump_wait(&j, 1000000 + 20 + step, 70, &by), jumps ? JUMP_PAUSE_SECONDS : 0,
	    "%s: then", name);
	is_int(by, jumps ? step : 0, "%s: by so much", name);
	is_int(jump_wait(&j, 1000000 + 60 + step, 110, &by), jumps ? 20 : 0,
	    "%s: what is left of it 40 s later", name);
	is_int(by, 0, "%s: which is no jump of its own", name);
	is_int(jump_wait(&j, 1000000 + 80 + step, 130, &by), 0, "%s: after a minute all goes on",
	    name);
}

static void
back_again(void)
{
	struct jump j = { 0 };
	int64_t by;

	jump_wait(&j, 0, 0, &by);
	is_int(jump_wait(&j, 10 + DAY, 10, &by), JUMP_PAUSE_SECONDS, "a day on: a minute");
	is_int(jump_wait(&j, 20 + 2 * DAY, 20, &by), JUMP_PAUSE_SECONDS,
	    "and another: again a minute");
	is_int(jump_wait(&j, 30 + 40, 30, &by), 0, "nearly right again: all goes on at once");
	is_int(by, 40 - 2 * DAY, "and that is told");
	is_int(jump_wait(&j, 40 + 40, 40, &by), 0, "that was all");
	is_int(by, 0, "of it");
}

int
main(void)
{
	looks("a steady clock", 0, false);
	looks("four minutes on", 4 * MINUTE, false);
	looks("five minutes back", -5 * MINUTE, false);
	looks("an hour on", HOUR, true);
	looks("an hour back", -HOUR, true);
	looks("a year on", 365 * DAY, true);
	looks("a year back", -365 * DAY, true);
	back_again();
	return tap_done();
}
