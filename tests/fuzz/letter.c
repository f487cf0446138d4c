/* Whole mails: structure, character sets, HTML, quotes, robots, calendar parts; and over the pipe.
 */
#include "understand/opened.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "fuzz/fuzz.h"
#include "inbox/screen.h"
#include "understand/calreply.h"

#include <stdlib.h>
#include <string.h>

/* What was read is sound to whoever unpacks it. */
static void
cross(const struct opened *mail, struct arena *a)
{
	struct opened there;
	struct unpack u;
	struct buf b;

	buf_init(&b, a);
	opened_pack(&b, mail);
	unpack_init(&u, b.data, b.len, a);
	opened_unpack(&u, &there);
	if (!unpack_done(&u))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	struct calreply reply;
	struct opened mail;
	const char *why;
	struct err err;

	if (opened_read((const char *)bytes, len, "meet@example.org", a, &mail, &err) == 0) {
		if (!text_valid(mail.letter.text, strlen(mail.letter.text)) ||
		    !text_valid(mail.letter.subject, strlen(mail.letter.subject)) ||
		    strpbrk(mail.letter.subject, "\r\n") != NULL)
			abort();
		screen_letter(&mail.letter, "meet@example.org", &why);
		calreply_judge(&mail.calendar, mail.letter.from.email, &reply);
		cross(&mail, a);
	}
	arena_free(a);
	return 0;
}
