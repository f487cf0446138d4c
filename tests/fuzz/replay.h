/*
 * replay - a server that says the given bytes, whatever it is told, and then hangs up
 *
 * It says a line when somebody waits for one, not before: an answer that is there already when the
 * command goes out would be taken for what it is, and end the session at its beginning.
 */
#ifndef TESTS_REPLAY_H
#define TESTS_REPLAY_H
#include "inbox/transport.h"

struct replay {
	const uint8_t *bytes;
	size_t len, at;
	bool may_speak; /* until the end of the line */
	int64_t clock;  /* milliseconds; each wait takes one */
};

/* The replay must outlive the transport. */
void replay_transport(struct replay *, const uint8_t *bytes, size_t len, struct transport *out);

#endif
