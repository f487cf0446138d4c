/*
 * sim - the whole daemon in a world of its own, thousands of times
 *
 *	sim                                what `make check` runs; seeds.txt too
 *	sim --seeds FROM COUNT EVERY       undisturbed, then with every harm at each EVERYth step
 *	sim --each-step FROM COUNT LONGEST at each step, COUNT seeds of at most LONGEST steps
 *	sim --soak FROM [SECONDS]          seeds without end, until one fails or the time is up
 *	sim SEED                           one seed undisturbed: its mails, and how it ended
 *	sim SEED STEP HARM [STEP HARM]     ... with harm there (kill, power, fail, fail-yet)
 */
#include "base/arena.h"
#include "base/log.h"
#include "sim/oracle.h"
#include "sim/story.h"
#include "tap.h"

#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	AT_ONCE = 2,
	SOAK_EVERY = 211, /* a prime: each seed meets other kinds of steps */
	TELL_SECONDS = 10,
};

/* A row of stories, some of them at once. */
struct row {
	const struct stage *stage;
	struct tally *tally;
	uint64_t next;
	long failed;
	time_t began_at, told_at;
};

static struct row
row_new(const struct stage *stage, uint64_t from)
{
	time_t now = time(NULL);

	return (struct row){ stage, tally_new(), from, 0, now, now };
}

static void
tell(struct row *r, bool always)
{
	time_t now = time(NULL);
	double seconds = (double)(now > r->began_at ? now - r->began_at : 1);

	if (!always && now - r->told_at < TELL_SECONDS)
		return;
	r->told_at = now;
	printf("# %ld seeds, %ld runs with harm (%ld twice); %.1f seeds and %.0f runs a second\n",
	    r->tally->seeds, r->tally->runs, r->tally->twice, (double)r->tally->seeds / seconds,
	    (double)(r->tally->seeds + r->tally->runs) / seconds);
	fflush(stdout);
}

/* Until enough of them were told, or go_on says otherwise.  A story that is too long counts not. */
static void
run_row(struct row *r, uint64_t enough, long every, long longest, time_t until)
{
	pid_t running[AT_ONCE] = { 0 };
	uint64_t seeds[AT_ONCE];
	uint64_t begun = 0;

	for (int i = 0;; i = (i + 1) % AT_ONCE) {
		struct story s = { .stage = r->stage,
			.tally = r->tally,
			.seed = r->next,
			.every = every,
			.longest = longest,
			.at_once = 1 };

		if (running[i] != 0) {
			int how = story_end(running[i]);

			running[i] = 0;
			begun -= how == 2;
			if (how == 1 || how == 3) {
				printf("# seed %" PRIu64 " failed\n", seeds[i]);
				r->failed++;
			}
			tell(r, false);
		}
		if (begun < enough && (until == 0 || (time(NULL) < until && r->failed == 0))) {
			seeds[i] = r->next++;
			running[i] = story_begin(&s);
			begun++;
			continue;
		}
		for (int k = 0; k < AT_ONCE; k++)
			if (running[k] != 0)
				goto next;
		break;
	next:;
	}
	tell(r, true);
}

static void
run_seeds(const struct stage *stage, uint64_t from, uint64_t count, long every)
{
	struct row r = row_new(stage, from);

	run_row(&r, count, every, 0, 0);
	is_int(r.failed, 0, "seeds %" PRIu64 " to %" PRIu64 ", harm every %ld steps", from,
	    from + count - 1, every);
}

static void
run_each_step(const struct stage *stage, uint64_t from, uint64_t count, long longest)
{
	struct row r = row_new(stage, from);

	run_row(&r, count, 1, longest, 0);
	is_int(r.failed, 0,
	    "%ld seeds from %" PRIu64 " with at most %ld steps, harm at each: %ld runs",
	    r.tally->seeds, from, longest, r.tally->runs);
}

static void
soak(const struct stage *stage, uint64_t from, long seconds)
{
	struct row r = row_new(stage, from);

	run_row(&r, UINT64_MAX, SOAK_EVERY, 0, seconds > 0 ? r.began_at + seconds : INT64_MAX);
	is_int(r.failed, 0, "%ld seeds from %" PRIu64, r.tally->seeds, from);
}

/* --- what once failed */

/* From the words "203 kill 210 fail". */
static bool
read_mishaps(char **words, int n, struct mishap out[MISHAPS_MOST])
{
	if (n % 2 != 0 || n / 2 > MISHAPS_MOST)
		return false;
	for (int i = 0; i < n / 2; i++) {
		out[i] =
		    (struct mishap){ .at = atol(words[2 * i]), .harm = harm_of(words[2 * i + 1]) };
		if (out[i].at <= 0 || out[i].harm == HARMS)
			return false;
	}
	return true;
}

static void
replay(const struct stage *stage, char *line)
{
	struct story s = { .stage = stage, .tally = tally_new() };
	char *words[2 * MISHAPS_MOST + 1], *text = line + strcspn(line, "#");
	int n = 0;

	if (*text == '#')
		*text++ = '\0';
	text[strcspn(text, "\n")] = '\0';
	for (char *w = strtok(line, " \t\n"); w != NULL && n < 2 * MISHAPS_MOST + 1;
	     w = strtok(NULL, " \t\n"))
		words[n++] = w;
	if (n == 0)
		return;
	s.seed = strtoull(words[0], NULL, 10);
	if (!ok(read_mishaps(words + 1, n - 1, s.mishaps), "seeds.txt: %s is a story", words[0]))
		return;
	is_int(story_end(story_begin(&s)), 0, "once failed:%s", text);
}

static void
replay_all(const struct stage *stage)
{
	FILE *f = fopen(tap_source("tests/sim/seeds.txt"), "r");
	char line[256];

	if (!ok(f != NULL, "seeds.txt is there"))
		return;
	while (fgets(line, sizeof line, f) != NULL)
		replay(stage, line);
	fclose(f);
}

/* --- one story, in full */

static int
show(const struct stage *stage, uint64_t seed, const struct mishap mishaps[MISHAPS_MOST])
{
	struct world *w = world_new(stage, seed), *undisturbed;
	const char *wrong, *expected = NULL;

	if (mishaps[0].at != 0) {
		undisturbed = world_new(stage, seed);
		world_run(undisturbed);
		expected = oracle_end(undisturbed);
		w = world_new(stage, seed);
	}
	log_level(LOG_DETAIL);
	memcpy(w->steps.mishaps, mishaps, sizeof w->steps.mishaps);
	world_run(w);
	for (size_t i = 0; i < w->imap.n; i++)
		printf("==> mail %u\n%s\n", w->imap.mails[i].uid, w->imap.mails[i].bytes);
	for (size_t i = 0; i < w->crowd.n_heard; i++)
		printf("==> to %s, <%s>, on <%s>\n%s\n", w->crowd.heard[i]->recipient,
		    w->crowd.heard[i]->message_id, w->crowd.heard[i]->in_reply_to,
		    w->crowd.heard[i]->text);
	fputs(oracle_end(w), stdout);
	printf("%ld steps, %d lives, %s, %d times another program\n", w->steps.n, w->lives,
	    calamity_name(w->weather.calamity), w->weather.n_meddling);
	wrong = story_wrong(w, expected);
	fputs(wrong, stdout);
	return wrong[0] != '\0';
}

static int
usage(void)
{
	fputs("usage: sim [--seeds FROM COUNT EVERY | --each-step FROM COUNT LONGEST |"
	      " --soak FROM [SECONDS] | SEED [STEP HARM]...]\n",
	    stderr);
	return 2;
}

static int
run(const struct stage *stage, int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	uint64_t number = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
	struct mishap mishaps[MISHAPS_MOST] = { 0 };

	if (argc == 5 && strcmp(what, "--seeds") == 0)
		run_seeds(stage, number, strtoull(argv[3], NULL, 10), atol(argv[4]));
	else if (argc == 5 && strcmp(what, "--each-step") == 0)
		run_each_step(stage, number, strtoull(argv[3], NULL, 10), atol(argv[4]));
	else if (argc >= 3 && argc <= 4 && strcmp(what, "--soak") == 0)
		soak(stage, number, argc > 3 ? atol(argv[3]) : 0);
	else if (argc > 1) {
		if (what[0] < '0' || what[0] > '9' || !read_mishaps(argv + 2, argc - 2, mishaps))
			return usage();
		return show(stage, strtoull(what, NULL, 10), mishaps);
	} else {
		run_seeds(stage, 0, 50, 0);
		run_seeds(stage, 1, 1, 7);
		replay_all(stage);
	}
	return tap_done();
}

int
main(int argc, char **argv)
{
	struct stage stage;
	int ret;

	/* Memory that was given back would have to be asked for again, in each child. */
	mallopt(M_TRIM_THRESHOLD, 1 << 30);
	mallopt(M_MMAP_THRESHOLD, 1 << 30);
	stage_open(&stage);
	ret = run(&stage, argc, argv);
	stage_close(&stage);
	fflush(stdout);
	_exit(ret); /* not exit(): what a killed daemon leaves in memory is no leak */
}
