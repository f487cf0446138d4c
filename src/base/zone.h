/*
 * zone - time zones: the one place where a moment becomes a civil time and back
 *
 * Rules come from the system's tzdata through libical, which agrees with glibc up to 2036;
 * ICU's own copy is years old and is never asked.  A struct zone is a value and may be copied;
 * it never needs to be released.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H
#include "base/date.h"

#include <stdbool.h>
#include <stdint.h>

struct zone {
	char name[48];     /* IANA name, or "+05:30" */
	const void *rules; /* NULL: a fixed offset */
	int offset;        /* that offset, in seconds east of UTC */
};

/* An IANA name in its exact spelling, "UTC", or an offset such as "+05:30"; false: unknown. */
bool zone_find(const char *name, struct zone *out);

struct zone zone_utc(void);
struct zone zone_fixed(int seconds_east);

int zone_offset(const struct zone *, int64_t at); /* seconds east of UTC at that moment */
void zone_civil(const struct zone *, int64_t at, struct civil *out);

enum zone_fit {
	ZONE_GAP,   /* the clocks jumped over that civil time: it never was */
	ZONE_ONCE,  /* the usual case */
	ZONE_TWICE, /* the clocks went back: it was there twice */
};

/*
 * The moment of a civil time.  In a gap it is read with the offset before the change, in an
 * overlap it is the first of the two (RFC 5545, 3.3.5); fit may be NULL.
 */
int64_t zone_moment(const struct zone *, const struct civil *, enum zone_fit *fit);

/* The second of the two moments where zone_moment() said ZONE_TWICE. */
int64_t zone_second_moment(const struct zone *, const struct civil *);

/* "2026-12-01T10:00:00+02:00" (RFC 3339) */
struct arena;
char *zone_rfc3339(const struct zone *, int64_t at, struct arena *);

/* Reads RFC 3339 with a zone ("Z" or an offset); false: it is not. offset may be NULL. */
bool zone_read_rfc3339(const char *, int64_t *at, int *offset);

#endif
