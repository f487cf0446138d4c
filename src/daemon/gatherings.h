/*
 * gatherings - one file in gatherings.d/: office hours, or focus groups
 */
#ifndef DAEMON_GATHERINGS_H
#define DAEMON_GATHERINGS_H
#include "daemon/keys.h"
#include "decide/gathering.h"

extern const struct key gathering_keys[];
extern const size_t gathering_n_keys;

/*
 * false: something in it is wrong, and complained about.  team: the hosts must be in it; NULL
 * where it is not known whole.  before: those that were read before, whose ids are theirs.
 */
bool gathering_read(const char *path, const struct team *, const struct gathering *before,
    size_t n_before, struct arena *, struct gathering *out, struct complaints *);

#endif
