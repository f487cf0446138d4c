/*
 * Waiting for imap.h: IDLE (RFC 2177), spoken by hand on libetpan's stream, or NOOP now and then.
 *
 * libetpan's own IDLE takes the first line for the answer, whatever it is, and hangs where the
 * server tells of a new mail before its "+"; and what its buffer holds, poll(2) does not show.
 */
#include "inbox/imapsession.h"

#include <assert.h>
#include <libetpan/libetpan.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	IDLE_SECONDS = 9 * 60, /* routers forget a silent connection after ten minutes or more */
	NOOP_SECONDS = 30,
	LINE_SECONDS = 30,
};

enum waited { WAIT_CHANGED, WAIT_OVER, WAIT_WOKEN, WAIT_FAILED };

static int
send_line(struct imap *imap, const char *line)
{
	mailstream *stream = imap->session->imap_stream;

	return mailstream_write(stream, line, strlen(line)) == -1 || mailstream_flush(stream) == -1
	           ? -1
	           : 0;
}

static const char *
next_line(struct imap *imap)
{
	imap_begin(imap, LINE_SECONDS, IMAP_BYTES);
	return mailstream_read_line_remove_eol(imap->session->imap_stream,
	    imap->session->imap_stream_buffer);
}

/* "* 5 EXISTS" and its like; -1: "* BYE" */
static int
untagged(struct imap *imap, const char *line, struct err *err)
{
	unsigned long number;
	char *word;

	if (strncmp(line, "* ", 2) != 0)
		return 0;
	number = strtoul(line + 2, &word, 10);
	word += strspn(word, " ");
	if (strncasecmp(word, "BYE", 3) == 0) {
		imap->broken = true;
		return err_set(err, ERR_RETRY, "%s said goodbye: %s", stream_name(imap->stream),
		    word + strcspn(word, " "));
	}
	if (strcasecmp(word, "EXISTS") == 0) {
		/* Some repeat it each time that IDLE begins. */
		if (number != imap->exists)
			imap->changed = true;
		imap->exists = (uint32_t)number;
	} else if (strcasecmp(word, "EXPUNGE") == 0) {
		imap->changed = true;
		imap->exists -= imap->exists > 0;
	} else if (strncasecmp(word, "VANISHED", 8) == 0)
		imap->changed = true;
	else if (strncasecmp(word, "FETCH ", 6) == 0 && imap->call != NULL &&
		 strcasestr(word, imap->call) != NULL)
		imap->changed = true;
	return 0;
}

/* 1 "+", or the command's end was OK; 0 the command's end was not; -1 */
static int
read_until_answer(struct imap *imap, bool plus, struct err *err)
{
	char tag[16];
	const char *line;
	int n = snprintf(tag, sizeof tag, "%d ", imap->session->imap_tag);

	for (;;) {
		if ((line = next_line(imap)) == NULL)
			return imap_fail(imap, MAILIMAP_ERROR_STREAM, "waiting for mail", err);
		if (untagged(imap, line, err) == -1)
			return -1;
		if (plus && line[0] == '+')
			return 1;
		if (strncmp(line, tag, (size_t)n) == 0)
			return strncasecmp(line + n, "OK", 2) == 0;
	}
}

static enum waited
listen_until(struct imap *imap, int64_t until, int wake_fd, struct err *err)
{
	while (!imap->changed) {
		int64_t left = until - stream_clock(imap->stream);
		const char *line;
		int rc = 1;

		if (imap->session->imap_stream->read_buffer_len == 0)
			rc = stream_wait(imap->stream, left > 0 ? (int)left : 0, wake_fd);
		if (rc == 0)
			return stream_clock(imap->stream) < until ? WAIT_WOKEN : WAIT_OVER;
		if (rc == -1 || (line = next_line(imap)) == NULL) {
			imap_fail(imap, MAILIMAP_ERROR_STREAM, "waiting for mail", err);
			return WAIT_FAILED;
		}
		if (untagged(imap, line, err) == -1)
			return WAIT_FAILED;
	}
	return WAIT_CHANGED;
}

static enum waited
idle(struct imap *imap, int64_t until, int wake_fd, struct err *err)
{
	enum waited waited;
	int rc;

	imap_begin(imap, LINE_SECONDS, IMAP_BYTES);
	if (mailimap_send_current_tag(imap->session) != MAILIMAP_NO_ERROR ||
	    send_line(imap, "IDLE\r\n") == -1) {
		imap_fail(imap, MAILIMAP_ERROR_STREAM, "waiting for mail", err);
		return WAIT_FAILED;
	}
	if ((rc = read_until_answer(imap, true, err)) == -1)
		return WAIT_FAILED;
	if (rc == 0) {
		imap->can_idle = false; /* it said that it could; NOOP will do */
		return WAIT_OVER;
	}
	if ((waited = listen_until(imap, until, wake_fd, err)) == WAIT_FAILED)
		return waited;
	imap_begin(imap, LINE_SECONDS, IMAP_BYTES);
	if (send_line(imap, "DONE\r\n") == -1) {
		imap_fail(imap, MAILIMAP_ERROR_STREAM, "waiting for mail", err);
		return WAIT_FAILED;
	}
	return read_until_answer(imap, false, err) == -1 ? WAIT_FAILED : waited;
}

/* Asks, and if there is nothing new waits until it is time to ask again. */
static enum waited
poll_by_noop(struct imap *imap, int64_t until, int wake_fd, struct err *err)
{
	int64_t left;
	int rc;

	imap_begin(imap, LINE_SECONDS, IMAP_BYTES);
	if ((rc = mailimap_noop(imap->session)) != MAILIMAP_NO_ERROR) {
		imap_fail(imap, rc, "asking for news", err);
		return WAIT_FAILED;
	}
	imap_note(imap);
	left = until - stream_clock(imap->stream);
	if (imap->changed || left <= 0)
		return imap->changed ? WAIT_CHANGED : WAIT_OVER;
	if ((rc = stream_wait(imap->stream, (int)left, wake_fd)) == -1) {
		imap_fail(imap, MAILIMAP_ERROR_STREAM, "waiting for mail", err);
		return WAIT_FAILED;
	}
	/* What comes unasked is read with the next NOOP's answer. */
	return rc == 1 || stream_clock(imap->stream) >= until ? WAIT_OVER : WAIT_WOKEN;
}

int
imap_wait(struct imap *imap, int seconds, int wake_fd, struct err *err)
{
	int64_t end = stream_clock(imap->stream) + (int64_t)seconds * 1000, slice;
	enum waited waited = WAIT_OVER;

	assert(imap->selected);
	do {
		if (imap->changed)
			return 1;
		slice = stream_clock(imap->stream) +
		        1000 * (int64_t)(imap->can_idle ? IDLE_SECONDS : NOOP_SECONDS);
		if (slice > end)
			slice = end;
		waited = imap->can_idle ? idle(imap, slice, wake_fd, err)
		                        : poll_by_noop(imap, slice, wake_fd, err);
	} while (waited == WAIT_OVER && stream_clock(imap->stream) < end);
	if (waited == WAIT_FAILED)
		return -1;
	return imap->changed;
}

void
imap_pause(struct imap *imap, int milliseconds)
{
	stream_wait(imap->stream, milliseconds, -1);
}
