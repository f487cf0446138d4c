#include "daemon/config.h"

#include "base/arena.h"
#include "base/buf.h"
#include "daemon/lastgood.h"
#include "daemon/staff.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A configuration without mistakes; each row of mistakes.txt changes one line of one file. */
static const struct sample {
	const char *name, *path;
	const char *lines[16];
} samples[] = {
	{ "main", "convened.conf",
	    { "mailbox: { address = \"team@example.org\"; name = \"Team\"; credential = "
	      "\"password\";"
	      " imap: { host = \"localhost\"; user = \"team\"; };"
	      " smtp: { host = \"localhost\"; user = \"team\"; }; };",
		"meetings: { operator = \"admin@example.org\"; };",
		"store: { path = \"c.db\"; };" } },
	{ "staff", "staff.d/nino.conf",
	    { "# Nino", "name = \"Nino Beridze\";", "email = \"nino@example.org\";",
		"time_zone = \"Asia/Tbilisi\";", "languages = [ \"ka\", \"en\" ];",
		"hours = [ \"Mon-Fri 09:00-17:00\" ];", "away = [ \"2026-12-24..2027-01-08\" ];",
		"buffer = \"10m\";", "max_per_day = 4;" } },
	{ "office", "gatherings.d/office.conf",
	    { "kind = \"office-hours\";", "id = \"office\";", "title = \"Office hours\";",
		"language = \"en\";", "hosts = [ \"nino@example.org\" ];", "duration = \"60m\";",
		"first = \"2027-01-14 15:00\";", "repeat = \"FREQ=MONTHLY;BYDAY=2TH\";" } },
	{ "focus", "gatherings.d/focus.conf",
	    { "kind = \"focus-groups\";", "id = \"focus\";", "title = \"Insights\";",
		"languages = [ \"en\" ];", "hosts = [ \"nino@example.org\" ];",
		"duration = \"90m\";", "group = { minimum = 4; maximum = 8; };",
		"sign_up = \"2026-11-16..2026-12-02\";",
		"between = \"2026-12-07..2027-01-29\";" } },
};

enum { SAMPLES = sizeof samples / sizeof *samples };

static void
write_file(const char *dir, const char *path, const char *text)
{
	char full[512];
	FILE *f;

	snprintf(full, sizeof full, "%s/%s", dir, path);
	if ((f = fopen(full, "w")) == NULL || fputs(text, f) == EOF || fclose(f) != 0) {
		perror(full);
		exit(99);
	}
}

/* Is this the line of the key that the change begins with? */
static bool
same_key(const char *line, const char *change)
{
	size_t len = strcspn(change, " :=");

	return len > 0 && strncmp(line, change, len) == 0 && strchr(" :=", line[len]) != NULL;
}

/* The sample with the change made; the number of the changed line in *at. */
static char *
changed(const struct sample *s, const char *change, int *at, struct arena *a)
{
	bool drop = change[0] == '-', done = false;
	struct buf b;
	int line = 1;

	buf_init(&b, a);
	for (size_t i = 0; s->lines[i] != NULL; i++) {
		if (!done && same_key(s->lines[i], change + drop)) {
			done = true;
			*at = line;
			if (drop)
				continue;
			buf_printf(&b, "%s\n", change);
		} else
			buf_printf(&b, "%s\n", s->lines[i]);
		line++;
	}
	if (!done) {
		*at = line;
		buf_printf(&b, "%s\n", change);
	}
	return b.data;
}

static void
write_samples(const char *dir, const struct sample *other, const char *change, int *at,
    struct arena *a)
{
	for (size_t i = 0; i < SAMPLES; i++) {
		const struct sample *s = &samples[i];
		int line;

		write_file(dir, s->path, changed(s, s == other ? change : s->lines[0], &line, a));
		if (s == other)
			*at = line;
	}
}

static char *
strip(char *s)
{
	size_t n;

	s += strspn(s, " ");
	for (n = strlen(s); n > 0 && strchr(" \n", s[n - 1]) != NULL;)
		s[--n] = '\0';
	return s;
}

/* The complaints about the changed file, without its folder; "fine" where there are none. */
static char *
complaints_of(const char *dir, const struct complaints *cs, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < cs->n; i++) {
		char *line = complaint_line(&cs->items[i], a);

		buf_printf(&b, "%s%s", i > 0 ? "\n" : "", line + strlen(dir) + 1);
	}
	return b.len == 0 ? arena_str(a, "fine") : b.data;
}

static char *
expected(const char *want, const char *path, int at, struct arena *a)
{
	if (strcmp(want, "fine") == 0)
		return arena_str(a, want);
	if (want[0] == '@')
		return arena_printf(a, "%s:%d%s", path, at, want + 1);
	if (strncmp(want, "0: ", 3) == 0)
		return arena_printf(a, "%s%s", path, want + 1);
	return arena_printf(a, "%s:%s", path, want);
}

static void
test_mistakes(const char *dir)
{
	FILE *f = fopen(tap_source("tests/daemon/mistakes.txt"), "r");
	char row[1024];
	int rows = 0;

	if (!ok(f != NULL, "the table of mistakes is there"))
		return;
	while (fgets(row, sizeof row, f) != NULL) {
		char *bar = strchr(row, '|'), *last = bar == NULL ? NULL : strstr(bar + 1, "| ");
		struct arena *a = arena_new();
		const struct sample *s = NULL;
		struct complaints cs;
		struct config c;
		char *name, *change;
		int at = 0, got;

		if (row[0] != '#' && last != NULL) {
			*bar = *last = '\0';
			name = strip(row);
			change = strip(bar + 1);
			for (size_t i = 0; i < SAMPLES; i++)
				if (strcmp(samples[i].name, name) == 0)
					s = &samples[i];
			if (!ok(s != NULL, "%s is one of the files", name))
				continue;
			write_samples(dir, s, change, &at, a);
			got = config_load(arena_printf(a, "%s/convened.conf", dir), a, &c, &cs);
			is_str(complaints_of(dir, &cs, a),
			    expected(strip(last + 1), s->path, at, a), "%s: %s", name, change);
			if (cs.n_wrong > 0)
				is_int(got, s == &samples[0] ? -1 : 0,
				    "and it stops the daemon only where it must");
			rows++;
		}
		arena_free(a);
	}
	fclose(f);
	ok(rows >= 60, "%d rows", rows);
}

/* What a broken file does to the others, and to itself after it was right once. */
static void
test_one_bad_file(const char *dir)
{
	struct arena *a = arena_new(), *b = arena_new();
	const char *path = arena_printf(a, "%s/convened.conf", dir);
	struct config before, now;
	struct complaints cs;
	struct err err;
	int at;

	write_samples(dir, &samples[1], "max_per_day = 7;", &at, a);
	write_file(dir, "staff.d/zoe.conf",
	    "name = \"Zoë\"; email = \"zoe@example.org\"; time_zone = \"Europe/Paris\";\n"
	    "languages = [ \"fr\" ]; hours = [ \"Mon 09:00-10:00\" ];\n");
	is_int(config_load(path, a, &before, &cs), 1, "two people, nothing wrong");
	is_int((long long)before.team.n, 2, "both are on the team");
	is_int((long long)lastgood_restore(&before, a), 0, "nobody has to come back");
	is_int(lastgood_save(&before, a, &err), 0, "copies are kept of what is right");

	write_samples(dir, &samples[1], "max_per_day = \"many\";", &at, b);
	is_int(config_load(path, b, &now, &cs), 0, "one file is wrong");
	is_int((long long)now.team.n, 1, "the other person stays");
	is_int((long long)lastgood_restore(&now, b), 1, "one person comes back");
	is_int((long long)now.team.n, 2, "the last good version is kept");
	ok(team_find(&now.team, "nino@example.org") != NULL &&
		team_find(&now.team, "nino@example.org")->max_per_day == 7,
	    "with what it said then");

	write_file(dir, "staff.d/zoe.conf",
	    "name = \"Zoë\"; email = \"nino@example.org\"; time_zone = \"Europe/Paris\";\n"
	    "languages = [ \"fr\" ]; hours = [ ];\n");
	write_samples(dir, &samples[1], "max_per_day = 7;", &at, b);
	is_int(config_load(path, b, &now, &cs), 0, "two people with one address");
	ok(cs.n == 2 && cs.items[0].warning && strstr(cs.items[1].text, "another person") != NULL,
	    "are named, and having no hours is worth a note");
	is_int(cs.items[1].line, 1, "at the line of the address");
	arena_free(b);
	arena_free(a);
}

/* One look finds all of them, although libconfig stops at the first. */
static void
test_several(const char *dir)
{
	static const struct {
		int line;
		const char *text;
	} want[] = {
		{ 2, "put texts in double quotes, as in name = \"Nino\"" },
		{ 4, "put times in double quotes, as in \"09:00-12:30\"" },
		{ 5, "take out the comma before the closing bracket" },
		{ 7, "put lengths in double quotes, as in \"30m\"" },
		{ 8, "the bracket opened here is not closed" },
	};
	struct arena *a = arena_new();
	const char *path = arena_printf(a, "%s/staff.d/several.conf", dir);
	struct complaints cs;
	struct staff staff;

	write_file(dir, "staff.d/several.conf",
	    "email = \"zoe@example.org\";\n"
	    "name = Zoe;\n"
	    "# 10:00 in a comment, \"10m\" in a text\n"
	    "hours = [ Mon 09:00-10:00, Tue 09:00-10:00 ];\n"
	    "languages = [ \"fr\", ];\n"
	    "time_zone = \"Europe/Paris, 10:00\";\n"
	    "buffer = 10m;\n"
	    "topics = [ \"press\";\n"
	    "max_per_day = many;\n");
	complaints_init(&cs, a);
	ok(!staff_read(path, &(struct team){ .n = 0 }, a, &staff, &cs), "several mistakes");
	is_int((long long)cs.n, sizeof want / sizeof *want, "all are found");
	for (size_t i = 0; i < cs.n && i < sizeof want / sizeof *want; i++) {
		is_int(cs.items[i].line, want[i].line, "mistake %zu: line", i);
		is_str(cs.items[i].text, want[i].text, "mistake %zu: text", i);
	}
	remove(path);
	arena_free(a);
}

static void
test_broken_bytes(const char *dir)
{
	struct arena *a = arena_new();
	const char *path = arena_printf(a, "%s/convened.conf", dir);
	struct complaints cs;
	struct config c;
	int at;

	write_samples(dir, NULL, NULL, &at, a);
	write_file(dir, "staff.d/zoe.conf", "# Zo\xeb\nname = \"Zo\xeb\";\n");
	is_int(config_load(path, a, &c, &cs), 0, "a file in Latin-1 is wrong");
	ok(cs.n == 2 && cs.items[1].line == 2 && strstr(cs.items[1].text, "UTF-8") != NULL,
	    "each line of it is named");
	write_file(dir, "staff.d/zoe.conf", "");
	is_int(config_load(path, a, &c, &cs), 0, "an empty file is wrong");
	write_file(dir, "staff.d/zoe.conf",
	    "\xef\xbb\xbfname = \"Zoë\"; email = \"zoe@example.org\"; time_zone = "
	    "\"Europe/Paris\";\r\n"
	    "languages = [ \"fr\" ]; hours = [ \"Mon 09:00-10:00\" ];\r\n");
	is_int(config_load(path, a, &c, &cs), 1, "a byte order mark and CR LF are fine");
	is_int(config_load(arena_printf(a, "%s/none.conf", dir), a, &c, &cs), -1, "no file at all");
	arena_free(a);
}

static void
test_samples(void)
{
	struct arena *a = arena_new();
	const struct staff *nino, *amelie;
	struct complaints cs;
	struct config c;

	is_int(config_load(tap_source("etc/convened.conf"), a, &c, &cs), 1, "etc/ has no mistakes");
	for (size_t i = 0; i < cs.n; i++)
		printf("# %s\n", complaint_line(&cs.items[i], a));
	is_int(c.imap.server.port, 993, "the port");
	is_int(c.team.rules.horizon_minutes, 4 * 7 * 24 * 60, "four weeks ahead");
	is_int((long long)c.team.rules.n_durations, 5, "five durations");
	is_int(c.team.rules.odd_from, 22 * 60, "odd hours begin at ten");
	is_int((long long)c.team.rules.n_answer_languages, 14, "fourteen languages");
	if (!is_int((long long)c.n_gatherings, 2, "two gatherings"))
		return;
	is_int(c.gatherings[0].minimum, 10, "a group has ten people at the least");
	is_int((long long)c.gatherings[1].n_rotate, 3, "three hours in turn");
	is_int(c.gatherings[1].rotate[0], 7 * 60, "the first of them seven o'clock");
	nino = team_find(&c.team, "nino@example.org");
	amelie = team_find(&c.team, "amelie@example.org");
	if (!ok(nino != NULL && amelie != NULL, "Nino and Amélie are on the team"))
		return;
	is_int((long long)nino->n_hours, 9, "Nino: two stretches on four days, one on Friday");
	is_int(nino->hours[0].to_minute, 12 * 60 + 30, "until half past twelve");
	is_int(nino->away[0].to.minute, 1440, "away to the end of the last day");
	is_int(nino->away[1].from.minute, 13 * 60, "away for an afternoon");
	is_int(nino->notice_minutes, 1440, "a day's notice");
	is_int(amelie->notice_minutes, -1, "Amélie: the notice of the rules");
	is_int(amelie->share, 2, "and twice the share");
	arena_free(a);
}

static void
test_credential(const char *dir)
{
	struct arena *a = arena_new();
	struct complaints cs;
	struct config c;
	const char *password;
	struct err err;
	int at;

	write_samples(dir, NULL, NULL, &at, a);
	unsetenv("CREDENTIALS_DIRECTORY");
	config_load(arena_printf(a, "%s/convened.conf", dir), a, &c, &cs);
	is_int(config_credential(&c, a, &password, &err), -1, "no file with the password");
	is_int(err.kind, ERR_CONFIG, "is a mistake in the configuration");
	write_file(dir, "password", "\n");
	is_int(config_credential(&c, a, &password, &err), -1, "nor is an empty one any good");
	write_file(dir, "password", "p\xc3\xa4\"s s\r\nsecond line\n");
	is_int(config_credential(&c, a, &password, &err), 0, "the first line is the password");
	is_str(password, "p\xc3\xa4\"s s", "without its end");
	setenv("CREDENTIALS_DIRECTORY", "/run/credentials/convened.service", 1);
	config_load(arena_printf(a, "%s/convened.conf", dir), a, &c, &cs);
	is_str(c.credential, "/run/credentials/convened.service/password",
	    "systemd's folder comes first");
	unsetenv("CREDENTIALS_DIRECTORY");
	arena_free(a);
}

/* A key that is read but not in the manual is a riddle. */
static void
test_manual(void)
{
	FILE *f = fopen(tap_source("doc/convened.conf.5"), "r");
	struct arena *a = arena_new();
	char line[1024];
	struct buf b;
	const char **names;
	size_t n;

	if (!ok(f != NULL, "the manual is there"))
		return;
	buf_init(&b, a);
	while (fgets(line, sizeof line, f) != NULL)
		buf_str(&b, line);
	fclose(f);
	names = config_keys(a, &n);
	for (size_t i = 0; i < n; i++)
		ok(strstr(b.data, arena_printf(a, "\n.It Va %s No ", names[i])) != NULL,
		    "%s is in convened.conf(5)", names[i]);
	arena_free(a);
}

static void
clean_up(const char *dir)
{
	static const char *const left[] = { "c.db.staff/nino.conf", "c.db.staff/zoe.conf",
		"c.db.staff", "convened.conf", "password", "staff.d/nino.conf", "staff.d/zoe.conf",
		"staff.d", "gatherings.d/office.conf", "gatherings.d/focus.conf", "gatherings.d" };
	char path[512];

	for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, left[i]);
		remove(path);
	}
	rmdir(dir);
}

int
main(void)
{
	char dir[] = "/tmp/convened-config-XXXXXX", path[64];

	if (mkdtemp(dir) == NULL)
		return 99;
	snprintf(path, sizeof path, "%s/staff.d", dir);
	mkdir(path, 0700);
	snprintf(path, sizeof path, "%s/gatherings.d", dir);
	mkdir(path, 0700);
	test_samples();
	test_mistakes(dir);
	test_one_bad_file(dir);
	test_several(dir);
	test_broken_bytes(dir);
	test_credential(dir);
	test_manual();
	clean_up(dir);
	return tap_done();
}
