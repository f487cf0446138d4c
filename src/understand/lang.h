/*
 * lang - the languages: each one file of words it hears and sentences it says, and the CLDR's words
 *
 * Loaded once at the start and never changed, so it may be read from any thread.
 *
 *	code = "de";
 *	dates: { order = [ "dmy" ]; };          the order of 3/4/2027; several: all are possible
 *	clock = 24;                             hours of the clock people count, 12 or 24
 *	parts: { morning = "08:00-12:00"; };    where its parts of the day lie, if not as usual
 *	hear: { next = [ "nächst*" ]; ... };    phrases for the names of hear.h and of intent.c
 *	say: { offer_intro = "..."; ... };      ICU messages
 *	tongues: { ask = [ "please" ]; en = [ "in English" ]; ... };   how to ask for a language
 *	common: [ ... ] under hear              its commonest words; see tongue.h
 *	places: ( { zone = "Europe/Kyiv"; names = [ "киевск*" ]; } );   see place.h;
 *	                                        letters = true; as CET is: beside clock times
 */
#ifndef UNDERSTAND_LANG_H
#define UNDERSTAND_LANG_H
#include "base/err.h"
#include "understand/hear.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct langs;
struct lang;
struct lexicon;
struct places;
struct arena;

/* Reads every xx.conf in the folder; NULL: an error, which names file and line. */
struct langs *langs_load(const char *dir, struct err *);
void langs_free(struct langs *);

/*
 * The folder with the language files: $CONVENED_LANGUAGES, else where they were installed, else
 * beside the running program or above it (a build tree), else where the program was built from.
 * NULL: nowhere.
 */
const char *langs_dir(struct arena *);

const char *langs_folder(const struct langs *); /* what langs_load() was given */

size_t langs_count(const struct langs *);
const struct lang *langs_at(const struct langs *, size_t i);

/* Which of them, by their number, have phrases that begin with a word. */
const struct firstwords *langs_first_words(const struct langs *);

/* Also by a region or a bare language: "de-AT" is de, "zh" zh-Hans, "zh-TW" zh-Hant.  NULL: not
 * ours. */
const struct lang *langs_find(const struct langs *, const char *code);

/*
 * The key of a name under `hear` ("cancel"), the same in all languages, as tokens carry it
 * (token.h); -1: no language has phrases for it.
 */
int langs_hear(const struct langs *, const char *name);

/* The other way round, for names that are not in hear.h; NULL: it is none. */
const char *langs_hear_name(const struct langs *, int key);

/* How the keys of what stands under `tongues` begin: "tongue_ask", "tongue_en". */
#define LANG_TONGUE "tongue_"

const char *lang_code(const struct lang *); /* BCP 47: "en", "zh-Hant" */

/* A sentence as an ICU message pattern; NULL where the language lacks it. */
const char *lang_say(const struct lang *, const char *key);

/* All its phrases: the file's and the CLDR's. */
const struct lexicon *lang_lexicon(const struct lang *);

/* The names of places it knows: its own, the CLDR's, and those of all languages. */
const struct places *lang_places(const struct lang *);

/* The orders in which numeric dates are read, likelier first: "mdy", "dmy"; NULL after the last. */
const char *lang_date_order(const struct lang *, size_t i);

/* Is it written with this letter, a lower-case one?  So the CLDR says. */
bool lang_has_letter(const struct lang *, int32_t letter);

/* 12 where "10:30" may be in the evening as well, 24 where people count on to 22:30. */
int lang_clock(const struct lang *);

/* Where a part of the day lies, in minutes since midnight; its end may lie beyond 24:00. */
struct day_part {
	int from, to;
};
struct day_part lang_part(const struct lang *, enum part);

#endif
