/*
 * config - convened.conf, staff.d/ and gatherings.d/ to one struct, every mistake named
 *
 * One table of keys (name, type, place, default, meaning) drives loading, checking and the test
 * that each key is in convened.conf(5).
 */
#ifndef DAEMON_CONFIG_H
#define DAEMON_CONFIG_H
#include "decide/team.h"
#include "inbox/stream.h"

struct arena;

struct complaint {
	const char *file;
	int line;         /* 0: the file as a whole */
	const char *text; /* what is wrong, what to write */
	bool warning;     /* true: worth knowing, not wrong */
};

struct complaints {
	struct complaint *items;
	size_t n;
};

struct account {
	struct endpoint server;
	const char *user;
	const char *folder; /* imap only */
};

struct gathering; /* read and checked; used by a later part of the program */

struct config {
	const char *file;
	struct account imap, smtp;
	const char *credential; /* a file's path, resolved against $CREDENTIALS_DIRECTORY */
	const char *authserv_id;
	const char *store_path;
	const char *staff_dir,
	    *gatherings_dir; /* absolute, or relative to the file's folder: resolved */
	struct team team;
	struct gathering *gatherings;
	size_t n_gatherings;
};

/*
 * Reads everything.  1: all is right; 0: something in one file of staff.d or gatherings.d is
 * wrong and that person or gathering is left out; -1: the daemon cannot run with this.
 */
int config_load(const char *path, struct arena *, struct config *out, struct complaints *);

/* The defaults, for working without any file. */
void config_defaults(struct config *, struct arena *);

/* The password: the first line of the credential file. */
int config_credential(const struct config *, struct arena *, const char **out, struct err *);

/* All keys as "mailbox.imap.host", for the test of the manual. */
size_t config_keys(struct arena *, const char ***out);

#endif
