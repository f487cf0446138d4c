/*
 * identity - does a mail come from the domain that From names?
 *
 * Judged by what our own server found out (authres.h), and only where From cannot be read in two
 * ways: forged mails live on programs that do not agree who the writer is.  Display names,
 * Reply-To and the like never tell who somebody is.
 */
#ifndef INBOX_IDENTITY_H
#define INBOX_IDENTITY_H

struct arena;
struct letter;

/* Who wrote it is ... */
enum proof {
	PROOF_NONE,    /* whoever From says, perhaps */
	PROOF_REFUTED, /* not from that domain, its owner says (dmarc=fail) */
	PROOF_DOMAIN,  /* from that domain */
	PROOF_GOOGLE,  /* Google's calendar for one of its users: may bring a guest's answer */
};

const char *proof_name(enum proof); /* "none", "refuted", "domain", "google-calendar" */

/* authserv_id: the name of our server in Authentication-Results; "" or NULL: nothing is known. */
enum proof identity_prove(const struct letter *, const char *authserv_id, struct arena *);

#endif
