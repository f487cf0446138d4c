/* Calendar parts alone, so that the fuzzer need not find the way through a mail. */
#include "understand/calreply.h"

#include "base/arena.h"
#include "base/text.h"
#include "fuzz/fuzz.h"
#include "inbox/letter.h"
#include "understand/calobject.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	struct letter letter = { .calendar = text_repair((const char *)bytes, len, a),
		.calendar_method = "REPLY" };
	struct calobjects objects;
	struct calreply reply;
	struct err err;

	if (calobjects_read(&letter, a, &objects, &err) == 0)
		calreply_judge(&objects, "ana@example.org", &reply);
	arena_free(a);
	return 0;
}
