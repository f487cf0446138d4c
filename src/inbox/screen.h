/*
 * screen - what must not be answered: ourselves, bounces, lists, robots (RFC 3834)
 *
 * Judged by the headers' values, not by their presence: "Auto-Submitted: no" is a person.  Words of
 * the subject and the text are looked at last, and only to choose silence. X-Auto-Response-Suppress
 * is a wish of the sender's and tells nothing about who wrote.
 *
 * A calendar program's answer (letter.calendar with METHOD REPLY or COUNTER) is often marked as
 * automatic.  It is screened like any other mail; the caller looks at letter.calendar first, notes
 * the answer, and mails nobody because of it.
 */
#ifndef INBOX_SCREEN_H
#define INBOX_SCREEN_H
#include "inbox/letter.h"

enum screen {
	SCREEN_PERSON,  /* may be answered */
	SCREEN_OWN,     /* we wrote it */
	SCREEN_BOUNCE,  /* a mail did not arrive: for the operator, never answered */
	SCREEN_ROBOT,   /* automatic, delays and receipts too: never answered */
	SCREEN_GUESSED, /* only its words say that it is automatic: not answered, but a person looks
	                 */
	SCREEN_LIST,    /* came over a list: never answered */
	SCREEN_UNUSABLE, /* nobody, or several, in From: for a person */
};

/* why: a short name of the header or rule that told, for the log; static text, "" for a person. */
enum screen screen_letter(const struct letter *, const char *own_address, const char **why);

#endif
