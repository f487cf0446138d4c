/*
 * server_smtp - an SMTP server in memory: a result for each recipient, and a list of what it took
 */
#ifndef TESTS_SIM_SERVER_SMTP_H
#define TESTS_SIM_SERVER_SMTP_H
#include "sim/wire.h"

#include <stdint.h>

struct delivery {
	const char *sender, *recipient;
	const char *bytes; /* dots taken back, CRLF lines */
	size_t len;
	bool copied; /* a copy went to convened's own mailbox */
	int64_t at;  /* seconds */
	long step;   /* the step in which it was taken */
};

struct server_smtp {
	struct wire wire;
	struct delivery *taken;
	size_t n;

	/* Whoever carries the mails on: told of each that was taken, asked about each recipient. */
	int (*verdict)(void *data, const char *recipient); /* 250, 450, 550 */
	const char *mailbox;                               /* convened's own */
	void (*deliver)(void *data, const struct delivery *);
	void *data;

	bool hanging_up; /* each command is answered with 421 */

	/* of the present connection */
	char *sender, *recipient, *text;
	size_t len, room;
	bool in_text, copied;
	const char *nonsense;
};

int smtp_server_connect(struct server_smtp *, struct transport *out);
void smtp_server_restart(struct server_smtp *);

#endif
