/*
 * reply - what a guest's calendar program sends (iTIP): an answer, a wish, a question
 *
 * Which of two answers came later is told by what the objects say, not by when their mails arrive.
 * Whoever is not known to be the guest changes nothing; what only an organizer may send
 * (REQUEST, CANCEL, ADD, PUBLISH) changes nothing whoever sends it, since the organizer is us.
 */
#ifndef DECIDE_REPLY_H
#define DECIDE_REPLY_H
#include "decide/matter.h"

void reply_calendar(struct matter *);

#endif
