#include "understand/itip.h"

#include "base/arena.h"

#include <limits.h>
#include <string.h>

struct calreply
event_no_calendar(void)
{
	return (struct calreply){ .method = "",
		.uid = "",
		.attendee = "",
		.partstat = "",
		.comment = "" };
}

/* "Propose new time": that time and no other. */
static void
take_counter(struct event *ev, struct span proposed, struct arena *a)
{
	struct wishes *w = &ev->wishes;

	*w = (struct wishes){ .named = true, .n = 1 };
	w->windows = arena_alloc(a, sizeof *w->windows);
	w->windows[0] = (struct window){ .span = proposed, .exact = true };
	w->duration_minutes = (int)((proposed.end_at - proposed.start_at) / MINUTE);
	ev->zone_source = ZONE_FROM_CALENDAR;
}

/* What a guest's calendar sends to whoever invited. */
static bool
is_guests_method(const char *method)
{
	return strcmp(method, "REPLY") == 0 || strcmp(method, "COUNTER") == 0 ||
	       strcmp(method, "REFRESH") == 0;
}

/*
 * A calendar that is only published along with a mail is no answer, nor is an invitation as a file
 * beside an answer in words: the words count.
 */
static bool
take_calendar(const struct opened *mail, struct arena *a, struct event *ev)
{
	struct calreply reply;

	if (!calreply_judge(&mail->calendar, mail->letter.from.email, ev->written_at, &reply) ||
	    *reply.method == '\0' || strcmp(reply.method, "PUBLISH") == 0)
		return false;
	if (mail->calendar.filed && !is_guests_method(reply.method))
		return false;
	ev->kind = EVENT_CALENDAR;
	ev->certain = reply.certain;
	ev->calendar = reply;
	ev->wishes = (struct wishes){ .named = false };
	if (reply.proposed.end_at > reply.proposed.start_at)
		take_counter(ev, reply.proposed, a);
	return true;
}

/* An answer in Outlook's own envelope; the thread says to what, its writer who. */
static bool
take_envelope(const struct opened *mail, const struct reader *reader, struct arena *a,
    struct event *ev)
{
	static const enum calanswer meanings[] = { [TNEF_NONE] = CALANSWER_NONE,
		[TNEF_YES] = CALANSWER_YES,
		[TNEF_NO] = CALANSWER_NO,
		[TNEF_PERHAPS] = CALANSWER_PERHAPS };
	struct calperson *p;

	if (mail->letter.tnef == TNEF_NONE)
		return false;
	p = arena_alloc(a, sizeof *p);
	*p = (struct calperson){ .email = ev->from.email,
		.answer = meanings[mail->letter.tnef],
		.delegate = "",
		.delegator = "",
		.note = "" };
	ev->kind = EVENT_CALENDAR;
	ev->calendar = (struct calreply){ .method = "REPLY",
		.uid = reader->uid != NULL ? reader->uid : "",
		.attendee = p->email,
		.partstat = calreply_partstat(p),
		.people = p,
		.n_people = 1,
		.sequence = INT_MAX, /* it does not say: to what it was sent last */
		.stamped_at = ev->written_at,
		.comment = "" };
	ev->certain = *ev->calendar.uid != '\0' && *p->email != '\0';
	ev->wishes = (struct wishes){ .named = false };
	return true;
}

bool
itip_read(const struct opened *mail, const struct reader *reader, struct arena *a, struct event *ev)
{
	return take_calendar(mail, a, ev) || take_envelope(mail, reader, a, ev);
}
