/*
 * team - the staff and the rules: what decide is given to decide by
 *
 * Filled in from the configuration; what is taken comes from the store and the calendars.
 */
#ifndef DECIDE_TEAM_H
#define DECIDE_TEAM_H
#include "base/span.h"
#include "base/zone.h"

#include <stdbool.h>

struct hours {                      /* one stretch of a weekly plan, in the person's own zone */
	int weekday;                /* 0 Monday .. 6 Sunday */
	int from_minute, to_minute; /* since midnight; to_minute may be 1440 */
};

struct off { /* civil times in the person's own zone, half-open */
	struct civil from, to;
};

enum taken_kind {
	TAKEN_BOOKED, /* a meeting stands */
	TAKEN_HELD,   /* offered and kept for the writer */
	TAKEN_BUSY,   /* in the person's own calendar */
	TAKEN_UNREAD, /* nobody knows: an own calendar cannot be read */
};

struct taken {
	struct span span;
	enum taken_kind kind;
	int64_t meeting; /* its id; 0 for TAKEN_BUSY, TAKEN_UNREAD */
};

enum agenda { AGENDA_NONE, AGENDA_DAILY, AGENDA_WEEKLY };

struct staff {
	const char *file; /* where all this stands; NULL: nowhere */
	const char *name, *email;
	struct zone zone;
	const char **languages;
	size_t n_languages;
	const char **topics;
	size_t n_topics;
	struct hours *hours;
	size_t n_hours;
	struct off *away;
	size_t n_away;
	struct off *also; /* extra days, outside the weekly hours */
	size_t n_also;
	int buffer_minutes; /* between two meetings */
	int max_per_day;    /* 0: no cap; a day of the person's own zone */
	int notice_minutes; /* -1: as in the rules */
	int share;         /* takes twice as many as a colleague with half the number; at least 1 */
	int agenda;        /* enum agenda: how often they get a list of their meetings */
	const char **busy; /* files or addresses of own calendars */
	size_t n_busy;
	const char *busy_credential; /* a file with names and passwords for them; "" */

	struct taken *taken; /* not from the file: by start; set by the caller for each decision */
	size_t n_taken;
};

struct rules {
	int offer;      /* times in one answer */
	int duration;   /* minutes, where the writer names none */
	int *durations; /* minutes, those allowed, ascending */
	size_t n_durations;
	int notice_minutes;
	int horizon_minutes;
	int hold_minutes;     /* how long an offered time is kept */
	bool confirm_exact;   /* an exact free time is booked at once */
	bool need_all;        /* other times are offered when a further guest declines, too */
	int odd_from, odd_to; /* minutes since midnight in a guest's zone: 22:00-07:00 */
	bool chase;           /* is a request without an answer chased, and closed in the end? */
	const char *location; /* may hold {room} */
	int *reminders;       /* minutes before, ascending */
	size_t n_reminders;
	struct zone zone; /* where nothing tells a writer's zone */
	const char **answer_languages;
	size_t n_answer_languages;
	const char *operator_email;
	const char *own_address, *own_name;
	bool plus_addresses;
};

struct team {
	struct rules rules;
	struct staff *staff;
	size_t n;
};

const struct staff *team_find(const struct team *, const char *email); /* NULL: nobody */

#endif
