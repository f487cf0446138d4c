#include "understand/atlas.h"

#include "base/arena.h"
#include "understand/names.h"

#include <assert.h>
#include <errno.h>
#include <libconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>
#include <unistd.h>

/* Which name wins where two sources have the same. */
enum { RANK_FILE, RANK_LETTERS, RANK_CITY_OF_FILE, RANK_ZONE, RANK_COUNTRY, RANK_CITY, RANK_LINK };

enum { NAME = 256, COUNTRIES = 26 * 26 };

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

static const struct places *
common_of(const struct places *p)
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

static void
add_reading(struct places *p, const char *name, int rank, const struct reading *reading)
{
	const struct places *common = common_of(p);

	if (reading->n == 0 || listed(common->not_places, name))
		return;
	p->readings = arena_more(p->scratch, p->readings, p->n_readings, sizeof *p->readings);
	p->readings[p->n_readings] = *reading;
	p->readings[p->n_readings].capitals_only = listed(common->capitals_only, name);
	names_add(p->names, name, rank, (int)p->n_readings++);
}

static void
add_one(struct places *p, const char *name, int rank, enum place_kind kind, const struct zone *zone)
{
	struct reading reading = { .kind = kind, .zones = { zone }, .n = 1 };

	add_reading(p, name, rank, &reading);
}

/* By its name in the zone database, else by the one the CLDR has for it; NULL: not known. */
static const struct zone *
find_zone(const struct places *p, const char *name)
{
	const struct places *common = common_of(p);

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
		add_one(p, zone->name, RANK_ZONE, PLACE_ZONE, zone);
		add_one(p, last_part(zone->name), RANK_CITY, PLACE_CITY, zone);
	}
	while (U_SUCCESS(rc) && (name = uenum_next(all, NULL, &rc)) != NULL) {
		if (strchr(name, '/') == NULL || strncmp(name, "Etc/", 4) == 0 ||
		    strncmp(name, "SystemV/", 8) == 0 ||
		    (zone = find_zone(p, cldr_name(name, p->arena))) == NULL)
			continue;
		add_one(p, name, RANK_LINK, PLACE_ZONE, zone);
		if (strncmp(name, "US/", 3) != 0 && strncmp(name, "Canada/", 7) != 0 &&
		    strncmp(name, "Australia/", 10) != 0)
			add_one(p, last_part(name), RANK_LINK, PLACE_CITY, zone);
	}
	uenum_close(all);
}

/* Countries */

static int
country_index(const char *code)
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
		int index = country_index(p->zones[i].country);
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
		int index = U_SUCCESS(rc) && key != NULL ? country_index(key) : -1;

		if (index < 0 || len >= (int32_t)sizeof name)
			continue;
		u_UCharsToChars(value, name, len);
		name[len] = '\0';
		if ((zone = find_zone(p, name)) != NULL)
			p->countries[index] =
			    (struct reading){ .kind = PLACE_COUNTRY, .zones = { zone }, .n = 1 };
	}
	ures_close(primary);
	ures_close(meta);
}

/* languages/places.conf */

static int
wrong(const config_setting_t *s, struct err *err, const char *what)
{
	return err_set(err, ERR_CONFIG, "%s:%d: %s", config_setting_source_file(s),
	    (int)config_setting_source_line(s), what);
}

static const char **
read_words(const config_setting_t *s, struct arena *a)
{
	int n = s == NULL ? 0 : config_setting_length(s);
	const char **words = arena_alloc(a, ((size_t)n + 1) * sizeof *words);

	for (int i = 0, kept = 0; i < n; i++) {
		const char *word = config_setting_get_string_elem(s, i);

		if (word != NULL)
			words[kept++] = arena_str(a, word);
	}
	return words;
}

static int
read_reading(const struct places *p, const config_setting_t *entry, struct reading *out,
    struct err *err)
{
	const config_setting_t *zones = config_setting_get_member(entry, "zones");
	const char *one = NULL;
	int n = zones == NULL ? 1 : config_setting_length(zones);

	if (zones == NULL && !config_setting_lookup_string(entry, "zone", &one))
		return wrong(entry, err, "no zone is given, write zone = \"Europe/Berlin\";");
	if (n > PLACE_ZONES)
		return wrong(zones, err, "too many zones, keep the likeliest");
	for (int i = 0; i < n; i++) {
		const char *name = zones == NULL ? one : config_setting_get_string_elem(zones, i);

		out->zones[i] = name == NULL ? NULL : find_zone(p, name);
		if (out->zones[i] == NULL)
			return wrong(entry, err,
			    "unknown time zone, write a name of the zone database");
	}
	out->n = (size_t)n;
	return 0;
}

static int
read_entries(struct places *p, const config_t *file, const char *section, enum place_kind kind,
    int rank, struct err *err)
{
	const config_setting_t *entries = config_lookup(file, section);
	int n = entries == NULL ? 0 : config_setting_length(entries);

	for (int i = 0; i < n; i++) {
		const config_setting_t *entry = config_setting_get_elem(entries, (unsigned)i);
		struct reading reading = { .kind = kind };
		const char **names, *code;

		if (read_reading(p, entry, &reading, err) == -1)
			return -1;
		if (config_setting_lookup_string(entry, "code", &code)) {
			if (country_index(code) < 0)
				return wrong(entry, err, "no country code, write two capitals");
			p->countries[country_index(code)] = reading;
		}
		names = read_words(config_setting_get_member(entry, "names"), p->arena);
		for (; *names != NULL; names++)
			add_reading(p, *names, rank, &reading);
	}
	return 0;
}

static int
read_places(struct places *p, const char *path, struct err *err)
{
	config_t file;
	int ret = -1;

	if (access(path, F_OK) == -1)
		return 0;
	config_init(&file);
	if (!config_read_file(&file, path)) {
		err_set(err, ERR_CONFIG, "%s:%d: %s", path, config_error_line(&file),
		    config_error_text(&file));
		goto out;
	}
	p->capitals_only = read_words(config_lookup(&file, "capitals_only"), p->arena);
	p->not_places = read_words(config_lookup(&file, "not_places"), p->arena);
	if (read_entries(p, &file, "letters", PLACE_LETTERS, RANK_LETTERS, err) == -1 ||
	    read_entries(p, &file, "countries", PLACE_COUNTRY, RANK_COUNTRY, err) == -1 ||
	    read_entries(p, &file, "cities", PLACE_CITY, RANK_CITY_OF_FILE, err) == -1)
		goto out;
	ret = 0;
out:
	config_destroy(&file);
	return ret;
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
	if (read_places(p, arena_printf(p->arena, "%s/places.conf", dir), err) == -1)
		goto fail;
	add_zone_names(p);
	settle(p);
	return p;
fail:
	places_free(p);
	return NULL;
}

/* The CLDR's words of a language */

static const char *
resource_text(const UResourceBundle *b, char *out, int32_t room)
{
	UErrorCode rc = U_ZERO_ERROR;
	const char *text;

	if (ures_getType(b) != URES_STRING)
		return NULL;
	text = ures_getUTF8String(b, out, &room, true, &rc);
	return U_SUCCESS(rc) && rc != U_STRING_NOT_TERMINATED_WARNING ? text : NULL;
}

/* The zone that stands for a group of zones with one name: Europe/Paris for Europe_Central. */
static const struct zone *
zone_of_group(const struct places *p, const UResourceBundle *groups, const char *group)
{
	UErrorCode rc = U_ZERO_ERROR;
	UResourceBundle *entry = ures_getByKey(groups, group, NULL, &rc);
	UResourceBundle *world = ures_getByKey(entry, "001", NULL, &rc);
	const struct zone *zone = NULL;
	char room[NAME];
	const char *name;

	if (U_SUCCESS(rc) && (name = resource_text(world, room, sizeof room)) != NULL)
		zone = find_zone(p, name);
	ures_close(world);
	ures_close(entry);
	return zone;
}

/* One zone or group of zones: its city (ec), its long names (ld, lg, ls). */
static void
add_strings(struct places *p, const UResourceBundle *groups, const UResourceBundle *strings)
{
	char name[NAME], room[NAME], *colon;
	const struct zone *zone;

	snprintf(name, sizeof name, "%s", ures_getKey(strings));
	if (strncmp(name, "meta:", 5) == 0) {
		zone = zone_of_group(p, groups, name + 5);
	} else {
		while ((colon = strchr(name, ':')) != NULL)
			*colon = '/';
		zone = strcmp(name, "Etc/UTC") == 0 ? common_of(p)->utc : find_zone(p, name);
	}
	if (zone == NULL)
		return;
	for (int32_t i = 0; i < ures_getSize(strings); i++) {
		UErrorCode rc = U_ZERO_ERROR;
		UResourceBundle *item = ures_getByIndex(strings, i, NULL, &rc);
		const char *key = U_SUCCESS(rc) ? ures_getKey(item) : "";
		const char *text = U_SUCCESS(rc) ? resource_text(item, room, sizeof room) : NULL;

		if (text != NULL && strcmp(key, "ec") == 0)
			add_one(p, text, RANK_CITY, PLACE_CITY, zone);
		else if (text != NULL && key[0] == 'l')
			add_one(p, text, RANK_ZONE, PLACE_ZONE, zone);
		ures_close(item);
	}
}

static void
add_zone_strings(struct places *p, const char *locale)
{
	UErrorCode rc = U_ZERO_ERROR;
	UResourceBundle *meta = ures_openDirect(NULL, "metaZones", &rc);
	UResourceBundle *groups = ures_getByKey(meta, "mapTimezones", NULL, &rc);
	UResourceBundle *bundle = ures_open(U_ICUDATA_NAME "-zone", locale, &rc);
	UResourceBundle *all = ures_getByKey(bundle, "zoneStrings", NULL, &rc);

	for (int32_t i = 0; U_SUCCESS(rc) && i < ures_getSize(all); i++) {
		UResourceBundle *strings = ures_getByIndex(all, i, NULL, &rc);

		if (U_SUCCESS(rc) && ures_getType(strings) == URES_TABLE)
			add_strings(p, groups, strings);
		ures_close(strings);
	}
	ures_close(all);
	ures_close(bundle);
	ures_close(groups);
	ures_close(meta);
}

/* "Myanmar (Burma)" is two names. */
static void
add_country(struct places *p, const char *name, const struct reading *reading)
{
	const char *open = strstr(name, " ("), *close = open == NULL ? NULL : strchr(open, ')');

	if (close == NULL) {
		add_reading(p, name, RANK_COUNTRY, reading);
		return;
	}
	add_reading(p, arena_mem(p->arena, name, (size_t)(open - name)), RANK_COUNTRY, reading);
	add_reading(p, arena_mem(p->arena, open + 2, (size_t)(close - open - 2)), RANK_COUNTRY,
	    reading);
}

static void
add_countries(struct places *p, const char *locale)
{
	static const char *const tables[] = { "Countries", "Countries%short", "Countries%variant" };
	UErrorCode rc = U_ZERO_ERROR;
	UResourceBundle *bundle = ures_open(U_ICUDATA_NAME "-region", locale, &rc);
	char room[NAME];

	for (size_t t = 0; U_SUCCESS(rc) && t < sizeof tables / sizeof *tables; t++) {
		UErrorCode missing = U_ZERO_ERROR;
		UResourceBundle *table = ures_getByKey(bundle, tables[t], NULL, &missing);

		for (int32_t i = 0; U_SUCCESS(missing) && i < ures_getSize(table); i++) {
			UResourceBundle *item = ures_getByIndex(table, i, NULL, &missing);
			int index = U_SUCCESS(missing) ? country_index(ures_getKey(item)) : -1;
			const char *name =
			    index < 0 ? NULL : resource_text(item, room, sizeof room);

			if (name != NULL)
				add_country(p, name, &common_of(p)->countries[index]);
			ures_close(item);
		}
		ures_close(table);
	}
	ures_close(bundle);
}

struct places *
places_for(const struct places *common, const char *language)
{
	struct places *p = places_new(common);
	UErrorCode rc = U_ZERO_ERROR;
	char locale[ULOC_FULLNAME_CAPACITY];

	uloc_forLanguageTag(language, locale, sizeof locale, NULL, &rc);
	if (U_SUCCESS(rc)) {
		add_zone_strings(p, locale);
		add_countries(p, locale);
	}
	return p;
}

bool
places_add(struct places *p, const char *name, const char *zone, bool letters)
{
	const struct zone *found = find_zone(p, zone);

	if (found == NULL)
		return false;
	add_one(p, name, RANK_FILE, letters ? PLACE_LETTERS : PLACE_CITY, found);
	return true;
}

void
places_ready(struct places *p)
{
	settle(p);
}
