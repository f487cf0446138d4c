/*
 * encode - text of any script as ASCII that passes every mail server
 *
 * What comes in is UTF-8 from anywhere; broken bytes are repaired first.
 */
#ifndef COMPOSE_ENCODE_H
#define COMPOSE_ENCODE_H
#include "base/buf.h"

#include <stddef.h>

enum { ENCODE_LINE = 76 }; /* no line is longer, unless a word of it is */

/*
 * "Name: text" and CRLF, folded; what is not plain ASCII becomes RFC 2047 words.  The text is made
 * one line first, so nothing in it can begin a header of its own.
 */
void encode_header(struct buf *, const char *name, const char *text);

/* The same for an address: the name as atoms, a quoted string or RFC 2047 words. */
void encode_mailbox(struct buf *, const char *header, const char *name, const char *email);

/*
 * A body with CRLF line ends, in quoted-printable or base64, whichever is shorter: its
 * Content-Transfer-Encoding header, an empty line and the lines.
 */
void encode_body(struct buf *, const char *text);

/* Lines of base64. */
void encode_base64(struct buf *, const void *bytes, size_t len);

#endif
