/*
 * look - what the subcommands share that look at a daemon and its configuration: reading the
 * files, opening the store beside the daemon, and moments as people read them
 */
#ifndef CTL_LOOK_H
#define CTL_LOOK_H
#include "base/span.h"
#include "base/zone.h"
#include "daemon/config.h"
#include "store/db.h"

struct arena;
struct unread; /* daemon/calendars.h */

/* Reads it and tells of mistakes on standard error.  CTL_FINE also where one person is left out. */
int look_config(const char *path, struct arena *, struct config *out);

/* The store, for reading; NULL: it cannot be, and the command has said why. */
struct db *look_store(const char *command, const struct config *);

/*
 * Fills in what the staff's time is taken by, and lists the own calendars that cannot be read.
 * Where convened has never run there is no store, and nothing is booked.
 */
int look_taken(const char *command, struct config *, int64_t now, struct arena *,
    struct unread **unread, size_t *n_unread);

/* "Tue 2026-12-01 10:00" */
char *look_time(const struct zone *, int64_t at, struct arena *);

/* "Tue 2026-12-01 10:00 - 10:30", or with the day on both sides */
char *look_span(const struct zone *, struct span, struct arena *);

#endif
