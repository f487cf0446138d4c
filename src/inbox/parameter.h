/*
 * parameter - what stands behind the ";" in a header's value: charset=utf-8, name="a file.ics"
 */
#ifndef INBOX_PARAMETER_H
#define INBOX_PARAMETER_H

struct arena;

/*
 * The parameter of that name (any case): quoted or not, in pieces or encoded (RFC 2231), even with
 * blanks in it.  NULL: there is none.
 */
char *parameter_find(const char *value, const char *name, struct arena *);

#endif
