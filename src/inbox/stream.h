/*
 * stream - the guarded stream under libetpan: all that libetpan does not do for itself
 *
 * Verified TLS 1.2 or later (chain, host name, SNI), one absolute deadline for a whole operation,
 * a budget of bytes, the end of the stream as an error, faults on demand.  A struct stream becomes
 * a mailstream_low for libetpan; the library's types stay in the files that call it, so here it
 * is a void pointer.  All deadlines are on the monotonic clock.
 */
#ifndef INBOX_STREAM_H
#define INBOX_STREAM_H
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tls_mode { TLS_IMPLICIT, TLS_STARTTLS };

struct endpoint {
	const char *host;
	int port;
	enum tls_mode tls;
	const char *ca_file; /* "": the system's authorities */
};

struct stream;

/* Connects within the deadline; with TLS_IMPLICIT the handshake is done and verified as well. */
struct stream *stream_open(const struct endpoint *, int timeout_seconds, struct err *);

/* After the server agreed to STARTTLS; refuses where bytes came ahead of the handshake. */
int stream_start_tls(struct stream *, const struct endpoint *, struct err *);

/* The operation that begins now must end in so many seconds and bytes, or reads and writes fail. */
void stream_budget(struct stream *, int seconds, size_t bytes);

int stream_fd(const struct stream *);
bool stream_pending(const struct stream *); /* bytes already here that poll(2) would not show */
const char *stream_trouble(const struct stream *); /* what went wrong last, or "" */

/* A mailstream_low that owns the stream from now on; freed by libetpan's mailstream_close(). */
void *stream_low(struct stream *);
void stream_close(struct stream *); /* only where stream_low() was not called */

/* Milliseconds on the monotonic clock. */
int64_t stream_now(void);

#endif
