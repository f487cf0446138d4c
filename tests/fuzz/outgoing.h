/*
 * outgoing - what must hold for each mail of ours, whatever the names and words in it
 */
#ifndef TESTS_FUZZ_OUTGOING_H
#define TESTS_FUZZ_OUTGOING_H
#include "compose/mail.h"

/*
 * Lines of ASCII that end with CRLF; one header of each name that we write, and no other; no
 * element of a page, no link and no line of a calendar object but our own.
 */
void outgoing_check(const struct mails *);

#endif
