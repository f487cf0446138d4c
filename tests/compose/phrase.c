#include "compose/phrase.h"

#include "base/arena.h"
#include "tap.h"
#include "understand/lang.h"

#include <stdlib.h>
#include <string.h>

static const int64_t afternoon = 1796137200; /* 2026-12-01 15:00 UTC, a Tuesday */

static struct voice
voice_of(const struct langs *langs, const char *code, const char *zone, struct arena *a)
{
	const struct lang *lang = langs_find(langs, code);
	struct voice v = { 0 };
	struct zone z;

	if (ok(lang != NULL && zone_find(zone, &z), "%s in %s", code, zone))
		voice_init(&v, lang, &z, a);
	return v;
}

/* Every language says everything, with no more values than it is given. */
static void
test_complete(const struct langs *langs, struct arena *a)
{
	const char *values[] = { "x", "y", "z", "q" };

	for (size_t i = 0; i < langs_count(langs); i++) {
		const char *code = lang_code(langs_at(langs, i));
		struct voice v = voice_of(langs, code, "UTC", a);

		for (enum sentence s = 0; s < SENTENCE_COUNT; s++) {
			size_t n = sentence_arguments(s);
			const char *out = "";

			v.err = (struct err){ 0 };
			if (sentence_is_setting(s))
				out = lang_say(v.lang, sentence_key(s));
			else if (!sentence_counts(s))
				out = phrase(&v, s, values, n);
			for (long count = 0; sentence_counts(s) && count < 100; count++)
				out = phrase_count(&v, s, count, values, n - 1);
			ok(v.err.kind == ERR_NONE && out != NULL && out[0] != '\0', "%s: %s%s%s",
			    code, sentence_key(s), v.err.text[0] != '\0' ? ": " : "", v.err.text);
		}
		v.err = (struct err){ 0 };
		phrase_date(&v, afternoon);
		phrase_short_date(&v, afternoon);
		phrase_time(&v, afternoon);
		ok(v.err.kind == ERR_NONE, "%s: dates %s", code, v.err.text);
		voice_done(&v);
	}
}

static void
test_english(const struct langs *langs, struct arena *a)
{
	static const struct {
		const char *zone, *date, *time, *name;
	} zones[] = {
		{ "UTC", "Tuesday, 1 December 2026", "15:00", "UTC" },
		{ "Europe/Berlin", "Tuesday, 1 December 2026", "16:00", "Berlin time (UTC+1)" },
		{ "America/New_York", "Tuesday, 1 December 2026", "10:00",
		    "New York time (UTC-5)" },
		{ "Pacific/Auckland", "Wednesday, 2 December 2026", "04:00",
		    "Auckland time (UTC+13)" },
		{ "Asia/Kolkata", "Tuesday, 1 December 2026", "20:30", "Kolkata time (UTC+5:30)" },
		{ "America/St_Johns", "Tuesday, 1 December 2026", "11:30",
		    "St John’s time (UTC-3:30)" },
		/* ICU knows these zones by older rules or not at all */
		{ "Africa/Cairo", "Tuesday, 1 December 2026", "17:00", "Cairo time (UTC+2)" },
		{ "Europe/Kyiv", "Tuesday, 1 December 2026", "17:00", "Kyiv time (UTC+2)" },
		{ "America/Ciudad_Juarez", "Tuesday, 1 December 2026", "08:00",
		    "Ciudad Juarez time (UTC-7)" },
		{ "CET", "Tuesday, 1 December 2026", "16:00", "CET (UTC+1)" },
		{ "+05:45", "Tuesday, 1 December 2026", "20:45", "UTC+5:45" },
		{ "-04:00", "Tuesday, 1 December 2026", "11:00", "UTC-4" },
		{ "Etc/GMT+5", "Tuesday, 1 December 2026", "10:00", "UTC-5" },
	};

	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
		struct voice v = voice_of(langs, "en", zones[i].zone, a);

		is_str(phrase_date(&v, afternoon), zones[i].date, "date in %s", zones[i].zone);
		is_str(phrase_time(&v, afternoon), zones[i].time, "time in %s", zones[i].zone);
		is_str(phrase_zone(&v, &v.zone, afternoon), zones[i].name, "name of %s",
		    zones[i].zone);
		voice_done(&v);
	}
}

static void
test_summer(const struct langs *langs, struct arena *a)
{
	struct voice v = voice_of(langs, "en", "Africa/Cairo", a);
	int64_t summer = 1814875200; /* 2027-07-06 12:00 UTC */

	is_str(phrase_time(&v, summer), "15:00", "Cairo has had summer time again since 2023");
	is_str(phrase_zone(&v, &v.zone, summer), "Cairo time (UTC+3)", "and its offset");
	is_str(phrase_short_date(&v, summer), "Tue, 6 Jul 2027", "a short date");
	voice_done(&v);
}

static void
test_lengths_and_lists(const struct langs *langs, struct arena *a)
{
	static const struct {
		int minutes;
		const char *text;
	} lengths[] = { { 1, "1 minute" }, { 45, "45 minutes" }, { 60, "1 hour" },
		{ 90, "1 hour 30 minutes" }, { 121, "2 hours 1 minute" } };
	static const char *const items[] = { "1", "2", "3" };
	struct voice v = voice_of(langs, "en", "UTC", a);

	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
		is_str(phrase_minutes(&v, lengths[i].minutes), lengths[i].text, "%d minutes",
		    lengths[i].minutes);
	is_str(phrase_list(&v, items, 1), "1", "a list of one");
	is_str(phrase_list(&v, items, 2), "1 and 2", "a list of two");
	is_str(phrase_list(&v, items, 3), "1, 2 and 3", "a list of three");
	is_str(phrase_choice(&v, items, 3), "1, 2 or 3", "a choice of three");
	voice_done(&v);
}

/* A value is text, whatever it holds. */
static void
test_values(const struct langs *langs, struct arena *a)
{
	struct voice v = voice_of(langs, "en", "UTC", a);

	is_str(PHRASE(&v, SENTENCE_GREETING, "{0} it's '{1}' # <b>"), "Hello {0} it's '{1}' # <b>,",
	    "braces, quotes and marks stay what they are");
	is_str(PHRASE(&v, SENTENCE_GREETING_NAMELESS), "Hello,", "a sentence without values");
	is_int(v.err.kind, ERR_NONE, "no error");
	voice_done(&v);
}

/* tests/compose/languages: plurals of Russian, a language from right to left, and mistakes. */
static void
test_other_languages(struct arena *a)
{
	struct err err = { 0 };
	struct langs *langs = langs_load(tap_source("tests/compose/languages"), &err);
	struct voice v;
	const char *bo;

	if (!ok(langs != NULL, "languages of the test: %s", err.text))
		return;
	v = voice_of(langs, "ru", "Europe/Kyiv", a);
	is_str(phrase_minutes(&v, 1), "1 минута", "one");
	is_str(phrase_minutes(&v, 3), "3 минуты", "few");
	is_str(phrase_minutes(&v, 45), "45 минут", "many");
	is_str(phrase_date(&v, afternoon), "вторник, 1 декабря 2026", "a date");
	is_str(phrase_zone(&v, &v.zone, afternoon), "Киев (UTC+2)", "a city");
	voice_done(&v);

	v = voice_of(langs, "ar", "Africa/Cairo", a);
	is_str(PHRASE(&v, SENTENCE_GREETING, "Amélie"),
	    "مرحبًا \xe2\x81\xa8"
	    "Amélie\xe2\x81\xa9،",
	    "what is foreign is kept apart from right-to-left text");
	is_str(PHRASE(&v, SENTENCE_GREETING, "أمينة 15:00"), "مرحبًا أمينة 15:00،",
	    "what runs the same way is not, nor is a number");
	is_str(PHRASE(&v, SENTENCE_GREETING, "+3"),
	    "مرحبًا \xe2\x81\xa8"
	    "+3\xe2\x81\xa9،",
	    "a sign stays before its number");
	bo = PHRASE(&v, SENTENCE_GREETING, "Bo");
	is_str(PHRASE(&v, SENTENCE_GREETING, bo),
	    "مرحبًا مرحبًا \xe2\x81\xa8"
	    "Bo\xe2\x81\xa9،،",
	    "once is enough");
	voice_done(&v);

	v = voice_of(langs, "de", "UTC", a);
	is_str(PHRASE(&v, SENTENCE_GREETING, "x"), "", "a value that is not there");
	is_str(v.err.text, "language de: say.greeting has a wrong argument", "is named");
	v.err = (struct err){ 0 };
	phrase_minutes(&v, 5);
	is_str(v.err.text, "language de: say.minutes has a wrong argument", "a number unplaced");
	v.err = (struct err){ 0 };
	PHRASE(&v, SENTENCE_CLOSED);
	is_str(v.err.text, "language de: say.closed is no ICU message", "a brace left open");
	v.err = (struct err){ 0 };
	phrase_time(&v, afternoon);
	PHRASE(&v, SENTENCE_OVER);
	is_str(v.err.text, "language de: say.clock is missing", "the first mistake counts");
	voice_done(&v);
	langs_free(langs);
}

int
main(void)
{
	struct arena *a = arena_new();
	struct err err = { 0 };
	struct langs *langs = langs_load(langs_dir(a), &err);

	if (!ok(langs != NULL, "the languages load %s", err.text))
		return tap_done();
	test_complete(langs, a);
	test_english(langs, a);
	test_summer(langs, a);
	test_lengths_and_lists(langs, a);
	test_values(langs, a);
	test_other_languages(a);
	langs_free(langs);
	arena_free(a);
	return tap_done();
}
