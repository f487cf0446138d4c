#include "compose/unread.h"

#include "base/arena.h"
#include "compose/draft.h"
#include "compose/message.h"
#include "compose/page.h"
#include "compose/plain.h"

#include <inttypes.h>
#include <string.h>

enum { ID_DIGITS = 32 };

static void
say(struct draft *d, const struct staff *s, const char *place, const char *why)
{
	const struct rules *r = &d->composer->team->rules;

	d->subject = PHRASE(&d->voice, SENTENCE_SUBJECT_CALENDAR_UNREAD);
	draft_add(d, BLOCK_PARAGRAPH, PHRASE(&d->voice, SENTENCE_GREETING, s->name));
	draft_add(d, BLOCK_PARAGRAPH, PHRASE(&d->voice, SENTENCE_CALENDAR_UNREAD, place));
	draft_add(d, BLOCK_FACT, why)->label = PHRASE(&d->voice, SENTENCE_OPERATOR_WHY);
	draft_add(d, BLOCK_FOOTER, PHRASE(&d->voice, SENTENCE_FOOTER, r->own_name));
	d->words.title = d->subject;
}

static int
finish(struct draft *d, const struct staff *s, const char *place, int64_t now, struct arena *a,
    struct mail *out, struct err *err)
{
	const struct rules *r = &d->composer->team->rules;
	const char *purpose =
	    arena_printf(a, "unread at %" PRId64 ": %s of %s", now, place, s->email);
	struct message msg = { .from = { r->own_name, r->own_address },
		.to = { s->name, s->email },
		.reply_to = "",
		.subject = d->subject,
		.date_at = now,
		.message_id = arena_printf(a, "%s%s", draft_secret(d, purpose, ID_DIGITS),
		    strchr(r->own_address, '@')),
		.in_reply_to = "",
		.auto_submitted = "auto-generated",
		.language = d->words.language,
		.text = plain_write(&d->words, a),
		.html = page_write(&d->words, a),
		.calendar = "",
		.calendar_method = "" };
	char *bytes;

	*out = (struct mail){ .recipient = s->email,
		.sender = r->own_address,
		.message_id = msg.message_id,
		.kind = "calendar" };
	if (message_write(&msg, a, &bytes, &out->len, err) == -1)
		return -1;
	out->bytes = bytes;
	return 0;
}

int
unread_write(const struct composer *c, const struct staff *s, const char *place, const char *why,
    int64_t now, struct arena *a, struct mail *out, struct err *err)
{
	struct decision *decision = arena_alloc(a, sizeof *decision);
	struct effect *effect = arena_alloc(a, sizeof *effect);
	struct meeting nothing = { .state = MEETING_NEW };
	struct draft d;
	int ret;

	meeting_copy(&decision->next, &nothing, a);
	*effect = (struct effect){ .kind = EFFECT_REMIND, .to = s->email, .why = "" };
	if (draft_init(&d, c, decision, NULL, effect, now, a, err) == -1)
		return -1;
	say(&d, s, place, why);
	if (d.voice.err.kind != ERR_NONE) {
		*err = d.voice.err;
		ret = -1;
	} else
		ret = finish(&d, s, place, now, a, out, err);
	draft_done(&d);
	return ret;
}
