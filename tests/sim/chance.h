/*
 * chance - numbers that look random and follow from a seed: the same on every machine
 */
#ifndef TESTS_SIM_CHANCE_H
#define TESTS_SIM_CHANCE_H
#include <stdbool.h>
#include <stdint.h>

struct chance {
	uint64_t state;
};

struct chance chance_new(uint64_t seed);
int chance_below(struct chance *, int n);     /* from 0 up to, not including, n */
bool chance_of(struct chance *, int percent); /* true so often in a hundred */

#endif
