#include "ctl/slots.h"

#include "base/arena.h"
#include "ctl/look.h"
#include "ctl/status.h"
#include "daemon/calendars.h"
#include "decide/gap.h"
#include "inbox/address.h"

#include <ctype.h>
#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char help[] =
    "usage: convenectl slots [-c FILE] [--staff EMAIL] [--from TIME] [--to TIME]\n"
    "                        [--duration LENGTH] [--now TIME] [--json]\n"
    "\n"
    "  -c FILE            the configuration (" SYSCONFDIR "/convened.conf)\n"
    "  --staff EMAIL      this person only; otherwise everybody\n"
    "  --from TIME        2026-12-01, \"2026-12-01 10:00\" in the person's zone, or\n"
    "                     2026-12-01T10:00:00+01:00 (now)\n"
    "  --to TIME          the same; a date means the end of that day (a week later)\n"
    "  --duration LENGTH  how long the meeting is to be: 30m, 1h (as configured)\n"
    "  --now TIME         as if it were that time: 2026-12-01T10:00:00+01:00\n"
    "  --json             one object a line for each person\n"
    "\n"
    "Gaps: hours (not working), away, booked, held (offered to somebody), busy (own calendar),\n"
    "unreadable (so is an own calendar that nobody can read), buffer, cap (enough meetings that "
    "day), notice (too soon), horizon (too far ahead), short\n"
    "(free, but not long enough).\n";

struct options {
	const char *config, *staff, *from, *to, *duration, *now;
	bool json;
};

struct view {
	struct config config;
	int64_t now;
	int minutes;
	struct arena *arena;
};

static int
complain(const char *what, const char *value)
{
	fprintf(stderr, "convenectl slots: %s: %s\n", value, what);
	return CTL_USAGE;
}

/* "30m", "1h", "90" */
static bool
read_minutes(const char *text, int *minutes)
{
	char *unit;
	long n = strtol(text, &unit, 10);

	if (!isdigit((unsigned char)text[0]) || n <= 0 || n > 24 * 60)
		return false;
	if (strcmp(unit, "h") == 0)
		n *= 60;
	else if (strcmp(unit, "m") != 0 && *unit != '\0')
		return false;
	*minutes = (int)n;
	return n <= 24 * 60;
}

/* A date alone is its beginning, or its end. */
static bool
read_time(const char *text, const struct zone *zone, bool end, int64_t *at)
{
	struct civil c = { .minute = end ? 1440 : 0 };
	int hour, minute, n = 0;

	if (zone_read_rfc3339(text, at, NULL))
		return true;
	if (sscanf(text, "%4d-%2d-%2d%n", &c.date.year, &c.date.month, &c.date.day, &n) != 3 ||
	    !date_valid(c.date))
		return false;
	text += n;
	if (*text != '\0') {
		if (sscanf(text, "%*1[ T]%2d:%2d%n", &hour, &minute, &n) != 2 || text[n] != '\0' ||
		    hour < 0 || hour > 24 || minute < 0 || minute > 59)
			return false;
		c.minute = hour * 60 + minute;
	}
	*at = zone_moment(zone, &c, NULL);
	return true;
}

static char *
reason(const struct stretch *s, struct arena *a)
{
	if (s->meeting == 0)
		return arena_str(a, gap_name(s->gap));
	return arena_printf(a, "%s (meeting %lld)", gap_name(s->gap), (long long)s->meeting);
}

static void
print_table(const struct staff *who, const struct view *v, const struct stretch *all, size_t n)
{
	struct zone utc = zone_utc();

	printf("%s <%s>: meetings of %d minutes\n", who->name, who->email, v->minutes);
	printf("  %-43s  UTC\n", who->zone.name);
	for (size_t i = 0; i < n; i++)
		printf("  %-43s  %-43s  %s\n", look_span(&who->zone, all[i].span, v->arena),
		    look_span(&utc, all[i].span, v->arena), reason(&all[i], v->arena));
	putchar('\n');
}

static void
print_json(const struct staff *who, const struct view *v, const struct stretch *all, size_t n)
{
	json_t *list = json_array();
	json_t *out = json_pack("{s:s, s:s, s:s, s:i, s:o}", "staff", who->email, "name", who->name,
	    "time_zone", who->zone.name, "duration_minutes", v->minutes, "stretches", list);
	char *text;

	for (size_t i = 0; i < n; i++) {
		bool free = all[i].gap == GAP_NONE;
		json_t *one = json_pack("{s:s, s:s, s:b, s:s?}", "start",
		    zone_rfc3339(&who->zone, all[i].span.start_at, v->arena), "end",
		    zone_rfc3339(&who->zone, all[i].span.end_at, v->arena), "free", free, "reason",
		    free ? NULL : gap_name(all[i].gap));

		json_object_set_new(one, "meeting",
		    all[i].meeting != 0 ? json_integer(all[i].meeting) : json_null());
		json_array_append_new(list, one);
	}
	text = json_dumps(out, JSON_COMPACT);
	puts(text);
	free(text);
	json_decref(out);
}

static int
show_person(const struct view *v, const struct options *o, const struct staff *who)
{
	struct span range = { v->now, 0 };
	struct stretch *all;
	size_t n;

	if (o->from != NULL && !read_time(o->from, &who->zone, false, &range.start_at))
		return complain("no time such as 2026-12-01 or \"2026-12-01 10:00\"", o->from);
	range.end_at = range.start_at + WEEK;
	if (o->to != NULL && !read_time(o->to, &who->zone, true, &range.end_at))
		return complain("no time such as 2026-12-01 or \"2026-12-01 10:00\"", o->to);
	if (range.end_at <= range.start_at || range.end_at - range.start_at > 400 * (int64_t)DAY)
		return complain("must be after --from, and within 400 days of it",
		    o->to != NULL ? o->to : "--to");
	gap_explain(&v->config.team, who, range, v->minutes, v->now, v->arena, &all, &n);
	if (o->json)
		print_json(who, v, all, n);
	else
		print_table(who, v, all, n);
	return CTL_FINE;
}

static int
show(struct view *v, const struct options *o)
{
	const struct team *team = &v->config.team;
	bool found = false;
	struct unread *unread;
	size_t n_unread;
	int ret;

	if ((ret = look_config(o->config, v->arena, &v->config)) != CTL_FINE ||
	    (ret = look_taken("slots", &v->config, v->now, v->arena, &unread, &n_unread)) !=
		CTL_FINE)
		return ret;
	for (size_t i = 0; i < n_unread; i++)
		if (o->staff == NULL || address_same(o->staff, unread[i].staff->email))
			fprintf(stderr,
			    "convenectl slots: the calendar of %s cannot be read (%s), so they "
			    "count as "
			    "busy: %s\n",
			    unread[i].staff->name, unread[i].where, unread[i].why);
	v->minutes = team->rules.duration;
	if (o->duration != NULL && !read_minutes(o->duration, &v->minutes))
		return complain("no length such as 30m or 1h", o->duration);
	for (size_t i = 0; i < team->n; i++) {
		if (o->staff != NULL && !address_same(o->staff, team->staff[i].email))
			continue;
		found = true;
		if ((ret = show_person(v, o, &team->staff[i])) != CTL_FINE)
			return ret;
	}
	if (!found && o->staff != NULL) {
		complain("nobody in the staff has this address", o->staff);
		return CTL_WRONG;
	}
	return CTL_FINE;
}

static int
read_options(int argc, char **argv, struct options *o)
{
	static const struct option options[] = { { "config", required_argument, NULL, 'c' },
		{ "staff", required_argument, NULL, 's' }, { "from", required_argument, NULL, 'f' },
		{ "to", required_argument, NULL, 't' },
		{ "duration", required_argument, NULL, 'd' },
		{ "now", required_argument, NULL, 'n' }, { "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };
	int c;

	while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1)
		switch (c) {
		case 'c': o->config = optarg; break;
		case 's': o->staff = optarg; break;
		case 'f': o->from = optarg; break;
		case 't': o->to = optarg; break;
		case 'd': o->duration = optarg; break;
		case 'n': o->now = optarg; break;
		case 'j': o->json = true; break;
		case 'h': fputs(help, stdout); exit(CTL_FINE);
		default: return CTL_USAGE;
		}
	if (optind != argc) {
		fputs(help, stderr);
		return CTL_USAGE;
	}
	return CTL_FINE;
}

int
slots_run(int argc, char **argv)
{
	struct options o = { .config = config_default_path() };
	struct view v = { .now = time(NULL) };
	int ret;

	if ((ret = read_options(argc, argv, &o)) != CTL_FINE)
		return ret;
	if (o.now != NULL && !zone_read_rfc3339(o.now, &v.now, NULL))
		return complain("no time such as 2026-12-01T10:00:00+01:00", o.now);
	v.arena = arena_new();
	ret = show(&v, &o);
	arena_free(v.arena);
	return fflush(stdout) == 0 ? ret : CTL_WRONG;
}
