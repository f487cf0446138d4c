#include "daemon/claim.h"

#include "base/arena.h"
#include "base/digest.h"
#include "daemon/claimparts.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { AGED_MILLISECONDS = 5000 }; /* with the longest of mails, far below what askers wait */

void
claim_id(const char *key, const char *store_path, char id[CLAIM_ID + 1])
{
	struct arena *a = arena_new();
	char host[HOST_NAME_MAX + 1] = "", *path = realpath(store_path, NULL);
	struct stat st = { 0 };

	gethostname(host, sizeof host - 1);
	stat(store_path, &st);
	memcpy(id,
	    digest_keyed_hex(key, strlen(key),
		arena_printf(a, "instance %s %s %llu", host, path != NULL ? path : store_path,
		    (unsigned long long)st.st_ino),
		a),
	    CLAIM_ID);
	id[CLAIM_ID] = '\0';
	free(path);
	arena_free(a);
}

struct claim *
claim_new(const char *id)
{
	struct claim *c = calloc(1, sizeof *c);

	if (c == NULL)
		abort();
	strcpy(c->id, id);
	claim_keyword(c->by, BY, id);
	claim_keyword(c->ask, ASK, id);
	claim_keyword(c->here, HERE, id);
	c->arena = arena_new();
	return c;
}

void
claim_free(struct claim *c)
{
	if (c == NULL)
		return;
	arena_free(c->arena);
	free(c);
}

/* After claim_put(): are the claims there? */
static void
prove(struct claim *c, const struct imap_flags *mails, size_t n)
{
	bool told = false, kept = false;

	for (size_t i = 0; i < n; i++) {
		told |= mails[i].told;
		kept |= claim_bears(&mails[i], c->by);
	}
	c->proven |= kept;
	if (told && !kept)
		claim_switch_off(c, "the server does not keep the keywords that it takes");
}

/* Whoever the answer to SELECT names and the last mail, whose marks are newer than what we know. */
static int
suspect_all(struct claim *c, const struct imap_flags *last, struct err *err)
{
	const char **keywords;
	char id[CLAIM_ID + 1];
	size_t n;
	bool gone;

	imap_keywords(c->imap, c->arena, &keywords, &n);
	for (size_t i = 0; i < n; i++) {
		if (!claim_of_another(c, keywords[i], BY, id))
			continue;
		if (claim_is_gone(c, id, 0, &gone, err) == -1)
			return -1;
		if (!gone)
			claim_suspect(c, id);
	}
	for (size_t i = 0; i < last->n; i++)
		if (claim_of_another(c, last->keywords[i], BY, id))
			claim_suspect(c, id);
	return 0;
}

/* So that it can be seen where no new mail comes. */
static int
claim_last(struct claim *c, struct err *err)
{
	uint32_t last = c->last;
	struct imap_flags *mail;

	if (last == 0)
		return 0;
	if (claim_put(c, &last, 1, c->by, err) == -1 || claim_flags(c, &last, 1, &mail, err) == -1)
		return -1;
	if (!c->off)
		prove(c, mail, 1);
	return claim_suspect_owners(c, mail, 1, err) == -1 ? -1 : claim_ask(c, err);
}

static int
begin(struct claim *c, const struct imap_box *box, struct err *err)
{
	struct imap_flags *mail;
	uint32_t last;

	if (claim_find_last(c, box->uid_next > 1 ? box->uid_next - 1 : 1, err) == -1)
		return -1;
	if ((last = c->last) == 0)
		return 0;
	if (claim_flags(c, &last, 1, &mail, err) == -1 || suspect_all(c, mail, err) == -1 ||
	    claim_ask(c, err) == -1)
		return -1;
	c->proven |= claim_bears(mail, c->by);
	if (claim_bears(mail, c->by) && c->last == last)
		return 0;
	return claim_last(c, err);
}

int
claim_begin(struct claim *c, struct imap *imap, const struct imap_box *box, struct db *db,
    const volatile sig_atomic_t *stop, struct err *err)
{
	arena_reset(c->arena);
	c->imap = imap;
	c->db = db;
	c->stop = stop;
	c->uid_validity = box->uid_validity;
	c->n_recent = c->n_others = 0;
	c->asking = false;
	c->off = c->never;
	if (!c->off && !imap_keeps_keywords(imap))
		claim_switch_off(c, "the server keeps no keywords");
	if (c->off)
		return 0;
	imap_listen_for(imap, ASK);
	return begin(c, box, err);
}

int
claim_take(struct claim *c, const uint32_t *uids, size_t n, struct err *err)
{
	arena_reset(c->arena);
	claim_watch_last(c);
	return claim_put(c, uids, n, c->by, err);
}

int
claim_hold(struct claim *c, const uint32_t *uids, size_t n, const char *keyword, bool *done,
    struct err *err)
{
	struct imap_flags *mails;

	arena_reset(c->arena);
	c->held_at = imap_clock(c->imap);
	if (claim_flags(c, uids, n, &mails, err) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		done[i] = claim_bears(&mails[i], keyword);
	if (!c->off)
		prove(c, mails, n);
	return claim_suspect_owners(c, mails, n, err) == -1 ? -1 : claim_ask(c, err);
}

bool
claim_aged(const struct claim *c)
{
	return !c->off && imap_clock(c->imap) - c->held_at > AGED_MILLISECONDS;
}

int
claim_answer(struct claim *c, struct err *err)
{
	struct imap_flags *mails;

	arena_reset(c->arena);
	if (c->off)
		return 0;
	claim_watch_last(c);
	if (claim_flags(c, c->recent, c->n_recent, &mails, err) == -1 ||
	    claim_reply(c, mails, c->n_recent, err) == -1 ||
	    claim_suspect_owners(c, mails, c->n_recent, err) == -1)
		return -1;
	claim_forget_gone(c, mails);
	c->failures = 0;
	return claim_ask(c, err);
}
