#include "inbox/stream.h"

#include "inbox/tls.h"
#include "inbox/transport.h"

#include <assert.h>
#include <errno.h>
#include <libetpan/libetpan.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct stream {
	struct transport below;
	struct tls *tls; /* NULL: plain */
	char name[280];  /* a host name has at most 253 characters */
	char trouble[400];

	int64_t deadline;
	int seconds; /* of which the deadline was made */
	size_t bytes, bytes_left;
	char ahead; /* a byte that stream_wait() had to read to be sure of it */
	bool has_ahead;
	int fail_at; /* reads and writes until the fault that was ordered */
};

int64_t
stream_clock(const struct stream *s)
{
	return s->below.now(s->below.state);
}

const char *
stream_name(const struct stream *s)
{
	return s->name;
}

const char *
stream_trouble(const struct stream *s)
{
	return s->trouble;
}

void
stream_fail_at(struct stream *s, int nth)
{
	s->fail_at = nth;
}

static ssize_t __attribute__((format(printf, 2, 3)))
in_trouble(struct stream *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(s->trouble, sizeof s->trouble, fmt, ap);
	va_end(ap);
	return -1;
}

void
stream_budget(struct stream *s, int seconds, size_t bytes)
{
	s->seconds = seconds;
	s->deadline = stream_clock(s) + (int64_t)seconds * 1000;
	s->bytes = s->bytes_left = bytes;
}

struct stream *
stream_over(const struct transport *below, const char *name)
{
	struct stream *s = calloc(1, sizeof *s);

	if (s == NULL)
		abort();
	s->below = *below;
	snprintf(s->name, sizeof s->name, "%s", name);
	return s;
}

static int
connect_to(const struct endpoint *to, int64_t deadline, struct transport *out, struct err *err)
{
	const struct network *network = to->network;

	if (network != NULL)
		return network->connect(network->state, to->host, to->port, out, err);
	return transport_connect(to->host, to->port, deadline, out, err);
}

struct stream *
stream_open(const struct endpoint *to, int timeout_seconds, struct err *err)
{
	int64_t deadline = transport_clock() + (int64_t)timeout_seconds * 1000;
	struct transport below;
	char name[280];
	struct stream *s;

	if (connect_to(to, deadline, &below, err) == -1)
		return NULL;
	snprintf(name, sizeof name, "%s:%d", to->host, to->port);
	s = stream_over(&below, name);
	if (to->tls == TLS_STARTTLS || to->network != NULL)
		return s;
	s->tls = tls_open(&s->below, to->host, s->name, to->ca_file, deadline, err);
	if (s->tls != NULL)
		return s;
	stream_close(s);
	return NULL;
}

/* As read(2) on a non-blocking socket. */
static ssize_t
read_below(struct stream *s, void *bytes, size_t room)
{
	if (s->has_ahead) {
		*(char *)bytes = s->ahead;
		s->has_ahead = false;
		return 1;
	}
	return s->tls != NULL ? tls_read(s->tls, bytes, room)
	                      : s->below.read(s->below.state, bytes, room);
}

int
stream_start_tls(struct stream *s, const struct endpoint *to, int timeout_seconds, struct err *err)
{
	int64_t deadline = stream_clock(s) + (int64_t)timeout_seconds * 1000;
	ssize_t got;
	char byte;

	/* In TLS the client speaks first.  Bytes in plain text now would count as if they had been
	 * protected: the injection of CVE-2011-0411 and its kin. */
	got = read_below(s, &byte, 1);
	if (got == 1)
		err_set(err, ERR_RETRY,
		    "%s sent something between STARTTLS and TLS: somebody on the way may be "
		    "forging "
		    "its answers",
		    s->name);
	else if (got == 0)
		err_set(err, ERR_RETRY, "%s closed the connection instead of starting TLS",
		    s->name);
	else
		s->tls = tls_open(&s->below, to->host, s->name, to->ca_file, deadline, err);
	if (s->tls != NULL)
		return 0;
	return (int)in_trouble(s, "%s", err->text);
}

/* The last read or write of the layer below has failed: -1, or 0 where it may be tried again. */
static int
again(struct stream *s, bool to_write)
{
	int64_t left = s->deadline - stream_clock(s);

	if (errno == EPROTO && s->tls != NULL)
		return (int)in_trouble(s, "%s: TLS broke: %s", s->name, tls_trouble(s->tls));
	if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
		return (int)in_trouble(s, "%s: the connection broke: %s", s->name, strerror(errno));
	if (left <= 0)
		return (int)in_trouble(s, "%s did not finish its answer within %d seconds", s->name,
		    s->seconds);
	if (errno != EINTR)
		s->below.wait(s->below.state, s->tls != NULL ? tls_wants_write(s->tls) : to_write,
		    (int)left, -1);
	return 0;
}

/* -1: the stream is in trouble, or a test wants it to be. */
static int
check(struct stream *s)
{
	if (s->trouble[0] != '\0')
		return -1;
	if (s->fail_at > 0 && --s->fail_at == 0)
		return (int)in_trouble(s, "%s: fault on demand", s->name);
	return 0;
}

int
stream_expect(struct stream *s, size_t bytes, size_t there)
{
	if (bytes <= there || bytes - there <= s->bytes_left)
		return 0;
	return (int)in_trouble(s,
	    "%s announces %zu bytes, more than the %zu that its answer may have", s->name, bytes,
	    s->bytes);
}

ssize_t
stream_read(struct stream *s, void *bytes, size_t room)
{
	ssize_t got;

	if (check(s) == -1)
		return -1;
	if (s->bytes_left == 0)
		return in_trouble(s, "%s sent more than the %zu bytes that its answer may have",
		    s->name, s->bytes);
	/* Also where each read brings something: a slow drip must end too. */
	if (stream_clock(s) >= s->deadline) {
		errno = EAGAIN;
		return again(s, false);
	}
	if (room > s->bytes_left)
		room = s->bytes_left;
	do {
		got = read_below(s, bytes, room);
	} while (got == -1 && again(s, false) == 0);
	if (got == 0) /* libetpan takes 0 for "try again", and would, for ever */
		return in_trouble(s, "%s closed the connection", s->name);
	if (got > 0)
		s->bytes_left -= (size_t)got;
	return got;
}

ssize_t
stream_write(struct stream *s, const void *bytes, size_t len)
{
	size_t done = 0;

	if (check(s) == -1)
		return -1;
	while (done < len) {
		const char *rest = (const char *)bytes + done;
		ssize_t put;

		put = s->tls != NULL ? tls_write(s->tls, rest, len - done)
		                     : s->below.write(s->below.state, rest, len - done);
		if (put >= 0)
			done += (size_t)put;
		else if (again(s, true) == -1)
			return -1;
	}
	return (ssize_t)len;
}

int
stream_wait(struct stream *s, int milliseconds, int wake_fd)
{
	int64_t until = stream_clock(s) + milliseconds, left;
	bool waited = false;
	ssize_t got;
	int rc;

	if (s->trouble[0] != '\0')
		return -1;
	while (!s->has_ahead) {
		/* That the socket is readable says little: it may be a record of TLS's own. */
		if ((got = read_below(s, &s->ahead, 1)) == 0)
			return (int)in_trouble(s, "%s closed the connection", s->name);
		if (got == 1)
			s->has_ahead = true;
		else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
			return again(s, false);
		else {
			left = until - stream_clock(s);
			if (waited && left <= 0)
				return 0;
			waited = true;
			rc =
			    s->below.wait(s->below.state, false, left > 0 ? (int)left : 0, wake_fd);
			if (rc == -1)
				return (int)in_trouble(s, "%s: %s", s->name, strerror(errno));
			if (rc == 0)
				return 0;
		}
	}
	return 1;
}

void
stream_close(struct stream *s)
{
	if (s == NULL)
		return;
	tls_close(s->tls);
	s->below.close(s->below.state);
	free(s);
}

/* libetpan's driver. */

static ssize_t
low_read(mailstream_low *low, void *bytes, size_t room)
{
	return stream_read(low->data, bytes, room);
}

static ssize_t
low_write(mailstream_low *low, const void *bytes, size_t len)
{
	return stream_write(low->data, bytes, len);
}

static int
low_close(mailstream_low *low)
{
	stream_close(low->data);
	low->data = NULL;
	return 0;
}

static int
low_fd(mailstream_low *low)
{
	(void)low;
	return -1; /* only select() would want it, and that breaks at descriptor 1024 */
}

static void
low_free(mailstream_low *low)
{
	stream_close(low->data);
	free(low);
}

static void
low_cancel(mailstream_low *low)
{
	(void)low;
}

static mailstream_low_driver driver = {
	.mailstream_read = low_read,
	.mailstream_write = low_write,
	.mailstream_close = low_close,
	.mailstream_get_fd = low_fd,
	.mailstream_free = low_free,
	.mailstream_cancel = low_cancel,
};

void *
stream_low(struct stream *s)
{
	mailstream_low *low = mailstream_low_new(s, &driver);

	if (low == NULL)
		abort();
	return low;
}
