#include "outbox/smtp.h"

#include "inbox/address.h"

#include <gnutls/gnutls.h>
#include <libetpan/libetpan.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	CONNECT_SECONDS = 30,
	REPLY_SECONDS = 60,
	DOT_SECONDS = 300, /* filters run now, and giving up too early means not knowing */
	CLOSE_SECONDS = 5,
	SLOWEST = 32 * 1024, /* bytes a second that a line must take */
	REPLY_BYTES = 16 * 1024,
	STREAM_BUFFER = 16384,
};

struct smtp {
	mailsmtp *session; /* only for its SASL; it borrows the stream */
	mailstream *above; /* libetpan's, which owns the stream */
	struct stream *stream;
	char *user;
	bool broken;             /* out of step, even if the stream is whole */
	bool wants_size;         /* RFC 1870 */
	bool copy_broke;         /* see smtp_copy_broke() */
	char reply[REPLY_BYTES]; /* the last one, its lines without codes */
};

/* PLAIN is spoken here, and is as safe as the others inside TLS; those need Cyrus SASL's plugins.
 */
static const char *const mechanisms[] = { "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5",
	"LOGIN" };
enum { N_MECHANISMS = sizeof mechanisms / sizeof *mechanisms };

struct capabilities {
	bool starttls, size, mechanism[N_MECHANISMS];
};

/* Gives up on the connection: -1. */
static int
lost(struct smtp *smtp, const char *doing, struct err *err)
{
	smtp->broken = true;
	if (*stream_trouble(smtp->stream) != '\0')
		return err_set(err, ERR_RETRY, "%s (%s)", stream_trouble(smtp->stream), doing);
	return err_set(err, ERR_RETRY, "%s gave an answer that makes no sense (%s): %s",
	    stream_name(smtp->stream), doing, smtp->reply);
}

/* The code comes first: it may go where the words may not. */
static int
say_refused(const struct smtp *smtp, enum err_kind kind, int code, const char *doing,
    struct err *err)
{
	return err_set(err, kind, "%d %s (%s, %s)", code, smtp->reply, stream_name(smtp->stream),
	    doing);
}

/* Each line's text, cut where it is too long, with a line's end between them. */
static void
keep_line(struct smtp *smtp, const char *text, size_t *len)
{
	int n = snprintf(smtp->reply + *len, sizeof smtp->reply - *len, "%s%s",
	    *len > 0 ? "\n" : "", text);

	*len += (size_t)n;
	if (*len >= sizeof smtp->reply)
		*len = sizeof smtp->reply - 1;
}

/* The code of one reply (RFC 5321, 4.2.1), or -1. */
static int
read_reply(struct smtp *smtp, const char *doing, struct err *err)
{
	int code = 0;
	size_t len = 0;
	bool more = true;

	smtp->reply[0] = '\0';
	while (more) {
		const char *line =
		    mailstream_read_line_remove_eol(smtp->above, smtp->session->line_buffer);
		int said;

		if (line == NULL)
			return lost(smtp, doing, err);
		said = strspn(line, "0123456789") == 3 ? atoi(line) : 0;
		more = said != 0 && line[3] == '-';
		keep_line(smtp, said != 0 && line[3] != '\0' ? line + 4 : line, &len);
		if (said < 200 || said > 599 || (code != 0 && said != code) ||
		    (!more && line[3] != ' ' && line[3] != '\0'))
			return lost(smtp, doing, err);
		code = said;
	}
	if (code == 421)
		smtp->broken = true; /* it hangs up now */
	return code;
}

/* What has come unasked would be taken for the next command's reply, and so on for ever. */
static int
nothing_unasked(struct smtp *smtp, struct err *err)
{
	int code;

	if (smtp->broken)
		return err_set(err, ERR_RETRY, "%s: the connection was given up",
		    stream_name(smtp->stream));
	if (smtp_quiet(smtp))
		return 0;
	stream_budget(smtp->stream, REPLY_SECONDS, REPLY_BYTES);
	if ((code = read_reply(smtp, "before a command", err)) != -1)
		err_set(err, ERR_RETRY, "%s says unasked: %d %s", stream_name(smtp->stream), code,
		    smtp->reply);
	smtp->broken = true;
	return -1;
}

/* Sends a line and reads its one reply: the code, or -1. */
static int __attribute__((format(printf, 4, 5)))
command(struct smtp *smtp, const char *doing, struct err *err, const char *fmt, ...)
{
	va_list ap;
	char *line;
	bool sent;
	int n;

	if (nothing_unasked(smtp, err) == -1)
		return -1;
	va_start(ap, fmt);
	n = vasprintf(&line, fmt, ap);
	va_end(ap);
	if (n == -1)
		abort();
	stream_budget(smtp->stream, REPLY_SECONDS, REPLY_BYTES);
	sent = mailstream_write(smtp->above, line, (size_t)n) != -1 &&
	       mailstream_write(smtp->above, "\r\n", 2) != -1 &&
	       mailstream_flush(smtp->above) != -1;
	gnutls_memset(line, 0, (size_t)n); /* it may hold the password */
	free(line);
	return sent ? read_reply(smtp, doing, err) : lost(smtp, doing, err);
}

static bool
has_word(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = words; *at != '\0'; at += strspn(at, " =")) {
		size_t here = strcspn(at, " =");

		if (here == len && strncasecmp(at, word, len) == 0)
			return true;
		at += here;
	}
	return false;
}

static int
say_hello(struct smtp *smtp, struct capabilities *can, struct err *err)
{
	char *line, *rest;
	int code;

	/* RFC 5321 wants a name of ours or an address; this one tells nothing of our network. */
	if ((code = command(smtp, "saying hello", err, "EHLO [127.0.0.1]")) == -1)
		return -1;
	if (code != 250)
		return say_refused(smtp, ERR_RETRY, code, "saying hello", err);
	*can = (struct capabilities){ 0 };
	strtok_r(smtp->reply, "\n", &rest); /* its own name */
	while ((line = strtok_r(NULL, "\n", &rest)) != NULL) {
		if (strcasecmp(line, "STARTTLS") == 0)
			can->starttls = true;
		else if (has_word(line, "SIZE"))
			can->size = true;
		else if (strncasecmp(line, "AUTH", 4) == 0)
			for (int m = 0; m < N_MECHANISMS; m++)
				can->mechanism[m] |= has_word(line + 4, mechanisms[m]);
	}
	return 0;
}

static int
start_tls(struct smtp *smtp, const struct endpoint *to, const struct capabilities *can,
    struct err *err)
{
	int code;

	if (!can->starttls)
		return err_set(err, ERR_RETRY,
		    "%s offers no STARTTLS, so no password is sent: is it the port for TLS from "
		    "the "
		    "start?",
		    stream_name(smtp->stream));
	if ((code = command(smtp, "asking for STARTTLS", err, "STARTTLS")) == -1)
		return -1;
	if (code != 220)
		return say_refused(smtp, ERR_RETRY, code, "asking for STARTTLS", err);
	if (smtp->above->read_buffer_len != 0)
		return err_set(err, ERR_RETRY,
		    "%s sent something between STARTTLS and TLS: somebody on the way may be "
		    "forging "
		    "its answers",
		    stream_name(smtp->stream));
	return stream_start_tls(smtp->stream, to, CONNECT_SECONDS, err);
}

/* The code of the reply to AUTH PLAIN (RFC 4616), or -1. */
static int
auth_plain(struct smtp *smtp, const char *password, struct err *err)
{
	gnutls_datum_t plain = { 0 }, coded = { 0 };
	int n, code = -1;

	n = asprintf((char **)&plain.data, "%c%s%c%s", '\0', smtp->user, '\0', password);
	if (n == -1)
		abort();
	plain.size = (unsigned)n;
	if (gnutls_base64_encode2(&plain, &coded) < 0)
		abort();
	code = command(smtp, "logging in", err, "AUTH PLAIN %s", coded.data);
	gnutls_memset(plain.data, 0, plain.size);
	gnutls_memset(coded.data, 0, coded.size);
	free(plain.data);
	gnutls_free(coded.data);
	return code;
}

/* The code of the last reply, 0 where the mechanism is not installed here, or -1. */
static int
auth_sasl(struct smtp *smtp, const char *mechanism, const char *host, const char *password,
    struct err *err)
{
	int rc;

	if (nothing_unasked(smtp, err) == -1)
		return -1;
	stream_budget(smtp->stream, REPLY_SECONDS, REPLY_BYTES);
	smtp->session->response_code = 0;
	rc = mailesmtp_auth_sasl(smtp->session, mechanism, host, NULL, NULL, "", smtp->user,
	    password, NULL);
	snprintf(smtp->reply, sizeof smtp->reply, "%s",
	    smtp->session->response != NULL ? smtp->session->response : "");
	if (*stream_trouble(smtp->stream) != '\0')
		return lost(smtp, "logging in", err);
	return rc == MAILSMTP_NO_ERROR ? 235 : smtp->session->response_code;
}

static int
log_in(struct smtp *smtp, const struct capabilities *can, const char *host, const char *password,
    struct err *err)
{
	int code = 0;

	for (int m = 0; m < N_MECHANISMS && code == 0; m++)
		if (can->mechanism[m])
			code = m == 0 ? auth_plain(smtp, password, err)
			              : auth_sasl(smtp, mechanisms[m], host, password, err);
	if (code == 235 || code == -1)
		return code == 235 ? 0 : -1;
	if (code == 0)
		return err_set(err, ERR_CONFIG,
		    "%s offers no way to log in that this machine knows: is it the port for "
		    "submission, "
		    "and is Debian's libsasl2-modules installed?",
		    stream_name(smtp->stream));
	if (code < 500)
		return say_refused(smtp, ERR_RETRY, code, "logging in", err);
	return err_set(err, ERR_CONFIG,
	    "%s does not take the login of %s: %d %s; check user and password",
	    stream_name(smtp->stream), smtp->user, code, smtp->reply);
}

/* From the greeting to being logged in. */
static int
greet(struct smtp *smtp, const struct endpoint *to, const char *password, struct err *err)
{
	struct capabilities can;
	int code;

	stream_budget(smtp->stream, REPLY_SECONDS, REPLY_BYTES);
	if ((code = read_reply(smtp, "waiting for its greeting", err)) == -1)
		return -1;
	if (code != 220)
		return err_set(err, ERR_RETRY, "%s takes no connection now: %d %s",
		    stream_name(smtp->stream), code, smtp->reply);
	if (say_hello(smtp, &can, err) == -1)
		return -1;
	if (to->tls == TLS_STARTTLS &&
	    (start_tls(smtp, to, &can, err) == -1 || say_hello(smtp, &can, err) == -1))
		return -1;
	smtp->wants_size = can.size;
	return *smtp->user == '\0' ? 0 : log_in(smtp, &can, to->host, password, err);
}

struct smtp *
smtp_over(struct stream *stream, const struct endpoint *to, const char *user, const char *password,
    struct err *err)
{
	struct smtp *smtp = calloc(1, sizeof *smtp);

	if (smtp == NULL || (smtp->session = mailsmtp_new(0, NULL)) == NULL ||
	    (smtp->above = mailstream_new(stream_low(stream), STREAM_BUFFER)) == NULL ||
	    (smtp->user = strdup(user)) == NULL)
		abort();
	smtp->stream = stream;
	smtp->session->stream = smtp->above;
	if (greet(smtp, to, password, err) == 0)
		return smtp;
	smtp->broken = true;
	smtp_close(smtp);
	return NULL;
}

struct smtp *
smtp_open(const struct endpoint *to, const char *user, const char *password, struct err *err)
{
	struct stream *stream = stream_open(to, CONNECT_SECONDS, err);

	return stream == NULL ? NULL : smtp_over(stream, to, user, password, err);
}

void
smtp_close(struct smtp *smtp)
{
	if (smtp == NULL)
		return;
	if (!smtp->broken && *stream_trouble(smtp->stream) == '\0') {
		stream_budget(smtp->stream, CLOSE_SECONDS, REPLY_BYTES);
		if (mailstream_write(smtp->above, "QUIT\r\n", 6) != -1 &&
		    mailstream_flush(smtp->above) != -1)
			mailstream_read_line(smtp->above, smtp->session->line_buffer);
	}
	smtp->session->stream = NULL; /* or libetpan would say QUIT again */
	mailsmtp_free(smtp->session);
	mailstream_close(smtp->above);
	free(smtp->user);
	free(smtp);
}

bool
smtp_quiet(const struct smtp *smtp)
{
	return !smtp->broken && smtp->above->read_buffer_len == 0 &&
	       stream_wait(smtp->stream, 0, -1) == 0;
}

bool
smtp_alive(struct smtp *smtp)
{
	struct err err;

	return command(smtp, "asking whether it lives", &err, "NOOP") == 250;
}

/* What a reply means that was not the one hoped for; the transaction is taken back. */
static enum smtp_result
refused(struct smtp *smtp, int code, const char *doing, struct err *err)
{
	struct err ignored;

	if (code == -1)
		return SMTP_LATER;
	if (code < 400) {
		lost(smtp, doing, err);
		return SMTP_LATER;
	}
	say_refused(smtp, code < 500 ? ERR_RETRY : ERR_REJECT, code, doing, err);
	/* "Bad sequence" and "log in first" speak of the connection, not of this mail. */
	if (code == 503 || code == 530) {
		smtp->broken = true;
		err->kind = ERR_RETRY;
	} else if (!smtp->broken && command(smtp, "starting afresh", &ignored, "RSET") != 250)
		smtp->broken = true;
	return err->kind == ERR_RETRY ? SMTP_LATER : SMTP_REFUSED;
}

/* Line by line, each ended by CRLF; a dot at a line's start is doubled (RFC 5321, 4.5.2). */
static int
send_text(struct smtp *smtp, const char *bytes, size_t len)
{
	const char *end = bytes + len;

	while (bytes < end) {
		const char *eol = memchr(bytes, '\n', (size_t)(end - bytes));
		const char *stop = eol != NULL ? eol : end;
		size_t n = (size_t)(stop - bytes);

		if (n > 0 && bytes[n - 1] == '\r')
			n--;
		if ((*bytes == '.' && mailstream_write(smtp->above, ".", 1) == -1) ||
		    (n > 0 && mailstream_write(smtp->above, bytes, n) == -1) ||
		    mailstream_write(smtp->above, "\r\n", 2) == -1)
			return -1;
		bytes = eol != NULL ? eol + 1 : end;
	}
	return mailstream_flush(smtp->above);
}

static enum smtp_result
send_message(struct smtp *smtp, const char *bytes, size_t len, struct err *err)
{
	int code;

	stream_budget(smtp->stream, REPLY_SECONDS + (int)(len / SLOWEST), REPLY_BYTES);
	if (send_text(smtp, bytes, len) == -1) {
		lost(smtp, "sending a mail", err);
		return SMTP_LATER;
	}
	/* From here on the server may have the whole of it, even where writing reports an error. */
	if (mailstream_write(smtp->above, ".\r\n", 3) == -1 ||
	    mailstream_flush(smtp->above) == -1) {
		lost(smtp, "sending a mail's last line", err);
		return SMTP_UNCERTAIN;
	}
	stream_budget(smtp->stream, DOT_SECONDS, REPLY_BYTES);
	code = read_reply(smtp, "having sent a mail", err);
	if (code >= 200 && code < 300)
		return SMTP_SENT;
	if (code == -1)
		return SMTP_UNCERTAIN;
	return refused(smtp, code, "having sent a mail", err);
}

/* One more recipient, whose refusal changes nothing; -1: the connection is gone. */
static int
name_copy(struct smtp *smtp, const char *copy_to, struct err *err)
{
	static const char doing[] = "naming our own mailbox";
	int code = command(smtp, doing, err, "RCPT TO:<%s>", copy_to);

	smtp->copy_broke = smtp->broken;
	if (smtp->broken && code != -1)
		say_refused(smtp, ERR_RETRY, code, doing, err);
	return smtp->broken ? -1 : 0;
}

bool
smtp_copy_broke(const struct smtp *smtp)
{
	return smtp->copy_broke;
}

static bool
may_be_written(const char *address)
{
	return *address == '\0' || address_valid(address);
}

enum smtp_result
smtp_send(struct smtp *smtp, const char *sender, const char *recipient, const char *copy_to,
    const char *bytes, size_t len, struct err *err)
{
	char size[32] = "";
	int code;

	/* Whatever else stood here would become a command of its own. */
	if (!may_be_written(sender) || !may_be_written(copy_to) || !address_valid(recipient)) {
		err_set(err, ERR_REJECT, "an address that cannot be written to: from <%s> to <%s>",
		    sender, recipient);
		return SMTP_REFUSED;
	}
	if (smtp->wants_size)
		snprintf(size, sizeof size, " SIZE=%zu", len);
	code = command(smtp, "naming the sender", err, "MAIL FROM:<%s>%s", sender, size);
	if (code < 200 || code >= 300)
		return refused(smtp, code, "naming the sender", err);
	code = command(smtp, "naming the recipient", err, "RCPT TO:<%s>", recipient);
	if (code < 200 || code >= 300)
		return refused(smtp, code, "naming the recipient", err);
	if (*copy_to != '\0' && name_copy(smtp, copy_to, err) == -1)
		return SMTP_LATER;
	code = command(smtp, "announcing the mail", err, "DATA");
	if (code != 354)
		return refused(smtp, code, "announcing the mail", err);
	return send_message(smtp, bytes, len, err);
}
