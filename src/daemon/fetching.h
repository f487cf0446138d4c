/*
 * fetching - a calendar is fetched and read in a process of its own
 *
 * This program is started once more as `convened --fetch-calendar` (or convenectl), with nothing of
 * ours in its memory but one order; a child of its own, which can do no harm (confine.h), takes
 * apart what came.  Neither a hang nor a crash of them reaches us.
 */
#ifndef DAEMON_FETCHING_H
#define DAEMON_FETCHING_H
#include "base/span.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

enum { FETCHING_SECONDS = 30 }; /* for all of it */

#define FETCHING_OPTION "--fetch-calendar"

struct order {
	const char *where, *user, *password, *etag, *ca_file;
	const char *zone;   /* of the owner */
	const char *domain; /* see busy_read() */
	bool private_addresses;
	struct span window;
	const atomic_bool *stop; /* give it up when this becomes true; NULL: never */
};

struct harvest {
	enum { HARVEST_READ, HARVEST_SAME, HARVEST_TROUBLE } kind;
	const char *etag;
	struct spans spans;
	const char *trouble; /* a sentence about "it" */
	bool lasting;        /* it will not go away by itself */
};

/* In any thread; takes FETCHING_SECONDS at the most. */
void fetching_run(const struct order *, struct arena *, struct harvest *out);

/* What main() calls where that option is the only one; returns the exit status. */
int fetching_serve(void);

/* For both ends. */
struct buf;
struct unpack;
void order_pack(struct buf *, const struct order *);
void order_unpack(struct unpack *, struct order *);
void harvest_pack(struct buf *, const struct harvest *);
void harvest_unpack(struct unpack *, struct harvest *);

#endif
