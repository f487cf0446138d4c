/*
 * encoded - text in a header's value that could not be written as it is (RFC 2047)
 */
#ifndef INBOX_ENCODED_H
#define INBOX_ENCODED_H

struct arena;

/* The value with encoded words decoded, also those glued to other text; one line, no controls. */
char *encoded_decode(const char *value, struct arena *);

#endif
