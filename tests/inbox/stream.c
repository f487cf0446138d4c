#include "inbox/stream.h"

#include "inbox/transport.h"
#include "script.h"
#include "tap.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <libetpan/libetpan.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct script *
open_script(const char *steps, struct stream **s)
{
	struct script *script = script_new(steps);
	struct transport t;

	script_transport(script, &t);
	*s = stream_over(&t, "imap.example.org:143");
	return script;
}

static void
done(struct script *script, struct stream *s)
{
	stream_close(s);
	ok(script_closed(script), "closing the stream closes the transport");
	script_free(script);
}

/* Reads up to so many bytes into text, which is then a string. */
static ssize_t
read_text(struct stream *s, char *text, size_t room)
{
	ssize_t got = stream_read(s, text, room - 1);

	text[got > 0 ? got : 0] = '\0';
	return got;
}

static void
test_reads_and_writes(void)
{
	struct stream *s;
	struct script *script = open_script("> hello\n< good day\n> and you\n", &s);
	char text[100];

	stream_budget(s, 10, 1000);
	read_text(s, text, sizeof text);
	is_str(text, "hello\r\n", "what the server says comes through");
	is_int(stream_write(s, "good day\r\n", 10), 10, "what we say goes out");
	read_text(s, text, sizeof text);
	is_str(text, "and you\r\n", "and the next answer comes");
	is_str(stream_trouble(s), "", "no trouble so far");
	ok(script_done(script), "the whole script was played");
	done(script, s);
}

static void
test_end_is_an_error(void)
{
	struct stream *s;
	struct script *script = open_script("close\n", &s);
	char text[10];

	stream_budget(s, 10, 1000);
	is_int(read_text(s, text, sizeof text), -1, "the end of the stream is an error, never 0");
	is_str(stream_trouble(s), "imap.example.org:143 closed the connection", "and says so");
	is_int(stream_write(s, "x", 1), -1, "afterwards writing fails at once");
	is_int(read_text(s, text, sizeof text), -1, "and reading");
	is_int(stream_wait(s, 1000000, -1), -1, "and waiting");
	is_int(script_clock(script), 0, "no time went by");
	done(script, s);
}

static void
test_reset(void)
{
	struct stream *s;
	struct script *script = open_script("reset\n", &s);
	char text[10];

	stream_budget(s, 10, 1000);
	is_int(read_text(s, text, sizeof text), -1, "a broken connection is an error");
	is_str(stream_trouble(s),
	    "imap.example.org:143: the connection broke: Connection reset by peer", "and says why");
	done(script, s);
}

static void
test_silence_ends_at_the_deadline(void)
{
	struct stream *s;
	struct script *script = open_script("~ 61\n> too late\n", &s);
	char text[10];

	stream_budget(s, 60, 1000);
	is_int(read_text(s, text, sizeof text), -1, "silence ends at the deadline");
	is_str(stream_trouble(s),
	    "imap.example.org:143 did not finish its answer within 60 seconds", "and says so");
	is_int(script_clock(script), 60000, "not before and not after");
	done(script, s);
}

static void
test_drip_ends_at_the_deadline(void)
{
	struct stream *s;
	struct script *script =
	    open_script("drip 300\n> a line that takes far longer than four seconds\n", &s);
	char text[2];
	int reads = 0;

	stream_budget(s, 4, 1000);
	while (read_text(s, text, sizeof text) > 0)
		reads++;
	is_int(reads, 14, "a byte each 300 ms: the last one at 3.9 seconds");
	is_str(stream_trouble(s), "imap.example.org:143 did not finish its answer within 4 seconds",
	    "the deadline is for the whole operation");
	done(script, s);
}

static void
test_budget_of_bytes(void)
{
	struct stream *s;
	struct script *script = open_script("endless\n", &s);
	char text[1000];
	size_t sum = 0;
	ssize_t got;

	stream_budget(s, 60, 65536);
	while ((got = stream_read(s, text, sizeof text)) > 0)
		sum += (size_t)got;
	is_int((long long)sum, 65536, "no more bytes than the budget has");
	is_str(stream_trouble(s),
	    "imap.example.org:143 sent more than the 65536 bytes that its answer may have",
	    "and says so");
	done(script, s);
}

static void
test_a_new_budget_begins_anew(void)
{
	struct stream *s;
	struct script *script = open_script("> 12345678\n~ 50\n> 12345678\n", &s);
	char text[100];

	stream_budget(s, 60, 10);
	is_int(read_text(s, text, sizeof text), 10, "exactly the budget is fine");
	stream_budget(s, 60, 10);
	is_int(read_text(s, text, sizeof text), 10, "the next operation has its own");
	is_int(script_clock(script), 50000, "after its own time");
	done(script, s);
}

static void
test_wait(void)
{
	struct stream *s;
	struct script *script = open_script("~ 100\n> now\n~ 10\nclose\n", &s);
	char text[100];

	stream_budget(s, 1000, 100);
	is_int(stream_wait(s, 99000, -1), 0, "nothing came yet");
	is_int(stream_wait(s, 99000, -1), 1, "then something did");
	is_int(script_clock(script), 100000, "and was seen at once");
	is_int(stream_wait(s, 99000, -1), 1, "it is still there");
	is_int(read_text(s, text, 2), 1, "the byte read ahead comes first");
	is_str(text, "n", "with its value");
	read_text(s, text, sizeof text);
	is_str(text, "ow\r\n", "then the rest");
	is_int(stream_wait(s, 99000, -1), -1, "a wait sees the end of the stream");
	is_str(stream_trouble(s), "imap.example.org:143 closed the connection", "and says so");
	done(script, s);
}

/* A transport that always has something, which is nothing for the reader: pieces of a TLS record.
 */
static ssize_t
read_nothing(void *state, void *bytes, size_t room)
{
	(void)state;
	(void)bytes;
	(void)room;
	errno = EAGAIN;
	return -1;
}

static int
wait_for_nothing(void *state, bool to_write, int milliseconds, int wake_fd)
{
	(void)to_write;
	(void)milliseconds;
	(void)wake_fd;
	if (++*(int *)state > 3) {
		ok(false, "a look without waiting ends");
		exit(1);
	}
	return 1;
}

static int64_t
no_time(void *state)
{
	(void)state;
	return 0;
}

static void
close_nothing(void *state)
{
	(void)state;
}

static void
test_look(void)
{
	int looks = 0;
	struct transport t = { .read = read_nothing,
		.wait = wait_for_nothing,
		.now = no_time,
		.close = close_nothing,
		.state = &looks };
	struct stream *s = stream_over(&t, "imap.example.org:143");

	is_int(stream_wait(s, 0, -1), 0, "a look does not wait for the rest of a record");
	stream_close(s);
}

static void
test_fault_on_demand(void)
{
	for (int nth = 1; nth <= 4; nth++) {
		struct stream *s;
		struct script *script = open_script("> a\n< b\n> c\n< d\n", &s);
		char text[10];
		int worked = 0;

		stream_budget(s, 10, 100);
		stream_fail_at(s, nth);
		worked += read_text(s, text, sizeof text) > 0;
		worked += stream_write(s, "b\r\n", 3) > 0;
		worked += read_text(s, text, sizeof text) > 0;
		worked += stream_write(s, "d\r\n", 3) > 0;
		is_int(worked, nth - 1, "fails at read or write %d, and ever after", nth);
		done(script, s);
	}
}

static void
test_starttls_refuses_what_came_ahead(void)
{
	struct endpoint to = { .host = "imap.example.org", .ca_file = "" };
	struct stream *s;
	struct script *script = open_script("> * OK injected\n", &s);
	struct err err = { 0 };

	is_int(stream_start_tls(s, &to, 10, &err), -1, "plain text ahead of TLS is refused");
	is_str(err.text,
	    "imap.example.org:143 sent something between STARTTLS and TLS: somebody on the way may "
	    "be forging its answers",
	    "and says so");
	is_int(stream_write(s, "secret", 6), -1, "nothing can be sent afterwards");
	done(script, s);
}

/* libetpan spins for ever on a driver that says 0 at the end of the stream. */
static void
test_under_libetpan(void)
{
	struct stream *s;
	struct script *script = open_script("> one\n>- two\nclose\n", &s);
	mailstream *above = mailstream_new(stream_low(s), 4096);
	MMAPString *line = mmap_string_new("");
	char buffer[5000];

	stream_budget(s, 10, 1000);
	is_str(mailstream_read_line(above, line), "one\r\n", "libetpan reads a line");
	is_int(mailstream_read(above, buffer, sizeof buffer), 3, "then what there is of the next");
	is_int(mailstream_read(above, buffer, sizeof buffer), -1, "then its end");
	mmap_string_free(line);
	mailstream_close(above);
	ok(script_closed(script), "libetpan's close closes the transport");
	script_free(script);
}

static int
listen_on_loopback(int *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t len = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	bind(fd, (struct sockaddr *)&address, sizeof address);
	listen(fd, 1);
	getsockname(fd, (struct sockaddr *)&address, &len);
	*port = ntohs(address.sin_port);
	return fd;
}

static void
test_socket(void)
{
	struct endpoint to = { .host = "127.0.0.1", .tls = TLS_STARTTLS, .ca_file = "" };
	struct err err = { 0 };
	int listener = listen_on_loopback(&to.port), peer, wake[2];
	struct stream *s = stream_open(&to, 10, &err);
	char text[10], want[40];

	ok(s != NULL, "connects (%s)", err.text);
	peer = accept(listener, NULL, NULL);
	snprintf(want, sizeof want, "127.0.0.1:%d", to.port);
	is_str(stream_name(s), want, "is called by host and port");
	ok(pipe(wake) == 0, "a pipe");
	ok(write(wake[1], "x", 1) == 1, "with something in it");
	is_int(stream_wait(s, 60000, wake[0]), 0, "the other descriptor wakes from waiting");
	stream_budget(s, 60, 100);
	ok(write(peer, "hi", 2) == 2, "the peer speaks");
	is_int(stream_wait(s, 60000, -1), 1, "which is seen");
	is_int(read_text(s, text, sizeof text) + read_text(s, text, sizeof text), 2, "and read");
	close(peer);
	is_int(stream_read(s, text, sizeof text), -1, "the peer's end is an error");
	for (int i = 0; i < 3; i++)
		stream_write(s, "x", 1); /* a SIGPIPE would end the test here */
	stream_close(s);
	close(listener);
	close(wake[0]);
	close(wake[1]);
}

static void
test_refused_connection(void)
{
	struct endpoint to = { .host = "127.0.0.1", .tls = TLS_STARTTLS, .ca_file = "" };
	struct err err = { 0 };
	char want[200];

	close(listen_on_loopback(&to.port));
	ok(stream_open(&to, 10, &err) == NULL, "nobody listens");
	snprintf(want, sizeof want,
	    "127.0.0.1:%d cannot be reached: Connection refused; is the server running, and is "
	    "this "
	    "its port?",
	    to.port);
	is_str(err.text, want, "and the error says what to do");
	is_int(err.kind, ERR_RETRY, "it may come back");
}

int
main(void)
{
	test_reads_and_writes();
	test_end_is_an_error();
	test_reset();
	test_silence_ends_at_the_deadline();
	test_drip_ends_at_the_deadline();
	test_budget_of_bytes();
	test_a_new_budget_begins_anew();
	test_wait();
	test_look();
	test_fault_on_demand();
	test_starttls_refuses_what_came_ahead();
	test_under_libetpan();
	test_socket();
	test_refused_connection();
	return tap_done();
}
