#include "daemon/fetching.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/pack.h"
#include "calendars/busy.h"
#include "daemon/pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	TEXT_MOST = 8192,
	LINE_MOST = 512,
	ETAG_MOST = 256,
	REPLY_MOST = BUSY_SPANS_MAX * 16 + 4096,
};

void
order_pack(struct buf *b, const struct order *o)
{
	const char *const texts[] = { o->where, o->user, o->password, o->etag, o->ca_file, o->zone,
		o->domain };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		pack_text(b, texts[i]);
	pack_number(b, o->private_addresses);
	pack_number(b, o->window.start_at);
	pack_number(b, o->window.end_at);
}

void
order_unpack(struct unpack *u, struct order *o)
{
	const char **const texts[] = { &o->where, &o->user, &o->password, &o->etag, &o->ca_file,
		&o->zone, &o->domain };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		*texts[i] = unpack_text_or_empty(u, TEXT_MOST);
	o->private_addresses = unpack_flag(u);
	o->window.start_at = unpack_number(u);
	o->window.end_at = unpack_number(u);
}

void
harvest_pack(struct buf *b, const struct harvest *h)
{
	pack_number(b, h->kind);
	pack_text(b, h->etag);
	pack_text(b, h->trouble);
	pack_number(b, h->lasting);
	pack_number(b, (int64_t)h->spans.n);
	for (size_t i = 0; i < h->spans.n; i++) {
		pack_number(b, h->spans.items[i].start_at);
		pack_number(b, h->spans.items[i].end_at);
	}
}

void
harvest_unpack(struct unpack *u, struct harvest *h)
{
	int64_t kind = unpack_between(u, HARVEST_READ, HARVEST_TROUBLE);

	h->kind = kind == HARVEST_READ   ? HARVEST_READ
	          : kind == HARVEST_SAME ? HARVEST_SAME
	                                 : HARVEST_TROUBLE;
	h->etag = unpack_line(u, ETAG_MOST);
	h->trouble = unpack_line(u, LINE_MOST);
	h->lasting = unpack_flag(u);
	h->spans.n = unpack_count(u, BUSY_SPANS_MAX);
	h->spans.items = arena_alloc(u->arena, (h->spans.n + 1) * sizeof *h->spans.items);
	for (size_t i = 0; i < h->spans.n; i++) {
		struct span *s = &h->spans.items[i];

		s->start_at = unpack_number(u);
		s->end_at = unpack_number(u);
		u->bad |= s->end_at <= s->start_at ||
		          (i > 0 && s->start_at <= h->spans.items[i - 1].end_at);
	}
}

static void
trouble(struct harvest *out, bool lasting, const char *what)
{
	*out = (struct harvest){ .kind = HARVEST_TROUBLE,
		.etag = "",
		.trouble = what,
		.lasting = lasting };
}

/* All of the order in one go: a pipe takes that much, so nobody can keep us waiting. */
static bool
send_order(int fd, const struct order *o, struct arena *a)
{
	struct buf b;
	ssize_t n;

	buf_init(&b, a);
	order_pack(&b, o);
	n = write(fd, b.data, b.len);
	explicit_bzero(b.data, b.len);
	return n == (ssize_t)b.len;
}

static int
start(int in, int out, pid_t *pid)
{
	static char program[] = "convened", option[] = FETCHING_OPTION;
	char *const arguments[] = { program, option, NULL };
	char *const environment[] = { NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	int rc;

	sigemptyset(&none);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
	rc = posix_spawn(pid, "/proc/self/exe", &actions, &attributes, arguments, environment);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return rc;
}

static void
take_reply(const struct buf *b, struct arena *a, struct harvest *out)
{
	struct unpack u;

	unpack_init(&u, b->data, b->len, a);
	harvest_unpack(&u, out);
	if (!unpack_done(&u) || (out->kind == HARVEST_TROUBLE && out->trouble[0] == '\0'))
		trouble(out, true, "reading it gave no sound result");
}

static void
converse(const struct order *o, const int to[2], const int from[2], struct arena *a,
    struct harvest *out)
{
	struct buf b;
	bool sent, all;
	int status;
	pid_t pid;

	if (start(to[0], from[1], &pid) != 0) {
		trouble(out, false, "no process could be had for reading it");
		return;
	}
	close(from[1]);
	sent = send_order(to[1], o, a);
	close(to[1]);
	buf_init(&b, a);
	buf_str(&b, "");
	all = pipe_drain(from[0], REPLY_MOST, FETCHING_SECONDS * 1000, o->stop, &b);
	if (!all)
		kill(-pid, SIGKILL);
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
	if (!all)
		trouble(out, false, "reading it took too long");
	else if (!sent || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		trouble(out, true, "the process that read it died");
	else
		take_reply(&b, a, out);
}

void
fetching_run(const struct order *o, struct arena *a, struct harvest *out)
{
	int to[2], from[2];

	if (pipe2(to, O_CLOEXEC) == -1) {
		trouble(out, false, "no pipe could be had for reading it");
		return;
	}
	if (pipe2(from, O_CLOEXEC) == -1) {
		close(to[0]);
		close(to[1]);
		trouble(out, false, "no pipe could be had for reading it");
		return;
	}
	converse(o, to, from, a, out);
	close(to[0]);
	close(from[0]);
}
