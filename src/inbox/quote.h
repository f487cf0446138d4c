/*
 * quote - which lines were quoted, and which announce it
 *
 * By their shape where possible: a paragraph with a date or an address that ends in ":" before
 * marked lines, a block of labels behind a line of dashes.  Where the marks are missing, the words
 * of mail programs tell.
 */
#ifndef INBOX_QUOTE_H
#define INBOX_QUOTE_H

struct textlines;

/* Lines with ">" are ROLE_QUOTED already; finds the rest. */
void quote_find(struct textlines *);

#endif
