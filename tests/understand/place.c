#include "understand/place.h"

#include "base/arena.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* "de  [Kiew] now ==> Europe/Kyiv": the name found must be what stands in brackets. */
static void
check_row(struct places *common, char *line, struct arena *a)
{
	char *arrow = strstr(line, "==>"), *words = strpbrk(line, " \t"), *open, *close;
	const char *got = "", *want = arrow + 3 + strspn(arrow + 3, " \t");
	size_t want_len = 0;
	struct places *places;
	struct folded folded;
	struct place place;

	*arrow = '\0';
	*words++ = '\0';
	words += strspn(words, " \t");
	if ((open = strchr(words, '[')) != NULL && (close = strchr(open, ']')) != NULL) {
		memmove(close, close + 1, strlen(close + 1) + 1);
		memmove(open, open + 1, strlen(open + 1) + 1);
		want_len = (size_t)(close - open) - 1;
	}
	places = places_for(common, line);
	places_ready(places);
	fold_text(words, strlen(words), a, &folded);
	if (place_at(places, words, &folded, 0, &place)) {
		for (size_t i = 0; i < place.n; i++)
			got =
			    arena_printf(a, "%s%s%s", got, i == 0 ? "" : " ", place.zones[i].name);
		is_int(folded.from[place.len], (long long)want_len, "%s: length of %s", line,
		    words);
	}
	is_str(got, want, "%s: %s", line, words);
	places_free(places);
}

static void
check_table(struct places *common, struct arena *a)
{
	FILE *f = fopen(tap_source("tests/understand/places.txt"), "re");
	char line[256];

	if (!ok(f != NULL, "the table is there"))
		return;
	while (fgets(line, sizeof line, f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] != '#' && strstr(line, "==>") != NULL)
			check_row(common, line, a);
	}
	fclose(f);
}

static void
check_added(struct places *common, struct arena *a)
{
	struct places *places = places_for(common, "ru");
	const char *text = "по киевскому времени, Киевлянин";
	struct folded folded;
	struct place place;
	size_t at;

	ok(places_add(places, "киевск*", "Europe/Kyiv", false), "a stem is taken");
	ok(!places_add(places, "атлантида", "Europe/Atlantis", false),
	    "an unknown zone is refused");
	places_ready(places);
	fold_text(text, strlen(text), a, &folded);
	at = (size_t)(strstr(folded.text, "киев") - folded.text);
	ok(place_at(places, text, &folded, at, &place) && !place.capital &&
		strcmp(place.zones[0].name, "Europe/Kyiv") == 0,
	    "a stem is found with its ending");
	at = (size_t)(strstr(folded.text, "киевл") - folded.text);
	ok(!place_at(places, text, &folded, at, &place), "a longer word is another word");
	places_free(places);
}

/* Each is a places.conf with a mistake, and what is said about it. */
static void
check_mistakes(void)
{
	static const struct {
		const char *text, *said;
	} mistakes[] = {
		{ "letters = (", "places.conf:1: syntax error" },
		{ "\nletters = ( { names = [ \"CET\" ]; } );", "places.conf:2: no zone is given" },
		{ "cities = ( { zone = \"Europe/Atlantis\"; names = [ \"Atlantis\" ]; } );",
		    "places.conf:1: unknown time zone" },
		{ "countries = ( { code = \"USA\"; zones = [ \"America/New_York\" ]; } );",
		    "places.conf:1: no country code" },
	};
	char dir[] = "/tmp/convened-place-XXXXXX", path[64];

	if (!ok(mkdtemp(dir) != NULL, "a folder of its own"))
		return;
	snprintf(path, sizeof path, "%s/places.conf", dir);
	for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
		struct err err = { 0 };
		FILE *f = fopen(path, "we");

		fputs(mistakes[i].text, f);
		fclose(f);
		ok(places_load(dir, &err) == NULL && strstr(err.text, mistakes[i].said) != NULL,
		    "%s", err.text);
	}
	unlink(path);
	rmdir(dir);
}

int
main(void)
{
	struct arena *a = arena_new();
	struct err err = { 0 };
	struct places *common = places_load(tap_source("languages"), &err);

	if (ok(common != NULL, "places.conf is read: %s", err.text)) {
		check_table(common, a);
		check_added(common, a);
	}
	check_mistakes();
	places_free(common);
	arena_free(a);
	return tap_done();
}
