/*
 * atlasparts - what atlas.c, atlasfile.c and atlascldr.c share: names being gathered; for nobody
 * else
 */
#ifndef UNDERSTAND_ATLASPARTS_H
#define UNDERSTAND_ATLASPARTS_H
#include "understand/atlas.h"

/* Which name wins where two sources have the same. */
enum { RANK_FILE, RANK_LETTERS, RANK_CITY_OF_FILE, RANK_ZONE, RANK_COUNTRY, RANK_CITY, RANK_LINK };

enum { NAME = 256 };

const struct places *atlas_common(const struct places *);

void atlas_add(struct places *, const char *name, int rank, const struct reading *);

/* The same for a name of one zone. */
void atlas_add_one(struct places *, const char *name, int rank, enum place_kind,
    const struct zone *);

/* By its name in the zone database, else by the one the CLDR has for it; NULL: not known. */
const struct zone *atlas_zone(const struct places *, const char *name);

/* Where a country of this code stands among places.countries; -1: it is no code. */
int atlas_country(const char *code);

/* Adds what languages/places.conf has; it need not be there. */
int atlas_read_file(struct places *, const char *path, struct err *);

/* Adds what the CLDR has in a language (BCP 47). */
void atlas_add_language(struct places *, const char *language);

#endif
