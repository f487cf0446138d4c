/*
 * brake - when not to answer any more: robots that look like people, echoes, floods
 *
 * What was sent and heard lately is counted by the caller from the store, so that a restart forgets
 * nothing.  A mail that is held back is not lost: it waits for a person, and nobody hears of it but
 * the operator.
 */
#ifndef DECIDE_BRAKE_H
#define DECIDE_BRAKE_H
#include "decide/decide.h"

/* How many are too many; from the configuration. */
struct limits {
	int address_a_day;    /* answers to one address */
	int domain_an_hour;   /* answers to one domain, to people without a meeting */
	int all_an_hour;      /* the same to all of them */
	int operator_an_hour; /* notices to the operator */
};

enum {
	BRAKE_WORDS_IN_THREAD = 3, /* in a row, with no invitation between them */
	BRAKE_SAME_WORDS = 2,      /* answers to the very same words of one person */
};

struct recent {
	int thread;  /* answers to the writer about this meeting, since it last changed */
	int address; /* ... to this address in a day */
	int domain;  /* ... to new writers of this domain in an hour; 0 where this one is not new */
	int all;     /* ... to all new writers */
	int same;    /* answered mails of this writer that said the very same, in seven days */
	int notices; /* to the operator in an hour */
	bool echo;   /* it gives back words of ours */
};

enum brake {
	BRAKE_NONE,
	BRAKE_ECHO,
	BRAKE_SAME,
	BRAKE_THREAD,
	BRAKE_ADDRESS,
	BRAKE_DOMAIN,
	BRAKE_ALL,
};

/* What settles or calls off a meeting needs no brake. */
enum brake brake_check(const struct recent *, const struct limits *, const struct event *,
    const struct decision *);

const char *brake_why(enum brake); /* for the operator; "" for none */

/*
 * Nothing changes, and nobody hears of it but the operator.  Who went back and forth with us is
 * told once that a colleague will answer.
 */
void brake_hold(enum brake, const struct recent *, const struct meeting *was, const struct team *,
    struct arena *, struct decision *);

/* The operator is not told of each of many: the last notice within an hour says so. */
void brake_notices(const struct recent *, const struct limits *, struct decision *);

#endif
