#include "daemon/sender.h"

#include "base/arena.h"
#include "base/log.h"
#include "outbox/retry.h"
#include "outbox/smtp.h"
#include "store/queue.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum {
	KEEP_CONNECTION_SECONDS = 30,
	ASK_IF_ALIVE_SECONDS = 5, /* servers hang up on those who say nothing */
	STORE_AGAIN_SECONDS = 5,
	LONGEST_SLEEP_SECONDS = 60, /* the clock may jump */
	ROUND_SECONDS = 900,        /* more than all deadlines of one connection and message */
};

/* What became of a message; kept until the store has taken it. */
struct outcome {
	struct queue_row row;
	enum queue_state state;
	int64_t next_at;
	char answer[400];
};

struct sender {
	struct turn turn; /* db is the sender's own */
	char *password;
	struct arena *arena; /* of one round */
	struct smtp *smtp;
	int failures;   /* to connect, in a row */
	bool no_copies; /* the server hangs up on them */
	_Atomic int64_t looked_at;
	int64_t connect_at, used_at;
	bool owed; /* an outcome could not be written yet: nothing is sent before */
	struct outcome outcome;

	pthread_mutex_t lock; /* of next_turn */
	struct turn next_turn;

	pthread_t thread;
	bool started;
	int wake_fd, trouble_fd;
	atomic_bool stop, gave_up;
	atomic_llong busy_since; /* on the steady clock; 0: it sleeps */
	struct err trouble;
};

struct sender *
sender_open(const struct turn *turn, const char *password, int64_t now, struct err *err)
{
	struct sender *s = calloc(1, sizeof *s);
	struct db *db;

	if (s == NULL)
		abort();
	if ((db = db_open_more(turn->config->store_path, err)) == NULL ||
	    queue_recover(db, now, err) == -1) {
		db_close(db);
		free(s);
		return NULL;
	}
	s->next_turn = s->turn = *turn;
	s->turn.db = db;
	s->password = strdup(password);
	s->arena = arena_new();
	s->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	s->trouble_fd = -1;
	if (s->password == NULL || s->wake_fd == -1)
		abort();
	pthread_mutex_init(&s->lock, NULL);
	return s;
}

void
sender_configure(struct sender *s, const struct turn *turn)
{
	pthread_mutex_lock(&s->lock);
	s->next_turn = *turn;
	pthread_mutex_unlock(&s->lock);
}

static void
take_configuration(struct sender *s)
{
	struct db *db = s->turn.db;

	pthread_mutex_lock(&s->lock);
	s->turn = s->next_turn;
	pthread_mutex_unlock(&s->lock);
	s->turn.db = db;
}

static int
store_failed(int64_t now, int64_t *next_at)
{
	*next_at = now + STORE_AGAIN_SECONDS;
	return -1;
}

static void
hang_up(struct sender *s)
{
	smtp_close(s->smtp);
	s->smtp = NULL;
}

/* A connection that is known to live. */
static int
connect_server(struct sender *s, int64_t now, struct err *err)
{
	const struct account *account = &s->turn.config->smtp;

	if (s->smtp != NULL && (!smtp_quiet(s->smtp) || (now - s->used_at >= ASK_IF_ALIVE_SECONDS &&
							    !smtp_alive(s->smtp))))
		hang_up(s);
	if (s->smtp == NULL)
		s->smtp = smtp_open(&account->server, account->user, s->password, err);
	if (s->smtp != NULL)
		return 0;
	s->connect_at = now + retry_connect_seconds(++s->failures);
	return -1;
}

static int64_t
uncertain_until(struct sender *s, bool copied, int64_t now)
{
	int64_t seconds = QUEUE_COPY_SECONDS;
	struct err ignored;

	if (copied)
		queue_copy_seconds(s->turn.db, &seconds, &ignored);
	return now + seconds;
}

static void
judge(struct sender *s, const struct queue_row *row, enum smtp_result result, int64_t now,
    struct outcome *out)
{
	bool give_up = retry_give_up(row->queued_at, row->tries + 1, now);

	out->next_at = 0;
	switch (result) {
	case SMTP_SENT: out->state = QUEUE_SENT; return;
	case SMTP_REFUSED: out->state = QUEUE_FAILED; return;
	case SMTP_LATER:
		out->state = give_up ? QUEUE_FAILED : QUEUE_WAITING;
		out->next_at = give_up ? 0 : retry_at(row->tries + 1, now);
		return;
	case SMTP_UNCERTAIN:
		out->state = give_up ? QUEUE_FAILED : QUEUE_UNCERTAIN;
		out->next_at = give_up ? 0 : uncertain_until(s, row->copied, now);
		return;
	}
}

/* The operator hears of a message that will never arrive, unless it was meant for the operator. */
static int
tell_of_failure(struct sender *s, const struct outcome *o, int64_t now, struct err *err)
{
	const char *about, *why;

	if (o->state != QUEUE_FAILED || strcmp(o->row.kind, "operator") == 0)
		return 0;
	about = arena_printf(s->arena, "failed.%s", o->row.message_id);
	why = arena_printf(s->arena, "a message (%s) to %s could not be delivered: %s", o->row.kind,
	    o->row.recipient, o->answer);
	return turn_tell_operator(&s->turn, about, why, now, s->arena, err);
}

static int
write_outcome(struct sender *s, int64_t now, struct err *err)
{
	struct outcome *o = &s->outcome;
	struct db *db = s->turn.db;

	if (db_begin(db, err) == -1)
		return -1;
	if (queue_result(db, o->row.id, o->state, o->next_at, o->answer, now, &o->state, err) ==
		-1 ||
	    tell_of_failure(s, o, now, err) == -1) {
		db_rollback(db);
		return -1;
	}
	if (db_commit(db, err) == -1)
		return -1;
	s->owed = false;
	return 0;
}

static void
log_outcome(const struct outcome *o)
{
	enum log_level level = o->state == QUEUE_SENT ? LOG_INFORM : LOG_WARN;
	const char *code = o->answer;

	/* The server's words may name the recipient: only the codes at their beginning are shown.
	 */
	log_line(level, "message %lld (%s), meeting %lld: %s, try %d%s%.*s", (long long)o->row.id,
	    o->row.kind, (long long)o->row.meeting, queue_state_name(o->state), o->row.tries + 1,
	    o->state == QUEUE_SENT ? "" : ": ", (int)strspn(code, "0123456789. "), code);
}

/* The mailbox gets a copy of what goes to others; what goes to itself needs none. */
static const char *
copy_to(const struct sender *s, const struct queue_row *row)
{
	const struct config *config = s->turn.config;

	if (s->no_copies || !config->own_copies ||
	    strcasecmp(row->recipient, config->team.rules.own_address) == 0)
		return "";
	return config->team.rules.own_address;
}

static void
do_without_copies(struct sender *s)
{
	s->no_copies = true;
	log_line(LOG_WARN,
	    "the SMTP server hangs up when the mailbox itself is to get a copy: none is sent until "
	    "convened starts again");
}

static int
send_one(struct sender *s, struct queue_row *row, int64_t now, int64_t *next_at, struct err *err)
{
	struct outcome *o = &s->outcome;
	struct err answer = { 0 };
	const char *copy = copy_to(s, row);
	enum smtp_result result;

	row->copied = *copy != '\0';
	if (queue_sending(s->turn.db, row->id, row->copied, now, err) == -1)
		return store_failed(now, next_at);
	result =
	    smtp_send(s->smtp, row->sender, row->recipient, copy, row->bytes, row->len, &answer);
	if (smtp_copy_broke(s->smtp))
		do_without_copies(s);
	s->used_at = now;
	o->row = *row;
	o->row.bytes = NULL;
	judge(s, row, result, now, o);
	memcpy(o->answer, answer.text, sizeof o->answer - 1);
	s->owed = true;
	log_outcome(o);
	if (result != SMTP_SENT && result != SMTP_REFUSED && !smtp_alive(s->smtp)) {
		hang_up(s);
		s->connect_at = now + retry_connect_seconds(++s->failures);
	} else
		s->failures = 0;
	if (write_outcome(s, now, err) == -1)
		return store_failed(now, next_at);
	return 1;
}

/* A store that is sound, and knows all that was done. */
static int
settle_store(struct sender *s, int64_t now, int64_t *next_at, struct err *err)
{
	if ((db_doubtful(s->turn.db) && db_reopen(s->turn.db, err) == -1) ||
	    (s->owed && write_outcome(s, now, err) == -1))
		return store_failed(now, next_at);
	return 0;
}

/* No pause here is longer than a minute: what seems to be was before the clock was set back. */
static void
forget_future(struct sender *s, int64_t now)
{
	if (s->connect_at > now + LONGEST_SLEEP_SECONDS)
		s->connect_at = now;
	if (s->used_at > now)
		s->used_at = 0;
}

int
sender_step(struct sender *s, int64_t now, int64_t *next_at, struct err *err)
{
	int64_t looked_at = atomic_load(&s->looked_at);
	struct queue_row row;
	int found;

	forget_future(s, now);
	if (!s->owed)
		arena_reset(s->arena); /* what is owed lives in it */
	take_configuration(s);
	if (settle_store(s, now, next_at, err) == -1)
		return -1;
	if ((found = queue_next(s->turn.db, now, looked_at, s->arena, &row, err)) == -1)
		return store_failed(now, next_at);
	if (found == 0) {
		if (queue_next_at(s->turn.db, looked_at, next_at, err) == -1)
			return store_failed(now, next_at);
		if (s->smtp != NULL && now - s->used_at >= KEEP_CONNECTION_SECONDS)
			hang_up(s);
		else if (s->smtp != NULL &&
			 (*next_at == 0 || *next_at > s->used_at + KEEP_CONNECTION_SECONDS))
			*next_at = s->used_at + KEEP_CONNECTION_SECONDS;
		return 0;
	}
	if (now < s->connect_at) {
		*next_at = s->connect_at;
		return 0;
	}
	if (connect_server(s, now, err) == -1) {
		*next_at = s->connect_at;
		return -1;
	}
	return send_one(s, &row, now, next_at, err);
}

static int64_t
steady_seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + 1; /* never 0 */
}

static void
sleep_until(struct sender *s, int64_t at, int64_t now)
{
	struct pollfd fd = { .fd = s->wake_fd, .events = POLLIN };
	int64_t seconds = at == 0 ? LONGEST_SLEEP_SECONDS : at - now;
	uint64_t count;

	if (seconds > LONGEST_SLEEP_SECONDS)
		seconds = LONGEST_SLEEP_SECONDS;
	if (seconds > 0)
		poll(&fd, 1, (int)seconds * 1000);
	while (read(s->wake_fd, &count, sizeof count) > 0)
		;
}

static void *
run(void *data)
{
	struct sender *s = data;
	char last[sizeof s->trouble.text] = "";

	while (!atomic_load(&s->stop)) {
		int64_t now = time(NULL), next_at = 0;
		struct err err = { 0 };
		int did;

		atomic_store(&s->busy_since, steady_seconds());
		did = sender_step(s, now, &next_at, &err);
		atomic_store(&s->busy_since, 0);
		if (did == -1 && err.kind == ERR_STORE) {
			s->trouble = err;
			atomic_store(&s->gave_up, true);
			if (eventfd_write(s->trouble_fd, 1) == -1)
				abort();
			break;
		}
		if (did == -1 && strcmp(last, err.text) != 0) { /* once, not every minute */
			log_line(LOG_WARN, "sending: %s", err.text);
			memcpy(last, err.text, sizeof last);
		} else if (did == 1)
			last[0] = '\0';
		if (did != 1)
			sleep_until(s, next_at, now);
	}
	hang_up(s);
	return NULL;
}

int
sender_start(struct sender *s, int trouble_fd, struct err *err)
{
	int rc;

	s->trouble_fd = trouble_fd;
	if ((rc = pthread_create(&s->thread, NULL, run, s)) != 0)
		return err_set(err, ERR_RETRY, "no thread for sending: %s", strerror(rc));
	s->started = true;
	return 0;
}

void
sender_wake(struct sender *s)
{
	if (eventfd_write(s->wake_fd, 1) == -1 && errno != EAGAIN)
		abort();
}

void
sender_looked(struct sender *s, int64_t looked_at)
{
	if (atomic_exchange(&s->looked_at, looked_at) != looked_at)
		sender_wake(s);
}

bool
sender_lives(struct sender *s)
{
	int64_t since = atomic_load(&s->busy_since);

	return since == 0 || steady_seconds() - since < ROUND_SECONDS;
}

int
sender_trouble(struct sender *s, struct err *err)
{
	if (!atomic_load(&s->gave_up))
		return 0;
	*err = s->trouble;
	return 1;
}

void
sender_close(struct sender *s)
{
	if (s == NULL)
		return;
	if (s->started) {
		atomic_store(&s->stop, true);
		sender_wake(s);
		pthread_join(s->thread, NULL);
	}
	hang_up(s);
	db_close(s->turn.db);
	arena_free(s->arena);
	pthread_mutex_destroy(&s->lock);
	close(s->wake_fd);
	free(s->password);
	free(s);
}
