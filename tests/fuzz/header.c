/* The header scanner and everything that takes a header's value apart. */
#include "inbox/header.h"

#include "base/arena.h"
#include "base/text.h"
#include "fuzz/fuzz.h"
#include "inbox/addresses.h"
#include "inbox/encoded.h"
#include "inbox/maildate.h"
#include "inbox/parameter.h"

#include <stdlib.h>
#include <string.h>

static void
check_ids(const char *value, struct arena *a)
{
	const char **ids;
	size_t n = header_message_ids(value, a, &ids);

	for (size_t i = 0; i < n; i++) {
		assert(*ids[i] != '\0');
		for (const char *s = ids[i]; *s != '\0'; s++)
			assert(*s > ' ' && *s < 0x7f && *s != '<' && *s != '>');
	}
}

static void
check_addresses(const char *value, struct arena *a)
{
	struct addresses list = { 0 };

	addresses_read(value, a, &list);
	assert(list.n <= ADDRESSES_MAX && list.n <= list.seen);
	for (size_t i = 0; i < list.n; i++) {
		const struct address *it = &list.items[i];

		assert(address_valid(it->email) && fuzz_one_line(it->email));
		assert(fuzz_one_line(it->name));
		assert(address_valid(address_without_tag(it->email, a)));
		assert(address_same(it->email, it->email));
	}
}

static void
check_value(const char *value, struct arena *a)
{
	static const char *const parameters[] = { "charset", "boundary", "name", "filename" };
	struct maildate date;

	assert(text_valid(value, strlen(value)) && strpbrk(value, "\r\n") == NULL);
	assert(fuzz_one_line(encoded_decode(value, a)));
	assert(strpbrk(header_token(value, a), " \t;") == NULL);
	assert(fuzz_taken_from(header_without_comments(value, a), value));
	for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
		const char *found = parameter_find(value, parameters[i], a);

		assert(found == NULL || fuzz_one_line(found));
	}
	if (maildate_read(value, a, &date))
		assert(abs(date.offset) < 24 * 60 * 60);
	check_ids(value, a);
	check_addresses(value, a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	struct headers headers;

	assert(headers_scan((const char *)bytes, len, a, &headers) <= len);
	for (size_t i = 0; i < headers.n; i++) {
		const struct header *h = &headers.items[i];

		assert(*h->name != '\0' && strpbrk(h->name, ": \t\r\n") == NULL);
		assert(headers_find(&headers, h->name) != NULL);
		check_value(h->value, a);
	}
	arena_free(a);
	return 0;
}
