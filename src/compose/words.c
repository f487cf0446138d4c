#include "compose/words.h"

#include "base/arena.h"

void
words_init(struct words *w, const char *language, bool right_to_left, struct arena *a)
{
	*w = (struct words){ .arena = a,
		.title = "",
		.language = language,
		.right_to_left = right_to_left };
}

struct block *
words_add(struct words *w, enum block_kind kind, const char *text)
{
	struct block *b;

	w->items = arena_more(w->arena, w->items, w->n, sizeof *w->items);
	b = &w->items[w->n++];
	*b = (struct block){ .kind = kind,
		.text = text,
		.label = "",
		.detail = "",
		.link = "",
		.link_text = "" };
	return b;
}
