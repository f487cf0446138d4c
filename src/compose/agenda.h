/*
 * agenda - to a member of staff: the meetings of a day or a week
 */
#ifndef COMPOSE_AGENDA_H
#define COMPOSE_AGENDA_H
#include "compose/mail.h"

/* The meetings in the order of time, one at least.  The same arguments give the same bytes. */
int agenda_write(const struct composer *, const struct staff *, struct span days,
    const struct meeting *, size_t n, int64_t now, struct arena *, struct mail *out, struct err *);

#endif
