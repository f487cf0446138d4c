#include "daemon/jump.h"

static bool
far(int64_t seconds)
{
	return seconds > JUMP_MOST_SECONDS || seconds < -JUMP_MOST_SECONDS;
}

int
jump_wait(struct jump *j, int64_t now, int64_t steady, int64_t *by)
{
	int64_t ahead = now - steady, step = j->looked ? ahead - j->seen : 0;

	if (!j->looked)
		j->believed = ahead;
	j->looked = true;
	j->seen = ahead;
	*by = far(step) ? step : 0;
	if (far(step))
		j->wait_to = steady + JUMP_PAUSE_SECONDS;
	if (far(ahead - j->believed) && steady < j->wait_to)
		return (int)(j->wait_to - steady);
	j->believed = ahead;
	return 0;
}
