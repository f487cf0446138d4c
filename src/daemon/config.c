#include "daemon/config.h"

#include "base/arena.h"
#include "daemon/gatherings.h"
#include "daemon/keys.h"
#include "daemon/staff.h"

#include <dirent.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLACE(member) offsetof(struct config, member)
#define RULE(member)  offsetof(struct config, team.rules.member)
#define RULES(member) RULE(member), RULE(n_##member)

static const char
    *const tls_modes[] = { [TLS_IMPLICIT] = "implicit", [TLS_STARTTLS] = "starttls", NULL };

static const struct key keys[] = {
	{ "mailbox.address", KEY_EMAIL, RULE(own_address), .required = true,
	    .meaning = "the address people write to" },
	{ "mailbox.name", KEY_TEXT, RULE(own_name), .required = true,
	    .meaning = "the name that answers come from" },
	{ "mailbox.imap.host", KEY_TEXT, PLACE(imap.server.host), .required = true,
	    .meaning = "the server the mail is read from" },
	{ "mailbox.imap.port", KEY_NUMBER, PLACE(imap.server.port), .least = 1, .most = 65535,
	    .preset = "993", .meaning = "its port" },
	{ "mailbox.imap.tls", KEY_CHOICE, PLACE(imap.server.tls), .choices = tls_modes,
	    .preset = "\"implicit\"", .meaning = "\"implicit\" or \"starttls\"" },
	{ "mailbox.imap.user", KEY_TEXT, PLACE(imap.user), .required = true,
	    .meaning = "the name to log in with" },
	{ "mailbox.imap.folder", KEY_TEXT, PLACE(imap.folder), .preset = "\"INBOX\"",
	    .meaning = "the folder that is watched" },
	{ "mailbox.smtp.host", KEY_TEXT, PLACE(smtp.server.host), .required = true,
	    .meaning = "the server that mail is handed to" },
	{ "mailbox.smtp.port", KEY_NUMBER, PLACE(smtp.server.port), .least = 1, .most = 65535,
	    .preset = "465", .meaning = "its port" },
	{ "mailbox.smtp.tls", KEY_CHOICE, PLACE(smtp.server.tls), .choices = tls_modes,
	    .preset = "\"implicit\"", .meaning = "\"implicit\" or \"starttls\"" },
	{ "mailbox.smtp.user", KEY_TEXT, PLACE(smtp.user), .required = true,
	    .meaning = "the name to log in with" },
	{ "mailbox.credential", KEY_TEXT, PLACE(credential), .required = true,
	    .meaning = "the file that holds the password" },
	{ "mailbox.ca_file", KEY_TEXT, PLACE(imap.server.ca_file),
	    .meaning = "certificate authorities to trust; empty: the system's" },
	{ "mailbox.authserv_id", KEY_TEXT, PLACE(authserv_id),
	    .meaning = "whose Authentication-Results to believe; empty: nobody's" },
	{ "mailbox.plus_addresses", KEY_TRUTH, RULE(plus_addresses), .preset = "false",
	    .meaning = "does address+anything arrive here too?" },
	{ "mailbox.own_copies", KEY_TRUTH, PLACE(own_copies), .preset = "true",
	    .meaning = "does the mailbox get a copy of each mail that goes out?" },

	{ "meetings.offer", KEY_NUMBER, RULE(offer), .least = 1, .most = 5, .preset = "3",
	    .meaning = "times in one answer" },
	{ "meetings.duration", KEY_LENGTH, RULE(duration), .least = 5, .most = 8 * 60,
	    .preset = "\"30m\"",
	    .meaning = "how long a meeting lasts where the writer does not say" },
	{ "meetings.durations", KEY_LENGTHS, RULES(durations), .least = 5, .most = 8 * 60,
	    .preset = "[ \"15m\", \"30m\", \"45m\", \"60m\", \"90m\" ]",
	    .meaning = "the lengths a meeting may have" },
	{ "meetings.minimum_notice", KEY_LENGTH, RULE(notice_minutes), .least = 0,
	    .most = 90 * 24 * 60, .preset = "\"24h\"",
	    .meaning = "how long ahead a meeting must be asked for" },
	{ "meetings.horizon", KEY_LENGTH, RULE(horizon_minutes), .least = 24 * 60,
	    .most = 366 * 24 * 60, .preset = "\"4w\"",
	    .meaning = "how far ahead times are offered" },
	{ "meetings.hold", KEY_LENGTH, RULE(hold_minutes), .least = 0, .most = 30 * 24 * 60,
	    .preset = "\"48h\"", .meaning = "how long an offered time is kept for the writer" },
	{ "meetings.need_all", KEY_TRUTH, RULE(need_all), .preset = "false",
	    .meaning = "offer other times when a further guest declines, too" },
	{ "meetings.confirm_exact", KEY_TRUTH, RULE(confirm_exact), .preset = "true",
	    .meaning = "is an exact time that is free booked at once?" },
	{ "meetings.chase", KEY_TRUTH, RULE(chase), .preset = "true",
	    .meaning = "is a request without an answer chased once, and then closed?" },
	{ "meetings.odd_hours", KEY_NIGHT, RULE(odd_from), RULE(odd_to),
	    .preset = "\"22:00-07:00\"",
	    .meaning = "hours of a guest's day that are offered only when asked for" },
	{ "meetings.location", KEY_TEXT, RULE(location), .meaning = "where meetings take place" },
	{ "meetings.reminders", KEY_LENGTHS, RULES(reminders), .least = 5, .most = 30 * 24 * 60,
	    .meaning = "how long ahead everybody is reminded" },
	{ "meetings.answer_languages", KEY_LANGUAGES, RULES(answer_languages),
	    .preset = "[ \"en\" ]", .meaning = "the languages convened answers in" },
	{ "meetings.time_zone", KEY_ZONE, RULE(zone), .preset = "\"UTC\"",
	    .meaning = "where nothing tells a writer's zone" },
	{ "meetings.operator", KEY_EMAIL, RULE(operator_email), .required = true,
	    .meaning = "who hears of mails that a person must read" },

	{ "limits.address_a_day", KEY_NUMBER, PLACE(limits.address_a_day), .least = 1,
	    .most = 1000000, .preset = "20", .meaning = "answers to one address in a day" },
	{ "limits.domain_an_hour", KEY_NUMBER, PLACE(limits.domain_an_hour), .least = 1,
	    .most = 1000000, .preset = "500",
	    .meaning = "answers to new writers of one domain in an hour" },
	{ "limits.all_an_hour", KEY_NUMBER, PLACE(limits.all_an_hour), .least = 1, .most = 1000000,
	    .preset = "1000", .meaning = "answers to new writers in an hour" },
	{ "limits.operator_an_hour", KEY_NUMBER, PLACE(limits.operator_an_hour), .least = 1,
	    .most = 1000000, .preset = "100", .meaning = "notices to the operator in an hour" },

	{ "calendars.private_addresses", KEY_TRUTH, PLACE(private_calendars), .preset = "false",
	    .meaning = "may the staff's calendars lie on private or local addresses?" },
	{ "calendars.keep", KEY_LENGTH, PLACE(keep_minutes), .least = 0, .most = 7 * 24 * 60,
	    .preset = "\"1h\"",
	    .meaning = "how long what was last read counts while a calendar's server is away" },
	{ "retention.mails", KEY_LENGTH, PLACE(retention.mails), .least = 24 * 60,
	    .most = 3660 * 24 * 60, .preset = "\"30d\"",
	    .meaning = "how long the bytes of mails that went out are kept" },
	{ "retention.meetings", KEY_LENGTH, PLACE(retention.meetings), .least = 24 * 60,
	    .most = 3660 * 24 * 60, .preset = "\"180d\"",
	    .meaning = "how long meetings that are over and the people in them are kept" },
	{ "retention.digests", KEY_LENGTH, PLACE(retention.digests), .least = 7 * 24 * 60,
	    .most = 3660 * 24 * 60, .preset = "\"400d\"",
	    .meaning = "how long what tells one mail from another is kept" },

	{ "store.path", KEY_TEXT, PLACE(store_path), .preset = "\"/var/lib/convened/convened.db\"",
	    .meaning = "the file that everything is remembered in" },
	{ "staff_dir", KEY_TEXT, PLACE(staff_dir), .preset = "\"staff.d\"",
	    .meaning = "the folder with one file a person" },
	{ "gatherings_dir", KEY_TEXT, PLACE(gatherings_dir), .preset = "\"gatherings.d\"",
	    .meaning = "the folder with one file a gathering" },
};

static const size_t n_keys = sizeof keys / sizeof *keys;

const char *
config_default_path(void)
{
	return SYSCONFDIR "/convened.conf";
}

/* A path in the file begins at the file's folder. */
static const char *
beside(const char *file, const char *path, struct arena *a)
{
	const char *slash = strrchr(file, '/');

	if (path[0] == '/' || slash == NULL)
		return path;
	return arena_printf(a, "%.*s/%s", (int)(slash - file), file, path);
}

static int
is_conf(const struct dirent *d)
{
	size_t len = strlen(d->d_name);

	return d->d_name[0] != '.' && len > 5 && strcmp(d->d_name + len - 5, ".conf") == 0;
}

/* The paths of all *.conf files in a folder, by name; false: there is no such folder. */
static bool
conf_files(const char *dir, struct arena *a, const char ***out, size_t *n)
{
	struct dirent **entries;
	int found = scandir(dir, &entries, is_conf, alphasort);

	*n = 0;
	*out = NULL;
	if (found == -1)
		return false;
	*out = arena_alloc(a, ((size_t)found + 1) * sizeof **out);
	for (int i = 0; i < found; i++) {
		(*out)[(*n)++] = arena_printf(a, "%s/%s", dir, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return true;
}

static const char *
credential_path(const char *file, const char *name, struct arena *a)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");

	if (name[0] != '/' && dir != NULL)
		return arena_printf(a, "%s/%s", dir, name);
	return beside(file, name, a);
}

static void
load_staff(struct config *c, struct arena *a, struct complaints *cs)
{
	struct team *team = &c->team;
	const char **paths;
	size_t n;

	if (!conf_files(c->staff_dir, a, &paths, &n)) {
		complaint_add(cs, c->staff_dir, 0,
		    "there is no such folder: make it, with a file for each person");
		return;
	}
	if (n == 0)
		complaint_warn(cs, c->staff_dir, 0, "holds no *.conf file: nobody can be met");
	c->staff_files = arena_alloc(a, (n + 1) * sizeof *c->staff_files);
	team->staff = arena_alloc(a, (n + 1) * sizeof *team->staff);
	for (size_t i = 0; i < n; i++) {
		struct staff_file *f = &c->staff_files[c->n_staff_files++];
		struct staff *s = &team->staff[team->n];

		f->path = paths[i];
		if (!staff_read(paths[i], team, a, s, cs))
			continue;
		f->email = s->email;
		s->file = f->path;
		if (s->busy_credential[0] != '\0')
			s->busy_credential = credential_path(paths[i], s->busy_credential, a);
		team->n++;
	}
}

static void
load_gatherings(struct config *c, struct arena *a, struct complaints *cs)
{
	const struct team *team = c->team.n == c->n_staff_files ? &c->team : NULL;
	const char **paths;
	size_t n;

	if (!conf_files(c->gatherings_dir, a, &paths, &n))
		return; /* having none is no mistake */
	c->gatherings = arena_alloc(a, (n + 1) * sizeof *c->gatherings);
	for (size_t i = 0; i < n; i++)
		if (gathering_read(paths[i], team, c->gatherings, c->n_gatherings, a,
			&c->gatherings[c->n_gatherings], cs))
			c->n_gatherings++;
}

static void
check_sense(const char *path, const struct source *s, const struct config *c, struct complaints *cs)
{
	const struct rules *r = &c->team.rules;
	bool allowed = r->n_durations == 0;

	for (size_t i = 0; i < r->n_durations; i++)
		allowed = allowed || r->durations[i] == r->duration;
	if (!allowed)
		complaint_add(cs, path, source_line(s, "meetings.duration"),
		    "meetings.duration: %d minutes is not among meetings.durations: add it there",
		    r->duration);
	if (r->notice_minutes >= r->horizon_minutes)
		complaint_add(cs, path, source_line(s, "meetings.horizon"),
		    "meetings.horizon: must be longer than meetings.minimum_notice");
}

void
config_defaults(struct config *c, struct arena *a)
{
	struct complaints none;

	complaints_init(&none, a);
	*c = (struct config){ .file = "" };
	keys_read(NULL, keys, n_keys, 0, c, a, &none);
	c->team.rules.own_address = c->team.rules.operator_email = "";
	c->smtp.server.ca_file = c->imap.server.ca_file;
}

int
config_load(const char *path, struct arena *a, struct config *c, struct complaints *cs)
{
	struct source *s;
	bool runs;

	complaints_init(cs, a);
	config_defaults(c, a);
	c->file = arena_str(a, path);
	if ((s = source_open(path, a, cs)) == NULL)
		return -1;
	keys_read(s, keys, n_keys, 0, c, a, cs);
	if (cs->n_wrong == 0)
		check_sense(path, s, c, cs);
	source_close(s);
	c->smtp.server.ca_file = c->imap.server.ca_file;
	c->staff_dir = beside(path, c->staff_dir, a);
	c->gatherings_dir = beside(path, c->gatherings_dir, a);
	c->store_path = beside(path, c->store_path, a);
	c->credential = credential_path(path, c->credential, a);
	if (c->imap.server.ca_file[0] != '\0')
		c->imap.server.ca_file = c->smtp.server.ca_file =
		    beside(path, c->imap.server.ca_file, a);
	runs = cs->n_wrong == 0;
	load_staff(c, a, cs); /* in any case, so that one look finds all mistakes */
	load_gatherings(c, a, cs);
	return !runs ? -1 : cs->n_wrong == 0;
}

int
config_credential(const struct config *c, struct arena *a, const char **out, struct err *err)
{
	FILE *f = fopen(c->credential, "re");
	char line[1024];
	bool read;

	if (f == NULL)
		return err_set(err, ERR_CONFIG,
		    "%s: cannot be opened: %s: put the mailbox's password there", c->credential,
		    strerror(errno));
	read = fgets(line, sizeof line, f) != NULL && strcspn(line, "\r\n") > 0;
	fclose(f);
	if (!read)
		return err_set(err, ERR_CONFIG,
		    "%s: is empty: put the mailbox's password on its first line", c->credential);
	line[strcspn(line, "\r\n")] = '\0';
	*out = arena_str(a, line);
	return 0;
}

const char **
config_keys(struct arena *a, size_t *n)
{
	const char **names =
	    arena_alloc(a, (n_keys + staff_n_keys + gathering_n_keys) * sizeof *names);

	*n = 0;
	for (size_t i = 0; i < n_keys; i++)
		names[(*n)++] = keys[i].name;
	for (size_t i = 0; i < staff_n_keys; i++)
		names[(*n)++] = staff_keys[i].name;
	for (size_t i = 0; i < gathering_n_keys; i++)
		names[(*n)++] = gathering_keys[i].name;
	return names;
}
