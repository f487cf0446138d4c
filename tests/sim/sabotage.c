/*
 * sabotage - defects put into the daemon on purpose, each of which the simulation must find
 *
 *	sabotage            all of them, a check each
 *	sabotage DEFECT     that one, with what the simulation says of it
 *
 * The linker puts a function of this file in the place of one of the daemon's (--wrap); it does
 * what the real one does, but for the one defect that is switched on.
 */
#include "base/arena.h"
#include "decide/may.h"
#include "inbox/imap.h"
#include "outbox/smtp.h"
#include "sim/story.h"
#include "store/db.h"
#include "store/mails.h"
#include "store/meetings.h"
#include "store/queue.h"
#include "tap.h"

#include <inttypes.h>
#include <malloc.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum defect {
	NO_DEFECT,
	NOT_SYNCED,
	COMMIT_FORGOTTEN,
	ANSWERS_APART,
	SENDING_NOT_NOTED,
	RECOVERY_LEFT_OUT,
	FATE_NOT_NOTED,
	UNCERTAIN_IS_SENT,
	LATER_IS_REFUSED,
	NEW_ID_EACH_TIME,
	WRONG_RECIPIENT,
	SAME_BYTES_UNKNOWN,
	SAME_WORDS_UNKNOWN,
	PLACE_FORGOTTEN,
	MARK_NOT_NOTED,
	FLAG_NOT_SET,
	MARKED_BEFORE_KEPT,
	START_FORGOTTEN,
	NEVER_WOKEN,
	TIMES_TAKEN_UNSEEN,
	OTHER_OFFER_TAKEN,
	CHASE_FORGOTTEN,
	ANYBODY_CALLS_OFF,
	DEFECTS
};

static enum defect defect;

/* The compiler sees to it that both take what the daemon's own function takes. */
#define REAL(type, name, ...)                                                                      \
	type __real_##name(__VA_ARGS__);                                                           \
	type __wrap_##name(__VA_ARGS__);                                                           \
	_Static_assert(__builtin_types_compatible_p(__typeof__(&(name)),                           \
			   __typeof__(&__wrap_##name)),                                            \
	    "another " #name " than the daemon's");                                                \
	type __wrap_##name(__VA_ARGS__)

REAL(enum may, may_change, const struct actor *actor)
{
	return defect == ANYBODY_CALLS_OFF ? MAY : __real_may_change(actor);
}

REAL(int, db_begin, struct db *db, struct err *err)
{
	if (defect == NOT_SYNCED)
		sqlite3_exec(db_handle(db), "pragma synchronous = off", NULL, NULL, NULL);
	return __real_db_begin(db, err);
}

REAL(int, db_commit, struct db *db, struct err *err)
{
	static int n;

	if (defect == COMMIT_FORGOTTEN && ++n % 5 == 0) {
		db_rollback(db);
		return 0;
	}
	return __real_db_commit(db, err);
}

REAL(int, queue_put, struct db *db, int64_t meeting, const struct mails *mails, int64_t now,
    struct err *err)
{
	if (defect == ANSWERS_APART &&
	    (__real_db_commit(db, err) == -1 || __real_db_begin(db, err) == -1))
		return -1;
	return __real_queue_put(db, meeting, mails, now, err);
}

REAL(int, queue_sending, struct db *db, int64_t id, bool copied, int64_t now, struct err *err)
{
	return defect == SENDING_NOT_NOTED ? 0 : __real_queue_sending(db, id, copied, now, err);
}

REAL(int, queue_recover, struct db *db, int64_t now, struct err *err)
{
	return defect == RECOVERY_LEFT_OUT ? 0 : __real_queue_recover(db, now, err);
}

REAL(int, queue_result, struct db *db, int64_t id, enum queue_state state, int64_t next_at,
    const char *answer, int64_t now, enum queue_state *out, struct err *err)
{
	if (defect == FATE_NOT_NOTED)
		state = QUEUE_UNCERTAIN;
	return __real_queue_result(db, id, state, next_at, answer, now, out, err);
}

REAL(int, queue_next, struct db *db, int64_t now, int64_t looked_at, struct arena *a,
    struct queue_row *out, struct err *err)
{
	int found = __real_queue_next(db, now, looked_at, a, out, err);

	if (found == 1 && defect == WRONG_RECIPIENT && strncmp(out->recipient, "hana", 4) == 0)
		out->recipient = "omar@team.example";
	if (found == 1 && defect == NEW_ID_EACH_TIME && out->state == QUEUE_UNCERTAIN) {
		char *bytes = arena_mem(a, out->bytes, out->len);
		char *id = strstr(bytes, "Message-ID: <");

		if (id != NULL)
			id[13] = id[13] == 'z' ? 'y' : 'z';
		out->bytes = bytes;
	}
	return found;
}

REAL(enum smtp_result, smtp_send, struct smtp *smtp, const char *from, const char *to,
    const char *copy, const char *bytes, size_t len, struct err *err)
{
	enum smtp_result result = __real_smtp_send(smtp, from, to, copy, bytes, len, err);

	if (defect == UNCERTAIN_IS_SENT && result == SMTP_UNCERTAIN)
		return SMTP_SENT;
	if (defect == LATER_IS_REFUSED && result == SMTP_LATER)
		return SMTP_REFUSED;
	return result;
}

REAL(int, mails_seen, struct db *db, const char *digest, const char *content_key, struct arena *a,
    struct mail_row *out, struct err *err)
{
	if (defect == SAME_BYTES_UNKNOWN)
		return 0;
	return __real_mails_seen(db, digest, defect == SAME_WORDS_UNKNOWN ? "" : content_key, a,
	    out, err);
}

REAL(int, mails_put, struct db *db, const struct mail_row *row, struct err *err)
{
	struct mail_row other = *row;

	if (defect == SAME_WORDS_UNKNOWN)
		other.content_key = "";
	return __real_mails_put(db, &other, err);
}

REAL(int, mails_place, struct db *db, const char *digest, uint32_t uid_validity, uint32_t uid,
    struct err *err)
{
	return defect == PLACE_FORGOTTEN ? 0
	                                 : __real_mails_place(db, digest, uid_validity, uid, err);
}

REAL(int, mails_marked, struct db *db, uint32_t uid_validity, uint32_t uid, struct err *err)
{
	return defect == MARK_NOT_NOTED ? 0 : __real_mails_marked(db, uid_validity, uid, err);
}

REAL(int, imap_mark, struct imap *imap, const uint32_t *uids, size_t n, const char *keyword,
    struct err *err)
{
	if (defect == FLAG_NOT_SET && strcmp(keyword, "\\Flagged") == 0)
		return 1;
	return __real_imap_mark(imap, uids, n, keyword, err);
}

/* As if marks were noted when a mail is fetched: before anything of it is kept. */
REAL(int, mails_unmarked, struct db *db, uint32_t uid_validity, struct arena *a,
    struct mail_row **out, size_t *n, struct err *err)
{
	int ret = __real_mails_unmarked(db, uid_validity, a, out, n, err);

	if (defect != MARKED_BEFORE_KEPT || ret == -1 || *n == 0)
		return ret;
	if (__real_db_begin(db, err) == -1)
		return -1;
	for (size_t i = 0; i < *n; i++)
		if (__real_mails_marked(db, (*out)[i].uid_validity, (*out)[i].uid, err) == -1)
			return -1;
	return __real_db_commit(db, err);
}

REAL(int, db_get, struct db *db, const char *name, struct arena *a, const char **value,
    struct err *err)
{
	int ret = __real_db_get(db, name, a, value, err);

	if (ret == 0 && defect == START_FORGOTTEN && strcmp(name, "first_start_at") == 0)
		*value = "1";
	return ret;
}

REAL(int, meetings_due, struct db *db, int64_t now, struct arena *a, int64_t **ids, size_t *n,
    struct err *err)
{
	int ret = __real_meetings_due(db, now, a, ids, n, err);

	if (defect == NEVER_WOKEN)
		*n = 0;
	return ret;
}

REAL(int, meetings_taken, struct db *db, struct team *team, int64_t now, struct arena *a,
    struct err *err)
{
	return defect == TIMES_TAKEN_UNSEEN ? 0 : __real_meetings_taken(db, team, now, a, err);
}

REAL(int, meetings_save, struct db *db, struct meeting *m, struct err *err)
{
	if (defect == CHASE_FORGOTTEN)
		m->chased_at = 0;
	return __real_meetings_save(db, m, err);
}

/* An offer's number is taken for the one behind it. */
REAL(int, meetings_find, struct db *db, const char *const *ids, size_t n, const char *token,
    struct arena *a, struct meeting *out, struct err *err)
{
	int ret = __real_meetings_find(db, ids, n, token, a, out, err);

	if (ret == 1 && defect == OTHER_OFFER_TAKEN && out->n_offers >= 2) {
		struct span span = out->offers[0].span;

		out->offers[0].span = out->offers[1].span;
		out->offers[1].span = span;
	}
	return ret;
}

/* --- */

enum { SEEDS_MOST = 40, CONTROL_SEEDS = 2, CONTROL_EVERY = 211, EVERY = 23 };

static const char *const names[DEFECTS] = {
	[NO_DEFECT] = "none",
	[NOT_SYNCED] = "commits-are-not-synced",
	[COMMIT_FORGOTTEN] = "each-fifth-commit-is-forgotten",
	[ANSWERS_APART] = "answers-are-queued-in-a-transaction-of-their-own",
	[SENDING_NOT_NOTED] = "what-is-being-sent-is-not-noted",
	[RECOVERY_LEFT_OUT] = "what-was-being-sent-is-forgotten-at-a-start",
	[FATE_NOT_NOTED] = "what-was-sent-is-not-noted",
	[UNCERTAIN_IS_SENT] = "what-is-uncertain-is-taken-for-sent",
	[LATER_IS_REFUSED] = "not-now-is-taken-for-never",
	[NEW_ID_EACH_TIME] = "another-message-id-when-sent-again",
	[WRONG_RECIPIENT] = "one-host-gets-the-mails-of-another",
	[SAME_BYTES_UNKNOWN] = "nobody-looks-whether-a-mail-was-seen",
	[SAME_WORDS_UNKNOWN] = "the-content-key-is-not-looked-at",
	[PLACE_FORGOTTEN] = "a-known-mail-in-a-new-place-is-not-noted",
	[MARK_NOT_NOTED] = "that-a-mail-is-marked-is-not-noted",
	[FLAG_NOT_SET] = "one-flag-is-not-set",
	[MARKED_BEFORE_KEPT] = "marks-are-noted-before-they-are-set",
	[START_FORGOTTEN] = "mail-from-before-the-first-start-is-handled",
	[NEVER_WOKEN] = "timers-do-nothing",
	[TIMES_TAKEN_UNSEEN] = "times-that-are-taken-are-offered",
	[CHASE_FORGOTTEN] = "that-somebody-was-chased-is-not-noted",
	[ANYBODY_CALLS_OFF] = "anybody-calls-off-what-stands",
	[OTHER_OFFER_TAKEN] = "the-wrong-offer-is-booked",
};

/* Seed after seed until one fails; how many that took, 0: none did. */
static int
seeds_until_found(const struct stage *stage, struct tally *tally, long every)
{
	for (int n = 1; n <= SEEDS_MOST; n++) {
		struct story s = { .stage = stage,
			.tally = tally,
			.seed = (uint64_t)n + 1,
			.every = every,
			.at_once = 2 };

		if (story_end(story_begin(&s)) != 0)
			return n;
	}
	return 0;
}

/* Most show without any harm, which is quick; the others only after one. */
static int
search(const struct stage *stage, struct tally *tally)
{
	int n = seeds_until_found(stage, tally, 0);

	return n != 0 ? n : seeds_until_found(stage, tally, EVERY);
}

static void
find(const struct stage *stage, enum defect which)
{
	struct tally *tally = tally_new();
	int n;

	tally->quiet = tally->until_first = true;
	defect = which;
	n = search(stage, tally);
	ok(n != 0, "%s -> found with seed %d of %d, %s: %s", names[which], n, SEEDS_MOST,
	    tally->runs == 0 ? "undisturbed"
			     : arena_printf(stage->arena, "after %ld harmed runs", tally->runs),
	    tally->first[0] != '\0' ? tally->first : "it hangs or crashes");
	fflush(stdout);
	defect = NO_DEFECT;
}

/* Without a defect nothing is found: else what follows would prove nothing. */
static void
control(const struct stage *stage)
{
	for (int n = 1; n <= CONTROL_SEEDS; n++) {
		struct story s = { .stage = stage,
			.tally = tally_new(),
			.seed = (uint64_t)n + 1,
			.every = CONTROL_EVERY,
			.at_once = 2 };

		is_int(story_end(story_begin(&s)), 0, "no defect -> nothing is found with seed %d",
		    n);
	}
}

static int
show(const struct stage *stage, const char *name)
{
	struct tally *tally = tally_new();

	for (int d = 0; d < DEFECTS; d++)
		if (strcmp(names[d], name) == 0)
			defect = (enum defect)d;
	tally->until_first = true;
	return search(stage, tally) == 0;
}

int
main(int argc, char **argv)
{
	struct stage stage;
	int ret;

	mallopt(M_TRIM_THRESHOLD, 1 << 30);
	mallopt(M_MMAP_THRESHOLD, 1 << 30);
	stage_open(&stage);
	if (argc > 1)
		ret = show(&stage, argv[1]);
	else {
		control(&stage);
		for (int d = NO_DEFECT + 1; d < DEFECTS; d++)
			find(&stage, (enum defect)d);
		ret = tap_done();
	}
	stage_close(&stage);
	fflush(stdout);
	_exit(ret);
}
