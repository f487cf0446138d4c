/*
 * addresses - the list of addresses in a header's value: From, To, Cc
 *
 * Written as loosely as people and programs do: comments, quoted or encoded names, groups,
 * "Doe, John <john@x>".
 */
#ifndef INBOX_ADDRESSES_H
#define INBOX_ADDRESSES_H
#include "inbox/address.h"

#include <stddef.h>

struct arena;

enum { ADDRESSES_MAX = 200 };

struct addresses {
	struct address *items;
	size_t n;
	size_t seen; /* how many the list held: also those without a valid address, or too many */
};

/* Adds what the value holds.  More than ADDRESSES_MAX are only counted. */
void addresses_read(const char *value, struct arena *, struct addresses *to);

#endif
