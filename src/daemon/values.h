/*
 * values - the texts in configuration files to numbers, days, hours and zones
 *
 * Each function takes all of the text, or returns false and says in *why what is wrong with it and
 * what to write instead.
 */
#ifndef DAEMON_VALUES_H
#define DAEMON_VALUES_H
#include "decide/team.h"

struct arena;

/* "30m", "24h", "3d", "4w" to minutes */
bool value_length(const char *, int *minutes, struct arena *, const char **why);

/* "09:30" to minutes since midnight; "24:00" is the end of the day */
bool value_clock(const char *, int *minute, struct arena *, const char **why);

/* "22:00-07:00": may pass midnight */
bool value_night(const char *, int *from, int *to, struct arena *, const char **why);

/* "Mon-Thu 09:00-12:30, 14:00-18:00" or "Tue,Sat 10:00-14:00": adds one for each day and stretch */
bool value_hours(const char *, struct hours **, size_t *n, struct arena *, const char **why);

/* "2026-12-24..2027-01-08", "2027-04-05" or "2027-03-03 13:00-17:00"; whole days, last one too */
bool value_off(const char *, struct off *, struct arena *, const char **why);

/* "2027-01-14 15:00" */
bool value_moment(const char *, struct civil *, struct arena *, const char **why);

/* an IANA zone, or an offset; *why names the nearest zone */
bool value_zone(const char *, struct zone *, struct arena *, const char **why);

/* a language tag such as "ka" or "zh-Hant" (BCP 47) of a language that there is */
bool value_language(const char *, struct arena *, const char **why);

bool value_email(const char *, struct arena *, const char **why);

/* a recurrence rule of RFC 5545, daily or coarser */
bool value_rule(const char *, struct arena *, const char **why);

/* "https://..." or an absolute path */
bool value_calendar(const char *, struct arena *, const char **why);

#endif
