#include "daemon/ward.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/digest.h"
#include "inbox/parcel.h"

#include <errno.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif

enum {
	CHILD_MEMORY = 512 << 20,
	REPLY_MOST_BYTES = 64 << 20, /* a letter of 10 MB, and what decoding makes of it */
	CHUNK = 64 * 1024,
};

struct ward {
	int fd; /* to the warden */
	pid_t warden;
};

/* What the child, or the warden in its place, has to say. */
enum outcome { READ_WELL, READ_NOT, CHILD_DIED, CHILD_SLOW };

static int
write_all(int fd, const void *bytes, size_t len)
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

static int
read_all(int fd, void *bytes, size_t len)
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

/* A length, and so many bytes. */
static int
send_bytes(int fd, const char *bytes, size_t len)
{
	int64_t n = (int64_t)len;

	return write_all(fd, &n, sizeof n) == -1 ? -1 : write_all(fd, bytes, len);
}

static int
receive_bytes(int fd, size_t most, struct arena *a, char **bytes, size_t *len)
{
	int64_t n;

	if (read_all(fd, &n, sizeof n) == -1 || n < 0 || (uint64_t)n > most)
		return -1;
	*len = (size_t)n;
	*bytes = arena_alloc(a, *len + 1);
	return read_all(fd, *bytes, *len);
}

/*
 * What taking a mail apart needs of the kernel: memory, its own pipe, the clock.  Everything else
 * fails, so that a library that would open a file finds none.
 */
static int
forbid_the_world(void)
{
	static const int harmless[] = { SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(close),
		SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(brk), SCMP_SYS(munmap),
		SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(rt_sigreturn),
		SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack), SCMP_SYS(clock_gettime),
		SCMP_SYS(gettimeofday), SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid),
		SCMP_SYS(sched_yield), SCMP_SYS(restart_syscall) };
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int rc = filter == NULL ? -1 : 0;

	for (size_t i = 0; rc == 0 && i < sizeof harmless / sizeof *harmless; i++)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, harmless[i], 0);
	for (int i = 0; rc == 0 && i < 2; i++)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW,
		    i == 0 ? SCMP_SYS(mmap) : SCMP_SYS(mprotect), 1,
		    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	if (rc == 0)
		rc = seccomp_load(filter);
	seccomp_release(filter);
	return rc == 0 ? 0 : -1;
}

static int
confine(void)
{
	const struct itimerval processor = { .it_value = { WARD_PROCESSOR_MILLISECONDS / 1000,
						 WARD_PROCESSOR_MILLISECONDS % 1000 * 1000 } };
	const struct rlimit seconds = { 2, 2 }; /* where the timer's signal is of no use */
	const struct rlimit nothing = { 0, 0 };

	if (setitimer(ITIMER_PROF, &processor, NULL) == -1 ||
	    setrlimit(RLIMIT_CPU, &seconds) == -1 || setrlimit(RLIMIT_CORE, &nothing) == -1 ||
	    setrlimit(RLIMIT_FSIZE, &nothing) == -1 || setrlimit(RLIMIT_NPROC, &nothing) == -1)
		return -1;
#if !defined(__SANITIZE_ADDRESS__) && !__has_feature(address_sanitizer)
	const struct rlimit memory = { CHILD_MEMORY, CHILD_MEMORY };

	if (setrlimit(RLIMIT_AS, &memory) == -1)
		return -1;
#endif
	return forbid_the_world();
}

static int
read_letter(const char *raw, size_t len, const char *own_address, struct arena *a,
    struct letter *letter, struct trimmed *trimmed, struct err *err)
{
	if (letter_read(raw, len, own_address, a, letter, err) == -1)
		return -1;
	trim_text(letter->text, a, trimmed);
	return 0;
}

/* The child: one mail in, one answer out.  Leaves by _exit(), whatever happens. */
static void
read_mail(ward_reader *reader, const char *raw, size_t len, const char *own_address, int out)
{
	struct arena *a = arena_new();
	struct trimmed trimmed;
	struct letter letter;
	struct err err = { 0 };
	struct buf b;

	if (confine() == -1)
		_exit(2);
	buf_init(&b, a);
	if (reader(raw, len, own_address, a, &letter, &trimmed, &err) == 0) {
		pack_number(&b, READ_WELL);
		parcel_letter(&b, &letter);
		parcel_trimmed(&b, &trimmed);
	} else {
		pack_number(&b, READ_NOT);
		pack_text(&b, err.text);
	}
	_exit(send_bytes(out, b.data, b.len) == -1 ? 1 : 0);
}

static int64_t
milliseconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* All the child writes until it ends; false: it took too long, or wrote too much. */
static bool
collect(int fd, struct buf *b)
{
	int64_t until = milliseconds() + WARD_CLOCK_MILLISECONDS;
	char *chunk = arena_alloc(b->arena, CHUNK);

	while (b->len <= REPLY_MOST_BYTES) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int64_t left = until - milliseconds();
		ssize_t n;

		if (left <= 0 || poll(&p, 1, (int)left) == 0)
			return false;
		n = read(fd, chunk, CHUNK);
		if (n == 0)
			return true;
		if (n > 0)
			buf_add(b, chunk, (size_t)n);
		else if (errno != EINTR)
			return false;
	}
	return false;
}

/* The warden's answer where the child had none. */
static int
send_outcome(int fd, enum outcome outcome, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	pack_number(&b, outcome);
	return send_bytes(fd, b.data, b.len);
}

static bool
is_slowness(int signal)
{
	return signal == SIGPROF || signal == SIGXCPU || signal == SIGKILL;
}

static int
guard_child(pid_t child, int from_child, int fd, struct arena *a)
{
	struct buf b;
	int64_t len;
	int status;
	bool ended;

	buf_init(&b, a);
	ended = collect(from_child, &b);
	close(from_child);
	if (!ended)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) == -1 && errno == EINTR)
		;
	if (!ended || (WIFSIGNALED(status) && is_slowness(WTERMSIG(status))))
		return send_outcome(fd, CHILD_SLOW, a);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || b.len < sizeof len)
		return send_outcome(fd, CHILD_DIED, a);
	memcpy(&len, b.data, sizeof len);
	if (len < 0 || (uint64_t)len != b.len - sizeof len)
		return send_outcome(fd, CHILD_DIED, a);
	return write_all(fd, b.data, b.len);
}

/* One mail: 0, or -1 when the daemon has gone. */
static int
guard_mail(ward_reader *reader, int fd, struct arena *a)
{
	char *request;
	const char *own_address;
	struct unpack u;
	size_t len;
	int ends[2];
	pid_t child;

	if (receive_bytes(fd, LETTER_MAX * 2, a, &request, &len) == -1)
		return -1;
	unpack_init(&u, request, len, a);
	own_address = unpack_text_or_empty(&u);
	if (u.bad || pipe(ends) == -1)
		return -1;
	if ((child = fork()) == -1) {
		close(ends[0]);
		close(ends[1]);
		return send_outcome(fd, CHILD_DIED, a);
	}
	if (child == 0) {
		close(fd);
		close(ends[0]);
		read_mail(reader, u.at, (size_t)(u.end - u.at), own_address, ends[1]);
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
		while (guard_mail(reader, fd, a) == 0)
			arena_reset(a);
	_exit(0);
}

/* Does it work here?  A kernel or a unit that forbids the confinement must not be found out later.
 */
static int
try_out(struct ward *w, struct err *err)
{
	static const char mail[] = "From: a@example.org\r\nSubject: x\r\n\r\nx\r\n";
	struct arena *a = arena_new();
	struct trimmed trimmed;
	struct letter letter;
	int ret = ward_read(w, mail, strlen(mail), "b@example.org", a, &letter, &trimmed, err);

	if (ret == -1)
		err_set(err, ERR_CONFIG,
		    "mails cannot be read in a confined process here: seccomp(2) and prlimit(2) "
		    "must be "
		    "allowed (SystemCallFilter=)");
	arena_free(a);
	return ret;
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
	return w;
}

struct ward *
ward_open(struct err *err)
{
	struct ward *w = ward_open_reader(read_letter, err);

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

static int
take_reply(const char *reply, size_t len, struct arena *a, struct letter *letter,
    struct trimmed *trimmed, struct err *err)
{
	struct unpack u;
	const char *why;

	unpack_init(&u, reply, len, a);
	switch ((enum outcome)unpack_number(&u)) {
	case READ_WELL:
		unparcel_letter(&u, letter);
		unparcel_trimmed(&u, trimmed);
		return unpack_done(&u)
		           ? 0
		           : err_set(err, ERR_REJECT, "reading it gave no sound result");
	case READ_NOT:
		why = unpack_text(&u);
		return err_set(err, ERR_REJECT, "%s", why == NULL ? "it cannot be read" : why);
	case CHILD_DIED: return err_set(err, ERR_REJECT, "the process that read it died");
	case CHILD_SLOW: return err_set(err, ERR_REJECT, "the process that read it took too long");
	}
	return err_set(err, ERR_REJECT, "reading it gave no sound result");
}

int
ward_read(struct ward *w, const char *raw, size_t len, const char *own_address, struct arena *a,
    struct letter *letter, struct trimmed *trimmed, struct err *err)
{
	const char *digest = digest_hex(raw, len, a); /* not for the child to say */
	struct buf request;
	char *reply;
	size_t reply_len;
	int ret;

	*letter = (struct letter){ .digest = digest };
	if (len > LETTER_MAX)
		return err_set(err, ERR_REJECT, "it is larger than %d MB", LETTER_MAX >> 20);
	buf_init(&request, a);
	pack_text(&request, own_address);
	buf_add(&request, raw, len);
	if (send_bytes(w->fd, request.data, request.len) == -1 ||
	    receive_bytes(w->fd, REPLY_MOST_BYTES, a, &reply, &reply_len) == -1)
		return err_set(err, ERR_RESTART,
		    "the process that guards the reading of mails is gone");
	ret = take_reply(reply, reply_len, a, letter, trimmed, err);
	letter->digest = digest;
	return ret;
}
