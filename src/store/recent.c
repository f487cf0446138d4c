#include "store/recent.h"

#include "base/date.h"
#include "store/query.h"

#include <string.h>

static int
count(struct query *q, int *out, struct err *err)
{
	int64_t n = 0;

	if (query_number(q, &n, err) == -1)
		return -1;
	*out = (int)n;
	return 0;
}

/* Answers since the last invitation, change or cancellation. */
static int
count_thread(struct db *db, const struct recent_of *of, int *out, struct err *err)
{
	struct query *q = query_open(db,
	    "select count(*) from queue where meeting = ?1 and recipient = ?2 collate nocase"
	    " and answers and id > (select coalesce(max(id), 0) from queue where meeting = ?1"
	    "  and kind in ('invite', 'update', 'cancel'))");

	query_id(q, of->meeting);
	query_text(q, of->email);
	return count(q, out, err);
}

static int
count_address(struct db *db, const struct recent_of *of, int64_t now, int *out, struct err *err)
{
	struct query *q = query_open(db,
	    "select count(*) from queue where recipient = ? collate nocase and queued_at > ?"
	    " and answers");

	query_text(q, of->email);
	query_int(q, now - DAY);
	return count(q, out, err);
}

/* Answers that began a meeting, or led to none; of one domain, or of all where it is "". */
static int
count_new(struct db *db, const char *domain, int64_t now, int *out, struct err *err)
{
	struct query *q = query_open(db,
	    "select count(*) from queue where queued_at > ?1 and answers and (?2 = '' or"
	    "  lower(substr(recipient, instr(recipient, '@'))) = lower(?2))"
	    " and not exists (select 1 from queue as before where before.meeting = queue.meeting"
	    "  and before.id < queue.id)");

	query_int(q, now - HOUR);
	query_text(q, domain);
	return count(q, out, err);
}

static int
count_same(struct db *db, const struct recent_of *of, int64_t now, int *out, struct err *err)
{
	struct query *q = query_open(db,
	    "select count(*) from mail where said = ? and handled_at > ? and verdict = 'answered'");

	query_text(q, of->said);
	query_int(q, now - 7 * DAY);
	return count(q, out, err);
}

static int
count_notices(struct db *db, int64_t now, int *out, struct err *err)
{
	struct query *q =
	    query_open(db, "select count(*) from queue where queued_at > ? and kind = 'operator'");

	query_int(q, now - HOUR);
	return count(q, out, err);
}

int
recent_count(struct db *db, const struct recent_of *of, int64_t now, struct recent *out,
    struct err *err)
{
	const char *at = strchr(of->email, '@');

	if (of->said[0] != '\0' && count_same(db, of, now, &out->same, err) == -1)
		return -1;
	if (of->meeting != 0 && count_thread(db, of, &out->thread, err) == -1)
		return -1;
	if (of->meeting == 0 &&
	    (count_new(db, at != NULL ? at : "@", now, &out->domain, err) == -1 ||
		count_new(db, "", now, &out->all, err) == -1))
		return -1;
	if (count_address(db, of, now, &out->address, err) == -1)
		return -1;
	return count_notices(db, now, &out->notices, err);
}
