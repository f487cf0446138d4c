/*
 * Transfer encodings and character sets: the first line names both, as in "base64 koi8-r", the
 * rest is what is encoded.  What our own encoder writes must come back.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "compose/encode.h"
#include "fuzz/fuzz.h"
#include "inbox/addresses.h"
#include "inbox/charset.h"
#include "inbox/encoded.h"
#include "inbox/flowed.h"
#include "inbox/header.h"
#include "inbox/transfer.h"

#include <string.h>

static void
check_base64_comes_back(const char *bytes, size_t len, struct arena *a)
{
	struct buf b;
	size_t back_len;
	char *back;

	buf_init(&b, a);
	encode_base64(&b, bytes, len);
	back = transfer_base64(b.data, b.len, a, &back_len);
	assert(back_len == len && memcmp(back, bytes, len) == 0);
}

static void
check_header_comes_back(const char *text, struct arena *a)
{
	struct headers headers;
	struct buf b;

	buf_init(&b, a);
	encode_header(&b, "Subject", text);
	for (size_t i = 0; i < b.len; i++)
		assert((unsigned char)b.data[i] < 0x7f && b.data[i] != '\0');
	b.data = transfer_lines(b.data, b.len, a, &b.len);
	assert(headers_scan(b.data, b.len, a, &headers) == b.len && headers.n == 1);
	assert(strcmp(encoded_decode(headers.items[0].value, a), text_one_line(text, a)) == 0);
}

static void
check_mailbox_comes_back(const char *name, struct arena *a)
{
	struct addresses list = { 0 };
	struct headers headers;
	struct buf b;

	buf_init(&b, a);
	encode_mailbox(&b, "To", name, "ana@example.org");
	b.data = transfer_lines(b.data, b.len, a, &b.len);
	assert(headers_scan(b.data, b.len, a, &headers) == b.len && headers.n == 1);
	addresses_read(headers.items[0].value, a, &list);
	assert(list.n == 1 && list.seen == 1);
	assert(strcmp(list.items[0].email, "ana@example.org") == 0);
	assert(strcmp(list.items[0].name, text_one_line(name, a)) == 0);
}

/* But for control characters, which a server might trip over. */
static void
check_body_comes_back(const char *text, struct arena *a)
{
	char *plain = arena_str(a, text), *to = plain;
	struct headers headers;
	struct buf b;
	size_t len, at;
	char *back;

	buf_init(&b, a);
	encode_body(&b, text);
	back = transfer_lines(b.data, b.len, a, &len);
	at = headers_scan(back, len, a, &headers);
	back = transfer_decode(headers_find(&headers, "Content-Transfer-Encoding"), back + at,
	    len - at, a, &len);
	back = transfer_lines(back, len, a, &len);
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= ' ')
			*to++ = *text;
	*to = '\0';
	assert(fuzz_taken_from(plain, back) && fuzz_taken_from(back, plain));
}

static void
check_text(const char *text, struct arena *a)
{
	const char *line = text_one_line(text, a), *folded = text_fold(text, strlen(text), a);

	assert(fuzz_one_line(line) && strcmp(text_one_line(line, a), line) == 0);
	assert(text_valid(folded, strlen(folded)));
	for (int delsp = 0; delsp < 2; delsp++) {
		const char *joined = flowed_join(text, delsp, a);

		assert(text_valid(joined, strlen(joined)));
		assert(fuzz_taken_from(joined, text));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const uint8_t *lf = memchr(bytes, '\n', len);
	size_t first = lf != NULL ? (size_t)(lf - bytes) : 0, n;
	struct arena *a = arena_new();
	const char *rest = (const char *)bytes + first;
	char *encoding = arena_mem(a, bytes, first), *charset, *decoded, *text;

	charset = encoding + strcspn(encoding, " ");
	if (*charset == ' ')
		*charset++ = '\0';
	decoded = transfer_decode(encoding, rest, len - first, a, &n);
	text = charset_to_utf8(decoded, n, charset, a);
	assert(text_valid(text, strlen(text)));
	transfer_q(rest, len - first, a, &n);
	text = transfer_lines(text, strlen(text), a, &n);
	assert(strstr(text, "\r\n") == NULL);
	check_text(text, a);
	check_header_comes_back(text, a);
	check_mailbox_comes_back(text, a);
	check_body_comes_back(text, a);
	check_base64_comes_back(rest, len - first, a);
	arena_free(a);
	return 0;
}
