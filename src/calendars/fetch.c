#include "calendars/fetch.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/text.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ETAG_MAX = 200 };

/* One address that is asked, by its parts. */
struct place {
	const char *host, *port, *path, *url;
};

struct dialogue {
	const struct fetch *f;
	CURL *curl;
	struct arena *arena;
	struct buf body;
	bool too_large;
	char etag[ETAG_MAX];
	char reason[CURL_ERROR_SIZE];
	long status;
};

static int
read_file(const struct fetch *f, int fd, struct arena *a, struct fetched *out, struct err *err)
{
	struct stat s;
	char *bytes;
	size_t len = 0;

	if (fstat(fd, &s) == -1 || !S_ISREG(s.st_mode))
		return err_set(err, ERR_REJECT, "it is no file");
	if (s.st_size > FETCH_MAX)
		return err_set(err, ERR_REJECT, "it is larger than %d MB", FETCH_MAX >> 20);
	out->etag = arena_printf(a, "%lld.%ld.%lld.%llu", (long long)s.st_mtim.tv_sec,
	    (long)s.st_mtim.tv_nsec, (long long)s.st_size, (unsigned long long)s.st_ino);
	if (strcmp(f->etag, out->etag) == 0) {
		out->same = true;
		return 0;
	}
	bytes = arena_alloc(a, (size_t)s.st_size + 1);
	while (len < (size_t)s.st_size) {
		ssize_t n = read(fd, bytes + len, (size_t)s.st_size - len);

		if (n == -1)
			return err_set(err, ERR_RETRY, "it cannot be read: %s", strerror(errno));
		if (n == 0)
			break;
		len += (size_t)n;
	}
	out->bytes = bytes;
	out->len = len;
	return 0;
}

static int
fetch_file(const struct fetch *f, struct arena *a, struct fetched *out, struct err *err)
{
	int fd = open(f->where, O_RDONLY | O_CLOEXEC | O_NONBLOCK), ret;

	if (fd == -1)
		return err_set(err, ERR_REJECT, "it cannot be opened: %s", strerror(errno));
	ret = read_file(f, fd, a, out, err);
	close(fd);
	return ret;
}

static bool
is_private_v4(uint32_t a)
{
	static const struct {
		uint32_t net, bits;
	} nets[] = { { 0x00000000, 8 }, { 0x0a000000, 8 }, { 0x64400000, 10 }, { 0x7f000000, 8 },
		{ 0xa9fe0000, 16 }, { 0xac100000, 12 }, { 0xc0000000, 24 }, { 0xc0a80000, 16 },
		{ 0xc6120000, 15 }, { 0xe0000000, 3 } };

	for (size_t i = 0; i < sizeof nets / sizeof *nets; i++)
		if ((a & (~0u << (32 - nets[i].bits))) == nets[i].net)
			return true;
	return false;
}

static bool
is_private_v6(const unsigned char *b)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff }, zero[12] = { 0 },
				   nat64[12] = { 0x00, 0x64, 0xff, 0x9b };
	uint32_t v4 = (uint32_t)b[12] << 24 | (uint32_t)b[13] << 16 | (uint32_t)b[14] << 8 | b[15];

	if (memcmp(b, mapped, 12) == 0 || memcmp(b, nat64, 12) == 0)
		return is_private_v4(v4);
	if (b[0] == 0x20 && b[1] == 0x02) /* 6to4: an IPv4 address follows */
		return is_private_v4(
		    (uint32_t)b[2] << 24 | (uint32_t)b[3] << 16 | (uint32_t)b[4] << 8 | b[5]);
	return memcmp(b, zero, 12) == 0 || (b[0] & 0xfe) == 0xfc || b[0] == 0xff ||
	       (b[0] == 0xfe && (b[1] & 0x80) == 0x80);
}

bool
fetch_is_private(const struct sockaddr *sa)
{
	if (sa->sa_family == AF_INET) {
		struct sockaddr_in in;

		memcpy(&in, sa, sizeof in);
		return is_private_v4(ntohl(in.sin_addr.s_addr));
	}
	if (sa->sa_family == AF_INET6) {
		struct sockaddr_in6 in6;

		memcpy(&in6, sa, sizeof in6);
		return is_private_v6(in6.sin6_addr.s6_addr);
	}
	return true;
}

const char *
fetch_host(const char *where, struct arena *a)
{
	size_t n;

	if (strncmp(where, "https://", 8) != 0)
		return "";
	where += 8;
	n = *where == '[' ? strcspn(where, "]/") + 1 : strcspn(where, ":/?#");
	return arena_mem(a, where, n);
}

static const char *
part(CURLU *u, CURLUPart what, struct arena *a)
{
	char *text = NULL;
	const char *copy;

	if (curl_url_get(u, what, &text, CURLU_DEFAULT_PORT) != CURLUE_OK)
		return "";
	copy = arena_str(a, text);
	curl_free(text);
	return copy;
}

/* https only, and nothing but host, port and path. */
static int
take_apart(const char *url, struct arena *a, struct place *out, struct err *err)
{
	CURLU *u = curl_url();
	int ret = 0;

	if (curl_url_set(u, CURLUPART_URL, url, 0) != CURLUE_OK ||
	    strcmp(part(u, CURLUPART_SCHEME, a), "https") != 0 ||
	    *part(u, CURLUPART_USER, a) != '\0' || *part(u, CURLUPART_PASSWORD, a) != '\0')
		ret = err_set(err, ERR_REJECT, "its address is none that can be asked");
	out->host = part(u, CURLUPART_HOST, a);
	out->port = part(u, CURLUPART_PORT, a);
	out->path = part(u, CURLUPART_PATH, a);
	out->url = arena_str(a, url);
	curl_url_cleanup(u);
	return ret;
}

static void
add_address(struct buf *b, const struct addrinfo *at)
{
	char text[NI_MAXHOST];

	if (getnameinfo(at->ai_addr, at->ai_addrlen, text, sizeof text, NULL, 0, NI_NUMERICHOST) !=
	    0)
		return;
	if (b->data[b->len - 1] != ':')
		buf_char(b, ',');
	buf_printf(b, at->ai_family == AF_INET6 ? "[%s]" : "%s", text);
}

/* Looked up once: what was found fit to ask is what is asked.  "host:port:address,..." */
static int
resolve(const struct fetch *f, const struct place *p, struct arena *a, const char **out,
    struct err *err)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *all;
	const char *host = p->host;
	bool refused = false;
	size_t before;
	struct buf b;
	int rc;

	if (*host == '[')
		host = arena_mem(a, host + 1, strcspn(host + 1, "]"));
	if ((rc = getaddrinfo(host, p->port, &hints, &all)) != 0)
		return err_set(err, ERR_RETRY, "no address of its server is found: %s",
		    gai_strerror(rc));
	buf_init(&b, a);
	buf_printf(&b, "%s:%s:", host, p->port);
	before = b.len;
	for (const struct addrinfo *at = all; at != NULL; at = at->ai_next) {
		if (f->private_addresses || !fetch_is_private(at->ai_addr))
			add_address(&b, at);
		else
			refused = true;
	}
	freeaddrinfo(all);
	if (b.len == before)
		return err_set(err, ERR_REJECT,
		    refused ? "its server is on a private address, which "
			      "calendars.private_addresses must allow"
			    : "its server has no address");
	*out = b.data;
	return 0;
}

static size_t
take_body(char *bytes, size_t size, size_t n, void *data)
{
	struct dialogue *d = data;

	if (size * n > FETCH_MAX - d->body.len) {
		d->too_large = true;
		return 0;
	}
	buf_add(&d->body, bytes, size * n);
	return size * n;
}

static size_t
take_header(char *bytes, size_t size, size_t n, void *data)
{
	struct dialogue *d = data;
	size_t len = size * n;

	if (len >= 5 && strncasecmp(bytes, "HTTP/", 5) == 0)
		d->etag[0] = '\0';
	if (len > 5 && strncasecmp(bytes, "ETag:", 5) == 0) {
		const char *s = bytes + 5, *end = bytes + len;

		while (s < end && *s == ' ')
			s++;
		while (end > s && (end[-1] == '\r' || end[-1] == '\n' || end[-1] == ' '))
			end--;
		if ((size_t)(end - s) < sizeof d->etag && text_valid(s, (size_t)(end - s))) {
			memcpy(d->etag, s, (size_t)(end - s));
			d->etag[end - s] = '\0';
		}
	}
	return len;
}

static void
set_up(struct dialogue *d, const struct place *p)
{
	const struct fetch *f = d->f;
	CURL *c = d->curl;

	curl_easy_reset(c);
	curl_easy_setopt(c, CURLOPT_URL, p->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "https");
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)FETCH_CONNECT_SECONDS);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)FETCH_SECONDS);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c, CURLOPT_USERAGENT, "convened");
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, d->reason);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, d);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, d);
	if (f->ca_file[0] != '\0') {
		curl_easy_setopt(c, CURLOPT_CAINFO, f->ca_file);
		curl_easy_setopt(c, CURLOPT_CAPATH, NULL);
	}
	if (f->user[0] != '\0') {
		curl_easy_setopt(c, CURLOPT_HTTPAUTH, (long)(CURLAUTH_BASIC | CURLAUTH_DIGEST));
		curl_easy_setopt(c, CURLOPT_USERNAME, f->user);
		curl_easy_setopt(c, CURLOPT_PASSWORD, f->password);
	}
}

static int
complain(struct dialogue *d, CURLcode rc, struct err *err)
{
	if (d->too_large)
		return err_set(err, ERR_REJECT, "it is larger than %d MB", FETCH_MAX >> 20);
	switch ((int)rc) {
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
		return err_set(err, ERR_REJECT, "its server's certificate is not to be trusted");
	case CURLE_COULDNT_CONNECT: return err_set(err, ERR_RETRY, "its server cannot be reached");
	case CURLE_OPERATION_TIMEDOUT:
		return err_set(err, ERR_RETRY, "its server takes longer than %d seconds",
		    FETCH_SECONDS);
	default: return err_set(err, ERR_RETRY, "its server: %s", curl_easy_strerror(rc));
	}
}

static int
judge_status(struct dialogue *d, struct err *err)
{
	long s = d->status;

	if (s == 200 || s == 207 || s == 304)
		return 0;
	if (s == 401 || s == 403)
		return err_set(err, ERR_REJECT, "its server refuses name or password (%ld)", s);
	if (s == 404 || s == 410)
		return err_set(err, ERR_REJECT, "its server has no such calendar (%ld)", s);
	if (s == 408 || s == 429 || s >= 500)
		return err_set(err, ERR_RETRY, "its server cannot answer now (%ld)", s);
	return err_set(err, ERR_REJECT, "its server answers with %ld", s);
}

/* A question and its answer; where it is led on, only to the same host. */
static int
ask(struct dialogue *d, struct place *p, const char *method, const char *body,
    struct curl_slist *headers, struct err *err)
{
	for (int i = 0; i <= FETCH_REDIRECTS; i++) {
		struct place next;
		char *led_to = NULL;
		const char *addresses = "";
		struct curl_slist *pinned;
		CURLcode rc;

		if (resolve(d->f, p, d->arena, &addresses, err) == -1)
			return -1;
		set_up(d, p);
		pinned = curl_slist_append(NULL, addresses);
		curl_easy_setopt(d->curl, CURLOPT_RESOLVE, pinned);
		curl_easy_setopt(d->curl, CURLOPT_HTTPHEADER, headers);
		if (body != NULL) {
			curl_easy_setopt(d->curl, CURLOPT_CUSTOMREQUEST, method);
			curl_easy_setopt(d->curl, CURLOPT_POSTFIELDS, body);
		}
		buf_init(&d->body, d->arena);
		buf_str(&d->body, "");
		rc = curl_easy_perform(d->curl);
		curl_slist_free_all(pinned);
		if (rc != CURLE_OK)
			return complain(d, rc, err);
		curl_easy_getinfo(d->curl, CURLINFO_RESPONSE_CODE, &d->status);
		curl_easy_getinfo(d->curl, CURLINFO_REDIRECT_URL, &led_to);
		if (led_to == NULL)
			return 0;
		if (take_apart(led_to, d->arena, &next, err) == -1 ||
		    strcasecmp(next.host, p->host) != 0 || strcmp(next.port, p->port) != 0)
			return err_set(err, ERR_REJECT, "its server leads to another one");
		*p = next;
	}
	return err_set(err, ERR_REJECT, "its server leads in circles");
}

static const char *
utc_text(int64_t at, struct arena *a)
{
	struct civil c;

	civil_from_seconds(at, &c);
	return arena_printf(a, "%04d%02d%02dT%02d%02d%02dZ", c.date.year, c.date.month, c.date.day,
	    c.minute / 60, c.minute % 60, c.second);
}

static bool
is_collection(const struct place *p)
{
	size_t n = strlen(p->path);

	return n > 0 && p->path[n - 1] == '/';
}

/* 1: asked; 0: it is no collection that can be asked so; -1 */
static int
ask_collection(struct dialogue *d, struct place *p, struct err *err)
{
	const char *body = arena_printf(d->arena,
	    "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
	    "<C:calendar-query xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\">"
	    "<D:prop><C:calendar-data/></D:prop>"
	    "<C:filter><C:comp-filter name=\"VCALENDAR\"><C:comp-filter name=\"VEVENT\">"
	    "<C:time-range start=\"%s\" end=\"%s\"/>"
	    "</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>",
	    utc_text(d->f->window.start_at, d->arena), utc_text(d->f->window.end_at, d->arena));
	struct curl_slist *headers =
	    curl_slist_append(NULL, "Content-Type: application/xml; charset=utf-8");
	int ret;

	headers = curl_slist_append(headers, "Depth: 1");
	ret = ask(d, p, "REPORT", body, headers, err);
	curl_slist_free_all(headers);
	if (ret == -1)
		return -1;
	if (d->status == 207)
		return 1;
	if (d->status == 400 || d->status == 405 || d->status == 415 || d->status == 501 ||
	    d->status == 200)
		return 0;
	return judge_status(d, err) == -1 ? -1 : 0;
}

static int
ask_file(struct dialogue *d, struct place *p, struct err *err)
{
	struct curl_slist *headers = curl_slist_append(NULL, "Accept: text/calendar, */*;q=0.1");
	int ret;

	if (d->f->etag[0] != '\0')
		headers = curl_slist_append(headers,
		    arena_printf(d->arena, "If-None-Match: %s", d->f->etag));
	ret = ask(d, p, "GET", NULL, headers, err);
	curl_slist_free_all(headers);
	return ret;
}

static int
converse(struct dialogue *d, struct fetched *out, struct err *err)
{
	struct place p;
	int asked = 0;

	if (take_apart(d->f->where, d->arena, &p, err) == -1)
		return -1;
	if (is_collection(&p) && (asked = ask_collection(d, &p, err)) == -1)
		return -1;
	if (asked == 0 && ask_file(d, &p, err) == -1)
		return -1;
	if (asked == 0 && is_collection(&p) && d->status == 200 && d->body.len == 0)
		return err_set(err, ERR_REJECT, "its server has no such calendar");
	if (judge_status(d, err) == -1)
		return -1;
	out->same = d->status == 304 && d->f->etag[0] != '\0';
	out->xml = asked == 1;
	out->bytes = d->body.data;
	out->len = d->body.len;
	out->etag = asked == 1 ? "" : arena_str(d->arena, d->etag);
	if (d->status == 304 && !out->same)
		return err_set(err, ERR_REJECT, "its server answers with 304 unasked");
	return 0;
}

int
fetch_calendar(const struct fetch *f, struct arena *a, struct fetched *out, struct err *err)
{
	struct dialogue d = { .f = f, .arena = a };
	int ret;

	*out = (struct fetched){ .bytes = "", .etag = "" };
	if (f->where[0] == '/')
		return fetch_file(f, a, out, err);
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
	    (d.curl = curl_easy_init()) == NULL)
		return err_set(err, ERR_RETRY, "libcurl cannot be used");
	ret = converse(&d, out, err);
	curl_easy_cleanup(d.curl);
	return ret;
}
