/* later: what is sent when nobody writes; against a store in memory */
#include "base/arena.h"
#include "base/date.h"
#include "daemon/agendas.h"
#include "daemon/desk.h"
#include "daemon/round.h"
#include "decide/agenda.h"
#include "inbox/letter.h"
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

/* What the last agenda says, as its reader sees it. */
static const char *
last_agenda(void)
{
	struct queue_row *rows;
	struct letter l = { 0 };
	struct err err = { 0 };
	size_t n, i = 0;

	queue_sent_to(turn.db, "nino@example.org", 50, arena, &rows, &n, &err);
	while (i < n && strcmp(rows[i].kind, "agenda") != 0)
		i++;
	if (i == n || letter_read(rows[i].bytes, rows[i].len, "", arena, &l, &err) == -1)
		return "(none)";
	return arena_printf(arena, "Subject: %s\nAuto-Submitted: %s\n\n%s", l.subject,
	    letter_header(&l, "Auto-Submitted"), l.text);
}

static int
agendas_at(const char *at)
{
	struct err err = { 0 };

	zone_read_rfc3339(at, &now, NULL);
	return agendas_due(&turn, now, arena, &err);
}

static const char *
next_agenda(void)
{
	struct zone utc = zone_utc();
	struct err err = { 0 };
	int64_t at;

	if (agendas_next_at(&turn, now, &at, &err) == -1)
		return "an error";
	return at == 0 ? "never" : zone_rfc3339(&utc, at, arena);
}

/* Eva's meeting is on Thursday, 17 December; Nino works from Monday to Friday, 9 to 17. */
static void
test_agenda(void)
{
	struct staff *nino = &config.team.staff[0];

	is_int(agendas_at("2026-12-14T06:00:00Z"), 0, "nobody asked for one");
	is_str(next_agenda(), "never", "none to wait for");
	nino->agenda = AGENDA_DAILY;
	is_int(agendas_at("2026-12-14T08:00:00Z"), 0, "what came before is not made up for");
	is_str(next_agenda(), "2026-12-15T07:00:00+00:00", "the next morning at seven");
	is_int(agendas_at("2026-12-15T07:00:00Z"), 0, "nothing of an empty day");
	is_int(agendas_at("2026-12-17T06:59:00Z"), 0, "not before its time");
	is_int(agendas_at("2026-12-17T07:00:00Z"), 1, "then it comes");
	is_int(agendas_at("2026-12-17T07:00:00Z"), 0, "once");
	is_int(agendas_at("2026-12-17T09:00:00Z"), 0, "and no more on that day");
	is_str(last_agenda(),
	    "Subject: Your meetings on Thursday, 17 December 2026\n"
	    "Auto-Submitted: auto-generated\n\n"
	    "Hello Nino Beridze,\n\nThese are your meetings today:\n\n"
	    "Thursday, 17 December 2026, 10:00–10:30\n\n"
	    "  What: A talk\n"
	    "  With: Eva <eva@volunteers.test>\n"
	    "  Language: English\n\n-- \n"
	    "I am the automatic scheduling assistant of Meetings. Where I cannot read\n"
	    "an answer with certainty, I pass it on to a person.\n",
	    "what it says");
	nino->agenda = AGENDA_WEEKLY;
	is_str(next_agenda(), "2026-12-21T07:00:00+00:00", "a week's comes on Monday");
	is_int(agendas_at("2026-12-21T07:00:00Z"), 0, "nothing of an empty week");
	nino->agenda = AGENDA_NONE;
}

/* Put off while nobody was here; and a clock that was far ahead. */
static void
test_late_agenda(void)
{
	struct staff *nino = &config.team.staff[0];
	struct err err = { 0 };

	nino->agenda = AGENDA_DAILY;
	is_int(db_set(turn.db, "agenda.nino@example.org", "1797400000", &err), 0, "on the 16th");
	is_int(agendas_at("2026-12-17T13:01:00Z"), 0, "six hours late it is of no use");
	is_int(db_set(turn.db, "agenda.nino@example.org", "1797400000", &err), 0, "once more");
	is_int(agendas_at("2026-12-17T10:10:00Z"), -1,
	    "the same again, a mistake, does not get past the store");
	is_int(db_set(turn.db, "agenda.nino@example.org", "1897400000", &err), 0, "years ahead");
	is_int(agendas_at("2026-12-14T08:00:00Z"), 0, "it begins anew");
	is_str(next_agenda(), "2026-12-15T07:00:00+00:00", "with the next one");
	nino->agenda = AGENDA_NONE;
}

/* At seven, or when their hours begin; the week's on the first working day. */
static void
test_mornings(void)
{
	static struct hours sunday_to_thursday[] = { { 6, 360, 720 }, { 0, 540, 720 },
		{ 1, 540, 720 }, { 2, 540, 720 }, { 3, 540, 720 } };
	static const struct {
		enum agenda agenda;
		const char *zone, *after, *at;
	} table[] = {
		{ AGENDA_DAILY, "Asia/Amman", "2026-12-12T12:00:00+03:00",
		    "2026-12-13T06:00:00+03:00" },
		{ AGENDA_DAILY, "Asia/Amman", "2026-12-13T06:00:00+03:00",
		    "2026-12-14T07:00:00+03:00" },
		{ AGENDA_WEEKLY, "Asia/Amman", "2026-12-13T06:00:00+03:00",
		    "2026-12-20T06:00:00+03:00" },
		{ AGENDA_DAILY, "Europe/Prague", "2027-03-27T12:00:00+01:00",
		    "2027-03-28T06:00:00+02:00" }, /* the clocks went on in that night */
	};

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct staff s = { .agenda = table[i].agenda,
			.hours = sunday_to_thursday,
			.n_hours = 5 };
		int64_t after;

		ok(zone_find(table[i].zone, &s.zone), "%s", table[i].zone);
		zone_read_rfc3339(table[i].after, &after, NULL);
		is_str(zone_rfc3339(&s.zone, agenda_next(&s, after), arena), table[i].at,
		    "after %s", table[i].after);
	}
}

int
main(void)
{
	prepare();
	test_chase();
	test_lost();
	test_new_rules();
	test_agenda();
	test_late_agenda();
	test_mornings();
	put_away();
	return tap_done();
}
