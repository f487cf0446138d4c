/*
 * fold - text made comparable, each byte still knowing where it came from
 *
 * Lower case, accents off Latin letters, Arabic vowel marks and hamzas off, full-width forms and
 * every script's digits as ASCII, all apostrophes, dashes and blanks alike, invisible marks gone.
 * A run of blanks becomes one blank, one with a line's end in it one newline, more of them two.
 * Phrases of the language files and the text of mails go through the same fold.
 */
#ifndef UNDERSTAND_FOLD_H
#define UNDERSTAND_FOLD_H
#include <stddef.h>
#include <stdint.h>

struct arena;

struct folded {
	char *text; /* NUL-terminated */
	size_t len;
	uint32_t *from; /* from[i]: where in the original the character at byte i began; len + 1 */
};

/* The text is UTF-8; bytes that are not count as blanks. */
void fold_text(const char *, size_t len, struct arena *, struct folded *out);

#endif
