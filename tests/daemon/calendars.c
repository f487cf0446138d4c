/* calendars: what is known of own calendars counts, or the person counts as busy and hears why */
#include "daemon/calendars.h"

#include "base/arena.h"
#include "base/buf.h"
#include "daemon/desk.h"
#include "store/calendars.h"
#include "store/meetings.h"
#include "tap.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *where[1];
static char folder[] = "/tmp/convened-calendars-XXXXXX";

static struct staff *
nino(void)
{
	return config.team.staff;
}

/* "busy 10-11", "unread" ...: hours of today, UTC. */
static const char *
taken(void)
{
	struct team team = config.team;
	struct staff copy = *nino();
	struct err err = { 0 };
	struct buf b;

	team.staff = &copy;
	copy.taken = NULL;
	copy.n_taken = 0;
	if (meetings_taken(turn.db, &team, now, arena, &err) == -1 ||
	    calendars_taken(turn.db, &config, &team, now, arena, &err) == -1)
		return err.text[0] != '\0' ? arena_str(arena, err.text) : "?";
	buf_init(&b, arena);
	buf_str(&b, "");
	for (size_t i = 0; i < copy.n_taken; i++) {
		const struct taken *t = &copy.taken[i];

		if (t->kind == TAKEN_UNREAD && t->span.start_at <= now &&
		    t->span.end_at >= now + config.team.rules.horizon_minutes * (int64_t)MINUTE)
			buf_str(&b, "unread ");
		else if (t->kind == TAKEN_BUSY)
			buf_printf(&b, "busy %d-%d ", (int)(t->span.start_at % DAY / HOUR),
			    (int)(t->span.end_at % DAY / HOUR));
		else
			buf_str(&b, "other ");
	}
	return b.data;
}

static void
put(int64_t fetched_at, const char *trouble, bool lasting, int64_t end_at)
{
	struct span busy[] = { { now + HOUR, now + 2 * HOUR } };
	struct calendar_row row = { .source = calendars_source(nino(), where[0], arena),
		.etag = "x",
		.fetched_at = fetched_at,
		.tried_at = now,
		.window = { now - DAY, end_at },
		.trouble = trouble,
		.lasting = lasting,
		.spans = { busy, 1 } };
	struct err err = { 0 };

	ok(calendars_save(turn.db, &row, arena, &err) == 0, "stored (%s)", err.text);
}

static void
test_what_counts(void)
{
	int64_t far = now + 60 * DAY;

	where[0] = "/somewhere.ics";
	is_str(taken(), "unread ", "what was never read");
	put(now, "", false, far);
	is_str(taken(), "busy 10-11 ", "what was read just now");
	put(now - 50 * MINUTE, "", false, far);
	is_str(taken(), "busy 10-11 ", "fifty minutes ago");
	put(now - 50 * MINUTE, "its server cannot be reached", false, far);
	is_str(taken(), "busy 10-11 ", "though its server is away now");
	put(now - 61 * MINUTE, "its server cannot be reached", false, far);
	is_str(taken(), "unread ", "but not for longer than an hour");
	put(now - 61 * MINUTE, "", false, far);
	is_str(taken(), "unread ", "nor what nobody has tried for so long");
	put(now - MINUTE, "its server refuses name or password (401)", true, far);
	is_str(taken(), "unread ", "what will not go away counts at once");
	put(now, "", false, now + 2 * DAY);
	is_str(taken(), "unread ", "what is known of two days only");
	config.keep_minutes = 0;
	put(now - 2 * MINUTE, "", false, far);
	is_str(taken(), "busy 10-11 ", "nothing is kept, but this is still good");
	put(now - 2 * MINUTE, "its server cannot be reached", false, far);
	is_str(taken(), "unread ", "and this is not");
	config.keep_minutes = 60;
}

static void
write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	if (f == NULL || fputs(text, f) == EOF || fclose(f) != 0)
		abort();
}

/* The loop, as often as it takes. */
static void
go_round(void)
{
	struct err err = { 0 };
	int ret = calendars_due(&turn, now, arena, &err);

	refresher_wait(turn.refresher, 30000);
	if (ret != -1)
		ret = calendars_due(&turn, now, arena, &err);
	if (ret == -1)
		ok(false, "going round: %s", err.text);
}

static void
expect_mails(size_t want, const char *what)
{
	struct queue_row *rows;

	is_int((long long)waiting(&rows), (long long)want, "%s", what);
}

static void
test_telling(void)
{
	const char *path = arena_printf(arena, "%s/nino.ics", folder);
	struct queue_row *rows;

	where[0] = path;
	go_round();
	is_str(taken(), "unread ", "a file that is not there");
	expect_mails(2, "the person and the operator hear");
	if (waiting(&rows) == 2) {
		is_str(rows[0].recipient, "nino@example.org", "the person");
		is_str(rows[1].recipient, "admin@example.org", "the operator");
	}
	now += 10 * MINUTE;
	go_round();
	expect_mails(2, "once");
	write_file(path, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261126T130000Z\nDURATION:PT2H\n"
			 "END:VEVENT\nEND:VCALENDAR\n");
	now += 10 * MINUTE;
	go_round();
	is_str(taken(), "busy 13-15 ", "once it is there it counts");
	now += 10 * MINUTE;
	go_round();
	is_str(taken(), "busy 13-15 ", "and so it does unchanged");
	write_file(path, "<html>\n");
	now += 10 * MINUTE;
	go_round();
	is_str(taken(), "unread ", "something else in its place");
	expect_mails(4, "both hear again");
	unlink(path);
}

static const char *
fetch(const char *path, const char *etag, const char **etag_out)
{
	struct order o = { .where = path,
		.user = "",
		.password = "",
		.etag = etag,
		.ca_file = "",
		.zone = "UTC",
		.domain = "",
		.window = { now, now + DAY } };
	struct harvest h;

	fetching_run(&o, arena, &h);
	*etag_out = h.etag;
	switch (h.kind) {
	case HARVEST_READ: return arena_printf(arena, "%zu", h.spans.n);
	case HARVEST_SAME: return "same";
	case HARVEST_TROUBLE: break;
	}
	return arena_printf(arena, "%s%s", h.trouble, h.lasting ? "" : ", for now");
}

static void
test_fetching(void)
{
	const char *path = arena_printf(arena, "%s/a.ics", folder);
	const char *pipe_path = arena_printf(arena, "%s/pipe", folder);
	const char *etag, *again;

	write_file(path, "BEGIN:VCALENDAR\nEND:VCALENDAR\n");
	is_str(fetch(path, "", &etag), "0", "an empty calendar");
	is_str(fetch(path, etag, &again), "same", "the same");
	is_str(again, etag, "and its name");
	is_str(fetch(arena_printf(arena, "%s/none", folder), "", &etag),
	    "it cannot be opened: No such file or directory", "no file");
	is_str(fetch(folder, "", &etag), "it is no file", "a folder");
	if (mkfifo(pipe_path, 0600) == 0)
		is_str(fetch(pipe_path, "", &etag), "it is no file", "a pipe holds nobody up");
	unlink(pipe_path);
	if (truncate(path, 9 << 20) == 0)
		is_str(fetch(path, "", &etag), "it is larger than 8 MB", "too large a file");
	if (truncate(path, 8 << 20) == 0)
		is_str(fetch(path, "", &etag), "it holds a NUL byte", "eight megabytes of nothing");
	unlink(path);
	is_str(fetch("https://127.0.0.1:9/x.ics", "", &etag),
	    "its server is on a private address, which calendars.private_addresses must allow",
	    "a private address");
}

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], FETCHING_OPTION) == 0)
		return fetching_serve();
	if (mkdtemp(folder) == NULL)
		abort();
	prepare();
	nino()->busy = where;
	nino()->n_busy = 1;
	nino()->file = "nino.conf";
	turn.refresher = refresher_open(-1);
	test_what_counts();
	test_telling();
	test_fetching();
	refresher_close(turn.refresher);
	turn.refresher = NULL;
	rmdir(folder);
	put_away();
	return tap_done();
}
