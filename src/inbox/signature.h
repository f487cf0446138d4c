/*
 * signature - which lines of the author's are no message: name, telephone, "Sent from my ..."
 *
 * They hold numbers and cities that must not be read as times.  A line is only taken for a
 * signature where the shape of all that follows fits; in doubt it stays the author's own.
 */
#ifndef INBOX_SIGNATURE_H
#define INBOX_SIGNATURE_H

struct textlines;

/* After quote_find(): among the lines that are ROLE_OWN. */
void signature_find(struct textlines *);

#endif
