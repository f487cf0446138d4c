/*
 * world - all of it: clock, disk, servers, crowd, and convened in the middle, from one seed
 *
 * convened is driven as its own loop drives it, in one thread.  Where it dies it is started again
 * at the same instant.
 */
#ifndef TESTS_SIM_WORLD_H
#define TESTS_SIM_WORLD_H
#include "daemon/config.h"
#include "sim/clock.h"
#include "sim/crowd.h"
#include "sim/disk.h"
#include "sim/server_imap.h"
#include "sim/server_smtp.h"
#include "sim/steps.h"
#include "sim/weather.h"

struct langs;

/* What all worlds of a program share: read once, never changed. */
struct stage {
	struct arena *arena;
	struct config config;
	struct langs *langs;
	const char *folder; /* SQLite's disk is simulated, but the store looks for its file */
};

struct world {
	const struct stage *stage;
	struct arena *arena;
	struct config config; /* with the network of this world */
	struct network network;

	struct clock clock;
	struct steps steps;
	struct disk *disk;
	struct server_imap imap;
	struct server_smtp smtp;
	struct crowd crowd;
	struct weather weather;

	int64_t quiet_at;   /* when the crowd did something last, seconds */
	int lives;          /* how often convened was started */
	const char *broken; /* why convened gave up for good, or NULL */
	const char *early;  /* a mail that the server got before the store knew of it, or NULL */
};

void stage_open(struct stage *);
void stage_close(struct stage *);

struct world *world_new(const struct stage *, uint64_t seed);

/* Until nobody plans anything any more and every hold has run out. */
void world_run(struct world *);

/* Starts convened once more, until it has nothing to do. */
void world_run_again(struct world *);

#endif
