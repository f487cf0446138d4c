/*
 * world - the languages and the team that foreign words are read and answered with
 */
#ifndef TESTS_FUZZ_WORLD_H
#define TESTS_FUZZ_WORLD_H
#include "decide/team.h"
#include "understand/lang.h"

#include <stdint.h>

enum { WORLD_NOW = 1796112000 }; /* 2026-12-01 08:00 UTC */

/* Loaded once; a mistake in them ends the program. */
const struct langs *world_langs(void);
const struct lang *world_english(void);

/* Nino in Tbilisi, who works on weekdays, and Amélie in Paris. */
const struct team *world_team(void);

#endif
