/*
 * guess - which language of the world a text looks like, by its letters: libexttextcat
 *
 * It needs some forty letters to be of use, so it is asked last: where a text says little in the
 * words of our own languages.  languages/textcat.conf lists the languages it chooses from.
 */
#ifndef UNDERSTAND_GUESS_H
#define UNDERSTAND_GUESS_H
#include <stddef.h>

enum {
	GUESSES = 5,
	GUESS_CODE = 16, /* room for a BCP 47 code */
};

/*
 * The likeliest languages, the likeliest first; returns how many are about equally likely.  0: the
 * text is too short or too strange, or there are no fingerprints (package libexttextcat-data) or no
 * textcat.conf in the folder of the languages.  The first call reads them, from one thread.
 */
size_t guess_languages(const char *folder, const char *text, size_t len,
    char codes[GUESSES][GUESS_CODE]);

#endif
