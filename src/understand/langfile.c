/* The file of a language; lang.h tells what is in it. */
#include "base/arena.h"
#include "base/include.h"
#include "understand/cldr.h"
#include "understand/langparts.h"
#include "understand/lexicon.h"
#include "understand/place.h"

#include <libconfig.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where parts of the day lie unless a language says otherwise. */
static const struct day_part usual_parts[PARTS] = {
	[PART_EARLY_MORNING] = { 5 * 60, 9 * 60 },
	[PART_MORNING] = { 5 * 60, 12 * 60 },
	[PART_LATE_MORNING] = { 10 * 60, 12 * 60 },
	[PART_MIDDAY] = { 11 * 60 + 30, 13 * 60 + 30 },
	[PART_EARLY_AFTERNOON] = { 12 * 60, 15 * 60 },
	[PART_AFTERNOON] = { 12 * 60, 18 * 60 },
	[PART_LATE_AFTERNOON] = { 15 * 60, 18 * 60 },
	[PART_EARLY_EVENING] = { 17 * 60, 20 * 60 },
	[PART_EVENING] = { 17 * 60, 24 * 60 },
	[PART_LATE_EVENING] = { 20 * 60, 24 * 60 },
	[PART_NIGHT] = { 20 * 60, 28 * 60 },
	[PART_OFFICE] = { 9 * 60, 17 * 60 },
};

static int
at_fault(const config_setting_t *s, const char *what, struct err *err)
{
	const char *file = config_setting_source_file(s);

	return err_set(err, ERR_CONFIG, "%s:%d: %s", file != NULL ? file : "language file",
	    config_setting_source_line(s), what);
}

static int
other_key(struct langs *ls, const char *name)
{
	for (size_t i = 0; i < ls->n_others; i++)
		if (strcmp(ls->others[i], name) == 0)
			return HEAR_OTHERS + (int)i;
	ls->others = arena_more(ls->arena, ls->others, ls->n_others, sizeof *ls->others);
	ls->others[ls->n_others] = arena_str(ls->arena, name);
	return HEAR_OTHERS + (int)ls->n_others++;
}

/* A phrase or a list of phrases. */
static int
load_phrases(struct lang *lang, const config_setting_t *s, struct meaning m, struct err *err)
{
	const char *phrase;

	if ((phrase = config_setting_get_string(s)) != NULL) {
		lexicon_add(lang->lexicon, phrase, m);
		return 0;
	}
	if (!config_setting_is_array(s) && !config_setting_is_list(s))
		return at_fault(s, "a phrase in quotes or a list of them is expected here", err);
	for (int i = 0; i < config_setting_length(s); i++) {
		if ((phrase = config_setting_get_string_elem(s, i)) == NULL)
			return at_fault(config_setting_get_elem(s, (unsigned)i),
			    "a phrase in quotes is expected here", err);
		lexicon_add(lang->lexicon, phrase, m);
	}
	return 0;
}

static int
load_tongues(struct langs *ls, struct lang *lang, const config_t *c, struct err *err)
{
	const config_setting_t *all = config_lookup(c, "tongues");

	if (all != NULL && !config_setting_is_group(all))
		return at_fault(all, "tongues is a group: tongues: { ... };", err);
	for (int i = 0; all != NULL && i < config_setting_length(all); i++) {
		const config_setting_t *s = config_setting_get_elem(all, (unsigned)i);
		const char *name =
		    arena_printf(ls->arena, LANG_TONGUE "%s", config_setting_name(s));

		if (load_phrases(lang, s, (struct meaning){ (short)other_key(ls, name), 0 }, err) ==
		    -1)
			return -1;
	}
	return 0;
}

static int
load_hear(struct langs *ls, struct lang *lang, const config_t *c, struct err *err)
{
	const config_setting_t *hear = config_lookup(c, "hear");

	if (hear == NULL)
		return 0;
	if (!config_setting_is_group(hear))
		return at_fault(hear, "hear is a group: hear: { ... };", err);
	for (int i = 0; i < config_setting_length(hear); i++) {
		const config_setting_t *s = config_setting_get_elem(hear, (unsigned)i);
		struct meaning m;

		if (hear_find(config_setting_name(s), &m) == -1)
			m = (struct meaning){ (short)other_key(ls, config_setting_name(s)), 0 };
		if (load_phrases(lang, s, m, err) == -1)
			return -1;
	}
	return 0;
}

int
langfile_by_key(const void *a, const void *b)
{
	return strcmp(((const struct sentence *)a)->key, ((const struct sentence *)b)->key);
}

static int
load_say(struct langs *ls, struct lang *lang, const config_t *c, struct err *err)
{
	const config_setting_t *say = config_lookup(c, "say");
	int n = say == NULL ? 0 : config_setting_length(say);

	if (say != NULL && !config_setting_is_group(say))
		return at_fault(say, "say is a group: say: { ... };", err);
	lang->say = arena_alloc(ls->arena, (size_t)(n + 1) * sizeof *lang->say);
	for (int i = 0; i < n; i++) {
		const config_setting_t *s = config_setting_get_elem(say, (unsigned)i);
		const char *pattern = config_setting_get_string(s);

		if (pattern == NULL)
			return at_fault(s, "a sentence in quotes is expected here", err);
		lang->say[lang->n_say++] =
		    (struct sentence){ arena_str(ls->arena, config_setting_name(s)),
			    arena_str(ls->arena, pattern) };
	}
	if (lang->n_say > 1)
		qsort(lang->say, lang->n_say, sizeof *lang->say, langfile_by_key);
	return 0;
}

/* Names of places that this language has for itself: ( { zone = "..."; names = [ ... ]; } ) */
static int
load_places(struct langs *ls, struct lang *lang, const config_t *c, struct err *err)
{
	const config_setting_t *places = config_lookup(c, "places");
	int n = places == NULL ? 0 : config_setting_length(places);

	lang->places = places_for(ls->places, lang->code);
	if (places != NULL && !config_setting_is_list(places))
		return at_fault(places, "places is a list: places: ( { ... } );", err);
	for (int i = 0; i < n; i++) {
		const config_setting_t *s = config_setting_get_elem(places, (unsigned)i);
		const config_setting_t *names = config_setting_get_member(s, "names");
		const char *zone = NULL, *name;
		int letters = 0;

		if (config_setting_lookup_string(s, "zone", &zone) != CONFIG_TRUE || names == NULL)
			return at_fault(s, "a place is { zone = \"Area/City\"; names = [ ... ]; }",
			    err);
		if (!config_setting_is_array(names) && !config_setting_is_list(names))
			return at_fault(names, "names is a list: names = [ \"...\" ];", err);
		config_setting_lookup_bool(s, "letters", &letters);
		for (int j = 0; j < config_setting_length(names); j++)
			if ((name = config_setting_get_string_elem(names, j)) == NULL ||
			    !places_add(lang->places, name, zone, letters != 0))
				return at_fault(s, "no such time zone is in the zone database",
				    err);
	}
	places_ready(lang->places);
	return 0;
}

static int
load_parts(struct lang *lang, const config_t *c, struct err *err)
{
	const config_setting_t *parts = config_lookup(c, "parts");

	memcpy(lang->parts, usual_parts, sizeof lang->parts);
	if (parts != NULL && !config_setting_is_group(parts))
		return at_fault(parts, "parts is a group: parts: { ... };", err);
	for (int i = 0; parts != NULL && i < config_setting_length(parts); i++) {
		const config_setting_t *s = config_setting_get_elem(parts, (unsigned)i);
		const char *text = config_setting_get_string(s);
		int h1, m1, h2, m2, used = 0;
		struct meaning m;

		if (hear_find(config_setting_name(s), &m) == -1 || m.key != HEAR_PART)
			return at_fault(s, "no part of the day has this name", err);
		if (text == NULL ||
		    sscanf(text, "%2d:%2d-%2d:%2d%n", &h1, &m1, &h2, &m2, &used) != 4 ||
		    text[used] != '\0' || h1 * 60 + m1 >= h2 * 60 + m2)
			return at_fault(s, "two times are expected here, as in \"09:00-12:00\"",
			    err);
		lang->parts[m.value] = (struct day_part){ h1 * 60 + m1, h2 * 60 + m2 };
	}
	return 0;
}

static int
load_orders(struct langs *ls, struct lang *lang, const config_t *c, struct err *err)
{
	const config_setting_t *order = config_lookup(c, "dates.order");
	int n = order == NULL ? 0 : config_setting_length(order);

	if (order != NULL && !config_setting_is_array(order) && !config_setting_is_list(order))
		return at_fault(order, "order is a list: order = [ \"dmy\" ];", err);
	if (n > LANG_ORDERS)
		return at_fault(order, "there are no more than three orders", err);
	for (int i = 0; i < n; i++) {
		const char *s = config_setting_get_string_elem(order, i);

		if (s == NULL ||
		    (strcmp(s, "dmy") != 0 && strcmp(s, "mdy") != 0 && strcmp(s, "ymd") != 0))
			return at_fault(order, "an order is one of \"dmy\", \"mdy\", \"ymd\"", err);
		lang->orders[i] = arena_str(ls->arena, s);
	}
	if (n == 0)
		lang->orders[0] = "dmy";
	return 0;
}

static int
load_clock(struct lang *lang, const config_t *c, struct err *err)
{
	const config_setting_t *s = config_lookup(c, "clock");

	lang->clock = s == NULL ? 24 : config_setting_get_int(s);
	if (lang->clock != 12 && lang->clock != 24 && lang->clock != 30)
		return at_fault(s, "a clock has 12, 24 or 30 hours", err);
	return 0;
}

int
langfile_load(struct langs *ls, const char *dir, const char *name, struct err *err)
{
	const char *path = arena_printf(ls->arena, "%s/%s", dir, name), *code = NULL, *what;
	int line = include_wrong(path, dir, ls->arena, &what), ret = -1;
	struct lang lang = { 0 };
	config_t c;

	if (line > 0)
		return err_set(err, ERR_CONFIG, "%s:%d: @include \"%s\" names no file", path, line,
		    what);
	config_init(&c);
	config_set_include_dir(&c, dir); /* what two scripts of a language hear alike */
	if (config_read_file(&c, path) != CONFIG_TRUE) {
		err_set(err, ERR_CONFIG, "%s:%d: %s",
		    config_error_file(&c) != NULL ? config_error_file(&c) : path,
		    config_error_line(&c), config_error_text(&c));
		goto out;
	}
	if (config_lookup_string(&c, "code", &code) != CONFIG_TRUE) {
		err_set(err, ERR_CONFIG, "%s:1: the language's code is missing: code = \"xx\";",
		    path);
		goto out;
	}
	lang.code = arena_str(ls->arena, code);
	lang.lexicon = lexicon_new(ls->arena);
	if (load_hear(ls, &lang, &c, err) == -1 || load_tongues(ls, &lang, &c, err) == -1 ||
	    load_say(ls, &lang, &c, err) == -1 || load_parts(&lang, &c, err) == -1 ||
	    load_orders(ls, &lang, &c, err) == -1 || load_clock(&lang, &c, err) == -1 ||
	    load_places(ls, &lang, &c, err) == -1) {
		places_free(lang.places);
		lexicon_close(lang.lexicon);
		goto out;
	}
	cldr_load(lang.code, lang.lexicon);
	lexicon_close(lang.lexicon);
	lang.letters = cldr_letters(lang.code, ls->arena, &lang.n_letters);
	ls->items = arena_more(ls->arena, ls->items, ls->n, sizeof *ls->items);
	ls->items[ls->n++] = lang;
	malloc_trim(0); /* ICU's formatters took some megabytes, which are free again */
	ret = 0;
out:
	config_destroy(&c);
	return ret;
}
