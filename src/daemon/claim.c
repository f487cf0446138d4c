#include "daemon/claim.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/digest.h"
#include "base/log.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BY   "ConvenedBy-"
#define ASK  "ConvenedAsk-"
#define HERE "ConvenedHere-"

enum {
	RECENT = 8,   /* of the last mails are watched for questions */
	OTHERS = 16,  /* are asked about at once */
	KEYWORD = 32, /* room for one */

	ASK_SECONDS = 20,         /* a daemon at work looks every few seconds, or is woken */
	ASK_POLLING_SECONDS = 45, /* without IDLE it looks every thirty */
	POLL_MILLISECONDS = 250,
	FAILURES = 5,             /* of connections in a row at our commands: it is them */
	AGED_MILLISECONDS = 5000, /* with the longest of mails, far below ASK_SECONDS */
};

struct claim {
	char id[CLAIM_ID + 1];
	char by[KEYWORD], ask[KEYWORD], here[KEYWORD];

	struct imap *imap;
	struct db *db;
	const volatile sig_atomic_t *stop;
	struct arena *arena; /* of one call */
	uint32_t uid_validity;

	bool off;     /* this connection does without */
	bool never;   /* this process does without */
	bool proven;  /* this server has kept a claim of ours */
	int failures; /* connections in a row that ended at a command of ours */
	bool said;    /* that it is off */
	bool asking;  /* ... or at work */
	int64_t held_at;

	uint32_t last;           /* the highest UID there is; 0: none */
	uint32_t recent[RECENT]; /* ascending */
	size_t n_recent;
	char others[OTHERS][CLAIM_ID + 1]; /* whom to ask about */
	size_t n_others;
};

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

static void
name_keyword(char out[KEYWORD], const char *prefix, const char *id)
{
	strcpy(out, prefix);
	strcat(out, id);
}

struct claim *
claim_new(const char *id)
{
	struct claim *c = calloc(1, sizeof *c);

	if (c == NULL)
		abort();
	strcpy(c->id, id);
	name_keyword(c->by, BY, id);
	name_keyword(c->ask, ASK, id);
	name_keyword(c->here, HERE, id);
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

/* --- the server, which may not take part */

static void
switch_off(struct claim *c, const char *why)
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
		switch_off(c, err->text);
	/* Perhaps it hangs up on what it does not know, or says BAD to it. */
	if (said == -1 && (!c->proven || ++c->failures >= FAILURES)) {
		c->never = true;
		switch_off(c, err->text);
	}
	return said == -1 ? -1 : 0;
}

static int
put(struct claim *c, const uint32_t *uids, size_t n, const char *keyword, struct err *err)
{
	return c->off || n == 0 ? 0 : judge(c, imap_mark(c->imap, uids, n, keyword, err), err);
}

static int
take_off(struct claim *c, const uint32_t *uids, size_t n, const char *keywords, struct err *err)
{
	return c->off || n == 0 ? 0 : judge(c, imap_unmark(c->imap, uids, n, keywords, err), err);
}

/* Where it is off, nothing is told of any mail. */
static int
get_flags(struct claim *c, const uint32_t *uids, size_t n, struct imap_flags **out, struct err *err)
{
	*out = arena_alloc(c->arena, (n + 1) * sizeof **out);
	for (size_t i = 0; i < n; i++)
		(*out)[i] = (struct imap_flags){ .uid = uids[i] };
	return c->off || n == 0 ? 0
	                        : judge(c, imap_flags(c->imap, uids, n, c->arena, *out, err), err);
}

static bool
bears(const struct imap_flags *mail, const char *keyword)
{
	for (size_t i = 0; i < mail->n; i++)
		if (strcasecmp(mail->keywords[i], keyword) == 0)
			return true;
	return false;
}

/* After put(): are the claims there? */
static void
prove(struct claim *c, const struct imap_flags *mails, size_t n)
{
	bool told = false, kept = false;

	for (size_t i = 0; i < n; i++) {
		told |= mails[i].told;
		kept |= bears(&mails[i], c->by);
	}
	c->proven |= kept;
	if (told && !kept)
		switch_off(c, "the server does not keep the keywords that it takes");
}

/* "ConvenedBy-1a2b3c4d" of another instance: its id, in lower case. */
static bool
of_another(const struct claim *c, const char *keyword, const char *prefix, char id[CLAIM_ID + 1])
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

/* The last mails, by what imap_uids() saw. */
static void
watch_last(struct claim *c)
{
	uint32_t uids[IMAP_LAST_UIDS];
	size_t n = imap_last_uids(c->imap, uids);

	for (size_t i = 0; i < n; i++)
		watch(c, uids[i]);
	c->last = n > 0 ? uids[n - 1] : 0;
}

static int
find_last(struct claim *c, uint32_t from, struct err *err)
{
	uint32_t *uids;
	size_t n;

	if (imap_uids(c->imap, from, c->arena, &uids, &n, err) == -1)
		return -1;
	watch_last(c);
	return 0;
}

/* --- who else has left a mark, and who of them is known to be gone */

static const char *
fact_of(struct claim *c, const char *id)
{
	return arena_printf(c->arena, "gone.%s", id);
}

/* A claim on a mail that came after it was gone says that it is back.  uid 0: no telling. */
static int
is_gone(struct claim *c, const char *id, uint32_t uid, bool *gone, struct err *err)
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

static void
suspect(struct claim *c, const char *id)
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

static int
suspect_owners(struct claim *c, const struct imap_flags *mails, size_t n, struct err *err)
{
	char id[CLAIM_ID + 1];
	bool gone;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < mails[i].n; k++) {
			if (!of_another(c, mails[i].keywords[k], BY, id))
				continue;
			if (is_gone(c, id, mails[i].uid, &gone, err) == -1)
				return -1;
			if (!gone)
				suspect(c, id);
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

	name_keyword(by, BY, id);
	acquit(c, id);
	if (db_set(c->db, fact_of(c, id),
		arena_printf(c->arena, "%u %lu", c->uid_validity, (unsigned long)c->last + 1),
		err) == -1)
		return -1;
	return take_off(c, c->recent, c->n_recent, by, err);
}

/* --- questions and answers */

/*
 * Tells whoever asks that this one is here.  Of two that ask each other the lower id answers, and
 * the other one is as good as gone.
 */
static int
reply(struct claim *c, const struct imap_flags *mails, size_t n, struct err *err)
{
	char id[CLAIM_ID + 1];

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < mails[i].n; k++) {
			if (!of_another(c, mails[i].keywords[k], ASK, id) ||
			    bears(&mails[i], c->here) || (c->asking && strcmp(id, c->id) < 0))
				continue;
			log_line(LOG_WARN,
			    "another convened (%s) wants to work on this mailbox: it is told that "
			    "this one (%s) does",
			    id, c->id);
			if (put(c, &mails[i].uid, 1, c->here, err) == -1 ||
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
		    of_another(c, mail->keywords[i], HERE, id))
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
	if (get_flags(c, &uid, 1, &mail, err) == -1)
		return -1;
	old = traces(c, mail);
	return old[0] == '\0' ? 0 : take_off(c, &uid, 1, old, err);
}

/* The id of one that has answered on this mail; "" for none. */
static const char *
find_answer(struct claim *c, const struct imap_flags *mails, size_t n, uint32_t uid)
{
	char *id = arena_alloc(c->arena, CLAIM_ID + 1);

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; mails[i].uid == uid && k < mails[i].n; k++)
			if (of_another(c, mails[i].keywords[k], HERE, id))
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
			name_keyword(by, BY, c->others[k]);
			if (bears(&mails[i], by))
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
	return c->last == 0 ? 0 : put(c, &c->last, 1, c->ask, err);
}

/* Until somebody answers (*by), nobody is left to be asked about, or the time is up. */
static int
await_answer(struct claim *c, uint32_t *asked, const char **by, struct err *err)
{
	int seconds = imap_can_idle(c->imap) ? ASK_SECONDS : ASK_POLLING_SECONDS;
	int64_t until = imap_clock(c->imap) + seconds * (int64_t)1000;
	uint32_t began_at = c->last;
	struct imap_flags *mails;

	if (move_question(c, asked, err) == -1)
		return -1;
	for (;;) {
		if (get_flags(c, c->recent, c->n_recent, &mails, err) == -1)
			return -1;
		*by = find_answer(c, mails, c->n_recent, *asked);
		if ((*by)[0] == '\0')
			*by = find_activity(c, mails, c->n_recent, began_at);
		if ((*by)[0] != '\0')
			return 0;
		if (reply(c, mails, c->n_recent, err) == -1)
			return -1;
		if (c->n_others == 0 || *asked == 0 || c->off || *c->stop ||
		    imap_clock(c->imap) >= until)
			return 0;
		imap_pause(c->imap, POLL_MILLISECONDS);
		if (find_last(c, c->recent[0], err) == -1)
			return -1;
		if ((c->recent[c->n_recent / 2] > *asked || !is_told(mails, c->n_recent, *asked)) &&
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

static int
ask(struct claim *c, struct err *err)
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

/* --- from a connection's start on */

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
		if (!of_another(c, keywords[i], BY, id))
			continue;
		if (is_gone(c, id, 0, &gone, err) == -1)
			return -1;
		if (!gone)
			suspect(c, id);
	}
	for (size_t i = 0; i < last->n; i++)
		if (of_another(c, last->keywords[i], BY, id))
			suspect(c, id);
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
	if (put(c, &last, 1, c->by, err) == -1 || get_flags(c, &last, 1, &mail, err) == -1)
		return -1;
	if (!c->off)
		prove(c, mail, 1);
	return suspect_owners(c, mail, 1, err) == -1 ? -1 : ask(c, err);
}

static int
begin(struct claim *c, const struct imap_box *box, struct err *err)
{
	struct imap_flags *mail;
	uint32_t last;

	if (find_last(c, box->uid_next > 1 ? box->uid_next - 1 : 1, err) == -1)
		return -1;
	if ((last = c->last) == 0)
		return 0;
	if (get_flags(c, &last, 1, &mail, err) == -1 || suspect_all(c, mail, err) == -1 ||
	    ask(c, err) == -1)
		return -1;
	c->proven |= bears(mail, c->by);
	if (bears(mail, c->by) && c->last == last)
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
		switch_off(c, "the server keeps no keywords");
	if (c->off)
		return 0;
	imap_listen_for(imap, ASK);
	return begin(c, box, err);
}

int
claim_take(struct claim *c, const uint32_t *uids, size_t n, struct err *err)
{
	arena_reset(c->arena);
	watch_last(c);
	return put(c, uids, n, c->by, err);
}

int
claim_hold(struct claim *c, const uint32_t *uids, size_t n, const char *keyword, bool *done,
    struct err *err)
{
	struct imap_flags *mails;

	arena_reset(c->arena);
	c->held_at = imap_clock(c->imap);
	if (get_flags(c, uids, n, &mails, err) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		done[i] = bears(&mails[i], keyword);
	if (!c->off)
		prove(c, mails, n);
	return suspect_owners(c, mails, n, err) == -1 ? -1 : ask(c, err);
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
	size_t kept = 0;

	arena_reset(c->arena);
	if (c->off)
		return 0;
	watch_last(c);
	if (get_flags(c, c->recent, c->n_recent, &mails, err) == -1 ||
	    reply(c, mails, c->n_recent, err) == -1 ||
	    suspect_owners(c, mails, c->n_recent, err) == -1)
		return -1;
	for (size_t i = 0; i < c->n_recent; i++)
		if (mails[i].told) /* else it was taken away */
			c->recent[kept++] = c->recent[i];
	c->n_recent = kept;
	c->failures = 0;
	return ask(c, err);
}
