/*
 * rule - a recurrence rule (RRULE, RFC 5545 3.3.10), daily or coarser, and the times it gives
 *
 * The rule comes from foreign hands.  It is followed day by day with plain arithmetic, and each
 * step is paid for out of a budget that the caller brings, so that no rule takes longer than that.
 * All times are civil: seconds since 1970-01-01 00:00 by the clocks of the event's zone.
 */
#ifndef CALENDARS_RULE_H
#define CALENDARS_RULE_H
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	RULE_LIST_MAX = 64,  /* numbers in one BYxxx */
	RULE_TIMES_MAX = 96, /* times of one day */
};

enum rule_freq { RULE_DAILY, RULE_WEEKLY, RULE_MONTHLY, RULE_YEARLY };

struct rule_list {
	int items[RULE_LIST_MAX];
	size_t n;
};

struct rule_day {
	int nth;     /* 0: each of them */
	int weekday; /* 0 Monday .. 6 Sunday */
};

struct rule {
	enum rule_freq freq;
	int interval, week_start;
	int64_t count; /* 0: no end by number */
	bool has_until, until_utc, until_date;
	int64_t until; /* civil, or UTC; of a date: its first second */
	struct rule_list month, month_day, year_day, week, position, hour, minute;
	struct rule_day days[RULE_LIST_MAX];
	size_t n_days;
};

/* -1 with ERR_REJECT: finer than a day, or not to be understood; err says which. */
int rule_read(const char *text, struct rule *out, struct err *);

/* What is called for each time, in order; false: that is enough. */
typedef bool rule_take(int64_t civil, void *data);

/*
 * From start on, up to the civil time `before`; those before `from` may be left out.  until: the
 * rule's end as civil time, INT64_MAX for none.  start is the first time, whatever the rule says.
 * false: the budget was used up.
 */
bool rule_each(const struct rule *, int64_t start, int64_t until, int64_t from, int64_t before,
    int64_t *budget, rule_take *, void *data);

#endif
