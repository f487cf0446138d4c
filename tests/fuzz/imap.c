/* What an IMAP server may say: a session over the guarded stream. */
#include "inbox/imap.h"
#include "base/arena.h"
#include "fuzz/fuzz.h"
#include "fuzz/replay.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const struct endpoint to = { .host = "localhost", .port = 993, .ca_file = "" };
	struct arena *a = arena_new();
	struct imap_mail mails[3] = { 0 };
	struct imap_box box;
	struct transport t;
	struct replay replay;
	struct imap *imap;
	struct err err;
	uint32_t *uids;
	size_t n;

	replay_transport(&replay, bytes, len, &t);
	imap = imap_over(stream_over(&t, "fuzz"), &to, "meet", "secret", &err);
	if (imap != NULL && imap_select(imap, "INBOX", &box, &err) == 0 &&
	    imap_uids(imap, 1, a, &uids, &n, &err) == 0 &&
	    imap_fetch(imap, uids, n < 3 ? n : 3, 65536, a, mails, &err) == 0 &&
	    imap_mark(imap, uids, n < 3 ? n : 3, "ConvenedDone", &err) == 0)
		imap_wait(imap, 60, -1, &err);
	imap_close(imap);
	arena_free(a);
	return 0;
}
