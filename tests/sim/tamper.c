/*
 * tamper - every complaint of the oracle can come: each is provoked once, and no other comes
 *
 * A story is told undisturbed, and nothing is wrong.  Then one thing is changed in what the oracle
 * looks at, in a process of its own, and it must say just that.
 */
#include "base/arena.h"
#include "sim/oracle.h"
#include "sim/story.h"
#include "tap.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- to find what is to be changed */

static struct heard *
find_heard(struct world *w, enum heard_kind kind, bool by_staff)
{
	for (size_t i = 0; i < w->crowd.n_heard; i++) {
		struct heard *h = w->crowd.heard[i];

		if (h->kind == kind && (crowd_writer(&w->crowd, h->recipient) == NULL) == by_staff)
			return h;
	}
	abort();
}

static struct written *
find_written(struct world *w, enum gist gist)
{
	for (size_t i = 0; i < w->crowd.n_written; i++)
		if (w->crowd.written[i]->gist == gist)
			return w->crowd.written[i];
	abort();
}

static struct box_mail *
find_mail(struct world *w, enum gist gist)
{
	for (size_t i = 0; i < w->imap.n; i++)
		if (((const struct written *)w->imap.mails[i].sent)->gist == gist)
			return &w->imap.mails[i];
	abort();
}

/* One more mail that came, like this one but for its Message-ID. */
static struct heard *
hear_another(struct world *w, const struct heard *like)
{
	struct crowd *c = &w->crowd;
	struct heard *h = arena_alloc(w->arena, sizeof *h);

	*h = *like;
	h->message_id = "another@team.example";
	c->heard = arena_more(w->arena, c->heard, c->n_heard, sizeof(struct heard *));
	c->heard[c->n_heard++] = h;
	return h;
}

static void
forget(struct world *w, const struct heard *h)
{
	struct crowd *c = &w->crowd;
	size_t i = 0;

	while (c->heard[i] != h)
		i++;
	memmove(&c->heard[i], &c->heard[i + 1], (--c->n_heard - i) * sizeof(struct heard *));
}

static void
change_store(struct world *w, const char *sql)
{
	sqlite3 *db = NULL;

	w->steps.unseen = true;
	if (sqlite3_open_v2(w->config.store_path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
	    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL) != SQLITE_OK ||
	    sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		printf("Bail out! %s: %s\n", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
	w->steps.unseen = false;
}

/* --- what is changed */

static void
unanswered(struct world *w)
{
	forget(w, find_heard(w, HEARD_OFFERS, false));
}

static void
answered_twice(struct world *w)
{
	hear_another(w, find_heard(w, HEARD_OFFERS, false));
}

static void
robot_answered(struct world *w)
{
	const struct written *robot = find_written(w, GIST_ROBOT);
	struct heard *h = hear_another(w, find_heard(w, HEARD_WORDS, true));

	h->recipient = h->to = robot->writer->email;
	h->text = "";
	h->unasked = false;
	h->in_reply_to = robot->message_id;
}

static void
unmarked(struct world *w)
{
	find_mail(w, GIST_PICK)->done = false;
}

static void
old_marked(struct world *w)
{
	find_written(w, GIST_ROBOT)->gist = GIST_OLD;
}

static void
nameless_unflagged(struct world *w)
{
	find_written(w, GIST_ROBOT)->gist = GIST_NAMELESS;
}

static void
two_verdicts(struct world *w)
{
	find_mail(w, GIST_PICK)->verdicts = 3;
}

static void
half_flagged(struct world *w)
{
	find_mail(w, GIST_PICK)->review = true;
}

static void
nonsense_to_imap(struct world *w)
{
	w->imap.nonsense = "a joke";
}

static void
nonsense_to_smtp(struct world *w)
{
	w->smtp.nonsense = "a joke";
}

static void
same_again(struct world *w)
{
	const struct heard *h = find_heard(w, HEARD_OFFERS, false);

	hear_another(w, h)->message_id = h->message_id;
}

/* A mishap excuses it only where the store had not taken anything since. */
static void
same_again_long_after(struct world *w)
{
	const struct heard *h = find_heard(w, HEARD_OFFERS, false);
	struct heard *again = hear_another(w, h);

	again->message_id = h->message_id;
	again->step = h->step + 100;
	w->steps.mishaps[0] =
	    (struct mishap){ .at = h->step + 50, .harm = HARM_KILL, .noted = h->step + 5 };
	w->steps.come = 1;
}

static void
same_again_but_changed(struct world *w)
{
	const struct heard *h = find_heard(w, HEARD_OFFERS, false);
	struct heard *again = hear_another(w, h);
	char *bytes = arena_mem(w->arena, h->bytes, h->len);

	bytes[h->len / 2] ^= 1;
	again->message_id = h->message_id;
	again->bytes = bytes;
}

static void
stranger_told(struct world *w)
{
	struct heard *h = hear_another(w, find_heard(w, HEARD_WORDS, true));

	h->recipient = h->to = "eve@stranger.example";
}

static void
sent_elsewhere(struct world *w)
{
	find_heard(w, HEARD_WORDS, true)->to = "nobody@team.example";
}

static void
answer_to_another(struct world *w)
{
	const struct written *request = find_written(w, GIST_REQUEST);
	struct heard *h = hear_another(w, find_heard(w, HEARD_WORDS, true));

	for (int i = 0; i < w->crowd.n_writers; i++)
		if (&w->crowd.writers[i] != request->writer)
			h->recipient = h->to = w->crowd.writers[i].email;
	h->in_reply_to = request->message_id;
	h->text = "";
}

static void
told_of_another(struct world *w)
{
	struct heard *h = find_heard(w, HEARD_OFFERS, false);

	for (int i = 0; i < w->crowd.n_writers; i++)
		if (strcmp(w->crowd.writers[i].email, h->recipient) != 0)
			h->text = arena_printf(w->arena, "%s comes too", w->crowd.writers[i].name);
}

static void
offered_the_past(struct world *w)
{
	struct heard *h = find_heard(w, HEARD_OFFERS, false);

	h->offers[0].start_at = h->at - HOUR;
}

static bool
stands(const struct world *w, const struct heard *h)
{
	for (size_t i = 0; i < w->crowd.n_heard; i++)
		if (w->crowd.heard[i]->sequence > h->sequence &&
		    strcmp(w->crowd.heard[i]->uid, h->uid) == 0)
			return false;
	return h->kind == HEARD_INVITATION;
}

/* The host's invitations of all meetings are for one time. */
static void
double_booked_host(struct world *w)
{
	const struct heard *first = NULL;

	for (size_t i = 0; i < w->crowd.n_heard; i++) {
		struct heard *h = w->crowd.heard[i];

		if (crowd_writer(&w->crowd, h->recipient) != NULL || !stands(w, h))
			continue;
		if (first == NULL)
			first = h;
		else if (strcmp(first->recipient, h->recipient) == 0 &&
			 strcmp(first->uid, h->uid) != 0) {
			h->slot = first->slot;
			return;
		}
	}
	abort();
}

/* The first choice that an invitation answers, and that; NULL: there is none. */
static struct heard *
find_chosen(const struct world *w, struct written **pick)
{
	for (size_t k = 0; k < w->crowd.n_written; k++) {
		*pick = w->crowd.written[k];
		for (size_t i = 0; i < w->crowd.n_heard && (*pick)->gist == GIST_PICK; i++)
			if (w->crowd.heard[i]->kind == HEARD_INVITATION &&
			    strcmp(w->crowd.heard[i]->in_reply_to, (*pick)->message_id) == 0)
				return w->crowd.heard[i];
	}
	return NULL;
}

static struct heard *
chosen(struct world *w, struct written **pick)
{
	struct heard *h = find_chosen(w, pick);

	if (h == NULL)
		abort();
	return h;
}

enum { OFF_THE_GRID = DAY + 5 * MINUTE }; /* no time that was ever offered */

static void
never_chosen(struct world *w)
{
	struct written *pick;
	struct heard *h = chosen(w, &pick);

	pick->gist = GIST_MOVE; /* ... so that it is not also the wrong one of two */
	h->slot.start_at += OFF_THE_GRID;
	h->slot.end_at += OFF_THE_GRID;
}

static void
other_than_chosen(struct world *w)
{
	struct written *pick;
	struct heard *h = chosen(w, &pick);
	struct written *also = arena_alloc(w->arena, sizeof *also);
	struct crowd *c = &w->crowd;

	h->slot.start_at += DAY;
	h->slot.end_at += DAY;
	*also = (struct written){ .gist = GIST_THANKS,
		.writer = pick->writer,
		.message_id = "also@chosen.example",
		.named = h->slot };
	c->written = arena_more(w->arena, c->written, c->n_written, sizeof(struct written *));
	for (size_t i = c->n_written++; i > 0; i--)
		c->written[i] = c->written[i - 1];
	c->written[0] = also;
}

static void
host_thinks_otherwise(struct world *w)
{
	struct heard *h = find_heard(w, HEARD_INVITATION, true);

	hear_another(w, h)->kind = HEARD_CANCELLATION;
	w->crowd.heard[w->crowd.n_heard - 1]->sequence = 9;
}

/* Both sides hear of an invitation where a meeting was called off. */
static void
called_off_in_vain(struct world *w)
{
	for (size_t i = 0; i < w->crowd.n_heard; i++)
		for (size_t j = 0; j < w->crowd.n_heard; j++) {
			struct heard *h = w->crowd.heard[i];
			const struct heard *invited = w->crowd.heard[j];

			if (h->kind == HEARD_CANCELLATION && invited->kind == HEARD_INVITATION &&
			    strcmp(h->uid, invited->uid) == 0) {
				h->kind = HEARD_INVITATION;
				h->slot = invited->slot;
			}
		}
}

/* What was called off was so by mails that others wrote. */
static void
called_off_by_others(struct world *w)
{
	for (size_t i = 0; i < w->crowd.n_written; i++)
		if (w->crowd.written[i]->gist == GIST_CALL_OFF)
			w->crowd.written[i]->gist = GIST_FORGED;
}

static void
damaged_store(struct world *w)
{
	change_store(w,
	    "pragma writable_schema = on; delete from sqlite_schema where name = 'place_mail'");
}

static void
no_store(struct world *w)
{
	change_store(w, "drop table place");
}

static void
left_in_outbox(struct world *w)
{
	change_store(w, "update queue set state = 'uncertain' where id = 1");
}

static void
mark_not_noted(struct world *w)
{
	change_store(w, "update place set marked = 0");
}

static void
refused_by_the_store(struct world *w)
{
	change_store(w, "update mail set why = 'what followed from it could not be stored: double"
			" booking' where id = 1");
}

static void
booked_twice(struct world *w)
{
	change_store(w,
	    "drop trigger booking_once; insert into booking select host, start_at + 60, end_at,"
	    " meeting from booking limit 1");
}

static void
never_woken(struct world *w)
{
	change_store(w, "insert or replace into wake select min(id), 1801440000 from meeting");
}

/* A row of the outbox once more, as another kind of mail. */
#define SENT_AGAIN                                                                                 \
	"insert into queue (meeting, recipient, sender, message_id, kind, state, tries,"           \
	" queued_at, next_at, done_at, answer, digest, bytes) select meeting, recipient, sender, "

static void
chased_twice(struct world *w)
{
	change_store(w,
	    SENT_AGAIN "id || '@again', 'chase', 'sent', 1, queued_at, 0, 0, '', '', x''"
		       " from queue where meeting = 1 limit 2");
}

static void
reminded_twice(struct world *w)
{
	change_store(w, "update meeting set sequence = 9");
	for (int i = 0; i < 2; i++)
		change_store(w, SENT_AGAIN "random() || '@again', 'reminder', 'sent', 1, 0, 0, 0,"
					   " '', '', x'' from queue where kind = 'offer' limit 1");
}

static void
reminded_though_off(struct world *w)
{
	change_store(w, "update meeting set sequence = 9");
	change_store(w, SENT_AGAIN "'off@again', 'reminder', 'sent', 1, 0, 0, 0, '', '', x''"
				   " from queue where kind = 'cancel' limit 1");
}

static void
reminded_too_late(struct world *w)
{
	change_store(w, "update meeting set start_at = 1, sequence = 0 where id = 1");
	change_store(w,
	    SENT_AGAIN "'late@again', 'reminder', 'sent', 1, 9999999999, 0, 0, '', '', x''"
		       " from queue where meeting = 1 limit 1");
}

static void
never_freed(struct world *w)
{
	change_store(w, "update offer set state = 'open' where meeting ="
			" (select meeting from offer join meeting on meeting.id = offer.meeting"
			"  where meeting.state in ('closed', 'cancelled') limit 1)");
}

static void
sent_too_early(struct world *w)
{
	w->early = "early@team.example";
}

static void
died_by_itself(struct world *w)
{
	w->lives++;
}

static void
gave_up(struct world *w)
{
	w->broken = "no wish to go on";
}

/* --- one more start */

static void
late_mail(struct world *w)
{
	struct box_mail mail = *find_mail(w, GIST_REQUEST);

	mail.bytes =
	    "From: Zoe <zoe@late.example>\r\nMessage-ID: <late@late.example>\r\n"
	    "Date: Mon, 1 Feb 2027 10:00:00 +0000\r\nTo: meet@team.example\r\nSubject: Late\r\n\r\n"
	    "Could we meet for half an hour next week?\r\n";
	mail.len = strlen(mail.bytes);
	imap_server_deliver(&w->imap, &mail);
}

static void
mark_to_set(struct world *w)
{
	change_store(w, "update place set marked = 0 where (uid_validity, uid) ="
			" (select uid_validity, uid from place join mail on mail = mail.id"
			" where why <> 'own copy' order by 1 desc, 2 desc limit 1)");
}

/* --- */

static const struct {
	void (*change)(struct world *);
	const char *complaint;
} table[] = {
	{ unanswered, "was answered 0 times, not 1" },
	{ answered_twice, "was answered 2 times, not 1" },
	{ robot_answered, "was answered 1 times, not 0" },
	{ unmarked, "is not marked in the mailbox" },
	{ old_marked, "(old) is marked in the mailbox" },
	{ nameless_unflagged, "is not flagged for a person" },
	{ two_verdicts, "does not bear one keyword for its verdict" },
	{ half_flagged, "has only half of its flags" },
	{ nonsense_to_imap, "the IMAP server was told a joke" },
	{ nonsense_to_smtp, "the SMTP server was told a joke" },
	{ same_again, "came twice to" },
	{ same_again_long_after, "came twice to" },
	{ same_again_but_changed, "came twice, and not the same" },
	{ stranger_told, "a mail went to eve@stranger.example" },
	{ sent_elsewhere, "a mail to nobody@team.example went to" },
	{ answer_to_another, "got the answer to somebody else's mail" },
	{ told_of_another, "was told of" },
	{ offered_the_past, "which is past" },
	{ double_booked_host, "is to be in two meetings" },
	{ never_chosen, "which they never chose" },
	{ other_than_chosen, "and is invited for" },
	{ host_thinks_otherwise, "do not think the same of one meeting" },
	{ called_off_in_vain, "called a meeting off, and it stands" },
	{ called_off_by_others, "somebody else called off what" },
	{ damaged_store, "the store is damaged:" },
	{ no_store, "the store cannot be read:" },
	{ left_in_outbox, "still in the outbox:" },
	{ mark_not_noted, "mails without a mark:" },
	{ refused_by_the_store, "a mistake of convened's own:" },
	{ booked_twice, "booked twice:" },
	{ never_woken, "never woken:" },
	{ chased_twice, "chased twice:" },
	{ reminded_twice, "reminded twice:" },
	{ reminded_though_off, "reminded of a meeting that is off:" },
	{ reminded_too_late, "reminded of a meeting that is past:" },
	{ never_freed, "still held for a meeting that is off:" },
	{ sent_too_early, "was sent before the store knew of it" },
	{ died_by_itself, "convened died 1 times, with 0 mishaps" },
	{ gave_up, "convened gave up: no wish to go on" },
};

static const struct {
	void (*change)(struct world *);
	const char *complaint;
} after[] = {
	{ late_mail, "one more start sent" },
	{ mark_to_set, "one more start set" },
	{ mark_to_set, "one more start changed something: the end differs: mail" },
};

/* All lines hold these words? */
static bool
only(const char *wrong, const char *complaint)
{
	bool all = wrong[0] != '\0';

	for (const char *line = wrong; *line != '\0'; line += strcspn(line, "\n") + 1) {
		const char *found = strstr(line, complaint);

		all &= found != NULL && found < line + strcspn(line, "\n");
	}
	return all;
}

static void
expect(struct world *w, void (*change)(struct world *), const char *complaint, bool again)
{
	pid_t child;
	int status = -1;

	fflush(stdout);
	if ((child = fork()) == 0) {
		const char *wrong;
		bool as_expected;

		change(w);
		wrong = again ? story_wrong_after(w) : oracle_judge(w);
		as_expected = again ? strstr(wrong, complaint) != NULL : only(wrong, complaint);
		if (!as_expected)
			printf("# %s\n", wrong[0] != '\0' ? wrong : "no complaint");
		fflush(stdout);
		_exit(as_expected ? 0 : 1);
	}
	waitpid(child, &status, 0);
	is_int(status, 0, "%s%s", complaint, again ? "" : ", and nothing else");
}

static void
differences(struct arena *a)
{
	ok(oracle_difference("a\nb\n", "a\nb\n", a) == NULL, "two ends that are the same");
	is_str(oracle_difference("a\nb\nc\n", "a\nx\nc\n", a),
	    "the end differs: x\n   undisturbed: b", "another line");
	is_str(oracle_difference("a\n", "a\nb\n", a),
	    "the end differs: b\n   undisturbed: ", "a line too many");
	is_str(oracle_difference("a\nb\n", "a\n", a), "the end differs: \n   undisturbed: b",
	    "a line that is missing");
}

/* Somebody called off what they were invited to, and wrote nothing about it after that. */
static bool
called_off_for_good(const struct crowd *c)
{
	for (size_t i = 0; i < c->n_written; i++) {
		const struct written *w = c->written[i];
		bool last = w->gist == GIST_CALL_OFF && w->on->kind == HEARD_INVITATION;

		for (size_t k = i + 1; k < c->n_written && last; k++)
			last = c->written[k]->writer != w->writer;
		if (last)
			return true;
	}
	return false;
}

/* Does this story have all that is to be changed? */
static bool
fits(struct world *w)
{
	static const enum gist gists[] = { GIST_REQUEST, GIST_PICK, GIST_ROBOT, GIST_CALL_OFF };
	bool has[4] = { false };
	const char *host = NULL;
	struct written *pick;
	int standing = 0;

	for (size_t i = 0; i < w->crowd.n_written; i++)
		for (int k = 0; k < 4; k++)
			has[k] |= w->crowd.written[i]->gist == gists[k];
	for (size_t i = 0; i < w->crowd.n_heard; i++) {
		const struct heard *h = w->crowd.heard[i];

		if (crowd_writer(&w->crowd, h->recipient) == NULL && stands(w, h) &&
		    (host == NULL || strcmp(host, h->recipient) == 0)) {
			host = h->recipient;
			standing++;
		}
	}
	return find_chosen(w, &pick) != NULL && called_off_for_good(&w->crowd) && has[0] &&
	       has[1] && has[2] && has[3] && standing >= 2;
}

int
main(void)
{
	struct stage stage;
	struct world *w;
	uint64_t seed = 3;
	int ret;

	stage_open(&stage);
	do {
		w = world_new(&stage, seed);
		world_run(w);
	} while (!fits(w) && seed++ < 500);
	is_str(oracle_judge(w), "", "nothing is wrong in story %d", (int)seed);
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		expect(w, table[i].change, table[i].complaint, false);
	for (size_t i = 0; i < sizeof after / sizeof after[0]; i++)
		expect(w, after[i].change, after[i].complaint, true);
	differences(w->arena);
	is_str(story_wrong_after(w), "", "one more start does nothing");
	ret = tap_done();
	stage_close(&stage);
	fflush(stdout);
	_exit(ret);
}
