/*
 * tls - TLS 1.2 or later over a transport, to a server whose certificate was verified (GnuTLS)
 *
 * The certificate's chain and name are checked inside the handshake: before it is done nothing of
 * ours but the host's name has gone out.
 */
#ifndef INBOX_TLS_H
#define INBOX_TLS_H
#include "base/err.h"
#include "inbox/transport.h"

struct tls;

/*
 * The transport stays the caller's and must outlive the result.  name ("imap.example.org:993") is
 * for the sentences in err; ca_file "" stands for the system's authorities.
 */
struct tls *tls_open(const struct transport *, const char *host, const char *name,
    const char *ca_file, int64_t deadline, struct err *);
void tls_close(struct tls *); /* says goodbye, without waiting; NULL is fine */

/* As read(2) and write(2) on a non-blocking socket; EPROTO: tls_trouble() knows more. */
ssize_t tls_read(struct tls *, void *bytes, size_t room);
ssize_t tls_write(struct tls *, const void *bytes, size_t len);

bool tls_wants_write(const struct tls *); /* after EAGAIN: what to wait for */
const char *tls_trouble(const struct tls *);

#endif
