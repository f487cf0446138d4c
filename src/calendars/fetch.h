/*
 * fetch - a calendar's bytes: a file, or an https address (libcurl), a CalDAV collection too
 *
 * It may take its time and be led astray by a server, so call it in a process of its own.  An
 * address that ends in "/" is asked for what lies in the window (RFC 4791, calendar-query), and
 * read as a file if it is no collection.
 */
#ifndef CALENDARS_FETCH_H
#define CALENDARS_FETCH_H
#include "base/err.h"
#include "base/span.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum {
	FETCH_MAX = 8 << 20,
	FETCH_SECONDS = 10,
	FETCH_CONNECT_SECONDS = 3,
	FETCH_REDIRECTS = 3,
};

struct fetch {
	const char *where;           /* a whole path, or "https://..." */
	const char *user, *password; /* "": none */
	const char *etag;            /* of what is known already; "" */
	const char *ca_file;         /* "": the system's */
	bool private_addresses;      /* may it lie on one? */
	struct span window;
};

struct fetched {
	bool same; /* as what bears that etag */
	bool xml;  /* a multistatus with calendars in it, rather than a calendar */
	const char *bytes;
	size_t len;
	const char *etag; /* or "" */
};

/* -1 with ERR_RETRY: it may go better soon; ERR_REJECT: it will not.  No address is in err. */
int fetch_calendar(const struct fetch *, struct arena *, struct fetched *out, struct err *);

/* The host of an https address, without its port; "" for a path. */
const char *fetch_host(const char *where, struct arena *);

struct sockaddr;
bool fetch_is_private(const struct sockaddr *); /* or otherwise not for everybody */

#endif
