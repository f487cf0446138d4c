/*
 * loop - the daemon from start to end: sleep until mail, a timer or a signal
 *
 * Receiving happens here, sending in a thread of its own (sender.h).  The clock is read once a
 * turn.
 */
#ifndef DAEMON_LOOP_H
#define DAEMON_LOOP_H
#include <signal.h>
#include <stdbool.h>

/* What the program was told: by its command line, and by signals while it runs. */
struct orders {
	const char *config_path;
	bool dry; /* say what would be done with the new mail, change nothing, end */
	volatile sig_atomic_t *stop, *reload;
	int wake_fd; /* an eventfd, written when a signal came */
};

/* How the process ends; sysexits.h where it has a number for it. */
enum ending {
	END_AS_TOLD = 0,
	END_USAGE = 64,  /* called in a way that makes no sense */
	END_AGAIN = 71,  /* a part of it is gone, or the disk in the way: start it again */
	END_BUSY = 75,   /* another daemon works on this store or this mailbox */
	END_BROKEN = 78, /* configuration or store: somebody has to mend it, a restart will not */
};

enum ending loop_run(const struct orders *);

#endif
