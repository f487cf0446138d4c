/*
 * vacation - does a text say of itself that no person wrote it?
 *
 * For programs that answer without any of the headers that should tell.  A mail that slips
 * through meets the limits on how often anybody is answered (decide/brake.h).
 */
#ifndef INBOX_VACATION_H
#define INBOX_VACATION_H
#include <stdbool.h>

/* Only the first lines are looked at, up to a quote: "I'm out on Thursday, but Friday works". */
bool vacation_text(const char *text);

#endif
