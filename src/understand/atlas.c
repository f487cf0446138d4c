#include "understand/atlasparts.h"

#include "base/arena.h"
#include "understand/names.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/uenum.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>

enum { COUNTRIES = 26 * 26 };

static const char zone_tab[] = "/usr/share/zoneinfo/zone.tab";

static struct places *
places_new(const struct places *common)
{
	struct arena *a = arena_new();
	struct places *p = arena_alloc(a, sizeof *p);

	p->arena = a;
	p->scratch = arena_new();
	p->common = common;
	p->names = names_new(a, p->scratch);
	return p;
}

void
places_free(struct places *p)
{
	if (p == NULL)
		return;
	arena_free(p->scratch);
	arena_free(p->arena);
}

/* All is there: it is put in order, and what was only needed until now goes. */
static void
settle(struct places *p)
{
	struct reading *readings = arena_alloc(p->arena, (p->n_readings + 1) * sizeof *readings);

	for (size_t i = 0; i < p->n_readings; i++)
		readings[i] = p->readings[i];
	p->readings = readings;
	names_sort(p->names);
	arena_free(p->scratch);
	p->scratch = NULL;
}

const struct places *
atlas_common(const struct places *p)
{
	return p->common != NULL ? p->common : p;
}

static bool
listed(const char *const *words, const char *word)
{
	for (; words != NULL && *words != NULL; words++)
		if (strcmp(*words, word) == 0)
			return true;
	return false;
}

void
atlas_add(struct places *p, const char *name, int rank, const struct reading *reading)
{
	const struct places *common = atlas_common(p);

	if (reading->n == 0 || listed(common->not_places, name))
		return;
	p->readings = arena_more(p->scratch, p->readings, p->n_readings, sizeof *p->readings);
	p->readings[p->n_readings] = *reading;
	p->readings[p->n_readings].capitals_only = listed(common->capitals_only, name);
	names_add(p->names, name, rank, (int)p->n_readings++);
}

void
atlas_add_one(struct places *p, const char *name, int rank, enum place_kind kind,
    const struct zone *zone)
{
	struct reading reading = { .kind = kind, .zones = { zone }, .n = 1 };

	atlas_add(p, name, rank, &reading);
}

const struct zone *
atlas_zone(const struct places *p, const char *name)
{
	const struct places *common = atlas_common(p);

	if (strcmp(name, "UTC") == 0)
		return common->utc;
	for (size_t i = 0; i < common->n_zones; i++)
		if (strcmp(common->zones[i].zone.name, name) == 0)
			return &common->zones[i].zone;
	for (size_t i = 0; i < common->n_zones; i++)
		if (strcmp(common->zones[i].cldr_name, name) == 0)
			return &common->zones[i].zone;
	return NULL;
}

/* What the CLDR calls a zone, in the arena. */
static const char *
cldr_name(const char *zone, struct arena *a)
{
	UErrorCode rc = U_ZERO_ERROR;
	UChar wide[NAME], canonical[NAME];
	char out[NAME];

	u_uastrncpy(wide, zone, NAME - 1);
	wide[NAME - 1] = 0;
	ucal_getCanonicalTimeZoneID(wide, -1, canonical, NAME, NULL, &rc);
	if (U_FAILURE(rc))
		return arena_str(a, zone);
	u_austrncpy(out, canonical, sizeof out - 1);
	out[sizeof out - 1] = '\0';
	return arena_str(a, out);
}

static int
read_zones(struct places *p, struct err *err)
{
	char line[512], country[3], name[48];
	struct known_zone *known;
	FILE *f = fopen(zone_tab, "re");

	if (f == NULL)
		return err_set(err, ERR_CONFIG, "%s: %s; install tzdata", zone_tab,
		    strerror(errno));
	while (fgets(line, sizeof line, f) != NULL) {
		struct zone zone;

		if (line[0] == '#' || sscanf(line, "%2s %*s %47s", country, name) != 2 ||
		    !zone_find(name, &zone))
			continue;
		p->zones = arena_more(p->arena, p->zones, p->n_zones, sizeof *p->zones);
		known = &p->zones[p->n_zones++];
		known->zone = zone;
		known->cldr_name = cldr_name(name, p->arena);
		strcpy(known->country, country);
	}
	fclose(f);
	if (p->n_zones == 0)
		return err_set(err, ERR_CONFIG, "%s: holds no zones; install tzdata", zone_tab);
	return 0;
}

/* The city in a zone's name: "Ho Chi Minh" of Asia/Ho_Chi_Minh; "" where there is none. */
static const char *
last_part(const char *zone)
{
	const char *slash = strrchr(zone, '/');

	return slash == NULL || strncmp(zone, "Etc/", 4) == 0 ? "" : slash + 1;
}

/* The zones' own names, and the names they once had. */
static void
add_zone_names(struct places *p)
{
	UErrorCode rc = U_ZERO_ERROR;
	UEnumeration *all = ucal_openTimeZones(&rc);
	const struct zone *zone;
	const char *name;

	for (size_t i = 0; i < p->n_zones; i++) {
		zone = &p->zones[i].zone;
		atlas_add_one(p, zone->name, RANK_ZONE, PLACE_ZONE, zone);
		atlas_add_one(p, last_part(zone->name), RANK_CITY, PLACE_CITY, zone);
	}
	while (U_SUCCESS(rc) && (name = uenum_next(all, NULL, &rc)) != NULL) {
		if (strchr(name, '/') == NULL || strncmp(name, "Etc/", 4) == 0 ||
		    strncmp(name, "SystemV/", 8) == 0 ||
		    (zone = atlas_zone(p, cldr_name(name, p->arena))) == NULL)
			continue;
		atlas_add_one(p, name, RANK_LINK, PLACE_ZONE, zone);
		if (strncmp(name, "US/", 3) != 0 && strncmp(name, "Canada/", 7) != 0 &&
		    strncmp(name, "Australia/", 10) != 0)
			atlas_add_one(p, last_part(name), RANK_LINK, PLACE_CITY, zone);
	}
	uenum_close(all);
}

/* Countries */

int
atlas_country(const char *code)
{
	if (strlen(code) != 2 || code[0] < 'A' || code[0] > 'Z' || code[1] < 'A' || code[1] > 'Z')
		return -1;
	return (code[0] - 'A') * 26 + code[1] - 'A';
}

/* A country's zones as the database lists them: the first few do. */
static void
gather_countries(struct places *p)
{
	p->countries = arena_alloc(p->arena, COUNTRIES * sizeof *p->countries);
	for (size_t i = 0; i < p->n_zones; i++) {
		int index = atlas_country(p->zones[i].country);
		struct reading *r = index < 0 ? NULL : &p->countries[index];

		if (r == NULL || r->n == PLACE_ZONES)
			continue;
		r->kind = PLACE_COUNTRY;
		r->zones[r->n++] = &p->zones[i].zone;
	}
}

/* Where nearly everybody of a country lives in one of its zones, the CLDR says in which. */
static void
prefer_primary_zones(struct places *p)
{
	UErrorCode rc = U_ZERO_ERROR;
	UResourceBundle *meta = ures_openDirect(NULL, "metaZones", &rc);
	UResourceBundle *primary = ures_getByKey(meta, "primaryZones", NULL, &rc);
	const struct zone *zone;

	for (int32_t i = 0; U_SUCCESS(rc) && i < ures_getSize(primary); i++) {
		char name[NAME];
		int32_t len = sizeof name;
		const char *key = NULL;
		const UChar *value = ures_getNextString(primary, &len, &key, &rc);
		int index = U_SUCCESS(rc) && key != NULL ? atlas_country(key) : -1;

		if (index < 0 || len >= (int32_t)sizeof name)
			continue;
		u_UCharsToChars(value, name, len);
		name[len] = '\0';
		if ((zone = atlas_zone(p, name)) != NULL)
			p->countries[index] =
			    (struct reading){ .kind = PLACE_COUNTRY, .zones = { zone }, .n = 1 };
	}
	ures_close(primary);
	ures_close(meta);
}

struct places *
places_load(const char *dir, struct err *err)
{
	struct places *p = places_new(NULL);
	struct zone *utc = arena_alloc(p->arena, sizeof *utc);

	*utc = zone_utc();
	p->utc = utc;
	if (read_zones(p, err) == -1)
		goto fail;
	gather_countries(p);
	prefer_primary_zones(p);
	if (atlas_read_file(p, arena_printf(p->arena, "%s/places.conf", dir), err) == -1)
		goto fail;
	add_zone_names(p);
	settle(p);
	return p;
fail:
	places_free(p);
	return NULL;
}

struct places *
places_for(const struct places *common, const char *language)
{
	struct places *p = places_new(common);

	atlas_add_language(p, language);
	return p;
}

bool
places_add(struct places *p, const char *name, const char *zone, bool letters)
{
	const struct zone *found = atlas_zone(p, zone);

	if (found == NULL)
		return false;
	atlas_add_one(p, name, RANK_FILE, letters ? PLACE_LETTERS : PLACE_CITY, found);
	return true;
}

void
places_ready(struct places *p)
{
	settle(p);
}
