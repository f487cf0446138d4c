/*
 * authres - what our own mail server found out about a mail's writer (Authentication-Results)
 *
 * Anybody can write such a header (RFC 8601, 7.1).  One counts: the one that begins with the
 * configured name of our server, which takes away what others wrote in its name.  Two that claim to
 * be its are one too many, and none of them counts then.  Our own reader, bounded and linear: what
 * is written wrong proves nothing, but a failure stays one.
 */
#ifndef INBOX_AUTHRES_H
#define INBOX_AUTHRES_H
#include <stddef.h>

struct arena;
struct letter;

enum {
	AUTHRES_MAX = 16 * 1024, /* of the header's value: longer ones prove nothing */
	AUTHRES_RESULTS_MAX = 64,
	AUTHRES_DKIM_MAX = 16,
};

enum authres_dmarc {
	AUTHRES_DMARC_NONE, /* nothing was found out */
	AUTHRES_DMARC_PASS,
	AUTHRES_DMARC_FAIL,
};

struct authres {
	enum authres_dmarc dmarc;
	const char *dmarc_from; /* PASS, FAIL: the domain of From as the server read it; "" */
	const char *dkim[AUTHRES_DKIM_MAX]; /* the domains whose signatures hold */
	size_t n_dkim;
	const char *spf; /* the domain of the envelope sender, where it may send so; else "" */
};

/* authserv_id: the name of our server, in any case; "" or NULL: nobody is believed. */
void authres_read(const struct letter *, const char *authserv_id, struct arena *,
    struct authres *out);

#endif
