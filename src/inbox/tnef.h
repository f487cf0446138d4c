/*
 * tnef - Exchange's own envelope (winmail.dat), as far as it answers an invitation
 *
 * Where an administrator lets Exchange send it to the outside, the answer of an Outlook is in none
 * of the mail's other parts.  Its class is read and nothing else: which meeting is meant, and who
 * says so, has to stand in the mail itself.
 */
#ifndef INBOX_TNEF_H
#define INBOX_TNEF_H
#include <stddef.h>

enum { TNEF_MAX = 256 * 1024 }; /* the class stands near the beginning */

enum tnef_answer { TNEF_NONE, TNEF_YES, TNEF_NO, TNEF_PERHAPS };

/* TNEF_NONE as well where it is no such envelope, or a damaged one. */
enum tnef_answer tnef_read(const char *bytes, size_t len);

#endif
