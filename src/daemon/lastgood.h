/*
 * lastgood - copies of the staff files as they were when they were right, in a folder beside the
 * store: so that a mistake in a file costs nobody their meetings, even across a restart
 */
#ifndef DAEMON_LASTGOOD_H
#define DAEMON_LASTGOOD_H
#include "base/err.h"
#include "daemon/config.h"

/* Copies what is right and has changed, removes the copies of what is gone. */
int lastgood_save(const struct config *, struct arena *, struct err *);

/* Fills in who is left out of the configuration because of a mistake: how many. */
size_t lastgood_restore(struct config *, struct arena *);

#endif
