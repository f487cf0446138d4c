#include "ctl/show.h"

#include "base/arena.h"
#include "ctl/look.h"
#include "ctl/status.h"
#include "ctl/story.h"
#include "ctl/table.h"
#include "store/mails.h"
#include "store/meetings.h"
#include "store/queue.h"

#include <getopt.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static const char help[] =
    "usage: convenectl show [-c FILE] [--json] ID\n"
    "\n"
    "  -c FILE  the configuration (" SYSCONFDIR "/convened.conf)\n"
    "  --json   one object\n"
    "\n"
    "Who takes part, what was offered, what happened when, which mails came and went.  Times are\n"
    "in UTC, and for each guest in their own zone.\n";

struct options {
	const char *config;
	int64_t id;
	bool json;
};

struct tale {
	struct meeting meeting;
	struct meeting_note *notes;
	struct mail_row *mails;
	struct queue_row *queue;
	size_t n_notes, n_mails, n_queue;
};

/* 1, 0: no such meeting, -1 */
static int
load(struct db *db, int64_t id, struct arena *a, struct tale *t, struct err *err)
{
	int found = meetings_load(db, id, a, &t->meeting, err);

	if (found != 1)
		return found;
	if (meetings_notes(db, id, a, &t->notes, &t->n_notes, err) == -1 ||
	    mails_list(db, id, INT32_MAX, a, &t->mails, &t->n_mails, err) == -1 ||
	    queue_list(db, id, a, &t->queue, &t->n_queue, err) == -1)
		return -1;
	return 1;
}

static void
print_json(const struct tale *t, struct arena *a)
{
	json_t *all = story_meeting(&t->meeting, a);
	json_t *notes = json_array(), *mails = json_array(), *queue = json_array();

	for (size_t i = 0; i < t->n_notes; i++)
		json_array_append_new(notes, story_note(t->notes[i].at, t->notes[i].line, a));
	for (size_t i = t->n_mails; i > 0; i--)
		json_array_append_new(mails, story_mail(&t->mails[i - 1], a));
	for (size_t i = 0; i < t->n_queue; i++)
		json_array_append_new(queue, story_queued(&t->queue[i], a));
	json_object_set_new(all, "notes", notes);
	json_object_set_new(all, "mails_in", mails);
	json_object_set_new(all, "mails_out", queue);
	story_print(all);
}

static void
print_head(const struct meeting *m, struct arena *a)
{
	struct zone utc = zone_utc();

	printf("meeting %lld: %s%s\n", (long long)m->id, meeting_state_name(m->state),
	    m->with_person ? ", waits for a person" : "");
	if (m->slot.end_at != 0)
		printf("  when      %s UTC\n", look_span(&utc, m->slot, a));
	printf("  topic     %s\n", m->topic);
	printf("  length    %d minutes\n", m->duration);
	printf("  language  %s\n", m->language);
	printf("  begun     %s UTC\n", story_moment(m->created_at, a));
	printf("  changed   %s UTC\n", story_moment(m->changed_at, a));
	if (m->uid[0] != '\0')
		printf("  UID       %s, SEQUENCE %d\n", m->uid, m->sequence);
}

static void
print_guests(const struct meeting *m, struct arena *a)
{
	static const char *const heads[] = { "WHO", "", "ANSWER", "THEIR TIME", "ZONE" };
	struct table *table = table_new(heads, sizeof heads / sizeof heads[0], a);

	for (size_t i = 0; i < m->n_guests; i++) {
		const struct guest *g = &m->guests[i];

		table_add(table, g->email);
		table_add(table, story_role(g->role));
		table_add(table, partstat_name(g->partstat));
		table_add(table, m->slot.end_at == 0 ? "" : look_span(&g->zone, m->slot, a));
		table_add(table, g->zone.name);
	}
	putchar('\n');
	table_print(table, table_terminal(), stdout);
}

static void
print_offers(const struct meeting *m, struct arena *a)
{
	static const char *const heads[] = { "OFFER", "WHEN (UTC)", "STATE", "HELD UNTIL (UTC)",
		"WITH" };
	struct table *table = table_new(heads, sizeof heads / sizeof heads[0], a);
	struct zone utc = zone_utc();

	if (m->n_offers == 0)
		return;
	for (size_t i = 0; i < m->n_offers; i++) {
		const struct offer *o = &m->offers[i];

		table_add(table, arena_printf(a, "mail %d, no. %d", o->round, o->number));
		table_add(table, look_span(&utc, o->span, a));
		table_add(table, story_offer_state(o->state));
		table_add(table, o->state == OFFER_OPEN ? story_moment(o->held_until, a) : "");
		table_add(table, o->host);
	}
	putchar('\n');
	table_print(table, table_terminal(), stdout);
}

static void
print_mails(const struct tale *t, struct arena *a)
{
	static const char *const in[] = { "MAIL IN (UTC)", "OUTCOME", "WHY" };
	static const char *const out[] = { "MAIL OUT (UTC)", "KIND", "STATE", "TO", "ANSWER" };
	struct table *table = table_new(in, sizeof in / sizeof in[0], a);

	for (size_t i = t->n_mails; i > 0; i--) { /* the store has the newest first */
		table_add(table, story_moment(t->mails[i - 1].received_at, a));
		table_add(table, verdict_name(t->mails[i - 1].verdict));
		table_add(table, t->mails[i - 1].why);
	}
	if (t->n_mails > 0) {
		putchar('\n');
		table_print(table, table_terminal(), stdout);
	}
	table = table_new(out, sizeof out / sizeof out[0], a);
	for (size_t i = 0; i < t->n_queue; i++) {
		const struct queue_row *r = &t->queue[i];

		table_add(table, story_moment(r->queued_at, a));
		table_add(table, r->kind);
		table_add(table, arena_printf(a, "%s%s", queue_state_name(r->state),
				     r->tries > 1 ? arena_printf(a, ", %d tries", r->tries) : ""));
		table_add(table, r->recipient);
		table_add(table, r->answer);
	}
	if (t->n_queue > 0) {
		putchar('\n');
		table_print(table, table_terminal(), stdout);
	}
}

static void
print_notes(const struct tale *t, struct arena *a)
{
	static const char *const heads[] = { "AT (UTC)", "WHAT HAPPENED" };
	struct table *table = table_new(heads, sizeof heads / sizeof heads[0], a);

	if (t->n_notes == 0)
		return;
	for (size_t i = 0; i < t->n_notes; i++) {
		table_add(table, story_moment(t->notes[i].at, a));
		table_add(table, t->notes[i].line);
	}
	putchar('\n');
	table_print(table, table_terminal(), stdout);
}

static int
show(const struct options *o, struct arena *a)
{
	struct tale tale = { 0 };
	struct err err = { 0 };
	struct config config;
	struct db *db;
	int ret;

	if ((ret = look_config(o->config, a, &config)) != CTL_FINE)
		return ret;
	if ((db = look_store("show", &config)) == NULL)
		return CTL_WRONG;
	ret = load(db, o->id, a, &tale, &err);
	db_close(db);
	if (ret == 0)
		fprintf(stderr, "convenectl show: there is no meeting %lld\n", (long long)o->id);
	else if (ret == -1)
		fprintf(stderr, "convenectl show: %s\n", err.text);
	else if (o->json)
		print_json(&tale, a);
	else {
		print_head(&tale.meeting, a);
		print_guests(&tale.meeting, a);
		print_offers(&tale.meeting, a);
		print_mails(&tale, a);
		print_notes(&tale, a);
	}
	return ret == 1 ? CTL_FINE : CTL_WRONG;
}

static int
read_options(int argc, char **argv, struct options *o)
{
	static const struct option options[] = { { "config", required_argument, NULL, 'c' },
		{ "json", no_argument, NULL, 'j' }, { "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 } };
	char *end;
	int c;

	while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1)
		switch (c) {
		case 'c': o->config = optarg; break;
		case 'j': o->json = true; break;
		case 'h': fputs(help, stdout); exit(CTL_FINE);
		default: return CTL_USAGE;
		}
	if (optind + 1 != argc) {
		fputs(help, stderr);
		return CTL_USAGE;
	}
	o->id = strtoll(argv[optind], &end, 10);
	if (o->id > 0 && *end == '\0')
		return CTL_FINE;
	fprintf(stderr, "convenectl show: %s: no number of a meeting; see convenectl list\n",
	    argv[optind]);
	return CTL_USAGE;
}

int
show_run(int argc, char **argv)
{
	struct options o = { .config = config_default_path() };
	struct arena *a;
	int ret;

	if ((ret = read_options(argc, argv, &o)) != CTL_FINE)
		return ret;
	a = arena_new();
	ret = show(&o, a);
	arena_free(a);
	return fflush(stdout) == 0 ? ret : CTL_WRONG;
}
