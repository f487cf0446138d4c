/* What a submission server may say: a session with two messages over the guarded stream. */
#include "outbox/smtp.h"
#include "fuzz/fuzz.h"
#include "fuzz/replay.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const struct endpoint to = { .host = "localhost", .port = 465, .ca_file = "" };
	static const char message[] = "Subject: x\r\n\r\n.one\r\ntwo\r\n";
	struct transport t;
	struct replay replay;
	struct smtp *smtp;
	struct err err;

	replay_transport(&replay, bytes, len, &t);
	smtp = smtp_over(stream_over(&t, "fuzz"), &to, "meet", "secret", &err);
	for (int i = 0; smtp != NULL && i < 2 && smtp_alive(smtp); i++)
		smtp_send(smtp, "a@example.org", "b@example.org", "c@example.org", message, strlen(message), &err);
	smtp_close(smtp);
	return 0;
}
