/*
 * transport - what a stream sits on: a socket, or a server simulated in memory
 *
 * The functions behave as their namesakes do on a non-blocking socket.  A simulated server brings
 * its own clock with it, so that an hour of waiting costs a test nothing.
 */
#ifndef INBOX_TRANSPORT_H
#define INBOX_TRANSPORT_H
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct transport {
	ssize_t (*read)(void *state, void *bytes, size_t room); /* 0 the end, -1 with EAGAIN */
	ssize_t (*write)(void *state, const void *bytes, size_t len);

	/* 1 it can be read (or written), 0 the time is up or wake_fd (-1: none) is readable, -1 */
	int (*wait)(void *state, bool to_write, int milliseconds, int wake_fd);

	int64_t (*now)(void *state); /* milliseconds, never going back */
	void (*close)(void *state);
	void *state;
};

/* A network in the place of the real one: its servers are simulated, and speak without TLS. */
struct network {
	int (*connect)(void *state, const char *host, int port, struct transport *, struct err *);
	void *state;
};

/*
 * Tries each address of the host, IPv6 and IPv4, until one answers; deadline is on
 * transport_clock().  The socket watches that its peer is still there.
 */
int transport_connect(const char *host, int port, int64_t deadline, struct transport *out,
    struct err *);

/* Makes the descriptor non-blocking and owns it from now on. */
void transport_of_fd(int fd, struct transport *out);

int64_t transport_clock(void); /* milliseconds on the monotonic clock */

#endif
