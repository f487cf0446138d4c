/*
 * convenectl itself, run as a person runs it: what it prints and how it ends.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "store/mails.h"
#include "store/meetings.h"
#include "store/queue.h"
#include "store/store.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char main_file[] = "mailbox: {\n"
				"    address = \"meet@example.org\";\n"
				"    name = \"Example Meetings\";\n"
				"    imap: { host = \"imap.example.org\"; user = \"meet\"; };\n"
				"    smtp: { host = \"smtp.example.org\"; user = \"meet\"; };\n"
				"    credential = \"password\";\n"
				"};\n"
				"meetings: { operator = \"admin@example.org\"; };\n"
				"store: { path = \"store.db\"; };\n"
				"staff_dir = \".\";\n"
				"gatherings_dir = \"none\";\n";

static const char nino_file[] = "name = \"Nino Beridze\";\n"
				"email = \"nino@example.org\";\n"
				"time_zone = \"Asia/Tbilisi\";\n"
				"languages = [ \"ka\", \"en\" ];\n"
				"hours = [ \"Mon-Fri 09:00-12:30, 14:00-18:00\" ];\n";

static void
write_text(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	if (f == NULL || fputs(text, f) == EOF || fclose(f) == EOF) {
		perror(path);
		exit(99);
	}
}

/* Both outputs together; status as the shell has it. */
static const char *
run(const char *arguments, int *status, struct arena *a)
{
	const char *dir = getenv("builddir");
	FILE *f =
	    popen(arena_printf(a, "%s/convenectl %s 2>&1", dir != NULL ? dir : ".", arguments),
		"r");
	char piece[4096];
	struct buf out;
	size_t n;

	buf_init(&out, a);
	buf_str(&out, "");
	if (f == NULL)
		exit(99);
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_add(&out, piece, n);
	*status = pclose(f);
	*status = WIFEXITED(*status) ? WEXITSTATUS(*status) : -1;
	return out.data;
}

static void
expect(const char *arguments, int want_status, const char *want, struct arena *a)
{
	int status;
	const char *got = run(arguments, &status, a);

	is_int(status, want_status, "convenectl %s: exit status", arguments);
	is_str(got, want, "convenectl %s: output", arguments);
}

static void
expect_part(const char *arguments, int want_status, const char *part, struct arena *a)
{
	int status;
	const char *got = run(arguments, &status, a);

	is_int(status, want_status, "convenectl %s: exit status", arguments);
	if (!ok(strstr(got, part) != NULL, "convenectl %s: says \"%s\"", arguments, part))
		printf("# got: %s\n", got);
}

static void
frame(struct arena *a)
{
	static const char *const names[] = { "check", "explain", "forget", "list", "show", "slots",
		"when" };

	expect_part("--version", 0, "convened 0.", a);
	expect_part("", 2, "usage: convenectl COMMAND", a);
	expect_part("--help", 0, "usage: convenectl COMMAND", a);
	expect("lst", 2,
	    "convenectl: there is no command lst; did you mean list; see convenectl --help\n", a);
	expect("frobnicate", 2,
	    "convenectl: there is no command frobnicate; see convenectl --help\n", a);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const char *arguments = arena_printf(a, "%s --help", names[i]);

		expect_part(arguments, 0, arena_printf(a, "usage: convenectl %s", names[i]), a);
		arguments = arena_printf(a, "%s --no-such-option", names[i]);
		expect_part(arguments, 2,
		    arena_printf(a, "convenectl %s: unrecognized option", names[i]), a);
		expect_part("--help", 0, names[i], a);
	}
}

static void
checking(const char *conf, const char *nino, struct arena *a)
{
	const char *command = arena_printf(a, "check -c %s --now 2026-12-01T06:00:00Z", conf);

	expect_part(command, 0, "all right", a);
	expect_part(command, 0,
	    "Nino Beridze <nino@example.org>, free next (Asia/Tbilisi):\n"
	    "  Wed 2026-12-02 10:00 - 12:30\n"
	    "  Wed 2026-12-02 14:00 - 18:00\n"
	    "  Thu 2026-12-03 09:00 - 12:30\n",
	    a);
	write_text(nino, "nmae = \"Nino Beridze\";\n"
			 "email = \"nino@example.org\";\n"
			 "time_zone = \"Asia/Tiflis\";\n"
			 "languages = [ \"ka\" ];\n"
			 "hours = [ \"Mon-Fri 18:00-09:00\" ];\n");
	expect_part(command, 1, "/nino.conf:1: unknown key \"nmae\": did you mean \"name\"?\n", a);
	expect_part(command, 1, "/nino.conf:3: time_zone: no such time zone", a);
	expect_part(command, 1, "/nino.conf:5: hours: ", a);
	write_text(nino, nino_file);
	expect_part(arena_printf(a, "check -c %s.not", conf), 1, "convened.cfg.not", a);
	expect_part("check --now yesterday", 2, "no time such as", a);
	expect_part("check surplus", 2, "usage:", a);
}

static void
fill(const char *path)
{
	struct mail mail = { "ann@example.com", "", "ours@example.org", "invite", "x", 1, false };
	struct mails mails = { &mail, 1 };
	struct mail_row row = { .uid_validity = 7,
		.uid = 12,
		.digest = "d",
		.content_key = "k",
		.message_id = "hers@example.com",
		.received_at = 1796112000,
		.handled_at = 1796112060,
		.verdict = VERDICT_ANSWERED,
		.why = "" };
	struct db *db = store_open(path);
	struct meeting m;
	struct err err;

	store_meeting(&m, "nino@example.org", 1796207400); /* Wed 2026-12-02 10:30 UTC */
	m.guests[0].name = "Ann \"Tab\"\t";
	if (store_save(db, &m, &err) == -1 || queue_put(db, m.id, &mails, 1796112060, &err) == -1)
		exit(99);
	row.meeting = m.id;
	mails_put(db, &row, &err);
	row = (struct mail_row){ .uid_validity = 7,
		.uid = 13,
		.digest = "e",
		.content_key = "l",
		.message_id = "list@example.com",
		.received_at = 1796112120,
		.handled_at = 1796112180,
		.verdict = VERDICT_ROBOT,
		.why = "List-Id" };
	mails_put(db, &row, &err);
	meetings_note(db, m.id, 1796112060, "invite writer", &err);
	db_close(db);
}

static void
looking(const char *conf, const char *store, struct arena *a)
{
	const char *list = arena_printf(a, "list -c %s", conf);
	struct err err;
	struct db *db;

	expect_part(list, 1, "has convened run here?", a);
	db_close(store_open(store));
	expect(list, 0, "no meetings so far\n", a);
	expect(arena_printf(a, "%s --mails", list), 0, "no mails so far\n", a);
	fill(store);

	/* As beside a daemon that is in the middle of something. */
	db = store_open(store);
	db_begin(db, &err);
	db_set(db, "a", "b", &err);
	expect(list, 0,
	    "ID  STATE                   WHEN (UTC)                    WITH              FOR   "
	    "           TOPIC\n"
	    "1   settled, with a person  Wed 2026-12-02 10:30 - 11:00  nino@example.org  "
	    "ann@example.com  the spring campaign\n",
	    a);
	db_rollback(db);
	db_close(db);
	expect(arena_printf(a, "%s --mails", list), 0,
	    "ID  ARRIVED (UTC)         OUTCOME   MEETING  WHY\n"
	    "2   Tue 2026-12-01 08:02  robot              List-Id\n"
	    "1   Tue 2026-12-01 08:00  answered  1\n",
	    a);
	expect(arena_printf(a, "%s --mails --json -n 1", list), 0,
	    "{\"id\":2,\"outcome\":\"robot\",\"why\":\"List-Id\",\"message_id\":\"list@example."
	    "com\","
	    "\"meeting\":null,\"received\":\"2026-12-01T08:02:00+00:00\","
	    "\"handled\":\"2026-12-01T08:03:00+00:00\",\"uid_validity\":7,\"uid\":13,"
	    "\"marked\":false}\n",
	    a);
	expect_part(arena_printf(a, "%s --json", list), 0,
	    "\"start\":\"2026-12-02T10:30:00+00:00\",\"end\":\"2026-12-02T11:00:00+00:00\"", a);
	expect_part(arena_printf(a, "%s -n none", list), 2, "no number such as 20", a);
}

static void
telling(const char *conf, struct arena *a)
{
	const char *show = arena_printf(a, "show -c %s", conf);
	const char *json = arena_printf(a, "%s --json 1", show);
	const char *plain = arena_printf(a, "%s 1", show);

	expect_part(plain, 0, "meeting 1: settled, waits for a person\n", a);
	expect_part(plain, 0, "  when      Wed 2026-12-02 10:30 - 11:00 UTC\n", a);
	expect_part(plain, 0,
	    "ann@example.com   writer  ACCEPTED      Wed 2026-12-02 16:00 - 16:30  +05:30\n", a);
	expect_part(plain, 0, "mail 2, no. 1  Wed 2026-12-02 10:30 - 11:00  taken", a);
	expect_part(plain, 0, "Tue 2026-12-01 08:00  answered\n", a);
	expect_part(plain, 0, "Tue 2026-12-01 08:01  invite  waiting  ann@example.com\n", a);
	expect_part(plain, 0, "Tue 2026-12-01 08:01  invite writer\n", a);
	expect_part(json, 0, "\"name\":\"Ann \\\"Tab\\\"\\t\"", a);
	expect_part(json, 0,
	    "\"notes\":[{\"at\":\"2026-12-01T08:01:00+00:00\",\"what\":\"invite writer\"}]", a);
	expect_part(json, 0, "\"mails_in\":[{\"id\":1,\"outcome\":\"answered\"", a);
	expect_part(json, 0,
	    "\"mails_out\":[{\"id\":1,\"kind\":\"invite\",\"to\":\"ann@example.com\"", a);
	expect(arena_printf(a, "%s 99", show), 1, "convenectl show: there is no meeting 99\n", a);
	expect_part(arena_printf(a, "%s one", show), 2, "no number of a meeting", a);
	expect_part(show, 2, "usage:", a);
}

/* Ann's meeting is on 2 December 2026. */
static void
forgetting(const char *conf, struct arena *a)
{
	const char *before = arena_printf(a, "forget -c %s --now 2026-12-01T06:00:00Z", conf);
	const char *after = arena_printf(a, "forget -c %s --now 2026-12-03T06:00:00Z", conf);

	expect_part(before, 2, "usage:", a);
	expect(arena_printf(a, "%s ann", before), 2, "convenectl forget: ann: no address\n", a);
	expect_part(arena_printf(a, "%s nino@example.org", before), 1, "remove that first", a);
	expect_part(arena_printf(a, "%s ann@example.com", before), 1,
	    "nothing was erased: with this person stands meeting 1\n", a);
	expect_part(arena_printf(a, "%s --cancel --dry-run ann@example.com", before), 0,
	    "would be called off: meeting 1\n", a);
	expect_part(arena_printf(a, "%s --dry-run ann@example.com", after), 0,
	    "would be erased:\n  1 meeting: name and address of the guest\n", a);
	expect_part(arena_printf(a, "show -c %s 1", conf), 0, "ann@example.com", a);
	expect_part(arena_printf(a, "%s ann@example.com", after), 0,
	    "erased:\n  1 meeting: name and address of the guest\n", a);
	expect_part(arena_printf(a, "show -c %s 1", conf), 0, "nobody@forgotten.invalid", a);
	expect(arena_printf(a, "%s ann@example.com", after), 0,
	    "nothing is known of this address\n", a);
}

int
main(void)
{
	struct arena *a = arena_new();
	/* The main file does not end in .conf, so that it is not taken for a member of staff. */
	const char *conf = arena_str(a, store_path("convened.cfg"));
	const char *nino = arena_str(a, store_path("nino.conf"));
	const char *store = arena_str(a, store_path("store.db"));

	write_text(conf, main_file);
	write_text(nino, nino_file);
	frame(a);
	checking(conf, nino, a);
	looking(conf, store, a);
	telling(conf, a);
	forgetting(conf, a);
	arena_free(a);
	return tap_done();
}
