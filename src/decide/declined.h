/*
 * declined - what follows when somebody does not come to a meeting that stands
 *
 *     the writer       gets other times; the old one is kept until one is picked or all ran out
 *     the host         is taken off where a colleague can take over at that very time;
 *                      else the writer gets other times, as above
 *     a further guest  the host and the writer are told, the meeting stands (meetings.need_all)
 */
#ifndef DECIDE_DECLINED_H
#define DECIDE_DECLINED_H
#include "decide/matter.h"

void declined(struct matter *, struct guest *, const struct calperson *saying);

/* The times offered instead ran out: without its writer or host the meeting is off. */
bool declined_runs_out(const struct meeting *, int64_t now);

/* Host and writer learn what a guest does or wants; the guest concerned hears nothing. */
void declined_tell(struct matter *, enum say, const struct guest *about, struct span was,
    const char *comment);

#endif
