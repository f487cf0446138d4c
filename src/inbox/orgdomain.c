#include "inbox/orgdomain.h"

#include <ctype.h>
#include <libpsl.h>
#include <stddef.h>
#include <string.h>

enum { DOMAIN_MAX = 253 };

/* Lower case, without the dot at the end.  International names come as they travel, in ASCII. */
static bool
take_domain(const char *domain, char out[DOMAIN_MAX + 1])
{
	size_t len = strlen(domain), n = 0;

	if (len > 0 && domain[len - 1] == '.')
		len--;
	if (len == 0 || len > DOMAIN_MAX || domain[0] == '.')
		return false;
	for (; n < len; n++) {
		unsigned char c = (unsigned char)domain[n];

		if (!isascii(c) || (!isalnum(c) && strchr("-._", c) == NULL) ||
		    (c == '.' && domain[n + 1] == '.'))
			return false;
		out[n] = (char)tolower(c);
	}
	out[n] = '\0';
	return true;
}

/* A public suffix itself, such as "co.uk", is nobody's: it is the same as itself only. */
bool
orgdomain_same(const char *one, const char *other)
{
	char a[DOMAIN_MAX + 1], b[DOMAIN_MAX + 1];
	const char *of_a, *of_b;

	if (!take_domain(one, a) || !take_domain(other, b))
		return false;
	if (strcmp(a, b) == 0)
		return true;
	of_a = psl_registrable_domain(psl_builtin(), a);
	of_b = psl_registrable_domain(psl_builtin(), b);
	return of_a != NULL && of_b != NULL && strcmp(of_a, of_b) == 0;
}
