/*
 * message - an RFC 5322 message from its parts: headers encoded, lines folded, bodies encoded
 *
 * Nothing foreign reaches a header without being checked: CR, LF, NUL and direction marks are
 * refused or dropped, what is not ASCII becomes RFC 2047 words or RFC 2231 parameters.
 */
#ifndef COMPOSE_MESSAGE_H
#define COMPOSE_MESSAGE_H
#include "base/err.h"
#include "inbox/letter.h"

struct message {
	struct address from, to;
	const char *reply_to; /* an address, or "" */
	const char *subject;
	int64_t date_at;         /* written in UTC */
	const char *message_id;  /* without brackets */
	const char *in_reply_to; /* or "" */
	const char **references;
	size_t n_references;
	const char *auto_submitted; /* "auto-replied", "auto-generated" (RFC 3834) */
	const char *language;       /* Content-Language, BCP 47 */
	const char *text, *html;    /* html may be "" */
	const char *calendar; /* "" for none: then it is the last alternative and an attachment */
	const char *calendar_method; /* "REQUEST", "CANCEL" */
};

int message_write(const struct message *, struct arena *, char **bytes, size_t *len, struct err *);

#endif
