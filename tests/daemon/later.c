/* later: what is sent when nobody writes; against a store in memory */
#include "base/arena.h"
#include "base/date.h"
#include "daemon/desk.h"
#include "daemon/round.h"
#include "store/mails.h"
#include "store/meetings.h"
#include "tap.h"

#include <string.h>

static int next_id = 1;

static const char *
write_mail(const char *from, const char *text)
{
	return arena_printf(arena,
	    "From: %s\r\nTo: meet@example.org\r\nDate: Thu, 26 Nov 2026 08:58:00 +0000\r\n"
	    "Message-ID: <%d@volunteers.test>\r\nSubject: A talk\r\n\r\n%s\r\n",
	    from, next_id++, text);
}

static size_t
come_due(int64_t at)
{
	struct err err = { 0 };
	const char **lines;
	size_t n = 0;

	now = at;
	is_int(turn_due(&turn, now, arena, &lines, &n, &err), 0, "due: %s", err.text);
	return n;
}

/* How many mails of this kind wait to be sent to that address. */
static int
mails_to(const char *email, const char *kind)
{
	struct queue_row *rows;
	size_t n = waiting(&rows);
	int found = 0;

	for (size_t i = 0; i < n; i++)
		found += strcmp(rows[i].recipient, email) == 0 && strcmp(rows[i].kind, kind) == 0;
	return found;
}

static void
test_chase(void)
{
	int64_t begun_at = now;

	config.team.rules.chase = true;
	take(write_mail("Amina <amina@volunteers.test>", "Can we talk next week for an hour?"),
	    (struct arrival){ 0 });
	come_due(begun_at + 47 * HOUR);
	is_int(mails_to("amina@volunteers.test", "chase"), 0, "while the times are held: no chase");
	come_due(begun_at + 48 * HOUR);
	come_due(begun_at + 49 * HOUR);
	is_int(mails_to("amina@volunteers.test", "chase"), 1, "then one");
	is_int(mails_to("amina@volunteers.test", "lapsed"), 0, "and no end yet");
	come_due(begun_at + 96 * HOUR);
	come_due(begun_at + 300 * HOUR);
	is_int(mails_to("amina@volunteers.test", "chase"), 1, "no second chase");
	is_int(mails_to("amina@volunteers.test", "lapsed"), 1, "a kind end, once");
}

static void
test_lost(void)
{
	struct err err = { 0 };
	int64_t begun_at = now;

	take(write_mail("Bo <bo@volunteers.test>", "Can we talk next week for an hour?"),
	    (struct arrival){ 0 });
	is_int(person_bounced(turn.db, "bo@volunteers.test", now, &err), 0, "a mail came back");
	come_due(begun_at + 48 * HOUR);
	come_due(begun_at + 96 * HOUR);
	is_int(mails_to("bo@volunteers.test", "chase") + mails_to("bo@volunteers.test", "lapsed"),
	    0, "nobody is chased whose mails come back");
}

/* A meeting that stands already gets the reminders of rules that come later; each once. */
static void
test_new_rules(void)
{
	static int before[] = { 60, 24 * 60 };
	struct round round = { .turn = turn };
	struct err err = { 0 };
	int64_t at = 0;

	zone_read_rfc3339("2026-12-14T09:00:00Z", &now, NULL);
	is_int(round_learn_rules(&round, now, &err), 0, "the rules of the start");
	come_due(now);
	take(write_mail("Eva <eva@volunteers.test>",
		 "Can we meet on 17 December 2026 at 10:00 UTC for 30 minutes?"),
	    (struct arrival){ 0 });
	is_int(mails_to("eva@volunteers.test", "invite"), 1, "a meeting stands");
	is_int(meetings_next_wake(turn.db, &at, &err), 0, "%s", err.text);
	is_int((int)at, 0, "it waits for nothing");
	config.team.rules.reminders = before;
	config.team.rules.n_reminders = 2;
	is_int(round_learn_rules(&round, now, &err), 0, "other rules");
	come_due(now);
	is_int(meetings_next_wake(turn.db, &at, &err), 0, "%s", err.text);
	is_int((int)((at - now) / HOUR), 49, "a day before it begins");
	is_int(mails_to("eva@volunteers.test", "reminder"), 0, "nothing yet");
	come_due(at);
	come_due(at);
	is_int(mails_to("eva@volunteers.test", "reminder"), 1, "the first, once");
	is_int(mails_to("nino@example.org", "reminder"), 1, "to the host, too");
	come_due(at + 23 * HOUR);
	come_due(at + 30 * HOUR);
	is_int(mails_to("eva@volunteers.test", "reminder"), 2, "the second, once");
}

int
main(void)
{
	prepare();
	test_chase();
	test_lost();
	test_new_rules();
	put_away();
	return tap_done();
}
