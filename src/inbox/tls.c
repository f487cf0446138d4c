#include "inbox/tls.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char priorities[] =
    "SECURE128:+SECURE192:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%PROFILE_MEDIUM";

struct tls {
	const struct transport *below;
	gnutls_session_t session;
	gnutls_certificate_credentials_t trust;
	int trouble;       /* GnuTLS's code of what ended the connection */
	int below_trouble; /* errno of the transport */
};

static ssize_t
remember_errno(struct tls *tls, ssize_t rc)
{
	if (rc == -1)
		tls->below_trouble = errno;
	return rc;
}

static ssize_t
pull(gnutls_transport_ptr_t tls, void *bytes, size_t room)
{
	const struct transport *t = ((struct tls *)tls)->below;

	return remember_errno(tls, t->read(t->state, bytes, room));
}

static ssize_t
push(gnutls_transport_ptr_t tls, const void *bytes, size_t len)
{
	const struct transport *t = ((struct tls *)tls)->below;

	return remember_errno(tls, t->write(t->state, bytes, len));
}

static int
load_trust(struct tls *tls, const char *ca_file, struct err *err)
{
	int rc;

	gnutls_certificate_allocate_credentials(&tls->trust);
	if (*ca_file == '\0')
		rc = gnutls_certificate_set_x509_system_trust(tls->trust);
	else
		rc = gnutls_certificate_set_x509_trust_file(tls->trust, ca_file,
		    GNUTLS_X509_FMT_PEM);
	if (rc > 0)
		return 0;
	if (*ca_file == '\0')
		return err_set(err, ERR_CONFIG,
		    "this machine trusts no certificate authority: install ca-certificates, or set "
		    "ca_file");
	return err_set(err, ERR_CONFIG, "ca_file %s: %s; a file of certificates in PEM is needed",
	    ca_file, rc == 0 ? "holds no certificate" : gnutls_strerror(rc));
}

static bool
is_number(const char *host)
{
	struct in6_addr address;

	return inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1;
}

static int
prepare(struct tls *tls, const char *host, struct err *err)
{
	int rc;

	if ((rc = gnutls_init(&tls->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL)) <
		0 ||
	    (rc = gnutls_priority_set_direct(tls->session, priorities, NULL)) < 0 ||
	    (rc = gnutls_credentials_set(tls->session, GNUTLS_CRD_CERTIFICATE, tls->trust)) < 0)
		return err_set(err, ERR_RETRY, "TLS cannot be set up: %s", gnutls_strerror(rc));
	if (!is_number(host)) /* RFC 6066: names only */
		gnutls_server_name_set(tls->session, GNUTLS_NAME_DNS, host, strlen(host));
	gnutls_session_set_verify_cert(tls->session, host, 0);
	gnutls_transport_set_ptr(tls->session, tls);
	gnutls_transport_set_pull_function(tls->session, pull);
	gnutls_transport_set_push_function(tls->session, push);
	return 0;
}

/* The server's own certificate, or NULL. */
static gnutls_x509_crt_t
certificate(const struct tls *tls)
{
	gnutls_x509_crt_t crt;
	const gnutls_datum_t *chain;
	unsigned n;

	chain = gnutls_certificate_get_peers(tls->session, &n);
	if (chain == NULL || gnutls_x509_crt_init(&crt) < 0)
		return NULL;
	if (gnutls_x509_crt_import(crt, chain, GNUTLS_X509_FMT_DER) == 0)
		return crt;
	gnutls_x509_crt_deinit(crt);
	return NULL;
}

/* The first name it is made out to; foreign bytes, so only what a host name may hold. */
static void
first_name(gnutls_x509_crt_t crt, char *name, size_t room)
{
	unsigned char found[256];
	size_t len = sizeof found, n = 0;

	if (gnutls_x509_crt_get_subject_alt_name(crt, 0, found, &len, NULL) != GNUTLS_SAN_DNSNAME)
		len = 0;
	for (size_t i = 0; i < len && i < sizeof found && n + 1 < room; i++)
		if (found[i] > ' ' && found[i] < 127)
			name[n++] = (char)found[i];
	name[n] = '\0';
}

static void
day_of(time_t at, char *day, size_t room)
{
	struct tm tm;

	gmtime_r(&at, &tm);
	strftime(day, room, "%Y-%m-%d", &tm);
}

/* What is wrong with the certificate and what can be done, in the order in which it matters. */
static int
say_refused(const struct tls *tls, const char *host, const char *name, struct err *err)
{
	unsigned status = gnutls_session_get_verify_cert_status(tls->session);
	gnutls_x509_crt_t crt = certificate(tls);
	char other[128] = "", day[16] = "?";

	if (crt != NULL) {
		first_name(crt, other, sizeof other);
		day_of(status & GNUTLS_CERT_NOT_ACTIVATED
			   ? gnutls_x509_crt_get_activation_time(crt)
			   : gnutls_x509_crt_get_expiration_time(crt),
		    day, sizeof day);
		gnutls_x509_crt_deinit(crt);
	}
	if (status & GNUTLS_CERT_SIGNER_NOT_FOUND)
		err_set(err, ERR_RETRY,
		    "certificate of %s is not from an authority trusted here: if it is right, name "
		    "the file with its authority as ca_file",
		    name);
	else if (status & GNUTLS_CERT_UNEXPECTED_OWNER)
		err_set(err, ERR_RETRY,
		    "certificate of %s is for another name (%s), not for %s: set host to the name "
		    "in "
		    "the certificate, or have the certificate mended",
		    name, *other != '\0' ? other : "none", host);
	else if (status & GNUTLS_CERT_EXPIRED)
		err_set(err, ERR_RETRY,
		    "certificate of %s expired on %s: have it renewed, or check this machine's "
		    "clock",
		    name, day);
	else if (status & GNUTLS_CERT_NOT_ACTIVATED)
		err_set(err, ERR_RETRY,
		    "certificate of %s is valid from %s on only: check this machine's clock", name,
		    day);
	else if (status & GNUTLS_CERT_REVOKED)
		err_set(err, ERR_RETRY, "certificate of %s was revoked", name);
	else
		err_set(err, ERR_RETRY, "certificate of %s cannot be trusted (status %#x)", name,
		    status);
	return -1;
}

static int
say_failed(const struct tls *tls, int rc, const char *host, const char *name, struct err *err)
{
	switch (rc) {
	case GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR: return say_refused(tls, host, name, err);
	case GNUTLS_E_UNEXPECTED_PACKET:
	case GNUTLS_E_UNEXPECTED_PACKET_LENGTH:
	case GNUTLS_E_UNSUPPORTED_VERSION_PACKET:
		return err_set(err, ERR_RETRY,
		    "%s does not speak TLS 1.2 or later here: is the port for STARTTLS, or the "
		    "server very old?",
		    name);
	case GNUTLS_E_PREMATURE_TERMINATION:
	case GNUTLS_E_PULL_ERROR:
	case GNUTLS_E_PUSH_ERROR:
		return err_set(err, ERR_RETRY, "%s closed the connection before TLS began", name);
	case GNUTLS_E_FATAL_ALERT_RECEIVED:
		return err_set(err, ERR_RETRY, "%s refused TLS: %s (TLS 1.2 or later is needed)",
		    name, gnutls_alert_get_name(gnutls_alert_get(tls->session)));
	}
	return err_set(err, ERR_RETRY, "TLS with %s failed: %s", name, gnutls_strerror(rc));
}

static int
shake_hands(struct tls *tls, const char *host, const char *name, int64_t deadline, struct err *err)
{
	const struct transport *t = tls->below;
	int rc;

	while ((rc = gnutls_handshake(tls->session)) < 0 && gnutls_error_is_fatal(rc) == 0) {
		int64_t left = deadline - t->now(t->state);

		if (left <= 0)
			return err_set(err, ERR_RETRY,
			    "%s did not finish the TLS handshake in time", name);
		if (rc == GNUTLS_E_AGAIN)
			t->wait(t->state, tls_wants_write(tls), (int)left, -1);
	}
	return rc < 0 ? say_failed(tls, rc, host, name, err) : 0;
}

struct tls *
tls_open(const struct transport *below, const char *host, const char *name, const char *ca_file,
    int64_t deadline, struct err *err)
{
	struct tls *tls = calloc(1, sizeof *tls);

	if (tls == NULL)
		abort();
	tls->below = below;
	if (load_trust(tls, ca_file, err) == 0 && prepare(tls, host, err) == 0 &&
	    shake_hands(tls, host, name, deadline, err) == 0)
		return tls;
	tls->trouble = 1; /* nothing to say goodbye to */
	tls_close(tls);
	return NULL;
}

void
tls_close(struct tls *tls)
{
	if (tls == NULL)
		return;
	if (tls->trouble == 0)
		gnutls_bye(tls->session, GNUTLS_SHUT_WR);
	if (tls->session != NULL)
		gnutls_deinit(tls->session);
	if (tls->trust != NULL)
		gnutls_certificate_free_credentials(tls->trust);
	free(tls);
}

/* GnuTLS's result to that of read(2) and write(2). */
static ssize_t
as_errno(struct tls *tls, ssize_t rc)
{
	if (rc >= 0)
		return rc;
	if (rc == GNUTLS_E_PREMATURE_TERMINATION)
		return 0;
	if (rc == GNUTLS_E_AGAIN)
		errno = EAGAIN;
	else if (rc == GNUTLS_E_INTERRUPTED || rc == GNUTLS_E_WARNING_ALERT_RECEIVED)
		errno = EINTR;
	else {
		tls->trouble = (int)rc;
		errno = rc == GNUTLS_E_PULL_ERROR || rc == GNUTLS_E_PUSH_ERROR ? tls->below_trouble
		                                                               : EPROTO;
	}
	return -1;
}

ssize_t
tls_read(struct tls *tls, void *bytes, size_t room)
{
	return as_errno(tls, gnutls_record_recv(tls->session, bytes, room));
}

ssize_t
tls_write(struct tls *tls, const void *bytes, size_t len)
{
	return as_errno(tls, gnutls_record_send(tls->session, bytes, len));
}

bool
tls_wants_write(const struct tls *tls)
{
	return gnutls_record_get_direction(tls->session) == 1;
}

const char *
tls_trouble(const struct tls *tls)
{
	return gnutls_strerror(tls->trouble);
}
