/*
 * maildate - the value of a Date header: a moment, and the writer's offset from UTC
 */
#ifndef INBOX_MAILDATE_H
#define INBOX_MAILDATE_H
#include <stdbool.h>
#include <stdint.h>

struct arena;

struct maildate {
	int64_t at;        /* seconds since 1970-01-01 UTC */
	int offset;        /* seconds east of UTC, as written */
	bool offset_known; /* false for "-0000", a zone name that can mean several, or none */
};

/* RFC 5322 with its obsolete forms, and what programs make of it; false: no date that can be. */
bool maildate_read(const char *value, struct arena *, struct maildate *out);

#endif
