#include "daemon/loop.h"

#include "base/arena.h"
#include "base/digest.h"
#include "base/log.h"
#include "daemon/athand.h"
#include "daemon/jump.h"
#include "daemon/lock.h"
#include "daemon/refresher.h"
#include "daemon/round.h"
#include "daemon/setup.h"
#include "daemon/ward.h"
#include "store/db.h"

#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-daemon.h>
#include <time.h>
#include <unistd.h>

enum { LONGEST_SLEEP_SECONDS = 60, LOOK_AT_CLOCK_SECONDS = 1 };

struct loop {
	const struct orders *orders;
	struct setup *setup;
	struct langs *langs;
	struct arena *arena; /* as long as the process: password, key */
	struct arena *turn_arena;
	const char *password;
	int lock;
	struct round round;
	struct jump jump;
};

static enum ending
complain(const struct err *err)
{
	log_line(LOG_ERROR, "%s", err->text);
	if (err->kind == ERR_BUSY)
		return END_BUSY;
	return round_hopeless(err) ? END_BROKEN : END_AGAIN;
}

static int
load_languages(struct loop *l, struct err *err)
{
	const char *dir = langs_dir(l->arena);

	if (dir == NULL)
		return err_set(err, ERR_CONFIG, "the language files are nowhere to be found");
	l->langs = langs_load(dir, err);
	return l->langs == NULL ? -1 : 0;
}

/* A dry run looks at the store if there is one, and may do so beside a running daemon. */
static struct db *
open_store(const struct loop *l, struct err *err)
{
	const char *path = setup_config(l->setup)->store_path;

	if (!l->orders->dry)
		return db_open(path, err);
	return access(path, F_OK) == 0 ? db_open_readonly(path, err) : db_open(":memory:", err);
}

static int
prepare_store(struct loop *l, int64_t now, struct err *err)
{
	if ((l->round.turn.db = open_store(l, err)) == NULL)
		return -1;
	l->round.turn.key = arena_str(l->arena, db_key(l->round.turn.db));
	return l->orders->dry ? 0 : round_remember_start(&l->round, now, err);
}

static enum ending
start(struct loop *l, int64_t now)
{
	const struct config *config;
	struct err err = { 0 };

	/* First of all: there is one thread, and no password in memory yet. */
	if ((l->round.turn.ward = ward_open(&err)) == NULL)
		return complain(&err);
	if ((l->setup = setup_open(l->orders->config_path)) == NULL)
		return END_BROKEN;
	l->round.turn.config = config = setup_config(l->setup);
	l->round.turn.dry = l->orders->dry;
	if (config_credential(config, l->arena, &l->password, &err) == -1 ||
	    load_languages(l, &err) == -1)
		return complain(&err);
	l->round.turn.langs = l->langs;
	if (!l->orders->dry && (l->lock = lock_take(config->store_path, &err)) == -1) {
		complain(&err);
		return err.kind == ERR_RETRY ? END_BUSY : END_BROKEN;
	}
	if (prepare_store(l, now, &err) == -1)
		return complain(&err);
	if (!l->orders->dry &&
	    (l->round.turn.athand = athand_open(config->store_path, &err)) == NULL)
		return complain(&err);
	if (!l->orders->dry)
		setup_keep(l->setup);
	if (!l->orders->dry &&
	    (l->round.sender = sender_open(&l->round.turn, l->password, now, &err)) == NULL)
		return complain(&err);
	if (!l->orders->dry)
		l->round.turn.refresher = refresher_open(l->orders->wake_fd);
	l->round.receive = receive_open(&config->imap, l->password, l->round.sender);
	return END_AS_TOLD;
}

static void
end(struct loop *l)
{
	receive_close(l->round.receive);
	refresher_close(l->round.turn.refresher);
	sender_close(l->round.sender);
	athand_close(l->round.turn.athand);
	db_close(l->round.turn.db);
	ward_close(l->round.turn.ward);
	langs_free(l->langs);
	setup_close(l->setup);
	if (l->lock != -1)
		close(l->lock);
	arena_free(l->turn_arena);
	arena_free(l->arena);
}

/* What is wrong in the files, once for each state they are in. */
static int
tell_of_complaints(struct loop *l, int64_t now, struct err *err)
{
	const char *complaints = setup_complaints(l->setup), *told, *digest, *why;

	if (l->orders->dry)
		return 0;
	digest = digest_hex(complaints, strlen(complaints), l->turn_arena);
	if (db_get(l->round.turn.db, "complaints_told", l->turn_arena, &told, err) == -1)
		return -1;
	if (told != NULL ? strcmp(told, digest) == 0 : complaints[0] == '\0')
		return 0;
	why = arena_printf(l->turn_arena,
	    "there are mistakes in the configuration; until they are mended, what was right "
	    "before stays in force:\n%s",
	    complaints);
	if (db_begin(l->round.turn.db, err) == -1)
		return -1;
	if (db_set(l->round.turn.db, "complaints_told", digest, err) == -1 ||
	    (complaints[0] != '\0' &&
		turn_tell_operator(&l->round.turn,
		    arena_printf(l->turn_arena, "complaints.%" PRId64 ".%.16s", now, digest), why,
		    now, l->turn_arena, err) == -1)) {
		db_rollback(l->round.turn.db);
		return -1;
	}
	if (db_commit(l->round.turn.db, err) == -1)
		return -1;
	sender_wake(l->round.sender);
	return 0;
}

static bool
same_account(const struct account *a, const struct account *b)
{
	return strcmp(a->server.host, b->server.host) == 0 && a->server.port == b->server.port &&
	       a->server.tls == b->server.tls && strcmp(a->user, b->user) == 0;
}

/* Staff, gatherings and rules change at once; the servers and the store at the next start. */
static void
reload(struct loop *l)
{
	const struct config *before = setup_config(l->setup), *after;
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" PRId64,
	    (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000);
	if (setup_reload(l->setup) == 0)
		log_line(LOG_ERROR, "the configuration stays as it was");
	else {
		after = setup_config(l->setup);
		l->round.turn.config = after;
		setup_keep(l->setup);
		sender_configure(l->round.sender, &l->round.turn);
		log_line(LOG_NOTE, "the configuration was read again: %zu members of staff",
		    after->team.n);
		if (!same_account(&before->imap, &after->imap) ||
		    !same_account(&before->smtp, &after->smtp) ||
		    strcmp(before->imap.folder, after->imap.folder) != 0 ||
		    strcmp(before->store_path, after->store_path) != 0)
			log_line(LOG_WARN,
			    "mailbox and store stay as they were until convened starts again");
	}
	sd_notify(0, "READY=1");
}

/* 1: there was something to do, turn again; 0: all is done for now; -1: trouble. */
static int
turn_once(struct loop *l, int64_t now, struct err *err)
{
	if (round_mend(&l->round, err) == -1 ||
	    (!l->orders->dry && round_learn_rules(&l->round, now, err) == -1) ||
	    tell_of_complaints(l, now, err) == -1)
		return -1;
	return round_once(&l->round, now, l->orders->stop, l->turn_arena, err);
}

static void
drain(int fd)
{
	uint64_t count;

	while (read(fd, &count, sizeof count) > 0)
		;
}

/* Seconds until something falls due, or the watchdog wants to hear of us. */
static int
seconds_to_sleep(const struct loop *l, int64_t now)
{
	int64_t seconds = LONGEST_SLEEP_SECONDS, at = round_next_at(&l->round, now);
	uint64_t watchdog = 0;

	if (sd_watchdog_enabled(0, &watchdog) > 0 && (int64_t)(watchdog / 2000000) < seconds)
		seconds = (int64_t)(watchdog / 2000000);
	if (at != 0 && at - now < seconds)
		seconds = at - now;
	return seconds < 1 ? 1 : (int)seconds;
}

/* After trouble: the mailbox is connected anew, a little later each time. */
static void
back_off(struct loop *l, const struct err *err)
{
	struct pollfd fd = { .fd = l->orders->wake_fd, .events = POLLIN };
	int seconds = round_pause_seconds(&l->round);

	log_line(LOG_WARN, "%s; again in %d s", err->text, seconds);
	poll(&fd, 1, seconds * 1000);
	drain(l->orders->wake_fd);
}

/* For the watchdog: this loop has turned, and the sender's thread does its work. */
static void
tell_of_life(const struct loop *l)
{
	if (l->round.sender == NULL || sender_lives(l->round.sender))
		sd_notify(0, "WATCHDOG=1");
}

/* The clock was set, and may be set right soon: whether nothing is to be decided this time. */
static bool
distrust_clock(struct loop *l, int64_t now)
{
	struct pollfd fd = { .fd = l->orders->wake_fd, .events = POLLIN };
	struct timespec steady;
	int64_t by;
	int seconds;

	clock_gettime(CLOCK_BOOTTIME, &steady);
	seconds = jump_wait(&l->jump, now, steady.tv_sec, &by);
	if (by != 0)
		log_line(LOG_WARN, "the clock was set %s by %" PRId64 " s: %s",
		    by > 0 ? "on" : "back", by > 0 ? by : -by,
		    seconds == 0 ? "it is as it was before"
				 : "no mail is read and no time runs out for a minute");
	if (seconds == 0)
		return false;
	poll(&fd, 1, (seconds < LOOK_AT_CLOCK_SECONDS ? seconds : LOOK_AT_CLOCK_SECONDS) * 1000);
	drain(l->orders->wake_fd);
	return true;
}

static void
wait_for_more(struct loop *l, int64_t now)
{
	struct err err = { 0 };

	if (receive_wait(l->round.receive, seconds_to_sleep(l, now), l->orders->wake_fd, &err) ==
	    -1)
		back_off(l, &err);
	drain(l->orders->wake_fd);
}

static enum ending
run(struct loop *l)
{
	bool ready = false, sending = false;

	while (!*l->orders->stop) {
		int64_t now = time(NULL);
		struct err err = { 0 };
		int did;

		arena_reset(l->turn_arena);
		if (*l->orders->reload) {
			*l->orders->reload = 0;
			reload(l);
		}
		if (!l->orders->dry && distrust_clock(l, now)) {
			tell_of_life(l);
			continue;
		}
		did = turn_once(l, now, &err);
		if (did != -1 && !sending && l->round.sender != NULL) {
			/* Not before the mailbox is ours: of a copied store all would go out twice.
			 */
			if (sender_start(l->round.sender, l->orders->wake_fd, &err) == -1)
				return complain(&err);
			sending = true;
		}
		if ((did == -1 && round_ends(&err)) ||
		    (l->round.sender != NULL && sender_trouble(l->round.sender, &err)))
			return complain(&err);
		if (l->orders->dry && did != 1)
			return did == 0 ? END_AS_TOLD : complain(&err);
		if (!ready) {
			sd_notify(0, "READY=1");
			log_line(LOG_NOTE, "ready");
			ready = true;
		}
		tell_of_life(l);
		if (did == -1) {
			back_off(l, &err);
			continue;
		}
		if (did == 0)
			wait_for_more(l, now);
	}
	sd_notify(0, "STOPPING=1");
	log_line(LOG_NOTE, "ending as told");
	return END_AS_TOLD;
}

enum ending
loop_run(const struct orders *orders)
{
	struct loop l = {
		.orders = orders,
		.arena = arena_new(),
		.turn_arena = arena_new(),
		.lock = -1,
	};
	enum ending ending = start(&l, time(NULL));

	if (ending == END_AS_TOLD)
		ending = run(&l);
	end(&l);
	return ending;
}
