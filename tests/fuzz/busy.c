/* Own calendars: whatever the bytes, an error that says why, or sound spans within the window. */
#include "calendars/busy.h"

#include "base/arena.h"
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const struct span window = { 1796083200, 1796083200 + 60 * DAY }; /* from 2026-12-01 */
	struct arena *a = arena_new();
	struct busy_zones zones;
	struct spans spans;
	struct err err = { 0 };
	struct zone own;
	/* A copy of its own, so that reading past its end is found. */
	char *text = malloc(len);

	assert(zone_find("Asia/Tbilisi", &own));
	if (len > 0)
		memcpy(text, bytes, len);
	busy_zones(text, len, &own, window, a, &zones);
	if (busy_read(text, len, &zones, "@example.org", a, &spans, &err) == -1)
		assert(err.kind == ERR_REJECT && fuzz_one_line(err.text) && err.text[0] != '\0');
	else
		for (size_t i = 0; i < spans.n; i++) {
			struct span s = spans.items[i];

			assert(s.start_at < s.end_at && s.start_at >= window.start_at);
			assert(s.end_at <= window.end_at);
			assert(i == 0 || s.start_at > spans.items[i - 1].end_at);
		}
	free(text);
	arena_free(a);
	return 0;
}
