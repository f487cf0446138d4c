/* Bytes from a process that may have been taken over: nothing unsound may come of them. */
#include "understand/opened.h"

#include "base/arena.h"
#include "base/text.h"
#include "fuzz/fuzz.h"
#include "inbox/screen.h"
#include "understand/calreply.h"

#include <stdlib.h>
#include <string.h>

static void
must_be_line(const char *text, struct arena *a)
{
	if (!text_valid(text, strlen(text)) || strcmp(text, text_one_line(text, a)) != 0)
		abort();
}

static void
must_be_sound(const struct opened *mail, struct arena *a)
{
	const struct letter *l = &mail->letter;

	must_be_line(l->subject, a);
	must_be_line(l->message_id, a);
	must_be_line(l->from.name, a);
	for (size_t i = 0; i < l->n_references; i++)
		must_be_line(l->references[i], a);
	for (size_t i = 0; i < l->n_to; i++)
		if (!address_valid(l->to[i].email))
			abort();
	for (size_t i = 0; i < mail->calendar.n; i++)
		must_be_line(mail->calendar.items[i].uid, a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	struct calreply reply;
	struct opened mail;
	struct unpack u;
	const char *why;

	unpack_init(&u, (const char *)bytes, len, a);
	opened_unpack(&u, &mail);
	if (unpack_done(&u)) {
		must_be_sound(&mail, a);
		screen_letter(&mail.letter, "meet@example.org", &why);
		calreply_judge(&mail.calendar, mail.letter.from.email, &reply);
	}
	arena_free(a);
	return 0;
}
