/*
 * server_imap - an IMAP server in memory with one mailbox: what convened says to one, and no more
 */
#ifndef TESTS_SIM_SERVER_IMAP_H
#define TESTS_SIM_SERVER_IMAP_H
#include "sim/wire.h"

#include <stdint.h>

struct box_mail {
	uint32_t uid;
	int64_t received_at; /* seconds */
	const char *bytes;
	size_t len;
	bool done, review, flagged; /* ConvenedDone, ConvenedReview, \Flagged */
	char claims[64];            /* ConvenedBy- and its like, with blanks before */
	unsigned verdicts;          /* a bit for each of ConvenedAnswered and its like */
	bool seen, deleted;         /* of copies of convened's own mails */
	const void *sent;           /* of the crowd: which mail this is */
};

struct server_imap {
	struct wire wire;
	uint32_t uid_validity, uid_next;
	struct box_mail *mails; /* by UID */
	size_t n;
	bool can_idle, can_move, can_expunge_uids;
	long stores; /* how often a flag was set, claims aside */

	/* of the present connection */
	bool selected;
	size_t told; /* how many mails the client knows of */
	char idle_tag[16];
	const char *nonsense; /* the first command that makes no sense, or NULL */
};

int imap_server_connect(struct server_imap *, struct transport *out);
void imap_server_deliver(struct server_imap *, const struct box_mail *);

/* Restored from a backup: every mail has a new number, in another order. */
void imap_server_renumber(struct server_imap *);

/* Hangs up, as when it is restarted. */
void imap_server_restart(struct server_imap *);

#endif
