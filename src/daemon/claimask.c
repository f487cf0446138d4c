/* Questions and answers for claim.h, and who is known to be gone. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "daemon/claimparts.h"

#include <stdlib.h>
#include <string.h>

enum {
	ASK_SECONDS = 20,         /* a daemon at work looks every few seconds, or is woken */
	ASK_POLLING_SECONDS = 45, /* without IDLE it looks every thirty */
	POLL_MILLISECONDS = 250,
};

static const char *
fact_of(struct claim *c, const char *id)
{
	return arena_printf(c->arena, "gone.%s", id);
}

int
claim_is_gone(struct claim *c, const char *id, uint32_t uid, bool *gone, struct err *err)
{
	const char *value;
	unsigned long validity, from;
	char *end;

	if (db_get(c->db, fact_of(c, id), c->arena, &value, err) == -1)
		return -1;
	*gone = value != NULL;
	if (value == NULL || uid == 0)
		return 0;
	validity = strtoul(value, &end, 10);
	from = strtoul(end, NULL, 10);
	*gone = validity != c->uid_validity || uid < from;
	return 0;
}

void
claim_suspect(struct claim *c, const char *id)
{
	for (size_t i = 0; i < c->n_others; i++)
		if (strcmp(c->others[i], id) == 0)
			return;
	if (c->n_others < OTHERS)
		strcpy(c->others[c->n_others++], id);
}

static void
acquit(struct claim *c, const char *id)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->n_others; i++)
		if (strcmp(c->others[i], id) != 0)
			memmove(c->others[kept++], c->others[i], sizeof c->others[i]);
	c->n_others = kept;
}

int
claim_suspect_owners(struct claim *c, const struct imap_flags *mails, size_t n, struct err *err)
{
	char id[CLAIM_ID + 1];
	bool gone;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < mails[i].n; k++) {
			if (!claim_of_another(c, mails[i].keywords[k], BY, id))
				continue;
			if (claim_is_gone(c, id, mails[i].uid, &gone, err) == -1)
				return -1;
			if (!gone)
				claim_suspect(c, id);
		}
	return 0;
}

/*
 * It does not run, or has been told to end.  Its claim is taken off the last mails: one that stands
 * there at the next start was put there since.
 */
static int
dismiss(struct claim *c, const char *id, struct err *err)
{
	char by[KEYWORD];

	claim_keyword(by, BY, id);
	acquit(c, id);
	if (db_set(c->db, fact_of(c, id),
		arena_printf(c->arena, "%u %lu", c->uid_validity, (unsigned long)c->last + 1),
		err) == -1)
		return -1;
	return claim_take_off(c, c->recent, c->n_recent, by, err);
}

int
claim_reply(struct claim *c, const struct imap_flags *mails, size_t n, struct err *err)
{
	char id[CLAIM_ID + 1];

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < mails[i].n; k++) {
			if (!claim_of_another(c, mails[i].keywords[k], ASK, id) ||
			    claim_bears(&mails[i], c->here) || (c->asking && strcmp(id, c->id) < 0))
				continue;
			log_line(LOG_WARN,
			    "another convened (%s) wants to work on this mailbox: it is told that "
			    "this one (%s) does",
			    id, c->id);
			if (claim_put(c, &mails[i].uid, 1, c->here, err) == -1 ||
			    dismiss(c, id, err) == -1)
				return -1;
		}
	return 0;
}

/* All keywords of these kinds on a mail, with blanks between: "" where there are none. */
static const char *
traces(struct claim *c, const struct imap_flags *mail)
{
	char id[CLAIM_ID + 1];
	struct buf b;

	buf_init(&b, c->arena);
	for (size_t i = 0; i < mail->n; i++)
		if (strcasecmp(mail->keywords[i], c->ask) == 0 ||
		    strcasecmp(mail->keywords[i], c->here) == 0 ||
		    claim_of_another(c, mail->keywords[i], HERE, id))
			buf_printf(&b, "%s%s", b.len > 0 ? " " : "", mail->keywords[i]);
	return b.len > 0 ? b.data : "";
}

/* Old answers and an old question of ours would mislead: they go first. */
static int
sweep(struct claim *c, uint32_t uid, struct err *err)
{
	struct imap_flags *mail;
	const char *old;

	if (uid == 0)
		return 0;
	if (claim_flags(c, &uid, 1, &mail, err) == -1)
		return -1;
	old = traces(c, mail);
	return old[0] == '\0' ? 0 : claim_take_off(c, &uid, 1, old, err);
}

/* The id of one that has answered on this mail; "" for none. */
static const char *
find_answer(struct claim *c, const struct imap_flags *mails, size_t n, uint32_t uid)
{
	char *id = arena_alloc(c->arena, CLAIM_ID + 1);

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; mails[i].uid == uid && k < mails[i].n; k++)
			if (claim_of_another(c, mails[i].keywords[k], HERE, id))
				return id;
	return "";
}

/* ... or has claimed one that came since. */
static const char *
find_activity(struct claim *c, const struct imap_flags *mails, size_t n, uint32_t since)
{
	char by[KEYWORD];

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; mails[i].uid > since && k < c->n_others; k++) {
			claim_keyword(by, BY, c->others[k]);
			if (claim_bears(&mails[i], by))
				return arena_str(c->arena, c->others[k]);
		}
	return "";
}

static bool
is_told(const struct imap_flags *mails, size_t n, uint32_t uid)
{
	for (size_t i = 0; i < n; i++)
		if (mails[i].uid == uid)
			return mails[i].told;
	return false;
}

/* The question stands on one of the very last mails, which is there. */
static int
move_question(struct claim *c, uint32_t *asked, struct err *err)
{
	if (sweep(c, *asked, err) == -1 || sweep(c, c->last, err) == -1)
		return -1;
	*asked = c->last;
	return c->last == 0 ? 0 : claim_put(c, &c->last, 1, c->ask, err);
}

/* Until somebody answers (*by), nobody is left to be asked about, or the time is up. */
static int
await_answer(struct claim *c, uint32_t *asked, const char **by, struct err *err)
{
	int seconds = imap_can_idle(c->imap) ? ASK_SECONDS : ASK_POLLING_SECONDS;
	int64_t until = imap_clock(c->imap) + seconds * (int64_t)1000;
	uint32_t began_at = c->last, from;
	struct imap_flags *mails;
	bool lost;

	if (move_question(c, asked, err) == -1)
		return -1;
	for (;;) {
		if (claim_flags(c, c->recent, c->n_recent, &mails, err) == -1)
			return -1;
		*by = find_answer(c, mails, c->n_recent, *asked);
		if ((*by)[0] == '\0')
			*by = find_activity(c, mails, c->n_recent, began_at);
		if ((*by)[0] != '\0')
			return 0;
		if (claim_reply(c, mails, c->n_recent, err) == -1)
			return -1;
		if (c->n_others == 0 || *asked == 0 || c->off || *c->stop ||
		    imap_clock(c->imap) >= until)
			return 0;
		imap_pause(c->imap, POLL_MILLISECONDS);
		from = c->recent[0];
		lost = !is_told(mails, c->n_recent, *asked);
		claim_forget_gone(c, mails);
		if (claim_find_last(c, from, err) == -1)
			return -1;
		if ((lost || c->recent[c->n_recent / 2] > *asked) &&
		    move_question(c, asked, err) == -1)
			return -1;
	}
}

static int
say_busy(const struct claim *c, const char *other, struct err *err)
{
	return err_set(err, ERR_BUSY,
	    "another convened (%s) works on this mailbox with a store of its own, in another "
	    "folder or on another machine; so this one (%s) ends: stop one of the two for good, "
	    "or give them a mailbox each",
	    other, c->id);
}

int
claim_ask(struct claim *c, struct err *err)
{
	const char *by;
	uint32_t asked = 0;

	if (c->n_others == 0 || c->off)
		return 0;
	log_line(LOG_NOTE,
	    "another convened (%s) has left its keyword in the mailbox: asking whether it runs",
	    c->others[0]);
	c->asking = true;
	if (await_answer(c, &asked, &by, err) == -1 || sweep(c, asked, err) == -1)
		return -1;
	c->asking = false;
	if (by[0] != '\0')
		return say_busy(c, by, err);
	if (*c->stop)
		return err_set(err, ERR_RETRY, "told to end before anybody could answer");
	while (c->n_others > 0 && asked != 0 && !c->off) {
		log_line(LOG_NOTE, "the other convened (%s) does not answer: it is gone",
		    c->others[0]);
		if (dismiss(c, arena_str(c->arena, c->others[0]), err) == -1)
			return -1;
	}
	c->n_others = 0;
	return 0;
}
