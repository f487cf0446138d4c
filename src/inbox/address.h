/*
 * address - is this a mail address that may go into a command or a header?
 *
 * libetpan writes addresses raw into SMTP commands and headers, so nothing unchecked may reach it.
 * Names are for people only: nothing is decided by them.
 */
#ifndef INBOX_ADDRESS_H
#define INBOX_ADDRESS_H
#include <stdbool.h>

struct arena;

struct address {
	const char *name;  /* one line, decoded; "" where there is none */
	const char *email; /* checked by address_valid(); the domain in lower case */
};

/* ASCII, at most 254 octets, one @, a local part of at most 64, no blank, control, <>()[]:;,\" */
bool address_valid(const char *);

/* Compared as mailboxes are in practice: whole, without regard to case. */
bool address_same(const char *, const char *);

/* "a+tag@x" gives "a@x"; anything else comes back as it is. */
const char *address_without_tag(const char *, struct arena *);

#endif
