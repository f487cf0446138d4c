#include "script.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct script {
	char *text, **steps; /* a copy of the steps, its lines cut apart */
	size_t n, at;
	int64_t clock, silent_until;
	int drip; /* milliseconds for each byte; 0: as it comes */

	char *out; /* said and not yet read */
	size_t out_len, out_room;
	char line[4096]; /* of what the client is saying */
	size_t line_len;

	bool endless, deaf, ended, broken, closed;
	char wrong[4200];
};

struct script *
script_new(const char *steps)
{
	struct script *s = calloc(1, sizeof *s);
	char *line, *rest;

	s->text = strdup(steps);
	s->steps = calloc(strlen(steps) + 1, sizeof *s->steps);
	for (line = strtok_r(s->text, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		line += strspn(line, " \t");
		if (*line != '\0')
			s->steps[s->n++] = line;
	}
	return s;
}

void
script_free(struct script *s)
{
	free(s->text);
	free(s->steps);
	free(s->out);
	free(s);
}

int64_t
script_clock(const struct script *s)
{
	return s->clock;
}

const char *
script_wrong(const struct script *s)
{
	return s->wrong;
}

bool
script_closed(const struct script *s)
{
	return s->closed;
}

bool
script_done(const struct script *s)
{
	return s->at == s->n;
}

static void
say(struct script *s, const char *bytes, size_t len)
{
	if (s->out_len + len > s->out_room) {
		s->out_room = 2 * (s->out_len + len);
		s->out = realloc(s->out, s->out_room);
	}
	memcpy(s->out + s->out_len, bytes, len);
	s->out_len += len;
}

/* Is the step this word?  *rest is what follows it. */
static bool
step_is(const char *step, const char *word, const char **rest)
{
	size_t len = strlen(word);

	if (strncmp(step, word, len) != 0 || (step[len] != ' ' && step[len] != '\0'))
		return false;
	*rest = step + len + (step[len] == ' ');
	return true;
}

/* Plays what the server does of its own accord, up to where it waits. */
static void
play(struct script *s)
{
	const char *rest;

	while (s->at < s->n && s->clock >= s->silent_until && !s->ended && !s->endless) {
		const char *step = s->steps[s->at];

		if (step_is(step, "<", &rest) || step_is(step, "<.", &rest))
			return;
		if (step_is(step, ">", &rest)) {
			say(s, rest, strlen(rest));
			say(s, "\r\n", 2);
		} else if (step_is(step, ">-", &rest))
			say(s, rest, strlen(rest));
		else if (s->out_len > 0)
			return; /* what was said arrives before what happens next */
		else if (step_is(step, "~", &rest))
			s->silent_until = s->clock + 1000 * (int64_t)atoi(rest);
		else if (step_is(step, "drip", &rest))
			s->drip = atoi(rest);
		else if (step_is(step, "endless", &rest))
			s->endless = true;
		else if (step_is(step, "deaf", &rest))
			s->deaf = true;
		else if (step_is(step, "close", &rest))
			s->ended = true;
		else if (step_is(step, "reset", &rest))
			s->ended = s->broken = true;
		else {
			fprintf(stderr, "script: no such step: %s\n", step);
			abort();
		}
		s->at++;
	}
}

static ssize_t
script_read(void *state, void *bytes, size_t room)
{
	struct script *s = state;

	play(s);
	if (s->broken) {
		errno = ECONNRESET;
		return -1;
	}
	if (s->endless) {
		memset(bytes, 'x', room);
		return (ssize_t)room;
	}
	if (s->clock < s->silent_until || (s->out_len == 0 && !s->ended)) {
		errno = EAGAIN;
		return -1;
	}
	if (s->drip != 0 && s->out_len > 0) {
		room = 1;
		s->silent_until = s->clock + s->drip;
	}
	if (room > s->out_len)
		room = s->out_len;
	if (room == 0)
		return 0; /* the end */
	memcpy(bytes, s->out, room);
	memmove(s->out, s->out + room, s->out_len - room);
	s->out_len -= room;
	return (ssize_t)room;
}

static bool
line_fits(const char *line, const char *wanted)
{
	size_t len = strlen(wanted);

	if (len > 0 && wanted[len - 1] == '*')
		return strncmp(line, wanted, len - 1) == 0;
	return strcmp(line, wanted) == 0;
}

static void
take_line(struct script *s)
{
	const char *rest;

	play(s);
	if (s->at < s->n && step_is(s->steps[s->at], "<.", &rest)) {
		s->at += line_fits(s->line, rest);
	} else if (s->at < s->n && step_is(s->steps[s->at], "<", &rest) &&
		   line_fits(s->line, rest)) {
		s->at++;
	} else {
		snprintf(s->wrong, sizeof s->wrong, "%s", s->line);
		s->broken = true;
	}
}

static ssize_t
script_write(void *state, const void *bytes, size_t len)
{
	struct script *s = state;

	if (s->broken) {
		errno = EPIPE;
		return -1;
	}
	play(s);
	for (size_t i = 0; i < len && !s->deaf; i++) {
		char c = ((const char *)bytes)[i];

		if (s->line_len + 1 < sizeof s->line)
			s->line[s->line_len++] = c;
		if (c == '\n') {
			s->line_len -= s->line_len > 1 && s->line[s->line_len - 2] == '\r' ? 2 : 1;
			s->line[s->line_len] = '\0';
			s->line_len = 0;
			take_line(s);
		}
	}
	return (ssize_t)len;
}

static int
script_wait(void *state, bool to_write, int milliseconds, int wake_fd)
{
	struct script *s = state;
	int64_t until = s->clock + milliseconds;

	(void)wake_fd;
	play(s);
	if (to_write || s->broken)
		return 1;
	for (;;) {
		if (s->clock >= s->silent_until && (s->out_len > 0 || s->ended || s->endless))
			return 1;
		if (s->silent_until <= s->clock || s->silent_until > until)
			break;
		s->clock = s->silent_until;
		play(s);
	}
	s->clock = until;
	return 0;
}

static int64_t
script_now(void *state)
{
	return ((struct script *)state)->clock;
}

static void
script_close(void *state)
{
	((struct script *)state)->closed = true;
}

void
script_transport(struct script *s, struct transport *out)
{
	*out = (struct transport){ .read = script_read,
		.write = script_write,
		.wait = script_wait,
		.now = script_now,
		.close = script_close,
		.state = s };
}
