/*
 * mails - which mails were handled and how, and what is known of the people who wrote
 */
#ifndef STORE_MAILS_H
#define STORE_MAILS_H
#include "decide/decide.h"
#include "inbox/letter.h"
#include "store/db.h"

/* What `why` says of the copy of a mail that went out; nobody wrote it, so no list shows it. */
#define MAILS_OWN_COPY "own copy"

struct mail_row {
	int64_t id;
	uint32_t uid_validity, uid;
	const char *digest, *content_key, *message_id;
	int64_t received_at, handled_at;
	enum verdict verdict;
	int64_t meeting;    /* 0: none */
	const char *why;    /* what told: a screen's rule, an error; "" */
	const char *said;   /* see store/recent.h; NULL or "" where no answer depends on it */
	const char *author; /* a keyed digest of who wrote it, to forget them by; NULL or "" */
	bool marked;        /* the keyword is set on the server */
};

/*
 * 1: a mail with these bytes, or else with this content key ("": none), was handled before, and
 * out tells of the first such one; 0: no.
 */
int mails_seen(struct db *, const char *digest, const char *content_key, struct arena *,
    struct mail_row *out, struct err *);

/*
 * The id is given by the store.  ERR_REJECT: there is a row for these bytes, or for this content
 * and neither is VERDICT_DUPLICATE; so nothing is ever answered twice.
 */
int mails_put(struct db *, const struct mail_row *, struct err *);

/* The same bytes under another UID: remembers the place, changes nothing else. */
int mails_place(struct db *, const char *digest, uint32_t uid_validity, uint32_t uid, struct err *);

/* Which of these UIDs have no row yet: keeps those, in order, and gives their number. */
int mails_unknown(struct db *, uint32_t uid_validity, uint32_t *uids, size_t *n, struct err *);

/* Mails whose outcome is not yet marked on the server, oldest first, at most 500. */
int mails_unmarked(struct db *, uint32_t uid_validity, struct arena *, struct mail_row **out,
    size_t *n, struct err *);
int mails_marked(struct db *, uint32_t uid_validity, uint32_t uid, struct err *);

/* Newest first, at most so many, without own copies; of one meeting, or of all where it is 0. */
int mails_list(struct db *, int64_t meeting, size_t most, struct arena *, struct mail_row **out,
    size_t *n, struct err *);

/* What a person wrote in and from before; 1 known, 0 not. */
struct person {
	const char *email, *language;
	const char *zone; /* a zone's name, or "" */
	bool chosen;      /* they have asked to be answered in that language */
};

int person_load(struct db *, const char *email, struct arena *, struct person *out, struct err *);
int person_save(struct db *, const struct person *, int64_t now, struct err *);

/* A mail to them came back.  Forgotten with the next mail that they write (person_save()). */
int person_bounced(struct db *, const char *email, int64_t now, struct err *);

/* When a mail to them came back; 0: none did lately. */
int person_bounced_at(struct db *, const char *email, int64_t *at, struct err *);

#endif
