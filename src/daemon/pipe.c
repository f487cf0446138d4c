#include "daemon/pipe.h"

#include "base/buf.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024, LOOK_MILLISECONDS = 100 }; /* how often stop is looked at */

int
pipe_write(int fd, const void *bytes, size_t len)
{
	const char *p = bytes;

	while (len > 0) {
		ssize_t n = write(fd, p, len);

		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

int
pipe_read(int fd, void *bytes, size_t len)
{
	char *p = bytes;

	while (len > 0) {
		ssize_t n = read(fd, p, len);

		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

static int64_t
now_milliseconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* How long to wait for more; 0: no longer, -1: as long as it takes. */
static int
patience(int64_t until, const atomic_bool *stop)
{
	int64_t left = until - now_milliseconds();

	if (stop != NULL && atomic_load(stop))
		return 0;
	if (until == -1)
		return stop == NULL ? -1 : LOOK_MILLISECONDS;
	if (left <= 0)
		return 0;
	return stop == NULL || left < LOOK_MILLISECONDS ? (int)left : LOOK_MILLISECONDS;
}

bool
pipe_drain(int fd, size_t most, int milliseconds, const atomic_bool *stop, struct buf *b)
{
	int64_t until = milliseconds == -1 ? -1 : now_milliseconds() + milliseconds;
	int wait;

	while (b->len <= most && (wait = patience(until, stop)) != 0) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		ssize_t n;

		if (poll(&p, 1, wait) <= 0)
			continue;
		buf_reserve(b, CHUNK);
		n = read(fd, b->data + b->len, CHUNK);
		if (n > 0)
			b->len += (size_t)n;
		b->data[b->len] = '\0';
		if (n == 0)
			return true;
		if (n == -1 && errno != EINTR)
			return false;
	}
	return false;
}
