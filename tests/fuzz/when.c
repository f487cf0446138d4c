/* Expressions of time, after a byte that chooses the language: in order, and the same again. */
#include "base/arena.h"
#include "base/text.h"
#include "fuzz/fuzz.h"
#include "fuzz/world.h"
#include "understand/token.h"
#include "understand/wish.h"

#include <string.h>

static void
check_set(const struct spans *s)
{
	for (size_t i = 0; i < s->n; i++) {
		assert(s->items[i].start_at < s->items[i].end_at);
		assert(i == 0 || s->items[i - 1].end_at < s->items[i].start_at);
	}
}

static void
check(const struct wish_reading *r, size_t len)
{
	const struct wishes *w = &r->wishes;

	for (size_t i = 0; i < w->n; i++) {
		assert(w->windows[i].span.start_at < w->windows[i].span.end_at);
		assert(i == 0 || w->windows[i - 1].span.start_at <= w->windows[i].span.start_at);
	}
	check_set(&w->excluded);
	check_set(&w->preferred);
	for (size_t i = 0; i < w->n_doubts; i++)
		assert(w->doubts[i].n >= 2);
	assert(w->duration_minutes >= 0);
	for (size_t i = 0; i < r->n_mentions; i++) {
		const struct mention *m = &r->mentions[i];

		assert(m->from <= m->to && m->to <= len);
		assert(m->kind != MENTION_DURATION || m->minutes > 0);
	}
}

static void
check_same(const struct wish_reading *one, const struct wish_reading *other)
{
	assert(one->wishes.n == other->wishes.n && one->n_mentions == other->n_mentions);
	for (size_t i = 0; i < one->wishes.n; i++)
		assert(memcmp(&one->wishes.windows[i].span, &other->wishes.windows[i].span,
			   sizeof(struct span)) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const struct langs *langs = world_langs();
	const struct lang *lang = langs_at(langs, len > 0 ? bytes[0] % langs_count(langs) : 0);
	struct arena *a = arena_new();
	struct wish_context context = { .sent_at = WORLD_NOW,
		.zone = zone_utc(),
		.horizon_days = 28,
		.default_duration = 30,
		.places = lang_places(lang) };
	struct wish_reading reading, again;
	struct tokens tokens;
	const char *text = len > 0 ? text_repair((const char *)bytes + 1, len - 1, a) : "";

	if (len % 2 == 1) /* one whose clocks change */
		zone_find("America/New_York", &context.zone);
	tokens_read(text, strlen(text), lang, a, &tokens);
	wish_read(&tokens, lang, &context, a, &reading);
	check(&reading, strlen(text));
	wish_read(&tokens, lang, &context, a, &again);
	check_same(&reading, &again);
	arena_free(a);
	return 0;
}
