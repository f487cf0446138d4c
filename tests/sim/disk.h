/*
 * disk - a disk in memory under SQLite: what was written and what is safe are two things
 *
 * A write is seen by everybody at once and survives the death of the process; only what was synced
 * survives the death of the machine.  Locks and shared memory go with the process.
 */
#ifndef TESTS_SIM_DISK_H
#define TESTS_SIM_DISK_H
#include "sim/steps.h"

#include <stdint.h>

struct disk;

/* Becomes SQLite's only disk until the program ends.  now_ms: the clock, read by SQLite. */
struct disk *disk_new(struct steps *, const int64_t *now_ms);

/* An empty disk again; nothing may be open on it. */
void disk_clear(struct disk *);

/* No room for anything any more, or there is again. */
void disk_fill(struct disk *, bool full);

/* The process died, and with `power` the machine. */
void disk_crash(struct disk *, bool power);

#endif
