/* Keywords for imap.h: setting them, taking them off, reading them. */
#include "base/arena.h"
#include "inbox/imapsession.h"

#include <assert.h>
#include <libetpan/libetpan.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	UIDS_PER_COMMAND = 200,
	FLAGS_BYTES = 4096, /* of one mail's flags */
};

static struct mailimap_flag_list *
flag_list(const char *words)
{
	struct mailimap_flag_list *flags = mailimap_flag_list_new_empty();
	char *copy;
	size_t len;

	for (const char *at = words; *at != '\0'; at += len + (at[len] == ' ')) {
		len = strcspn(at, " ");
		if ((copy = strndup(at, len)) == NULL)
			abort();
		if (strcasecmp(copy, "\\Flagged") == 0) {
			mailimap_flag_list_add(flags, mailimap_flag_new_flagged());
			free(copy);
		} else
			mailimap_flag_list_add(flags, mailimap_flag_new_flag_keyword(copy));
	}
	return flags;
}

/* 1 done, 0 the server will not, -1 */
static int
store(struct imap *imap, const uint32_t *uids, size_t n, const char *words, bool add,
    struct err *err)
{
	struct mailimap_flag_list *flags = flag_list(words);
	struct mailimap_store_att_flags *change =
	    add ? mailimap_store_att_flags_new_add_flags_silent(flags)
		: mailimap_store_att_flags_new_remove_flags_silent(flags);
	struct mailimap_set *set = imap_set(uids, n);
	int rc;

	imap_begin(imap, IMAP_SECONDS, IMAP_BYTES);
	rc = mailimap_uid_store(imap->session, set, change);
	mailimap_store_att_flags_free(change);
	mailimap_set_free(set);
	if (rc == MAILIMAP_ERROR_UID_STORE) {
		err_set(err, ERR_REJECT, "%s does not mark mails with %s: %s",
		    stream_name(imap->stream), words,
		    imap->session->imap_response != NULL ? imap->session->imap_response : "");
	} else if (rc != MAILIMAP_NO_ERROR)
		return imap_fail(imap, rc, "marking mails", err);
	imap_note(imap);
	return rc == MAILIMAP_NO_ERROR;
}

static int
store_all(struct imap *imap, const uint32_t *uids, size_t n, const char *words, bool add,
    struct err *err)
{
	int all = 1;

	assert(imap->selected);
	while (n > 0) {
		size_t some = n < UIDS_PER_COMMAND ? n : UIDS_PER_COMMAND;
		int rc = store(imap, uids, some, words, add, err);

		if (rc == -1)
			return -1;
		all &= rc;
		uids += some;
		n -= some;
	}
	return all;
}

int
imap_mark(struct imap *imap, const uint32_t *uids, size_t n, const char *keyword, struct err *err)
{
	return store_all(imap, uids, n, keyword, true, err);
}

int
imap_unmark(struct imap *imap, const uint32_t *uids, size_t n, const char *keywords,
    struct err *err)
{
	return store_all(imap, uids, n, keywords, false, err);
}

static void
add_keyword(const struct mailimap_flag *flag, struct arena *a, const char ***words, size_t *n)
{
	if (flag->fl_type != MAILIMAP_FLAG_KEYWORD)
		return;
	*words = arena_more(a, *words, *n, sizeof **words);
	(*words)[(*n)++] = arena_str(a, flag->fl_data.fl_keyword);
}

/* false: the answer says nothing of flags. */
static bool
read_flags(const struct mailimap_msg_att *from, struct arena *a, struct imap_flags *out)
{
	*out = (struct imap_flags){ 0 };
	for (clistiter *i = clist_begin(from->att_list); i != NULL; i = clist_next(i)) {
		const struct mailimap_msg_att_item *item = clist_content(i);
		const clist *flags;

		if (item->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC) {
			if (item->att_data.att_static->att_type == MAILIMAP_MSG_ATT_UID)
				out->uid = item->att_data.att_static->att_data.att_uid;
			continue;
		}
		out->told = true;
		if ((flags = item->att_data.att_dyn->att_list) == NULL)
			continue;
		for (clistiter *k = clist_begin(flags); k != NULL; k = clist_next(k)) {
			const struct mailimap_flag_fetch *flag = clist_content(k);

			if (flag->fl_type == MAILIMAP_FLAG_FETCH_OTHER)
				add_keyword(flag->fl_flag, a, &out->keywords, &out->n);
		}
	}
	return out->told;
}

static void
take_flags(const clist *answers, struct imap_flags *all, size_t n, struct arena *a)
{
	for (clistiter *i = clist_begin(answers); i != NULL; i = clist_next(i)) {
		struct imap_flags one;

		if (!read_flags(clist_content(i), a, &one))
			continue;
		for (size_t k = 0; k < n; k++)
			if (all[k].uid == one.uid)
				all[k] = one;
	}
}

int
imap_flags(struct imap *imap, const uint32_t *uids, size_t n, struct arena *a,
    struct imap_flags *out, struct err *err)
{
	struct mailimap_fetch_type *what = mailimap_fetch_type_new_fetch_att_list_empty();
	struct mailimap_set *set = imap_set(uids, n);
	clist *answers = NULL;
	int rc;

	assert(imap->selected && n > 0);
	for (size_t i = 0; i < n; i++)
		out[i] = (struct imap_flags){ .uid = uids[i] };
	mailimap_fetch_type_new_fetch_att_list_add(what, mailimap_fetch_att_new_uid());
	mailimap_fetch_type_new_fetch_att_list_add(what, mailimap_fetch_att_new_flags());
	imap_begin(imap, IMAP_SECONDS, IMAP_BYTES + n * FLAGS_BYTES);
	rc = mailimap_uid_fetch(imap->session, set, what, &answers);
	mailimap_set_free(set);
	mailimap_fetch_type_free(what);
	if (rc == MAILIMAP_ERROR_UID_FETCH)
		err_set(err, ERR_REJECT, "%s does not tell the flags of mails: %s",
		    stream_name(imap->stream),
		    imap->session->imap_response != NULL ? imap->session->imap_response : "");
	else if (rc != MAILIMAP_NO_ERROR)
		return imap_fail(imap, rc, "asking for flags", err);
	imap_note(imap);
	if (rc == MAILIMAP_ERROR_UID_FETCH)
		return 0;
	take_flags(answers, out, n, a);
	mailimap_fetch_list_free(answers);
	return 1;
}

void
imap_keywords(const struct imap *imap, struct arena *a, const char ***out, size_t *n)
{
	const struct mailimap_flag_list *flags = imap->session->imap_selection_info->sel_flags;

	*out = NULL;
	*n = 0;
	if (flags == NULL)
		return;
	for (clistiter *i = clist_begin(flags->fl_list); i != NULL; i = clist_next(i))
		add_keyword(clist_content(i), a, out, n);
}

bool
imap_keeps_keywords(const struct imap *imap)
{
	const struct mailimap_selection_info *box = imap->session->imap_selection_info;

	if (box->sel_perm_flags == NULL) /* it does not say: all last (RFC 9051, 7.1) */
		return true;
	for (clistiter *i = clist_begin(box->sel_perm_flags); i != NULL; i = clist_next(i)) {
		const struct mailimap_flag_perm *flag = clist_content(i);

		if (flag->fl_type == MAILIMAP_FLAG_PERM_ALL)
			return true;
	}
	return false;
}

void
imap_listen_for(struct imap *imap, const char *word)
{
	imap->call = word;
}

static bool
holds_call(const struct mailimap_msg_att *from, const char *call)
{
	struct arena *a = arena_new();
	struct imap_flags flags;
	bool found = false;

	read_flags(from, a, &flags);
	for (size_t i = 0; i < flags.n; i++)
		found |= strncasecmp(flags.keywords[i], call, strlen(call)) == 0;
	arena_free(a);
	return found;
}

bool
imap_told_of_call(const struct imap *imap)
{
	const struct mailimap_response_info *told = imap->session->imap_response_info;

	if (imap->call == NULL || told == NULL || told->rsp_fetch_list == NULL)
		return false;
	for (clistiter *i = clist_begin(told->rsp_fetch_list); i != NULL; i = clist_next(i))
		if (holds_call(clist_content(i), imap->call))
			return true;
	return false;
}
