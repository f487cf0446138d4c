#include "sim/chance.h"

/* splitmix64: every seed is a good one, 0 too. */
static uint64_t
next(struct chance *c)
{
	uint64_t z = (c->state += 0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

struct chance
chance_new(uint64_t seed)
{
	return (struct chance){ seed };
}

int
chance_below(struct chance *c, int n)
{
	return (int)(next(c) % (uint64_t)n);
}

bool
chance_of(struct chance *c, int percent)
{
	return chance_below(c, 100) < percent;
}
