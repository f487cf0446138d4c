/* HTML to the text that a reader sees. */
#include "inbox/html.h"

#include "base/arena.h"
#include "base/text.h"
#include "fuzz/fuzz.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	const char *html = text_repair((const char *)bytes, len, a);
	const char *text = html_to_text(html, strlen(html), a);

	assert(text_valid(text, strlen(text)));
	assert(strchr(text, '\r') == NULL);
	arena_free(a);
	return 0;
}
