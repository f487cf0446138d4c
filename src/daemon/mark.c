#include "daemon/mark.h"

#include "base/arena.h"
#include "base/buf.h"
#include "daemon/turn.h"
#include "store/mails.h"

#include <string.h>

/* For a person first: where a crash cuts the row short, what must be seen is seen. */
static const enum verdict order[] = { VERDICT_WITH_PERSON, VERDICT_ANSWERED, VERDICT_APPLIED,
	VERDICT_ROBOT, VERDICT_DUPLICATE };
enum { VERDICTS = sizeof order / sizeof *order };

const char *
mark_keyword(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_ANSWERED: return "ConvenedAnswered";
	case VERDICT_APPLIED: return "ConvenedApplied";
	case VERDICT_ROBOT: return "ConvenedIgnored";
	case VERDICT_WITH_PERSON: return "ConvenedReview";
	case VERDICT_DUPLICATE: return "ConvenedDuplicate";
	}
	return "";
}

static const char *
keywords_but_review(struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	for (int i = 1; i < VERDICTS; i++)
		buf_printf(&b, "%s%s", i > 1 ? " " : "", mark_keyword(order[i]));
	return b.data;
}

/* What another convened has marked as answered or the like is now for a person. */
static int
clear_elsewhere(struct imap *imap, const struct mail_row *rows, size_t n, uint32_t *uids,
    struct arena *a, struct err *err)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		if (rows[i].verdict == VERDICT_WITH_PERSON &&
		    strcmp(rows[i].why, TURN_ELSEWHERE) == 0)
			uids[count++] = rows[i].uid;
	return imap_unmark(imap, uids, count, keywords_but_review(a), err);
}

static int
mark_verdict(struct imap *imap, const struct mail_row *rows, size_t n, enum verdict verdict,
    uint32_t *uids, struct err *err)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		if (rows[i].verdict == verdict)
			uids[count++] = rows[i].uid;
	if (imap_mark(imap, uids, count, mark_keyword(verdict), err) == -1)
		return -1;
	return verdict == VERDICT_WITH_PERSON ? imap_mark(imap, uids, count, "\\Flagged", err) : 0;
}

static int
mark(struct imap *imap, const struct mail_row *rows, size_t n, struct arena *a, struct err *err)
{
	uint32_t *uids = arena_alloc(a, (n + 1) * sizeof *uids);

	if (clear_elsewhere(imap, rows, n, uids, a, err) == -1)
		return -1;
	for (int i = 0; i < VERDICTS; i++)
		if (mark_verdict(imap, rows, n, order[i], uids, err) == -1)
			return -1;
	for (size_t i = 0; i < n; i++)
		uids[i] = rows[i].uid;
	return imap_mark(imap, uids, n, KEYWORD_DONE, err);
}

/* Copies of our own mails have told what they had to tell. */
static int
put_copies_away(struct imap *imap, const struct mail_row *rows, size_t n, struct arena *a,
    struct err *err)
{
	uint32_t *uids = arena_alloc(a, (n + 1) * sizeof *uids);
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].why, MAILS_OWN_COPY) == 0)
			uids[count++] = rows[i].uid;
	return count == 0 ? 0 : imap_put_away(imap, uids, count, err);
}

int
mark_handled(struct imap *imap, struct db *db, uint32_t uid_validity, struct arena *a,
    struct err *err)
{
	struct mail_row *rows;
	size_t n;

	if (mails_unmarked(db, uid_validity, a, &rows, &n, err) == -1)
		return -1;
	if (n == 0)
		return 0;
	if (mark(imap, rows, n, a, err) == -1 || put_copies_away(imap, rows, n, a, err) == -1 ||
	    db_begin(db, err) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (mails_marked(db, rows[i].uid_validity, rows[i].uid, err) == -1) {
			db_rollback(db);
			return -1;
		}
	return db_commit(db, err);
}
