#include "decide/ask.h"

#include "decide/answer.h"
#include "decide/change.h"
#include "decide/offers.h"
#include "decide/settle.h"

/* Without a word or a Date that tells the zone, ten o'clock can be any time of the day. */
static bool
may_settle(const struct matter *mt)
{
	return mt->team->rules.confirm_exact && mt->ev->zone_source != ZONE_FROM_DEFAULT;
}

void
ask_times(struct matter *mt, enum say say, const char *host)
{
	const struct staff *s;
	struct span asked;

	if (may_settle(mt) && offers_exact(mt, &asked) &&
	    (s = offers_host_for(mt, asked, host)) != NULL)
		settle_at(mt, asked, s);
	else
		offers_make(mt, say, host);
}

void
ask_request(struct matter *mt)
{
	switch (mt->m->state) {
	case MEETING_SETTLED:
		if (!meeting_over(mt->m, mt->now)) {
			change_asked_again(mt);
			return;
		}
		/* fallthrough */
	case MEETING_CANCELLED:
	case MEETING_CLOSED:
		matter_begin(mt);
		matter_take_up(mt);
		/* fallthrough */
	case MEETING_NEW: ask_times(mt, SAY_OFFER, NULL); return;
	case MEETING_OFFERED: answer_in_words(mt); return;
	}
}
