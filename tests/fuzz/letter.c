/* Whole mails: structure, character sets, HTML, robots; and what comes through the pipe of it. */
#include "understand/opened.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "fuzz/fuzz.h"
#include "inbox/screen.h"

#include <string.h>

static bool
sound(const char *text)
{
	return text_valid(text, strlen(text));
}

static void
check_address(const struct address *it)
{
	assert(fuzz_one_line(it->name) && address_valid(it->email));
}

static void
check(const struct letter *l)
{
	assert(strlen(l->digest) == 64 && strlen(l->content_key) == 64);
	assert(l->from.email[0] == '\0' || address_valid(l->from.email));
	assert(fuzz_one_line(l->from.name) && fuzz_one_line(l->subject) && fuzz_one_line(l->tag));
	assert(fuzz_one_line(l->message_id) && fuzz_one_line(l->in_reply_to));
	assert(l->n_references <= LETTER_REFERENCES_MAX);
	for (size_t i = 0; i < l->n_references; i++)
		assert(fuzz_one_line(l->references[i]) && l->references[i][0] != '\0');
	for (size_t i = 0; i < l->n_to; i++)
		check_address(&l->to[i]);
	for (size_t i = 0; i < l->n_cc; i++)
		check_address(&l->cc[i]);
	assert(
	    l->return_path == NULL || l->return_path[0] == '\0' || address_valid(l->return_path));
	assert(sound(l->text) && (l->calendar == NULL || sound(l->calendar)));
	for (size_t i = 0; i < l->n_headers; i++)
		assert(strpbrk(l->headers[i].value, "\r\n") == NULL);
}

/* What the child found must be the same behind the pipe, and be believed there. */
static void
check_crossing(const struct opened *mail, struct arena *a)
{
	struct opened arrived;
	struct buf sent, again;
	struct unpack u;

	buf_init(&sent, a);
	opened_pack(&sent, mail);
	unpack_init(&u, sent.data, sent.len, a);
	opened_unpack(&u, &arrived);
	assert(unpack_done(&u));
	buf_init(&again, a);
	opened_pack(&again, &arrived);
	assert(again.len == sent.len && memcmp(again.data, sent.data, sent.len) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	struct opened mail;
	const char *why;
	struct err err;

	if (opened_read((const char *)bytes, len, "meet@example.org", a, &mail, &err) == 0) {
		check(&mail.letter);
		check_crossing(&mail, a);
		assert((screen_letter(&mail.letter, "meet@example.org", &why) == SCREEN_PERSON) ==
		       (*why == '\0'));
	} else {
		assert(err.kind == ERR_REJECT && err.text[0] != '\0');
		assert(strlen(mail.letter.digest) == 64);
	}
	arena_free(a);
	return 0;
}
