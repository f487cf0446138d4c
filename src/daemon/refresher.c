#include "daemon/refresher.h"

#include "base/arena.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>

enum state { QUEUED, RUNNING, DONE };

struct job {
	struct job *next;
	enum state state;
	int64_t asked_at;    /* milliseconds, on the steady clock */
	struct arena *arena; /* the job itself lies in it, too */
	const char *source;
	struct order order;
	struct harvest harvest;
};

struct refresher {
	pthread_mutex_t lock; /* of jobs */
	pthread_cond_t queued, done;
	struct job *jobs; /* the oldest first */
	atomic_bool stop;
	int wake_fd;
	pthread_t threads[REFRESHER_THREADS];
	size_t n_threads;
};

static int64_t
steady_milliseconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static struct job *
find_queued(struct refresher *r)
{
	for (struct job *j = r->jobs; j != NULL; j = j->next)
		if (j->state == QUEUED)
			return j;
	return NULL;
}

static void *
run(void *data)
{
	struct refresher *r = data;

	pthread_mutex_lock(&r->lock);
	while (!atomic_load(&r->stop)) {
		struct job *j = find_queued(r);

		if (j == NULL) {
			pthread_cond_wait(&r->queued, &r->lock);
			continue;
		}
		j->state = RUNNING;
		pthread_mutex_unlock(&r->lock);
		fetching_run(&j->order, j->arena, &j->harvest);
		pthread_mutex_lock(&r->lock);
		j->state = DONE;
		pthread_cond_broadcast(&r->done);
		if (r->wake_fd != -1 && eventfd_write(r->wake_fd, 1) == -1 && errno != EAGAIN)
			abort();
	}
	pthread_mutex_unlock(&r->lock);
	return NULL;
}

struct refresher *
refresher_open(int wake_fd)
{
	struct refresher *r = calloc(1, sizeof *r);
	pthread_condattr_t steady;

	if (r == NULL)
		abort();
	r->wake_fd = wake_fd;
	pthread_mutex_init(&r->lock, NULL);
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&r->queued, &steady);
	pthread_cond_init(&r->done, &steady);
	pthread_condattr_destroy(&steady);
	return r;
}

static void
free_job(struct job *j)
{
	struct arena *a = j->arena;

	arena_free(a);
}

void
refresher_close(struct refresher *r)
{
	struct job *next;

	if (r == NULL)
		return;
	pthread_mutex_lock(&r->lock);
	atomic_store(&r->stop, true);
	pthread_cond_broadcast(&r->queued);
	pthread_mutex_unlock(&r->lock);
	for (size_t i = 0; i < r->n_threads; i++)
		pthread_join(r->threads[i], NULL);
	for (struct job *j = r->jobs; j != NULL; j = next) {
		next = j->next;
		free_job(j);
	}
	pthread_cond_destroy(&r->queued);
	pthread_cond_destroy(&r->done);
	pthread_mutex_destroy(&r->lock);
	free(r);
}

static struct job *
make_job(struct refresher *r, const char *source, const struct order *o)
{
	struct arena *a = arena_new();
	struct job *j = arena_alloc(a, sizeof *j);

	j->arena = a;
	j->asked_at = steady_milliseconds();
	j->source = arena_str(a, source);
	j->order = *o;
	j->order.where = arena_str(a, o->where);
	j->order.user = arena_str(a, o->user);
	j->order.password = arena_str(a, o->password);
	j->order.etag = arena_str(a, o->etag);
	j->order.ca_file = arena_str(a, o->ca_file);
	j->order.zone = arena_str(a, o->zone);
	j->order.domain = arena_str(a, o->domain);
	j->order.stop = &r->stop;
	return j;
}

/* The signals are for the thread that runs the loop. */
static void
start_thread(struct refresher *r)
{
	sigset_t all, before;

	if (r->n_threads == REFRESHER_THREADS)
		return;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&r->threads[r->n_threads], NULL, run, r) == 0)
		r->n_threads++;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void
refresher_ask(struct refresher *r, const char *source, const struct order *o)
{
	struct job **at;

	pthread_mutex_lock(&r->lock);
	for (at = &r->jobs; *at != NULL; at = &(*at)->next)
		if (strcmp((*at)->source, source) == 0)
			break;
	if (*at == NULL) {
		*at = make_job(r, source, o);
		pthread_cond_signal(&r->queued);
		start_thread(r);
	}
	pthread_mutex_unlock(&r->lock);
}

/* When the last one that is not done will have been waited for long enough; 0: all are done. */
static int64_t
wait_until(const struct refresher *r, int milliseconds)
{
	int64_t until = 0;

	for (const struct job *j = r->jobs; j != NULL; j = j->next)
		if (j->state != DONE && j->asked_at + milliseconds > until)
			until = j->asked_at + milliseconds;
	return until;
}

void
refresher_wait(struct refresher *r, int milliseconds)
{
	int64_t until;

	pthread_mutex_lock(&r->lock);
	while ((until = wait_until(r, milliseconds)) > steady_milliseconds()) {
		struct timespec at = { until / 1000, until % 1000 * 1000000 };

		pthread_cond_timedwait(&r->done, &r->lock, &at);
	}
	pthread_mutex_unlock(&r->lock);
}

static void
copy_out(const struct job *j, struct arena *a, struct refreshed *out)
{
	const struct spans *s = &j->harvest.spans;

	out->source = arena_str(a, j->source);
	out->window = j->order.window;
	out->harvest = j->harvest;
	out->harvest.etag = arena_str(a, j->harvest.etag);
	out->harvest.trouble = arena_str(a, j->harvest.trouble);
	out->harvest.spans.items = arena_alloc(a, (s->n + 1) * sizeof *s->items);
	if (s->n > 0)
		memcpy(out->harvest.spans.items, s->items, s->n * sizeof *s->items);
}

size_t
refresher_take(struct refresher *r, struct arena *a, struct refreshed **out)
{
	struct job **at = &r->jobs;
	size_t n = 0;

	*out = NULL;
	pthread_mutex_lock(&r->lock);
	while (*at != NULL) {
		struct job *j = *at;

		if (j->state != DONE) {
			at = &j->next;
			continue;
		}
		*at = j->next;
		*out = arena_more(a, *out, n, sizeof **out);
		copy_out(j, a, &(*out)[n++]);
		free_job(j);
	}
	pthread_mutex_unlock(&r->lock);
	return n;
}
