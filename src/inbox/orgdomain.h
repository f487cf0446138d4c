/*
 * orgdomain - the organization behind a domain: what was registered, as the Public Suffix List has
 * it
 *
 * "mail.example.co.uk" and "example.co.uk" are one organization, "example.co.uk" and
 * "other.co.uk" are two (RFC 7489, 3.2).
 */
#ifndef INBOX_ORGDOMAIN_H
#define INBOX_ORGDOMAIN_H
#include <stdbool.h>

/* Relaxed alignment.  False where either of them is no domain name. */
bool orgdomain_same(const char *, const char *);

#endif
