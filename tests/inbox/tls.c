/* Streams over TLS, to a server in a thread whose certificate is right, or wrong in one way. */
#include "inbox/stream.h"
#include "inbox/transport.h"
#include "script.h"
#include "tap.h"

#include <arpa/inet.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { DAYS = 24 * 60 * 60 };

struct identity {
	gnutls_x509_privkey_t key;
	gnutls_x509_crt_t crt;
};

/* A certificate for name, valid from and until days from now; by nobody: signed by itself. */
static struct identity
identity_make(const char *name, int from, int until, const struct identity *by)
{
	static unsigned char serial;
	struct identity it;
	unsigned char localhost[] = { 127, 0, 0, 1 };
	time_t now = time(NULL);

	gnutls_x509_privkey_init(&it.key);
	gnutls_x509_privkey_generate(it.key, GNUTLS_PK_ECDSA,
	    GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
	gnutls_x509_crt_init(&it.crt);
	gnutls_x509_crt_set_version(it.crt, 3);
	serial++;
	gnutls_x509_crt_set_serial(it.crt, &serial, 1);
	gnutls_x509_crt_set_activation_time(it.crt, now + from * DAYS);
	gnutls_x509_crt_set_expiration_time(it.crt, now + until * DAYS);
	gnutls_x509_crt_set_dn_by_oid(it.crt, GNUTLS_OID_X520_COMMON_NAME, 0, name,
	    (unsigned)strlen(name));
	gnutls_x509_crt_set_key(it.crt, it.key);
	if (strchr(name, '.') == NULL) { /* an authority */
		gnutls_x509_crt_set_basic_constraints(it.crt, 1, -1);
		gnutls_x509_crt_set_key_usage(it.crt, GNUTLS_KEY_KEY_CERT_SIGN);
	} else {
		gnutls_x509_crt_set_subject_alt_name(it.crt, GNUTLS_SAN_DNSNAME, name,
		    (unsigned)strlen(name), GNUTLS_FSAN_SET);
		gnutls_x509_crt_set_subject_alt_name(it.crt, GNUTLS_SAN_IPADDRESS, localhost,
		    sizeof localhost, GNUTLS_FSAN_APPEND);
		gnutls_x509_crt_set_key_usage(it.crt, GNUTLS_KEY_DIGITAL_SIGNATURE);
		gnutls_x509_crt_set_key_purpose_oid(it.crt, GNUTLS_KP_TLS_WWW_SERVER, 0);
	}
	if (by == NULL)
		by = &it;
	gnutls_x509_crt_sign2(it.crt, by->crt, by->key, GNUTLS_DIG_SHA256, 0);
	return it;
}

static void
identity_free(struct identity *it)
{
	gnutls_x509_crt_deinit(it->crt);
	gnutls_x509_privkey_deinit(it->key);
}

/* The path of a file in memory that holds the certificate. */
static void
file_of(const struct identity *it, char *path, size_t room)
{
	gnutls_datum_t pem;
	int fd = memfd_create("ca", 0);

	gnutls_x509_crt_export2(it->crt, GNUTLS_X509_FMT_PEM, &pem);
	ok(write(fd, pem.data, pem.size) == (ssize_t)pem.size, "a file for the authority");
	gnutls_free(pem.data);
	snprintf(path, room, "/proc/self/fd/%d", fd);
}

/* The other side: shakes hands, then sends back what comes, up to the end. */
struct server {
	int fd;
	bool listens; /* fd is a listening socket */
	const struct identity *identity;
	const char *priorities;
	pthread_t thread;
	int shaken;          /* GnuTLS's result of the handshake */
	size_t heard;        /* bytes from the client after it */
	char asked_for[100]; /* the name it asked for */
};

static void *
serve(void *argument)
{
	struct server *s = argument;
	gnutls_certificate_credentials_t credentials;
	gnutls_session_t session;
	char bytes[100];
	size_t len = sizeof s->asked_for;
	unsigned type;
	ssize_t n;
	int fd = s->listens ? accept(s->fd, NULL, NULL) : s->fd;

	gnutls_certificate_allocate_credentials(&credentials);
	gnutls_certificate_set_x509_key(credentials, (gnutls_x509_crt_t[]){ s->identity->crt }, 1,
	    s->identity->key);
	gnutls_init(&session, GNUTLS_SERVER | GNUTLS_NO_SIGNAL);
	gnutls_priority_set_direct(session, s->priorities, NULL);
	gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
	gnutls_transport_set_int(session, fd);
	do
		s->shaken = gnutls_handshake(session);
	while (s->shaken < 0 && gnutls_error_is_fatal(s->shaken) == 0);
	if (gnutls_server_name_get(session, s->asked_for, &len, &type, 0) < 0)
		s->asked_for[0] = '\0';
	while (s->shaken == 0 && (n = gnutls_record_recv(session, bytes, sizeof bytes)) > 0) {
		s->heard += (size_t)n;
		gnutls_record_send(session, bytes, (size_t)n);
	}
	gnutls_deinit(session);
	gnutls_certificate_free_credentials(credentials);
	close(fd);
	return NULL;
}

/* A stream to such a server, still in plain text. */
static struct stream *
stream_to(struct server *server)
{
	struct transport t;
	int pair[2];

	socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair);
	server->fd = pair[1];
	pthread_create(&server->thread, NULL, serve, server);
	transport_of_fd(pair[0], &t);
	return stream_over(&t, "imap.example.org:143");
}

static void
test_good(const struct identity *authority, const char *ca_file, const char *priorities)
{
	struct identity good = identity_make("imap.example.org", -1, 1, authority);
	struct server server = { .identity = &good, .priorities = priorities };
	struct endpoint to = { .host = "imap.example.org", .ca_file = ca_file };
	struct stream *s = stream_to(&server);
	struct err err = { 0 };
	char text[100] = "";

	is_int(stream_start_tls(s, &to, 10, &err), 0, "a good certificate is taken (%s)", err.text);
	stream_budget(s, 10, 1000);
	is_int(stream_write(s, "hello", 5), 5, "we say hello");
	is_int(stream_wait(s, 10000, -1), 1, "an answer comes");
	is_int(stream_read(s, text, 1), 1, "the byte that was read ahead");
	is_int(stream_read(s, text + 1, sizeof text - 1), 4, "and the rest");
	is_str(text, "hello", "is what we said");
	stream_close(s);
	pthread_join(server.thread, NULL);
	is_int((long long)server.heard, 5, "the server heard nothing else, and our end");
	is_str(server.asked_for, "imap.example.org", "it was asked for by its name");
	identity_free(&good);
}

static void
test_bad(const char *what, struct identity *bad, const char *priorities, const char *ca_file,
    const char *words)
{
	struct server server = { .identity = bad, .priorities = priorities };
	struct endpoint to = { .host = "imap.example.org", .ca_file = ca_file };
	struct stream *s = stream_to(&server);
	struct err err = { 0 };

	is_int(stream_start_tls(s, &to, 10, &err), -1, "%s is refused", what);
	is_str(err.text, words, "%s: why", what);
	is_int(stream_write(s, "secret", 6), -1, "%s: nothing can be sent", what);
	stream_close(s);
	pthread_join(server.thread, NULL);
	is_int((long long)server.heard, 0, "%s: the server heard nothing", what);
	identity_free(bad);
}

static void
test_bad_ones(const struct identity *authority, const char *ca_file)
{
	struct identity other = identity_make("mail.other.example", -1, 1, authority);
	struct identity expired = identity_make("imap.example.org", -9, -2, authority);
	struct identity early = identity_make("imap.example.org", 2, 9, authority);
	struct identity own = identity_make("imap.example.org", -1, 1, NULL);
	struct identity stranger = identity_make("stranger", -1, 1, NULL);
	struct identity foreign = identity_make("imap.example.org", -1, 1, &stranger);
	struct identity old = identity_make("imap.example.org", -1, 1, authority);
	char words[300], day[16];
	time_t at;

	test_bad("a certificate for another name", &other, "NORMAL", ca_file,
	    "certificate of imap.example.org:143 is for another name (mail.other.example), not for "
	    "imap.example.org: set host to the name in the certificate, or have the certificate "
	    "mended");
	at = time(NULL) - 2 * DAYS;
	strftime(day, sizeof day, "%Y-%m-%d", gmtime(&at));
	snprintf(words, sizeof words,
	    "certificate of imap.example.org:143 expired on %s: have it renewed, or check this "
	    "machine's clock",
	    day);
	test_bad("an expired certificate", &expired, "NORMAL", ca_file, words);
	at = time(NULL) + 2 * DAYS;
	strftime(day, sizeof day, "%Y-%m-%d", gmtime(&at));
	snprintf(words, sizeof words,
	    "certificate of imap.example.org:143 is valid from %s on only: check this machine's "
	    "clock",
	    day);
	test_bad("a certificate of tomorrow", &early, "NORMAL", ca_file, words);
	test_bad("a certificate signed by itself", &own, "NORMAL", ca_file,
	    "certificate of imap.example.org:143 is not from an authority trusted here: if it is "
	    "right, name the file with its authority as ca_file");
	test_bad("a certificate by a stranger", &foreign, "NORMAL", ca_file,
	    "certificate of imap.example.org:143 is not from an authority trusted here: if it is "
	    "right, name the file with its authority as ca_file");
	test_bad("TLS 1.1", &old, "NORMAL:-VERS-ALL:+VERS-TLS1.1", ca_file,
	    "imap.example.org:143 does not speak TLS 1.2 or later here: is the port for STARTTLS, "
	    "or "
	    "the server very old?");
	identity_free(&stranger);
}

static void
test_no_authorities(void)
{
	struct endpoint to = { .host = "imap.example.org", .ca_file = "/nonexistent/ca.pem" };
	struct script *script = script_new("");
	struct transport t;
	struct stream *s;
	struct err err = { 0 };

	script_transport(script, &t);
	s = stream_over(&t, "imap.example.org:143");
	is_int(stream_start_tls(s, &to, 10, &err), -1, "a ca_file that is not there");
	is_int(err.kind, ERR_CONFIG, "is a mistake in the configuration");
	is_str(err.text,
	    "ca_file /nonexistent/ca.pem: Error while reading file.; a file of certificates in PEM "
	    "is "
	    "needed",
	    "and is named");
	stream_close(s);
	script_free(script);
}

/* Servers that never come to a certificate. */
static void
test_no_tls(const char *ca_file)
{
	static const struct {
		const char *what, *steps, *words;
	} cases[] = {
		{ "plain text", "deaf\n~ 1\n> * OK IMAP4rev1 ready\n",
		    "imap.example.org:143 does not speak TLS 1.2 or later here: is the port for "
		    "STARTTLS, or the server very old?" },
		{ "silence", "deaf\n~ 100\n",
		    "imap.example.org:143 did not finish the TLS handshake in time" },
		{ "a drip", "deaf\n~ 1\ndrip 2900\n> * OK IMAP4rev1 ready, and very slow at that\n",
		    "imap.example.org:143 did not finish the TLS handshake in time" },
		{ "the end", "deaf\n~ 1\nclose\n",
		    "imap.example.org:143 closed the connection before TLS began" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct endpoint to = { .host = "imap.example.org", .ca_file = ca_file };
		struct script *script = script_new(cases[i].steps);
		struct transport t;
		struct stream *s;
		struct err err = { 0 };

		script_transport(script, &t);
		s = stream_over(&t, "imap.example.org:143");
		is_int(stream_start_tls(s, &to, 10, &err), -1, "%s instead of TLS", cases[i].what);
		is_str(err.text, cases[i].words, "%s: says so", cases[i].what);
		ok(script_clock(script) <= 10000, "%s: in time", cases[i].what);
		stream_close(s);
		script_free(script);
	}
}

/* From connect to the end, by stream_open(), to a host that is a number. */
static void
test_implicit(const struct identity *authority, const char *ca_file)
{
	struct identity good = identity_make("imap.example.org", -1, 1, authority);
	struct server server = { .identity = &good, .priorities = "NORMAL", .listens = true };
	struct sockaddr_in address = { .sin_family = AF_INET };
	struct endpoint to = { .host = "127.0.0.1", .tls = TLS_IMPLICIT, .ca_file = ca_file };
	socklen_t len = sizeof address;
	struct stream *s;
	struct err err = { 0 };

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	server.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bind(server.fd, (struct sockaddr *)&address, sizeof address);
	listen(server.fd, 1);
	getsockname(server.fd, (struct sockaddr *)&address, &len);
	to.port = ntohs(address.sin_port);
	pthread_create(&server.thread, NULL, serve, &server);
	s = stream_open(&to, 10, &err);
	ok(s != NULL, "TLS from the start (%s)", err.text);
	stream_close(s);
	pthread_join(server.thread, NULL);
	is_int(server.shaken, 0, "hands were shaken");
	is_str(server.asked_for, "", "a number is no name to ask for");
	close(server.fd);
	identity_free(&good);
}

int
main(void)
{
	struct identity authority = identity_make("authority", -1, 1, NULL);
	char ca_file[40];

	file_of(&authority, ca_file, sizeof ca_file);
	test_good(&authority, ca_file, "NORMAL");
	test_good(&authority, ca_file, "NORMAL:-VERS-ALL:+VERS-TLS1.2");
	test_bad_ones(&authority, ca_file);
	test_no_authorities();
	test_no_tls(ca_file);
	test_implicit(&authority, ca_file);
	identity_free(&authority);
	return tap_done();
}
