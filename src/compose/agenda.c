#include "compose/agenda.h"

#include "base/arena.h"
#include "compose/draft.h"
#include "compose/message.h"
#include "compose/page.h"
#include "compose/plain.h"
#include "compose/settled.h"

#include <inttypes.h>
#include <string.h>

enum { ID_DIGITS = 32 };

struct listing {
	const struct composer *composer;
	const struct staff *staff;
	struct span days;
	int64_t now;
	struct arena *arena;
};

static int
begin(const struct listing *g, const struct meeting *m, struct draft *d, struct err *err)
{
	struct decision *decision = arena_alloc(g->arena, sizeof *decision);
	struct effect *effect = arena_alloc(g->arena, sizeof *effect);

	decision->next = *m;
	*effect = (struct effect){ .kind = EFFECT_REMIND, .to = g->staff->email, .why = "" };
	return draft_init(d, g->composer, decision, NULL, effect, g->now, g->arena, err);
}

static void
introduce(const struct listing *g, struct draft *d)
{
	const char *first = phrase_date(&d->voice, g->days.start_at);

	draft_add(d, BLOCK_PARAGRAPH, PHRASE(&d->voice, SENTENCE_GREETING, g->staff->name));
	if (g->staff->agenda == AGENDA_WEEKLY) {
		d->subject = PHRASE(&d->voice, SENTENCE_SUBJECT_AGENDA_WEEK, first,
		    phrase_date(&d->voice, g->days.end_at - HOUR));
		draft_say(d, SENTENCE_AGENDA_WEEK);
	} else {
		d->subject = PHRASE(&d->voice, SENTENCE_SUBJECT_AGENDA_DAY, first);
		draft_say(d, SENTENCE_AGENDA_DAY);
	}
}

/* Each meeting is told as its host would read of it, and put below the others. */
static int
add_meeting(const struct listing *g, const struct meeting *m, struct words *to, struct err *err)
{
	struct draft d;

	if (begin(g, m, &d, err) == -1)
		return -1;
	settled_agenda(&d);
	for (size_t i = 0; i < d.words.n; i++)
		*words_add(to, d.words.items[i].kind, d.words.items[i].text) = d.words.items[i];
	if (d.voice.err.kind != ERR_NONE)
		*err = d.voice.err;
	draft_done(&d);
	return d.voice.err.kind != ERR_NONE ? -1 : 0;
}

static int
finish(const struct listing *g, struct draft *d, struct mail *out, struct err *err)
{
	const struct rules *r = &g->composer->team->rules;
	const char *purpose = arena_printf(g->arena, "agenda of %" PRId64 " to %s",
	    g->days.start_at, g->staff->email);
	struct message msg = { .from = { r->own_name, r->own_address },
		.to = { g->staff->name, g->staff->email },
		.reply_to = "",
		.subject = d->subject,
		.date_at = g->now,
		.message_id = arena_printf(g->arena, "%s%s", draft_secret(d, purpose, ID_DIGITS),
		    strchr(r->own_address, '@')),
		.in_reply_to = "",
		.auto_submitted = "auto-generated",
		.language = d->words.language,
		.calendar = "",
		.calendar_method = "" };
	char *bytes;

	draft_add(d, BLOCK_FOOTER, PHRASE(&d->voice, SENTENCE_FOOTER, r->own_name));
	d->words.title = d->subject;
	if (d->voice.err.kind != ERR_NONE) {
		*err = d->voice.err;
		return -1;
	}
	msg.text = plain_write(&d->words, g->arena);
	msg.html = page_write(&d->words, g->arena);
	*out = (struct mail){ .recipient = g->staff->email,
		.sender = r->own_address,
		.message_id = msg.message_id,
		.kind = "agenda" };
	if (message_write(&msg, g->arena, &bytes, &out->len, err) == -1)
		return -1;
	out->bytes = bytes;
	return 0;
}

int
agenda_write(const struct composer *c, const struct staff *s, struct span days,
    const struct meeting *all, size_t n, int64_t now, struct arena *a, struct mail *out,
    struct err *err)
{
	const struct listing g = { c, s, days, now, a };
	struct draft d;
	int ret = 0;

	if (begin(&g, &all[0], &d, err) == -1)
		return -1;
	introduce(&g, &d);
	for (size_t i = 0; i < n && ret == 0; i++)
		ret = add_meeting(&g, &all[i], &d.words, err);
	if (ret == 0)
		ret = finish(&g, &d, out, err);
	draft_done(&d);
	return ret;
}
