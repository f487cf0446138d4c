/* Telling the author's words from quotes and signatures. */
#include "inbox/trim.h"

#include "base/arena.h"
#include "base/text.h"
#include "fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	struct trimmed trimmed;

	trim_text(text_repair((const char *)bytes, len, a), a, &trimmed);
	arena_free(a);
	return 0;
}
