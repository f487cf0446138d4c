/*
 * report - what a delivery report tells: what became of which message (RFC 3464, RFC 8098)
 *
 * Reports come in the form of the RFCs, and as plain words above the message that comes back.  Of
 * which message one speaks is told by the Message-IDs that stand in it, not by the addresses it
 * names: anybody can write those.
 */
#ifndef INBOX_REPORT_H
#define INBOX_REPORT_H
#include "inbox/letter.h"

struct arena;
struct part;

/* text: what the mail says in words (body_text()). */
void report_read(const struct part *root, const char *text, struct arena *, struct report *out);

#endif
