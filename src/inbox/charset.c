#include "inbox/charset.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

enum { NAME_MAX_LEN = 40 };

/* What mails say, and what they mean: mostly the superset that Windows writes under the name. */
static const struct {
	const char *says, *means;
} aliases[] = {
	{ "ansi_x3.4-1968", "windows-1252" },
	{ "ascii", "windows-1252" },
	{ "big5", "big5-hkscs" },
	{ "cn-big5", "big5-hkscs" },
	{ "gb2312", "gb18030" },
	{ "gb_2312-80", "gb18030" },
	{ "gbk", "gb18030" },
	{ "hz-gb-2312", "hz" },
	{ "iso-8859-1", "windows-1252" },
	{ "iso-8859-8-i", "iso-8859-8" },
	{ "iso-8859-9", "windows-1254" },
	{ "iso8859-1", "windows-1252" },
	{ "ks_c_5601", "windows-949" },
	{ "ks_c_5601-1987", "windows-949" },
	{ "latin1", "windows-1252" },
	{ "shift-jis", "windows-31j" },
	{ "shift_jis", "windows-31j" },
	{ "us-ascii", "windows-1252" },
	{ "utf8", "utf-8" },
	{ "x-gbk", "gb18030" },
	{ "x-mac-cyrillic", "macintosh-cyrillic" },
	{ "x-sjis", "windows-31j" },
};

static const char *
real_name(const char *name)
{
	for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
		if (strcasecmp(name, aliases[i].says) == 0)
			return aliases[i].means;
	return name;
}

/* Blanks and quotes around the name, and an absurd length, are the mail's fault. */
static void
clean_name(const char *name, char out[NAME_MAX_LEN])
{
	size_t n = 0;

	for (; *name != '\0' && n < NAME_MAX_LEN - 1; name++)
		if (isalnum((unsigned char)*name) || strchr("-_.:+", *name) != NULL)
			out[n++] = *name;
	out[n] = '\0';
}

static bool
is_ascii(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)bytes[i] >= 0x80 || bytes[i] == '\0')
			return false;
	return true;
}

/* Sets whose bytes are all ASCII and still say something else. */
static bool
is_seven_bit(const char *name)
{
	return strncasecmp(name, "iso-2022", 8) == 0 || strcasecmp(name, "utf-7") == 0 ||
	       strcasecmp(name, "hz") == 0;
}

static bool
is_wide(const char *name)
{
	return strncasecmp(name, "utf-16", 6) == 0 || strncasecmp(name, "utf-32", 6) == 0 ||
	       strncasecmp(name, "ucs-2", 5) == 0;
}

/*
 * Bytes that are sound UTF-8 by chance: one or two letters of Cyrillic sets can be ("Ні" in
 * windows-1251), whole sentences cannot.  The Western default is what programs claim that do not
 * know, so there any sound character tells.
 */
static bool
looks_like_utf8(const char *bytes, size_t len, const char *name)
{
	size_t at = 0, two = 0;

	if (!text_valid(bytes, len))
		return false;
	if (name[0] == '\0' || strcasecmp(name, "utf-8") == 0 ||
	    strcasecmp(name, "windows-1252") == 0)
		return true;
	while (at < len) {
		uint32_t c = text_next(bytes, len, &at);

		if (c >= 0x800)
			return true;
		if (c >= 0x80 && ++two >= 4)
			return true;
	}
	return false;
}

/* UTF-16 without a byte order mark: ASCII letters show on which side the zeros are. */
static const char *
guess_order(const char *bytes, size_t len)
{
	size_t even = 0, odd = 0;

	for (size_t i = 0; i + 1 < len && i < 512; i += 2) {
		even += bytes[i] == '\0';
		odd += bytes[i + 1] == '\0';
	}
	return odd > even ? "utf-16le" : "utf-16be";
}

/* NULL: ICU does not know that name. */
static char *
by_icu(const char *bytes, size_t len, const char *name, struct arena *a)
{
	UErrorCode rc = U_ZERO_ERROR;
	UConverter *cnv = ucnv_open(name, &rc);
	int32_t n, room = (int32_t)len * 2 + 16, out_len = 0;
	UChar *wide;
	char *out;

	if (U_FAILURE(rc))
		return NULL;
	wide = arena_alloc(a, (size_t)room * sizeof *wide);
	n = ucnv_toUChars(cnv, wide, room, bytes, (int32_t)len, &rc);
	ucnv_close(cnv);
	if (U_FAILURE(rc))
		return NULL;
	out = arena_alloc(a, (size_t)n * 3 + 1);
	u_strToUTF8WithSub(out, n * 3 + 1, &out_len, wide, n, 0xfffd, NULL, &rc);
	return U_FAILURE(rc) ? NULL : text_repair(out, (size_t)out_len, a);
}

/* The few sets that only the C library knows: georgian-ps, armscii-8. */
static char *
by_iconv(const char *bytes, size_t len, const char *name, struct arena *a)
{
	iconv_t cd = iconv_open("UTF-8", name);
	char *in = (char *)bytes, chunk[1024];
	struct buf b;

	if (cd == (iconv_t)-1)
		return NULL;
	buf_init(&b, a);
	while (len > 0) {
		char *out = chunk;
		size_t room = sizeof chunk, rc = iconv(cd, &in, &len, &out, &room);
		int why = errno;

		buf_add(&b, chunk, (size_t)(out - chunk));
		if (rc != (size_t)-1 || why == E2BIG || len == 0)
			continue;
		buf_str(&b, "\xef\xbf\xbd");
		in++;
		len--;
	}
	iconv_close(cd);
	return text_repair(b.data, b.len, a);
}

char *
charset_to_utf8(const char *bytes, size_t len, const char *says, struct arena *a)
{
	char clean[NAME_MAX_LEN], *out;
	const char *name;

	clean_name(says, clean);
	name = real_name(clean);
	if (len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		return text_repair(bytes + 3, len - 3, a);
	if (len >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
		name = "utf-16";
	else if (strcasecmp(name, "utf-16") == 0)
		name = guess_order(bytes, len);
	if (!is_seven_bit(name) && !is_wide(name) &&
	    (is_ascii(bytes, len) || looks_like_utf8(bytes, len, name)))
		return arena_mem(a, bytes, len);
	if (strcasecmp(name, "utf-8") == 0)
		return text_repair(bytes, len, a);
	/* ICU takes "" for the process's own character set. */
	if (name[0] == '\0' || ((out = by_icu(bytes, len, name, a)) == NULL &&
				   (out = by_iconv(bytes, len, name, a)) == NULL))
		out = by_icu(bytes, len, "windows-1252", a);
	return out != NULL ? out : text_repair(bytes, len, a);
}
