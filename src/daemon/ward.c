#include "daemon/ward.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/digest.h"
#include "daemon/confine.h"
#include "daemon/pipe.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	REPLY_MOST_BYTES = 16 << 20, /* far more than a letter's texts and headers may come to */
	REASON_MOST_BYTES = 512,
	CHUNK = 64 * 1024,
	PARTS = 8, /* of mails that could not be read together */
};

struct ward {
	int fd; /* to the warden */
	pid_t warden;
};

/* What the warden has to say, before what the child wrote. */
enum outcome { CHILD_ANSWERED, CHILD_DIED, CHILD_SLOW, CHILD_NOT_BORN };

/* What the child has to say. */
enum { MAIL_READ, MAIL_NOT_READ };

/* A length, and so many bytes. */
static int
send_bytes(int fd, const char *bytes, size_t len)
{
	int64_t n = (int64_t)len;

	return pipe_write(fd, &n, sizeof n) == -1 ? -1 : pipe_write(fd, bytes, len);
}

static int
receive_bytes(int fd, size_t most, struct arena *a, char **bytes, size_t *len)
{
	int64_t n;

	if (pipe_read(fd, &n, sizeof n) == -1 || n < 0 || (uint64_t)n > most)
		return -1;
	*len = (size_t)n;
	*bytes = arena_room(a, *len + 1);
	(*bytes)[*len] = '\0';
	return pipe_read(fd, *bytes, *len);
}

/* What one child reads. */
struct request {
	const char *own_address;
	size_t n;
	struct ward_mail mails[WARD_MAILS];
};

static size_t
bytes_of(const struct ward_mail *mails, size_t n)
{
	size_t bytes = 0;

	for (size_t i = 0; i < n; i++)
		bytes += mails[i].len;
	return bytes;
}

static void
pack_request(struct buf *b, const char *own_address, const struct ward_mail *mails, size_t n)
{
	buf_reserve(b, bytes_of(mails, n) + n * sizeof(int64_t)); /* and a little more */
	pack_text(b, own_address);
	pack_number(b, (int64_t)n);
	for (size_t i = 0; i < n; i++) {
		pack_number(b, (int64_t)mails[i].len);
		buf_add(b, mails[i].raw, mails[i].len);
	}
}

/* false: it is not what pack_request() made */
static bool
unpack_request(struct unpack *u, struct request *r)
{
	r->own_address = unpack_text_or_empty(u, (size_t)(u->end - u->at));
	r->n = (size_t)unpack_between(u, 1, WARD_MAILS);
	for (size_t i = 0; i < r->n && !u->bad; i++) {
		r->mails[i].len = (size_t)unpack_between(u, 0, LETTER_MAX);
		u->bad |= r->mails[i].len > (size_t)(u->end - u->at);
		r->mails[i].raw = u->at;
		u->at += u->bad ? 0 : r->mails[i].len;
	}
	return unpack_done(u);
}

/* The child: mails in, answers out.  Leaves by _exit(), whatever happens. */
static void
read_mails(ward_reader *reader, const struct request *r, int out)
{
	struct arena *answer = arena_new(), *a = arena_new();
	struct buf b;

	if (r->n > 1 && reader == opened_read)
		reader = opened_look; /* nobody asks for the digests of many */
	if (confine_process(out) == -1)
		_exit(2);
	buf_init(&b, answer);
	for (size_t i = 0; i < r->n; i++) {
		struct opened mail;
		struct err err = { 0 };

		if (reader(r->mails[i].raw, r->mails[i].len, r->own_address, a, &mail, &err) == 0) {
			pack_number(&b, MAIL_READ);
			opened_pack(&b, &mail);
		} else {
			pack_number(&b, MAIL_NOT_READ);
			pack_text(&b, err.text);
		}
		arena_reset(a);
		if (b.len > CHUNK || i + 1 == r->n) {
			if (pipe_write(out, b.data, b.len) == -1)
				_exit(1);
			b.len = 0;
		}
	}
	_exit(0);
}

static int
send_outcome(int fd, enum outcome outcome, const struct buf *answer)
{
	size_t len = answer == NULL ? 0 : answer->len;
	const int64_t head[] = { (int64_t)(sizeof(int64_t) + len), outcome };

	if (pipe_write(fd, head, sizeof head) == -1)
		return -1;
	return len == 0 ? 0 : pipe_write(fd, answer->data, len);
}

static int
guard_child(pid_t child, int from_child, int fd, struct arena *a)
{
	struct buf b;
	int status;
	bool ended;

	buf_init(&b, a);
	ended = pipe_drain(from_child, REPLY_MOST_BYTES, WARD_CLOCK_MILLISECONDS, NULL, &b);
	close(from_child);
	if (!ended)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) == -1 && errno == EINTR)
		;
	if (!ended ||
	    (WIFSIGNALED(status) && (WTERMSIG(status) == SIGPROF || WTERMSIG(status) == SIGXCPU)))
		return send_outcome(fd, CHILD_SLOW, NULL);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return send_outcome(fd, CHILD_DIED, NULL);
	return send_outcome(fd, CHILD_ANSWERED, &b);
}

/* What becomes of the warden becomes of its child, even of one that was stopped. */
static void
die_with(pid_t warden)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != warden)
		_exit(1);
}

/* One request: 0, or -1 when the daemon has gone. */
static int
guard_request(ward_reader *reader, int fd, struct arena *a)
{
	pid_t child, warden = getpid();
	struct request request;
	struct unpack u;
	char *bytes;
	size_t len;
	int ends[2];

	if (receive_bytes(fd, LETTER_MAX * 2, a, &bytes, &len) == -1)
		return -1;
	unpack_init(&u, bytes, len, a);
	if (!unpack_request(&u, &request))
		return -1;
	if (pipe(ends) == -1)
		return send_outcome(fd, CHILD_NOT_BORN, NULL);
	if ((child = fork()) == -1) {
		close(ends[0]);
		close(ends[1]);
		return send_outcome(fd, CHILD_NOT_BORN, NULL);
	}
	if (child == 0) {
		die_with(warden);
		read_mails(reader, &request, ends[1]);
	}
	close(ends[1]);
	return guard_child(child, ends[0], fd, a);
}

static void
be_warden(ward_reader *reader, int fd, pid_t daemon)
{
	struct arena *a = arena_new();

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NAME, "convened-ward");
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	signal(SIGINT, SIG_IGN); /* the daemon tells when it is over, by hanging up */
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	if (getppid() == daemon)
		while (guard_request(reader, fd, a) == 0)
			arena_reset(a);
	_exit(0);
}

/* Does it work here?  A kernel or a unit that forbids the confinement is not found out later. */
static int
try_out(struct ward *w, struct err *err)
{
	static const char mail[] = "From: a@example.org\r\nSubject: x\r\n\r\nx\r\n";
	struct arena *a = arena_new();
	struct opened opened;
	int ret = ward_read(w, mail, strlen(mail), "b@example.org", a, &opened, err);

	if (ret == -1)
		err_set(err, ERR_CONFIG,
		    "mails cannot be read in a confined process here: seccomp(2) and prlimit(2) "
		    "must be allowed (SystemCallFilter=), and a process more (TasksMax=)");
	arena_free(a);
	return ret;
}

/* Neither side waits for ever for the other; the warden knows how long a child may take. */
static void
limit_patience(int fd)
{
	const struct timeval patience = { .tv_sec = WARD_PATIENCE_SECONDS };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

struct ward *
ward_open_reader(ward_reader *reader, struct err *err)
{
	struct ward *w = calloc(1, sizeof *w);
	pid_t daemon = getpid();
	int fds[2];

	if (w == NULL)
		abort();
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == -1 ||
	    (w->warden = fork()) == -1) {
		err_set(err, ERR_RETRY, "no process for reading mails: %s", strerror(errno));
		free(w);
		return NULL;
	}
	if (w->warden == 0) {
		close(fds[0]);
		be_warden(reader, fds[1], daemon);
	}
	close(fds[1]);
	w->fd = fds[0];
	limit_patience(w->fd);
	return w;
}

struct ward *
ward_open(struct err *err)
{
	struct ward *w = ward_open_reader(opened_read, err);

	if (w == NULL || try_out(w, err) == 0)
		return w;
	ward_close(w);
	return NULL;
}

void
ward_close(struct ward *w)
{
	if (w == NULL)
		return;
	close(w->fd);
	while (waitpid(w->warden, NULL, 0) == -1 && errno == EINTR)
		;
	free(w);
}

/* *why: why it could not be read, else NULL.  -1: the answer is not sound, nor is what follows. */
static int
take_answer(struct unpack *u, struct opened *out, const char **why)
{
	*why = NULL;
	if (unpack_between(u, MAIL_READ, MAIL_NOT_READ) == MAIL_READ && !u->bad)
		opened_unpack(u, out);
	else if (*(*why = unpack_line(u, REASON_MOST_BYTES)) == '\0')
		u->bad = true;
	return u->bad ? -1 : 0;
}

static int
take_answers(struct unpack *u, struct ward_mail *mails, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++)
		if (take_answer(u, &mails[i].opened, &mails[i].trouble) == -1)
			break;
	return unpack_done(u) ? 0 : err_set(err, ERR_REJECT, "reading it gave no sound result");
}

static int
take_reply(const char *reply, size_t len, struct arena *a, struct ward_mail *mails, size_t n,
    struct err *err)
{
	struct unpack u;

	unpack_init(&u, reply, len, a);
	switch ((enum outcome)unpack_number(&u)) {
	case CHILD_ANSWERED: return take_answers(&u, mails, n, err);
	case CHILD_DIED: return err_set(err, ERR_REJECT, "the process that read it died");
	case CHILD_SLOW: return err_set(err, ERR_REJECT, "the process that read it took too long");
	case CHILD_NOT_BORN: break;
	}
	return err_set(err, ERR_RETRY, "no process could be had for reading a mail");
}

/* Whatever keeps it from answering: a warden that may answer late must not answer at all. */
static int
lose_warden(struct ward *w, struct err *err)
{
	kill(w->warden, SIGKILL);
	return err_set(err, ERR_RESTART, "the process that guards the reading of mails is gone");
}

/* In one child.  -1: nothing is known of any of them. */
static int
read_together(struct ward *w, struct ward_mail *mails, size_t n, const char *own_address,
    struct arena *a, struct err *err)
{
	struct buf request;
	char *reply;
	size_t reply_len;

	buf_init(&request, a);
	pack_request(&request, own_address, mails, n);
	if (send_bytes(w->fd, request.data, request.len) == -1 ||
	    receive_bytes(w->fd, REPLY_MOST_BYTES + 64, a, &reply, &reply_len) == -1)
		return lose_warden(w, err);
	return take_reply(reply, reply_len, a, mails, n, err);
}

int
ward_read(struct ward *w, const char *raw, size_t len, const char *own_address, struct arena *a,
    struct opened *out, struct err *err)
{
	const char *digest = digest_hex(raw, len, a); /* not for the child to say */
	struct ward_mail mail = { .raw = raw, .len = len };
	int ret;

	*out = (struct opened){ .letter = { .digest = digest } };
	if (len > LETTER_MAX)
		return err_set(err, ERR_REJECT, "it is larger than %d MB", LETTER_MAX >> 20);
	ret = read_together(w, &mail, 1, own_address, a, err);
	if (ret == 0 && mail.trouble != NULL)
		ret = err_set(err, ERR_REJECT, "%s", mail.trouble);
	if (ret == 0)
		*out = mail.opened;
	out->letter.digest = digest;
	return ret;
}

static int
read_alone(struct ward *w, struct ward_mail *mail, const char *own_address, struct arena *a,
    struct err *err)
{
	if (ward_read(w, mail->raw, mail->len, own_address, a, &mail->opened, err) == 0) {
		mail->trouble = NULL;
		return 0;
	}
	if (err->kind != ERR_REJECT)
		return -1;
	mail->trouble = arena_str(a, err->text);
	return 0;
}

static bool
fits_together(const struct ward_mail *mails, size_t n)
{
	return n <= WARD_MAILS && bytes_of(mails, n) <= LETTER_MAX;
}

int
ward_read_many(struct ward *w, struct ward_mail *mails, size_t n, const char *own_address,
    struct arena *a, struct err *err)
{
	size_t part = (n + PARTS - 1) / PARTS;

	if (n == 1)
		return read_alone(w, mails, own_address, a, err);
	if (fits_together(mails, n) && read_together(w, mails, n, own_address, a, err) == 0)
		return 0;
	for (size_t i = 0; i < n; i += part)
		if (ward_read_many(w, mails + i, n - i < part ? n - i : part, own_address, a,
			err) == -1)
			return -1;
	return 0;
}
