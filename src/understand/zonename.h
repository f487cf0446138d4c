/*
 * zonename - the names of zones that calendar programs write (TZID)
 */
#ifndef UNDERSTAND_ZONENAME_H
#define UNDERSTAND_ZONENAME_H
#include <stdbool.h>

struct zone;

/*
 * An IANA name, perhaps in quotes or behind a prefix such as "/freeassociation.sourceforge.net/",
 * or the name that Windows has for it; false: nobody knows it.
 */
bool zonename_find(const char *tzid, struct zone *out);

#endif
