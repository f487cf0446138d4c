#include "daemon/ours.h"

#include "base/arena.h"
#include "base/date.h"
#include "inbox/screen.h"
#include "store/mails.h"
#include "store/queue.h"

#include <string.h>
#include <strings.h>

/* Once more in the list of mails where it lies in one more place, or came by one more way. */
static int
note(const struct turn *t, const struct arrival *in, const struct letter *l, int64_t now,
    struct arena *a, struct err *err)
{
	struct mail_row row = {
		.uid_validity = in->uid_validity,
		.uid = in->uid,
		.digest = l->digest,
		.content_key = l->digest,
		.message_id = l->message_id,
		.received_at = in->received_at,
		.handled_at = now,
		.verdict = VERDICT_APPLIED,
		.why = MAILS_OWN_COPY,
	}, known;
	int seen = mails_seen(t->db, l->digest, "", a, &known, err);

	if (seen == 1)
		return mails_place(t->db, l->digest, in->uid_validity, in->uid, err);
	return seen == -1 ? -1 : mails_put(t->db, &row, err);
}

static bool
is_automatic(const struct letter *l)
{
	const char *value = letter_header(l, "Auto-Submitted");

	return value != NULL && strncasecmp(value, "auto-", 5) == 0;
}

static int
warn_of_another(const struct turn *t, int64_t now, struct arena *a, struct err *err)
{
	const char *about = arena_printf(a, "another.%lld", (long long)(now / DAY));

	return turn_tell_operator(t, about,
	    "another convened answers for this mailbox too, with a store of its own: a mail lies "
	    "there that was sent in the mailbox's name, and not by this one.  Stop one of the two; "
	    "until then people may get two answers",
	    now, a, err);
}

int
ours_settle(const struct turn *t, const struct arrival *in, const struct letter *l, int64_t now,
    struct arena *a, const char **line, struct err *err)
{
	const char *why;
	int known, copied;

	if (screen_letter(l, t->config->team.rules.own_address, &why) != SCREEN_OWN)
		return 0;
	if ((known = queue_knows(t->db, l->message_id, NULL, err)) == -1 ||
	    (copied = queue_copied(t->db, l->message_id, err)) == -1)
		return -1;
	if (known == 0 && !t->dry && is_automatic(l))
		return warn_of_another(t, now, a, err);
	if (copied == 0) /* what goes to the mailbox itself, because the operator reads it */
		return 0;
	*line = arena_printf(a, "mail %u/%u, %zu bytes: copy of a mail that went out",
	    in->uid_validity, in->uid, in->size);
	if (!t->dry &&
	    (queue_back(t->db, l->message_id, now, err) == -1 || note(t, in, l, now, a, err) == -1))
		return -1;
	return 1;
}
