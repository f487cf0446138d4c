/* The CLDR's words of a language: its cities, zones and countries. */
#include "base/arena.h"
#include "understand/atlasparts.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ures.h>

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
		zone = atlas_zone(p, name);
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
		zone = strcmp(name, "Etc/UTC") == 0 ? atlas_common(p)->utc : atlas_zone(p, name);
	}
	if (zone == NULL)
		return;
	for (int32_t i = 0; i < ures_getSize(strings); i++) {
		UErrorCode rc = U_ZERO_ERROR;
		UResourceBundle *item = ures_getByIndex(strings, i, NULL, &rc);
		const char *key = U_SUCCESS(rc) ? ures_getKey(item) : "";
		const char *text = U_SUCCESS(rc) ? resource_text(item, room, sizeof room) : NULL;

		if (text != NULL && strcmp(key, "ec") == 0)
			atlas_add_one(p, text, RANK_CITY, PLACE_CITY, zone);
		else if (text != NULL && key[0] == 'l')
			atlas_add_one(p, text, RANK_ZONE, PLACE_ZONE, zone);
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
		atlas_add(p, name, RANK_COUNTRY, reading);
		return;
	}
	atlas_add(p, arena_mem(p->arena, name, (size_t)(open - name)), RANK_COUNTRY, reading);
	atlas_add(p, arena_mem(p->arena, open + 2, (size_t)(close - open - 2)), RANK_COUNTRY,
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
			int index = U_SUCCESS(missing) ? atlas_country(ures_getKey(item)) : -1;
			const char *name =
			    index < 0 ? NULL : resource_text(item, room, sizeof room);

			if (name != NULL)
				add_country(p, name, &atlas_common(p)->countries[index]);
			ures_close(item);
		}
		ures_close(table);
	}
	ures_close(bundle);
}

void
atlas_add_language(struct places *p, const char *language)
{
	UErrorCode rc = U_ZERO_ERROR;
	char locale[ULOC_FULLNAME_CAPACITY];

	uloc_forLanguageTag(language, locale, sizeof locale, NULL, &rc);
	if (U_SUCCESS(rc)) {
		add_zone_strings(p, locale);
		add_countries(p, locale);
	}
}
