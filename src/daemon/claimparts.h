/*
 * claimparts - what claim.c, claimask.c and claimbox.c share; for nobody else
 */
#ifndef DAEMON_CLAIMPARTS_H
#define DAEMON_CLAIMPARTS_H
#include "daemon/claim.h"

#define BY   "ConvenedBy-"
#define ASK  "ConvenedAsk-"
#define HERE "ConvenedHere-"

enum {
	RECENT = 8,   /* of the last mails are watched for questions */
	OTHERS = 16,  /* are asked about at once */
	KEYWORD = 32, /* room for one */
};

struct claim {
	char id[CLAIM_ID + 1];
	char by[KEYWORD], ask[KEYWORD], here[KEYWORD];

	struct imap *imap;
	struct db *db;
	const volatile sig_atomic_t *stop;
	struct arena *arena; /* of one call */
	uint32_t uid_validity;

	bool off;     /* this connection does without */
	bool never;   /* this process does without */
	bool proven;  /* this server has kept a claim of ours */
	int failures; /* connections in a row that ended at a command of ours */
	bool said;    /* that it is off */
	bool asking;  /* ... or at work */
	int64_t held_at;

	uint32_t last;           /* the highest UID there is; 0: none */
	uint32_t recent[RECENT]; /* ascending */
	size_t n_recent;
	char others[OTHERS][CLAIM_ID + 1]; /* whom to ask about */
	size_t n_others;
};

/* --- claimbox.c: the server, which may not take part; where it does not, nothing is said to it */

void claim_switch_off(struct claim *, const char *why);

int claim_put(struct claim *, const uint32_t *uids, size_t n, const char *keyword, struct err *);
int claim_take_off(struct claim *, const uint32_t *uids, size_t n, const char *keywords,
    struct err *);
int claim_flags(struct claim *, const uint32_t *uids, size_t n, struct imap_flags **out,
    struct err *);
bool claim_bears(const struct imap_flags *, const char *keyword);

void claim_keyword(char out[KEYWORD], const char *prefix, const char *id);

/* "ConvenedBy-1a2b3c4d" of another instance: its id, in lower case. */
bool claim_of_another(const struct claim *, const char *keyword, const char *prefix,
    char id[CLAIM_ID + 1]);

/* The last mails, by what imap_uids() saw; or after asking for them. */
void claim_watch_last(struct claim *);
int claim_find_last(struct claim *, uint32_t from, struct err *);

/* Of what is watched, what claim_flags() was told nothing of: somebody took it away. */
void claim_forget_gone(struct claim *, const struct imap_flags *mails);

/* --- claimask.c: who else has left a mark, and who of them answers */

/* A claim on a mail that came after it was gone says that it is back.  uid 0: no telling. */
int claim_is_gone(struct claim *, const char *id, uint32_t uid, bool *gone, struct err *);

void claim_suspect(struct claim *, const char *id);
int claim_suspect_owners(struct claim *, const struct imap_flags *, size_t n, struct err *);

/*
 * Tells whoever asks that this one is here.  Of two that ask each other the lower id answers, and
 * the other one is as good as gone.
 */
int claim_reply(struct claim *, const struct imap_flags *, size_t n, struct err *);

/* Asks about all who are suspected; then none is any more. */
int claim_ask(struct claim *, struct err *);

#endif
