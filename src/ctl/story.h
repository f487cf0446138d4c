/*
 * story - what the store knows of meetings and mails, as JSON and for tables
 *
 * JSON is an object of the library's (jansson), which story_print() or the object it is put into
 * takes over.  Moments are RFC 3339 in UTC in JSON; null where there is none.
 */
#ifndef CTL_STORY_H
#define CTL_STORY_H
#include "decide/meeting.h"
#include "store/mails.h"
#include "store/queue.h"

struct arena;
struct table;

void *story_meeting(const struct meeting *, struct arena *);
void *story_mail(const struct mail_row *, struct arena *);
void *story_queued(const struct queue_row *, struct arena *);
void *story_note(int64_t at, const char *line, struct arena *);

void story_print(void *json); /* on a line */

/* A meeting's cells: id, state, when, writer, host, topic. */
void story_row(struct table *, const struct meeting *, struct arena *);

/* In UTC: "Tue 2026-12-01 10:00", "" for 0 */
char *story_moment(int64_t at, struct arena *);

const char *story_offer_state(enum offer_state);
const char *story_role(enum guest_role);

#endif
