/*
 * ward - foreign mail is taken apart in a process that can do no harm
 *
 * A warden, forked before anything else is open, forks a child for each mail.  The child has no
 * file, no network and no memory to spare (RLIMIT_CPU, RLIMIT_AS, seccomp); what it reads comes
 * back through a pipe in a fixed form and is checked again.  A mail that kills its child, or keeps
 * it busy, costs only itself.
 */
#ifndef DAEMON_WARD_H
#define DAEMON_WARD_H
#include "inbox/letter.h"
#include "inbox/trim.h"

enum {
	WARD_PROCESSOR_MILLISECONDS = 1900, /* what one mail may cost */
	WARD_CLOCK_MILLISECONDS = 10000,    /* on a machine that is busy with other things */
};

struct ward;

/* What runs in the child: letter_read() and trim_text(), unless a test brings something worse. */
typedef int ward_reader(const char *raw, size_t len, const char *own_address, struct arena *,
    struct letter *, struct trimmed *, struct err *);

/*
 * Call it while the process has one thread and nothing secret in memory, with SIGPIPE ignored.
 * ERR_CONFIG: the confinement is not possible here.
 */
struct ward *ward_open(struct err *);
struct ward *ward_open_reader(ward_reader *, struct err *); /* without trying it out */
void ward_close(struct ward *);                             /* NULL is fine */

/*
 * As letter_read() and trim_text().  -1 with ERR_REJECT: the mail is at fault, and letter->digest
 * is set; with ERR_RESTART: the warden is gone, and no new one can be had safely.
 */
int ward_read(struct ward *, const char *raw, size_t len, const char *own_address, struct arena *,
    struct letter *, struct trimmed *, struct err *);

#endif
