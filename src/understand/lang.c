#include "understand/lang.h"

#include "base/arena.h"
#include "understand/firstwords.h"
#include "understand/langparts.h"
#include "understand/place.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unistd.h>

enum { CODE = 32 }; /* of a language with its script */

int
langs_hear(const struct langs *ls, const char *name)
{
	struct meaning m;

	for (size_t i = 0; i < ls->n_others; i++)
		if (strcmp(ls->others[i], name) == 0)
			return HEAR_OTHERS + (int)i;
	return hear_find(name, &m) == 0 ? m.key : -1;
}

const char *
langs_hear_name(const struct langs *ls, int key)
{
	return key >= HEAR_OTHERS && (size_t)(key - HEAR_OTHERS) < ls->n_others
	           ? ls->others[key - HEAR_OTHERS]
	           : NULL;
}

static int
is_language_file(const struct dirent *d)
{
	size_t len = strlen(d->d_name);

	return d->d_name[0] != '.' && len > 5 && strcmp(d->d_name + len - 5, ".conf") == 0 &&
	       strcmp(d->d_name, "places.conf") != 0 && strcmp(d->d_name, "textcat.conf") != 0;
}

/* "zh-TW" and "zh-Hant" are one: the language and its script as the CLDR completes them. */
static bool
complete_code(const char *code, char out[CODE])
{
	UErrorCode rc = U_ZERO_ERROR;
	char locale[ULOC_FULLNAME_CAPACITY], full[ULOC_FULLNAME_CAPACITY];
	char language[ULOC_LANG_CAPACITY], script[ULOC_SCRIPT_CAPACITY];

	uloc_forLanguageTag(code, locale, sizeof locale, NULL, &rc);
	uloc_addLikelySubtags(locale, full, sizeof full, &rc);
	uloc_getLanguage(full, language, sizeof language, &rc);
	uloc_getScript(full, script, sizeof script, &rc);
	if (U_FAILURE(rc) || language[0] == '\0')
		return false;
	snprintf(out, CODE, "%s-%s", language, script);
	return true;
}

static void
complete_codes(struct langs *ls)
{
	char full[CODE];

	for (size_t i = 0; i < ls->n; i++)
		ls->items[i].full_code =
		    complete_code(ls->items[i].code, full) ? arena_str(ls->arena, full) : "";
}

static void
gather_first_words(struct langs *ls)
{
	ls->first_words = firstwords_new(ls->arena);
	for (size_t i = 0; i < ls->n; i++)
		firstwords_add(ls->first_words, ls->items[i].lexicon, i);
}

struct langs *
langs_load(const char *dir, struct err *err)
{
	struct dirent **files = NULL;
	int n = scandir(dir, &files, is_language_file, alphasort), ret = 0;
	struct arena *a;
	struct langs *ls;

	if (n <= 0) {
		if (n < 0)
			err_set(err, ERR_CONFIG, "%s: %s", dir, strerror(errno));
		else
			err_set(err, ERR_CONFIG, "%s: no language file (xx.conf) is in it", dir);
		free(files);
		return NULL;
	}
	a = arena_new();
	ls = arena_alloc(a, sizeof *ls);
	ls->arena = a;
	ls->folder = arena_str(a, dir);
	if ((ls->places = places_load(dir, err)) == NULL)
		ret = -1;
	for (int i = 0; i < n; i++) {
		if (ret == 0)
			ret = langfile_load(ls, dir, files[i]->d_name, err);
		free(files[i]);
	}
	complete_codes(ls);
	gather_first_words(ls);
	free(files);
	if (ret == -1) {
		langs_free(ls);
		return NULL;
	}
	return ls;
}

void
langs_free(struct langs *ls)
{
	if (ls == NULL)
		return;
	for (size_t i = 0; i < ls->n; i++)
		places_free(ls->items[i].places);
	places_free(ls->places);
	arena_free(ls->arena);
}

/* Does the folder hold language files? English is always there. */
static bool
holds_languages(const char *dir, struct arena *a)
{
	return access(arena_printf(a, "%s/en.conf", dir), R_OK) == 0;
}

const char *
langs_dir(struct arena *a)
{
	const char *dir = getenv("CONVENED_LANGUAGES");
	char program[4096];
	ssize_t n;

	if (dir != NULL && dir[0] != '\0')
		return dir;
	if (holds_languages(PKGDATADIR "/languages", a))
		return PKGDATADIR "/languages";
	if ((n = readlink("/proc/self/exe", program, sizeof program - 1)) <= 0)
		return NULL;
	for (program[n] = '\0'; strrchr(program, '/') != NULL;) {
		*strrchr(program, '/') = '\0';
		dir = arena_printf(a, "%s/languages", program);
		if (holds_languages(dir, a))
			return dir;
	}
	return holds_languages(SOURCEDIR "/languages", a) ? SOURCEDIR "/languages" : NULL;
}

const char *
langs_folder(const struct langs *ls)
{
	return ls->folder;
}

size_t
langs_count(const struct langs *ls)
{
	return ls->n;
}

const struct lang *
langs_at(const struct langs *ls, size_t i)
{
	return &ls->items[i];
}

const struct firstwords *
langs_first_words(const struct langs *ls)
{
	return ls->first_words;
}

const struct lang *
langs_find(const struct langs *ls, const char *code)
{
	char wanted[CODE];

	for (size_t i = 0; i < ls->n; i++)
		if (strcasecmp(ls->items[i].code, code) == 0)
			return &ls->items[i];
	if (!complete_code(code, wanted))
		return NULL;
	for (size_t i = 0; i < ls->n; i++)
		if (strcmp(ls->items[i].full_code, wanted) == 0)
			return &ls->items[i];
	return NULL;
}

const char *
lang_code(const struct lang *l)
{
	return l->code;
}

const char *
lang_say(const struct lang *l, const char *key)
{
	struct sentence wanted = { key, NULL };
	const struct sentence *s =
	    bsearch(&wanted, l->say, l->n_say, sizeof *l->say, langfile_by_key);

	return s == NULL ? NULL : s->pattern;
}

const struct lexicon *
lang_lexicon(const struct lang *l)
{
	return l->lexicon;
}

const struct places *
lang_places(const struct lang *l)
{
	return l->places;
}

const char *
lang_date_order(const struct lang *l, size_t i)
{
	return i < LANG_ORDERS ? l->orders[i] : NULL;
}

/* The letters are stretches: from, up to but not including, from, up to ... */
bool
lang_has_letter(const struct lang *l, int32_t letter)
{
	size_t low = 0, high = l->n_letters;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (l->letters[middle] <= letter)
			low = middle + 1;
		else
			high = middle;
	}
	return low % 2 == 1;
}

struct day_part
lang_part(const struct lang *l, enum part p)
{
	return l->parts[p];
}

int
lang_clock(const struct lang *l)
{
	return l->clock;
}
