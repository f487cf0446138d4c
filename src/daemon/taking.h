/*
 * taking - one value of a configuration file on its way to its place
 *
 * The row of the table says what may stand there; what is wrong is complained about with its line,
 * and leaves the place as it was.
 */
#ifndef DAEMON_TAKING_H
#define DAEMON_TAKING_H
#include "daemon/keys.h"

struct config_setting_t; /* libconfig's */

struct taking {
	const struct key *key;
	const char *file; /* NULL: a preset */
	int line;
	void *target;
	struct arena *arena;
	struct complaints *complaints;
};

void taking_value(const struct taking *, const struct config_setting_t *);

/* The preset stands in the table as it would in a file, and is read by the same code. */
void taking_preset(const struct taking *);

#endif
