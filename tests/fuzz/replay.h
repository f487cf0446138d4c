/*
 * replay - a server that says the given bytes, whatever it is told, and then hangs up
 */
#ifndef TESTS_REPLAY_H
#define TESTS_REPLAY_H
#include "inbox/transport.h"

struct replay {
	const uint8_t *bytes;
	size_t len, at;
	int64_t clock; /* milliseconds; each wait takes one */
};

/* The replay must outlive the transport. */
void replay_transport(struct replay *, const uint8_t *bytes, size_t len, struct transport *out);

#endif
