/* turn: one mail from start to finish, against a store in memory */
#include "daemon/desk.h"

#include "base/arena.h"
#include "base/date.h"
#include "base/digest.h"
#include "base/zone.h"
#include "daemon/athand.h"
#include "store/mails.h"
#include "store/meetings.h"
#include "store/queue.h"
#include "tap.h"

#include <fnmatch.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *
mail(const char *headers, const char *text)
{
	return arena_printf(arena,
	    "From: Ana Lima <ana@volunteers.test>\r\nTo: meet@example.org\r\n"
	    "Date: Thu, 26 Nov 2026 08:58:00 +0000\r\nSubject: Secret plans\r\n%s\r\n%s\r\n",
	    headers, text);
}

static void
says(const char *line, const char *pattern, const char *name)
{
	if (!ok(fnmatch(pattern, line, 0) == 0, "%s", name)) {
		is_str(line, pattern, "that line");
	}
	ok(strstr(line, "ana@") == NULL && strstr(line, "Secret") == NULL &&
		strstr(line, "Lima") == NULL,
	    "%s: nothing personal in it", name);
}

static void
request_and_pick(void)
{
	const char *request = mail("Message-ID: <r1@volunteers.test>\r\n",
	    "Hello, could we talk for half an hour next week?");
	struct queue_row *rows;
	struct meeting m;
	struct err err = { 0 };
	const char *answer;
	size_t n;

	turn.dry = true;
	says(take(request, (struct arrival){ 0 }), "*: request, answered*: say offer to writer*",
	    "a dry run says what would be done");
	is_int((int)waiting(&rows), 0, "and does nothing");
	turn.dry = false;

	says(take(request, (struct arrival){ 0 }),
	    "*: request, answered, meeting 1: say offer to writer*", "a request");
	if (!is_int((int)waiting(&rows), 1, "one answer waits to be sent"))
		return;
	is_str(rows[0].recipient, "ana@volunteers.test", "to the writer");
	is_str(rows[0].kind, "offer", "an offer");
	is_int((int)meetings_load(turn.db, 1, arena, &m, &err), 1, "there is a meeting");
	is_int(m.state, MEETING_OFFERED, "with times on offer");

	says(take(request, (struct arrival){ 0 }), "*: known, in a new place, meeting 1",
	    "the same mail in another place");
	says(take(arena_printf(arena, "Received: by another way\r\n%s", request),
		 (struct arrival){ 0 }),
	    "*: duplicate, meeting 1", "the same mail by another way");
	is_int((int)waiting(&rows), 1, "neither is answered");

	answer = arena_printf(arena,
	    "Message-ID: <r2@volunteers.test>\r\nIn-Reply-To: <%s>\r\nReferences: "
	    "<r1@volunteers.test> <%s>\r\n",
	    rows[0].message_id, rows[0].message_id);
	says(take(mail(answer, "2"), (struct arrival){ 0 }),
	    "*: pick, answered, meeting 1:*invite*", "a pick");
	is_int(meetings_load(turn.db, 1, arena, &m, &err), 1, "it is the same meeting");
	is_int(m.state, MEETING_SETTLED, "and it stands");
	n = waiting(&rows);
	is_int((int)n, 3, "two invitations join the offer");
}

static void
no_answer(void)
{
	struct queue_row *rows;
	size_t n = waiting(&rows);

	says(take(mail("Message-ID: <n1@x.test>\r\nAuto-Submitted: auto-replied\r\n",
		      "Could we talk next week?"),
		 (struct arrival){ 0 }),
	    "*: auto (*), robot*", "a robot");
	says(take(mail("Message-ID: <n2@x.test>\r\n", "Could we talk next week, at noon?"),
		 (struct arrival){ .old = true }),
	    "*: from before the first start", "an old mail");
	is_int((int)waiting(&rows), (long long)n, "nobody gets an answer");
}

static void
for_a_person(void)
{
	struct queue_row *rows;
	size_t n = waiting(&rows);

	says(take(NULL, (struct arrival){ 0 }), "*too large*with-person: operator*",
	    "a mail that is too large");
	says(take(NULL, (struct arrival){ 0 }), "*too large*with-person: operator*",
	    "another one of that size");
	is_int((int)waiting(&rows), (long long)n + 2, "the operator hears of each");
	is_str(rows[n].recipient, "admin@example.org", "at the right address");
	ok(strcmp(rows[n].message_id, rows[n + 1].message_id) != 0, "in mails of their own");
}

/* The offer of meeting 1 again, as the server delivers the copy of it. */
static void
own_copies(void)
{
	struct queue_row *rows, row;
	struct mail_row *mails;
	const char *copy, *other;
	struct err err = { 0 };
	enum queue_state is;
	size_t n, listed;

	is_int(queue_next(turn.db, now, 0, arena, &row, &err), 1, "the first offer is to be sent");
	copy = arena_printf(arena, "Received: from here\r\n%s", row.bytes);
	other = arena_printf(arena, "Received: from there\r\n%s", row.bytes);
	is_int(mails_list(turn.db, 0, 100, arena, &mails, &listed, &err), 0, "%s", err.text);
	is_int(queue_sending(turn.db, row.id, true, now, &err), 0, "it is sent");
	is_int(queue_result(turn.db, row.id, QUEUE_UNCERTAIN, now + 60, "lost", now, &is, &err), 0,
	    "and the server's answer is lost");
	n = waiting(&rows);

	turn.dry = true;
	says(take(copy, (struct arrival){ 0 }), "*: copy of a mail that went out", "its copy");
	is_int((int)waiting(&rows), (long long)n, "a dry run changes nothing");
	turn.dry = false;
	says(take(copy, (struct arrival){ 0 }), "*: copy of a mail that went out", "its copy");
	is_int((int)waiting(&rows), (long long)n - 1, "tells that it was taken");
	says(take(copy, (struct arrival){ 0 }), "*: copy of a mail that went out",
	    "the same in another place");
	says(take(other, (struct arrival){ 0 }), "*: copy of a mail that went out",
	    "the copy of a second try");
	is_int((int)waiting(&rows), (long long)n - 1, "nobody hears anything of them");
	is_int(mails_list(turn.db, 0, 100, arena, &mails, &n, &err), 0, "%s", err.text);
	is_int((int)n, (long long)listed, "and they are not in the list of mails");
}

/* The mailbox's own address wrote it, no person did, and this store knows nothing of it. */
static void
another_convened(void)
{
	static const char mail[] =
	    "From: Meetings <meet@example.org>\r\nTo: zoe@volunteers.test\r\n%s"
	    "Date: Thu, 26 Nov 2026 08:58:00 +0000\r\nMessage-ID: <%s@example.org>\r\n"
	    "Subject: Your meeting\r\n\r\nBEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n"
	    "METHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:zoe@example.org\r\nDTSTAMP:20261126T085800Z\r\n"
	    "DTSTART:20261201T100000Z\r\nDTEND:20261201T103000Z\r\n"
	    "ORGANIZER:mailto:meet@example.org\r\nATTENDEE:mailto:zoe@volunteers.test\r\n"
	    "END:VEVENT\r\nEND:VCALENDAR\r\n";
	struct queue_row *rows;
	size_t n = waiting(&rows);

	says(take(arena_printf(arena, mail, "Auto-Submitted: no\r\n", "hand"),
		 (struct arrival){ 0 }),
	    "*robot*", "a mail that a member of the staff wrote in the mailbox's name");
	is_int((int)waiting(&rows), (long long)n, "is nothing strange");
	take(arena_printf(arena, mail, "Auto-Submitted: auto-replied\r\n", "a"),
	    (struct arrival){ 0 });
	take(arena_printf(arena, mail, "Auto-Submitted: auto-generated\r\n", "b"),
	    (struct arrival){ 0 });
	is_int((int)waiting(&rows), (long long)n + 1,
	    "of mails that another convened sent the operator hears, once a day");
	is_str(rows[n].recipient, "admin@example.org", "at the right address");
	says(take(arena_printf(arena, mail,
		      "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
		      "Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n",
		      "c"),
		 (struct arrival){ 0 }),
	    "*robot*", "an invitation of its is no person's");
}

/* Its bytes can be read; something in what it means ends convened, again and again. */
static void
deadly(void)
{
	char folder[] = "/tmp/convened-turn-XXXXXX";
	const char *request = mail("Message-ID: <d1@volunteers.test>\r\n",
	    "Hello, could we talk for half an hour next week?");
	const char *digest = digest_hex(request, strlen(request), arena), *store;
	struct queue_row *rows;
	struct err err = { 0 };
	size_t n = waiting(&rows);

	if (mkdtemp(folder) == NULL)
		exit(99);
	store = arena_printf(arena, "%s/store", folder);
	turn.athand = athand_open(store, &err);
	for (int i = 0; i < ATHAND_TRIES; i++)
		athand_begin(turn.athand, digest);
	says(take(request, (struct arrival){ 0 }),
	    "*unreadable (convened ended 5 times while it worked on it), with-person: operator*",
	    "a mail that convened has died of too often");
	is_int((int)waiting(&rows), (long long)n + 1, "goes to a person");
	is_int(athand_begin(turn.athand, digest), 0, "and is not at hand any more");
	athand_close(turn.athand);
	turn.athand = NULL;
	unlink(arena_printf(arena, "%s.athand", store));
	rmdir(folder);
}

/* The language of the meeting that the last message is about. */
static const char *
last_language(void)
{
	struct queue_row *rows;
	struct meeting m;
	struct err err = { 0 };
	size_t n = waiting(&rows);

	if (meetings_load(turn.db, rows[n - 1].meeting, arena, &m, &err) != 1)
		return arena_str(arena, err.text);
	return m.language;
}

/* Who asks for another language once gets it from then on, whatever they write in. */
static void
in_german(void)
{
	struct queue_row *rows;
	size_t n = waiting(&rows);
	const char *offer;

	take(mail("Message-ID: <g1@volunteers.test>\r\n",
		 "Hello, could we talk for half an hour next week? Please answer in German."),
	    (struct arrival){ 0 });
	if (!is_int((int)waiting(&rows), (long long)n + 1, "a request is answered"))
		return;
	offer = arena_printf(arena, "In-Reply-To: <%s>\r\nReferences: <%s>\r\n", rows[n].message_id,
	    rows[n].message_id);
	is_str(last_language(), "de", "in German, as asked");
	says(take(mail(arena_printf(arena, "Message-ID: <g2@volunteers.test>\r\n%s", offer),
		      "The first one works for me, thank you."),
		 (struct arrival){ 0 }),
	    "*: pick, answered*", "a pick in English");
	is_str(last_language(), "de", "is answered in German still");
	says(take(mail(arena_printf(arena, "Message-ID: <g3@volunteers.test>\r\n%s", offer),
		      "In English, please."),
		 (struct arrival){ 0 }),
	    "*: request, answered*: say already to writer", "asked for English alone");
	is_str(last_language(), "en", "until they ask anew");
}

/* What the mailbox says was handled, and this store does not know. */
static void
handled_elsewhere(void)
{
	const char *known =
	    mail("Message-ID: <e1@volunteers.test>\r\nAuto-Submitted: auto-replied\r\n", "Gone.");
	const char *unknown =
	    mail("Message-ID: <e2@volunteers.test>\r\n", "Could we talk next week?");
	struct queue_row *rows;
	size_t n;

	take(known, (struct arrival){ 0 });
	n = waiting(&rows);
	says(take(known, (struct arrival){ .done = true }), "*: known, in a new place*",
	    "a known mail that bears the mark, in another place");
	is_int((int)waiting(&rows), (long long)n, "leads to nothing");
	says(take(unknown, (struct arrival){ .done = true }),
	    "*: handled elsewhere, with-person: operator*", "an unknown one that bears the mark");
	if (is_int((int)waiting(&rows), (long long)n + 1, "leads to one mail"))
		is_str(rows[n].recipient, "admin@example.org", "to the operator");
	says(take(unknown, (struct arrival){ .done = true }), "*: known, in a new place*",
	    "in yet another place");
	is_int((int)waiting(&rows), (long long)n + 1, "the operator hears of it once");
	says(take(unknown, (struct arrival){ 0 }), "*: known, in a new place*",
	    "or without the mark");
}

/* A mail that was never read is known again by size and arrival, where it bears the mark. */
static void
too_large_again(void)
{
	struct queue_row *rows;
	size_t n = waiting(&rows);

	says(take(NULL, (struct arrival){ .done = true }), "*: known, in a new place*",
	    "a mail too large to be read, numbered anew");
	is_int((int)waiting(&rows), (long long)n, "the operator heard of it before");
}

static void
told_once(void)
{
	struct queue_row *rows;
	struct err err = { 0 };
	size_t n = waiting(&rows);

	is_int(db_begin(turn.db, &err), 0, "in a transaction");
	is_int(turn_tell_operator(&turn, "failed.1", "a message was refused", now, arena, &err), 0,
	    "the operator is told");
	is_int(turn_tell_operator(&turn, "failed.1", "a message was refused", now, arena, &err), 0,
	    "and told again");
	is_int(turn_tell_operator(&turn, "failed.2", "a message was refused", now, arena, &err), 0,
	    "and of something else");
	is_int(db_commit(turn.db, &err), 0, "%s", err.text);
	is_int((int)waiting(&rows), (long long)n + 2, "which makes two mails");
}

static void
time_is_up(void)
{
	struct err err = { 0 };
	const char **lines;
	size_t n;

	says(take(mail("Message-ID: <t1@volunteers.test>\r\n",
		      "Can we talk next week for an hour?"),
		 (struct arrival){ 0 }),
	    "*: request, answered, meeting 2: say offer to writer*", "another request");
	is_int(turn_due(&turn, now + HOUR, arena, &lines, &n, &err), 0, "%s", err.text);
	is_int((int)n, 0, "nothing is due after an hour");
	is_int(turn_due(&turn, now + 30 * DAY, arena, &lines, &n, &err), 0, "%s", err.text);
	ok(n >= 1, "after a month the offers are looked at");
	is_int(turn_due(&turn, now + 30 * DAY, arena, &lines, &n, &err), 0, "%s", err.text);
	is_int((int)n, 0, "once");
}

int
main(void)
{
	prepare();
	request_and_pick();
	no_answer();
	for_a_person();
	too_large_again();
	handled_elsewhere();
	own_copies();
	another_convened();
	deadly();
	told_once();
	time_is_up();
	in_german();
	put_away();
	return tap_done();
}
