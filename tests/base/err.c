#include "base/err.h"

#include "tap.h"

int
main(void)
{
	struct err err;

	is_int(err_set(&err, ERR_RETRY, "%s says: %s", "it", "one\r\n<3>two\033[31m"), -1,
	    "setting an error is failing");
	is_str(err.text, "it says: one  <3>two [31m", "words from outside cannot begin a line");
	is_int(err.kind, ERR_RETRY, "the kind is kept");
	is_int(err_prefix(&err, "%s:%d: ", "nino.conf", 3), -1, "so is putting words before it");
	is_str(err.text, "nino.conf:3: it says: one  <3>two [31m", "which come first");
	return tap_done();
}
