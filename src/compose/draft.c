#include "compose/draft.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/digest.h"
#include "base/text.h"
#include "inbox/address.h"
#include "understand/lang.h"

#include <string.h>

enum { LONGEST_NAME = 80 };

/* One of our languages that may be answered in, or NULL. */
static const struct lang *
usable(const struct composer *c, const char *code)
{
	const struct rules *r = &c->team->rules;

	if (code == NULL || code[0] == '\0')
		return NULL;
	for (size_t i = 0; i < r->n_answer_languages; i++)
		if (strcmp(r->answer_languages[i], code) == 0)
			return langs_find(c->langs, code);
	return r->n_answer_languages == 0 ? langs_find(c->langs, code) : NULL;
}

static const struct lang *
usual_language(const struct composer *c)
{
	const struct rules *r = &c->team->rules;
	const struct lang *l = NULL;

	for (size_t i = 0; l == NULL && i < r->n_answer_languages; i++)
		l = usable(c, r->answer_languages[i]);
	return l != NULL ? l : langs_find(c->langs, "en");
}

/* What the reader wrote in, or works in; for guests who never wrote, what the writer wrote in. */
static const struct lang *
language_for(const struct draft *d)
{
	const struct composer *c = d->composer;
	const struct staff *s = team_find(c->team, d->to.email);
	const struct lang *l = usable(c, d->to.language);

	for (size_t i = 0; l == NULL && s != NULL && i < s->n_languages; i++)
		l = usable(c, s->languages[i]);
	if (l == NULL && d->answers_event)
		l = usable(c, d->event->answer_in);
	if (l == NULL && s == NULL && d->effect->kind != EFFECT_OPERATOR)
		l = usable(c, d->meeting->language);
	return l != NULL ? l : usual_language(c);
}

static void
find_recipient(struct draft *d)
{
	const struct guest *g = meeting_guest(d->meeting, d->effect->to);

	if (g != NULL && d->effect->kind != EFFECT_OPERATOR) {
		d->to = *g;
	} else {
		d->to = (struct guest){ .email = d->effect->to,
			.name = "",
			.role = GUEST_OTHER,
			.token = "" };
		if (d->answers_event) {
			d->to.name = d->event->from.name;
			d->to.zone = d->event->zone;
		}
	}
	if (d->to.zone.name[0] == '\0')
		d->to.zone = d->composer->team->rules.zone;
	if (d->to.zone.name[0] == '\0')
		d->to.zone = zone_utc();
}

static const char *
with_token(const char *address, const char *token, struct arena *a)
{
	const char *at = strchr(address, '@');

	return arena_printf(a, "%.*s+%s%s", (int)(at - address), address, token, at);
}

bool
draft_is_link(const char *s)
{
	bool dotted = false; /* the word so far: "evil.example.com" */

	if (strchr(s, '@') != NULL || strstr(s, "://") != NULL || strstr(s, "www.") != NULL)
		return true;
	for (; *s != '\0'; s++) {
		if (*s == '/' && dotted)
			return true;
		dotted = *s != ' ' && (dotted || *s == '.');
	}
	return false;
}

/* Whole characters only. */
static const char *
cut(const char *s, size_t most, struct arena *a)
{
	size_t len = strlen(s);

	if (len <= most)
		return s;
	while (most > 0 && ((unsigned char)s[most] & 0xc0) == 0x80)
		most--;
	return arena_printf(a, "%.*s…", (int)most, s);
}

static const char *
fit_name(const struct guest *g, struct arena *a)
{
	const char *name = g->name == NULL ? "" : text_one_line(g->name, a);

	return draft_is_link(name) ? "" : cut(name, LONGEST_NAME, a);
}

bool
draft_asks_who(const struct effect *e)
{
	return e->kind == EFFECT_SAY && (e->say == SAY_CONFIRM || e->say == SAY_FORGET_ASK);
}

int
draft_init(struct draft *d, const struct composer *c, const struct decision *decision,
    const struct event *event, const struct effect *effect, int64_t now, struct arena *a,
    struct err *err)
{
	const struct rules *r = &c->team->rules;
	const struct lang *l;
	bool asks;

	*d = (struct draft){ .composer = c,
		.decision = decision,
		.meeting = &decision->next,
		.event = event,
		.effect = effect,
		.now = now,
		.own = r->own_address,
		.subject = "",
		.calendar = "",
		.calendar_method = "" };
	if (strchr(r->own_address, '@') == NULL)
		return err_set(err, ERR_CONFIG, "the mailbox has no address");
	/* Whoever is asked whether they wrote a mail has perhaps never seen it. */
	asks = draft_asks_who(effect);
	d->answers_event = event != NULL && effect->kind != EFFECT_OPERATOR && !asks &&
	                   address_same(event->from.email, effect->to);
	find_recipient(d);
	if (asks)
		d->to.token = d->meeting->pending.secret;
	if (r->plus_addresses && d->to.token != NULL && d->to.token[0] != '\0')
		d->own = with_token(r->own_address, d->to.token, a);
	if ((l = language_for(d)) == NULL)
		return err_set(err, ERR_CONFIG, "there is no language to write in");
	d->name = fit_name(&d->to, a);
	voice_init(&d->voice, l, &d->to.zone, a);
	words_init(&d->words, lang_code(l), d->voice.right_to_left, a);
	return 0;
}

void
draft_done(struct draft *d)
{
	voice_done(&d->voice);
}

struct block *
draft_add(struct draft *d, enum block_kind kind, const char *text)
{
	return words_add(&d->words, kind, text);
}

void
draft_say(struct draft *d, enum sentence s)
{
	draft_add(d, BLOCK_PARAGRAPH, PHRASE(&d->voice, s));
}

void
draft_answer_subject(struct draft *d)
{
	const char *s = d->answers_event ? d->event->subject : d->meeting->subject;

	s = text_one_line(s != NULL ? s : "", d->voice.arena);
	if (s[0] == '\0')
		d->subject = PHRASE(&d->voice, SENTENCE_SUBJECT_ANSWER);
	else
		d->subject = arena_printf(d->voice.arena, "Re: %s", s);
}

bool
draft_sees(const struct draft *d, const struct guest *g)
{
	if (address_same(g->email, d->to.email))
		return true;
	if (g->role == GUEST_FORMER || d->to.role == GUEST_FORMER)
		return false;
	return !d->to.added || g->role == GUEST_HOST;
}

const char *
draft_name(struct draft *d, const struct guest *g)
{
	const char *name = fit_name(g, d->voice.arena);

	return name[0] == '\0' ? g->email : name;
}

/* Members of staff may know where to reach whom they meet. */
static const char *
name_in_company(struct draft *d, const struct guest *g)
{
	const char *name = draft_name(d, g);

	if (d->to.role != GUEST_HOST || name == g->email)
		return name;
	return arena_printf(d->voice.arena, "%s <%s>", name, g->email);
}

const char *
draft_company(struct draft *d)
{
	static const enum guest_role order[] = { GUEST_HOST, GUEST_WRITER, GUEST_OTHER };
	const struct meeting *m = d->meeting;
	const char **names = arena_alloc(d->voice.arena, (m->n_guests + 1) * sizeof *names);
	size_t n = 0;

	for (size_t r = 0; r < sizeof order / sizeof *order; r++)
		for (size_t i = 0; i < m->n_guests; i++)
			if (m->guests[i].role == order[r] && draft_sees(d, &m->guests[i]) &&
			    !address_same(m->guests[i].email, d->to.email))
				names[n++] = name_in_company(d, &m->guests[i]);
	return phrase_list(&d->voice, names, n);
}

const char *
draft_staff_name(struct draft *d, const char *email)
{
	const struct staff *s = team_find(d->composer->team, email);

	return s != NULL ? s->name : email;
}

/* Percent-encoding, as RFC 6068 wants it of an address's and a header's text. */
static void
add_encoded(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		    strchr("-._~@", c) != NULL)
			buf_char(b, (char)c);
		else
			buf_printf(b, "%%%02X", c);
	}
}

const char *
draft_mailto(struct draft *d, const char *text)
{
	struct buf b;

	buf_init(&b, d->voice.arena);
	buf_str(&b, "mailto:");
	add_encoded(&b, d->own);
	buf_str(&b, "?subject=");
	add_encoded(&b, d->subject);
	buf_str(&b, "&body=");
	add_encoded(&b, text);
	return b.data;
}

const char *
draft_secret(struct draft *d, const char *purpose, int digits)
{
	const char *key = d->composer->key;
	const char *hex = digest_keyed_hex(key, strlen(key), purpose, d->voice.arena);

	return arena_printf(d->voice.arena, "%.*s", digits, hex);
}
