/*
 * matter - one mail and one meeting while it is being decided: what the parts of decide share
 */
#ifndef DECIDE_MATTER_H
#define DECIDE_MATTER_H
#include "decide/decide.h"
#include "decide/may.h"

struct matter {
	const struct event *ev;
	const struct team *team;
	const char *seed;
	int64_t now;
	struct arena *arena;
	struct meeting *m; /* what it becomes: next of the decision */
	struct decision *d;
	struct actor actor; /* who of the guests wrote */
};

bool matter_from_writer(const struct matter *);
bool matter_from_host(const struct matter *);

/* Whom an answer goes to: the guest who acts, at the address that is stored, else who wrote. */
const char *matter_sender(const struct matter *);

/* A secret for one purpose, lower-case base32 of 120 bits: the same each time for this mail. */
char *matter_secret(const struct matter *, const char *purpose);

/* Somebody gets an answer; the verdict says so. */
struct effect *matter_say(struct matter *, enum say, const char *to);

/* Noted with the meeting; nobody gets a mail.  about: a guest's address, or "". */
void matter_note(struct matter *, const char *about, const char *what);

/*
 * The operator hears of it and why.  Whoever asked for something is told so the first time, as
 * long as it is the writer or somebody who wrote for the first time.
 */
void matter_person(struct matter *, const char *why);

/* What the meeting keeps of the writer's mail: thread, zone, guests, wishes, length. */
void matter_take_up(struct matter *);

/* A new meeting begins with this mail, with the guests of the one before. */
void matter_begin(struct matter *);

#endif
