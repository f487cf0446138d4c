/*
 * flowed - format=flowed (RFC 3676): lines that the writer's program broke, put together again
 */
#ifndef INBOX_FLOWED_H
#define INBOX_FLOWED_H
#include <stdbool.h>

struct arena;

/* delsp: the blank at the end of a broken line was not written by the author. */
char *flowed_join(const char *text, bool delsp, struct arena *);

#endif
