/*
 * place - which time zone a name means: "Berlin", "CET", "UTC+3", "Central European Time", "Kenya"
 *
 * Names come from the system's zone database (the last parts of its names, and its countries),
 * from the CLDR (cities, countries and zone names of each language), and from languages/places.conf
 * and the language files for the rest.  A name that means several zones gives them all, the
 * likelier first; to choose silently is not for this module.  Whether a place was named in order to
 * tell a zone is not for it either: see locate.h.
 */
#ifndef UNDERSTAND_PLACE_H
#define UNDERSTAND_PLACE_H
#include "base/err.h"
#include "base/zone.h"
#include "understand/fold.h"

struct places; /* the names of one language; never changed once loaded */

enum place_kind {
	PLACE_OFFSET,  /* UTC+3, GMT-05:00 */
	PLACE_LETTERS, /* CET, EST, WIB: the letters of a zone */
	PLACE_ZONE,    /* Europe/Berlin, Central European Time */
	PLACE_CITY,    /* Berlin, Munich */
	PLACE_COUNTRY, /* Germany */
};

enum { PLACE_ZONES = 6 };

struct place {
	enum place_kind kind;
	struct zone zones[PLACE_ZONES]; /* the likelier first */
	size_t n;
	size_t len;   /* how many bytes of the folded text the name takes */
	bool capital; /* written like a name, with a capital, or in a script that has none */
};

/*
 * The names of every language: the zone database's own, and those of dir/places.conf where there is
 * one.  NULL: an error, which names file and line.
 */
struct places *places_load(const char *dir, struct err *);

/* Those of a language besides; common must outlive the result.  Never fails, the CLDR may lack it.
 */
struct places *places_for(const struct places *common, const char *language);

/*
 * One more name in a language, as its file says; letters: it is one of PLACE_LETTERS.  false: there
 * is no such zone.
 */
bool places_add(struct places *, const char *name, const char *zone, bool letters);

void places_ready(struct places *); /* once, when a language's names are complete */
void places_free(struct places *);

/*
 * The longest name that begins at that byte of the folded text, which must be the beginning of a
 * word, and ends at the end of one.  text is what was folded.
 */
bool place_at(const struct places *, const char *text, const struct folded *, size_t at,
    struct place *out);

/* "+05:30", "+3", "-0500" beside a clock time, without any letters before it. */
bool place_offset_at(const struct folded *, size_t at, struct place *out);

/* "UTC+3", "GMT -5:30", "UTC/GMT +2"; the letters alone are names like others. */
bool place_named_offset_at(const struct folded *, size_t at, struct place *out);

#endif
