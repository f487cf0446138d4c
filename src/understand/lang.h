/*
 * lang - the languages: each one file of words it hears and sentences it says, and the CLDR's words
 *
 * Loaded once at the start and never changed, so it may be read from any thread.
 */
#ifndef UNDERSTAND_LANG_H
#define UNDERSTAND_LANG_H
#include "base/err.h"

#include <stddef.h>

struct langs;
struct lang;

/* Reads every xx.conf in the folder; an error names file and line. */
struct langs *langs_load(const char *dir, struct err *);
void langs_free(struct langs *);

/*
 * The folder with the language files: $CONVENED_LANGUAGES, else where they were installed, else
 * beside the running program or above it (a build tree).  NULL: nowhere.
 */
struct arena;
const char *langs_dir(struct arena *);

size_t langs_count(const struct langs *);
const struct lang *langs_at(const struct langs *, size_t i);
const struct lang *langs_find(const struct langs *, const char *code); /* NULL: not ours */

const char *lang_code(const struct lang *); /* BCP 47: "en", "zh-Hant" */

/* A sentence as an ICU message pattern; NULL where the language lacks it. */
const char *lang_say(const struct lang *, const char *key);

#endif
