#include "ctl/list.h"

#include "base/arena.h"
#include "ctl/look.h"
#include "ctl/status.h"
#include "ctl/story.h"
#include "ctl/table.h"
#include "store/mails.h"
#include "store/meetings.h"

#include <getopt.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static const char help[] = "usage: convenectl list [-c FILE] [-n NUMBER] [--mails] [--json]\n"
			   "\n"
			   "  -c FILE    the configuration (" SYSCONFDIR "/convened.conf)\n"
			   "  -n NUMBER  only so many, the newest\n"
			   "  --mails    mails instead of meetings: what became of each\n"
			   "  --json     one object a line\n"
			   "\n"
			   "Newest first; times are in UTC.\n";

struct options {
	const char *config;
	size_t most;
	bool mails, json;
};

/* Each thing that is listed has memory of its own, for there may be a hundred thousand. */
static int
list_meetings(struct db *db, const struct options *o, struct arena *a, struct err *err)
{
	static const char *const heads[] = { "ID", "STATE", "WHEN (UTC)", "WITH", "FOR", "TOPIC" };
	struct table *table = table_new(heads, sizeof heads / sizeof heads[0], a);
	struct arena *one = arena_new();
	int64_t *ids;
	size_t n;
	int ret = meetings_ids(db, o->most, a, &ids, &n, err);

	for (size_t i = 0; ret != -1 && i < n; i++) {
		struct meeting m;

		arena_reset(one);
		if ((ret = meetings_load(db, ids[i], one, &m, err)) != 1)
			continue; /* 0: gone since the ids were read */
		if (o->json)
			story_print(story_meeting(&m, one));
		else
			story_row(table, &m, one);
	}
	if (ret != -1 && !o->json && n == 0)
		puts("no meetings so far");
	else if (ret != -1 && !o->json)
		table_print(table, table_terminal(), stdout);
	arena_free(one);
	return ret == -1 ? -1 : 0;
}

static int
list_mails(struct db *db, const struct options *o, struct arena *a, struct err *err)
{
	static const char *const heads[] = { "ID", "ARRIVED (UTC)", "OUTCOME", "MEETING", "WHY" };
	struct table *table = table_new(heads, sizeof heads / sizeof heads[0], a);
	struct mail_row *rows;
	size_t n;

	if (mails_list(db, 0, o->most, a, &rows, &n, err) == -1)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct mail_row *r = &rows[i];

		if (o->json) {
			story_print(story_mail(r, a));
			continue;
		}
		table_add(table, arena_printf(a, "%lld", (long long)r->id));
		table_add(table, story_moment(r->received_at, a));
		table_add(table, verdict_name(r->verdict));
		table_add(table,
		    r->meeting == 0 ? "" : arena_printf(a, "%lld", (long long)r->meeting));
		table_add(table, r->why);
	}
	if (!o->json && n == 0)
		puts("no mails so far");
	else if (!o->json)
		table_print(table, table_terminal(), stdout);
	return 0;
}

static int
list(const struct options *o, struct arena *a)
{
	struct err err = { 0 };
	struct config config;
	struct db *db;
	int ret;

	if ((ret = look_config(o->config, a, &config)) != CTL_FINE)
		return ret;
	if ((db = look_store("list", &config)) == NULL)
		return CTL_WRONG;
	ret = o->mails ? list_mails(db, o, a, &err) : list_meetings(db, o, a, &err);
	if (ret == -1)
		fprintf(stderr, "convenectl list: %s\n", err.text);
	db_close(db);
	return ret == -1 ? CTL_WRONG : CTL_FINE;
}

static int
read_options(int argc, char **argv, struct options *o)
{
	static const struct option options[] = { { "config", required_argument, NULL, 'c' },
		{ "number", required_argument, NULL, 'n' }, { "mails", no_argument, NULL, 'm' },
		{ "json", no_argument, NULL, 'j' }, { "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 } };
	char *end;
	int c;

	while ((c = getopt_long(argc, argv, "c:n:", options, NULL)) != -1)
		switch (c) {
		case 'c': o->config = optarg; break;
		case 'm': o->mails = true; break;
		case 'j': o->json = true; break;
		case 'h': fputs(help, stdout); exit(CTL_FINE);
		case 'n':
			o->most = strtoul(optarg, &end, 10);
			if (*optarg >= '1' && *optarg <= '9' && *end == '\0' && o->most < INT32_MAX)
				break;
			fprintf(stderr, "convenectl list: %s: no number such as 20\n", optarg);
			return CTL_USAGE;
		default: return CTL_USAGE;
		}
	if (optind == argc)
		return CTL_FINE;
	fputs(help, stderr);
	return CTL_USAGE;
}

int
list_run(int argc, char **argv)
{
	struct options o = { .config = config_default_path(), .most = INT32_MAX };
	struct arena *a;
	int ret;

	if ((ret = read_options(argc, argv, &o)) != CTL_FINE)
		return ret;
	a = arena_new();
	ret = list(&o, a);
	arena_free(a);
	return fflush(stdout) == 0 ? ret : CTL_WRONG;
}
