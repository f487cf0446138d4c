#include "sim/server_smtp.h"

#include <stdlib.h>
#include <string.h>

static void
forget_mail(struct server_smtp *s)
{
	free(s->sender);
	free(s->recipient);
	s->sender = s->recipient = NULL;
	s->in_text = s->copied = false;
	s->len = 0;
}

void
smtp_server_restart(struct server_smtp *s)
{
	s->wire.ended = true;
}

/* The final dot: from here on the mail is this server's. */
static void
accept_mail(struct server_smtp *s)
{
	struct delivery *d;

	s->taken = realloc(s->taken, (s->n + 1) * sizeof *s->taken);
	if (s->taken == NULL)
		abort();
	d = &s->taken[s->n++];
	*d = (struct delivery){ .sender = strdup(s->sender),
		.recipient = strdup(s->recipient),
		.bytes = strndup(s->len > 0 ? s->text : "", s->len),
		.len = s->len,
		.copied = s->copied,
		.at = s->wire.clock->now_ms / 1000,
		.step = s->wire.steps->n };
	s->deliver(s->data, d);
	forget_mail(s);
	wire_say(&s->wire, "250 taken\r\n");
}

static void
take_text(struct server_smtp *s, const char *line, size_t len)
{
	if (strcmp(line, ".") == 0) {
		accept_mail(s);
		return;
	}
	if (line[0] == '.')
		line++, len--;
	if (s->len + len + 2 > s->room) {
		s->room = 2 * (s->len + len + 2);
		if ((s->text = realloc(s->text, s->room)) == NULL)
			abort();
	}
	memcpy(s->text + s->len, line, len);
	memcpy(s->text + s->len + len, "\r\n", 2);
	s->len += len + 2;
}

/* What stands in the angle brackets. */
static char *
path(const char *line)
{
	const char *at = strchr(line, '<');

	return at == NULL ? strdup("") : strndup(at + 1, strcspn(at + 1, ">"));
}

static void
take_recipient(struct server_smtp *s, const char *line)
{
	char *recipient = path(line);
	int code = s->verdict(s->data, recipient);

	wire_say(&s->wire, "%d %s\r\n", code, code == 250 ? "ok" : "not now, not here");
	if (code == 250 && strcmp(recipient, s->mailbox) == 0)
		s->copied = true;
	if (code == 250 && s->recipient == NULL && !s->copied)
		s->recipient = recipient;
	else
		free(recipient);
}

static void
take_line(struct wire *w, void *server, const char *line, size_t len)
{
	struct server_smtp *s = server;

	if (s->in_text) {
		take_text(s, line, len);
		return;
	}
	if (s->hanging_up) {
		wire_say(w, "421 come again later\r\n");
		w->ended = true;
	} else if (strncmp(line, "EHLO ", 5) == 0)
		wire_say(w, "250-smtp.team.example\r\n250-SIZE\r\n250 AUTH PLAIN\r\n");
	else if (strncmp(line, "AUTH PLAIN ", 11) == 0)
		wire_say(w, "235 welcome\r\n");
	else if (strncmp(line, "MAIL FROM:", 10) == 0 && s->sender == NULL) {
		s->sender = path(line);
		wire_say(w, "250 ok\r\n");
	} else if (strncmp(line, "RCPT TO:", 8) == 0 && s->sender != NULL)
		take_recipient(s, line);
	else if (strcmp(line, "DATA") == 0 && s->recipient != NULL) {
		s->in_text = true;
		wire_say(w, "354 go on\r\n");
	} else if (strcmp(line, "RSET") == 0 || strcmp(line, "NOOP") == 0) {
		if (line[0] == 'R')
			forget_mail(s);
		wire_say(w, "250 ok\r\n");
	} else if (strcmp(line, "QUIT") == 0) {
		wire_say(w, "221 bye\r\n");
		w->ended = true;
	} else {
		s->nonsense = "a command out of turn";
		wire_say(w, "503 what?\r\n");
	}
}

int
smtp_server_connect(struct server_smtp *s, struct transport *out)
{
	s->wire.line = take_line;
	s->wire.server = s;
	forget_mail(s);
	wire_open(&s->wire, out);
	wire_say(&s->wire, "220 ready\r\n");
	return 0;
}
