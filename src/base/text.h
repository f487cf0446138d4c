/*
 * text - UTF-8: is it sound, one character at a time, and folded for comparing
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

bool text_valid(const char *, size_t len); /* sound UTF-8 without NUL? */

/* A sound copy: each bad byte becomes U+FFFD, NUL too. */
char *text_repair(const char *, size_t len, struct arena *);

/* The character at *at, which moves past it; 0 at the end. The text is sound. */
uint32_t text_next(const char *, size_t len, size_t *at);

/*
 * One line fit for a header or a log: white space folded to single blanks; controls, zero-width
 * and direction marks left out.
 */
char *text_one_line(const char *, struct arena *);

/* Case-folded (Unicode full folding) and composed (NFKC), for comparing words of any script. */
char *text_fold(const char *, size_t len, struct arena *);

#endif
