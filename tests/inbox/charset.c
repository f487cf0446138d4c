#include "inbox/charset.h"

#include "base/arena.h"
#include "base/text.h"
#include "tap.h"

#include <string.h>

#define BYTES(s) s, sizeof(s) - 1

static const struct {
	const char *bytes;
	size_t len;
	const char *charset, *want;
} texts[] = {
	{ BYTES("plain"), "", "plain" },
	{ BYTES("caf\xc3\xa9"), "utf-8", "café" },
	{ BYTES("caf\xc3\xa9"), "\"UTF-8\"", "café" },
	{ BYTES("\xef\xbb\xbf"
		"caf\xc3\xa9"),
	    "utf-8", "café" },
	{ BYTES("caf\xe9"), "iso-8859-1", "café" },
	{ BYTES("5 \x80 \x96 6"), "iso-8859-1", "5 € – 6" },
	{ BYTES("caf\xe9"), "", "café" },
	{ BYTES("caf\xe9"), "x-unknown", "café" },
	{ BYTES("caf\xe9 \xe9t\xe9"), "utf-8", "caf� �t�" },
	{ BYTES("caf\xc3\xa9"), "iso-8859-1", "café" },
	{ BYTES("caf\xc3\xa9"), "us-ascii", "café" },
	{ BYTES("\xd0\x92\xd0\xbe \xd0\xb2\xd1\x82\xd0\xbe"), "windows-1251", "Во вто" },
	{ BYTES("\xcd\xb3"), "windows-1251", "Ні" },
	{ BYTES("\xc2\xee \xe2\xf2\xee\xf0\xed\xe8\xea"), "windows-1251", "Во вторник" },
	{ BYTES("\xf7\xcf \xd7\xd4\xcf\xd2\xce\xc9\xcb"), "koi8-r", "Во вторник" },
	{ BYTES("\x1b$B2qI4\x1b(B"), "iso-2022-jp", "会百" },
	{ BYTES("\x89\xef\x8b\x63"), "Shift_JIS", "会議" },
	{ BYTES("\xbb\xe1\xd2\xe9"), "gb2312", "会议" },
	{ BYTES("\xb7\x7c\xc4\xb3"), "big5", "會議" },
	{ BYTES("\xc8\xb8\xc0\xc7"), "ks_c_5601-1987", "회의" },
	{ BYTES("\xc7\xcc\xca\xe3\xc7\xda"), "windows-1256", "اجتماع" },
	{ BYTES("+AOk-t+AOk-"), "utf-7", "été" },
	{ BYTES("h\0i\0"), "utf-16le", "hi" },
	{ BYTES("\xff\xfeh\0i\0"), "utf-16", "hi" },
	{ BYTES("\xfe\xff\0h\0i"), "us-ascii", "hi" },
	{ BYTES("\0h\0i"), "utf-16", "hi" },
	{ BYTES("h\0i\0"), "utf-16", "hi" },
	{ BYTES("\xc2\xd4"), "georgian-ps", "გტ" },
	{ BYTES("nul\0here"), "utf-8", "nul�here" },
	{ BYTES("nul\0here"), "iso-8859-1", "nul�here" },
	{ BYTES(""), "utf-8", "" },
	{ BYTES(""), "iso-2022-jp", "" },
};

/* Every byte string in every set gives sound text. */
static void
test_any_bytes(struct arena *a)
{
	static const char *const names[] = { "", "utf-8", "iso-2022-jp", "gb18030", "shift_jis",
		"euc-kr", "utf-7", "utf-16", "utf-32", "hz-gb-2312", "big5", "koi8-u",
		"georgian-ps", "armscii-8", "tcvn", "viscii", "ibm037", "scsu", "bocu-1", "x",
		"utf-8,version=1", "../../etc/passwd", "%s%n" };
	char bytes[256];

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)(unsigned char)(i * 7 + i / 9);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		bool sound = true;

		for (size_t len = 0; len <= sizeof bytes; len++) {
			char *text =
			    charset_to_utf8(bytes + (len % 5), len - (len % 5), names[i], a);

			sound = sound && text_valid(text, strlen(text));
		}
		ok(sound, "any bytes as '%s'", names[i]);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		is_str(charset_to_utf8(texts[i].bytes, texts[i].len, texts[i].charset, a),
		    texts[i].want, "row %zu, %s", i, texts[i].charset);
	test_any_bytes(a);
	arena_free(a);
	return tap_done();
}
