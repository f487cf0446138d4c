/*
 * replay - a server that says the given bytes, whatever it is told, and then hangs up
 *
 * It says a line when somebody waits for one, not before: an answer that is there already when the
 * command goes out would be taken for what it is, and end the session at its beginning.  At the
 * beginning of a line, or of another piece of 61 bytes, some bytes are no text:
 *
 *     1   silence, until whoever waits has waited long enough
 *     2   the connection breaks
 *     3   what follows comes without being waited for
 */
#ifndef TESTS_REPLAY_H
#define TESTS_REPLAY_H
#include "inbox/stream.h"
#include "inbox/transport.h"

struct replay {
	const uint8_t *bytes;
	size_t len, at;
	bool may_speak; /* until the end of the line */
	int64_t clock;  /* milliseconds; each wait takes one */
};

/*
 * A network whose only server is the replay, which must outlive it.  It speaks no TLS, so the
 * endpoint is to have TLS_STARTTLS; without a network of its own, TLS_IMPLICIT is taken as done.
 */
struct network replay_network(struct replay *, const uint8_t *bytes, size_t len);
void replay_transport(struct replay *, const uint8_t *bytes, size_t len, struct transport *out);

#endif
