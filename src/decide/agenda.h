/*
 * agenda - when a member of staff gets a list of the meetings to come, and which those are
 *
 * At seven in the morning of their own zone, or when their hours begin, if that is earlier.  A week
 * begins with the first working day after a free one.
 */
#ifndef DECIDE_AGENDA_H
#define DECIDE_AGENDA_H
#include "decide/team.h"

/* The first moment after this one; 0: never. */
int64_t agenda_next(const struct staff *, int64_t after);

/* The day or week that the agenda of this moment tells of. */
struct span agenda_days(const struct staff *, int64_t at);

/* For how long after its moment it is still of use. */
int64_t agenda_fresh_seconds(const struct staff *);

#endif
