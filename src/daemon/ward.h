/*
 * ward - foreign mail is taken apart in a process that can do no harm
 *
 * A warden, forked before anything else is open, forks a child for each mail.  The child gives up
 * the world (confine.h) and reads; what it found comes back through a pipe in a fixed form and is
 * checked again (understand/opened.h).  A mail that kills its child, or keeps it busy, costs only
 * itself.
 */
#ifndef DAEMON_WARD_H
#define DAEMON_WARD_H
#include "understand/opened.h"

enum {
	WARD_CLOCK_MILLISECONDS = 10000, /* for one mail, on a machine busy with other things */
	WARD_PATIENCE_SECONDS = 30,      /* with a warden that says nothing: it was stopped */
	WARD_MAILS = 512,                /* at most, for one child */
};

struct ward;

/* What runs in the child: opened_read(), unless a test brings something worse. */
typedef int ward_reader(const char *raw, size_t len, const char *own_address, struct arena *,
    struct opened *, struct err *);

/*
 * Call it while the process has one thread and nothing secret in memory, with SIGPIPE ignored.
 * ERR_CONFIG: the confinement is not possible here.
 */
struct ward *ward_open(struct err *);
struct ward *ward_open_reader(ward_reader *, struct err *); /* without trying it out */
void ward_close(struct ward *);                             /* NULL is fine */

/*
 * As opened_read().  -1 with ERR_REJECT: the mail is at fault, and only letter.digest is set; with
 * ERR_RETRY: no process could be had; with ERR_RESTART: the warden is gone or says nothing, and no
 * new one can be had safely.
 */
int ward_read(struct ward *, const char *raw, size_t len, const char *own_address, struct arena *,
    struct opened *, struct err *);

struct ward_mail {
	const char *raw;
	size_t len;
	struct opened opened;
	const char *trouble; /* why it could not be read, else NULL */
};

/*
 * Many at once, by one child as long as that goes well: twenty times as fast.  Where it does not,
 * they are read in smaller parts, the mail at fault alone in the end.  What one of them does to the
 * child could falsify the others, so this is for showing, never for acting upon; digest
 * and content_key are left empty.  -1 with ERR_RETRY or ERR_RESTART: as above.
 */
int ward_read_many(struct ward *, struct ward_mail *, size_t n, const char *own_address,
    struct arena *, struct err *);

#endif
