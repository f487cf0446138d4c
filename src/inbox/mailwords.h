/*
 * mailwords - the words that mail programs put around what people write
 *
 * Quotes come from the correspondents' programs, in the language each was set to, whatever
 * language the mail itself is in; so all of them are known at once, apart from languages/.
 */
#ifndef INBOX_MAILWORDS_H
#define INBOX_MAILWORDS_H
#include <stdbool.h>

enum mailword {
	MAILWORD_ON,    /* how such a line begins */
	MAILWORD_WROTE, /* "On Monday Ana wrote:" */
	MAILWORD_FROM,  /* the labels of a header block put into the text */
	MAILWORD_DATE,
	MAILWORD_TO,
	MAILWORD_SUBJECT,
	MAILWORD_ORIGINAL,   /* "----- Original Message -----" */
	MAILWORD_DEVICE,     /* "Sent from my telephone" */
	MAILWORD_SIGN_OFF,   /* "Best regards" */
	MAILWORD_DISCLAIMER, /* two of these words, and nobody wrote it by hand */
};

/* Is the text one of these words?  It is folded, as by text_fold(). */
bool mailword_is(enum mailword, const char *folded);

/* Does it begin with one?  Whole words only. */
bool mailword_begins(enum mailword, const char *folded);

/* How many of them stand somewhere in it, as whole words. */
int mailword_count(enum mailword, const char *folded);

#endif
