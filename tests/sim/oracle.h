/*
 * oracle - what must hold when a story has ended, whatever went wrong on the way
 *
 * It looks at three things: the mailbox, the mails that people got, and the store (with SQLite
 * itself, not with the code under test).
 */
#ifndef TESTS_SIM_ORACLE_H
#define TESTS_SIM_ORACLE_H
#include "sim/world.h"

/* Every promise that was not kept, a line each; "" if there is none. */
const char *oracle_judge(struct world *);

/*
 * How the story ended, as text: meetings, bookings, what became of each mail, what everybody
 * heard.  Of two runs of one story it is the same, however they were disturbed.
 */
const char *oracle_end(struct world *);

/* The first line in which two ends differ, with both versions; NULL: they are the same. */
const char *oracle_difference(const char *undisturbed, const char *other, struct arena *);

#endif
