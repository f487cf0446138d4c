/*
 * weather - what else goes on in a world: another mail program, a full disk, a clock that is set
 *
 * All of it follows from the seed, by a chance of its own: the crowd does what it would do without.
 * It comes at a quarter to an hour, when nobody reads or writes, so that a story that was disturbed
 * a little meets the same weather.
 */
#ifndef TESTS_SIM_WEATHER_H
#define TESTS_SIM_WEATHER_H
#include "sim/crowd.h"
#include "sim/disk.h"

enum calamity { /* at most one in a world, for some hours */
	CALAMITY_NONE,
	CALAMITY_DISK_FULL,
	CALAMITY_NOT_NOW,    /* the SMTP server takes nobody's mail: 450 */
	CALAMITY_HANGING_UP, /* ... says 421 to every command */
	CALAMITY_CLOCK_ON,   /* the machine's clock is a day ahead */
	CALAMITY_CLOCK_BACK, /* ... an hour behind */
	CALAMITIES
};

enum { MEDDLING_MOST = 6 };

/* What another program does to a mail that was handled. */
struct meddling {
	int64_t at; /* 0: done */
	enum { MEDDLE_MOVE_AWAY, MEDDLE_EXPUNGE, MEDDLE_CLEAR, MEDDLE_MOVE_BACK } what;
	int number;           /* by chance, which mail */
	struct box_mail mail; /* MEDDLE_MOVE_BACK */
};

struct weather {
	struct crowd *crowd;
	struct server_imap *imap;
	struct server_smtp *smtp;
	struct disk *disk;
	struct clock *clock;
	enum calamity calamity;
	int64_t begins_at, ends_at; /* of the calamity; 0: over */
	struct meddling meddling[MEDDLING_MOST];
	int n_meddling;
};

/* After crowd_open(); the members before the calamity are set. */
void weather_open(struct weather *, uint64_t seed, int64_t begins_at);
const char *calamity_name(enum calamity);
int64_t weather_next_at(const struct weather *); /* 0: nothing more comes */
void weather_act(struct weather *, int64_t now);

#endif
