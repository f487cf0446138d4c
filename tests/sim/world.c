#include "sim/world.h"

#include "base/arena.h"
#include "base/log.h"
#include "daemon/jump.h"
#include "daemon/round.h"
#include "inbox/transport.h"
#include "tap.h"
#include "understand/lang.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	QUIET_SECONDS = 5 * DAY, /* longer than any two holds */
	RESTART_SECONDS = 5,     /* where it could not even start */
	MAILS_MOST = 500,        /* a story has some dozens */
	TURNS_MOST = 20000,      /* a story has some hundreds: more is a loop without end */
};

/* One life of convened: from its start to its end or its death. */
struct life {
	struct round round;
	struct jump jump;
	struct arena *arena;
};

/* --- stage */

void
stage_open(struct stage *s)
{
	struct complaints complaints;
	struct err err;
	const char *tmp = getenv("TMPDIR");
	char *folder;

	*s = (struct stage){ .arena = arena_new() };
	if (config_load(tap_source("tests/sim/etc/convened.conf"), s->arena, &s->config,
		&complaints) != 1 ||
	    (s->langs = langs_load(langs_dir(s->arena), &err)) == NULL) {
		printf("Bail out! the simulation's configuration cannot be read\n");
		exit(1);
	}
	folder = arena_printf(s->arena, "%s/convened-sim.XXXXXX", tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(folder) == NULL)
		abort();
	s->folder = folder;
	s->config.store_path = arena_printf(s->arena, "%s/simulated.db", folder);
	log_level(0);
}

void
stage_close(struct stage *s)
{
	unlink(s->config.store_path);
	rmdir(s->folder);
	langs_free(s->langs);
	arena_free(s->arena);
}

/* --- time and network */

static int64_t
earlier(int64_t a, int64_t b)
{
	return a == 0 || (b != 0 && b < a) ? b : a;
}

/* Something happens outside the daemon; 0: nothing more. */
static int64_t
next_at(const struct world *w)
{
	return earlier(crowd_next_at(&w->crowd), weather_next_at(&w->weather));
}

/* What the daemon takes the time to be. */
static int64_t
daemon_time(const struct world *w)
{
	return w->clock.now_ms / 1000 + w->clock.ahead_seconds;
}

static void
advance(void *data, int64_t until_ms)
{
	struct world *w = data;
	int64_t next_ms = next_at(w) * 1000;

	if (next_ms == 0 || next_ms > until_ms) {
		w->clock.now_ms = until_ms;
		return;
	}
	if (next_ms > w->clock.now_ms)
		w->clock.now_ms = next_ms;
	w->quiet_at = w->clock.now_ms / 1000;
	weather_act(&w->weather, w->quiet_at);
	crowd_act(&w->crowd, w->quiet_at);
}

static void
pass_seconds(struct world *w, int64_t seconds)
{
	int64_t until = w->clock.now_ms + seconds * 1000;

	while (w->clock.now_ms < until)
		advance(w, until);
}

static int
connect_server(void *state, const char *host, int port, struct transport *out, struct err *err)
{
	struct world *w = state;

	(void)port;
	if (step(&w->steps, STEP_NET_WRITE) != HARM_NONE)
		return err_set(err, ERR_RETRY, "%s cannot be reached", host);
	return strncmp(host, "imap", 4) == 0 ? imap_server_connect(&w->imap, out)
	                                     : smtp_server_connect(&w->smtp, out);
}

/* What the server hears of must be in the store as being sent: or a crash now would hide it. */
static bool
noted_as_sending(struct world *w, const char *message_id)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *st = NULL;
	bool noted;

	w->steps.unseen = true;
	noted =
	    sqlite3_open_v2(w->config.store_path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(db, "select 1 from queue where message_id = ? and state = 'sending'",
		-1, &st, NULL) == SQLITE_OK &&
	    sqlite3_bind_text(st, 1, message_id, -1, SQLITE_STATIC) == SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW;
	sqlite3_finalize(st);
	sqlite3_close(db);
	w->steps.unseen = false;
	return noted;
}

static int
verdict(void *data, const char *recipient)
{
	return crowd_verdict(&((struct world *)data)->crowd, recipient);
}

static void
deliver(void *data, const struct delivery *d)
{
	struct world *w = data;
	const char *message_id = crowd_hear(&w->crowd, d);

	if (!noted_as_sending(w, message_id))
		w->early = message_id;
	if (w->smtp.n > MAILS_MOST)
		w->broken = "it sends without end";
}

struct world *
world_new(const struct stage *stage, uint64_t seed)
{
	struct arena *a = arena_new();
	struct world *w = arena_alloc(a, sizeof *w);
	const int64_t monday = 1801440000; /* 2027-02-01, 00:00 UTC */

	w->stage = stage;
	w->arena = a;
	w->config = stage->config;
	w->network = (struct network){ connect_server, w };
	w->config.imap.server.network = w->config.smtp.server.network = &w->network;
	w->clock = (struct clock){ .now_ms = monday * 1000, .advance = advance, .data = w };
	w->imap.wire.clock = w->smtp.wire.clock = &w->clock;
	w->imap.wire.steps = w->smtp.wire.steps = &w->steps;
	w->imap.uid_validity = 7;
	w->imap.uid_next = 1;
	w->imap.can_idle = seed % 4 != 0;
	w->imap.can_move = seed % 3 == 0;
	w->imap.can_expunge_uids = seed % 3 == 1;
	w->disk = disk_new(&w->steps, &w->clock.now_ms);
	crowd_open(&w->crowd, seed, monday + MINUTE, a, &w->imap, &w->smtp);
	w->smtp.deliver = deliver;
	w->smtp.data = w;
	w->smtp.verdict = verdict;
	w->quiet_at = monday;
	w->weather = (struct weather){ .crowd = &w->crowd,
		.imap = &w->imap,
		.smtp = &w->smtp,
		.disk = w->disk,
		.clock = &w->clock };
	weather_open(&w->weather, seed, monday + MINUTE);
	return w;
}

/* --- convened */

static int
begin(struct world *w, struct life *l, struct err *err)
{
	int64_t now = daemon_time(w);
	struct turn *t = &l->round.turn;

	w->lives++;
	*l = (struct life){ .arena = arena_new() };
	t->config = &w->config;
	t->langs = w->stage->langs;
	t->key = "the same secret in every world";
	if ((t->db = db_open(w->config.store_path, err)) == NULL ||
	    round_remember_start(&l->round, now, err) == -1 ||
	    (l->round.sender = sender_open(t, "password", now, err)) == NULL)
		return -1;
	l->round.receive = receive_open(&w->config.imap, "password", l->round.sender);
	return 0;
}

static void
end(struct life *l)
{
	receive_close(l->round.receive);
	sender_close(l->round.sender);
	db_close(l->round.turn.db);
	arena_free(l->arena);
}

/* As the sender's thread: whatever is due.  0: the next is due at *next_at; -1: ERR_STORE. */
static int
send_all(const struct world *w, struct life *l, int64_t now, int64_t *next_at, struct err *err)
{
	int did;

	while ((did = sender_step(l->round.sender, now, next_at, err)) == 1 && w->broken == NULL)
		;
	return did == -1 && err->kind == ERR_STORE ? -1 : 0;
}

static bool
over(const struct world *w)
{
	return w->broken != NULL ||
	       (next_at(w) == 0 && w->clock.now_ms / 1000 >= w->quiet_at + QUIET_SECONDS);
}

/* Sleeps in IDLE, as the daemon does, but for the last minute only: before, nothing happens. */
static int
sleep_until_next(struct world *w, struct life *l, int64_t send_at, struct err *err)
{
	int64_t now = w->clock.now_ms / 1000, ahead = w->clock.ahead_seconds;
	int64_t next = earlier(send_at, round_next_at(&l->round, now + ahead));

	if (next != 0)
		next -= ahead;
	next = earlier(next, next_at(w) != 0 ? next_at(w) : w->quiet_at + QUIET_SECONDS);
	if (next > now + MINUTE) {
		w->clock.now_ms = (next - MINUTE / 2) * 1000;
		now = next - MINUTE / 2;
	}
	return receive_wait(l->round.receive, next > now ? (int)(next - now) : 1, -1, err);
}

static void
give_up_if_broken(struct world *w, const struct err *err)
{
	if (round_hopeless(err))
		w->broken = arena_str(w->arena, err->text);
}

/* As in loop.c: for a minute nothing is decided but what is sent. */
static bool
clock_was_set(struct world *w, struct life *l, int64_t now)
{
	struct err ignored;
	int64_t by, send_at;

	if (jump_wait(&l->jump, now, w->clock.now_ms / 1000, &by) == 0)
		return false;
	send_all(w, l, now, &send_at, &ignored);
	pass_seconds(w, 5);
	return true;
}

static void
live(struct world *w, struct life *l, bool (*enough)(const struct world *))
{
	static const volatile sig_atomic_t stop;
	struct err err = { 0 };
	int turns = 0;

	while (!over(w)) {
		int64_t now = daemon_time(w), send_at = 0;
		int did;

		arena_reset(l->arena);
		if (clock_was_set(w, l, now))
			continue;
		did = round_once(&l->round, now, &stop, l->arena, &err);
		if (++turns > TURNS_MOST)
			w->broken = "it turns without end";
		if ((did == -1 && round_ends(&err)) || send_all(w, l, now, &send_at, &err) == -1) {
			give_up_if_broken(w, &err);
			return;
		}
		if (did == 0 && enough(w))
			return;
		if (did == 1 || (did == 0 && sleep_until_next(w, l, send_at, &err) != -1))
			continue;
		pass_seconds(w, round_pause_seconds(&l->round));
	}
}

static bool
never(const struct world *w)
{
	(void)w;
	return false;
}

static bool
at_once(const struct world *w)
{
	(void)w;
	return true;
}

static void
start_and_live(struct world *w, bool (*enough)(const struct world *))
{
	struct life l;
	struct err err = { 0 };

	if (begin(w, &l, &err) == 0)
		live(w, &l, enough);
	else {
		give_up_if_broken(w, &err);
		pass_seconds(w, RESTART_SECONDS);
	}
	end(&l);
}

static void
die(struct world *w)
{
	w->imap.idle_tag[0] = '\0';
	wire_cut(&w->imap.wire);
	wire_cut(&w->smtp.wire);
	disk_crash(w->disk, w->steps.mishaps[w->steps.come - 1].harm == HARM_POWER);
}

void
world_run(struct world *w)
{
	while (!over(w))
		if (setjmp(w->steps.death) == 0)
			start_and_live(w, never);
		else
			die(w);
}

void
world_run_again(struct world *w)
{
	w->quiet_at = w->clock.now_ms / 1000; /* or it would be over before it begins */
	start_and_live(w, at_once);
}
