#include "compose/bidi.h"

#include "base/arena.h"
#include "base/text.h"

#include <stdbool.h>
#include <string.h>
#include <unicode/uchar.h>

enum { OPEN = 0x2068, CLOSE = 0x2069 };

static size_t
after(uint32_t c, size_t depth)
{
	if (c == OPEN)
		return depth + 1;
	return c == CLOSE && depth > 0 ? depth - 1 : depth;
}

/* "15:00" and "3/12" are numbers wherever they stand; "+3" and "3-4" would be turned round. */
static bool
is_turned(uint32_t c)
{
	UCharDirection d = u_charDirection((UChar32)c);

	return d == U_LEFT_TO_RIGHT || d == U_EUROPEAN_NUMBER_SEPARATOR ||
	       d == U_EUROPEAN_NUMBER_TERMINATOR;
}

/* What is in an isolate already is of no matter to those around it. */
const char *
bidi_apart(const char *text, struct arena *a)
{
	size_t len = strlen(text), at = 0, depth = 0;
	uint32_t c;

	while ((c = text_next(text, len, &at)) != 0) {
		if (depth == 0 && is_turned(c))
			return arena_printf(a, BIDI_OPEN "%s" BIDI_CLOSE, text);
		depth = after(c, depth);
	}
	return text;
}

size_t
bidi_depth(const char *text, size_t len, size_t before)
{
	size_t depth = before;
	uint32_t c;

	for (size_t at = 0; (c = text_next(text, len, &at)) != 0;)
		depth = after(c, depth);
	return depth;
}
