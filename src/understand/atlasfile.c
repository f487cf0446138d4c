/* languages/places.conf: names the CLDR lacks or has wrong. */
#include "base/arena.h"
#include "understand/atlasparts.h"

#include <libconfig.h>
#include <unistd.h>

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

		out->zones[i] = name == NULL ? NULL : atlas_zone(p, name);
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
			if (atlas_country(code) < 0)
				return wrong(entry, err, "no country code, write two capitals");
			p->countries[atlas_country(code)] = reading;
		}
		names = read_words(config_setting_get_member(entry, "names"), p->arena);
		for (; *names != NULL; names++)
			atlas_add(p, *names, rank, &reading);
	}
	return 0;
}

int
atlas_read_file(struct places *p, const char *path, struct err *err)
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
