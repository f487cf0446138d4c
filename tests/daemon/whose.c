/* whose: mails without a thread find the meeting they are about, and a question gets its answer */
#include "daemon/desk.h"

#include "base/arena.h"
#include "base/date.h"
#include "store/mails.h"
#include "store/meetings.h"
#include "tap.h"

#include <fnmatch.h>
#include <string.h>

#define VOUCHED "Authentication-Results: mx.example.org; dmarc=pass header.from=lima.example\r\n"

static int mails;

static const char *
mail_to(const char *to, const char *headers, const char *text)
{
	return arena_printf(arena,
	    "%sFrom: Ana Lima <ana@lima.example>\r\nTo: %s\r\n"
	    "Date: Thu, 26 Nov 2026 08:58:00 +0000\r\nMessage-ID: <w%d@lima.example>\r\n"
	    "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n",
	    headers, to, ++mails, text);
}

static void
says(const char *mail, const char *pattern, const char *name)
{
	const char *line = take(mail, (struct arrival){ 0 });

	if (!ok(fnmatch(pattern, line, 0) == 0, "%s", name))
		is_str(line, pattern, "that line");
}

static void
writes(const char *headers, const char *text, const char *pattern)
{
	says(mail_to("meet@example.org", headers, text), pattern, text);
}

static void
meet_twice(void)
{
	writes("Subject: A call\r\n", "Could we talk on 1 December 2026 at 10:00 UTC?",
	    "*: request, answered, meeting 1: invite writer; invite host");
	writes("Subject: Another call\r\n", "Could we talk on 3 December 2026 at 11:00 UTC?",
	    "*: request, answered, meeting 2: invite writer; invite host");
}

static void
which_of_two(void)
{
	writes(VOUCHED "Subject: Our meeting\r\n", "Please cancel our meeting.",
	    "*: cancel, with-person: say for-person to sender; operator: *not found");
	writes(VOUCHED "Subject: Our meeting\r\n", "Please cancel our meeting on 7 December.",
	    "*: cancel, with-person: say for-person to sender; operator: *not found");
	writes("Subject: Our meeting\r\n", "Please cancel our meeting on 3 December.",
	    "*: cancel, answered, meeting 2: say confirm to writer");
	writes(VOUCHED "Subject: Our meeting\r\n",
	    "Can we move our meeting from 1 December to 4 December at 15:00 UTC?",
	    "*: reschedule, answered, meeting 1: update writer; update host");
	writes(VOUCHED "Subject: Our meeting\r\n", "Please cancel our meeting on 3 December.",
	    "*: cancel, answered, meeting 2: cancel writer; cancel host");
	writes(VOUCHED "Subject: Sorry\r\n", "I am running 10 minutes late for our meeting.",
	    "*: late, answered, meeting 1: say late to host: 10 minutes; say late-told to writer");
}

static void
only_what_is_to_come(void)
{
	now += 14 * DAY;
	writes(VOUCHED "Subject: Our meeting\r\n", "Please cancel our meeting.",
	    "*: cancel, with-person: say for-person to sender; operator: *not found");
	now -= 14 * DAY;
}

/* Meeting 1 as it was, and a question to Ana whether it shall be moved; where the answer goes. */
static const char *
ask(int number)
{
	const char *secret = arena_printf(arena, "secret%d", ++mails);
	struct err err = { 0 };
	struct meeting m;

	meetings_load(turn.db, 1, arena, &m, &err);
	m.sequence = 0;
	m.pending = (struct pending){ .what = CHANGE_MOVE,
		.guest = "ana@lima.example",
		.secret = secret,
		.asked_at = now };
	m.pending.slot.start_at = m.slot.start_at + (number % 2 == 0 ? HOUR : -HOUR);
	m.pending.slot.end_at = m.pending.slot.start_at + HOUR / 2;
	if (db_begin(turn.db, &err) == -1 || meetings_save(turn.db, &m, &err) == -1 ||
	    db_commit(turn.db, &err) == -1)
		ok(false, "%s", err.text);
	return arena_printf(arena, "meet+%s@example.org", secret);
}

/* What people answer to the question, and whether it is a yes. */
static const struct {
	const char *lang, *text;
	bool yes;
} answers[] = {
	{ "en", "Yes", true },
	{ "en", "Yes, that was me.", true },
	{ "en", "No", false },
	{ "en", "No, it was not me!", false },
	{ "en", "No thanks.", false },
	{ "en", "No, please do not cancel the meeting.", false },
	{ "en", "I never asked to cancel it.", false },
	{ "de", "Ja", true },
	{ "de", "Ja, das war ich.", true },
	{ "de", "Nein, das war ich nicht.", false },
	{ "es", "Sí", true },
	{ "es", "No, no he sido yo.", false },
	{ "fr", "Oui", true },
	{ "fr", "Non, ce n'était pas moi.", false },
	{ "id", "Ya", true },
	{ "id", "Bukan, itu bukan saya.", false },
	{ "ms", "Ya", true },
	{ "ms", "Bukan saya.", false },
	{ "ja", "はい", true },
	{ "ja", "いいえ、私ではありません。", false },
	{ "ka", "დიახ", true },
	{ "ka", "არა, მე არ ვყოფილვარ.", false },
	{ "ru", "Да", true },
	{ "ru", "Нет, это не я.", false },
	{ "uk", "Так", true },
	{ "uk", "Ні, це не я.", false },
	{ "se", "Juo", true },
	{ "se", "In, dat in lean mun.", false },
	{ "ar", "نعم", true },
	{ "ar", "لا، لم أكن أنا.", false },
	{ "zh", "是的", true },
	{ "zh", "不是我。", false },
	{ "zh-Hant", "是的", true },
};

static void
yes_and_no(void)
{
	struct err err = { 0 };
	struct meeting m;
	int moves = 0;

	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
		struct person ana = { .email = "ana@lima.example",
			.language = answers[i].lang,
			.zone = "" };
		const char *to = ask(moves);

		person_save(turn.db, &ana, now, &err);
		says(mail_to(to, "Subject: Re: Was it you?\r\n", answers[i].text), "*, meeting 1*",
		    answers[i].text);
		meetings_load(turn.db, 1, arena, &m, &err);
		is_int(m.sequence, answers[i].yes, "%s: %s", answers[i].text,
		    answers[i].yes ? "is done" : "nothing is done");
		moves += answers[i].yes;
	}
}

/* Where the server delivers no plus addresses, the Message-ID that is answered is the secret. */
static void
without_plus_addresses(void)
{
	struct err err = { 0 };
	struct meeting m;

	config.team.rules.plus_addresses = false;
	writes("Subject: A third call\r\n", "Could we talk on 9 December 2026 at 10:00 UTC?",
	    "*: request, answered, meeting 3: invite writer; invite host");
	writes("Subject: Our meeting\r\n", "Please call off our meeting on 9 December.",
	    "*: cancel, answered, meeting 3: say confirm to writer");
	meetings_load(turn.db, 3, arena, &m, &err);
	writes(arena_printf(arena, "In-Reply-To: <%s@example.org>\r\nSubject: Re: Was it you?\r\n",
		   m.pending.secret),
	    "Yes!", "*, meeting 3: cancel writer; cancel host");
}

int
main(void)
{
	prepare();
	config.authserv_id = "mx.example.org";
	config.limits.address_a_day = 1000;
	config.team.rules.plus_addresses = true;
	meet_twice();
	which_of_two();
	only_what_is_to_come();
	yes_and_no();
	without_plus_addresses();
	put_away();
	return tap_done();
}
