#include "outbox/retry.h"

#include "base/date.h"

enum { FIRST = 5 * MINUTE, MOST = HOUR, GIVE_UP = 5 * DAY, TRIES = 100, CONNECT_MOST = MINUTE };

static int64_t
doubled(int64_t first, int times, int64_t most)
{
	while (times-- > 0 && first < most)
		first *= 2;
	return first < most ? first : most;
}

int64_t
retry_at(int tries, int64_t now)
{
	return now + doubled(FIRST, tries - 1, MOST);
}

bool
retry_give_up(int64_t queued_at, int tries, int64_t now)
{
	return now - queued_at >= GIVE_UP && tries >= TRIES;
}

int
retry_connect_seconds(int failures)
{
	return (int)doubled(1, failures - 1, CONNECT_MOST);
}
