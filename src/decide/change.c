#include "decide/change.h"

#include "decide/answer.h"
#include "decide/ask.h"
#include "decide/offers.h"

#include "decide/settle.h"

/* The time named is the one that stands. */
static bool
is_as_it_stands(const struct matter *mt)
{
	struct span asked;

	return offers_exact(mt, &asked) && asked.start_at == mt->m->slot.start_at &&
	       asked.end_at == mt->m->slot.end_at;
}

/* The host moves it: the writer hears that it is not for their sake. */
static enum say
say_of_move(const struct matter *mt)
{
	return matter_from_host(mt) ? SAY_OFFER_PERSON : SAY_OFFER_MOVE;
}

static void
move_standing(struct matter *mt)
{
	const char *host = meeting_host(mt->m)->email;

	if (meeting_over(mt->m, mt->now))
		matter_say(mt, SAY_OVER, matter_sender(mt));
	else if (is_as_it_stands(mt))
		matter_say(mt, SAY_ALREADY, matter_sender(mt));
	else
		ask_times(mt, say_of_move(mt), host);
}

void
change_move(struct matter *mt)
{
	switch (mt->m->state) {
	case MEETING_NEW: matter_person(mt, "wants to move a meeting that was not found"); return;
	case MEETING_OFFERED: answer_in_words(mt); return;
	case MEETING_CANCELLED:
	case MEETING_CLOSED: ask_request(mt); return;
	case MEETING_SETTLED: move_standing(mt); return;
	}
}

void
change_asked_again(struct matter *mt)
{
	if (mt->ev->asks_language && !mt->ev->wishes.named)
		matter_say(mt, SAY_ALREADY, matter_sender(mt));
	else if (!mt->ev->wishes.named && mt->ev->wishes.n_doubts == 0)
		matter_person(mt, "a request about a meeting that stands already");
	else if (is_as_it_stands(mt))
		matter_say(mt, SAY_ALREADY, matter_sender(mt));
	else
		offers_make(mt, SAY_OFFER_MOVE, meeting_host(mt->m)->email);
}

void
change_cancel(struct matter *mt)
{
	switch (mt->m->state) {
	case MEETING_NEW:
		matter_person(mt, "wants to call off a meeting that was not found");
		return;
	case MEETING_OFFERED:
		meeting_drop_offers(mt->m);
		mt->m->state = MEETING_CLOSED;
		matter_say(mt, SAY_CLOSED, meeting_writer(mt->m)->email);
		return;
	case MEETING_CANCELLED:
	case MEETING_CLOSED: matter_say(mt, SAY_ALREADY, matter_sender(mt)); return;
	case MEETING_SETTLED:
		if (meeting_over(mt->m, mt->now))
			matter_say(mt, SAY_OVER, matter_sender(mt));
		else
			settle_cancel(mt);
		return;
	}
}
