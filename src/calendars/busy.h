/*
 * busy - a person's own calendar (iCalendar, RFC 5545) to the times at which they are busy
 *
 * It takes two steps, because the text is foreign: what needs files, the rules of the zones that
 * the text names, is looked up first; what follows the text's rules and dates needs none and can
 * be done where nothing else is allowed.  Every count is bounded.
 *
 * Several calendars may follow each other in one text.  An event counts unless it is TRANSPARENT
 * or CANCELLED.  An all-day event is one of the owner's days.  Whatever cannot be placed for sure
 * (no date, an unknown zone, a rule not to be followed) is an error: half a calendar would leave
 * times free that are not.
 */
#ifndef CALENDARS_BUSY_H
#define CALENDARS_BUSY_H
#include "base/clock.h"
#include "base/err.h"
#include "base/span.h"
#include "base/zone.h"
#include "understand/calzone.h"

struct arena;

enum {
	BUSY_TEXT_MAX = 8 << 20,
	BUSY_EVENTS_MAX = 50000,
	BUSY_DATES_MAX = 200000, /* of RDATE and EXDATE */
	BUSY_DEPTH_MAX = 8,
	BUSY_ZONES_MAX = 64,
	BUSY_SPANS_MAX = 500000,
	BUSY_STEPS_MAX = 20000000, /* days that rules are followed over, in all */
};

struct busy_zone {
	const char *tzid;
	enum { BUSY_UNKNOWN, BUSY_BY_CLOCK, BUSY_BY_RULES } kind;
	struct clock clock;
	struct calzone rules;
};

struct busy_zones {
	struct busy_zone own; /* of the owner: all-day events, and times that name no zone */
	struct busy_zone *items;
	size_t n;
	struct span window;
};

/* Never fails: a zone that nobody knows only matters where an event is in it. */
void busy_zones(const char *text, size_t len, const struct zone *own, struct span window,
    struct arena *, struct busy_zones *out);

/*
 * The busy times within the window.  domain: events that convened itself put there, which are not
 * counted, have a UID that ends so ("@example.org").  -1 with ERR_REJECT: err says what is wrong.
 */
int busy_read(const char *text, size_t len, const struct busy_zones *, const char *domain,
    struct arena *, struct spans *out, struct err *);

#endif
