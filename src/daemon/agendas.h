/*
 * agendas - a day's or a week's meetings to each member of staff who wants them
 *
 * The store keeps up to which moment each has had them, so that none comes twice.  One that would
 * come too late, as nobody was here to send it, is left out; and there is none of an empty day.
 */
#ifndef DAEMON_AGENDAS_H
#define DAEMON_AGENDAS_H
#include "daemon/turn.h"

/* All that are due, each in a transaction: how many were queued; -1: the store is in trouble. */
int agendas_due(const struct turn *, int64_t now, struct arena *, struct err *);

int agendas_next_at(const struct turn *, int64_t now, int64_t *at, struct err *); /* 0: none */

#endif
