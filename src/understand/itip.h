/*
 * itip - the event of a mail that a calendar program answers with (iTIP, RFC 5546)
 */
#ifndef UNDERSTAND_ITIP_H
#define UNDERSTAND_ITIP_H
#include "understand/event.h"

/* Fills in what a calendar says, over what the mail's words said.  False: no calendar answers. */
bool itip_read(const struct opened *, const struct reader *, struct arena *, struct event *);

#endif
