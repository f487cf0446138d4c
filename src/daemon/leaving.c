#include "daemon/leaving.h"

#include "base/arena.h"
#include "base/digest.h"
#include "base/text.h"
#include "daemon/passage.h"
#include "store/meetings.h"
#include "store/queue.h"

#include <string.h>

const char *
leaving_author(const struct turn *t, const char *email, struct arena *a)
{
	if (email == NULL || email[0] == '\0')
		return "";
	return digest_keyed_hex(t->key, strlen(t->key), text_fold(email, strlen(email), a), a);
}

static int
call_off(const struct turn *t, int64_t id, const char *email, int64_t now, struct arena *a,
    struct err *err)
{
	struct composer composer = { t->langs, &t->config->team, t->key, "", "" };
	struct decision d;
	struct meeting was;
	struct mails mails;
	int found = meetings_load(t->db, id, a, &was, err);

	if (found != 1)
		return found;
	decide_leaving(&was, email, &t->config->team, now, a, &d);
	if (mails_write(&composer, &d, NULL, now, a, &mails, err) == -1 ||
	    meetings_wake_at(t->db, id, 0, err) == -1 ||
	    passage_keep_meeting(t, &d, "called off, since somebody is to be forgotten", now, a,
		err) == -1)
		return -1;
	return queue_put(t->db, id, &mails, now, err);
}

static int
call_all_off(const struct turn *t, const char *email, int64_t now, struct arena *a,
    struct leaving *out, struct err *err)
{
	for (size_t i = 0; i < out->n_standing; i++)
		if (call_off(t, out->standing[i], email, now, a, err) == -1)
			return -1;
	out->later = true;
	return forget_later(t->db, email, now, err);
}

int
leaving_call_off(const struct turn *t, const char *email, int64_t now, struct arena *a,
    struct err *err)
{
	struct leaving l = { 0 };

	if (forget_standing(t->db, email, now, a, &l.standing, &l.n_standing, err) == -1)
		return -1;
	return call_all_off(t, email, now, a, &l, err);
}

static int
begin(const struct turn *t, const char *email, bool cancel, int64_t now, struct arena *a,
    struct leaving *out, struct err *err)
{
	int awaits;

	if (forget_standing(t->db, email, now, a, &out->standing, &out->n_standing, err) == -1)
		return -1;
	if (out->n_standing > 0)
		return cancel ? call_all_off(t, email, now, a, out, err) : 0;
	if (forget_person(t->db, email, leaving_author(t, email, a), &out->gone, err) == -1 ||
	    (awaits = forget_awaits(t->db, email, err)) == -1)
		return -1;
	/* Once more, when that is out. */
	return awaits == 1 ? forget_later(t->db, email, now, err) : 0;
}

int
leaving_begin(const struct turn *t, const char *email, bool cancel, int64_t now, struct arena *a,
    struct leaving *out, struct err *err)
{
	*out = (struct leaving){ 0 };
	if (db_begin(t->db, err) == -1)
		return -1;
	if (begin(t, email, cancel, now, a, out, err) == -1) {
		db_rollback(t->db);
		return -1;
	}
	if (t->dry) {
		db_rollback(t->db);
		return 0;
	}
	if (db_commit(t->db, err) == -1)
		return -1;
	return db_sweep(t->db, err);
}

static int
forget(const struct turn *t, const char *email, struct arena *a, struct err *err)
{
	struct forgotten gone;

	if (db_begin(t->db, err) == -1)
		return -1;
	if (forget_person(t->db, email, leaving_author(t, email, a), &gone, err) == -1) {
		db_rollback(t->db);
		return -1;
	}
	if (db_commit(t->db, err) == -1)
		return -1;
	return db_sweep(t->db, err);
}

int
leaving_due(const struct turn *t, struct arena *a, struct err *err)
{
	const char *email;
	int more, n = 0;

	while ((more = forget_next(t->db, a, &email, err)) == 1) {
		if (forget(t, email, a, err) == -1)
			return -1;
		n++;
	}
	return more == -1 ? -1 : n;
}
