#include "decide/company.h"

#include "base/arena.h"
#include "decide/settle.h"
#include "inbox/address.h"

enum { LATE_TO_A_TIME_MOST = 60 }; /* a later hour than that is read wrong, or another meeting */

/* "15 minutes late", or "I will be there at quarter past"; 0: nobody knows. */
static int
minutes_late(const struct matter *mt)
{
	const struct wishes *w = &mt->ev->wishes;
	int64_t late = 0;

	if (mt->ev->late_minutes > 0)
		return mt->ev->late_minutes;
	if (w->n == 1 && w->windows[0].exact)
		late = w->windows[0].span.start_at - mt->m->slot.start_at;
	return late > 0 && late <= LATE_TO_A_TIME_MOST * MINUTE ? (int)(late / MINUTE) : 0;
}

/* Who was added learns no address, so whoever comes late needs a name to be spoken of. */
static bool
hears_who_is_late(const struct guest *g, const struct guest *late)
{
	if (g->role == GUEST_FORMER || address_same(g->email, late->email))
		return false;
	return !g->added || late->role == GUEST_HOST || late->name[0] != '\0';
}

void
company_late(struct matter *mt)
{
	const struct meeting *m = mt->m;
	const struct guest *late = mt->actor.guest;
	int minutes;

	if (m->state != MEETING_SETTLED || late == NULL) {
		matter_person(mt, "comes late to a meeting that was not found");
		return;
	}
	if (meeting_over(m, mt->now))
		return;
	if (may_answer(&mt->actor) != MAY) {
		matter_person(mt, "comes late, if it is the one it says");
		return;
	}
	minutes = minutes_late(mt);
	for (size_t i = 0; i < m->n_guests; i++) {
		struct effect *e;

		if (!hears_who_is_late(&m->guests[i], late))
			continue;
		e = matter_say(mt, SAY_LATE, m->guests[i].email);
		e->about = late->email;
		e->minutes = minutes;
	}
	matter_say(mt, SAY_LATE_TOLD, late->email);
}

static bool
is_new_guest(const struct matter *mt, const struct address *who)
{
	return meeting_guest(mt->m, who->email) == NULL &&
	       !address_same(who->email, mt->team->rules.own_address);
}

static size_t
count_others(const struct meeting *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n_guests; i++)
		n += m->guests[i].role == GUEST_OTHER;
	return n;
}

static struct guest *
add_guest(struct matter *mt, const struct address *who)
{
	struct guest *g = meeting_add_guest(mt->m, who->email, GUEST_OTHER, mt->arena);

	g->added = true;
	g->name = who->name;
	g->zone = mt->ev->zone;
	g->token = matter_secret(mt, arena_printf(mt->arena, "token of %s", who->email));
	return g;
}

void
company_bring(struct matter *mt)
{
	const struct event *ev = mt->ev;
	size_t before = mt->m->n_guests, added = 0;

	if (mt->m->state != MEETING_SETTLED) {
		matter_person(mt, "somebody else is to come to a meeting that is not settled");
		return;
	}
	if (meeting_over(mt->m, mt->now)) {
		matter_say(mt, SAY_OVER, matter_sender(mt));
		return;
	}
	if (may_change(&mt->actor) != MAY) {
		matter_person(mt, "wants somebody else to come to a meeting");
		return;
	}
	for (size_t i = 0; i < ev->n_guests; i++)
		added += is_new_guest(mt, &ev->guests[i]);
	if (count_others(mt->m) + added > COMPANY_MOST)
		matter_person(mt, "more guests than may be added without a person");
	else if (ev->n_guests == 0)
		matter_say(mt, SAY_ASK_GUEST, matter_sender(mt));
	else if (added == 0)
		matter_say(mt, SAY_ALREADY, matter_sender(mt));
	else {
		for (size_t i = 0; i < ev->n_guests; i++)
			if (is_new_guest(mt, &ev->guests[i]))
				add_guest(mt, &ev->guests[i]);
		settle_joined(mt, before);
	}
}
