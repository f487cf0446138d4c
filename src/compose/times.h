/*
 * times - stretches of time in words, in the zone of the one who reads them
 */
#ifndef COMPOSE_TIMES_H
#define COMPOSE_TIMES_H
#include "base/span.h"
#include "compose/phrase.h"

/* "Tuesday, 1 December 2026, 15:00–15:30" */
char *times_span(struct voice *, struct span);
/* "Berlin time (UTC+1) · 14:00–14:30 UTC": what stands below it */
char *times_zones(struct voice *, struct span);
/* "Tuesday, 1 December 2026, 15:00, Berlin time (UTC+1)" */
char *times_moment(struct voice *, int64_t at);
/* "Tue, 1 Dec 2026, 15:00": for subjects */
char *times_short(struct voice *, int64_t at);

/*
 * Wishes: whole days without times, equal times on days in a row together, and of many only the
 * first: "Monday, 30 November 2026 to Friday, 4 December 2026, 09:00–12:00 each day".
 */
char *times_wishes(struct voice *, const struct span *, size_t n);
/* The readings of one doubtful word: "a or b". */
char *times_readings(struct voice *, const struct span *, size_t n);

#endif
