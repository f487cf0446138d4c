/*
 * atlas - where place.c has its names from; nobody else includes this
 */
#ifndef UNDERSTAND_ATLAS_H
#define UNDERSTAND_ATLAS_H
#include "understand/place.h"

struct names;

/* What a name stands for. */
struct reading {
	enum place_kind kind;
	const struct zone *zones[PLACE_ZONES];
	size_t n;
	bool capitals_only; /* an everyday word unless it is all in capitals */
};

/* A zone of the system, and the name the CLDR has for it ("Asia/Calcutta" for Asia/Kolkata). */
struct known_zone {
	struct zone zone;
	const char *cldr_name;
	char country[3];
};

struct places {
	const struct places *common; /* NULL: this is it */
	struct arena *arena;
	struct arena *scratch; /* until places_ready() */
	struct names *names;
	struct reading *readings;
	size_t n_readings;

	/* in the common one only */
	struct known_zone *zones;
	size_t n_zones;
	const struct zone *utc;
	const char **capitals_only, **not_places; /* NULL behind the last */
	struct reading *countries;                /* by country_index() */
};

#endif
