#include "sim/wire.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
append(char **data, size_t *len, size_t *room, const char *bytes, size_t n)
{
	if (*len + n > *room) {
		*room = 2 * (*len + n);
		if ((*data = realloc(*data, *room)) == NULL)
			abort();
	}
	memcpy(*data + *len, bytes, n);
	*len += n;
}

void
wire_say_bytes(struct wire *w, const char *bytes, size_t len)
{
	append(&w->out, &w->out_len, &w->out_room, bytes, len);
}

void
wire_say(struct wire *w, const char *fmt, ...)
{
	char line[512];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof line)
		abort();
	wire_say_bytes(w, line, (size_t)n);
}

static ssize_t
wire_read(void *state, void *bytes, size_t room)
{
	struct wire *w = state;

	if (w->out_len == 0 && !w->ended) {
		errno = EAGAIN;
		return -1;
	}
	if (step(w->steps, STEP_NET_READ) != HARM_NONE) {
		wire_cut(w);
		errno = ECONNRESET;
		return -1;
	}
	if (room > w->out_len)
		room = w->out_len;
	memcpy(bytes, w->out, room);
	memmove(w->out, w->out + room, w->out_len - room);
	w->out_len -= room;
	return (ssize_t)room;
}

static void
take(struct wire *w, const char *bytes, size_t len)
{
	char *eol;

	append(&w->in, &w->in_len, &w->in_room, bytes, len);
	while (w->open && (eol = memchr(w->in, '\n', w->in_len)) != NULL) {
		size_t n = (size_t)(eol - w->in) + 1, text = n - (n > 1 && eol[-1] == '\r' ? 2 : 1);
		char *line = malloc(text + 1);

		if (line == NULL)
			abort();
		memcpy(line, w->in, text);
		line[text] = '\0';
		memmove(w->in, w->in + n, w->in_len - n);
		w->in_len -= n;
		w->line(w, w->server, line, text);
		free(line);
	}
}

static ssize_t
wire_write(void *state, const void *bytes, size_t len)
{
	struct wire *w = state;
	enum harm harm = w->open && !w->ended ? step(w->steps, STEP_NET_WRITE) : HARM_FAIL;

	if (harm != HARM_FAIL)
		take(w, bytes, len);
	if (harm == HARM_NONE)
		return (ssize_t)len;
	wire_cut(w);
	errno = ECONNRESET;
	return -1;
}

static int
wire_wait(void *state, bool to_write, int milliseconds, int wake_fd)
{
	struct wire *w = state;
	int64_t until = w->clock->now_ms + milliseconds;

	(void)wake_fd; /* signals and threads are outside this world */
	while (!to_write && w->out_len == 0 && !w->ended) {
		if (w->clock->now_ms >= until)
			return 0;
		w->clock->advance(w->clock->data, until);
	}
	return 1;
}

static int64_t
wire_now(void *state)
{
	return ((struct wire *)state)->clock->now_ms;
}

static void
wire_close(void *state)
{
	wire_cut(state);
}

void
wire_open(struct wire *w, struct transport *out)
{
	w->open = true;
	w->ended = false;
	w->out_len = w->in_len = 0;
	*out = (struct transport){ .read = wire_read,
		.write = wire_write,
		.wait = wire_wait,
		.now = wire_now,
		.close = wire_close,
		.state = w };
}

void
wire_cut(struct wire *w)
{
	w->open = false;
	w->ended = true;
	w->out_len = w->in_len = 0;
}
