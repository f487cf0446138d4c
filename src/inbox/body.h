/*
 * body - which of a mail's parts are read: the text its reader sees, and the calendar part
 */
#ifndef INBOX_BODY_H
#define INBOX_BODY_H
#include "inbox/tnef.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct part;

enum {
	BODY_TEXT_MAX = 256 * 1024,     /* what is longer is cut off: nobody types that much */
	BODY_CALENDAR_MAX = 256 * 1024, /* of a longer calendar part so much, and a byte more */
};

/* text/plain where it says anything, else HTML turned to text; inline parts joined; "" if none. */
char *body_text(const struct part *root, struct arena *);

struct calendar_part {
	const char *text;   /* UTF-8 with "\n" line ends; NULL: there is none */
	const char *method; /* the method parameter in upper case, or "" */
	const char *other;  /* a second calendar part that is not the same, or NULL */
	bool filed;         /* it is a file *.ics or application/ics, not text/calendar */
};

/* The calendar part that answers an invitation first, then any other, then a file *.ics. */
void body_calendar(const struct part *root, struct arena *, struct calendar_part *out);

/* What an Outlook answers in the first of its own envelopes. */
enum tnef_answer body_tnef(const struct part *root, struct arena *);

#endif
