/* Expressions of time: read, placed and combined; what comes out must be in order. */
#include "base/arena.h"
#include "base/text.h"
#include "fuzz/fuzz.h"
#include "understand/lang.h"
#include "understand/token.h"
#include "understand/wish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct lang *
english(void)
{
	static struct langs *langs;
	struct arena *a;
	struct err err;

	if (langs != NULL)
		return langs_find(langs, "en");
	a = arena_new();
	if ((langs = langs_load(langs_dir(a), &err)) == NULL) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	arena_free(a);
	return langs_find(langs, "en");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const struct lang *lang = english();
	struct arena *a = arena_new();
	struct wish_context context = { .sent_at = 1796112000, /* 2026-12-01 08:00 UTC */
		.zone = zone_utc(),
		.horizon_days = 28,
		.default_duration = 30,
		.places = lang_places(lang) };
	struct wish_reading reading;
	struct tokens tokens;
	const char *text = text_repair((const char *)bytes, len < 4000 ? len : 4000, a);

	tokens_read(text, strlen(text), lang, a, &tokens);
	wish_read(&tokens, lang, &context, a, &reading);
	for (size_t i = 0; i < reading.wishes.n; i++)
		if (reading.wishes.windows[i].span.start_at >=
		    reading.wishes.windows[i].span.end_at)
			abort();
	for (size_t i = 0; i < reading.n_mentions; i++)
		if (reading.mentions[i].to > strlen(text) ||
		    reading.mentions[i].from > reading.mentions[i].to)
			abort();
	arena_free(a);
	return 0;
}
