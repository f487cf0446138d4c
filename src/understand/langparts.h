/*
 * langparts - what lang.c and langfile.c share: a language in memory; for nobody else
 */
#ifndef UNDERSTAND_LANGPARTS_H
#define UNDERSTAND_LANGPARTS_H
#include "understand/lang.h"

enum { LANG_ORDERS = 3 };

struct sentence {
	const char *key, *pattern;
};

struct lang {
	const char *code, *full_code; /* "zh" and "zh-Hans", as the CLDR completes it, or "" */
	struct lexicon *lexicon;
	struct places *places;
	const char *orders[LANG_ORDERS + 1];
	int clock;
	const int32_t *letters; /* cldr_letters() */
	size_t n_letters;
	struct day_part parts[PARTS];
	struct sentence *say; /* sorted by key */
	size_t n_say;
};

struct langs {
	const char *folder;
	struct arena *arena;
	struct places *places; /* those of all languages */
	struct lang *items;
	size_t n;
	struct firstwords *first_words; /* of all their lexicons, by their places in items */
	const char **others;            /* names under `hear` that hear.h does not know */
	size_t n_others;
};

/* Sentences by their key, for bsearch(). */
int langfile_by_key(const void *, const void *);

/* Reads the file of that name in the folder and adds its language. */
int langfile_load(struct langs *, const char *dir, const char *name, struct err *);

#endif
