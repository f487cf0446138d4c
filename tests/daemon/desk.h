/*
 * desk - a turn with a store in memory and one member of staff, for the tests of what a mail leads
 * to
 */
#ifndef TESTS_DAEMON_DESK_H
#define TESTS_DAEMON_DESK_H
#include "daemon/turn.h"
#include "store/queue.h"

extern struct arena *arena;
extern struct config config;
extern struct turn turn;
extern int64_t now; /* Thu 2026-11-26 09:00 UTC, until a test moves it */

void prepare(void);
void put_away(void);

/* A mail goes through a turn; what is said of it, for the log. */
const char *take(const char *mail, struct arrival);

/* Everything that waits to be sent, oldest first. */
size_t waiting(struct queue_row **rows);

#endif
