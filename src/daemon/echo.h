/*
 * echo - is this mail made of words of ours?
 *
 * A robot that sends back what it got, without a quote's marks and without a header that tells, can
 * look like a person who answers.  Its words are compared with what that address got lately.
 */
#ifndef DAEMON_ECHO_H
#define DAEMON_ECHO_H
#include "base/err.h"

#include <stdbool.h>

struct arena;
struct db;

/* text: what the mail says outside of quotes.  -1: the store failed. */
int echo_is(struct db *, const char *email, const char *text, struct arena *, bool *out,
    struct err *);

#endif
