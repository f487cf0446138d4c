/* claim: what is said to the server, and what follows, for one mailbox with one mail */
#include "daemon/claim.h"

#include "base/arena.h"
#include "inbox/transport.h"
#include "script.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ME    "kkkkkkkk"
#define LOWER "aaaaaaaa"
#define OTHER "zzzzzzzz"

static const struct endpoint server = { .host = "imap.example.org", .port = 993, .ca_file = "" };
static const uint32_t ten = 10, eleven = 11;
static volatile sig_atomic_t stop;

struct session {
	struct script *script;
	struct imap *imap;
	struct claim *claim;
	struct db *db;
	struct imap_box box;
	struct err err;
};

/* keywords: those the mailbox has; steps: from the first command after SELECT on, with tag 5 */
static void
open_session(struct session *s, const char *keywords, const char *steps)
{
	char script[20000];
	struct transport t;
	struct err err;

	snprintf(script, sizeof script,
	    "> * OK ready\n< 1 CAPABILITY\n> * CAPABILITY IMAP4rev1 IDLE\n> 1 OK done\n"
	    "< 2 LOGIN meet secret\n> 2 OK welcome\n"
	    "< 3 CAPABILITY\n> * CAPABILITY IMAP4rev1 IDLE\n> 3 OK done\n"
	    "< 4 SELECT INBOX\n> * FLAGS (\\Seen %s)\n> * 1 EXISTS\n"
	    "> * OK [UIDVALIDITY 77] valid\n> * OK [UIDNEXT 11] next\n> 4 OK done\n%s",
	    keywords, steps);
	*s = (struct session){ .script = script_new(script), .claim = claim_new(ME) };
	script_transport(s->script, &t);
	s->imap =
	    imap_over(stream_over(&t, "imap.example.org:993"), &server, "meet", "secret", &err);
	if (s->imap == NULL || imap_select(s->imap, "INBOX", &s->box, &err) == -1)
		ok(false, "logs in: %s", err.text);
	s->db = db_open(":memory:", &err);
}

static int
begin(struct session *s)
{
	return claim_begin(s->claim, s->imap, &s->box, s->db, &stop, &s->err);
}

static void
close_session(struct session *s, const char *what)
{
	imap_close(s->imap);
	is_str(script_wrong(s->script), "", "%s: nothing out of turn", what);
	ok(script_done(s->script), "%s: the whole script was played", what);
	claim_free(s->claim);
	script_free(s->script);
	db_close(s->db);
}

static bool
is_gone(struct session *s, const char *id)
{
	struct arena *a = arena_new();
	char fact[32];
	const char *value;

	snprintf(fact, sizeof fact, "gone.%s", id);
	db_get(s->db, fact, a, &value, &s->err);
	arena_free(a);
	return value != NULL;
}

#define FIND(TAG) "< " TAG " UID SEARCH UID 10:*\n> * SEARCH 10\n> " TAG " OK done\n"
#define FLAGS(TAG, WORDS)                                                                          \
	"< " TAG " UID FETCH 10 (UID FLAGS)\n> * 1 FETCH (UID 10 FLAGS (" WORDS "))\n> " TAG       \
	" OK done\n"
#define ADD(TAG, WORD)     "< " TAG " UID STORE 10 +FLAGS.SILENT (" WORD ")\n> " TAG " OK done\n"
#define REMOVE(TAG, WORDS) "< " TAG " UID STORE 10 -FLAGS.SILENT (" WORDS ")\n> " TAG " OK done\n"
#define BYE(TAG)           "< " TAG " LOGOUT\n> * BYE bye\n> " TAG " OK done\n"

static void
alone(void)
{
	struct session s;
	bool done[1];

	open_session(&s, "",
	    FIND("5") FLAGS("6", "") ADD("7", "ConvenedBy-" ME) FLAGS("8", "ConvenedBy-" ME)
		ADD("9", "ConvenedBy-" ME) FLAGS("10", "ConvenedBy-" ME " ConvenedDone") BYE("11"));
	is_int(begin(&s), 0, "alone in the mailbox (%s)", s.err.text);
	is_int(script_clock(s.script), 0, "nobody is waited for");
	is_int(claim_take(s.claim, &ten, 1, &s.err), 0, "a mail is claimed");
	is_int(claim_hold(s.claim, &ten, 1, "ConvenedDone", done, &s.err), 0, "and ours");
	ok(done[0], "it was handled already");
	close_session(&s, "alone");
}

static void
answered(void)
{
	struct session s;

	open_session(&s, "ConvenedBy-" OTHER,
	    FIND("5") FLAGS("6", "ConvenedBy-" OTHER " ConvenedHere-" LOWER)
		FLAGS("7", "ConvenedBy-" OTHER " ConvenedHere-" LOWER)
		    REMOVE("8", "ConvenedHere-" LOWER) ADD("9", "ConvenedAsk-" ME) FLAGS("10",
			"ConvenedBy-" OTHER " ConvenedAsk-" ME) "~ 0\n" FIND("11") FLAGS("12",
			"ConvenedBy-" OTHER " ConvenedAsk-" ME " ConvenedHere-" OTHER)
			FLAGS("13", "ConvenedBy-" OTHER " ConvenedAsk-" ME " ConvenedHere-" OTHER)
			    REMOVE("14", "ConvenedAsk-" ME " ConvenedHere-" OTHER) BYE("15"));
	is_int(begin(&s), -1, "another one answers, and not the old answer of a third");
	is_int(s.err.kind, ERR_BUSY, "so this one ends (%s)", s.err.text);
	ok(strstr(s.err.text, OTHER) != NULL, "and names the other");
	ok(script_clock(s.script) < 1000, "at once");
	close_session(&s, "answered");
}

/* Both ask: the lower id answers, and need not wait for an answer of its own. */
static void
both_ask(void)
{
	struct session s;

	open_session(&s, "ConvenedBy-" OTHER,
	    FIND("5") FLAGS("6", "ConvenedBy-" OTHER) FLAGS("7", "ConvenedBy-" OTHER)
		ADD("8", "ConvenedAsk-" ME)
		    FLAGS("9", "ConvenedBy-" OTHER " ConvenedAsk-" ME " ConvenedAsk-" OTHER)
			ADD("10", "ConvenedHere-" ME) REMOVE("11", "ConvenedBy-" OTHER) FLAGS("12",
			    "ConvenedAsk-" ME " ConvenedAsk-" OTHER) REMOVE("13", "ConvenedAsk-" ME)
			    ADD("14", "ConvenedBy-" ME) FLAGS("15", "ConvenedBy-" ME) BYE("16"));
	is_int(begin(&s), 0, "the lower id stays (%s)", s.err.text);
	ok(is_gone(&s, OTHER), "the other one is as good as gone");
	close_session(&s, "the lower id");

	open_session(&s, "ConvenedBy-" LOWER,
	    FIND("5") FLAGS("6", "ConvenedBy-" LOWER) FLAGS("7", "ConvenedBy-" LOWER)
		ADD("8", "ConvenedAsk-" ME)
		    FLAGS("9", "ConvenedBy-" LOWER " ConvenedAsk-" ME " ConvenedAsk-" LOWER)
			FIND("10") FLAGS("11", "ConvenedAsk-" ME " ConvenedHere-" LOWER)
			    FLAGS("12", "ConvenedAsk-" ME " ConvenedHere-" LOWER)
				REMOVE("13", "ConvenedAsk-" ME " ConvenedHere-" LOWER) BYE("14"));
	is_int(begin(&s), -1, "the higher id does not answer the lower one");
	is_int(s.err.kind, ERR_BUSY, "and ends");
	close_session(&s, "the higher id");
}

/* Nobody answers for so long that the other one must be gone. */
static void
in_vain(void)
{
	char steps[16000], *at = steps;
	struct session s;
	int tag = 9;

	at += sprintf(at, "%s",
	    FIND("5") FLAGS("6", "ConvenedBy-" OTHER) FLAGS("7", "ConvenedBy-" OTHER)
		ADD("8", "ConvenedAsk-" ME));
	for (int polls = 0; polls < 4; polls++, tag += 2)
		at += sprintf(at,
		    "< %d UID FETCH 10 (UID FLAGS)\n> * 1 FETCH (UID 10 FLAGS (ConvenedAsk-" ME
		    "))\n> %d OK done\n"
		    "< %d UID SEARCH UID 10:*\n~ 5\n> * SEARCH 10\n> %d OK done\n",
		    tag, tag, tag + 1, tag + 1);
	sprintf(at, "%s",
	    FLAGS("17", "ConvenedBy-" OTHER " ConvenedAsk-" ME)
		FLAGS("18", "ConvenedBy-" OTHER " ConvenedAsk-" ME) REMOVE("19", "ConvenedAsk-" ME)
		    REMOVE("20", "ConvenedBy-" OTHER) ADD("21", "ConvenedBy-" ME)
			FLAGS("22", "ConvenedBy-" ME) BYE("23"));
	open_session(&s, "ConvenedBy-" OTHER, steps);
	is_int(begin(&s), 0, "nobody answers (%s)", s.err.text);
	ok(script_clock(s.script) >= 20000, "for twenty seconds");
	ok(is_gone(&s, OTHER), "so the other one is gone, which is remembered");
	close_session(&s, "asked in vain");
}

/* The last mail was a copy of the other's own, which it puts away, with the question on it. */
static void
put_away(void)
{
	struct session s;

	open_session(&s, "ConvenedBy-" OTHER,
	    FIND("5") FLAGS("6", "ConvenedBy-" OTHER) FLAGS("7", "ConvenedBy-" OTHER) ADD("8",
		"ConvenedAsk-" ME) "< 9 UID FETCH 10 (UID FLAGS)\n> 9 OK done\n"
				   "< 10 UID SEARCH UID 10:*\n> * SEARCH 4\n> 10 OK done\n"
				   "< 11 UID FETCH 10 (UID FLAGS)\n> 11 OK done\n"
				   "< 12 UID FETCH 4 (UID FLAGS)\n> * 1 FETCH (UID 4 FLAGS ())\n"
				   "> 12 OK done\n"
				   "< 13 UID STORE 4 +FLAGS.SILENT (ConvenedAsk-" ME ")\n"
				   "> 13 OK done\n"
				   "< 14 UID FETCH 4 (UID FLAGS)\n"
				   "> * 1 FETCH (UID 4 FLAGS (ConvenedAsk-" ME "))\n> 14 OK done\n"
				   "< 15 UID SEARCH UID 4:*\n> * SEARCH 4\n> 15 OK done\n"
				   "< 16 UID FETCH 4 (UID FLAGS)\n> * 1 FETCH (UID 4 FLAGS "
				   "(ConvenedAsk-" ME " ConvenedHere-" OTHER "))\n> 16 OK done\n"
				   "< 17 UID FETCH 4 (UID FLAGS)\n> * 1 FETCH (UID 4 FLAGS "
				   "(ConvenedAsk-" ME " ConvenedHere-" OTHER "))\n> 17 OK done\n"
				   "< 18 UID STORE 4 -FLAGS.SILENT (ConvenedAsk-" ME
				   " ConvenedHere-" OTHER ")\n> 18 OK done\n" BYE("19"));
	is_int(begin(&s), -1, "the mail with the question goes, and the question to another");
	is_int(s.err.kind, ERR_BUSY, "where it stays until it is answered (%s)", s.err.text);
	close_session(&s, "put away");
}

/* Servers that do not take part: nothing fails, nothing more is asked. */
static void
without(void)
{
	static const struct {
		const char *what, *steps;
	} cases[] = {
		{ "NO to the claim",
		    FIND("5") FLAGS("6", "") "< 7 UID STORE*\n> 7 NO no keywords\n" BYE("8") },
		{ "a claim that is dropped",
		    FIND("5") FLAGS("6", "") ADD("7", "ConvenedBy-" ME) FLAGS("8", "") BYE("9") },
	};
	struct session s;
	bool done[1];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		open_session(&s, "", cases[i].steps);
		is_int(begin(&s), 0, "%s: works all the same (%s)", cases[i].what, s.err.text);
		is_int(claim_take(s.claim, &eleven, 1, &s.err), 0, "%s: no claim", cases[i].what);
		is_int(claim_hold(s.claim, &eleven, 1, "ConvenedDone", done, &s.err), 0,
		    "%s: no question", cases[i].what);
		is_int(claim_answer(s.claim, &s.err), 0, "%s: no answer", cases[i].what);
		close_session(&s, cases[i].what);
	}
}

/* It does not know a command: once is enough. */
static void
unknown(const char *what, const char *steps)
{
	struct session s, next;

	open_session(&s, "", steps);
	is_int(begin(&s), -1, "%s: the connection is given up", what);
	open_session(&next, "", BYE("5"));
	is_int(claim_begin(s.claim, next.imap, &next.box, next.db, &stop, &s.err), 0,
	    "%s: the next one does without (%s)", what, s.err.text);
	is_int(claim_answer(s.claim, &s.err), 0, "%s: for good", what);
	close_session(&next, "the next one");
	close_session(&s, what);
}

/* Two that began in an empty mailbox meet at its first mail. */
static void
meet(void)
{
	struct arena *a = arena_new();
	struct session s;
	uint32_t *uids;
	bool done[1];
	size_t n;

	open_session(&s, "",
	    "< 5 UID SEARCH UID 10:*\n> * SEARCH\n> 5 OK done\n" FIND("6")
		ADD("7", "ConvenedBy-" ME) FLAGS("8", "ConvenedBy-" ME " ConvenedBy-" LOWER)
		    FLAGS("9", "ConvenedBy-" ME " ConvenedBy-" LOWER) ADD("10", "ConvenedAsk-" ME)
			FLAGS("11", "ConvenedAsk-" ME " ConvenedHere-" LOWER)
			    FLAGS("12", "ConvenedAsk-" ME " ConvenedHere-" LOWER)
				REMOVE("13", "ConvenedAsk-" ME " ConvenedHere-" LOWER) BYE("14"));
	is_int(begin(&s), 0, "nobody in an empty mailbox");
	imap_uids(s.imap, 10, a, &uids, &n, &s.err);
	is_int(claim_take(s.claim, uids, n, &s.err), 0, "a mail comes");
	is_int(claim_hold(s.claim, uids, n, "ConvenedDone", done, &s.err), -1, "to two of them");
	is_int(s.err.kind, ERR_BUSY, "and one ends");
	close_session(&s, "a meeting");
	arena_free(a);
}

static void
answers(void)
{
	struct session s;

	open_session(&s, "",
	    FIND("5") FLAGS("6", "ConvenedBy-" ME)
		FLAGS("7", "ConvenedBy-" ME " ConvenedAsk-" LOWER) ADD("8", "ConvenedHere-" ME)
		    REMOVE("9", "ConvenedBy-" LOWER) FLAGS("10",
			"ConvenedBy-" ME " ConvenedAsk-" LOWER " ConvenedHere-" ME) BYE("11"));
	is_int(begin(&s), 0, "at work");
	is_int(claim_answer(s.claim, &s.err), 0, "it answers whoever asks");
	is_int(claim_answer(s.claim, &s.err), 0, "once");
	close_session(&s, "an answer");
}

static void
ids(void)
{
	char folder[] = "/tmp/convened-claim.XXXXXX", path[64], id[CLAIM_ID + 1],
	     again[CLAIM_ID + 1];

	if (mkdtemp(folder) == NULL)
		abort();
	snprintf(path, sizeof path, "%s/a.db", folder);
	fclose(fopen(path, "w"));
	claim_id("secret", path, id);
	claim_id("secret", path, again);
	is_str(again, id, "a store has one id");
	is_int((int)strlen(id), CLAIM_ID, "of eight characters");
	claim_id("another", path, again);
	ok(strcmp(id, again) != 0, "another store in its place has another one");
	unlink(path);
	snprintf(path, sizeof path, "%s/b.db", folder);
	fclose(fopen(path, "w"));
	claim_id("secret", path, again);
	ok(strcmp(id, again) != 0, "so has a copy elsewhere");
	unlink(path);
	rmdir(folder);
}

int
main(void)
{
	ids();
	alone();
	answered();
	both_ask();
	in_vain();
	put_away();
	without();
	unknown("a server that hangs up", FIND("5") "< 6 UID FETCH*\nclose\n");
	unknown("BAD to the flags", FIND("5") "< 6 UID FETCH*\n> 6 BAD what?\n");
	meet();
	answers();
	return tap_done();
}
