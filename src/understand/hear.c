#include "understand/hear.h"

#include "understand/cue.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	struct meaning meaning;
} table[] = {
	{ "pass_over", { HEAR_NOTHING, 0 } },
	{ "last_of", { HEAR_ORDINAL, -1 } },
	{ "last_but_one", { HEAR_ORDINAL, -2 } },
	{ "monday", { HEAR_WEEKDAY, 0 } },
	{ "tuesday", { HEAR_WEEKDAY, 1 } },
	{ "wednesday", { HEAR_WEEKDAY, 2 } },
	{ "thursday", { HEAR_WEEKDAY, 3 } },
	{ "friday", { HEAR_WEEKDAY, 4 } },
	{ "saturday", { HEAR_WEEKDAY, 5 } },
	{ "sunday", { HEAR_WEEKDAY, 6 } },
	{ "monday_letter", { HEAR_WEEKDAY_LETTER, 0 } },
	{ "tuesday_letter", { HEAR_WEEKDAY_LETTER, 1 } },
	{ "wednesday_letter", { HEAR_WEEKDAY_LETTER, 2 } },
	{ "thursday_letter", { HEAR_WEEKDAY_LETTER, 3 } },
	{ "friday_letter", { HEAR_WEEKDAY_LETTER, 4 } },
	{ "saturday_letter", { HEAR_WEEKDAY_LETTER, 5 } },
	{ "sunday_letter", { HEAR_WEEKDAY_LETTER, 6 } },
	{ "mondays", { HEAR_WEEKDAYS, 1 } },
	{ "tuesdays", { HEAR_WEEKDAYS, 2 } },
	{ "wednesdays", { HEAR_WEEKDAYS, 4 } },
	{ "thursdays", { HEAR_WEEKDAYS, 8 } },
	{ "fridays", { HEAR_WEEKDAYS, 16 } },
	{ "saturdays", { HEAR_WEEKDAYS, 32 } },
	{ "sundays", { HEAR_WEEKDAYS, 64 } },
	{ "workdays", { HEAR_WEEKDAYS, 31 } },
	{ "weekends", { HEAR_WEEKDAYS, 96 } },
	{ "daily", { HEAR_WEEKDAYS, 127 } },
	{ "recurring", { HEAR_WEEKDAYS, 127 } },
	{ "quarter1", { HEAR_YEAR_QUARTER, 1 } },
	{ "quarter2", { HEAR_YEAR_QUARTER, 2 } },
	{ "quarter3", { HEAR_YEAR_QUARTER, 3 } },
	{ "quarter4", { HEAR_YEAR_QUARTER, 4 } },
	{ "january", { HEAR_MONTH, 1 } },
	{ "february", { HEAR_MONTH, 2 } },
	{ "march", { HEAR_MONTH, 3 } },
	{ "april", { HEAR_MONTH, 4 } },
	{ "may", { HEAR_MONTH, 5 } },
	{ "june", { HEAR_MONTH, 6 } },
	{ "july", { HEAR_MONTH, 7 } },
	{ "august", { HEAR_MONTH, 8 } },
	{ "september", { HEAR_MONTH, 9 } },
	{ "october", { HEAR_MONTH, 10 } },
	{ "november", { HEAR_MONTH, 11 } },
	{ "december", { HEAR_MONTH, 12 } },
	{ "second", { HEAR_UNIT, UNIT_SECOND } },
	{ "minute", { HEAR_UNIT, UNIT_MINUTE } },
	{ "hour", { HEAR_UNIT, UNIT_HOUR } },
	{ "day", { HEAR_UNIT, UNIT_DAY } },
	{ "workday", { HEAR_UNIT, UNIT_WORKDAY } },
	{ "week", { HEAR_UNIT, UNIT_WEEK } },
	{ "weekend", { HEAR_UNIT, UNIT_WEEKEND } },
	{ "fortnight", { HEAR_UNIT, UNIT_FORTNIGHT } },
	{ "month", { HEAR_UNIT, UNIT_MONTH } },
	{ "quarter_of_year", { HEAR_UNIT, UNIT_QUARTER } },
	{ "year", { HEAR_UNIT, UNIT_YEAR } },
	{ "early_morning", { HEAR_PART, PART_EARLY_MORNING } },
	{ "morning", { HEAR_PART, PART_MORNING } },
	{ "late_morning", { HEAR_PART, PART_LATE_MORNING } },
	{ "mornings", { HEAR_PARTS, PART_MORNING } },
	{ "afternoons", { HEAR_PARTS, PART_AFTERNOON } },
	{ "evenings", { HEAR_PARTS, PART_EVENING } },
	{ "nights", { HEAR_PARTS, PART_NIGHT } },
	{ "midday", { HEAR_PART, PART_MIDDAY } },
	{ "early_afternoon", { HEAR_PART, PART_EARLY_AFTERNOON } },
	{ "afternoon", { HEAR_PART, PART_AFTERNOON } },
	{ "late_afternoon", { HEAR_PART, PART_LATE_AFTERNOON } },
	{ "early_evening", { HEAR_PART, PART_EARLY_EVENING } },
	{ "evening", { HEAR_PART, PART_EVENING } },
	{ "late_evening", { HEAR_PART, PART_LATE_EVENING } },
	{ "night", { HEAR_PART, PART_NIGHT } },
	{ "working_hours", { HEAR_PART, PART_OFFICE } },
	{ "three_days_ago", { HEAR_DAY, -3 } },
	{ "day_before_yesterday", { HEAR_DAY, -2 } },
	{ "yesterday", { HEAR_DAY, -1 } },
	{ "today", { HEAR_DAY, 0 } },
	{ "tomorrow", { HEAR_DAY, 1 } },
	{ "day_after_tomorrow", { HEAR_DAY, 2 } },
	{ "in_three_days", { HEAR_DAY, 3 } },
	{ "last_week", { HEAR_PERIOD, PERIOD(UNIT_WEEK, -1) } },
	{ "this_week", { HEAR_PERIOD, PERIOD(UNIT_WEEK, 0) } },
	{ "next_week", { HEAR_PERIOD, PERIOD(UNIT_WEEK, 1) } },
	{ "week_after_next", { HEAR_PERIOD, PERIOD(UNIT_WEEK, 2) } },
	{ "last_weekend", { HEAR_PERIOD, PERIOD(UNIT_WEEKEND, -1) } },
	{ "this_weekend", { HEAR_PERIOD, PERIOD(UNIT_WEEKEND, 0) } },
	{ "next_weekend", { HEAR_PERIOD, PERIOD(UNIT_WEEKEND, 1) } },
	{ "last_month", { HEAR_PERIOD, PERIOD(UNIT_MONTH, -1) } },
	{ "this_month", { HEAR_PERIOD, PERIOD(UNIT_MONTH, 0) } },
	{ "next_month", { HEAR_PERIOD, PERIOD(UNIT_MONTH, 1) } },
	{ "month_after_next", { HEAR_PERIOD, PERIOD(UNIT_MONTH, 2) } },
	{ "last_year", { HEAR_PERIOD, PERIOD(UNIT_YEAR, -1) } },
	{ "this_year", { HEAR_PERIOD, PERIOD(UNIT_YEAR, 0) } },
	{ "next_year", { HEAR_PERIOD, PERIOD(UNIT_YEAR, 1) } },
	{ "year_after_next", { HEAR_PERIOD, PERIOD(UNIT_YEAR, 2) } },
	{ "new_year", { HEAR_HOLIDAY, HOLIDAY_NEW_YEAR } },
	{ "new_years_eve", { HEAR_HOLIDAY, HOLIDAY_NEW_YEARS_EVE } },
	{ "christmas", { HEAR_HOLIDAY, HOLIDAY_CHRISTMAS } },
	{ "christmas_eve", { HEAR_HOLIDAY, HOLIDAY_CHRISTMAS_EVE } },
	{ "boxing_day", { HEAR_HOLIDAY, HOLIDAY_BOXING_DAY } },
	{ "easter", { HEAR_HOLIDAY, HOLIDAY_EASTER } },
	{ "orthodox_easter", { HEAR_HOLIDAY, HOLIDAY_ORTHODOX_EASTER } },
	{ "orthodox_good_friday", { HEAR_HOLIDAY, HOLIDAY_ORTHODOX_GOOD_FRIDAY } },
	{ "orthodox_easter_monday", { HEAR_HOLIDAY, HOLIDAY_ORTHODOX_EASTER_MONDAY } },
	{ "orthodox_whit_sunday", { HEAR_HOLIDAY, HOLIDAY_ORTHODOX_WHIT_SUNDAY } },
	{ "good_friday", { HEAR_HOLIDAY, HOLIDAY_GOOD_FRIDAY } },
	{ "easter_monday", { HEAR_HOLIDAY, HOLIDAY_EASTER_MONDAY } },
	{ "ascension", { HEAR_HOLIDAY, HOLIDAY_ASCENSION } },
	{ "whit_sunday", { HEAR_HOLIDAY, HOLIDAY_WHIT_SUNDAY } },
	{ "whit_monday", { HEAR_HOLIDAY, HOLIDAY_WHIT_MONDAY } },
	{ "valentine", { HEAR_HOLIDAY, HOLIDAY_VALENTINE } },
	{ "halloween", { HEAR_HOLIDAY, HOLIDAY_HALLOWEEN } },
	{ "labour_day", { HEAR_HOLIDAY, HOLIDAY_LABOUR_DAY } },
	{ "womens_day", { HEAR_HOLIDAY, HOLIDAY_WOMENS_DAY } },
	{ "epiphany", { HEAR_HOLIDAY, HOLIDAY_EPIPHANY } },
	{ "noon", { HEAR_CLOCK, 12 * 60 } },
	{ "midnight", { HEAR_CLOCK, 24 * 60 } },
	{ "quarter_hour", { HEAR_MINUTES, 15 } },
	{ "half_hour", { HEAR_MINUTES, 30 } },
	{ "half_hours", { HEAR_TIMES_MINUTES, 30 } },
	{ "quarter_hours", { HEAR_TIMES_MINUTES, 15 } },
	{ "five_minutes", { HEAR_TIMES_MINUTES, 5 } },
	{ "three_quarter_hour", { HEAR_MINUTES, 45 } },
	{ "one_hour", { HEAR_MINUTES, 60 } },
	{ "hour_and_a_half", { HEAR_MINUTES, 90 } },
	{ "tonight", { HEAR_TONIGHT, PART_EVENING } },
	{ "this_night", { HEAR_TONIGHT, PART_NIGHT } },
	{ "this_morning", { HEAR_TONIGHT, PART_MORNING } },
	{ "this_afternoon", { HEAR_TONIGHT, PART_AFTERNOON } },
	{ "year_mark", { HEAR_YEAR_MARK, 0 } },
	{ "month_mark", { HEAR_MONTH_MARK, 0 } },
	{ "day_mark", { HEAR_DAY_MARK, 0 } },
	{ "ordinal_mark", { HEAR_ORDINAL_MARK, 0 } },
	{ "end_of_day", { HEAR_END_OF_DAY, 0 } },
	{ "weak", { HEAR_WEAK, 0 } },
	{ "third_hour", { HEAR_MINUTES, 20 } },
	{ "one_day", { HEAR_ONE, UNIT_DAY } },
	{ "one_week", { HEAR_ONE, UNIT_WEEK } },
	{ "one_month", { HEAR_ONE, UNIT_MONTH } },
	{ "one_year", { HEAR_ONE, UNIT_YEAR } },
	{ "two_minutes", { HEAR_TWO, UNIT_MINUTE } },
	{ "two_hours", { HEAR_TWO, UNIT_HOUR } },
	{ "two_days", { HEAR_TWO, UNIT_DAY } },
	{ "two_weeks", { HEAR_TWO, UNIT_WEEK } },
	{ "two_months", { HEAR_TWO, UNIT_MONTH } },
	{ "two_years", { HEAR_TWO, UNIT_YEAR } },
	{ "one_and_a_half", { HEAR_ONE_AND_A_HALF, 0 } },
	{ "no", { HEAR_NO, 0 } },
	{ "same_time", { HEAR_SAME_TIME, 0 } },
	{ "then", { HEAR_THEN, 0 } },
	{ "now", { HEAR_NOW, 0 } },
	{ "am", { HEAR_AM, 0 } },
	{ "pm", { HEAR_PM, 0 } },
	{ "hours_oclock", { HEAR_OCLOCK, OCLOCK_HOURS } },
	{ "oclock", { HEAR_OCLOCK, OCLOCK_ANYWHERE } },
	{ "oclock_before", { HEAR_OCLOCK, OCLOCK_BEFORE } },
	{ "minute_mark", { HEAR_MINUTE_MARK, 0 } },
	{ "half", { HEAR_HALF, 0 } },
	{ "quarter", { HEAR_QUARTER, 0 } },
	{ "three_quarters", { HEAR_THREE_QUARTERS, 0 } },
	{ "half_before", { HEAR_HALF_BEFORE, 0 } },
	{ "quarter_before", { HEAR_QUARTER_BEFORE, 0 } },
	{ "past", { HEAR_PAST, 0 } },
	{ "past_fives", { HEAR_PAST, 5 } },
	{ "to_hour", { HEAR_TO_HOUR, 0 } },
	{ "plus", { HEAR_PLUS, 0 } },
	{ "less", { HEAR_LESS, 0 } },
	{ "into_hour", { HEAR_INTO_HOUR, 0 } },
	{ "running_hour", { HEAR_RUNNING_HOUR, 0 } },
	{ "counted", { HEAR_COUNTED, 0 } },
	{ "numbered", { HEAR_NUMBERED, 0 } },
	{ "following", { HEAR_FOLLOWING, 0 } },
	{ "leaving", { HEAR_LEAVING, 0 } },
	{ "title", { HEAR_TITLE, 0 } },
	{ "street", { HEAR_STREET, 0 } },
	{ "street_behind", { HEAR_STREET_BEHIND, 0 } },
	{ "sharp", { HEAR_SHARP, 0 } },
	{ "next", { HEAR_NEXT, 0 } },
	{ "this", { HEAR_THIS, 0 } },
	{ "this_behind", { HEAR_THIS, 1 } },
	{ "coming", { HEAR_COMING, 0 } },
	{ "last", { HEAR_LAST, 0 } },
	{ "after_next", { HEAR_AFTER_NEXT, 0 } },
	{ "every", { HEAR_EVERY, 0 } },
	{ "every_other", { HEAR_EACH_OTHER, 0 } },
	{ "any", { HEAR_ANY, 0 } },
	{ "both", { HEAR_BOTH, 0 } },
	{ "rest_of", { HEAR_REST, 0 } },
	{ "whole", { HEAR_WHOLE, 0 } },
	{ "early", { HEAR_EARLY, 0 } },
	{ "middle_of", { HEAR_MIDDLE, 0 } },
	{ "late", { HEAR_LATE, 0 } },
	{ "start_of", { HEAR_START_OF, 0 } },
	{ "end_of", { HEAR_END_OF, 0 } },
	{ "first_half_of", { HEAR_FIRST_HALF, 0 } },
	{ "second_half_of", { HEAR_SECOND_HALF, 0 } },
	{ "its_start", { HEAR_ITS, EDGE_START } },
	{ "its_middle", { HEAR_ITS, EDGE_MIDDLE } },
	{ "its_end", { HEAR_ITS, EDGE_END } },
	{ "its_early_days", { HEAR_ITS, EDGE_EARLY } },
	{ "its_late_days", { HEAR_ITS, EDGE_LATE } },
	{ "its_first_half", { HEAR_ITS, EDGE_FIRST_HALF } },
	{ "its_second_half", { HEAR_ITS, EDGE_SECOND_HALF } },
	{ "week_number", { HEAR_WEEK_NUMBER, 0 } },
	{ "in", { HEAR_IN, 0 } },
	{ "in_one", { HEAR_IN, 1 } },
	{ "unit_ahead", { HEAR_UNIT_AHEAD, 0 } },
	{ "ago", { HEAR_AGO, 0 } },
	{ "from_now", { HEAR_FROM_NOW, 0 } },
	{ "within", { HEAR_WITHIN, 0 } },
	{ "couple", { HEAR_COUPLE, 0 } },
	{ "few", { HEAR_FEW, 0 } },
	{ "a", { HEAR_A, 0 } },
	{ "and_a_half", { HEAR_AND_A_HALF, 0 } },
	{ "at", { HEAR_AT, 0 } },
	{ "on", { HEAR_ON, 0 } },
	{ "of", { HEAR_OF, 0 } },
	{ "the", { HEAR_THE, 0 } },
	{ "from", { HEAR_FROM, 0 } },
	{ "to", { HEAR_TO, 0 } },
	{ "between", { HEAR_BETWEEN, 0 } },
	{ "and", { HEAR_AND, 0 } },
	{ "or", { HEAR_OR, 0 } },
	{ "after", { HEAR_AFTER, 0 } },
	{ "before", { HEAR_BEFORE, 0 } },
	{ "until", { HEAR_UNTIL, 0 } },
	{ "by", { HEAR_BY, 0 } },
	{ "since", { HEAR_SINCE, 0 } },
	{ "about", { HEAR_ABOUT, 0 } },
	{ "not_before", { HEAR_NOT_BEFORE, 0 } },
	{ "not_after", { HEAR_NOT_AFTER, 0 } },
	{ "onwards", { HEAR_ONWARDS, 0 } },
	{ "or_earlier", { HEAR_OR_EARLIER, 0 } },
	{ "after_it", { HEAR_AFTER_IT, 0 } },
	{ "before_it", { HEAR_BEFORE_IT, 0 } },
	{ "for", { HEAR_FOR, 0 } },
	{ "long", { HEAR_LONG, 0 } },
	{ "per", { HEAR_PER, 0 } },
	{ "lasted", { HEAR_PER, 1 } },
	{ "week_of", { HEAR_WEEK_OF, 0 } },
	{ "not", { HEAR_NOT, 0 } },
	{ "except", { HEAR_EXCEPT, 0 } },
	{ "except_it", { HEAR_EXCEPT_IT, 0 } },
	{ "busy", { HEAR_BUSY, 0 } },
	{ "free", { HEAR_FREE, 0 } },
	{ "but", { HEAR_BUT, 0 } },
	{ "prefer", { HEAR_PREFER, 0 } },
	{ "aside", { HEAR_ASIDE, 0 } },
	{ "told", { HEAR_TOLD, 0 } },
	{ "opening", { HEAR_OPENING, 0 } },
	{ "deadline", { HEAR_DEADLINE, 0 } },
	{ "moving", { HEAR_MOVING, 0 } },
	{ "rather_than", { HEAR_RATHER_THAN, 0 } },
	{ "its_meeting", { HEAR_ITS_MEETING, 0 } },
	{ "report", { HEAR_STREET, 1 } },
	{ "zone_mark", { HEAR_ZONE_MARK, 0 } },
	{ "capital", { HEAR_CAPITAL, 0 } },
	{ "ordinal_behind", { HEAR_ORDINAL_BEHIND, 0 } },
	{ "not_cldr", { HEAR_NOT_CLDR, 0 } },
	{ "not_time", { HEAR_NOT_TIME, 0 } },
};

/* "n42": the number forty-two; "o3": the third. */
static int
find_number(const char *name, struct meaning *out)
{
	char *end;
	long n;

	if ((name[0] != 'n' && name[0] != 'o') || !isdigit((unsigned char)name[1]))
		return -1;
	n = strtol(name + 1, &end, 10);
	if (*end != '\0' || n > 9999)
		return -1;
	out->key = name[0] == 'n' ? HEAR_NUMBER : HEAR_ORDINAL;
	out->value = (short)n;
	return 0;
}

/* "era_2018": its first year is 2019. */
static int
find_era(const char *name, struct meaning *out)
{
	int year, used = 0;

	if (sscanf(name, "era_%4d%n", &year, &used) != 1 || name[used] != '\0' || year < 0)
		return -1;
	*out = (struct meaning){ HEAR_ERA, (short)year };
	return 0;
}

/* "easter_-7", "orthodox_easter_-7": so many days from Easter. */
static int
find_easter(const char *name, struct meaning *out)
{
	bool orthodox = strncmp(name, "orthodox_easter_", 16) == 0;
	int days, used = 0;

	if (!orthodox && strncmp(name, "easter_", 7) != 0)
		return -1;
	name += orthodox ? 16 : 7;
	if (sscanf(name, "%3d%n", &days, &used) != 1 || name[used] != '\0' || days < -99 ||
	    days > 99)
		return -1;
	*out = (struct meaning){ HEAR_HOLIDAY, (short)HOLIDAY_FROM_EASTER(orthodox, days) };
	return 0;
}

/* "date_10_01": the first of October; "lunar_01_00": the eve of the Chinese new year. */
static int
find_holiday(const char *name, struct meaning *out)
{
	bool lunar = strncmp(name, "lunar_", 6) == 0;
	int month, day, used = 0;

	if (!lunar && strncmp(name, "date_", 5) != 0)
		return -1;
	if (sscanf(strchr(name, '_'), "_%2d_%2d%n", &month, &day, &used) != 2 ||
	    strchr(name, '_')[used] != '\0' || month < 1 || month > 12 || day < !lunar || day > 31)
		return -1;
	*out = (struct meaning){ HEAR_HOLIDAY, (short)HOLIDAY_ON(lunar, month, day) };
	return 0;
}

int
hear_find(const char *name, struct meaning *out)
{
	int cue;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strcmp(table[i].name, name) == 0) {
			*out = table[i].meaning;
			return 0;
		}
	if ((cue = cue_find(name)) != -1) {
		*out = (struct meaning){ (short)cue, 0 };
		return 0;
	}
	if (find_number(name, out) == 0 || find_era(name, out) == 0)
		return 0;
	if (find_easter(name, out) == 0)
		return 0;
	return find_holiday(name, out);
}
