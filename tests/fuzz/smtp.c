/*
 * What a submission server may say: a session with two messages over the guarded stream, under TLS
 * from the beginning, or after STARTTLS where the first line says "s".
 */
#include "outbox/smtp.h"

#include "fuzz/fuzz.h"
#include "fuzz/replay.h"

#include <string.h>

static const char message[] = "Subject: x\r\n\r\n.one\r\ntwo\r\n";

/* As daemon/sender.c: after trouble it asks whether there is still somebody. */
static void
send_two(struct smtp *smtp)
{
	struct err err;

	for (int i = 0; i < 2; i++) {
		err.kind = ERR_NONE;
		switch (smtp_send(smtp, "a@example.org", "b@example.org",
		    i == 0 ? "c@example.org" : "", message, strlen(message), &err)) {
		case SMTP_SENT: break;
		case SMTP_REFUSED: assert(err.kind != ERR_NONE && err.text[0] != '\0'); break;
		case SMTP_LATER:
		case SMTP_UNCERTAIN:
			assert(err.kind != ERR_NONE && err.text[0] != '\0');
			if (!smtp_alive(smtp))
				return;
		}
	}
	smtp_copy_broke(smtp);
	smtp_quiet(smtp);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct endpoint to = { .host = "localhost", .port = 587, .ca_file = "" };
	size_t first = len >= 2 && bytes[1] == '\n' ? 2 : 0;
	struct transport t;
	struct replay replay;
	struct network network = replay_network(&replay, bytes + first, len - first);
	struct smtp *smtp;
	struct err err;

	if (first > 0 && bytes[0] == 's') {
		to.tls = TLS_STARTTLS;
		to.network = &network;
		smtp = smtp_open(&to, "meet", "secret", &err);
	} else {
		replay_transport(&replay, bytes + first, len - first, &t);
		smtp = smtp_over(stream_over(&t, "fuzz"), &to, "meet", "secret", &err);
	}
	if (smtp != NULL)
		send_two(smtp);
	smtp_close(smtp);
	return 0;
}
