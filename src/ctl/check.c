#include "ctl/check.h"

#include "base/arena.h"
#include "ctl/look.h"
#include "ctl/status.h"
#include "daemon/calendars.h"
#include "decide/gap.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { STRETCHES_SHOWN = 3 };

static const char help[] =
    "usage: convenectl check [-c FILE] [--now TIME]\n"
    "\n"
    "  -c FILE     the configuration (" SYSCONFDIR "/convened.conf)\n"
    "  --now TIME  as if it were that time: 2026-12-01T10:00:00+01:00\n"
    "\n"
    "Prints every mistake as FILE:LINE: what is wrong, what to write; or, where there is none,\n"
    "what the configuration comes to and when each member of staff is free next.\n";

struct options {
	const char *config, *now;
};

static bool
readable(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd == -1)
		return false;
	close(fd);
	return true;
}

/*
 * Files that the daemon reads later.  What systemd makes for it, the password and the folder of
 * the store, need not be there while it does not run, and not be for everybody to read.
 */
static void
check_files(const struct config *c, struct complaints *cs)
{
	const char *slash = strrchr(c->store_path, '/'), *ca_file = c->imap.server.ca_file;
	const char *folder =
	    slash == NULL || slash == c->store_path
		? "/"
		: arena_printf(cs->arena, "%.*s", (int)(slash - c->store_path), c->store_path);

	if (ca_file[0] != '\0' && !readable(ca_file))
		complaint_add(cs, ca_file, 0, "mailbox.ca_file: %s", strerror(errno));
	if (!readable(c->credential))
		complaint_warn(cs, c->credential, 0,
		    "mailbox.credential: %s; convened itself must be able to read it",
		    strerror(errno));
	if (!readable(folder))
		complaint_warn(cs, folder, 0,
		    "the folder of store.path: %s; convened itself must be able to write there",
		    strerror(errno));
}

static void
print_list(const char *what, const char *const *items, size_t n)
{
	printf("  %-10s", what);
	for (size_t i = 0; i < n; i++)
		printf(" %s", items[i]);
	puts(n == 0 ? " none" : "");
}

static void
print_summary(const struct config *c)
{
	const struct rules *r = &c->team.rules;

	printf("%s: all right\n\n", c->file);
	printf("  mailbox    %s <%s>\n", r->own_name, r->own_address);
	printf("  in         %s at %s:%d, folder %s\n", c->imap.user, c->imap.server.host,
	    c->imap.server.port, c->imap.folder);
	printf("  out        %s at %s:%d\n", c->smtp.user, c->smtp.server.host,
	    c->smtp.server.port);
	printf("  operator   %s\n", r->operator_email);
	printf("  meetings   of %d minutes; %d times in an answer, held for %d hours\n",
	    r->duration, r->offer, r->hold_minutes / 60);
	print_list("answers in", r->answer_languages, r->n_answer_languages);
	printf("  store      %s%s\n", c->store_path,
	    access(c->store_path, F_OK) == 0 ? "" : " (not there yet)");
	printf("  staff      %zu\n", c->team.n);
	printf("  gatherings %zu\n", c->n_gatherings);
}

static void
print_person(const struct config *c, const struct staff *who, const struct unread *unread,
    size_t n_unread, int64_t now, struct arena *a)
{
	const struct rules *r = &c->team.rules;
	struct span range = { now, now + (int64_t)r->horizon_minutes * MINUTE };
	struct stretch *all;
	size_t n, shown = 0;

	gap_explain(&c->team, who, range, r->duration, now, a, &all, &n);
	printf("\n%s <%s>, free next (%s):\n", who->name, who->email, who->zone.name);
	for (size_t i = 0; i < n_unread; i++)
		if (unread[i].staff == who)
			printf("  the calendar cannot be read (%s), which counts as busy: %s\n",
			    unread[i].where, unread[i].why);
	for (size_t i = 0; i < n && shown < STRETCHES_SHOWN; i++)
		if (all[i].gap == GAP_NONE) {
			printf("  %s\n", look_span(&who->zone, all[i].span, a));
			shown++;
		}
	if (shown == 0)
		puts("  at no time within the horizon (meetings.horizon)");
}

static int
check(const char *path, int64_t now, struct arena *a)
{
	struct complaints complaints;
	struct config config;
	struct unread *unread;
	size_t n_unread;
	int ret;

	if (config_load(path, a, &config, &complaints) != -1)
		check_files(&config, &complaints);
	for (size_t i = 0; i < complaints.n; i++)
		puts(complaint_line(&complaints.items[i], a));
	if (complaints.n_wrong > 0)
		return CTL_WRONG;
	if ((ret = look_taken("check", &config, now, a, &unread, &n_unread)) != CTL_FINE)
		return ret;
	print_summary(&config);
	for (size_t i = 0; i < config.team.n; i++)
		print_person(&config, &config.team.staff[i], unread, n_unread, now, a);
	return CTL_FINE;
}

static int
read_options(int argc, char **argv, struct options *o)
{
	static const struct option options[] = { { "config", required_argument, NULL, 'c' },
		{ "now", required_argument, NULL, 'n' }, { "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 } };
	int c;

	while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1)
		switch (c) {
		case 'c': o->config = optarg; break;
		case 'n': o->now = optarg; break;
		case 'h': fputs(help, stdout); exit(CTL_FINE);
		default: return CTL_USAGE;
		}
	if (optind == argc)
		return CTL_FINE;
	fputs(help, stderr);
	return CTL_USAGE;
}

int
check_run(int argc, char **argv)
{
	struct options o = { .config = config_default_path() };
	int64_t now = time(NULL);
	struct arena *a;
	int ret;

	if ((ret = read_options(argc, argv, &o)) != CTL_FINE)
		return ret;
	if (o.now != NULL && !zone_read_rfc3339(o.now, &now, NULL)) {
		fprintf(stderr, "convenectl check: %s: no time such as 2026-12-01T10:00:00+01:00\n",
		    o.now);
		return CTL_USAGE;
	}
	a = arena_new();
	ret = check(o.config, now, a);
	arena_free(a);
	return fflush(stdout) == 0 ? ret : CTL_WRONG;
}
