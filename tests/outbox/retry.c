#include "outbox/retry.h"

#include "base/date.h"
#include "tap.h"

int
main(void)
{
	static const int minutes[] = { 5, 10, 20, 40, 60, 60 };
	static const int seconds[] = { 1, 2, 4, 8, 16, 32, 60, 60 };

	for (int tries = 1; tries <= 6; tries++)
		is_int(retry_at(tries, 1000) - 1000, minutes[tries - 1] * MINUTE,
		    "after try %d again in %d minutes", tries, minutes[tries - 1]);
	is_int(retry_at(1000000000, 0), HOUR, "however often it was tried, in an hour");
	is_int(retry_at(0, 0), 5 * MINUTE, "a failure that was not counted waits as the first");
	ok(!retry_give_up(1000, 200, 1000 + 5 * DAY - 1), "not given up before five days");
	ok(retry_give_up(1000, 100, 1000 + 5 * DAY), "given up after five days and 100 tries");
	ok(!retry_give_up(1000, 99, 1000 + 365 * DAY),
	    "five days without the tries are a clock that was set, or a server that was away");
	for (int failures = 1; failures <= 8; failures++)
		is_int(retry_connect_seconds(failures), seconds[failures - 1],
		    "connect again %d s after failure %d", seconds[failures - 1], failures);
	return tap_done();
}
