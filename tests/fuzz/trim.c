/* Telling the author's words from quotes and signatures: all that comes out stood in the text. */
#include "inbox/trim.h"

#include "base/arena.h"
#include "base/text.h"
#include "fuzz/fuzz.h"

#include <ctype.h>

/* The letters and digits in it: no line with one of them may be lost. */
static size_t
weight(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += isalnum((unsigned char)*s) != 0;
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	const char *text = text_repair((const char *)bytes, len, a);
	struct trimmed t;

	trim_text(text, a, &t);
	assert(fuzz_taken_from(t.own, text) && fuzz_taken_from(t.quoted, text) &&
	       fuzz_taken_from(t.signature, text));
	assert(weight(t.own) + weight(t.quoted) + weight(t.signature) == weight(text));
	if (weight(text) > 0)
		assert(*t.own != '\0' || *t.quoted != '\0');
	arena_free(a);
	return 0;
}
