/*
 * calobject - a calendar part as plain data (iCalendar, RFC 5545)
 *
 * The text is foreign and libical does not bound its work, so sizes, nesting, counts and rules are
 * checked before it sees a byte, and it sees only the lines that are asked about.  Nothing is
 * computed: no rule is followed, and times stay civil times with the name of their zone, so that
 * it can be done where there is neither a clock nor a file.  What it means is in calreply.h.
 */
#ifndef UNDERSTAND_CALOBJECT_H
#define UNDERSTAND_CALOBJECT_H
#include "base/date.h"
#include "base/err.h"
#include "understand/calzone.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct letter;

enum {
	CALOBJECT_YEAR_MIN = 1970,
	CALOBJECT_YEAR_MAX = 2036, /* up to there the zones' data can be trusted */
	CALOBJECT_PEOPLE_MAX = 200,
	CALOBJECT_TEXT_MAX = 32 * 1024, /* of any one value */
	CALOBJECT_LENGTH_MAX = 31 * DAY,
	CALOBJECT_COMPANIONS_MAX = 99,
};

enum calmoment_kind {
	CALMOMENT_NONE, /* missing, no time of day, no real date, or a year out of range */
	CALMOMENT_UTC,
	CALMOMENT_LOCAL, /* in the zone that tzid names; "" where it names none */
};

struct calmoment {
	enum calmoment_kind kind;
	struct civil civil;
	const char *tzid;
};

enum calanswer { CALANSWER_NONE, CALANSWER_YES, CALANSWER_NO, CALANSWER_PERHAPS, CALANSWER_OTHER };

struct calperson {
	const char *email; /* passed address_valid(), or "" */
	enum calanswer answer;
	const char *delegate;  /* DELEGATED-TO, the first of them: as email */
	const char *delegator; /* DELEGATED-FROM */
	const char *note;      /* X-RESPONSE-COMMENT: Google's way to say something with it */
	int companions;        /* X-NUM-GUESTS: so many more come along */
};

/* All strings are sound UTF-8 of one line, "" where nothing was said. */
struct calobject {
	const char *method; /* upper case: REPLY, COUNTER, REQUEST ... */
	const char *uid, *comment;
	int sequence;
	struct calmoment stamp;    /* DTSTAMP, or LAST-MODIFIED where there is none */
	struct calmoment start;    /* DTSTART */
	struct calmoment end;      /* DTEND */
	int64_t length;            /* DURATION, in seconds; 0: none */
	bool one_date;             /* RECURRENCE-ID: it is about one date of a series */
	struct calmoment instance; /* and which */
	const char *zone;          /* X-WR-TIMEZONE: of times that name none */
	struct calzone *zones;     /* VTIMEZONE, those that are sound */
	size_t n_zones;
	struct calperson *people; /* ATTENDEE, in order */
	size_t n_people;
	bool several; /* there are more events; this is the first */
};

struct calobjects {
	size_t n; /* 0: the letter holds no calendar with an event in it */
	struct calobject items[2];
	const char *part_method; /* what the Content-Type of the first says, upper case, or "" */
	bool one_unread;         /* there is a second part, and it holds no event */
	bool filed;              /* the first is a file that came along, no part of type calendar */
};

/* -1 with ERR_REJECT: a limit is broken, and err says which. */
int calobjects_read(const struct letter *, struct arena *, struct calobjects *out, struct err *);

#endif
