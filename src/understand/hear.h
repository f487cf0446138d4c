/*
 * hear - what a word or phrase can mean, in any language
 *
 * A language file lists phrases under the names of this table ("tomorrow", "half_before").  A
 * meaning is a key and often a value: HEAR_WEEKDAY 1 is Tuesday.  Names that are not in the table
 * belong to others (intent.c) and get keys from HEAR_OTHERS on, in the order they are met.
 */
#ifndef UNDERSTAND_HEAR_H
#define UNDERSTAND_HEAR_H
#include <stddef.h>

enum hear {
	HEAR_NOTHING, /* words to be passed over within an expression: "please", "the" */

	/* values of their own */
	HEAR_NUMBER,         /* value: the number */
	HEAR_ORDINAL,        /* value: first is 1, the last is -1, the last but one -2 */
	HEAR_WEEKDAY,        /* value: Monday is 0 */
	HEAR_WEEKDAY_LETTER, /* value: the same, where it stands in a row of days: 火・木, 周二、四
	                      */
	HEAR_WEEKDAYS, /* value: set of days, bit 0 is Monday: "weekdays", "Tuesdays", "the weekend"
	                */
	HEAR_MONTH,    /* value: 1 to 12 */
	HEAR_UNIT,     /* value: enum unit */
	HEAR_PART,     /* value: enum part; a part of the day */
	HEAR_PARTS,    /* value: enum part; again and again: "mornings" */
	HEAR_DAY,      /* value: days from today */
	HEAR_PERIOD,   /* value: PERIOD(unit, offset): "next week" in one word */
	HEAR_YEAR_QUARTER, /* value: 1 to 4 */
	HEAR_TWO,          /* value: enum unit; two of them in one word: dual forms */
	HEAR_ONE, /* value: enum unit; one of them without a number: через месяц, بعد أسبوع */
	HEAR_ONE_AND_A_HALF, /* of a unit, in one word */
	HEAR_HOLIDAY,        /* value: enum holiday */
	HEAR_CLOCK,          /* value: minutes since midnight: noon, midnight */
	HEAR_MINUTES,        /* value: a length in minutes that is one word: "half-hour" */
	HEAR_TIMES_MINUTES,  /* value: the same, where a number says how many: "drei Viertelstunden"
	                      */
	HEAR_TONIGHT, /* value: enum part; a part of today: "tonight", "heute Abend" in one word */
	HEAR_NOW,
	HEAR_SAME_TIME, /* the time of day said last */
	HEAR_THEN,      /* the time said last: "that" in "after that" */
	HEAR_FOLLOWING, /* behind a weekday: the first after what was said last, Montag danach */

	/* parts of a clock time */
	HEAR_AM,
	HEAR_PM,
	HEAR_OCLOCK,         /* after, or before, the hour: o'clock, Uhr, 点; value: enum oclock */
	HEAR_MINUTE_MARK,    /* after the minutes: 分; "minutes" as a unit does as well */
	HEAR_HALF,           /* half: of an hour, of a number */
	HEAR_QUARTER,        /* a quarter of an hour */
	HEAR_THREE_QUARTERS, /* dreiviertel vier is 03:45 */
	HEAR_HALF_BEFORE,    /* halb vier is 03:30 */
	HEAR_QUARTER_BEFORE, /* viertel vier is 03:15 */
	HEAR_PAST,           /* ten past five, cinq heures et quart */
	HEAR_TO_HOUR,        /* ten to five, cinq heures moins dix */
	HEAR_LESS,           /* cinq heures moins dix: what follows is taken away */
	HEAR_PLUS,           /* las cinco y veinte: what follows the hour is added */
	HEAR_INTO_HOUR,      /* десять хвилин на п'яту is 04:10 */
	HEAR_RUNNING_HOUR,   /* в третьем часу: some time from two to three */
	HEAR_SHARP,          /* "sharp", "on the dot" */

	/* parts of a date written with marks: 2026年12月1日 */
	HEAR_YEAR_MARK,
	HEAR_MONTH_MARK,
	HEAR_DAY_MARK,
	HEAR_ORDINAL_MARK, /* before or after a number: 第, -го */
	HEAR_ERA,          /* value: what is added to its years: 令和8年, 民國115年 */

	/* which one */
	HEAR_NEXT,
	HEAR_THIS, /* value 1: also behind a weekday, Senin ini */
	HEAR_COMING,
	HEAR_LAST, /* the one before this */
	HEAR_AFTER_NEXT,
	HEAR_EVERY,
	HEAR_EACH_OTHER, /* every other, every second */
	HEAR_ANY,
	HEAR_BOTH,
	HEAR_REST,  /* the rest of */
	HEAR_WHOLE, /* all day, the whole week */
	HEAR_EARLY,
	HEAR_MIDDLE,
	HEAR_LATE,
	HEAR_START_OF,
	HEAR_END_OF,
	HEAR_END_OF_DAY, /* end of day, close of business: by then */
	HEAR_FIRST_HALF,
	HEAR_SECOND_HALF,
	HEAR_ITS, /* value: enum edge; behind the stretch it is a part of: 月末, მარტის ბოლოს */
	HEAR_WEEK_NUMBER, /* KW 12, week 12: of the year */

	/* how it is counted */
	HEAR_IN,       /* in three days; value 1: one need not be said, через тиждень */
	HEAR_AGO,      /* three days ago, vor drei Tagen */
	HEAR_FROM_NOW, /* three days from now */
	HEAR_WITHIN,   /* within two weeks */
	HEAR_COUPLE,   /* a couple of, two */
	HEAR_FEW,      /* a few, several */
	HEAR_A,        /* a, an: one, before a unit */
	HEAR_UNIT_AHEAD, /* хвилин (на) двадцять: the number comes behind, and is about so many */
	HEAR_AND_A_HALF,

	/* how it is bound */
	HEAR_AT,
	HEAR_ON,
	HEAR_OF,
	HEAR_THE,
	HEAR_FROM,
	HEAR_TO,
	HEAR_BETWEEN,
	HEAR_AND,
	HEAR_OR,
	HEAR_AFTER,
	HEAR_BEFORE,
	HEAR_UNTIL,
	HEAR_BY,
	HEAR_SINCE,
	HEAR_ABOUT,      /* around ten */
	HEAR_NOT_BEFORE, /* no earlier than, from ... on */
	HEAR_NOT_AFTER,  /* no later than, at the latest */
	HEAR_ONWARDS,    /* ... onwards, or later: after the time */
	HEAR_OR_EARLIER,
	HEAR_AFTER_IT,  /* behind a time: when it is over, 火曜日の後 */
	HEAR_BEFORE_IT, /* behind a time: until it begins, 3時前 */
	HEAR_FOR,       /* for an hour */
	HEAR_LONG,      /* an hour long */
	HEAR_PER, /* twice a week: no length of a meeting; value 1: before the length as well, took
	           */
	HEAR_WEEK_OF, /* the week of 7 December, w/c */

	/* how it is meant */
	HEAR_NOT,
	HEAR_NO, /* no meetings on Fridays: a thing may stand between */
	HEAR_EXCEPT,
	HEAR_EXCEPT_IT, /* behind a time: 火曜日以外, 周三除外 */
	HEAR_LEAVING,   /* must leave, me voy: the time beside it is the end */
	HEAR_BUSY,      /* away, on holiday, busy, cannot: these times do not suit */
	HEAR_FREE,      /* works, free, available: they do, after a "but" */
	HEAR_BUT,       /* the sense turns here */
	HEAR_PREFER,    /* ideally, best */
	HEAR_ASIDE,     /* unfortunately: commas around it part nothing */
	HEAR_TOLD,      /* was, started, wrote: what follows is a story, no wish */
	HEAR_OPENING,   /* opening hours, office hours, deadline: not a wish either */
	HEAR_DEADLINE,
	HEAR_MOVING,      /* move, reschedule: "from Monday to Tuesday" is no stretch then */
	HEAR_RATHER_THAN, /* instead of, rather than: the next time is given up */
	HEAR_ITS_MEETING, /* behind a time: its meeting, which is moved away from it */

	HEAR_ZONE_MARK, /* time, o'clock in: "Berlin time" */
	HEAR_COUNTED,   /* things that are counted: the 5th floor is no date */
	HEAR_NUMBERED,  /* things with their number behind: page 3-5, ruang 3 */
	HEAR_TITLE,     /* before names of people: Frau Mai, M. Avril */
	HEAR_STREET, /* before names of streets: rue du 4 Septembre, улица 8 Марта; value 1: papers,
	               with the word before the stretch they tell of: report for (May) */
	HEAR_STREET_BEHIND, /* behind them: Sunday Street */
	HEAR_WEAK,    /* a word that names a time only beside others: "may", "sat", "second" */
	HEAR_CAPITAL, /* a word that names a time only where it has a capital: "So" is Sunday */
	HEAR_ORDINAL_BEHIND, /* an ordinal that counts the weekday before it: Senin pertama */
	HEAR_NOT_CLDR,       /* a phrase of the CLDR that this language does better without */
	HEAR_NOT_TIME,       /* phrases that look like times and are none: "24/7", "may be" */
	HEAR_OTHERS = 128
};

enum unit {
	UNIT_SECOND,
	UNIT_MINUTE,
	UNIT_HOUR,
	UNIT_DAY,
	UNIT_WORKDAY,
	UNIT_WEEK,
	UNIT_WEEKEND,
	UNIT_FORTNIGHT,
	UNIT_MONTH,
	UNIT_QUARTER,
	UNIT_YEAR,
	UNITS
};

/* Where a word that says o'clock may stand. */
enum oclock {
	OCLOCK_ANYWHERE,
	OCLOCK_HOURS, /* it means hours as well: heures, часов */
	OCLOCK_BEFORE /* before the hour alone: jam, الساعة */
};

enum part {
	PART_EARLY_MORNING,
	PART_MORNING,
	PART_LATE_MORNING,
	PART_MIDDAY, /* noon as a stretch, lunchtime */
	PART_EARLY_AFTERNOON,
	PART_AFTERNOON,
	PART_LATE_AFTERNOON,
	PART_EARLY_EVENING,
	PART_EVENING,
	PART_LATE_EVENING,
	PART_NIGHT,
	PART_OFFICE, /* working hours */
	PARTS
};

enum edge {
	EDGE_NONE,
	EDGE_EARLY,
	EDGE_MIDDLE,
	EDGE_LATE,
	EDGE_START,
	EDGE_END,
	EDGE_FIRST_HALF,
	EDGE_SECOND_HALF,
	EDGE_REST,
};

enum holiday {
	HOLIDAY_NEW_YEAR,
	HOLIDAY_NEW_YEARS_EVE,
	HOLIDAY_CHRISTMAS,
	HOLIDAY_CHRISTMAS_EVE,
	HOLIDAY_BOXING_DAY,
	HOLIDAY_EASTER,
	HOLIDAY_GOOD_FRIDAY,
	HOLIDAY_EASTER_MONDAY,
	HOLIDAY_ASCENSION,
	HOLIDAY_WHIT_SUNDAY,
	HOLIDAY_WHIT_MONDAY,
	HOLIDAY_VALENTINE,
	HOLIDAY_HALLOWEEN,
	HOLIDAY_LABOUR_DAY,
	HOLIDAY_WOMENS_DAY,
	HOLIDAY_EPIPHANY,
	HOLIDAY_ORTHODOX_EASTER,
	HOLIDAY_ORTHODOX_GOOD_FRIDAY,
	HOLIDAY_ORTHODOX_EASTER_MONDAY,
	HOLIDAY_ORTHODOX_WHIT_SUNDAY,
	HOLIDAYS
};

/* A holiday of some country, by its date or by the Chinese calendar; day 0 is the eve of the first.
 */
#define HOLIDAY_ON(lunar, month, day) (HOLIDAYS + (lunar)*512 + (month)*32 + (day))
/* One that is so many days from Easter, up to 99. */
#define HOLIDAY_FROM_EASTER(orthodox, days) (HOLIDAYS + ((orthodox) ? 3 : 2) * 512 + (days) + 100)
#define HOLIDAY_EASTER_DAYS(h)              (((int)(h)-HOLIDAYS) % 512 - 100)
#define HOLIDAY_BY_EASTER(h)                (((int)(h)-HOLIDAYS) / 512 == 2)
#define HOLIDAY_BY_ORTHODOX(h)              (((int)(h)-HOLIDAYS) / 512 == 3)
#define HOLIDAY_LUNAR(h)                    (((int)(h)-HOLIDAYS) / 512 == 1)
#define HOLIDAY_MONTH(h)                    (((int)(h)-HOLIDAYS) % 512 / 32)
#define HOLIDAY_DAY(h)                      (((int)(h)-HOLIDAYS) % 32)

/* A unit and how many of them from the present one, in one value. */
#define PERIOD(unit, offset) ((unit)*16 + (offset) + 8)
#define PERIOD_UNIT(value)   ((enum unit)((value) / 16))
#define PERIOD_OFFSET(value) ((value) % 16 - 8)

struct meaning {
	short key; /* enum hear, or one from HEAR_OTHERS on */
	short value;
};

/*
 * The meaning of a name of the table, n0 to n99 and o1 to o31 included, date_10_01 and lunar_08_15
 * as well; -1: it is another's.
 */
int hear_find(const char *name, struct meaning *out);

#endif
