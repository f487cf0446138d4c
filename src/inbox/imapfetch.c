/* Fetching for imap.h: sizes first, then the mails that are not too large, some at a time. */
#include "base/arena.h"
#include "base/date.h"
#include "inbox/imapsession.h"

#include <assert.h>
#include <libetpan/libetpan.h>
#include <string.h>

enum {
	CHUNK_BYTES = 4 * 1024 * 1024, /* of mail in one command, but at least one mail */
	SLOWEST = 32 * 1024,           /* bytes a second that a line must bring */
	OVERHEAD = 1024,               /* of an answer for one mail, beside the mail */
};

/* 0 where the server talks nonsense; its numbers may be any. */
static int64_t
moment(const struct mailimap_date_time *t)
{
	struct civil civil = { .date = { t->dt_year, t->dt_month, t->dt_day } };
	int zone = t->dt_zone; /* hhmm */

	if (!date_valid(civil.date) || t->dt_hour < 0 || t->dt_hour > 23 || t->dt_min < 0 ||
	    t->dt_min > 59 || t->dt_sec < 0 || t->dt_sec > 60 || zone < -2400 || zone > 2400)
		return 0;
	civil.minute = t->dt_hour * 60 + t->dt_min;
	civil.second = t->dt_sec;
	return civil_to_seconds(&civil) - (zone / 100 * HOUR + zone % 100 * MINUTE);
}

/* What one answer says of one mail. */
struct answer {
	uint32_t uid; /* 0: it does not say */
	int64_t received_at;
	size_t size;
	bool has_size, has_body;
	const char *body;
	size_t len;
};

static void
read_answer(const struct mailimap_msg_att *from, struct answer *out)
{
	*out = (struct answer){ 0 };
	for (clistiter *i = clist_begin(from->att_list); i != NULL; i = clist_next(i)) {
		const struct mailimap_msg_att_item *item = clist_content(i);
		const struct mailimap_msg_att_static *is;

		if (item->att_type != MAILIMAP_MSG_ATT_ITEM_STATIC)
			continue;
		is = item->att_data.att_static;
		if (is->att_type == MAILIMAP_MSG_ATT_UID)
			out->uid = is->att_data.att_uid;
		else if (is->att_type == MAILIMAP_MSG_ATT_RFC822_SIZE) {
			out->size = is->att_data.att_rfc822_size;
			out->has_size = true;
		} else if (is->att_type == MAILIMAP_MSG_ATT_INTERNALDATE)
			out->received_at = moment(is->att_data.att_internal_date);
		else if (is->att_type == MAILIMAP_MSG_ATT_BODY_SECTION) {
			out->body = is->att_data.att_body_section->sec_body_part;
			out->len = is->att_data.att_body_section->sec_length;
			out->has_body = true;
		}
	}
}

static struct imap_mail *
find(struct imap_mail *mails, size_t n, uint32_t uid)
{
	for (size_t i = 0; i < n; i++)
		if (mails[i].uid == uid)
			return &mails[i];
	return NULL;
}

/* Between the answers asked for stand others, of flags that somebody changed: by UID, then. */
static void
take(const clist *answers, struct imap_mail *mails, size_t n, size_t max_bytes, struct arena *a)
{
	for (clistiter *i = clist_begin(answers); i != NULL; i = clist_next(i)) {
		struct answer answer;
		struct imap_mail *mail;

		read_answer(clist_content(i), &answer);
		if ((mail = find(mails, n, answer.uid)) == NULL)
			continue;
		if (answer.has_size) {
			mail->size = answer.size > 0 ? answer.size : 1; /* 0 would mean: gone */
			mail->received_at = answer.received_at;
		}
		if (answer.has_body && answer.len > max_bytes)
			mail->size = answer.len; /* it was told wrong */
		else if (answer.has_body) {
			mail->bytes = arena_mem(a, answer.len > 0 ? answer.body : "", answer.len);
			mail->len = answer.len;
		}
	}
}

/* 1 done, 0 the server will not, -1; takes over the attributes. */
static int
command(struct imap *imap, struct imap_mail *mails, size_t n, struct mailimap_fetch_type *what,
    size_t bytes, size_t max_bytes, struct arena *a, struct err *err)
{
	uint32_t *uids = arena_alloc(a, n * sizeof *uids);
	struct mailimap_set *set;
	clist *answers = NULL;
	int rc;

	for (size_t i = 0; i < n; i++)
		uids[i] = mails[i].uid;
	set = imap_set(uids, n);
	imap_begin(imap, IMAP_SECONDS + (int)(bytes / SLOWEST), IMAP_BYTES + n * OVERHEAD + bytes);
	rc = mailimap_uid_fetch(imap->session, set, what, &answers);
	mailimap_set_free(set);
	mailimap_fetch_type_free(what);
	if (rc != MAILIMAP_NO_ERROR && rc != MAILIMAP_ERROR_UID_FETCH)
		return imap_fail(imap, rc, "fetching mails", err);
	imap_note(imap);
	if (rc == MAILIMAP_ERROR_UID_FETCH)
		return 0;
	take(answers, mails, n, max_bytes, a);
	mailimap_fetch_list_free(answers);
	return 1;
}

static int
fetch_sizes(struct imap *imap, struct imap_mail *mails, size_t n, struct arena *a, struct err *err)
{
	struct mailimap_fetch_type *what = mailimap_fetch_type_new_fetch_att_list_empty();

	for (size_t i = 0; i < n; i++)
		mails[i].size = 0;
	mailimap_fetch_type_new_fetch_att_list_add(what, mailimap_fetch_att_new_uid());
	mailimap_fetch_type_new_fetch_att_list_add(what, mailimap_fetch_att_new_rfc822_size());
	mailimap_fetch_type_new_fetch_att_list_add(what, mailimap_fetch_att_new_internaldate());
	return command(imap, mails, n, what, 0, 0, a, err);
}

static int
fetch_bodies(struct imap *imap, struct imap_mail *mails, size_t n, size_t max_bytes,
    struct arena *a, struct err *err)
{
	struct mailimap_fetch_type *what = mailimap_fetch_type_new_fetch_att_list_empty();
	struct mailimap_section *whole = mailimap_section_new(NULL);
	size_t bytes = 0;
	int rc;

	/* Some servers count lines, not their ends: a mail may be longer than its size. */
	for (size_t i = 0; i < n; i++)
		bytes += mails[i].size + mails[i].size / 8;
	mailimap_fetch_type_new_fetch_att_list_add(what, mailimap_fetch_att_new_uid());
	mailimap_fetch_type_new_fetch_att_list_add(what,
	    mailimap_fetch_att_new_body_peek_section(whole));
	rc = command(imap, mails, n, what, bytes, max_bytes, a, err);
	if (rc == 1) {
		for (size_t i = 0; i < n; i++)
			if (mails[i].bytes == NULL && mails[i].size <= max_bytes)
				mails[i].size = 0; /* gone since it told us the sizes */
		return 0;
	}
	/* One broken mail must not keep the others from us.  Alone, it is gone, or stays unread. */
	if (rc == 0 && n == 1)
		rc = fetch_sizes(imap, mails, n, a, err);
	for (size_t i = 0; i < n && n > 1 && rc != -1; i++)
		rc = fetch_bodies(imap, &mails[i], 1, max_bytes, a, err);
	return rc == -1 ? -1 : 0;
}

int
imap_fetch(struct imap *imap, const uint32_t *uids, size_t n, size_t max_bytes, struct arena *a,
    struct imap_mail *out, struct err *err)
{
	assert(imap->selected);
	for (size_t i = 0; i < n; i++)
		out[i] = (struct imap_mail){ .uid = uids[i] };
	if (n == 0)
		return 0;
	if (fetch_sizes(imap, out, n, a, err) == -1)
		return -1;
	for (size_t i = 0, end; i < n; i = end) {
		size_t bytes = out[i].size;

		end = i + 1;
		if (bytes == 0 || bytes > max_bytes)
			continue;
		while (end < n && out[end].size > 0 && out[end].size <= max_bytes &&
		       bytes + out[end].size <= CHUNK_BYTES)
			bytes += out[end++].size;
		if (fetch_bodies(imap, &out[i], end - i, max_bytes, a, err) == -1)
			return -1;
	}
	return 0;
}
