/*
 * staff - one person's file in staff.d/
 */
#ifndef DAEMON_STAFF_H
#define DAEMON_STAFF_H
#include "daemon/keys.h"
#include "decide/team.h"

extern const struct key staff_keys[];
extern const size_t staff_n_keys;

/*
 * false: something in it is wrong, and complained about.  team: those who were read before, whose
 * addresses are theirs.
 */
bool staff_read(const char *path, const struct team *team, struct arena *, struct staff *out,
    struct complaints *);

#endif
