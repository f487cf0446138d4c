#include "store/forget.h"

#include "base/arena.h"
#include "store/query.h"

#include <sqlite3.h>

/* Nobody, so that each meeting has its guests still; no mail can ever be sent there. */
#define NOBODY "nobody@forgotten.invalid"

#define THEIR_MEETINGS "(select meeting from guest where email = ?1)"

int
forget_standing(struct db *db, const char *email, int64_t now, struct arena *a, int64_t **ids,
    size_t *n, struct err *err)
{
	struct query *q = query_open(db,
	    "select distinct meeting.id from meeting join guest on guest.meeting = meeting.id"
	    " where email = ?1 and role <> 'former' and (state = 'offered' or"
	    "  (state = 'settled' and end_at > ?2)) order by 1");
	int more;

	*ids = NULL;
	*n = 0;
	query_text(q, email);
	query_int(q, now);
	while ((more = query_step(q, err)) == 1) {
		*ids = arena_more(a, *ids, *n, sizeof **ids);
		(*ids)[(*n)++] = query_read_int(q);
	}
	query_close(q);
	return more;
}

/* sql has the address as its first value, what stands for it (or a digest) as its second. */
static int
change(struct db *db, const char *sql, const char *first, const char *second, int64_t *count,
    struct err *err)
{
	struct query *q = query_open(db, sql);

	query_text(q, first);
	if (second != NULL)
		query_text(q, second);
	if (query_run(q, err) == -1)
		return -1;
	*count += sqlite3_changes(db_handle(db));
	return 0;
}

/* A mail that is on its way keeps its bytes: it may have to go out again. */
static int
forget_messages(struct db *db, const char *email, struct forgotten *out, struct err *err)
{
	if (change(db,
		"update queue set state = 'failed', answer = 'forgotten', bytes = x'' where"
		" recipient = ?1 collate nocase and state = 'waiting'",
		email, NULL, &out->waiting, err) == -1 ||
	    change(db,
		"update queue set bytes = x'', answer = '' where state in ('sent', 'failed')"
		" and length(bytes) > 0 and (recipient = ?1 collate nocase or kind = 'operator'"
		"  or meeting in " THEIR_MEETINGS ")",
		email, NULL, &out->bytes, err) == -1)
		return -1;
	return change(db,
	    "update queue set recipient = '', sender = '' where recipient = ?1 collate nocase"
	    " and state in ('sent', 'failed')",
	    email, NULL, &(int64_t){ 0 }, err);
}

static int
forget_words(struct db *db, const char *email, const char *author, struct forgotten *out,
    struct err *err)
{
	static const char *const deletions[] = {
		"delete from wished where meeting in (select meeting from guest where email = ?1"
		" and role = 'writer')",
		"delete from refused where meeting in (select meeting from guest where email = ?1"
		" and role = 'writer')",
		"delete from reference where meeting in (select meeting from guest where email = ?1"
		" and role = 'writer')",
		"delete from pending where guest = ?1",
		"update meeting set topic = '', subject = '', last_id = '' where id in"
		" (select meeting from guest where email = ?1 and role = 'writer')",
	};
	int64_t any = 0;

	for (size_t i = 0; i < sizeof deletions / sizeof deletions[0]; i++)
		if (change(db, deletions[i], email, NULL, &any, err) == -1)
			return -1;
	return change(db,
	    "update mail set message_id = '', why = '' where message_id <> '' and (author = ?2"
	    " or meeting in (select meeting from guest where email = ?1 and role = 'writer'))",
	    email, author, &out->mails, err);
}

static int
forget_guest(struct db *db, const char *email, struct forgotten *out, struct err *err)
{
	int64_t any = 0;

	if (change(db, "update guest set delegate = ?2 where delegate = ?1 collate nocase", email,
		NOBODY, &any, err) == -1 ||
	    change(db, "update guest set delegator = ?2 where delegator = ?1 collate nocase", email,
		NOBODY, &any, err) == -1)
		return -1;
	return change(db,
	    "update guest set email = ?2, name = '', language = '', zone = '', token = '',"
	    " role = iif(role = 'guest', 'former', role) where email = ?1",
	    email, NOBODY, &out->meetings, err);
}

int
forget_person(struct db *db, const char *email, const char *author, struct forgotten *out,
    struct err *err)
{
	int64_t any = 0;

	*out = (struct forgotten){ 0 };
	if (forget_messages(db, email, out, err) == -1 ||
	    forget_words(db, email, author, out, err) == -1 ||
	    forget_guest(db, email, out, err) == -1)
		return -1;
	if (change(db, "delete from leaving where email = ?1", email, NULL, &any, err) == -1)
		return -1;
	return change(db, "delete from person where email = ?1", email, NULL, &out->people, err);
}

int
forget_later(struct db *db, const char *email, int64_t now, struct err *err)
{
	struct query *q =
	    query_open(db, "insert or ignore into leaving (email, since) values (?, ?)");

	query_text(q, email);
	query_int(q, now);
	return query_run(q, err);
}

/* A mail on its way to them, or one to the operator, which may be about them. */
int
forget_awaits(struct db *db, const char *email, struct err *err)
{
	struct query *q =
	    query_open(db, "select 1 from queue where state in ('waiting', 'sending', 'uncertain')"
			   " and (recipient = ? collate nocase or kind = 'operator') limit 1");
	int64_t any;

	query_text(q, email);
	return query_number(q, &any, err);
}

int
forget_next(struct db *db, struct arena *a, const char **email, struct err *err)
{
	struct query *q = query_open(db,
	    "select email from leaving where not exists (select 1 from queue"
	    " where state in ('waiting', 'sending', 'uncertain')"
	    " and (recipient = leaving.email collate nocase"
	    "  or (kind = 'operator' and queued_at <= leaving.since) or meeting in"
	    "  (select meeting from guest where guest.email = leaving.email))) limit 1");
	int more = query_step(q, err);

	if (more == 1)
		*email = query_read_text(q, a);
	query_close(q);
	return more;
}
