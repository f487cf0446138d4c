/*
 * recent - what was sent and heard lately, for decide/brake.h
 */
#ifndef STORE_RECENT_H
#define STORE_RECENT_H
#include "decide/brake.h"
#include "store/db.h"

/* A mail that may be answered. */
struct recent_of {
	const char *email; /* who wrote it; "" nobody */
	int64_t meeting;   /* it is about; 0: none */
	const char *said;  /* a keyed digest of words and writer, as put with mails_put(); or "" */
};

/* All but echo, which is left as it is. */
int recent_count(struct db *, const struct recent_of *, int64_t now, struct recent *out,
    struct err *);

#endif
