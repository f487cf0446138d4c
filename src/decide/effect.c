#include "decide/effect.h"

#include "base/arena.h"

#include <string.h>

const char *
say_name(enum say s)
{
	switch (s) {
	case SAY_OFFER: return "offer";
	case SAY_OFFER_INSTEAD: return "offer-instead";
	case SAY_OFFER_GONE: return "offer-gone";
	case SAY_OFFER_AGAIN: return "offer-again";
	case SAY_OFFER_MOVE: return "offer-move";
	case SAY_OFFER_PERSON: return "offer-person";
	case SAY_CHASE: return "chase";
	case SAY_ASK_WHICH: return "ask-which";
	case SAY_NO_TIMES: return "no-times";
	case SAY_ALREADY: return "already";
	case SAY_CLOSED: return "closed";
	case SAY_LAPSED: return "lapsed";
	case SAY_FOR_PERSON: return "for-person";
	case SAY_FOREIGN: return "foreign";
	case SAY_OVER: return "over";
	case SAY_GUEST_DECLINED: return "guest-declined";
	case SAY_GUEST_PROPOSES: return "guest-proposes";
	case SAY_GUEST_WRITES: return "guest-writes";
	case SAY_COUNTER: return "counter";
	case SAY_COUNTER_TOLD: return "counter-told";
	case SAY_FORGET_ASK: return "forget-ask";
	case SAY_FORGOTTEN: return "forgotten";
	case SAY_CONFIRM: return "confirm";
	case SAY_LATE: return "late";
	case SAY_LATE_TOLD: return "late-told";
	case SAY_ASK_GUEST: return "ask-guest";
	}
	return "";
}

void
effects_init(struct effects *e, struct arena *a)
{
	*e = (struct effects){ .arena = a };
}

struct effect *
effect_add(struct effects *e, enum effect_kind kind, const char *to)
{
	struct effect *one;

	e->items = arena_more(e->arena, e->items, e->n, sizeof *e->items);
	one = &e->items[e->n++];
	one->kind = kind;
	one->to = to;
	one->why = one->about = one->comment = "";
	return one;
}

static const char *
role_name(const struct meeting *m, const char *email)
{
	const struct guest *g = meeting_guest(m, email);

	if (g == NULL)
		return "sender";
	switch (g->role) {
	case GUEST_WRITER: return "writer";
	case GUEST_HOST: return "host";
	case GUEST_OTHER: return "guest";
	case GUEST_FORMER: return "former";
	}
	return "";
}

char *
effect_line(const struct effect *e, const struct meeting *m, struct arena *a)
{
	struct civil c;

	switch (e->kind) {
	case EFFECT_SAY:
		if (e->minutes > 0)
			return arena_printf(a, "say %s to %s: %d minutes", say_name(e->say),
			    role_name(m, e->to), e->minutes);
		return arena_printf(a, "say %s to %s", say_name(e->say), role_name(m, e->to));
	case EFFECT_INVITE: return arena_printf(a, "invite %s", role_name(m, e->to));
	case EFFECT_UPDATE: return arena_printf(a, "update %s", role_name(m, e->to));
	case EFFECT_CANCEL: return arena_printf(a, "cancel %s", role_name(m, e->to));
	case EFFECT_REMIND: return arena_printf(a, "remind %s", role_name(m, e->to));
	case EFFECT_AGAIN: return arena_printf(a, "invite %s again", role_name(m, e->to));
	case EFFECT_COUNTER:
		return arena_printf(a, "decline counter of %s, %s", role_name(m, e->to),
		    say_name(e->say));
	case EFFECT_NOTE:
		return e->about[0] == '\0'
		           ? arena_printf(a, "note: %s", e->why)
		           : arena_printf(a, "note: %s: %s", role_name(m, e->about), e->why);
	case EFFECT_OPERATOR: return arena_printf(a, "operator: %s", e->why);
	case EFFECT_WAKE:
		civil_from_seconds(e->at, &c);
		return arena_printf(a, "wake %04d-%02d-%02dT%02d:%02dZ", c.date.year, c.date.month,
		    c.date.day, c.minute / 60, c.minute % 60);
	}
	return arena_str(a, "");
}
