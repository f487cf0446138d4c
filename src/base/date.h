/*
 * date - civil dates and times: arithmetic only, no zone and no clock
 *
 * The proleptic Gregorian calendar, years 1 to 9999.  Days are counted from 1970-01-01 (day 0,
 * a Thursday); weekdays from Monday (0) to Sunday (6), as in ISO 8601.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H
#include <stdbool.h>
#include <stdint.h>

enum { MINUTE = 60, HOUR = 3600, DAY = 86400, WEEK = 7 * DAY }; /* in seconds */

struct date {
	int year, month, day; /* month 1 to 12, day 1 to 31 */
};

struct civil {
	struct date date;
	int minute; /* since midnight, 0 to 1439; 1440 says: the end of that day */
	int second; /* 0 to 59 */
};

bool date_valid(struct date);
int date_days_in_month(int year, int month);

int date_to_days(struct date); /* any day number is taken: 2027-02-31 is 2027-03-03 */
struct date date_from_days(int days);
int date_weekday(struct date);
struct date date_add_days(struct date, int days);
struct date date_add_months(struct date, int months); /* the 31st becomes the month's last day */
int date_compare(struct date, struct date);           /* <0, 0, >0 as the first is earlier */

/* Seconds since 1970-01-01 00:00 of the civil time as if it were UTC, and back. */
int64_t civil_to_seconds(const struct civil *);
void civil_from_seconds(int64_t, struct civil *);

#endif
