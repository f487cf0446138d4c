/*
 * Putting mails of our own away for imap.h: into the folder for sent mail (RFC 6154), or out of the
 * mailbox.  What is not in the capabilities is never tried: some servers hang up on it.
 */
#include "inbox/imapsession.h"

#include <assert.h>
#include <libetpan/libetpan.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FOLDERS_BYTES = 2 * 1024 * 1024 };

static bool
is_for_sent_mail(const struct mailimap_mailbox_list *folder)
{
	if (folder->mb_flag == NULL || folder->mb_flag->mbf_oflags == NULL)
		return false;
	for (clistiter *i = clist_begin(folder->mb_flag->mbf_oflags); i != NULL;
	     i = clist_next(i)) {
		const struct mailimap_mbx_list_oflag *flag = clist_content(i);

		if (flag->of_type == MAILIMAP_MBX_LIST_OFLAG_FLAG_EXT &&
		    strcasecmp(flag->of_flag_ext, "Sent") == 0)
			return true;
	}
	return false;
}

/* Once a connection; imap->sent stays NULL where there is no such folder. */
static int
find_sent_folder(struct imap *imap, struct err *err)
{
	clist *folders = NULL;
	int rc;

	if (imap->sent_sought || !imap->can_move || !imap->can_special_use)
		return 0;
	imap_begin(imap, IMAP_SECONDS, FOLDERS_BYTES);
	if ((rc = mailimap_list(imap->session, "", "*", &folders)) != MAILIMAP_NO_ERROR)
		return imap_fail(imap, rc, "asking for the folders there are", err);
	for (clistiter *i = clist_begin(folders); i != NULL && imap->sent == NULL;
	     i = clist_next(i)) {
		const struct mailimap_mailbox_list *folder = clist_content(i);

		if (is_for_sent_mail(folder) && (imap->sent = strdup(folder->mb_name)) == NULL)
			abort();
	}
	mailimap_list_result_free(folders);
	imap->sent_sought = true;
	return 0;
}

/* MAILIMAP_NO_ERROR, or why not. */
static int
add_flag(struct imap *imap, struct mailimap_set *set, struct mailimap_flag *flag)
{
	struct mailimap_flag_list *flags = mailimap_flag_list_new_empty();
	struct mailimap_store_att_flags *change;
	int rc;

	mailimap_flag_list_add(flags, flag);
	change = mailimap_store_att_flags_new_add_flags_silent(flags);
	rc = mailimap_uid_store(imap->session, set, change);
	mailimap_store_att_flags_free(change);
	return rc;
}

static int
move_to_sent(struct imap *imap, struct mailimap_set *set)
{
	struct mailimap_set *from = NULL, *to = NULL;
	uint32_t validity = 0;
	int rc = mailimap_uidplus_uid_move(imap->session, set, imap->sent, &validity, &from, &to);

	if (from != NULL)
		mailimap_set_free(from);
	if (to != NULL)
		mailimap_set_free(to);
	return rc;
}

static int
take_out(struct imap *imap, struct mailimap_set *set)
{
	int rc = add_flag(imap, set, mailimap_flag_new_deleted());

	return rc == MAILIMAP_NO_ERROR ? mailimap_uid_expunge(imap->session, set) : rc;
}

/* The server heard the command and said no: nothing is out of step. */
static bool
is_refusal(int rc)
{
	return rc == MAILIMAP_ERROR_UID_STORE || rc == MAILIMAP_ERROR_UID_MOVE ||
	       rc == MAILIMAP_ERROR_MOVE || rc == MAILIMAP_ERROR_EXPUNGE ||
	       rc == MAILIMAP_ERROR_EXTENSION;
}

int
imap_put_away(struct imap *imap, const uint32_t *uids, size_t n, struct err *err)
{
	struct mailimap_set *set;
	int rc;

	assert(imap->selected);
	if (find_sent_folder(imap, err) == -1)
		return -1;
	set = imap_set(uids, n);
	imap_begin(imap, IMAP_SECONDS, IMAP_BYTES);
	rc = add_flag(imap, set, mailimap_flag_new_seen());
	if (rc == MAILIMAP_NO_ERROR && imap->sent != NULL)
		rc = move_to_sent(imap, set);
	else if (rc == MAILIMAP_NO_ERROR && imap->can_expunge_uids)
		rc = take_out(imap, set);
	mailimap_set_free(set);
	if (rc != MAILIMAP_NO_ERROR && !is_refusal(rc))
		return imap_fail(imap, rc, "putting copies of our own mails away", err);
	imap_note(imap);
	return rc == MAILIMAP_NO_ERROR;
}
