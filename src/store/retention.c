#include "store/retention.h"

#include "base/date.h"
#include "store/query.h"

#include <sqlite3.h>

/*
 * Each takes a moment, and what is older goes, some rows at a time: nobody waits long for the
 * store meanwhile.  (LIMIT in a deletion is not in every SQLite.)
 */
#define SOME " limit 100)"

struct rule {
	enum { OF_MAILS, OF_MEETINGS, OF_DIGESTS } of;
	const char *sql;
};

static const struct rule rules[] = {
	{ OF_MAILS,
	    "update queue set bytes = x'', answer = '' where id in (select id from queue"
	    " where state in ('sent', 'failed') and queued_at < ?1 and length(bytes) > 0" SOME },
	{ OF_MEETINGS,
	    "delete from meeting where id in (select id from meeting where changed_at < ?1"
	    " and (state in ('closed', 'cancelled', 'new') or (state = 'settled' and end_at < ?1)"
	    "  or (state = 'offered' and not exists (select 1 from offer"
	    "   where meeting = meeting.id and end_at >= ?1)))" SOME },
	{ OF_MEETINGS,
	    "update queue set recipient = '', sender = '' where id in (select id from queue"
	    " where state in ('sent', 'failed') and meeting is null and queued_at < ?1"
	    " and recipient <> ''" SOME },
	{ OF_MEETINGS,
	    "delete from person where email in (select email from person where changed_at < ?1"
	    " and bounced_at < ?1 and not exists (select 1 from guest where email = "
	    "person.email)" SOME },
	{ OF_DIGESTS,
	    "delete from queue where id in (select id from queue"
	    " where state in ('sent', 'failed') and meeting is null and queued_at < ?1" SOME },
	{ OF_DIGESTS, "delete from mail where id in (select id from mail where handled_at < ?1"
		      " and not exists (select 1 from place where mail = mail.id)" SOME },
	{ OF_DIGESTS, "update mail set message_id = '', said = '', author = '' where id in"
		      " (select id from mail where handled_at < ?1"
		      "  and (message_id <> '' or said <> '' or author <> '')" SOME },
};

static int64_t
minutes_of(const struct retention *r, const struct rule *rule)
{
	switch (rule->of) {
	case OF_MAILS: return r->mails;
	case OF_MEETINGS: return r->meetings;
	case OF_DIGESTS: return r->digests;
	}
	return 0;
}

static int
apply(struct db *db, const char *sql, int64_t before, struct err *err)
{
	struct query *q;

	if (db_begin(db, err) == -1)
		return -1;
	q = query_open(db, sql);
	query_int(q, before);
	if (query_run(q, err) == -1) {
		db_rollback(db);
		return -1;
	}
	if (sqlite3_changes(db_handle(db)) == 0) {
		db_rollback(db);
		return 0;
	}
	return db_commit(db, err) == -1 ? -1 : 1;
}

int
retention_step(struct db *db, const struct retention *r, int64_t now, struct err *err)
{
	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
		int64_t minutes = minutes_of(r, &rules[i]);
		int did = apply(db, rules[i].sql, now - minutes * MINUTE, err);

		if (did != 0)
			return did;
	}
	return 0;
}
