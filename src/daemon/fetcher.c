#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/pack.h"
#include "calendars/busy.h"
#include "calendars/fetch.h"
#include "calendars/multistatus.h"
#include "daemon/confine.h"
#include "daemon/fetching.h"
#include "daemon/pipe.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ORDER_MOST = 64 * 1024, ANSWER_MOST = 24 << 20 };

/* What a confined child does: reads the text, puts together its answer. */
typedef int work(const struct order *, const char *text, size_t len, int out, struct arena *,
    struct buf *answer, struct err *);

static int
take_calendars_out(const struct order *o, const char *text, size_t len, int out, struct arena *a,
    struct buf *answer, struct err *err)
{
	char *calendars;
	size_t n;

	(void)o;
	if (confine_process(out) == -1)
		_exit(2);
	if (multistatus_read(text, len, a, &calendars, &n, err) == -1)
		return -1;
	buf_add(answer, calendars, n);
	return 0;
}

static int
find_busy(const struct order *o, const char *text, size_t len, int out, struct arena *a,
    struct buf *answer, struct err *err)
{
	struct harvest h = { .kind = HARVEST_READ, .etag = "", .trouble = "" };
	struct busy_zones zones;
	struct zone own;

	if (!zone_find(o->zone, &own))
		return err_set(err, ERR_REJECT, "its owner's time zone is not known");
	busy_zones(text, len, &own, o->window, a, &zones);
	if (confine_process(out) == -1)
		_exit(2);
	if (busy_read(text, len, &zones, o->domain, a, &h.spans, err) == -1)
		return -1;
	harvest_pack(answer, &h);
	return 0;
}

/* The first byte tells whether an answer follows, or what is wrong. */
static void
be_child(work *w, const struct order *o, const char *text, size_t len, int out)
{
	struct arena *a = arena_new();
	struct err err = { 0 };
	struct buf b;

	buf_init(&b, a);
	buf_char(&b, '+');
	if (w(o, text, len, out, a, &b, &err) == -1) {
		b.len = 0;
		buf_printf(&b, "-%s", err.text);
	}
	_exit(pipe_write(out, b.data, b.len) == -1 ? 1 : 0);
}

static int
confined(work *w, const struct order *o, const char *text, size_t len, struct arena *a,
    const char **answer, size_t *answer_len, struct err *err)
{
	struct buf b;
	int ends[2], status;
	bool all;
	pid_t child;

	if (pipe(ends) == -1 || (child = fork()) == -1)
		return err_set(err, ERR_RETRY, "no process could be had for reading it");
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		be_child(w, o, text, len, ends[1]);
	}
	close(ends[1]);
	buf_init(&b, a);
	buf_str(&b, "");
	all = pipe_drain(ends[0], ANSWER_MOST, -1, NULL, &b);
	close(ends[0]);
	while (waitpid(child, &status, 0) == -1 && errno == EINTR)
		;
	if (!all || !WIFEXITED(status) || WEXITSTATUS(status) != 0 || b.len == 0)
		return err_set(err, ERR_REJECT,
		    "the process that read it died, or needed too much time or memory");
	if (b.data[0] == '-')
		return err_set(err, ERR_REJECT, "%s", b.data + 1);
	*answer = b.data + 1;
	*answer_len = b.len - 1;
	return 0;
}

/* A packed harvest; -1: err says why there is none. */
static int
fetch_and_read(const struct order *o, struct arena *a, const char **answer, size_t *len,
    const char **etag, struct err *err)
{
	const struct fetch f = { o->where, o->user, o->password, o->etag, o->ca_file,
		o->private_addresses, o->window };
	struct fetched got;
	const char *text;
	size_t n;

	*len = 0;
	if (fetch_calendar(&f, a, &got, err) == -1)
		return -1;
	*etag = got.etag;
	if (got.same)
		return 0;
	text = got.bytes;
	n = got.len;
	if (got.xml && confined(take_calendars_out, o, got.bytes, got.len, a, &text, &n, err) == -1)
		return -1;
	return confined(find_busy, o, text, n, a, answer, len, err);
}

static void
limit_itself(void)
{
	const struct rlimit nothing = { 0, 0 }, seconds = { 15, 15 };

	alarm(FETCHING_SECONDS - 2);
	setrlimit(RLIMIT_CORE, &nothing);
	setrlimit(RLIMIT_FSIZE, &nothing);
	setrlimit(RLIMIT_CPU, &seconds);
	prctl(PR_SET_DUMPABLE, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_NAME, "convened-fetch");
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGPIPE, SIG_IGN);
}

static void
serve(const struct order *o, struct arena *a, struct buf *reply)
{
	struct harvest h = { .kind = HARVEST_TROUBLE, .etag = "", .trouble = "" };
	struct err err = { 0 };
	const char *answer = "", *etag = "";
	struct unpack u;
	size_t len;

	if (fetch_and_read(o, a, &answer, &len, &etag, &err) == -1) {
		h.trouble = err.text;
		h.lasting = err.kind != ERR_RETRY;
	} else if (len == 0)
		h.kind = HARVEST_SAME;
	else {
		unpack_init(&u, answer, len, a);
		harvest_unpack(&u, &h);
		if (!unpack_done(&u) || h.kind != HARVEST_READ)
			h = (struct harvest){ .kind = HARVEST_TROUBLE,
				.etag = "",
				.trouble = "reading it gave no sound result",
				.lasting = true };
	}
	if (h.kind != HARVEST_TROUBLE)
		h.etag = etag;
	harvest_pack(reply, &h);
}

int
fetching_serve(void)
{
	struct arena *a = arena_new();
	struct order order;
	struct unpack u;
	struct buf request, reply;
	int ret;

	limit_itself();
	buf_init(&request, a);
	buf_str(&request, "");
	if (!pipe_drain(STDIN_FILENO, ORDER_MOST, -1, NULL, &request))
		return 1;
	unpack_init(&u, request.data, request.len, a);
	order_unpack(&u, &order);
	if (!unpack_done(&u))
		return 1;
	buf_init(&reply, a);
	serve(&order, a, &reply);
	ret = pipe_write(STDOUT_FILENO, reply.data, reply.len) == -1 ? 1 : 0;
	arena_free(a);
	return ret;
}
