#include "store/queue.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/digest.h"
#include "store/query.h"

#include <string.h>

/* In the order of the enum; these words are on the disk, so none may change. */
static const char *const states[] = { "waiting", "sending", "uncertain", "sent", "failed" };

#define WORDS(list) list, sizeof list / sizeof list[0]

const char *
queue_state_name(enum queue_state state)
{
	return states[state];
}

/* A flipped bit in the recipient is as bad as one in the text. */
static char *
digest_of(const char *recipient, const char *sender, const char *message_id, const void *bytes,
    size_t len, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	buf_add(&b, recipient, strlen(recipient) + 1);
	buf_add(&b, sender, strlen(sender) + 1);
	buf_add(&b, message_id, strlen(message_id) + 1);
	buf_add(&b, bytes, len);
	return digest_hex(b.data, b.len, a);
}

static int
put(struct db *db, int64_t meeting, const struct mail *m, int64_t now, const char *digest,
    struct err *err)
{
	struct query *q = query_open(db,
	    "insert into queue (meeting, recipient, sender, message_id, kind, answers, state,"
	    " tries, queued_at, next_at, done_at, answer, digest, bytes)"
	    " values (?, ?, ?, ?, ?, ?, 'waiting', 0, ?, ?, 0, '', ?, ?)");

	query_id(q, meeting);
	query_text(q, m->recipient);
	query_text(q, m->sender);
	query_text(q, m->message_id);
	query_text(q, m->kind);
	query_int(q, m->answers);
	query_int(q, now);
	query_int(q, now);
	query_text(q, digest);
	query_bytes(q, m->bytes, m->len);
	return query_run(q, err);
}

int
queue_put(struct db *db, int64_t meeting, const struct mails *mails, int64_t now, struct err *err)
{
	struct arena *a = arena_new();
	int ret = 0;

	for (size_t i = 0; i < mails->n && ret == 0; i++) {
		const struct mail *m = &mails->items[i];

		ret = put(db, meeting, m, now,
		    digest_of(m->recipient, m->sender, m->message_id, m->bytes, m->len, a), err);
	}
	arena_free(a);
	return ret;
}

#define QUEUE_COLUMNS                                                                              \
	"select id, meeting, recipient, sender, message_id, kind, state, tries, queued_at,"        \
	" next_at, done_at, copied, answer"

static void
read_row(struct query *q, struct arena *a, struct queue_row *out)
{
	memset(out, 0, sizeof *out);
	out->id = query_read_int(q);
	out->meeting = query_read_int(q);
	out->recipient = query_read_text(q, a);
	out->sender = query_read_text(q, a);
	out->message_id = query_read_text(q, a);
	out->kind = query_read_text(q, a);
	out->state = query_read_word(q, WORDS(states));
	out->tries = (int)query_read_int(q);
	out->queued_at = query_read_int(q);
	out->next_at = query_read_int(q);
	out->done_at = query_read_int(q);
	out->copied = query_read_int(q) != 0;
	out->answer = query_read_text(q, a);
}

/*
 * When a message falls due.  One that waits for its copy does so once the mailbox has been looked
 * through late enough; ?1 is looked_at, ?2 QUEUE_BLIND_SECONDS.
 */
#define DUE_AT                                                                                     \
	"case when state = 'uncertain' and copied and next_at > ?1"                                \
	" then next_at + ?2 else next_at end"
#define UNSENT "state in ('waiting', 'uncertain')"

int
queue_next(struct db *db, int64_t now, int64_t looked_at, struct arena *a, struct queue_row *out,
    struct err *err)
{
	struct query *q = query_open(db, QUEUE_COLUMNS ", digest, bytes from queue where " UNSENT
						       " and ((next_at <= ?3 and " DUE_AT " <= ?3)"
						       " or next_at > ?4)"
						       " order by next_at, id limit 1");
	const char *digest = NULL;
	int more;

	query_int(q, looked_at);
	query_int(q, QUEUE_BLIND_SECONDS);
	query_int(q, now);
	query_int(q, now + QUEUE_WAIT_MOST);
	if ((more = query_step(q, err)) == 1) {
		read_row(q, a, out);
		digest = query_read_text(q, a);
		out->bytes = query_read_bytes(q, a, &out->len);
		more = query_step(q, err) == -1 ? -1 : 1; /* a damaged word shows here */
	}
	query_close(q);
	if (more == 1 && strcmp(digest, digest_of(out->recipient, out->sender, out->message_id,
					    out->bytes, out->len, a)) != 0)
		return err_set(err, ERR_STORE,
		    "the store is damaged: mail %lld to be sent is not what was written",
		    (long long)out->id);
	return more;
}

int
queue_next_at(struct db *db, int64_t looked_at, int64_t *at, struct err *err)
{
	struct query *q = query_open(db,
	    "select " DUE_AT " as due_at from queue where " UNSENT " order by due_at limit 1");

	query_int(q, looked_at);
	query_int(q, QUEUE_BLIND_SECONDS);
	*at = 0;
	return query_number(q, at, err) == -1 ? -1 : 0;
}

int
queue_look_at(struct db *db, int64_t looked_at, int64_t *at, struct err *err)
{
	struct query *q = query_open(db, "select next_at from queue where " UNSENT
					 " and state = 'uncertain' and copied and next_at > ?"
					 " order by next_at limit 1");

	query_int(q, looked_at);
	*at = 0;
	return query_number(q, at, err) == -1 ? -1 : 0;
}

int
queue_sending(struct db *db, int64_t id, bool copied, int64_t now, struct err *err)
{
	struct query *q =
	    query_open(db, "update queue set state = 'sending', tries = tries + 1, copied = ?,"
			   " done_at = ? where id = ? and state in ('waiting', 'uncertain')"
			   " returning id");
	int found, more;

	query_int(q, copied);
	query_int(q, now);
	query_int(q, id);
	if ((found = more = query_step(q, err)) == 1)
		more = query_step(q, err); /* only this one commits */
	query_close(q);
	if (found == 0)
		err_set(err, ERR_RETRY, "message %lld is not to be sent any more", (long long)id);
	return found == 1 && more == 0 ? 0 : -1;
}

int
queue_result(struct db *db, int64_t id, enum queue_state state, int64_t next_at, const char *answer,
    int64_t now, enum queue_state *out, struct err *err)
{
	struct query *q = query_open(db,
	    "update queue set state = iif(back_at <> 0, 'sent', ?), next_at = ?, answer = ?,"
	    " done_at = ? where id = ? returning state");
	int more;

	query_word(q, WORDS(states), (int)state);
	query_int(q, next_at);
	query_text(q, answer);
	query_int(q, now);
	query_int(q, id);
	if ((more = query_step(q, err)) == 1) {
		*out = query_read_word(q, WORDS(states));
		more = query_step(q, err);
	}
	query_close(q);
	return more;
}

int
queue_recover(struct db *db, int64_t now, struct err *err)
{
	int64_t seconds;
	struct query *q;

	if (queue_copy_seconds(db, &seconds, err) == -1)
		return -1;
	/* Its copy may have been found before its result could be written. */
	q = query_open(db, "update queue set state = iif(back_at <> 0, 'sent', 'uncertain'),"
			   " next_at = iif(copied, ?, ?) where state = 'sending'");
	query_int(q, now + seconds);
	query_int(q, now);
	return query_run(q, err);
}

int
queue_copy_seconds(struct db *db, int64_t *seconds, struct err *err)
{
	struct query *q =
	    query_open(db, "select max(back_at - done_at) from (select back_at, done_at from queue"
			   " where back_at <> 0 order by id desc limit 100)");
	int64_t longest = 0;

	if (query_number(q, &longest, err) == -1)
		return -1;
	*seconds = QUEUE_COPY_SECONDS + (longest > 0 ? 2 * longest : 0);
	if (*seconds > QUEUE_COPY_MOST_SECONDS)
		*seconds = QUEUE_COPY_MOST_SECONDS;
	return 0;
}

int
queue_copied(struct db *db, const char *message_id, struct err *err)
{
	struct query *q =
	    query_open(db, "select 1 from queue where message_id = ? and copied <> 0");
	int64_t one;

	query_text(q, message_id);
	return query_number(q, &one, err);
}

int
queue_back(struct db *db, const char *message_id, int64_t now, struct err *err)
{
	/* While it is being sent, its result comes from the sender, which will see back_at. */
	struct query *q =
	    query_open(db, "update queue set back_at = iif(back_at <> 0, back_at, ?),"
			   " state = iif(state = 'sending', state, 'sent') where message_id = ?");

	query_int(q, now);
	query_text(q, message_id);
	return query_run(q, err);
}

int
queue_knows(struct db *db, const char *message_id, int64_t *meeting, struct err *err)
{
	struct query *q = query_open(db, "select meeting from queue where message_id = ?");
	int64_t id = 0;
	int found;

	query_text(q, message_id);
	found = query_number(q, &id, err);
	if (meeting != NULL)
		*meeting = id;
	return found;
}

int
queue_list(struct db *db, int64_t meeting, struct arena *a, struct queue_row **out, size_t *n,
    struct err *err)
{
	struct query *q;
	int more;

	if (meeting != 0) {
		q = query_open(db, QUEUE_COLUMNS " from queue where meeting = ? order by id");
		query_int(q, meeting);
	} else
		q = query_open(db, QUEUE_COLUMNS " from queue where state <> 'sent' order by id");
	*out = NULL;
	*n = 0;
	while ((more = query_step(q, err)) == 1) {
		*out = arena_more(a, *out, *n, sizeof **out);
		read_row(q, a, &(*out)[(*n)++]);
	}
	query_close(q);
	return more;
}

int
queue_sent_to(struct db *db, const char *recipient, size_t most, struct arena *a,
    struct queue_row **out, size_t *n, struct err *err)
{
	struct query *q = query_open(db,
	    QUEUE_COLUMNS ", bytes from queue where recipient = ? collate nocase"
			  " and kind <> 'operator' order by queued_at desc, id desc limit ?");
	int more;

	query_text(q, recipient);
	query_int(q, (int64_t)most);
	*out = NULL;
	*n = 0;
	while ((more = query_step(q, err)) == 1) {
		struct queue_row *row;

		*out = arena_more(a, *out, *n, sizeof **out);
		row = &(*out)[(*n)++];
		read_row(q, a, row);
		row->bytes = query_read_bytes(q, a, &row->len);
	}
	query_close(q);
	return more;
}

int
queue_find(struct db *db, const char *message_id, struct arena *a, struct queue_row *out,
    struct err *err)
{
	struct query *q = query_open(db, QUEUE_COLUMNS " from queue where message_id = ?");
	int more;

	query_text(q, message_id);
	if ((more = query_step(q, err)) == 1) {
		read_row(q, a, out);
		more = query_step(q, err) == -1 ? -1 : 1; /* a damaged word shows here */
	}
	query_close(q);
	return more;
}
