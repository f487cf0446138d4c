/*
 * mail - the effects of a decision to finished messages: bytes that go out as they are
 *
 * Each person gets a mail of his own, in his own language and zone.  The envelope sender of mails
 * to guests is our own mailbox, with the guest's token where the server takes it, so that a bounce
 * comes back and is known; of notices to the operator it is empty, so that none can answer itself
 * (RFC 3834, 3.3).
 */
#ifndef COMPOSE_MAIL_H
#define COMPOSE_MAIL_H
#include "decide/decide.h"

struct langs;

struct mail {
	const char *recipient;
	const char *sender;     /* envelope; "" is <> */
	const char *message_id; /* without brackets */
	const char *kind;       /* "offer", "invite", "cancel", "operator" ... */
	const char *bytes;      /* RFC 5322, CRLF lines */
	size_t len;
	bool answers; /* it goes to whoever wrote the mail that led to it */
};

struct mails {
	struct mail *items;
	size_t n;
};

struct composer {
	const struct langs *langs;
	const struct team *team;
	const char *key;     /* a secret of this installation, for Message-IDs and room names */
	const char *subject; /* of the mail that is answered; "" for none */
	const char *digest;  /* of that mail's bytes, which no other mail has; "" for none */
};

/*
 * now becomes Date and DTSTAMP.  The event tells what was understood, for the block at the end of
 * an offer; NULL where no mail led to this.  The same arguments give the same bytes.
 * -1: a language file cannot say something (its key is in err), or an address cannot be written.
 */
int mails_write(const struct composer *, const struct decision *, const struct event *, int64_t now,
    struct arena *, struct mails *out, struct err *);

#endif
