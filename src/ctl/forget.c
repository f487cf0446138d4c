#include "ctl/forget.h"

#include "base/arena.h"
#include "ctl/look.h"
#include "ctl/status.h"
#include "daemon/leaving.h"
#include "inbox/address.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static const char help[] =
    "usage: convenectl forget [-c FILE] [--now TIME] [--cancel] [--dry-run] ADDRESS\n"
    "\n"
    "  -c FILE    the configuration (" SYSCONFDIR "/convened.conf)\n"
    "  --cancel   call off what stands with this person, or take a guest off; the others\n"
    "             hear of it\n"
    "  --dry-run  say what would be erased, and change nothing\n"
    "\n"
    "Erases a person from the store, while convened runs or not.  Mails in the mailbox itself\n"
    "stay: delete them there.\n";

struct options {
	const char *config, *email;
	int64_t now;
	bool cancel, dry;
};

static void
count(int64_t n, const char *one, const char *many)
{
	if (n > 0)
		printf("  %" PRId64 " %s\n", n, n == 1 ? one : many);
}

static void
tell_gone(const struct forgotten *g, bool dry)
{
	if (g->people + g->meetings + g->waiting + g->bytes + g->mails == 0) {
		puts("nothing is known of this address");
		return;
	}
	puts(dry ? "would be erased:" : "erased:");
	count(g->people, "person, with language and time zone", "people");
	count(g->meetings, "meeting: name and address of the guest",
	    "meetings: name and address of the guest");
	count(g->mails, "mail that came: its id", "mails that came: their ids");
	count(g->bytes, "mail that went out: its text", "mails that went out: their texts");
	count(g->waiting, "mail that will not be sent", "mails that will not be sent");
	puts("Mails in the mailbox itself stay: delete them there.");
}

static void
tell_standing(const struct leaving *l)
{
	for (size_t i = 0; i < l->n_standing; i++)
		printf("%s%" PRId64, i == 0 ? " " : ", ", l->standing[i]);
}

static int
tell(const struct leaving *l, const struct options *o)
{
	if (l->n_standing == 0) {
		tell_gone(&l->gone, o->dry);
		return CTL_FINE;
	}
	if (!o->cancel) {
		fputs("convenectl forget: nothing was erased: with this person stands meeting",
		    stderr);
		fflush(stdout);
		for (size_t i = 0; i < l->n_standing; i++)
			fprintf(stderr, "%s %" PRId64, i == 0 ? "" : ",", l->standing[i]);
		fputs("\n(--cancel calls off what stands; see convenectl show)\n", stderr);
		return CTL_WRONG;
	}
	fputs(o->dry ? "would be called off: meeting" : "called off: meeting", stdout);
	tell_standing(l);
	puts(o->dry ? "\nAll else would be erased as soon as the mails about that are out."
		    : "\nAll else is erased as soon as the mails about that are out: convened "
		      "sees to it.");
	return CTL_FINE;
}

static int
with_store(const struct options *o, struct turn *t, struct arena *a)
{
	struct err err = { 0 };
	struct leaving l;
	int ret;

	t->key = db_key(t->db);
	t->dry = o->dry;
	ret = leaving_begin(t, o->email, o->cancel, o->now, a, &l, &err);
	if (ret == -1) {
		fprintf(stderr, "convenectl forget: %s\n", err.text);
		return CTL_WRONG;
	}
	return tell(&l, o);
}

static int
forget(const struct options *o, struct arena *a)
{
	struct config config;
	struct langs *langs = NULL;
	struct turn turn = { .config = &config };
	struct err err = { 0 };
	const char *dir = langs_dir(a);
	int ret;

	if ((ret = look_config(o->config, a, &config)) != CTL_FINE)
		return ret;
	if (team_find(&config.team, o->email) != NULL) {
		fprintf(stderr, "convenectl forget: %s has a file in %s: remove that first\n",
		    o->email, config.staff_dir);
		return CTL_WRONG;
	}
	if (access(config.store_path, F_OK) == -1) {
		fprintf(stderr, "convenectl forget: no store %s: has convened run here?\n",
		    config.store_path);
		return CTL_WRONG;
	}
	if (dir == NULL || (langs = langs_load(dir, &err)) == NULL ||
	    (turn.db = db_open_more(config.store_path, &err)) == NULL) {
		fprintf(stderr, "convenectl forget: %s\n",
		    dir == NULL ? "the language files are nowhere to be found" : err.text);
		ret = CTL_WRONG;
	} else {
		turn.langs = langs;
		ret = with_store(o, &turn, a);
	}
	db_close(turn.db);
	langs_free(langs);
	return ret;
}

static int
read_options(int argc, char **argv, struct options *o)
{
	static const struct option options[] = { { "config", required_argument, NULL, 'c' },
		{ "now", required_argument, NULL, 'n' }, { "cancel", no_argument, NULL, 'C' },
		{ "dry-run", no_argument, NULL, 'd' }, { "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 } };
	int c;

	while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1)
		switch (c) {
		case 'c': o->config = optarg; break;
		case 'n':
			if (zone_read_rfc3339(optarg, &o->now, NULL))
				break;
			fprintf(stderr, "convenectl forget: no time such as %s\n", optarg);
			return CTL_USAGE;
		case 'C': o->cancel = true; break;
		case 'd': o->dry = true; break;
		case 'h': fputs(help, stdout); exit(CTL_FINE);
		default: return CTL_USAGE;
		}
	if (optind + 1 != argc) {
		fputs(help, stderr);
		return CTL_USAGE;
	}
	o->email = argv[optind];
	if (address_valid(o->email))
		return CTL_FINE;
	fprintf(stderr, "convenectl forget: %s: no address\n", o->email);
	return CTL_USAGE;
}

int
forget_run(int argc, char **argv)
{
	struct options o = { .config = config_default_path(), .now = time(NULL) };
	struct arena *a;
	int ret;

	if ((ret = read_options(argc, argv, &o)) != CTL_FINE)
		return ret;
	a = arena_new();
	ret = forget(&o, a);
	arena_free(a);
	return fflush(stdout) == 0 ? ret : CTL_WRONG;
}
