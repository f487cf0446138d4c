/*
 * wire - a connection between the daemon and a server in memory
 *
 * A server gets the lines that the daemon sends and answers with wire_say().  One connection a
 * server: the daemon has no more.
 */
#ifndef TESTS_SIM_WIRE_H
#define TESTS_SIM_WIRE_H
#include "inbox/transport.h"
#include "sim/clock.h"
#include "sim/steps.h"

struct wire {
	struct clock *clock;
	struct steps *steps;

	void (*line)(struct wire *, void *server, const char *line, size_t len); /* without CRLF */
	void *server;

	bool open;
	bool ended; /* the server has hung up: what it said can still be read */
	char *out, *in;
	size_t out_len, out_room, in_len, in_room;
};

/* A new connection; an old one is forgotten. */
void wire_open(struct wire *, struct transport *out);
void wire_cut(struct wire *); /* the daemon is gone */

void wire_say(struct wire *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void wire_say_bytes(struct wire *, const char *bytes, size_t len);

#endif
