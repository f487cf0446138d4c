#include "decide/reply.h"

#include <string.h>
#include <strings.h>

void
reply_calendar(struct matter *mt)
{
	const struct event *ev = mt->ev;
	struct guest *g = meeting_guest(mt->m, ev->from.email);

	if (strcmp(ev->calendar.method, "REPLY") != 0)
		matter_person(mt, "a calendar message other than a reply");
	else if (mt->m->state == MEETING_NEW || g == NULL ||
		 strcmp(ev->calendar.uid, mt->m->uid) != 0)
		matter_person(mt, "a calendar reply that belongs to no meeting of its sender");
	else if (strcasecmp(ev->calendar.partstat, "ACCEPTED") == 0)
		g->partstat = PART_ACCEPTED;
	else if (strcasecmp(ev->calendar.partstat, "TENTATIVE") == 0)
		g->partstat = PART_TENTATIVE;
	else if (strcasecmp(ev->calendar.partstat, "DECLINED") == 0) {
		g->partstat = PART_DECLINED;
		matter_person(mt, "a guest's calendar declines the invitation");
	} else
		matter_person(mt, "a calendar reply with an unusual answer");
}
