#include "decide/attendee.h"

#include "inbox/address.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { ADDRESS_MOST = 256 };

/* Both Gmail's own, and nobody else's, ignore dots. */
static bool
is_gmail(const char *domain)
{
	return strcasecmp(domain, "gmail.com") == 0 || strcasecmp(domain, "googlemail.com") == 0;
}

/* What is left of an address without what its owner is free to add. */
static void
bare(const char *email, char out[ADDRESS_MOST])
{
	const char *at = strrchr(email, '@'), *domain = at != NULL ? at + 1 : "";
	bool gmail = is_gmail(domain);
	size_t n = 0;

	for (const char *s = email; s != at && *s != '\0' && *s != '+' && n + 1 < ADDRESS_MOST; s++)
		if (!gmail || *s != '.')
			out[n++] = (char)tolower((unsigned char)*s);
	if (n + 1 < ADDRESS_MOST)
		out[n++] = '@';
	for (const char *s = gmail ? "gmail.com" : domain; *s != '\0' && n + 1 < ADDRESS_MOST; s++)
		out[n++] = (char)tolower((unsigned char)*s);
	out[n] = '\0';
}

bool
attendee_same_person(const char *a, const char *b)
{
	char x[ADDRESS_MOST], y[ADDRESS_MOST];

	if (*a == '\0' || *b == '\0')
		return false;
	if (address_same(a, b))
		return true;
	bare(a, x);
	bare(b, y);
	return x[0] != '@' && strcmp(x, y) == 0;
}

/* The guest whose secret the mail shows (may.h). */
static struct guest *
find_by_secret(const struct matter *mt)
{
	return mt->actor.secret ? meeting_guest(mt->m, mt->actor.guest->email) : NULL;
}

static struct guest *
find_by_address(const struct meeting *m, const char *email)
{
	struct guest *g = meeting_guest(m, email);

	for (size_t i = 0; g == NULL && i < m->n_guests; i++)
		if (attendee_same_person(m->guests[i].email, email))
			g = &m->guests[i];
	return g;
}

/* Does the mail come from that guest, as far as From tells? */
static bool
is_from(const struct matter *mt, const struct guest *g)
{
	return attendee_same_person(mt->ev->from.email, g->email);
}

/*
 * With the guest's secret another From is only Google's doing.  Without it, as every program that
 * answers an invitation has it, From alone says little, unless its domain vouches for it.
 */
static bool
is_proven(const struct matter *mt, const struct guest *g, bool secret)
{
	bool from = is_from(mt, g);

	if (secret)
		return from || mt->ev->proof == PROOF_GOOGLE;
	return from && (mt->ev->proof == PROOF_DOMAIN || !mt->team->rules.plus_addresses);
}

/* An alias of the one who was invited: they hold the token and wrote the mail. */
static bool
is_alias(const struct matter *mt, const struct guest *invited, const struct calperson *said)
{
	return invited != NULL &&
	       (attendee_same_person(invited->email, said->email) || is_from(mt, invited));
}

struct attendee
attendee_find(const struct matter *mt)
{
	struct guest *invited = find_by_secret(mt), *g;
	const struct calperson *said = calreply_actor(&mt->ev->calendar,
	    invited != NULL ? invited->email : "", mt->ev->from.email);

	if (said == NULL || said->email[0] == '\0')
		return (struct attendee){ ATTENDEE_UNCLEAR, NULL, NULL };
	g = find_by_address(mt->m, said->email);
	if (g == NULL && is_alias(mt, invited, said))
		g = invited;
	if (g == NULL)
		return (struct attendee){ ATTENDEE_STRANGER, NULL, said };
	if (!is_proven(mt, g, g == invited))
		return (struct attendee){ ATTENDEE_UNPROVEN, g, said };
	return (struct attendee){ ATTENDEE_KNOWN, g, said };
}
