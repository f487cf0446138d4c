#include "understand/lang.h"

#include "base/arena.h"
#include "tap.h"
#include "understand/firstwords.h"
#include "understand/token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/convened-lang-XXXXXX";

static struct langs *
load(const char *text, struct err *err)
{
	struct arena *a = arena_new();
	const char *path = arena_printf(a, "%s/xx.conf", dir);
	FILE *f = fopen(path, "w");
	struct langs *ls;

	fputs(text, f);
	fclose(f);
	err->text[0] = '\0';
	ls = langs_load(dir, err);
	unlink(path);
	arena_free(a);
	return ls;
}

/* Each is a file with a mistake, and the end of what is said about it. */
static const struct {
	const char *text, *line, *what;
} mistakes[] = {
	{ "hear: { };", ":1: ", "code" },
	{ "code = \"xx\";\nhear: {\n next = 3;\n};", ":3: ", "phrase" },
	{ "code = \"xx\";\nhear: {\n next = [ 1, 2 ];\n};", ":3: ", "phrase" },
	{ "code = \"xx\";\nsay: {\n hello = 3;\n};", ":3: ", "sentence" },
	{ "code = \"xx\";\nhear = [ \"a\" ];", ":2: ", "group" },
	{ "code = \"xx\";\nsay = ( \"a\", \"b\" );", ":2: ", "group" },
	{ "code = \"xx\";\nparts = ( \"09:00-10:00\" );", ":2: ", "group" },
	{ "code = \"xx\";\nplaces = \"Kyiv\";", ":2: ", "list" },
	{ "code = \"xx\";\nplaces = ( \"Kyiv\" );", ":2: ", "a place is" },
	{ "code = \"xx\";\nplaces = ( { zone = \"Europe/Kyiv\"; names = \"Kyiv\"; } );",
	    ":2: ", "list" },
	{ "code = \"xx\";\ndates: { order = \"dmy\"; };", ":2: ", "list" },
	{ "code = \"xx\";\nparts: { tuesday = \"01:00-02:00\"; };", ":2: ", "part of the day" },
	{ "code = \"xx\";\nparts: { morning = \"12:00-09:00\"; };", ":2: ", "two times" },
	{ "code = \"xx\";\ndates: { order = [ \"ddd\" ]; };", ":2: ", "order" },
	{ "code = \"xx\";\nclock = 13;", ":2: ", "12, 24 or 30" },
	{ "code = \"xx\";\nhear: { next = [ \"a\" };", ":2: ", "syntax" },
	{ "code = \"xx\";\nhear: {\n@include \"xx.words\"\n};", ":3: ", "include" },
	{ "code = \"xx\";\nhear: {\n @include \".\"\n};", ":3: ", "@include \".\" names no file" },
	{ "code = \"xx\";\n@include \"\"\n", ":2: ", "names no file" },
};

static void
check_mistakes(void)
{
	for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
		struct err err;
		struct langs *ls = load(mistakes[i].text, &err);

		ok(ls == NULL && strstr(err.text, mistakes[i].line) != NULL &&
			strstr(err.text, mistakes[i].what) != NULL,
		    "told with its line: %s", err.text);
		langs_free(ls);
	}
}

/* A made-up language that writes things together in front and behind. */
static const char xx[] =
    "code = \"de\";\n"
    "dates: { order = [ \"ymd\", \"dmy\" ]; };\n"
    "parts: { morning = \"07:00-11:30\"; };\n"
    "hear: { next = [ \"nächst*\" ]; evening = [ \"abend\", \"*abend\" ];\n"
    " the = \"il+\"; and = [ \"wa+\" ]; cancel = [ \"sage ... ab\", \"abblasen\" ];\n"
    " told = [ \"=wurde\" ]; not_before = [ \"ab\" ]; };\n"
    "say: { b = \"zwei\"; a = \"eins\"; };\n";

static void
check_words(const struct langs *ls, const struct lang *l)
{
	static const char text[] = "NÄCHSTEN Dienstagabend wailAbend il abblasen";
	struct arena *a = arena_new();
	struct tokens ts;

	tokens_read(text, strlen(text), l, a, &ts);
	is_int((long long)ts.n, 8, "words are taken apart");
	ok(tokens_hear(&ts, 0, HEAR_NEXT) != NULL, "an open ending");
	ok(tokens_hear(&ts, 1, HEAR_WEEKDAY) != NULL, "a stem from the CLDR");
	ok(tokens_hear(&ts, 2, HEAR_PART) != NULL, "and an ending");
	ok(tokens_hear(&ts, 3, HEAR_AND) != NULL && tokens_hear(&ts, 4, HEAR_THE) != NULL &&
		tokens_hear(&ts, 5, HEAR_PART) != NULL,
	    "two prefixes and a word");
	ok(tokens_hear(&ts, 6, HEAR_THE) == NULL, "a prefix is none on its own");
	ok(langs_hear(ls, "cancel") >= HEAR_OTHERS &&
		tokens_hear(&ts, 7, langs_hear(ls, "cancel")) != NULL,
	    "names that others look for");
	is_int(langs_hear(ls, "next"), HEAR_NEXT, "names of the table");
	is_int(langs_hear(ls, "nonsense"), -1, "names nobody uses");
	arena_free(a);
}

/* Two words that stand apart, and one whose accents tell it from another. */
static void
check_manners(const struct langs *ls, const struct lang *l)
{
	static const struct {
		const char *text;
		size_t at;
		bool cancels, told, ab;
	} rows[] = {
		{ "ich sage den Termin ab", 1, true, false, false },
		{ "sage es ab 3", 0, false, false, true },
		{ "sage es, ab Montag", 0, false, false, true },
		{ "sage es. ab", 0, false, false, true },
		{ "sage es dem Abt", 0, false, false, false },
		{ "sage a b c d e f g h i j k l m ab", 0, false, false, true },
		{ "das wurde", 1, false, true, false },
		{ "Wurde", 0, false, true, false },
		{ "das würde", 1, false, false, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *a = arena_new();
		bool ab = false;
		struct tokens ts;

		tokens_read(rows[i].text, strlen(rows[i].text), l, a, &ts);
		for (size_t k = 0; k < ts.n; k++)
			ab |= tokens_hear(&ts, k, HEAR_NOT_BEFORE) != NULL;
		ok((tokens_hear(&ts, rows[i].at, langs_hear(ls, "cancel")) != NULL) ==
			    rows[i].cancels &&
			(tokens_hear(&ts, rows[i].at, HEAR_TOLD) != NULL) == rows[i].told &&
			ab == rows[i].ab,
		    "%s", rows[i].text);
		arena_free(a);
	}
}

/* Never one too few; which are too many is chance, but not of each word. */
static void
check_first_words(const struct langs *ls)
{
	static const struct {
		const char *word;
		bool known;
	} rows[] = { { "abend", true }, { "montag", true }, { "nachsten", true },
		{ "nachst", true }, { "sage", true }, { "ab", true }, { "ubermorgen", true },
		{ "sag", false }, { "zwiebel", false }, { "abendbrot", false }, { "x", false } };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_int((long long)firstwords_languages(langs_first_words(ls), rows[i].word,
			   strlen(rows[i].word)),
		    rows[i].known, "a phrase begins with %s", rows[i].word);
}

int
main(void)
{
	struct err err;
	const struct lang *l;
	struct langs *ls;

	if (mkdtemp(dir) == NULL)
		return 1;
	check_mistakes();
	ls = load(xx, &err);
	if (ok(ls != NULL && langs_count(ls) == 1, "a sound file is loaded %s", err.text)) {
		l = langs_at(ls, 0);
		is_str(lang_code(l), "de", "its code");
		ok(langs_find(ls, "DE") == l && langs_find(ls, "de-AT") == l &&
			langs_find(ls, "fr") == NULL && langs_find(ls, "") == NULL,
		    "is found by it");
		is_str(lang_say(l, "a"), "eins", "what it says");
		ok(lang_say(l, "c") == NULL, "what it does not say");
		is_str(lang_date_order(l, 1), "dmy", "its orders");
		ok(lang_date_order(l, 2) == NULL, "and no more");
		is_int(lang_part(l, PART_MORNING).to, 11 * 60 + 30, "its morning");
		is_int(lang_part(l, PART_EVENING).from, 17 * 60, "the usual evening");
		check_words(ls, l);
		check_manners(ls, l);
		check_first_words(ls);
	}
	langs_free(ls);
	rmdir(dir);
	return tap_done();
}
