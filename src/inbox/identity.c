#include "inbox/identity.h"

#include "base/arena.h"
#include "inbox/authres.h"
#include "inbox/letter.h"
#include "inbox/orgdomain.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define GOOGLE_DOMAIN   "google.com"
#define GOOGLE_CALENDAR "calendar-notification@google.com"

const char *
proof_name(enum proof p)
{
	switch (p) {
	case PROOF_NONE: return "none";
	case PROOF_REFUTED: return "refuted";
	case PROOF_DOMAIN: return "domain";
	case PROOF_GOOGLE: return "google-calendar";
	}
	return "";
}

/* The closing quote of the name that begins at s, or NULL. */
static const char *
end_of_quoted(const char *s)
{
	for (s++; *s != '\0' && *s != '"'; s++)
		if (*s == '\\' && s[1] != '\0')
			s++;
	return *s == '"' ? s : NULL;
}

/*
 * The one address, read as a strict program would, by other means than addresses.h: words or a
 * quoted name, then "<address>" and nothing else; or the bare address.  No comments, no groups, no
 * lists, no routes, no second "@" outside of quotes: "" for all these.
 */
static const char *
strict_mailbox(const char *value, struct arena *a)
{
	const char *s = value, *open, *close;
	char *email;

	while (*s != '\0' && *s != '<') {
		if (*s == '"' && (s = end_of_quoted(s)) == NULL)
			return "";
		if (strchr("(),:;>[]\\", *s) != NULL)
			return "";
		s++;
	}
	if (*s == '\0') { /* a bare address: address_valid() leaves no quote or blank in it */
		email = arena_str(a, value);
		return address_valid(email) ? email : "";
	}
	open = s;
	close = strchr(open, '>');
	if (close == NULL || close[1 + strspn(close + 1, " \t")] != '\0')
		return "";
	for (s = value; s < open; s++)
		if (*s == '"')
			s = end_of_quoted(s);
		else if (*s == '@')
			return "";
	email = arena_mem(a, open + 1, (size_t)(close - open - 1));
	return address_valid(email) ? email : "";
}

/* The only header of that name; NULL: none, or more than one. */
static const char *
only_header(const struct letter *l, const char *name)
{
	const char *value = NULL;
	size_t n = 0;

	for (size_t i = 0; i < l->n_headers; i++)
		if (strcasecmp(l->headers[i].name, name) == 0) {
			value = l->headers[i].value;
			n++;
		}
	return n == 1 ? value : NULL;
}

/* Both ways of reading it find the same one address; else "". */
static const char *
writer(const struct letter *l, struct arena *a)
{
	const char *from = only_header(l, "From"), *email;

	if (from == NULL || l->n_from != 1)
		return "";
	email = strict_mailbox(from, a);
	return address_same(email, l->from.email) ? email : "";
}

static bool
signed_by(const struct authres *r, const char *domain)
{
	for (size_t i = 0; i < r->n_dkim; i++)
		if (strcasecmp(r->dkim[i], domain) == 0)
			return true;
	return false;
}

/* Its answers bear the guest's address in From and Google's signature, so DMARC may well fail. */
static bool
from_google_calendar(const struct letter *l, const struct authres *r, struct arena *a)
{
	const char *sender = only_header(l, "Sender");

	return sender != NULL && signed_by(r, GOOGLE_DOMAIN) &&
	       address_same(strict_mailbox(sender, a), GOOGLE_CALENDAR);
}

static bool
vouched_for(const struct authres *r, const char *domain)
{
	if (r->dmarc == AUTHRES_DMARC_PASS) /* the server and we must read the same From */
		return strcasecmp(r->dmarc_from, domain) == 0;
	for (size_t i = 0; i < r->n_dkim; i++)
		if (orgdomain_same(r->dkim[i], domain))
			return true;
	return orgdomain_same(r->spf, domain);
}

enum proof
identity_prove(const struct letter *l, const char *authserv_id, struct arena *a)
{
	const char *from = writer(l, a), *at = strchr(from, '@');
	struct authres r;

	authres_read(l, authserv_id, a, &r);
	if (at != NULL && r.dmarc != AUTHRES_DMARC_FAIL && vouched_for(&r, at + 1))
		return PROOF_DOMAIN;
	if (at != NULL && from_google_calendar(l, &r, a))
		return PROOF_GOOGLE;
	return r.dmarc == AUTHRES_DMARC_FAIL ? PROOF_REFUTED : PROOF_NONE;
}
