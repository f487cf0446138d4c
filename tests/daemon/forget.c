/* forget: after it no byte of the store tells of that person; against a store in memory */
#include "base/arena.h"
#include "base/date.h"
#include "daemon/desk.h"
#include "daemon/leaving.h"
#include "inbox/letter.h"
#include "store/meetings.h"
#include "tap.h"

#include <sqlite3.h>
#include <string.h>
#include <strings.h>

static int next_id = 1;

static const char *
write_mail(const char *from, const char *subject, const char *text)
{
	return arena_printf(arena,
	    "From: %s\r\nTo: meet@example.org\r\nDate: Thu, 26 Nov 2026 08:58:00 +0000\r\n"
	    "Message-ID: <%d.%s@volunteers.test>\r\nSubject: %s\r\n\r\n%s\r\n",
	    from, next_id++, subject, subject, text);
}

/* In the whole file as it is, free pages and all. */
static bool
store_holds(const char *word)
{
	sqlite3_int64 size;
	unsigned char *bytes = sqlite3_serialize(db_handle(turn.db), "main", &size, 0);
	size_t len = strlen(word);
	bool found = false;

	for (sqlite3_int64 i = 0; i + (sqlite3_int64)len <= size && !found; i++)
		found = strncasecmp((const char *)bytes + i, word, len) == 0;
	sqlite3_free(bytes);
	return found;
}

static void
all_is_sent(void)
{
	sqlite3_exec(db_handle(turn.db), "update queue set state = 'sent' where state = 'waiting'",
	    NULL, NULL, NULL);
}

static struct leaving
leave(const char *email, bool cancel, bool dry)
{
	struct err err = { 0 };
	struct leaving l = { 0 };

	turn.dry = dry;
	is_int(leaving_begin(&turn, email, cancel, now, arena, &l, &err), 0, "forget %s: %s", email,
	    err.text);
	turn.dry = false;
	return l;
}

static void
holds_nothing_of(const char *const *words, const char *when)
{
	for (; *words != NULL; words++)
		ok(!store_holds(*words), "%s nothing tells of %s", when, *words);
}

/* A meeting that is over: at once. */
static void
test_past(void)
{
	struct leaving l;

	take(write_mail("Zanzibara Okello <zanzibara@volunteers.test>", "Quokkasubject",
		 "Can we meet on 2 December 2026 at 10:00 UTC for 30 minutes?"),
	    (struct arrival){ 0 });
	take(write_mail("Bo Li <bo@volunteers.test>", "Another",
		 "Can we meet on 2 December 2026 at 14:00 UTC for 30 minutes?"),
	    (struct arrival){ 0 });
	all_is_sent();
	ok(store_holds("zanzibara") && store_holds("quokkasubject"), "they are in the store");
	now += 10 * DAY;
	l = leave("Zanzibara@volunteers.test", false, true);
	is_int((int)l.gone.meetings, 1, "a dry run tells of one meeting");
	ok(store_holds("zanzibara"), "and changes nothing");
	l = leave("Zanzibara@volunteers.test", false, false);
	is_int((int)l.gone.meetings, 1, "one meeting");
	is_int((int)l.gone.people, 1, "one person");
	ok(l.gone.bytes >= 2, "the mails about it");
	holds_nothing_of((const char *const[]){ "zanzibara", "quokkasubject", NULL }, "then");
	ok(store_holds("bo@volunteers.test"), "others stay");
	l = leave("zanzibara@volunteers.test", false, false);
	is_int((int)(l.gone.meetings + l.gone.people + l.gone.bytes), 0, "nothing is left");
}

/* One that stands: only with --cancel, and when the mails about that are out. */
static void
test_standing(void)
{
	struct err err = { 0 };
	struct queue_row *rows;
	struct leaving l;
	size_t n;
	int cancelled = 0;

	take(write_mail("Zanzibara Okello <zanzibara@volunteers.test>", "Quokkasubject",
		 "Can we meet on 17 December 2026 at 10:00 UTC for 30 minutes?"),
	    (struct arrival){ 0 });
	all_is_sent();
	l = leave("zanzibara@volunteers.test", false, false);
	is_int((int)l.n_standing, 1, "a meeting stands");
	ok(store_holds("zanzibara"), "so nothing is erased");
	l = leave("zanzibara@volunteers.test", true, false);
	ok(l.later, "it is called off, all else follows");
	n = waiting(&rows);
	for (size_t i = 0; i < n; i++)
		cancelled += strcmp(rows[i].kind, "cancel") == 0;
	is_int(cancelled, 2, "both hear of it");
	is_int(leaving_due(&turn, arena, &err), 0, "not before they did: %s", err.text);
	all_is_sent();
	is_int(leaving_due(&turn, arena, &err), 1, "then: %s", err.text);
	is_int(leaving_due(&turn, arena, &err), 0, "once");
	holds_nothing_of((const char *const[]){ "zanzibara", "quokkasubject", NULL }, "then");
}

/* A further guest makes nobody's meeting fall. */
static void
test_guest(void)
{
	struct err err = { 0 };
	struct queue_row *rows;
	struct leaving l;
	struct meeting m;
	size_t n;
	int cancels = 0, told = 0, later = 0;
	int64_t id;

	take(arena_printf(arena,
		 "From: Cleo <cleo@volunteers.test>\r\nTo: meet@example.org\r\n"
		 "Cc: Zanzibara Okello <zanzibara@volunteers.test>\r\n"
		 "Date: Thu, 26 Nov 2026 08:58:00 +0000\r\n"
		 "Message-ID: <%d.cleo@volunteers.test>\r\nSubject: Ours\r\n\r\n"
		 "Can we meet on 21 December 2026 at 10:00 UTC for 30 minutes?\r\n",
		 next_id++),
	    (struct arrival){ 0 });
	all_is_sent();
	l = leave("zanzibara@volunteers.test", true, false);
	is_int((int)l.n_standing, 1, "a guest of one meeting");
	id = l.standing[0];
	n = waiting(&rows);
	for (size_t i = 0; i < n; i++) {
		cancels += strcmp(rows[i].kind, "cancel") == 0;
		told += strcmp(rows[i].kind, "guest-declined") == 0;
	}
	is_int(cancels, 1, "to them alone it is off");
	is_int(told, 2, "the other two hear that one does not come");
	all_is_sent();
	is_int(leaving_due(&turn, arena, &err), 1, "forgotten: %s", err.text);
	is_int(meetings_load(turn.db, id, arena, &m, &err), 1, "the meeting: %s", err.text);
	is_int(m.state, MEETING_SETTLED, "stands");
	take(write_mail("Cleo <cleo@volunteers.test>", "Ours",
		 "Please cancel our meeting on 21 December."),
	    (struct arrival){ 0 });
	n = waiting(&rows);
	for (size_t i = 0; i < n; i++)
		later += strstr(rows[i].recipient, "invalid") != NULL;
	is_int(later, 0, "nobody writes to nobody");
	all_is_sent();
	holds_nothing_of((const char *const[]){ "zanzibara", NULL }, "then");
}

/* A mail that is on its way keeps its bytes until it is known what became of it. */
static void
test_waiting(void)
{
	struct leaving l;
	struct err err = { 0 };
	struct queue_row row;

	take(write_mail("Zanzibara Okello <zanzibara@volunteers.test>", "Quokkasubject",
		 "Why are there no kangaroos in Austria? I do not understand it."),
	    (struct arrival){ 0 });
	l = leave("zanzibara@volunteers.test", false, false);
	is_int((int)l.n_standing, 0, "nothing stands");
	is_int(queue_next(turn.db, now + HOUR, now, arena, &row, &err) == 1 &&
		   strstr(row.recipient, "zanzibara") != NULL,
	    0, "no mail to them goes out any more");
	is_int(leaving_due(&turn, arena, &err), 0, "the operator is still to hear of the question");
	all_is_sent();
	is_int(leaving_due(&turn, arena, &err), 1, "then what was written about it goes, too");
	holds_nothing_of((const char *const[]){ "zanzibara", "quokkasubject", NULL }, "then");
}

/* The last mail to them, as they read it, or "(none)". */
static struct letter
last_letter(const char *email)
{
	struct queue_row *rows;
	struct letter l = { .subject = "(none)", .text = "", .message_id = "" };
	struct err err = { 0 };
	size_t n;

	queue_sent_to(turn.db, email, 1, arena, &rows, &n, &err);
	if (n == 1)
		letter_read(rows[0].bytes, rows[0].len, "", arena, &l, &err);
	return l;
}

static const char *
answer(const char *from, const struct letter *to, const char *text)
{
	return arena_printf(arena,
	    "From: %s\r\nTo: meet@example.org\r\nDate: Thu, 26 Nov 2026 09:58:00 +0000\r\n"
	    "Message-ID: <%d.reply@volunteers.test>\r\nIn-Reply-To: <%s>\r\n"
	    "References: <%s>\r\nSubject: Re: %s\r\n\r\n%s\r\n",
	    from, next_id++, to->message_id, to->message_id, to->subject, text);
}

/* By mail: the address is asked, nothing happens before its yes, and then all of it does. */
static void
test_by_mail(void)
{
	static const char zanzibara[] = "Zanzibara Okello <zanzibara@volunteers.test>";
	static const char asks[] = "Please delete all my personal data.";
	struct err err = { 0 };
	struct letter question;

	take(write_mail(zanzibara, "Quokkasubject",
		 "Can we meet on 28 December 2026 at 10:00 UTC for 30 minutes?"),
	    (struct arrival){ 0 });
	all_is_sent();
	now += MINUTE;
	take(write_mail(zanzibara, "Quokkasubject", asks), (struct arrival){ 0 });
	question = last_letter("zanzibara@volunteers.test");
	is_str(question.subject, "Was it you? Your data", "the address is asked");
	ok(strstr(question.text, "Quokkasubject") == NULL, "without a word of anything");
	all_is_sent();
	is_int(leaving_due(&turn, arena, &err), 0, "nothing is erased yet");
	now += MINUTE;
	take(answer("Eve <eve@volunteers.test>", &question, "Yes."), (struct arrival){ 0 });
	all_is_sent();
	is_int(leaving_due(&turn, arena, &err), 0, "nor by somebody else's yes");
	now += MINUTE;
	take(answer(zanzibara, &question, "Yes."), (struct arrival){ 0 });
	ok(strstr(last_letter("zanzibara@volunteers.test").text, "is being deleted") != NULL,
	    "after their yes they are told that it is done");
	is_int(leaving_due(&turn, arena, &err), 0, "which has to go out first");
	all_is_sent();
	is_int(leaving_due(&turn, arena, &err), 1, "then it is");
	holds_nothing_of((const char *const[]){ "zanzibara", "quokkasubject", NULL }, "then");
}

/* The question counts for three days. */
static void
test_late_yes(void)
{
	static const char zanzibara[] = "Zanzibara Okello <zanzibara@volunteers.test>";
	struct letter question;
	struct err err = { 0 };

	now += 10 * DAY;
	take(write_mail(zanzibara, "Quokkasubject", "I want my data to be erased, please."),
	    (struct arrival){ 0 });
	question = last_letter("zanzibara@volunteers.test");
	is_str(question.subject, "Was it you? Your data", "asked");
	all_is_sent();
	now += 5 * DAY;
	take(answer(zanzibara, &question, "Yes."), (struct arrival){ 0 });
	all_is_sent();
	is_int(leaving_due(&turn, arena, &err), 0, "a yes after five days does nothing");
}

int
main(void)
{
	prepare();
	test_past();
	test_standing();
	test_guest();
	test_waiting();
	test_by_mail();
	test_late_yes();
	put_away();
	return tap_done();
}
