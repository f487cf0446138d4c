/*
 * server_imap - an IMAP server in memory with one mailbox: what convened says to one, and no more
 */
#ifndef TESTS_SIM_SERVER_IMAP_H
#define TESTS_SIM_SERVER_IMAP_H
#include "sim/wire.h"

#include <stdint.h>

enum { GONE_MOST = 16, AWAY_MOST = 16 };

struct box_mail {
	uint32_t uid;
	int64_t received_at; /* seconds */
	const char *bytes;
	size_t len;
	bool done, review, flagged; /* ConvenedDone, ConvenedReview, \Flagged */
	char claims[64];            /* ConvenedBy- and its like, with blanks before */
	unsigned verdicts;          /* a bit for each of ConvenedAnswered and its like */
	bool seen, deleted;         /* of copies of convened's own mails */
	bool meddled;               /* another program has taken marks away */
	size_t claimed;             /* the size that is told; 0: len */
	enum { FATE_NONE, FATE_WITHHELD, FATE_GONE } fate; /* when somebody wants to read it */
	const void *sent;                                  /* of the crowd: which mail this is */
};

struct server_imap {
	struct wire wire;
	uint32_t uid_validity, uid_next;
	struct box_mail *mails; /* by UID */
	size_t n;
	bool can_idle, can_move, can_expunge_uids;
	bool chatty; /* tells of things that nobody asked for, wherever a server may */
	long stores; /* how often a flag was set, claims aside */
	const void
	    *away[AWAY_MOST]; /* `sent` of mails that a person was asked to see, and took away */
	int n_away;

	/* of the present connection */
	bool selected;
	size_t told;            /* how many mails the client knows of */
	size_t gone[GONE_MOST]; /* their numbers, of those it does not know to be gone */
	int n_gone;
	char idle_tag[16];
	const char *nonsense; /* the first command that makes no sense, or NULL */
};

int imap_server_connect(struct server_imap *, struct transport *out);
void imap_server_deliver(struct server_imap *, const struct box_mail *);

/* Another program takes it away. */
void imap_server_remove(struct server_imap *, struct box_mail *);

/* Restored from a backup: every mail has a new number, in another order. */
void imap_server_renumber(struct server_imap *);

/* Hangs up, as when it is restarted. */
void imap_server_restart(struct server_imap *);

#endif
