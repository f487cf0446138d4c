/*
 * stream - the guarded stream under libetpan: all that libetpan does not do for itself
 *
 * Verified TLS 1.2 or later (chain, host name, SNI), one absolute deadline for a whole operation,
 * a budget of bytes, the end of the stream as an error, faults on demand.  A struct stream becomes
 * a mailstream_low for libetpan; the library's types stay in the files that call it, so here it
 * is a void pointer.  After the first trouble every further read and write fails at once, so
 * that nobody waits for a dead connection.
 */
#ifndef INBOX_STREAM_H
#define INBOX_STREAM_H
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct network;

enum tls_mode { TLS_IMPLICIT, TLS_STARTTLS };

struct endpoint {
	const char *host;
	int port;
	enum tls_mode tls;
	const char *ca_file;           /* "": the system's authorities */
	const struct network *network; /* NULL: the real one; never set by the configuration */
};

struct stream;
struct transport;

/* Connects within the deadline; with TLS_IMPLICIT the handshake is done and verified as well. */
struct stream *stream_open(const struct endpoint *, int timeout_seconds, struct err *);

/* On a transport that is there already, and is the stream's from now on; name is for sentences. */
struct stream *stream_over(const struct transport *, const char *name);

/* After the server agreed to STARTTLS; refuses where bytes came ahead of the handshake. */
int stream_start_tls(struct stream *, const struct endpoint *, int timeout_seconds, struct err *);

/* The operation that begins now must end in so many seconds and bytes, or reads and writes fail. */
void stream_budget(struct stream *, int seconds, size_t bytes);

/*
 * So many bytes are announced, and some of them there already: -1, and the stream is in trouble,
 * where the rest may not all come.
 */
int stream_expect(struct stream *, size_t bytes, size_t there);

/* Waits up to the deadline for at least one byte; -1 at the end of the stream, or in trouble. */
ssize_t stream_read(struct stream *, void *bytes, size_t room);
ssize_t stream_write(struct stream *, const void *bytes, size_t len); /* all of it, or -1 */

/*
 * 1 there is something to read, 0 the time is up, or wake_fd (-1: none) is readable, or a signal
 * came; -1 trouble.  libetpan keeps a buffer of its own above the stream: look there first.
 */
int stream_wait(struct stream *, int milliseconds, int wake_fd);

int64_t stream_clock(const struct stream *);       /* of its transport, in milliseconds */
const char *stream_name(const struct stream *);    /* "imap.example.org:993" */
const char *stream_trouble(const struct stream *); /* what ended it, a sentence; or "" */

/* Fails at the nth read or write from now on, for tests; 0: not at all. */
void stream_fail_at(struct stream *, int nth);

/* A mailstream_low that owns the stream from now on; freed by libetpan's mailstream_close(). */
void *stream_low(struct stream *);
void stream_close(struct stream *); /* only where stream_low() was not called; NULL is fine */

#endif
