#include "fuzz/replay.h"

#include <errno.h>
#include <string.h>

enum { PIECE = 61 }; /* lines and literals fall apart at odd places */

enum { SILENCE = 1, BREAK, UNASKED };

static bool
stands(const struct replay *r, uint8_t what)
{
	return r->at < r->len && r->bytes[r->at] == what;
}

static ssize_t
replay_read(void *state, void *bytes, size_t room)
{
	struct replay *r = state;
	const char *eol;
	size_t n;

	if (stands(r, UNASKED)) {
		r->may_speak = true;
		r->at++;
	}
	if (stands(r, BREAK)) {
		errno = ECONNRESET;
		return -1;
	}
	n = r->len - r->at;
	if (n > PIECE)
		n = PIECE;
	if (n > room)
		n = room;
	if (n == 0)
		return 0;
	if (!r->may_speak || stands(r, SILENCE)) {
		errno = EAGAIN;
		return -1;
	}
	if ((eol = memchr(r->bytes + r->at, '\n', n)) != NULL) {
		n = (size_t)(eol + 1 - (const char *)(r->bytes + r->at));
		r->may_speak = false;
	}
	memcpy(bytes, r->bytes + r->at, n);
	r->at += n;
	return (ssize_t)n;
}

static ssize_t
replay_write(void *state, const void *bytes, size_t len)
{
	(void)state;
	(void)bytes;
	return (ssize_t)len;
}

static int
replay_wait(void *state, bool to_write, int milliseconds, int wake_fd)
{
	struct replay *r = state;

	(void)to_write;
	(void)wake_fd;
	r->clock++;
	if (milliseconds > 0 && stands(r, SILENCE)) {
		r->at++;
		r->clock += milliseconds;
		return 0;
	}
	if (milliseconds > 0)
		r->may_speak = true;
	return r->may_speak && !stands(r, SILENCE);
}

static int64_t
replay_now(void *state)
{
	return ((struct replay *)state)->clock;
}

static void
replay_close(void *state)
{
	(void)state;
}

void
replay_transport(struct replay *r, const uint8_t *bytes, size_t len, struct transport *out)
{
	*r = (struct replay){ .bytes = bytes, .len = len };
	*out = (struct transport){ replay_read, replay_write, replay_wait, replay_now, replay_close,
		r };
}

static int
replay_connect(void *state, const char *host, int port, struct transport *out, struct err *err)
{
	struct replay *r = state;

	(void)host;
	(void)port;
	(void)err;
	replay_transport(r, r->bytes, r->len, out);
	return 0;
}

struct network
replay_network(struct replay *r, const uint8_t *bytes, size_t len)
{
	*r = (struct replay){ .bytes = bytes, .len = len };
	return (struct network){ replay_connect, r };
}
