#include "understand/zonename.h"

#include "base/zone.h"

#include <string.h>
#include <strings.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

/* "W. Europe Standard Time", which Exchange writes.  ICU knows the names; its rules are old. */
static bool
find_windows_zone(const char *name, struct zone *out)
{
	UErrorCode rc = U_ZERO_ERROR;
	UChar wide[64], id[64];
	char narrow[64];
	int32_t n;

	u_strFromUTF8(wide, 64, &n, name, -1, &rc);
	n = ucal_getTimeZoneIDForWindowsID(wide, n, NULL, id, 64, &rc);
	if (U_FAILURE(rc) || n <= 0 || n >= 64)
		return false;
	u_UCharsToChars(id, narrow, n);
	narrow[n] = '\0';
	return zone_find(narrow, out);
}

/* An IANA name, perhaps behind a prefix such as "/freeassociation.sourceforge.net/". */
static bool
find_bare(const char *name, struct zone *out)
{
	if (strncasecmp(name, "tzone://Microsoft/Utc", 21) == 0) {
		*out = zone_utc();
		return true;
	}
	if (zone_find(name, out) || find_windows_zone(name, out))
		return true;
	while ((name = strchr(name, '/')) != NULL)
		if (zone_find(++name, out))
			return true;
	return false;
}

/* Without the quotes that some write into the name. */
static const char *
bare(const char *name, char *copy, size_t size)
{
	size_t n;

	name += strspn(name, "\" ");
	n = strcspn(name, "\"");
	if (n >= size)
		return name;
	memcpy(copy, name, n);
	copy[n] = '\0';
	return copy;
}

bool
zonename_find(const char *tzid, struct zone *out)
{
	char copy[128];
	const char *name = bare(tzid, copy, sizeof copy);

	return *name != '\0' && find_bare(name, out);
}
