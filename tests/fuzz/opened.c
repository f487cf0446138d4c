/*
 * What a child that was taken over may send: a mail as opened_pack() leaves it, damaged.  The first
 * byte says at how many places; three bytes for each of them say where, a fourth what stands there
 * then.
 */
#include "understand/opened.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "fuzz/fuzz.h"
#include "inbox/addresses.h"
#include "inbox/screen.h"
#include "understand/calreply.h"

#include <string.h>

static void
check(const struct opened *mail)
{
	const struct letter *l = &mail->letter;

	assert(fuzz_one_line(l->subject) && fuzz_one_line(l->message_id));
	assert(fuzz_one_line(l->in_reply_to) && fuzz_one_line(l->from.name));
	assert(fuzz_one_line(l->tag) && text_valid(l->text, strlen(l->text)));
	assert(l->from.email[0] == '\0' || address_valid(l->from.email));
	assert(l->n_references <= LETTER_REFERENCES_MAX && l->n_to <= ADDRESSES_MAX);
	for (size_t i = 0; i < l->n_references; i++)
		assert(fuzz_one_line(l->references[i]));
	for (size_t i = 0; i < l->n_to; i++)
		assert(address_valid(l->to[i].email) && fuzz_one_line(l->to[i].name));
	for (size_t i = 0; i < l->n_cc; i++)
		assert(address_valid(l->cc[i].email) && fuzz_one_line(l->cc[i].name));
	for (size_t i = 0; i < l->n_headers; i++)
		assert(strpbrk(l->headers[i].value, "\r\n") == NULL);
	for (size_t i = 0; i < mail->calendar.n; i++)
		assert(fuzz_one_line(mail->calendar.items[i].uid) &&
		       fuzz_one_line(mail->calendar.items[i].comment));
}

/* The mail in these bytes, packed and damaged; the bytes themselves where they are none. */
static void
damage(struct buf *b, const uint8_t *bytes, size_t len, struct arena *a)
{
	size_t n = len > 0 ? bytes[0] % 16 : 0, text = 1 + 4 * n;
	struct opened mail;
	struct err err;

	buf_init(b, a);
	if (len < text ||
	    opened_read((const char *)bytes + text, len - text, "", a, &mail, &err) == -1) {
		buf_add(b, bytes, len);
		return;
	}
	opened_pack(b, &mail);
	for (const uint8_t *at = bytes + 1; at < bytes + text; at += 4)
		b->data[(at[0] | at[1] << 8 | at[2] << 16) % b->len] = (char)at[3];
}

/* What was believed once is the same when it goes the same way again. */
static void
check_again(const struct opened *mail, struct arena *a)
{
	struct opened again;
	struct buf once, twice;
	struct unpack u;

	buf_init(&once, a);
	opened_pack(&once, mail);
	unpack_init(&u, once.data, once.len, a);
	opened_unpack(&u, &again);
	assert(unpack_done(&u));
	buf_init(&twice, a);
	opened_pack(&twice, &again);
	assert(once.len == twice.len && memcmp(once.data, twice.data, once.len) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	struct calreply reply;
	struct opened mail;
	const char *why;
	struct unpack u;
	struct buf b;

	damage(&b, bytes, len, a);
	unpack_init(&u, b.data, b.len, a);
	opened_unpack(&u, &mail);
	if (unpack_done(&u)) {
		check(&mail);
		screen_letter(&mail.letter, "meet@example.org", &why);
		calreply_judge(&mail.calendar, mail.letter.from.email, 1796116500, &reply);
		check_again(&mail, a);
	}
	arena_free(a);
	return 0;
}
