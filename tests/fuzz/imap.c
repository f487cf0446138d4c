/*
 * What an IMAP server may say: a session over the guarded stream.  The first line says what is
 * asked of it, a letter each: u the UIDs, f mails, m to mark them, w to wait, s STARTTLS before
 * all.
 */
#include "inbox/imap.h"

#include "base/arena.h"
#include "fuzz/fuzz.h"
#include "fuzz/replay.h"

#include <string.h>

/*
 * libetpan loses a few bytes over answers that break off within a section or a list.  Its frames
 * say no more than that they are its own; what we forget to free is found by tests/inbox/imap.c.
 */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libetpan.so\n";
}

enum { MAILS = 4, MOST = 1000 };

static int
fetch(struct imap *imap, const uint32_t *uids, size_t n, struct arena *a, struct err *err)
{
	struct imap_mail mails[MAILS] = { 0 };

	if (imap_fetch(imap, uids, n, MOST, a, mails, err) == -1)
		return -1;
	for (size_t i = 0; i < n; i++) {
		assert(mails[i].uid == uids[i]);
		assert(mails[i].bytes == NULL || mails[i].len <= MOST);
	}
	return 0;
}

static void
ask(struct imap *imap, const char *questions, struct arena *a)
{
	uint32_t some[MAILS] = { 10, 11, 12, 20 }, *uids = some;
	size_t n = MAILS, asked;
	struct imap_box box;
	struct err err;
	int ret = imap_select(imap, "INBOX", &box, &err);

	for (; ret != -1 && *questions != '\0'; questions++)
		switch (*questions) {
		case 'u':
			if ((ret = imap_uids(imap, 10, a, &uids, &n, &err)) == -1)
				break;
			for (size_t i = 0; i < n; i++)
				assert(uids[i] >= 10 && (i == 0 || uids[i - 1] < uids[i]));
			break;
		case 'f': ret = fetch(imap, uids, n < MAILS ? n : MAILS, a, &err); break;
		case 'm':
			asked = n < MAILS ? n : MAILS;
			ret = imap_mark(imap, uids, asked, "ConvenedDone", &err);
			break;
		case 'p':
			asked = n < MAILS ? n : MAILS;
			ret = imap_put_away(imap, uids, asked, &err);
			break;
		case 'w': ret = imap_wait(imap, 60, -1, &err); break;
		}
	if (ret == -1)
		assert(err.kind != ERR_NONE && err.text[0] != '\0');
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct endpoint to = { .host = "localhost", .port = 143, .ca_file = "" };
	const uint8_t *lf = memchr(bytes, '\n', len);
	struct arena *a = arena_new();
	char questions[9] = "";
	size_t first = lf != NULL ? (size_t)(lf - bytes) + 1 : 0;
	struct transport t;
	struct replay replay;
	struct network network = replay_network(&replay, bytes + first, len - first);
	struct imap *imap;
	struct err err;

	memcpy(questions, bytes, first < 8 ? first : 8);
	if (strchr(questions, 's') != NULL) {
		to.tls = TLS_STARTTLS;
		to.network = &network;
		imap = imap_open(&to, "meet", "secret", &err);
	} else {
		replay_transport(&replay, bytes + first, len - first, &t);
		imap = imap_over(stream_over(&t, "fuzz"), &to, "meet", "secret", &err);
	}
	if (imap != NULL)
		ask(imap, questions, a);
	imap_close(imap);
	arena_free(a);
	return 0;
}
