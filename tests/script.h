/*
 * script - a server in memory that plays from a script, with a clock of its own
 *
 * One step a line; blanks before it and empty lines do not count:
 *
 *     > text         says the text and CRLF; several in a row arrive in one piece
 *     >- text        says the text without an end of line
 *     < text         waits for this line; a * at its end stands for anything
 *     <. text        takes lines up to and including this one
 *     ~ 30           is silent for so many seconds
 *     drip 400       from here on one byte at a time, each after so many milliseconds
 *     endless        says x without end
 *     deaf           from here on whatever the client says is passed over
 *     close          ends the stream
 *     reset          breaks the connection
 *
 * What the client says out of turn breaks the connection and is told by script_wrong().
 */
#ifndef TESTS_SCRIPT_H
#define TESTS_SCRIPT_H
#include "inbox/transport.h"

struct script;

struct script *script_new(const char *steps);
void script_free(struct script *); /* after the stream on it was closed */

/* Its clock begins at 0 and moves only while somebody waits. */
void script_transport(struct script *, struct transport *out);

int64_t script_clock(const struct script *);     /* milliseconds */
const char *script_wrong(const struct script *); /* the first line out of turn, or "" */
bool script_done(const struct script *);         /* was every step played? */
bool script_closed(const struct script *);       /* did the client close? */

#endif
