/* The mailbox for claim.h: keywords, flags, and which mails are the last ones. */
#include "base/arena.h"
#include "base/log.h"
#include "daemon/claimparts.h"

#include <ctype.h>
#include <string.h>

enum { FAILURES = 5 }; /* of connections in a row at our commands: it is them */

void
claim_keyword(char out[KEYWORD], const char *prefix, const char *id)
{
	strcpy(out, prefix);
	strcat(out, id);
}

void
claim_switch_off(struct claim *c, const char *why)
{
	c->off = true;
	if (!c->said)
		log_line(LOG_NOTE, "another convened on this mailbox would not be noticed: %s",
		    why);
	c->said = true;
}

/* What imap.h said to a command: 0 it may go on, or is off; -1. */
static int
judge(struct claim *c, int said, const struct err *err)
{
	if (said == 0)
		claim_switch_off(c, err->text);
	/* Perhaps it hangs up on what it does not know, or says BAD to it. */
	if (said == -1 && (!c->proven || ++c->failures >= FAILURES)) {
		c->never = true;
		claim_switch_off(c, err->text);
	}
	return said == -1 ? -1 : 0;
}

int
claim_put(struct claim *c, const uint32_t *uids, size_t n, const char *keyword, struct err *err)
{
	return c->off || n == 0 ? 0 : judge(c, imap_mark(c->imap, uids, n, keyword, err), err);
}

int
claim_take_off(struct claim *c, const uint32_t *uids, size_t n, const char *keywords,
    struct err *err)
{
	return c->off || n == 0 ? 0 : judge(c, imap_unmark(c->imap, uids, n, keywords, err), err);
}

/* Where it is off, nothing is told of any mail. */
int
claim_flags(struct claim *c, const uint32_t *uids, size_t n, struct imap_flags **out,
    struct err *err)
{
	*out = arena_alloc(c->arena, (n + 1) * sizeof **out);
	for (size_t i = 0; i < n; i++)
		(*out)[i] = (struct imap_flags){ .uid = uids[i] };
	return c->off || n == 0 ? 0
	                        : judge(c, imap_flags(c->imap, uids, n, c->arena, *out, err), err);
}

bool
claim_bears(const struct imap_flags *mail, const char *keyword)
{
	for (size_t i = 0; i < mail->n; i++)
		if (strcasecmp(mail->keywords[i], keyword) == 0)
			return true;
	return false;
}

bool
claim_of_another(const struct claim *c, const char *keyword, const char *prefix,
    char id[CLAIM_ID + 1])
{
	size_t len = strlen(prefix);

	if (strncasecmp(keyword, prefix, len) != 0 || strlen(keyword + len) != CLAIM_ID)
		return false;
	for (size_t i = 0; i <= CLAIM_ID; i++)
		id[i] = (char)tolower((unsigned char)keyword[len + i]);
	for (size_t i = 0; i < CLAIM_ID; i++)
		if (!isalnum((unsigned char)id[i]))
			return false;
	return strcmp(id, c->id) != 0;
}

static void
watch(struct claim *c, uint32_t uid)
{
	size_t at = 0;

	while (at < c->n_recent && c->recent[at] < uid)
		at++;
	if (at < c->n_recent && c->recent[at] == uid)
		return;
	if (c->n_recent == RECENT) {
		if (at-- == 0)
			return;
		memmove(c->recent, c->recent + 1, at * sizeof *c->recent);
	} else
		memmove(c->recent + at + 1, c->recent + at,
		    (c->n_recent++ - at) * sizeof *c->recent);
	c->recent[at] = uid;
}

void
claim_watch_last(struct claim *c)
{
	uint32_t uids[IMAP_LAST_UIDS];
	size_t n = imap_last_uids(c->imap, uids);

	for (size_t i = 0; i < n; i++)
		watch(c, uids[i]);
	c->last = n > 0 ? uids[n - 1] : 0;
}

int
claim_find_last(struct claim *c, uint32_t from, struct err *err)
{
	uint32_t *uids;
	size_t n;

	if (imap_uids(c->imap, from, c->arena, &uids, &n, err) == -1)
		return -1;
	claim_watch_last(c);
	return 0;
}

void
claim_forget_gone(struct claim *c, const struct imap_flags *mails)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->n_recent; i++)
		if (mails[i].told)
			c->recent[kept++] = c->recent[i];
	c->n_recent = kept;
}
