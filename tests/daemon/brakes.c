/* brakes: when a mail is not answered any more; against a store in memory */
#include "base/arena.h"
#include "base/date.h"
#include "daemon/desk.h"
#include "inbox/letter.h"
#include "store/mails.h"
#include "tap.h"

#include <fnmatch.h>
#include <string.h>

static int next_id = 1;

static const char *
write_mail(const char *from, const char *headers, const char *text)
{
	return arena_printf(arena,
	    "From: %s\r\nTo: meet@example.org\r\nDate: Thu, 26 Nov 2026 08:58:00 +0000\r\n"
	    "Message-ID: <%d@volunteers.test>\r\nSubject: A talk\r\n%s\r\n%s\r\n",
	    from, next_id++, headers, text);
}

static void
leads_to(const char *mail, const char *pattern, const char *name)
{
	const char *line = take(mail, (struct arrival){ 0 });

	if (!ok(fnmatch(pattern, line, 0) == 0, "%s", name))
		is_str(line, pattern, "that line");
}

/* A week in which nothing happens. */
static void
forget(void)
{
	now += 8 * DAY;
}

/* The last message to that address: its bytes and its Message-ID. */
static struct queue_row
last_to(const char *email)
{
	struct queue_row *rows;
	struct err err = { 0 };
	size_t n;

	queue_sent_to(turn.db, email, 1, arena, &rows, &n, &err);
	return n == 1 ? rows[0] : (struct queue_row){ .message_id = "" };
}

static void
test_same_words(void)
{
	static const char words[] =
	    "Your ticket 4711 was opened. Could we meet next week to go on?";
	static const char *const same = "*not answered: the same words again*";

	leads_to(write_mail("desk@robots.test", "", words), "*answered*say offer*", "a request");
	leads_to(write_mail("desk@robots.test", "", words), "*answered*say*", "once more");
	leads_to(write_mail("desk@robots.test", "", words), same, "and no more");
	leads_to(write_mail("Desk <DESK@robots.test>", "Subject: Re: Re: other\r\n", words), same,
	    "whatever it is wrapped in");
	leads_to(write_mail("ana@volunteers.test", "", words), "*answered*say offer*",
	    "from somebody else they are new");
	forget();
	leads_to(write_mail("desk@robots.test", "", words), "*answered*", "a week later, too");
	forget();
}

static void
test_domain(void)
{
	config.limits.domain_an_hour = 20;
	for (int i = 0; i < 20; i++)
		leads_to(write_mail(arena_printf(arena, "b%d@crowd.test", i), "",
			     arena_printf(arena, "Could we talk next week about plan %d?", i)),
		    "*, answered*", "one of twenty of a domain");
	leads_to(write_mail("b21@CROWD.test", "", "Could we talk next week about something?"),
	    "*not answered: too many new writers of this domain*", "one too many");
	leads_to(write_mail("ana@else.test", "", "Could we talk next week about something?"),
	    "*, answered*", "another domain");
	leads_to(arena_printf(arena,
		     "From: b3@crowd.test\r\nTo: meet@example.org\r\n"
		     "Date: Thu, 26 Nov 2026 08:59:00 +0000\r\nMessage-ID: <x3@crowd.test>\r\n"
		     "In-Reply-To: <%s>\r\nSubject: Re: A talk\r\n\r\nThe first one.\r\n",
		     last_to("b3@crowd.test").message_id),
	    "*pick*invite*", "who got an offer may answer it");
	forget();
}

static void
answer(const char *text, const char *pattern, const char *name)
{
	leads_to(write_mail("ana@volunteers.test",
		     arena_printf(arena, "In-Reply-To: <%s>\r\n",
			 last_to("ana@volunteers.test").message_id),
		     text),
	    pattern, name);
}

static void
test_thread(void)
{
	leads_to(write_mail("ana@volunteers.test", "", "Could we talk next week about the map?"),
	    "*say offer to writer*", "a request");
	answer("None of these suits me, sorry.", "*say offer-again*", "other times");
	answer("These do not suit me either, sorry.", "*say offer-again*", "and others");
	answer("Unfortunately none of these works for me.", "*say for-person*back and forth*",
	    "a person goes on, and says so");
	answer("I cannot make any of those.", "*with-person*: operator: not answered*",
	    "once is enough");
	forget();
}

static void
test_settled_thread(void)
{
	leads_to(write_mail("ana@volunteers.test", "", "Could we talk next week about the map?"),
	    "*say offer to writer*", "a request");
	answer("None of these suits me, sorry.", "*say offer-again*", "other times");
	answer("The second one suits me.", "*invite*", "a pick");
	answer("I have to move it to another day.", "*say offer-move*", "a move");
	answer("None of those suits me, sorry.", "*say offer-again*",
	    "what led to a meeting does not count any more");
	forget();
}

static void
test_calling_off(void)
{
	leads_to(write_mail("ana@volunteers.test", "", "Could we talk next week about the map?"),
	    "*say offer to writer*", "a request");
	answer("None of these suits me, sorry.", "*say offer-again*", "other times");
	answer("These do not suit me either, sorry.", "*say offer-again*", "and others");
	answer("Please cancel it, I do not need a meeting any more.", "*answered*: say closed*",
	    "who gives up is not held back");
	forget();
}

/* What others write about the meeting is no answer to its writer. */
static void
test_told_of_others(void)
{
	leads_to(write_mail("ana@volunteers.test", "", "Could we talk next week about the map?"),
	    "*say offer to writer*", "a request");
	answer("The second one suits me.", "*invite*", "a pick");
	for (int i = 1; i <= 4; i++)
		leads_to(write_mail("nino@example.org",
			     arena_printf(arena, "In-Reply-To: <%s>\r\n",
				 last_to("nino@example.org").message_id),
			     arena_printf(arena, "I am running %d minutes late.", 5 * i)),
		    i < 4 ? "*say late to writer*" : "*not answered: it goes back and forth*",
		    "the host is late");
	answer("I have to move it to another day.", "*say offer-move*", "a move");
	forget();
}

static void
test_echo(void)
{
	struct letter l;
	struct err err;
	struct queue_row ours;

	leads_to(write_mail("echo@robots.test", "", "Could we talk next week about the map?"),
	    "*say offer to writer*", "a request");
	ours = last_to("echo@robots.test");
	is_int(letter_read(ours.bytes, ours.len, "", arena, &l, &err), 0, "our answer");
	leads_to(write_mail("echo@robots.test", "",
		     arena_printf(arena, "We got your message:\r\n\r\n%s", l.text)),
	    "*not answered: it gives our own words back*", "sent back, nothing happens");
	forget();
}

static void
test_notices(void)
{
	struct queue_row *rows;
	size_t before, after;

	config.limits.operator_an_hour = 20;
	before = waiting(&rows);
	for (int i = 0; i < 40; i++)
		leads_to(write_mail(arena_printf(arena, "c%d@d%d.test", i, i), "",
			     arena_printf(arena, "What is the colour of number %d?", i)),
		    "*with-person*", "for a person");
	after = waiting(&rows);
	is_int((int)(after - before), 21, "the operator is told of twenty, and that more wait");
	ok(after > 0 && strstr(rows[after - 1].kind, "operator") != NULL, "by the last notice");
	forget();
	before = waiting(&rows);
	for (int i = 0; i < 40; i++)
		leads_to(write_mail("", "", arena_printf(arena, "Number %d.", i)),
		    "*unreadable*with-person*", "that nobody wrote");
	after = waiting(&rows);
	is_int((int)(after - before), 21, "nor of each that cannot be read");
	forget();
}

static void
test_bounces(void)
{
	static const char report[] =
	    "From: MAILER-DAEMON@mx.test\r\nTo: meet@example.org\r\n"
	    "Content-Type: multipart/report; boundary=b\r\nMessage-ID: <%d@mx.test>\r\n\r\n"
	    "--b\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
	    "Reporting-MTA: dns; mx.test\r\n\r\nFinal-Recipient: rfc822; bo@volunteers.test\r\n"
	    "Action: %s\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
	    "Message-ID: <%s>\r\n--b--\r\n";
	struct err err;
	int64_t at;

	leads_to(write_mail("dana@volunteers.test", "", "Could we talk next week about the map?"),
	    "*say offer to writer*", "a request");
	leads_to(arena_printf(arena, report, 1, "delayed",
		     last_to("dana@volunteers.test").message_id),
	    "*auto*, robot", "late: nobody needs to know");
	leads_to(arena_printf(arena, report, 2, "failed", "unknown@example.org"),
	    "*auto*, robot: operator: a mail could not be delivered*",
	    "of a mail that is not ours");
	person_bounced_at(turn.db, "bo@volunteers.test", &at, &err);
	is_int(at, 0, "says nothing of the address it names");
	leads_to(arena_printf(arena, report, 3, "failed",
		     last_to("dana@volunteers.test").message_id),
	    "*auto*, robot, meeting*: operator: a mail could not be delivered*", "of one of ours");
	person_bounced_at(turn.db, "dana@volunteers.test", &at, &err);
	is_int(at, now, "tells that its recipient is not reached");
	leads_to(write_mail("dana@volunteers.test", "", "Could we talk about the other map, too?"),
	    "*answered*", "who writes again");
	person_bounced_at(turn.db, "dana@volunteers.test", &at, &err);
	is_int(at, 0, "is");
	forget();
}

static void
test_guessed_robot(void)
{
	leads_to(write_mail("eli@volunteers.test", "",
		     "Thank you for your email. I am on holiday until 12 December."),
	    "*auto (text), with-person: operator: it reads like an automatic answer*",
	    "what only reads like a robot's is not answered, and not lost");
	forget();
}

int
main(void)
{
	prepare();
	test_same_words();
	test_domain();
	test_thread();
	test_settled_thread();
	test_calling_off();
	test_told_of_others();
	test_echo();
	test_notices();
	test_bounces();
	test_guessed_robot();
	put_away();
	return tap_done();
}
