#include "base/text.h"

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "tap.h"

#include <string.h>

int
main(void)
{
	struct arena *a = arena_new();
	struct err err;

	ok(text_valid("dárogiella", 11) && !text_valid("\xc3(", 2) && !text_valid("a\0b", 3),
	    "sound UTF-8 is told from broken");
	is_str(text_repair("a\xff"
			   "b",
		   3, a),
	    "a\xef\xbf\xbd"
	    "b",
	    "a bad byte is replaced");
	is_str(text_one_line(" Hello\r\nBcc: x\t\xe2\x80\xae y ", a), "Hello Bcc: x y",
	    "one line: no breaks, no direction marks");
	is_str(text_fold("DIENSTAG \xef\xbc\x91\xef\xbc\x95", 15, a), "dienstag 15",
	    "folding lowers case and narrows full-width digits");
	is_str(digest_hex("abc", 3, a),
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
	    "SHA-256 of FIPS 180-2");
	err_set(&err, ERR_CONFIG, "no host");
	err_prefix(&err, "a.conf:%d: ", 3);
	is_str(err.text, "a.conf:3: no host", "an error gets its place put before it");
	arena_free(a);
	return tap_done();
}
