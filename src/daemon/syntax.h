/*
 * syntax - what a person probably did where libconfig says no more than "syntax error"
 */
#ifndef DAEMON_SYNTAX_H
#define DAEMON_SYNTAX_H
#include "daemon/complaint.h"

/* Mistakes that libconfig would not see: bad UTF-8, numbers that it would wrap around. */
void syntax_check(const char *file, const char *text, struct arena *, struct complaints *);

/*
 * After libconfig refused the text at this line: complains about the likeliest cause there, and
 * about whatever else of the kind the text holds, each at its own line.
 */
void syntax_guess(const char *file, const char *text, int line, const char *error, struct arena *,
    struct complaints *);

#endif
