/* Whole mails: structure, character sets, HTML, quotes, robots, calendar parts. */
#include "inbox/letter.h"

#include "base/arena.h"
#include "base/text.h"
#include "fuzz/fuzz.h"
#include "inbox/screen.h"
#include "inbox/trim.h"
#include "understand/calreply.h"

#include <stdlib.h>
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	struct trimmed trimmed;
	struct calreply reply;
	struct letter letter;
	const char *why;
	struct err err;

	if (letter_read((const char *)bytes, len, "meet@example.org", a, &letter, &err) == 0) {
		if (!text_valid(letter.text, strlen(letter.text)) ||
		    !text_valid(letter.subject, strlen(letter.subject)) ||
		    strpbrk(letter.subject, "\r\n") != NULL)
			abort();
		screen_letter(&letter, "meet@example.org", &why);
		trim_text(letter.text, a, &trimmed);
		if (letter.calendar != NULL)
			calreply_read(&letter, a, &reply, &err);
	}
	arena_free(a);
	return 0;
}
