#include "daemon/receive.h"

#include "base/arena.h"
#include "base/log.h"
#include "daemon/claim.h"
#include "daemon/mark.h"
#include "daemon/sender.h"
#include "inbox/imap.h"
#include "store/mails.h"

#include <stdlib.h>
#include <string.h>

enum {
	BATCH_MAILS = 40,
	BATCH_BYTES = 4 << 20,
	MAIL_MOST_BYTES = 8 << 20, /* what is larger goes to a person unread */
	LOOK_BACK = 200,           /* how many dates are asked for at once */
	SCAN_ALL_SECONDS = 600,
	DRY_MAILS = 50, /* shown by a dry run before the first start */
};

struct receive {
	const struct account *account;
	const char *password;
	struct sender *sender;
	struct imap *imap;
	struct imap_box box;
	struct claim *claim; /* NULL: a dry run claims nothing */
	struct arena *arena; /* of one step */
	uint32_t first_uid;  /* lower ones are from before the first start */
	bool renumbered;     /* the server has numbered its mails anew: go by the date as well */
	uint32_t next_uid;   /* lower ones are handled: only a full scan looks at them again */
	int64_t scanned_at;
};

struct receive *
receive_open(const struct account *account, const char *password, struct sender *sender)
{
	struct receive *r = calloc(1, sizeof *r);

	if (r == NULL)
		abort();
	r->account = account;
	r->password = password;
	r->sender = sender;
	r->arena = arena_new();
	return r;
}

void
receive_close(struct receive *r)
{
	if (r == NULL)
		return;
	imap_close(r->imap);
	claim_free(r->claim);
	arena_free(r->arena);
	free(r);
}

static void
hang_up(struct receive *r)
{
	imap_close(r->imap);
	r->imap = NULL;
}

/* A number the store remembers; 0 where there is none. */
static int
get_number(struct db *db, const char *name, struct arena *a, int64_t *out, struct err *err)
{
	const char *value;

	if (db_get(db, name, a, &value, err) == -1)
		return -1;
	*out = value != NULL ? strtoll(value, NULL, 10) : 0;
	return 0;
}

static int
set_number(struct db *db, const char *name, int64_t number, struct arena *a, struct err *err)
{
	return db_set(db, name, arena_printf(a, "%lld", (long long)number), err);
}

/*
 * The first UID that came after the first start, by the dates the server noted at arrival, read
 * backwards: in a large mailbox nearly all is old.  A mail of that very second counts as old:
 * better one answer too few than one to a mail that somebody else has answered.
 */
static int
find_first_uid(struct receive *r, int64_t started_at, uint32_t *first, struct err *err)
{
	struct imap_mail *mails = arena_alloc(r->arena, LOOK_BACK * sizeof *mails);
	uint32_t *uids;
	size_t n, from, count;

	if (imap_uids(r->imap, 1, r->arena, &uids, &n, err) == -1)
		return -1;
	*first = r->box.uid_next != 0 ? r->box.uid_next : n > 0 ? uids[n - 1] + 1 : 1;
	if (started_at == 0) { /* it never started: this is a dry run, of the last ones */
		*first = n > DRY_MAILS ? uids[n - DRY_MAILS] : 1;
		return 0;
	}
	for (size_t end = n; end > 0; end = from) {
		from = end > LOOK_BACK ? end - LOOK_BACK : 0;
		count = end - from;
		if (imap_fetch(r->imap, uids + from, count, 0, r->arena, mails, err) == -1)
			return -1;
		for (size_t i = count; i-- > 0;) {
			if (mails[i].received_at <= started_at && !r->renumbered)
				return 0;
			if (mails[i].received_at > started_at)
				*first = uids[from + i];
		}
	}
	return 0;
}

/*
 * What the store says of this numbering of the mailbox, or what it will say from now on.  After a
 * change of numbering the order tells nothing any more: the dates alone tell what is old.
 */
static int
find_baseline(struct receive *r, struct db *db, bool dry, struct err *err)
{
	const char *key = arena_printf(r->arena, "first_uid.%u", r->box.uid_validity);
	int64_t started_at, validity, first;
	uint32_t uid;

	if (get_number(db, "first_start_at", r->arena, &started_at, err) == -1 ||
	    get_number(db, "first_uid_validity", r->arena, &validity, err) == -1 ||
	    get_number(db, key, r->arena, &first, err) == -1)
		return -1;
	r->renumbered = validity != 0 && validity != r->box.uid_validity + (int64_t)1;
	if (first != 0) {
		r->first_uid = (uint32_t)first;
		return 0;
	}
	if (r->renumbered)
		log_line(LOG_WARN,
		    "the server has numbered the mailbox anew: going through all of it");
	if (find_first_uid(r, started_at, &uid, err) == -1)
		return -1;
	r->first_uid = uid;
	if (dry)
		return 0;
	if (db_begin(db, err) == -1)
		return -1;
	if (set_number(db, key, uid, r->arena, err) == -1 ||
	    (validity == 0 && set_number(db, "first_uid_validity", r->box.uid_validity + (int64_t)1,
				  r->arena, err) == -1)) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, err);
}

static int
claim_mailbox(struct receive *r, const struct turn *t, const volatile sig_atomic_t *stop,
    struct err *err)
{
	char id[CLAIM_ID + 1];

	if (t->dry)
		return 0;
	if (r->claim == NULL) {
		claim_id(t->key, t->config->store_path, id);
		r->claim = claim_new(id);
	}
	return claim_begin(r->claim, r->imap, &r->box, t->db, stop, err);
}

static int
connect_server(struct receive *r, const struct turn *t, const volatile sig_atomic_t *stop,
    struct err *err)
{
	const struct account *account = r->account;

	if (r->imap != NULL)
		return 0;
	r->imap = imap_open(&account->server, account->user, r->password, err);
	if (r->imap == NULL)
		return -1;
	if (imap_select(r->imap, account->folder, &r->box, err) == -1)
		return -1;
	if (claim_mailbox(r, t, stop, err) == -1 || find_baseline(r, t->db, t->dry, err) == -1)
		return -1;
	r->next_uid = r->first_uid;
	r->scanned_at = 0;
	log_line(LOG_NOTE, "connected to the mailbox: %u mails, the first of ours is %u%s",
	    r->box.messages, r->first_uid,
	    imap_can_idle(r->imap) ? "" : ", polling because the server has no IDLE");
	return 0;
}

/* Everything there is now and then; else only what came behind the last one. */
static int
find_new(struct receive *r, struct db *db, int64_t now, uint32_t **uids, size_t *n, struct err *err)
{
	bool all =
	    r->scanned_at == 0 || now - r->scanned_at >= SCAN_ALL_SECONDS || now < r->scanned_at;

	if (imap_uids(r->imap, all ? r->first_uid : r->next_uid, r->arena, uids, n, err) == -1)
		return -1;
	if (all)
		r->scanned_at = now;
	return mails_unknown(db, r->box.uid_validity, *uids, n, err);
}

/* How many of these fit into one batch; at least one. */
static size_t
fit(const struct imap_mail *mails, size_t n)
{
	size_t bytes = 0, i;

	for (i = 0; i < n && bytes < BATCH_BYTES; i++)
		if (mails[i].size <= MAIL_MOST_BYTES)
			bytes += mails[i].size;
	return i;
}

static int
handle(struct receive *r, const struct turn *t, const struct imap_mail *mail, bool done,
    int64_t started_at, int64_t now, struct err *err)
{
	struct arrival in = {
		.bytes = mail->bytes,
		.len = mail->len,
		.size = mail->size,
		.uid_validity = r->box.uid_validity,
		.uid = mail->uid,
		.received_at = mail->received_at,
		.old = r->renumbered && mail->received_at != 0 && mail->received_at <= started_at,
		.done = done,
	};
	struct arena *a = arena_new();
	const char *line = "";
	int ret;

	ret = turn_mail(t, &in, now, a, &line, err);
	if (ret == 0)
		log_line(LOG_INFORM, "%s%s", t->dry ? "would be: " : "", line);
	arena_free(a);
	return ret;
}

/* Are these still ours alone?  Asked just before they are handled, and again where that takes long.
 */
static int
hold(struct receive *r, const uint32_t *uids, size_t n, bool *done, struct err *err)
{
	return r->claim == NULL ? 0 : claim_hold(r->claim, uids, n, KEYWORD_DONE, done, err);
}

static int
hold_again(struct receive *r, const uint32_t *uids, size_t n, bool *done, struct err *err)
{
	if (r->claim == NULL || !claim_aged(r->claim))
		return 0;
	if (claim_answer(r->claim, err) == -1)
		return -1;
	return hold(r, uids, n, done, err);
}

static int
handle_batch(struct receive *r, const struct turn *t, const uint32_t *uids, size_t n, int64_t now,
    const volatile sig_atomic_t *stop, struct err *err)
{
	struct imap_mail *mails = arena_alloc(r->arena, n * sizeof *mails);
	bool *done = arena_alloc(r->arena, n * sizeof *done);
	int64_t started_at;

	if (get_number(t->db, "first_start_at", r->arena, &started_at, err) == -1)
		return -1;
	if (imap_fetch(r->imap, uids, n, 0, r->arena, mails, err) == -1)
		return -1;
	n = fit(mails, n);
	if (r->claim != NULL && claim_take(r->claim, uids, n, err) == -1)
		return -1;
	if (imap_fetch(r->imap, uids, n, MAIL_MOST_BYTES, r->arena, mails, err) == -1 ||
	    hold(r, uids, n, done, err) == -1)
		return -1;
	for (size_t i = 0; i < n && !*stop; i++) {
		bool gone = mails[i].bytes == NULL && mails[i].size == 0;

		if (hold_again(r, uids + i, n - i, done + i, err) == -1)
			return -1;
		if (!gone && handle(r, t, &mails[i], done[i], started_at, now, err) == -1)
			return -1;
		if (gone)
			log_line(LOG_NOTE, "mail %u/%u was taken away before it could be read",
			    r->box.uid_validity, mails[i].uid);
		r->next_uid = mails[i].uid + 1;
		if (r->sender != NULL)
			sender_wake(r->sender);
	}
	return 0;
}

static int
look(struct receive *r, const struct turn *t, int64_t now, const volatile sig_atomic_t *stop,
    struct err *err)
{
	uint32_t *uids;
	size_t n;

	if (connect_server(r, t, stop, err) == -1 || find_new(r, t->db, now, &uids, &n, err) == -1)
		return -1;
	if (n > 0 &&
	    handle_batch(r, t, uids, n < BATCH_MAILS ? n : BATCH_MAILS, now, stop, err) == -1)
		return -1;
	if (!t->dry && mark_handled(r->imap, t->db, r->box.uid_validity, r->arena, err) == -1)
		return -1;
	if (r->claim != NULL && claim_answer(r->claim, err) == -1)
		return -1;
	if (n == 0 && r->sender != NULL)
		sender_looked(r->sender, now);
	return n > 0;
}

int
receive_step(struct receive *r, const struct turn *t, int64_t now,
    const volatile sig_atomic_t *stop, struct err *err)
{
	int ret;

	arena_reset(r->arena);
	if ((ret = look(r, t, now, stop, err)) == -1)
		hang_up(r);
	return ret;
}

int
receive_wait(struct receive *r, int seconds, int wake_fd, struct err *err)
{
	int ret = imap_wait(r->imap, seconds, wake_fd, err);

	if (ret == -1)
		hang_up(r);
	return ret;
}
