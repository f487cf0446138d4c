#include "store/mails.h"

#include "base/arena.h"
#include "store/query.h"

#include <string.h>

/* In the order of the enum; these words are on the disk, so none may change. */
static const char *const verdicts[] = { "answered", "applied", "robot", "with-person",
	"duplicate" };

#define WORDS(list) list, sizeof list / sizeof list[0]

/* A mail with its first place; the columns as read_mail() wants them. */
#define MAIL_COLUMNS                                                                               \
	"select mail.id, coalesce(uid_validity, 0), coalesce(uid, 0), digest, content_key,"        \
	" message_id, received_at, handled_at, verdict, meeting, why, coalesce(marked, 0)"         \
	" from mail left join place on place.mail = mail.id "

static void
read_mail(struct query *q, struct arena *a, struct mail_row *out)
{
	out->id = query_read_int(q);
	out->uid_validity = (uint32_t)query_read_int(q);
	out->uid = (uint32_t)query_read_int(q);
	out->digest = query_read_text(q, a);
	out->content_key = query_read_text(q, a);
	out->message_id = query_read_text(q, a);
	out->received_at = query_read_int(q);
	out->handled_at = query_read_int(q);
	out->verdict = query_read_word(q, WORDS(verdicts));
	out->meeting = query_read_int(q);
	out->why = query_read_text(q, a);
	out->marked = query_read_int(q) != 0;
}

static int
read_mails(struct query *q, struct arena *a, struct mail_row **out, size_t *n, struct err *err)
{
	int more;

	*out = NULL;
	*n = 0;
	while ((more = query_step(q, err)) == 1) {
		*out = arena_more(a, *out, *n, sizeof **out);
		read_mail(q, a, &(*out)[(*n)++]);
	}
	query_close(q);
	return more;
}

static int
first_mail(struct query *q, struct arena *a, struct mail_row *out, struct err *err)
{
	struct mail_row *rows;
	size_t n;

	if (read_mails(q, a, &rows, &n, err) == -1)
		return -1;
	if (n == 0)
		return 0;
	*out = rows[0];
	return 1;
}

int
mails_seen(struct db *db, const char *digest, const char *content_key, struct arena *a,
    struct mail_row *out, struct err *err)
{
	struct query *q = query_open(db, MAIL_COLUMNS "where digest = ? limit 1");
	int found;

	query_text(q, digest);
	if ((found = first_mail(q, a, out, err)) != 0)
		return found;
	q = query_open(db,
	    MAIL_COLUMNS "where content_key = ?1 and content_key <> '' and verdict <> 'duplicate'"
			 " limit 1");
	query_text(q, content_key);
	return first_mail(q, a, out, err);
}

static int
put_place(struct db *db, int64_t mail, uint32_t uid_validity, uint32_t uid, bool marked,
    struct err *err)
{
	/* A server that numbers its mails anew without saying so: the later mail is there now. */
	struct query *q =
	    query_open(db, "insert into place (uid_validity, uid, mail, marked) values (?, ?, ?, ?)"
			   " on conflict (uid_validity, uid) do update set mail = excluded.mail,"
			   " marked = excluded.marked");

	query_int(q, uid_validity);
	query_int(q, uid);
	query_int(q, mail);
	query_int(q, marked);
	return query_run(q, err);
}

int
mails_put(struct db *db, const struct mail_row *row, struct err *err)
{
	struct query *q = query_open(db,
	    "insert into mail (digest, content_key, message_id, received_at, handled_at, verdict,"
	    " meeting, why, said, author) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id");
	int64_t id;

	query_text(q, row->digest);
	query_text(q, row->content_key);
	query_text(q, row->message_id);
	query_int(q, row->received_at);
	query_int(q, row->handled_at);
	query_word(q, WORDS(verdicts), row->verdict);
	query_id(q, row->meeting);
	query_text(q, row->why);
	query_text(q, row->said);
	query_text(q, row->author);
	if (query_number(q, &id, err) == -1)
		return -1;
	return put_place(db, id, row->uid_validity, row->uid, row->marked, err);
}

int
mails_place(struct db *db, const char *digest, uint32_t uid_validity, uint32_t uid, struct err *err)
{
	struct query *q = query_open(db, "select id from mail where digest = ?");
	int64_t id;
	int found;

	query_text(q, digest);
	if ((found = query_number(q, &id, err)) == -1)
		return -1;
	if (found == 0)
		return err_set(err, ERR_REJECT, "no mail with these bytes was handled");
	return put_place(db, id, uid_validity, uid, false, err);
}

int
mails_unknown(struct db *db, uint32_t uid_validity, uint32_t *uids, size_t *n, struct err *err)
{
	size_t kept = 0;

	for (size_t i = 0; i < *n; i++) {
		struct query *q =
		    query_open(db, "select 1 from place where uid_validity = ? and uid = ?");
		int64_t one;
		int known;

		query_int(q, uid_validity);
		query_int(q, uids[i]);
		if ((known = query_number(q, &one, err)) == -1)
			return -1;
		if (known == 0)
			uids[kept++] = uids[i];
	}
	*n = kept;
	return 0;
}

int
mails_unmarked(struct db *db, uint32_t uid_validity, struct arena *a, struct mail_row **out,
    size_t *n, struct err *err)
{
	struct query *q = query_open(db,
	    MAIL_COLUMNS "where marked = 0 and uid_validity = ? order by place.mail limit 500");

	query_int(q, uid_validity);
	return read_mails(q, a, out, n, err);
}

int
mails_marked(struct db *db, uint32_t uid_validity, uint32_t uid, struct err *err)
{
	struct query *q =
	    query_open(db, "update place set marked = 1 where uid_validity = ? and uid = ?");

	query_int(q, uid_validity);
	query_int(q, uid);
	return query_run(q, err);
}

int
mails_list(struct db *db, int64_t meeting, size_t most, struct arena *a, struct mail_row **out,
    size_t *n, struct err *err)
{
	struct query *q;

	if (meeting != 0) {
		q = query_open(db, MAIL_COLUMNS
		    "where meeting = ? group by mail.id order by mail.id desc limit ?");
		query_int(q, meeting);
	} else
		q = query_open(db, MAIL_COLUMNS "where why <> '" MAILS_OWN_COPY
						"' group by mail.id order by mail.id desc limit ?");
	query_int(q, (int64_t)most);
	return read_mails(q, a, out, n, err);
}

int
person_load(struct db *db, const char *email, struct arena *a, struct person *out, struct err *err)
{
	struct query *q =
	    query_open(db, "select email, language, zone, chosen from person where email = ?");
	int more;

	query_text(q, email);
	if ((more = query_step(q, err)) == 1) {
		out->email = query_read_text(q, a);
		out->language = query_read_text(q, a);
		out->zone = query_read_text(q, a);
		out->chosen = query_read_int(q) != 0;
	}
	query_close(q);
	return more;
}

int
person_save(struct db *db, const struct person *person, int64_t now, struct err *err)
{
	struct query *q = query_open(db,
	    "insert into person (email, language, zone, chosen, changed_at) values (?, ?, ?, ?, ?)"
	    " on conflict (email) do update set language = excluded.language,"
	    " zone = excluded.zone, chosen = excluded.chosen, changed_at = excluded.changed_at,"
	    " bounced_at = 0");

	query_text(q, person->email);
	query_text(q, person->language);
	query_text(q, person->zone);
	query_int(q, person->chosen);
	query_int(q, now);
	return query_run(q, err);
}

int
person_bounced(struct db *db, const char *email, int64_t now, struct err *err)
{
	struct query *q = query_open(db,
	    "insert into person (email, language, zone, changed_at, bounced_at)"
	    " values (?, '', '', ?2, ?2) on conflict (email) do update set bounced_at = ?2");

	query_text(q, email);
	query_int(q, now);
	return query_run(q, err);
}

int
person_bounced_at(struct db *db, const char *email, int64_t *at, struct err *err)
{
	struct query *q = query_open(db, "select bounced_at from person where email = ?");

	query_text(q, email);
	*at = 0;
	return query_number(q, at, err) == -1 ? -1 : 0;
}
