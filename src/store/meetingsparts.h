/*
 * meetingsparts - the words that meetingsload.c and meetingssave.c share; for nobody else
 */
#ifndef STORE_MEETINGSPARTS_H
#define STORE_MEETINGSPARTS_H
#include "store/meetings.h"

/* In the order of the enums; these words are on the disk, so none may change. */
extern const char *const meetings_states[5];
extern const char *const meetings_roles[4];
extern const char *const meetings_partstats[5];
extern const char *const meetings_changes[3];
extern const char *const meetings_offer_states[4];

#define STORE_MEETINGSPARTS_H
#include "store/meetings.h"

/* In the order of the enums; these words are on the disk, so none may change. */
extern const char *const meetings_states[5],
    *const meetings_roles[4], *const meetings_partstats[5], *const meetings_changes[3],
								*const meetings_offer_states[4];

#define WORDS(list) list, sizeof list / sizeof list[0]

#endif
