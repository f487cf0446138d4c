#include "inbox/address.h"

#include "base/arena.h"

#include <string.h>
#include <strings.h>

enum { ADDRESS_MAX = 254, LOCAL_MAX = 64, LABEL_MAX = 63 };

/* Letters, digits and what RFC 5322 calls atext: no quoted local parts, they serve attackers. */
static bool
local_valid(const char *s, size_t len)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789.!#$%&'*+-/=?^_`{|}~";

	return len > 0 && len <= LOCAL_MAX && strspn(s, allowed) >= len;
}

/* Labels of letters, digits and inner hyphens; underscores are seen in practice and harmless. */
static bool
domain_valid(const char *s)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789-_";
	size_t len;

	for (;; s += len + 1) {
		len = strspn(s, allowed);
		if (len == 0 || len > LABEL_MAX || s[0] == '-' || s[len - 1] == '-')
			return false;
		if (s[len] == '\0')
			return true;
		if (s[len] != '.')
			return false;
	}
}

bool
address_valid(const char *s)
{
	const char *at = strchr(s, '@');

	return at != NULL && strlen(s) <= ADDRESS_MAX && local_valid(s, (size_t)(at - s)) &&
	       domain_valid(at + 1);
}

bool
address_same(const char *a, const char *b)
{
	return strcasecmp(a, b) == 0;
}

const char *
address_without_tag(const char *s, struct arena *a)
{
	const char *at = strrchr(s, '@');
	const char *plus = strchr(s, '+');

	if (at == NULL || plus == NULL || plus > at || plus == s)
		return arena_str(a, s);
	return arena_printf(a, "%.*s%s", (int)(plus - s), s, at);
}
