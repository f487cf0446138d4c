/*
 * sim - the whole daemon in a world of its own, thousands of times
 *
 *	sim                            what `make check` runs
 *	sim --seeds FROM COUNT EVERY   each: undisturbed, then with every harm at each EVERYth step
 *	sim --soak FROM                seeds without end, until one fails
 *	sim SEED                       one seed undisturbed: its mails, and how it ended
 *	sim SEED STEP HARM             ... with the harm (kill, power, fail, fail-yet) at that step
 */
#include "base/arena.h"
#include "base/log.h"
#include "sim/oracle.h"
#include "sim/world.h"
#include "tap.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	HANG_SECONDS = 60, /* a story takes a fraction of one */
	CHILDREN = 2,
	SOAK_EVERY = 211, /* a prime: each seed meets other kinds of steps */
};

/* Which steps of a story are disturbed, one at a time. */
struct plan_of_harm {
	uint64_t seed;
	long every;           /* each so many steps, from a first one that depends on the seed */
	const char *expected; /* how it must end */
	pid_t children[CHILDREN];
	int next;
	long runs, failures;
};

static void
say_how_to_repeat(uint64_t seed, long at, enum harm harm)
{
	printf("# repeat with: tests/sim/sim %" PRIu64, seed);
	if (harm != HARM_NONE)
		printf(" %ld %s", at, harm_name(harm));
	printf("\n");
	fflush(stdout);
}

static void
say_lines(const char *text)
{
	for (; *text != '\0'; text += strcspn(text, "\n"), text += *text == '\n')
		printf("# %.*s\n", (int)strcspn(text, "\n"), text);
}

/* Everything that must hold after the end; also that one more start changes nothing. */
static bool
holds(struct world *w, const char *expected)
{
	const char *wrong = oracle_judge(w), *end = oracle_end(w), *difference;
	size_t taken = w->smtp.n;
	long stores = w->imap.stores;

	say_lines(wrong);
	if ((difference = oracle_difference(expected != NULL ? expected : end, end, w->arena)) !=
	    NULL)
		say_lines(difference);
	if (wrong[0] != '\0' || difference != NULL)
		return false;
	world_run_again(w);
	difference = oracle_difference(end, oracle_end(w), w->arena);
	if (difference != NULL || w->smtp.n != taken || w->imap.stores != stores) {
		printf("# one more start sent %zu mails, set %ld flags\n", w->smtp.n - taken,
		    w->imap.stores - stores);
		say_lines(difference != NULL ? difference : "");
		return false;
	}
	return true;
}

/* --- harm, in a child: the story so far is there, what follows is its own */

static void
reap(struct plan_of_harm *p, int i)
{
	int status;

	if (p->children[i] == 0)
		return;
	waitpid(p->children[i], &status, 0);
	p->children[i] = 0;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		p->failures++;
}

/* Here the story goes on twice: in the child with harm, in the parent without. */
static void
harm_here(struct steps *s, struct plan_of_harm *p, enum harm harm)
{
	pid_t child;

	reap(p, p->next);
	fflush(stdout);
	if ((child = fork()) == -1)
		abort();
	if (child == 0) {
		alarm(HANG_SECONDS);
		s->at = s->n;
		s->harm = harm;
		s->before = NULL;
		return;
	}
	p->children[p->next] = child;
	p->next = (p->next + 1) % CHILDREN;
	p->runs++;
}

static void
before_step(struct steps *s, enum step_kind kind, void *data)
{
	struct plan_of_harm *p = data;

	if ((s->n + (long)p->seed) % p->every != 0)
		return;
	for (int harm = HARM_NONE + 1; harm < HARMS && s->before != NULL; harm++)
		if (step_suffers(kind, harm))
			harm_here(s, p, harm);
}

static void
finish_child(struct world *w, const struct plan_of_harm *p)
{
	bool good = holds(w, p->expected);

	if (!good) {
		printf("# seed %" PRIu64 ", %s at step %ld (%s)\n", p->seed,
		    harm_name(w->steps.harm), w->steps.at, step_name(w->steps.harmed));
		say_how_to_repeat(p->seed, w->steps.at, w->steps.harm);
	}
	_exit(good ? 0 : 1);
}

/* One seed in a process of its own: 0 all held. */
static int
run_seed(const struct stage *stage, uint64_t seed, long every)
{
	struct plan_of_harm p = { .seed = seed, .every = every };
	struct world *w = world_new(stage, seed);

	world_run(w);
	p.expected = oracle_end(w);
	if (!holds(w, NULL)) {
		say_how_to_repeat(seed, 0, HARM_NONE);
		return 1;
	}
	if (every == 0)
		return 0;
	w = world_new(stage, seed);
	w->steps.before = before_step;
	w->steps.data = &p;
	world_run(w);
	if (w->steps.before == NULL)
		finish_child(w, &p);
	for (int i = 0; i < CHILDREN; i++)
		reap(&p, i);
	return p.failures > 0;
}

static int
show(const struct stage *stage, uint64_t seed, long at, enum harm harm)
{
	struct world *w = world_new(stage, seed);
	bool good;

	log_level(LOG_DETAIL);
	w->steps.at = at;
	w->steps.harm = harm;
	world_run(w);
	for (size_t i = 0; i < w->imap.n; i++)
		printf("==> mail %u\n%s\n", w->imap.mails[i].uid, w->imap.mails[i].bytes);
	for (size_t i = 0; i < w->crowd.n_heard; i++)
		printf("==> to %s, <%s>, on <%s>\n%s\n", w->crowd.heard[i]->recipient,
		    w->crowd.heard[i]->message_id, w->crowd.heard[i]->in_reply_to,
		    w->crowd.heard[i]->text);
	fputs(oracle_end(w), stdout);
	printf("%ld steps, %d lives\n", w->steps.n, w->lives);
	good = holds(w, NULL);
	return good ? 0 : 1;
}

static bool
in_child(const struct stage *stage, uint64_t seed, long every)
{
	pid_t child;
	int status;

	fflush(stdout);
	if ((child = fork()) == -1)
		abort();
	if (child == 0) {
		alarm(every != 0 ? 100 * HANG_SECONDS : HANG_SECONDS);
		status = run_seed(stage, seed, every);
		fflush(stdout);
		_exit(status);
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void
run_seeds(const struct stage *stage, uint64_t from, uint64_t count, long every)
{
	int failed = 0;

	for (uint64_t seed = from; seed < from + count; seed++)
		if (!in_child(stage, seed, every)) {
			say_how_to_repeat(seed, 0, HARM_NONE);
			failed++;
		}
	is_int(failed, 0, "seeds %" PRIu64 " to %" PRIu64 ", harm every %ld steps", from,
	    from + count - 1, every);
}

static enum harm
harm_of(const char *name)
{
	for (int harm = 0; harm < HARMS; harm++)
		if (strcmp(harm_name(harm), name) == 0)
			return harm;
	return HARM_NONE;
}

static void
soak(const struct stage *stage, uint64_t from)
{
	time_t began = time(NULL);
	uint64_t n = 0;

	while (in_child(stage, from + n, SOAK_EVERY))
		if (++n % 100 == 0)
			printf("# %" PRIu64 " seeds, %.1f a second\n", n,
			    (double)n / (double)(time(NULL) - began + 1));
	say_how_to_repeat(from + n, 0, HARM_NONE);
}

static int
run(const struct stage *stage, int argc, char **argv)
{
	uint64_t number =
	    argc > 1 ? strtoull(argv[argc > 2 && argv[1][0] == '-' ? 2 : 1], NULL, 10) : 0;

	if (argc == 5 && strcmp(argv[1], "--seeds") == 0)
		run_seeds(stage, number, strtoull(argv[3], NULL, 10), atol(argv[4]));
	else if (argc == 3 && strcmp(argv[1], "--soak") == 0)
		soak(stage, number);
	else if (argc == 2 || argc == 4)
		return show(stage, number, argc > 3 ? atol(argv[2]) : 0,
		    argc > 3 ? harm_of(argv[3]) : HARM_NONE);
	else {
		run_seeds(stage, 0, 50, 0);
		run_seeds(stage, 1, 1, 7);
	}
	return tap_done();
}

int
main(int argc, char **argv)
{
	struct stage stage;
	int ret;

	stage_open(&stage);
	ret = run(&stage, argc, argv);
	stage_close(&stage);
	fflush(stdout);
	_exit(ret); /* not exit(): what a killed daemon leaves in memory is no leak */
}
