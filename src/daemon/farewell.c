#include "daemon/farewell.h"

#include "base/arena.h"
#include "base/digest.h"
#include "base/text.h"
#include "daemon/leaving.h"
#include "inbox/address.h"

#include <inttypes.h>
#include <string.h>

enum { DAYS = 3, SECRET_DIGITS = 24 };

static const char *
secret_of(const struct passage *p, int64_t day)
{
	const struct turn *t = p->turn;
	const char *email = p->mail.letter.from.email;
	const char *what = arena_printf(p->arena, "forget %s on %" PRId64,
	    text_fold(email, strlen(email), p->arena), day);

	return arena_printf(p->arena, "%.*s", SECRET_DIGITS,
	    digest_keyed_hex(t->key, strlen(t->key), what, p->arena));
}

bool
farewell_shown(const struct passage *p)
{
	const struct letter *l = &p->mail.letter;
	const char *last = l->n_references > 0 ? l->references[l->n_references - 1] : "";

	if (l->from.email[0] == '\0')
		return false;
	for (int64_t ago = 0; ago <= DAYS; ago++) {
		const char *secret = secret_of(p, p->now / DAY - ago);

		if ((l->tag != NULL && strcmp(l->tag, secret) == 0) ||
		    (strncmp(last, secret, SECRET_DIGITS) == 0 && last[SECRET_DIGITS] == '@'))
			return true;
	}
	return false;
}

/* Members of staff and the operator have work here; their files say what is known of them. */
static bool
may_leave(const struct passage *p)
{
	const struct team *team = &p->turn->config->team;
	const char *email = p->event.from.email;

	return email[0] != '\0' && team_find(team, email) == NULL &&
	       !address_same(email, team->rules.operator_email) &&
	       !address_same(email, team->rules.own_address);
}

/* No meeting is kept of this; in it stand the language and the secret for the mails. */
static void
begin(struct passage *p, const char *secret)
{
	struct decision *d = &p->decision;

	*d = (struct decision){ .verdict = VERDICT_ANSWERED };
	d->next = (struct meeting){ .language = p->event.answer_in, .pending.secret = secret };
	meeting_copy(&d->next, &d->next, p->arena);
	effects_init(&d->effects, p->arena);
}

static void
ask(struct passage *p)
{
	begin(p, secret_of(p, p->now / DAY));
	effect_add(&p->decision.effects, EFFECT_SAY, p->event.from.email)->say = SAY_FORGET_ASK;
}

static int
part(struct passage *p, struct err *err)
{
	const struct rules *rules = &p->turn->config->team.rules;

	begin(p, "");
	effect_add(&p->decision.effects, EFFECT_SAY, p->event.from.email)->say = SAY_FORGOTTEN;
	effect_add(&p->decision.effects, EFFECT_OPERATOR, rules->operator_email)->why =
	    "somebody asked to be forgotten and has confirmed it: the store forgets them; their "
	    "mails in the mailbox are for you to delete";
	if (p->turn->dry)
		return 0;
	return leaving_call_off(p->turn, p->event.from.email, p->now, p->arena, err);
}

int
farewell(struct passage *p, struct err *err)
{
	const struct event *ev = &p->event;
	bool asks = ev->kind == EVENT_FORGET;

	if (ev->kind == EVENT_AUTO || ev->kind == EVENT_CALENDAR || ev->proof == PROOF_REFUTED ||
	    !may_leave(p))
		return 0;
	if (farewell_shown(p) && (asks || ev->kind == EVENT_ACCEPT || ev->agrees))
		return part(p, err) == -1 ? -1 : 1;
	if (!asks || !ev->certain || ev->foreign)
		return 0;
	ask(p);
	return 1;
}
