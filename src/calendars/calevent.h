/*
 * calevent - the events of a calendar as plain data, nothing followed yet; for busy.c
 */
#ifndef CALENDARS_CALEVENT_H
#define CALENDARS_CALEVENT_H
#include "calendars/busy.h"
#include "calendars/caltime.h"

enum { CALEVENT_RULES_MAX = 4 };

struct calplace { /* a time and the zone it is in */
	struct caltime time;
	const struct busy_zone *zone;
};

struct caldate { /* of RDATE or EXDATE */
	struct calplace place;
	struct calplace end;   /* of a period; where has_end */
	struct calspan length; /* of a period; where has_length */
	bool has_end, has_length;
};

struct calevent {
	const char *uid;
	int line; /* where it begins, for complaints */
	bool has_start, has_end, has_length, is_instance, free;
	struct calplace start, end, instance; /* instance: RECURRENCE-ID */
	struct calspan length;
	const char *rules[CALEVENT_RULES_MAX];
	size_t n_rules;
	struct caldate *more, *except;
	size_t n_more, n_except;
};

struct calevents {
	struct calevent *items;
	size_t n;
	struct span *busy; /* of VFREEBUSY */
	size_t n_busy;
	size_t n_dates;
};

int calevents_read(const char *text, size_t len, const struct busy_zones *, const char *domain,
    struct arena *, struct calevents *out, struct err *);

#endif
