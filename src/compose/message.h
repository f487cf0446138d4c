/*
 * message - an RFC 5322 message from its parts: headers encoded, lines folded, bodies encoded
 *
 *	alternative { plain, html }                                     words only
 *	mixed { alternative { plain, html, calendar }, invite.ics }     with a calendar object
 *
 * Outlook looks for an invitation in the first part of a mixed message, Thunderbird in the last
 * one of an alternative; other programs want the file.  All is ASCII in lines of 76, and the same
 * parts give the same bytes.  Nothing foreign reaches a header as it is: what could end a line is
 * dropped, what is not ASCII encoded, and an address or Message-ID that is none is refused.
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
	const char *in_reply_to; /* or ""; left out where it is not fit to be sent */
	const char **references; /* oldest first; of many the first and the last ones are kept */
	size_t n_references;
	const char *auto_submitted;  /* "auto-replied", "auto-generated" (RFC 3834) */
	const char *language;        /* Content-Language, BCP 47 */
	const char *text, *html;     /* html may be "" */
	const char *calendar;        /* CRLF lines; "" for none */
	const char *calendar_method; /* "REQUEST", "CANCEL" */
};

/* -1, ERR_REJECT: an address or the Message-ID cannot be sent. */
int message_write(const struct message *, struct arena *, char **bytes, size_t *len, struct err *);

#endif
