/*
 * retention - what the store keeps for how long
 *
 *     the bytes of a mail that went out        retention.mails
 *     a meeting that is past or came to        retention.meetings
 *     nothing, with its guests, and what is
 *     known of people who wrote since nothing
 *     what tells a mail from all others        retention.digests
 *
 * A mail that may lie in the mailbox stays known by the digests of its bytes and words, or it
 * would be answered anew; all else that is known of it goes.
 */
#ifndef STORE_RETENTION_H
#define STORE_RETENTION_H
#include "store/db.h"

struct retention { /* in minutes */
	int mails, meetings, digests;
};

/*
 * One small transaction: 1 something went, come again; 0 there is nothing more that is too old;
 * -1.
 */
int retention_step(struct db *, const struct retention *, int64_t now, struct err *);

#endif
