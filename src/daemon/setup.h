/*
 * setup - the configuration the daemon runs by: loaded at the start, changed by SIGHUP, and the
 * last good version of each person's file where the present one is wrong
 */
#ifndef DAEMON_SETUP_H
#define DAEMON_SETUP_H
#include "daemon/config.h"

#include <stdint.h>

struct setup;

/* NULL: it cannot run with this file.  What is wrong is logged either way. */
struct setup *setup_open(const char *config_path);
void setup_close(struct setup *); /* with every configuration it ever gave out */

/* The present one; it stays as it is until setup_close(). */
const struct config *setup_config(const struct setup *);

/* All that is wrong in the files as they were last read, a line each; "" where nothing is. */
const char *setup_complaints(const struct setup *);

/*
 * Reads the files again: 1 there is a new configuration, 0 the old one stays because the new one
 * would not do.
 */
int setup_reload(struct setup *);

/* Copies what is right, for the day when it is not.  With the store locked. */
void setup_keep(struct setup *);

#endif
