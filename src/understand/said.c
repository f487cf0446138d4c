#include "understand/said.h"

#include "base/arena.h"

#include <string.h>

const struct said_day *
said_day_keep(const struct said_day *d, struct arena *a)
{
	return memcpy(arena_alloc(a, sizeof *d), d, sizeof *d);
}
