/*
 * multistatus - the calendars in a CalDAV server's answer (RFC 4791, 7.8)
 */
#ifndef CALENDARS_MULTISTATUS_H
#define CALENDARS_MULTISTATUS_H
#include "base/err.h"

#include <stddef.h>

struct arena;

/* One after the other in one text, for busy.h; an empty calendar where there is none. */
int multistatus_read(const char *xml, size_t len, struct arena *, char **text, size_t *text_len,
    struct err *);

#endif
