/* The header scanner and everything that takes a header's value apart. */
#include "inbox/header.h"

#include "base/arena.h"
#include "fuzz/fuzz.h"
#include "inbox/addresses.h"
#include "inbox/encoded.h"
#include "inbox/maildate.h"
#include "inbox/parameter.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	struct headers headers;

	headers_scan((const char *)bytes, len, a, &headers);
	for (size_t i = 0; i < headers.n; i++) {
		const char *value = headers.items[i].value, **ids;
		struct addresses addresses = { 0 };
		struct maildate date;

		encoded_decode(value, a);
		header_token(value, a);
		parameter_find(value, "charset", a);
		header_without_comments(value, a);
		header_message_ids(value, a, &ids);
		addresses_read(value, a, &addresses);
		maildate_read(value, a, &date);
	}
	arena_free(a);
	return 0;
}
