#include "understand/firstwords.h"

#include "base/arena.h"
#include "understand/lexicon.h"

enum {
	SLOTS = 1 << 15,
	BEGINNING = 3, /* bytes that all open phrases have which count */
	STEM = 5,      /* bytes that most of them have, which tell more */
};

struct firstwords {
	uint64_t words[SLOTS]; /* by what a word's bytes come to */
	uint64_t open[SLOTS];  /* likewise of its beginning, where phrases leave the rest open */
};

/* What is being added. */
struct adding {
	struct firstwords *to;
	uint64_t language;
};

/* FNV-1a, folded to the size of the table. */
static size_t
slot_of(const char *word, size_t len)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)word[i]) * 16777619u;
	return (hash ^ hash >> 16) % SLOTS;
}

struct firstwords *
firstwords_new(struct arena *a)
{
	return arena_alloc(a, sizeof(struct firstwords));
}

static void
add_word(const char *word, size_t len, bool open, void *adding)
{
	struct adding *a = adding;

	if (!open)
		a->to->words[slot_of(word, len)] |= a->language;
	else if (len >= BEGINNING)
		a->to->open[slot_of(word, len < STEM ? BEGINNING : STEM)] |= a->language;
}

void
firstwords_add(struct firstwords *f, const struct lexicon *x, size_t language)
{
	struct adding a = { f, language < FIRSTWORDS_LANGUAGES ? (uint64_t)1 << language : 0 };

	lexicon_first_words(x, add_word, &a);
}

uint64_t
firstwords_languages(const struct firstwords *f, const char *word, size_t len)
{
	uint64_t found = f->words[slot_of(word, len)];

	if (len >= BEGINNING)
		found |= f->open[slot_of(word, BEGINNING)];
	if (len >= STEM)
		found |= f->open[slot_of(word, STEM)];
	return found;
}
