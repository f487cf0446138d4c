/*
 * clock - the time of the simulated world: it moves only when the daemon waits
 */
#ifndef TESTS_SIM_CLOCK_H
#define TESTS_SIM_CLOCK_H
#include <stdint.h>

struct clock {
	int64_t now_ms;        /* since 1970 */
	int64_t ahead_seconds; /* how wrong the clock on the daemon's machine is */

	/* Moves to the next thing that happens outside the daemon, at most to until_ms. */
	void (*advance)(void *data, int64_t until_ms);
	void *data;
};

#endif
