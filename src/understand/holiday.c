#include "understand/holiday.h"

#include "base/date.h"

#include <math.h>
#include <stddef.h>
#include <unicode/ucal.h>

enum { CHINESE_ERA = 2637 }; /* years that the Chinese calendar of ICU is ahead */

static int
days_of(int year, int month, int day)
{
	return date_to_days((struct date){ year, month, day });
}

/* Anonymous Gregorian computus. */
static int
easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;

	return days_of(year, n / 31, n % 31 + 1);
}

/* By the Julian calendar, which is thirteen days behind until 2099. */
static int
orthodox_easter(int year)
{
	int d = (19 * (year % 19) + 15) % 30;
	int e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
	int n = d + e + 114;

	return days_of(year, n / 31, n % 31 + 1) + 13;
}

/*
 * The day in China on which the new moon nearest to that day falls.  ICU reckons it to some
 * minutes, too little for the new year of 2027; these are the larger terms of Meeus.
 */
static int
new_moon(int day)
{
	static const struct {
		double days;
		int sun, moon, node; /* multiples of the anomalies, of the distance from the node */
	} terms[] = { { -0.40720, 0, 1, 0 }, { 0.17241, 1, 0, 0 }, { 0.01608, 0, 2, 0 },
		{ 0.01039, 0, 0, 2 }, { 0.00739, -1, 1, 0 }, { -0.00514, 1, 1, 0 },
		{ 0.00208, 2, 0, 0 }, { -0.00111, 0, 1, -2 }, { -0.00057, 0, 1, 2 },
		{ 0.00056, 1, 2, 0 }, { -0.00042, 0, 3, 0 }, { 0.00042, 1, 0, 2 },
		{ 0.00038, 1, 0, -2 }, { -0.00024, -1, 2, 0 } };
	static const double degree = 3.14159265358979 / 180, first = 5.59766, month = 29.530588861;
	static const double ahead =
	    8.0 / 24 - 70.0 / 86400; /* China, and the earth's slowing down */
	double k = floor((day - days_of(2000, 1, 1) - first) / month + 0.5);
	double at = first + month * k, sun = 2.5534 + 29.10535670 * k;
	double moon = 201.5643 + 385.81693528 * k, node = 160.7108 + 390.67050284 * k;

	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
		at += terms[i].days * sin(degree * (terms[i].sun * sun + terms[i].moon * moon +
						       terms[i].node * node));
	return days_of(2000, 1, 1) + (int)floor(at + ahead);
}

/* A day of the Chinese year that begins in this one of ours; 0: it is not known. */
static int
lunar_day(int year, int month, int day)
{
	UErrorCode rc = U_ZERO_ERROR;
	UCalendar *c = ucal_open(u"UTC", -1, "zh@calendar=chinese", UCAL_DEFAULT, &rc);
	double at;

	if (U_FAILURE(rc))
		return 0;
	ucal_clear(c);
	ucal_set(c, UCAL_EXTENDED_YEAR, year + CHINESE_ERA);
	ucal_set(c, UCAL_MONTH, month - 1);
	ucal_set(c, UCAL_IS_LEAP_MONTH, 0);
	ucal_set(c, UCAL_DAY_OF_MONTH, 1);
	at = ucal_getMillis(c, &rc);
	ucal_close(c);
	if (U_FAILURE(rc))
		return 0;
	return new_moon(days_of(1970, 1, 1) + (int)(at / 86400000)) + day - 1;
}

int
holiday_in(enum holiday h, int year)
{
	if (h > HOLIDAYS && HOLIDAY_BY_EASTER(h))
		return easter(year) + HOLIDAY_EASTER_DAYS(h);
	if (h > HOLIDAYS && HOLIDAY_BY_ORTHODOX(h))
		return orthodox_easter(year) + HOLIDAY_EASTER_DAYS(h);
	if (h > HOLIDAYS && HOLIDAY_LUNAR(h))
		return lunar_day(HOLIDAY_MONTH(h) == 12 ? year - 1 : year, HOLIDAY_MONTH(h),
		    HOLIDAY_DAY(h));
	if (h > HOLIDAYS)
		return days_of(year, HOLIDAY_MONTH(h), HOLIDAY_DAY(h));
	switch (h) {
	case HOLIDAY_NEW_YEAR: return days_of(year, 1, 1);
	case HOLIDAY_NEW_YEARS_EVE: return days_of(year, 12, 31);
	case HOLIDAY_CHRISTMAS: return days_of(year, 12, 25);
	case HOLIDAY_CHRISTMAS_EVE: return days_of(year, 12, 24);
	case HOLIDAY_BOXING_DAY: return days_of(year, 12, 26);
	case HOLIDAY_EASTER: return easter(year);
	case HOLIDAY_GOOD_FRIDAY: return easter(year) - 2;
	case HOLIDAY_EASTER_MONDAY: return easter(year) + 1;
	case HOLIDAY_ASCENSION: return easter(year) + 39;
	case HOLIDAY_WHIT_SUNDAY: return easter(year) + 49;
	case HOLIDAY_WHIT_MONDAY: return easter(year) + 50;
	case HOLIDAY_VALENTINE: return days_of(year, 2, 14);
	case HOLIDAY_HALLOWEEN: return days_of(year, 10, 31);
	case HOLIDAY_LABOUR_DAY: return days_of(year, 5, 1);
	case HOLIDAY_WOMENS_DAY: return days_of(year, 3, 8);
	case HOLIDAY_EPIPHANY: return days_of(year, 1, 6);
	case HOLIDAY_ORTHODOX_EASTER: return orthodox_easter(year);
	case HOLIDAY_ORTHODOX_GOOD_FRIDAY: return orthodox_easter(year) - 2;
	case HOLIDAY_ORTHODOX_EASTER_MONDAY: return orthodox_easter(year) + 1;
	case HOLIDAY_ORTHODOX_WHIT_SUNDAY: return orthodox_easter(year) + 49;
	case HOLIDAYS: break;
	}
	return 0;
}
