#include "base/text.h"

#include "base/arena.h"
#include "base/buf.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

/* Where what is not plain ASCII, or is NUL, begins. */
static size_t
ascii_end(const char *s, size_t len)
{
	const uint64_t high = 0x8080808080808080, low = 0x0101010101010101;
	size_t at = 0;
	uint64_t eight;

	for (; len - at >= sizeof eight; at += sizeof eight) {
		memcpy(&eight, s + at, sizeof eight);
		if (((eight | (eight - low)) & high) != 0) /* or a byte below 1 */
			break;
	}
	while (at < len && s[at] > 0)
		at++;
	return at;
}

bool
text_valid(const char *s, size_t len)
{
	int32_t i = (int32_t)ascii_end(s, len), n = (int32_t)len;
	UChar32 c;

	while (i < n) {
		U8_NEXT(s, i, n, c);
		if (c <= 0)
			return false;
	}
	return true;
}

char *
text_repair(const char *s, size_t len, struct arena *a)
{
	int32_t i = 0, was, n = (int32_t)len;
	struct buf b;
	UChar32 c;

	buf_init(&b, a);
	while (i < n) {
		was = i;
		U8_NEXT(s, i, n, c);
		if (c <= 0)
			buf_str(&b, "\xef\xbf\xbd");
		else
			buf_add(&b, s + was, (size_t)(i - was));
	}
	return b.data;
}

uint32_t
text_next(const char *s, size_t len, size_t *at)
{
	int32_t i = (int32_t)*at;
	UChar32 c;

	if (*at >= len)
		return 0;
	U8_NEXT(s, i, (int32_t)len, c);
	*at = (size_t)i;
	return c < 0 ? 0xfffd : (uint32_t)c;
}

/* Plain ASCII from there on, blanks left out: as it mostly is. */
static size_t
plain_run(const char *s, size_t len, size_t at)
{
	while (at < len && s[at] > ' ' && s[at] < 0x7f)
		at++;
	return at;
}

char *
text_one_line(const char *s, struct arena *a)
{
	size_t len = strlen(s), at = 0, was;
	bool blank = false;
	struct buf b;

	buf_init(&b, a);
	while (at < len) {
		was = at;
		if ((at = plain_run(s, len, at)) == was) {
			UChar32 c = (UChar32)text_next(s, len, &at);

			if (c == ' ' || u_isUWhiteSpace(c)) {
				blank = true;
				continue;
			}
			if (u_charType(c) == U_CONTROL_CHAR || u_charType(c) == U_FORMAT_CHAR)
				continue;
		}
		if (blank && b.len > 0)
			buf_char(&b, ' ');
		blank = false;
		buf_add(&b, s + was, at - was);
	}
	return b.data;
}

static char *
ascii_lower(const char *s, size_t len, struct arena *a)
{
	char *out = arena_mem(a, s, len);

	for (size_t i = 0; i < len; i++)
		if (out[i] >= 'A' && out[i] <= 'Z')
			out[i] += 'a' - 'A';
	return out;
}

char *
text_fold(const char *s, size_t len, struct arena *a)
{
	UErrorCode rc = U_ZERO_ERROR;
	const UNormalizer2 *nfkc = unorm2_getNFKCCasefoldInstance(&rc);
	int32_t n = 0, m, room = (int32_t)len + 1;
	UChar *wide, *folded;
	char *out;

	if (ascii_end(s, len) == len)
		return ascii_lower(s, len, a);
	wide = arena_room(a, (size_t)room * sizeof *wide);
	folded = arena_room(a, (size_t)room * 18 * sizeof *folded);
	u_strFromUTF8WithSub(wide, room, &n, s, (int32_t)len, 0xfffd, NULL, &rc);
	m = unorm2_normalize(nfkc, wide, n, folded, room * 18, &rc);
	if (U_FAILURE(rc))
		return arena_mem(a, s, len);
	out = arena_alloc(a, (size_t)m * 3 + 1);
	u_strToUTF8(out, m * 3 + 1, NULL, folded, m, &rc);
	return out;
}
