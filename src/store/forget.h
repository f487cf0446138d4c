/*
 * forget - a person is erased: what is known of them, and their part in meetings
 *
 * What stays has no name and no address: that there was a meeting, when, with which member of
 * staff; and keyed digests, by which no mail is answered twice.  Inside a transaction; after its
 * commit db_sweep() takes them out of the log as well.
 */
#ifndef STORE_FORGET_H
#define STORE_FORGET_H
#include "store/db.h"

#include <stddef.h>

struct forgotten {
	int64_t people;   /* 1: something was known of them: language, zone */
	int64_t meetings; /* in which they are nobody now */
	int64_t waiting;  /* mails to them that will not be sent */
	int64_t bytes;    /* mails that went out, to them or about their meetings, now empty */
	int64_t mails;    /* of theirs, of which only digests are left */
};

/* Meetings with them that stand, or wait for their answer. */
int forget_standing(struct db *, const char *email, int64_t now, struct arena *, int64_t **ids,
    size_t *n, struct err *);

/* author: the keyed digest by which their mails are known. */
int forget_person(struct db *, const char *email, const char *author, struct forgotten *out,
    struct err *);

/* Does a mail wait to be sent that may tell of them?  1, 0, -1. */
int forget_awaits(struct db *, const char *email, struct err *);

/* To be forgotten as soon as all mails to them, and about their meetings, are out. */
int forget_later(struct db *, const char *email, int64_t now, struct err *);
int forget_next(struct db *, struct arena *, const char **email, struct err *); /* 1, 0 none, -1 */

#endif
