/*
 * unread - to a member of staff: their calendar cannot be read, so they count as busy
 */
#ifndef COMPOSE_UNREAD_H
#define COMPOSE_UNREAD_H
#include "compose/mail.h"

/* place: a host or a path, why: what stood in the way, in English. */
int unread_write(const struct composer *, const struct staff *, const char *place, const char *why,
    int64_t now, struct arena *, struct mail *out, struct err *);

#endif
