#include "inbox/transfer.h"

#include "base/arena.h"
#include "tap.h"

#include <string.h>

static const struct {
	const char *in, *want;
} base64[] = {
	{ "Y2Fmw6k=", "café" },
	{ "Y2Fm\nw6k=\n", "café" },
	{ "Y2 Fm!w6k", "café" },
	{ "YQ==YQ==", "aa" },
	{ "Y2Fm_w", "caf\xff" },
	{ "Y", "" },
	{ "", "" },
};

static const struct {
	const char *in, *want;
} quoted_printable[] = {
	{ "caf=C3=A9", "café" },
	{ "caf=c3=a9", "café" },
	{ "one =\ntwo", "one two" },
	{ "one =  \ntwo", "one two" },
	{ "one =\r\ntwo", "one two" },
	{ "1=2", "1=2" },
	{ "a=", "a" },
	{ "a=4", "a=4" },
	{ "a=XY", "a=XY" },
	{ "a_b", "a_b" },
};

static const struct {
	const char *in, *want;
} lines[] = {
	{ "a\r\nb\r\n", "a\nb\n" },
	{ "a\nb\n", "a\nb\n" },
	{ "a\rb\r\rc", "a\nb\n\nc" },
	{ "a\r\r\nb\r\r\n", "a\nb\n" },
	{ "a\nb\rc\n", "a\nb\rc\n" },
	{ "a\r\nb\rc\r\n", "a\nb\rc\n" },
	{ "\r", "\n" },
	{ "", "" },
};

static void
test_transfer(struct arena *a)
{
	size_t len;

	for (size_t i = 0; i < sizeof base64 / sizeof *base64; i++)
		is_str(transfer_base64(base64[i].in, strlen(base64[i].in), a, &len), base64[i].want,
		    "base64 '%s'", base64[i].in);
	for (size_t i = 0; i < sizeof quoted_printable / sizeof *quoted_printable; i++)
		is_str(transfer_quoted_printable(quoted_printable[i].in,
			   strlen(quoted_printable[i].in), a, &len),
		    quoted_printable[i].want, "quoted-printable '%s'", quoted_printable[i].in);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		is_str(transfer_lines(lines[i].in, strlen(lines[i].in), a, &len), lines[i].want,
		    "line ends, row %zu", i);
	is_str(transfer_q("a_=5F_b", 7, a, &len), "a _ b", "the Q of headers");
	is_str(transfer_decode("x-unknown", "=41", 3, a, &len), "=41", "an unknown encoding");
	transfer_base64("AGE=", 4, a, &len);
	is_int((int)len, 2, "a NUL is a byte like others");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_transfer(a);
	arena_free(a);
	return tap_done();
}
