/*
 * confine - a process gives up the world, but for its memory and one descriptor to write to
 *
 * No file, no network, no other process, two seconds of the processor, bounded memory.  Where the
 * system runs out of memory all the same, this process is the first to go.
 */
#ifndef DAEMON_CONFINE_H
#define DAEMON_CONFINE_H

enum {
	CONFINE_PROCESSOR_MILLISECONDS = 1900,
	CONFINE_MEMORY = 256 << 20, /* of addresses, libraries and all */
};

/* -1: this is not possible here; then do not go on.  A build with sanitizers keeps stderr too. */
int confine_process(int out);

#endif
