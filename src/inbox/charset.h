/*
 * charset - text in any character set to sound UTF-8
 *
 * Never fails: what a mail says about its character set is a hint.  UTF-8 that calls itself
 * something else is seen, an unknown name is read as windows-1252, bad bytes become U+FFFD.
 */
#ifndef INBOX_CHARSET_H
#define INBOX_CHARSET_H
#include <stddef.h>

struct arena;

/* name: as it stands in the mail, "" where nothing is said. */
char *charset_to_utf8(const char *bytes, size_t len, const char *name, struct arena *);

#endif
