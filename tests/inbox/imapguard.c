/* imapguard: the bytes that libetpan gets, for those that a server sends */
#include "inbox/imapguard.h"

#include "inbox/stream.h"
#include "inbox/transport.h"
#include "tap.h"

#include <libetpan/libetpan.h>
#include <string.h>

struct sent {
	const char *bytes;
	size_t len, at, piece; /* so many at a time */
};

static ssize_t
sent_read(void *state, void *bytes, size_t room)
{
	struct sent *s = state;
	size_t n = s->len - s->at;

	if (n > s->piece)
		n = s->piece;
	if (n > room)
		n = room;
	memcpy(bytes, s->bytes + s->at, n);
	s->at += n;
	return (ssize_t)n;
}

static int
sent_wait(void *state, bool to_write, int milliseconds, int wake_fd)
{
	(void)state;
	(void)to_write;
	(void)milliseconds;
	(void)wake_fd;
	return 1;
}

static int64_t
sent_now(void *state)
{
	(void)state;
	return 0;
}

static void
sent_close(void *state)
{
	(void)state;
}

/* Behind a greeting, which has rules of its own. */
#define GREETING "* OK ready\r\n"
#define BYTES(s) GREETING s, sizeof GREETING s - 1

static const struct {
	const char *sent;
	size_t len;
	const char *got;
	size_t got_len;
	const char *what;
} rows[] = {
	{ BYTES("* OK [PERMANENTFLAGS (\\Seen \\*)] x\r\n"),
	    BYTES("* OK [PERMANENTFLAGS (\\Seen \\*)] x\r\n"), "a list of flags" },
	{ BYTES("* OK [PERMANENTFLAGS ()] x\r\n"), BYTES("* OK [PERMANENTFLAGS ()] x\r\n"),
	    "one without any" },
	{ BYTES("* OK [PERMANENTFLAGS (%)] x\r\n"), BYTES("* OK [PERMANENTFLAGS (x)] x\r\n"),
	    "what is no flag" },
	{ BYTES("* OK [PERMANENTFLAGS (\0\\See)] x\r\n"),
	    BYTES("* OK [PERMANENTFLAGS (x\\See)] x\r\n"), "a NUL is none" },
	{ BYTES("* OK [PERMANENTFLAGS (\\\0)] x\r\n"), BYTES("* OK [PERMANENTFLAGS (\\x)] x\r\n"),
	    "nor behind a backslash" },
	{ BYTES("* OK [PERMANENTFLAGS (\\\r\n* 3 EXISTS\r\n"),
	    BYTES("* OK [PERMANENTFLAGS (\\x\n* 3 EXISTS\r\n"),
	    "a list that breaks off in a flag" },
	{ BYTES("* OK [PERMANENTFLAGS (\r\n* 3 EXISTS\r\n"),
	    BYTES("* OK [PERMANENTFLAGS (x\n* 3 EXISTS\r\n"), "one that breaks off before" },
	{ BYTES("* OK [PERMANENTFLAGS (\n* 3 EXISTS\r\n"),
	    BYTES("* OK [PERMANENTFLAGS (x* 3 EXISTS\r\n"), "the same at a bare line feed" },
	{ BYTES("* OK [X {2000000000}\r\n"), BYTES("* OK [X x2000000000}\r\n"),
	    "a literal in a code" },
	{ BYTES("* OK {2000000000}\r\n"), BYTES("* OK x2000000000}\r\n"), "one in words" },
	{ BYTES("* 1 FETCH (BODY[] {900}\r\n"), BYTES("* 1 FETCH (BODY[] {900}\r\n"), "a literal" },
	{ BYTES("* 1 FETCH (BODY[] {2000000000}\rC"), "", 0, "one that is far too large" },
	{ BYTES("* 1 FETCH (BODY[] {20000000000000000000000}\r\n"), "", 0,
	    "one beyond all numbers" },
	{ BYTES("4 OK [READ-WRITE]\r\n"), BYTES("4 OK [READ-WRITE]x\n"), "a code and no words" },
	{ BYTES("4 NO [ALERT] \r\n"), BYTES("4 NO [ALERT] x\n"), "but a blank" },
	{ BYTES("4 OK [ALERT] \0\r\n"), BYTES("4 OK [ALERT] x\r\n"), "but a NUL" },
	{ BYTES("4 OK [ALERT] [x]\r\n"), BYTES("4 OK [ALERT] [x]\r\n"), "words in brackets" },
	{ BYTES("* OK [BADCHARSET (x)] x\r\n"), BYTES("* OK [BADCHARSET xx)] x\r\n"),
	    "a list in another code" },
};

static void
check(size_t i, size_t piece)
{
	struct sent sent = { rows[i].sent, rows[i].len, 0, piece };
	struct transport t = { .read = sent_read,
		.wait = sent_wait,
		.now = sent_now,
		.close = sent_close,
		.state = &sent };
	struct stream *s = stream_over(&t, "imap.example.org:993");
	mailstream_low *low = imapguard_low(s);
	char got[200];
	size_t n = 0;

	stream_budget(s, 10, 1000);
	while (n < rows[i].len) {
		ssize_t now = mailstream_low_read(low, got + n, sizeof got - n);

		if (now <= 0)
			break;
		n += (size_t)now;
	}
	if (rows[i].got_len == 0) {
		ok(strstr(stream_trouble(s), "imap.example.org:993 announces 2000000000") != NULL &&
			strstr(stream_trouble(s), "more than the 1000") != NULL,
		    "%s, %zu bytes at a time: %s", rows[i].what, piece, stream_trouble(s));
		mailstream_low_close(low);
		mailstream_low_free(low);
		return;
	}
	ok(n == rows[i].got_len && memcmp(got, rows[i].got, n) == 0, "%s, %zu bytes at a time",
	    rows[i].what, piece);
	mailstream_low_close(low);
	mailstream_low_free(low);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		check(i, 1);
		check(i, 100);
	}
	return tap_done();
}
