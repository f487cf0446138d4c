#include "sim/story.h"

#include "base/arena.h"
#include "base/buf.h"
#include "sim/chance.h"
#include "sim/oracle.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	HANG_SECONDS = 20, /* of the processor; a story takes a fraction of one */
	AT_ONCE_MOST = 16,
	TWICE_PERCENT = 20, /* how often another mishap follows soon */
	SOON = 80,          /* steps: about as many as it takes to recover */
	TELL_SECONDS = 10,
};

/* The undisturbed story on its way, and those that have branched off. */
struct fork_road {
	const struct story *story;
	const char *expected; /* how each must end */
	long length;          /* steps of the undisturbed one */
	struct branch {
		pid_t process; /* 0: none */
		struct mishap mishaps[MISHAPS_MOST];
	} branches[AT_ONCE_MOST];
	int next;
	long failures;
	time_t told_at;
};

/* Whoever works for longer than that is in a loop without end; 0: as long as it likes. */
static void
limit_work(int seconds)
{
	struct itimerval limit = { .it_value.tv_sec = seconds };

	setitimer(ITIMER_PROF, &limit, NULL); /* its signal ends the process */
}

struct tally *
tally_new(void)
{
	struct tally *t =
	    mmap(NULL, sizeof *t, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (t == MAP_FAILED)
		abort();
	return t;
}

const char *
story_name(uint64_t seed, const struct mishap mishaps[MISHAPS_MOST], struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	buf_printf(&b, "%" PRIu64, seed);
	for (int i = 0; i < MISHAPS_MOST && mishaps[i].at != 0; i++)
		buf_printf(&b, " %ld %s", mishaps[i].at, harm_name(mishaps[i].harm));
	return b.data;
}

const char *
story_wrong_after(struct world *w)
{
	const char *end = oracle_end(w), *difference;
	size_t taken = w->smtp.n;
	long stores = w->imap.stores;
	struct buf wrong;

	buf_init(&wrong, w->arena);
	if (w->steps.come < MISHAPS_MOST)
		w->steps.mishaps[w->steps.come].at = 0; /* nothing more is to go wrong */
	world_run_again(w);
	if ((difference = oracle_difference(end, oracle_end(w), w->arena)) != NULL)
		buf_printf(&wrong, "one more start changed something: %s\n", difference);
	if (w->smtp.n != taken)
		buf_printf(&wrong, "one more start sent %zu mails\n", w->smtp.n - taken);
	if (w->imap.stores != stores)
		buf_printf(&wrong, "one more start set %ld flags\n", w->imap.stores - stores);
	return wrong.data;
}

/*
 * Where for hours the SMTP server takes nothing or the disk is full, one failure more moves the
 * next attempt, and with it past the hour at which somebody reads what they got.  All else must
 * hold there, too.
 */
static bool
may_end_otherwise(const struct world *w)
{
	switch (w->weather.calamity) {
	case CALAMITY_DISK_FULL:
	case CALAMITY_NOT_NOW:
	case CALAMITY_HANGING_UP: return true;
	case CALAMITY_NONE:
	case CALAMITY_CLOCK_ON:
	case CALAMITY_CLOCK_BACK:
	case CALAMITIES: break;
	}
	return false;
}

const char *
story_wrong(struct world *w, const char *expected)
{
	const char *difference = NULL;
	struct buf wrong;

	buf_init(&wrong, w->arena);
	buf_str(&wrong, oracle_judge(w));
	if (expected != NULL && !may_end_otherwise(w))
		difference = oracle_difference(expected, oracle_end(w), w->arena);
	if (difference != NULL)
		buf_printf(&wrong, "%s\n", difference);
	return wrong.len > 0 ? wrong.data : story_wrong_after(w);
}

/* 0 all held, 1 not: printed, with how to see it again. */
static int
judge(const struct story *s, struct world *w, const char *expected)
{
	const char *wrong = story_wrong(w, expected);
	size_t first = strcspn(wrong, "\n");

	if (wrong[0] == '\0')
		return 0;
	if (atomic_fetch_add(&s->tally->failures, 1) == 0)
		snprintf(s->tally->first, sizeof s->tally->first, "%.*s", (int)first, wrong);
	if (s->tally->quiet)
		return 1;
	for (const char *at = wrong; *at != '\0'; at += strcspn(at, "\n"), at += *at == '\n')
		printf("# %.*s\n", (int)strcspn(at, "\n"), at);
	for (int i = 0; i < w->steps.come; i++)
		printf("# after %s at step %ld, %s\n", harm_name(w->steps.mishaps[i].harm),
		    w->steps.mishaps[i].at, step_name(w->steps.mishaps[i].kind));
	printf("# repeat with: tests/sim/sim %s\n",
	    story_name(s->seed, w->steps.mishaps, w->arena));
	fflush(stdout);
	return 1;
}

/* --- mishaps */

/* A branch that died tells nothing itself. */
static void
reap(struct fork_road *road, int i)
{
	struct branch *b = &road->branches[i];
	struct tally *tally = road->story->tally;
	struct arena *a;
	int how;

	if (b->process == 0)
		return;
	how = story_end(b->process);
	b->process = 0;
	road->failures += how != 0;
	if (how != 3)
		return;
	tally->failures++;
	a = arena_new();
	if (!tally->quiet)
		printf("# it crashed, or worked without end\n# repeat with: tests/sim/sim %s\n",
		    story_name(road->story->seed, b->mishaps, a));
	arena_free(a);
}

/* Here the story goes on twice: in the child with mishaps, in the parent without. */
static void
branch_off(struct steps *s, struct fork_road *road, const struct mishap mishaps[MISHAPS_MOST])
{
	pid_t child;

	reap(road, road->next);
	fflush(stdout);
	if ((child = fork()) == -1)
		abort();
	if (child == 0) {
		limit_work(HANG_SECONDS);
		memcpy(s->mishaps, mishaps, sizeof s->mishaps);
		s->before = NULL;
		return;
	}
	road->branches[road->next].process = child;
	memcpy(road->branches[road->next].mishaps, mishaps, sizeof s->mishaps);
	road->next = (road->next + 1) % road->story->at_once;
	road->story->tally->runs++;
	road->story->tally->twice += mishaps[1].at != 0;
}

/* Another one while it still recovers from the first, if chance will have it. */
static bool
soon_after(const struct story *story, const struct mishap *first, struct mishap *out)
{
	struct chance chance =
	    chance_new(story->seed * 1000003 + (uint64_t)first->at * HARMS + (uint64_t)first->harm);

	out->at = first->at + 1 + chance_below(&chance, SOON);
	out->harm = (enum harm)(HARM_NONE + 1 + chance_below(&chance, HARMS - 1));
	return chance_of(&chance, TWICE_PERCENT);
}

static void
tell_how_far(struct fork_road *road, long step)
{
	time_t now = time(NULL);

	if (road->story->every != 1 || road->story->tally->quiet ||
	    now - road->told_at < TELL_SECONDS)
		return;
	printf("# seed %" PRIu64 ": step %ld of %ld\n", road->story->seed, step, road->length);
	fflush(stdout);
	road->told_at = now;
}

static void
before_step(struct steps *s, enum step_kind kind, void *data)
{
	struct fork_road *road = data;
	const struct story *story = road->story;

	if ((s->n + (long)story->seed) % story->every != 0 ||
	    (story->tally->until_first && story->tally->failures > 0))
		return;
	tell_how_far(road, s->n);
	for (int harm = HARM_NONE + 1; harm < HARMS && s->before != NULL; harm++) {
		struct mishap mishaps[MISHAPS_MOST] = { { .at = s->n, .harm = (enum harm)harm } };
		struct mishap second = { 0 };

		if (!step_suffers(kind, (enum harm)harm))
			continue;
		branch_off(s, road, mishaps);
		if (s->before == NULL || !soon_after(story, &mishaps[0], &second))
			continue;
		mishaps[1] = second;
		branch_off(s, road, mishaps);
	}
}

/* --- telling it */

static int
tell_branches(const struct story *s, const char *expected, long length)
{
	struct fork_road road = { .story = s,
		.expected = expected,
		.length = length,
		.told_at = time(NULL) };
	struct world *w = world_new(s->stage, s->seed);

	w->steps.before = before_step;
	w->steps.data = &road;
	world_run(w);
	if (w->steps.before == NULL) { /* this is one of the children */
		int wrong = judge(s, w, expected);

		fflush(stdout);
		_exit(wrong);
	}
	for (int i = 0; i < s->at_once; i++)
		reap(&road, i);
	return road.failures > 0;
}

static int
tell_with(const struct story *s, const char *expected)
{
	struct world *w = world_new(s->stage, s->seed);

	memcpy(w->steps.mishaps, s->mishaps, sizeof w->steps.mishaps);
	world_run(w);
	s->tally->runs++;
	return judge(s, w, expected);
}

int
story_tell(const struct story *s)
{
	struct world *w = world_new(s->stage, s->seed);
	const char *expected;

	limit_work(HANG_SECONDS);
	world_run(w);
	if (s->longest != 0 && w->steps.n > s->longest)
		return 2;
	s->tally->seeds++;
	expected = oracle_end(w);
	if (judge(s, w, NULL) == 1)
		return 1;
	limit_work(s->mishaps[0].at != 0 ? HANG_SECONDS : 0);
	if (s->mishaps[0].at != 0)
		return tell_with(s, expected);
	return s->every != 0 ? tell_branches(s, expected, w->steps.n) : 0;
}

pid_t
story_begin(const struct story *s)
{
	pid_t child;
	int status;

	fflush(stdout);
	if ((child = fork()) == -1)
		abort();
	if (child != 0)
		return child;
	status = story_tell(s);
	fflush(stdout);
	_exit(status);
}

int
story_end(pid_t child)
{
	int status;

	if (waitpid(child, &status, 0) != child)
		abort();
	return WIFEXITED(status) ? WEXITSTATUS(status) : 3;
}
