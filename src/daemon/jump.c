#include "daemon/jump.h"

int
jump_wait(struct jump *j, int64_t now, int64_t steady, int64_t *by)
{
	int64_t ahead = now - steady;

	*by = j->looked ? ahead - j->ahead : 0;
	j->looked = true;
	j->ahead = ahead;
	if (*by > JUMP_MOST_SECONDS || *by < -JUMP_MOST_SECONDS)
		j->wait_to = steady + JUMP_PAUSE_SECONDS;
	else
		*by = 0;
	return steady < j->wait_to ? (int)(j->wait_to - steady) : 0;
}
