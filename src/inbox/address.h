/*
 * address - is this a mail address that may go into a command or a header?
 *
 * libetpan writes addresses raw into SMTP commands and headers, so nothing unchecked may reach it.
 * Names are for people only: nothing is decided by them.
 */
#ifndef INBOX_ADDRESS_H
#define INBOX_ADDRESS_H
#include <stdbool.h>
#include <stddef.h>

struct arena;

struct address {
	const char *name;  /* one line, decoded; "" where there is none */
	const char *email; /* checked by address_valid(); the domain in lower case */
};

struct addresses {
	struct address *items;
	size_t n;
	size_t seen; /* how many the list held, those without a valid address included */
};

/* ASCII, at most 254 octets, one @, a local part of at most 64, no blank, control, <>()[]:;,\" */
bool address_valid(const char *);

/* Compared as mailboxes are in practice: whole, without regard to case. */
bool address_same(const char *, const char *);

/* "a+tag@x" gives "a@x"; anything else comes back as it is. */
const char *address_without_tag(const char *, struct arena *);

/*
 * Adds the addresses of a header's value, written as loosely as people and programs do: comments,
 * quoted or encoded names, groups, "Doe, John <john@x>".  More than ADDRESSES_MAX are only counted.
 */
enum { ADDRESSES_MAX = 200 };
void addresses_read(const char *value, struct arena *, struct addresses *to);

#endif
