/*
 * config - convened.conf, staff.d/ and gatherings.d/ to one struct, every mistake named
 *
 * One table of keys a kind of file (keys.h) drives loading, checking and the test that each key
 * is in convened.conf(5).
 */
#ifndef DAEMON_CONFIG_H
#define DAEMON_CONFIG_H
#include "daemon/complaint.h"
#include "decide/brake.h"
#include "decide/gathering.h"
#include "decide/team.h"
#include "inbox/stream.h"
#include "store/retention.h"

struct arena;

struct account {
	struct endpoint server;
	const char *user;
	const char *folder; /* imap only */
};

struct staff_file {
	const char *path;
	const char *email; /* of the person it describes; NULL: the file is wrong */
};

struct config {
	const char *file;
	struct account imap, smtp;
	bool own_copies;         /* does the mailbox get a copy of each mail that goes out? */
	const char *credential;  /* the path of a file */
	const char *authserv_id; /* whose Authentication-Results to believe; "": nobody's */
	const char *store_path;
	const char *staff_dir, *gatherings_dir; /* relative paths begin at the file's folder */
	struct team team;
	struct limits limits;
	struct retention retention;
	struct staff_file *staff_files; /* in the order of their names */
	size_t n_staff_files;
	struct gathering *gatherings;
	size_t n_gatherings;
};

/*
 * Reads everything.  1: all is right; 0: a file of staff.d or gatherings.d is wrong and that
 * person or gathering is left out; -1: the daemon cannot run with this.  The complaints are
 * gathered in any case, warnings among them.
 */
int config_load(const char *path, struct arena *, struct config *out, struct complaints *);

/* The presets, for working without any file: nobody on the staff, no servers. */
void config_defaults(struct config *, struct arena *);

/* The password: the first line of the credential file. */
int config_credential(const struct config *, struct arena *, const char **out, struct err *);

/* Where the configuration is looked for when nobody says: below the system's /etc. */
const char *config_default_path(void);

/* All keys, as "mailbox.imap.host", for the test of the manual. */
const char **config_keys(struct arena *, size_t *n);

#endif
