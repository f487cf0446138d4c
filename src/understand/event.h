/*
 * event - who wants what, with whom, when and for how long: all that decide needs of a mail
 */
#ifndef UNDERSTAND_EVENT_H
#define UNDERSTAND_EVENT_H
#include "base/zone.h"
#include "inbox/identity.h"
#include "understand/calreply.h"
#include "understand/opened.h"
#include "understand/wish.h"

enum event_kind {
	EVENT_REQUEST,    /* wants a meeting */
	EVENT_PICK,       /* takes one of the times offered, by its number or place */
	EVENT_ACCEPT,     /* agrees, without saying which */
	EVENT_DECLINE,    /* none of the times suits */
	EVENT_RESCHEDULE, /* another time for a meeting that stands */
	EVENT_CANCEL,     /* no meeting after all */
	EVENT_LATE,       /* comes late to a meeting that stands */
	EVENT_BRING,      /* wants somebody else to come to it, too */
	EVENT_JOIN,       /* wants to come to a gathering */
	EVENT_WITHDRAW,   /* does not come to it after all */
	EVENT_FORGET,     /* wants all that is kept about them to be deleted */
	EVENT_CALENDAR,   /* a calendar program's answer (iTIP) */
	EVENT_AUTO,       /* a robot, a list, a bounce */
	EVENT_OTHER,      /* thanks, small talk, questions, newsletters */
};

enum zone_source {
	ZONE_FROM_TEXT,     /* "3 pm Kyiv time" */
	ZONE_FROM_DATE,     /* the offset in the Date header */
	ZONE_FROM_CALENDAR, /* the calendar part */
	ZONE_FROM_MEMORY,   /* what this person used before */
	ZONE_FROM_DEFAULT,  /* the configuration */
};

/* Which words were taken to mean what.  Moments are for phrasing in the reader's zone. */
enum evidence_kind {
	MEANS_TIME,     /* spans: the time wished for */
	MEANS_NOT_TIME, /* spans: a time that does not suit */
	MEANS_DOUBT,    /* spans: the readings it can have */
	MEANS_DURATION, /* minutes */
	MEANS_ZONE,     /* value: the zone's name */
	MEANS_KIND,     /* value: the event's kind, as event_kind_name() */
	MEANS_PICK,     /* minutes: the number of the offer */
	MEANS_GUEST,    /* value: the address */
	MEANS_TOPIC,    /* value */
};

struct evidence {
	const char *text; /* the words, as they stand in the mail */
	enum evidence_kind kind;
	struct span *spans;
	size_t n_spans;
	int minutes;
	const char *value; /* "" unless said so */
};

struct event {
	enum event_kind kind;
	bool certain;    /* false: a person should look before anything is changed */
	bool agrees;     /* says yes, and no no */
	bool foreign;    /* in none of our languages: language is what we answer in */
	bool small_talk; /* EVENT_OTHER: thanks and the like; nobody needs to do anything */
	/* Whoever screened the mail tells these of EVENT_AUTO. */
	bool bounce;         /* a mail of ours did not arrive */
	const char *lost_to; /* ... whom it was for; "" or NULL where it is not known */
	bool guessed;        /* only its words tell that no person wrote it */
	struct address from;
	enum proof proof; /* whether it is theirs */
	const char *tag;  /* behind the + of our address, a guest's token perhaps; "" for none */

	/* whoever looks into the store tells: */
	const char *answers; /* whom the mail of ours went to that it answers; "" for none */
	bool sought;         /* no thread led to the meeting: it was looked for by who wrote */

	const char *message_id;  /* without brackets, as in the letter; "" where there is none */
	const char **references; /* of the letter, oldest first */
	size_t n_references;
	struct spans named;    /* days and times that say which meeting is meant, or may do so */
	const char *subject;   /* one line, without "Re:" and its like */
	const char *language;  /* BCP 47, the language of the author's own words */
	const char *answer_in; /* the one to answer in: the same, but where another was asked for */
	bool asks_language;    /* "in English, please": from now on */
	struct zone zone;
	enum zone_source zone_source;
	struct wishes wishes;
	int late_minutes; /* EVENT_LATE: by how much; 0: that was not said */
	int *picks;       /* numbers of the offers taken, from 1; -1 is the last one */
	size_t n_picks;
	int *refused; /* numbers of offers said not to suit: "not 2" */
	size_t n_refused;
	struct address
	    *guests; /* besides the writer and ourselves: Cc, To, and named in the text */
	size_t n_guests;
	size_t n_named_guests; /* the last so many of them: did not get the mail themselves */
	const char **heard; /* those of the words to listen for that occur (staff names, topics) */
	size_t n_heard;
	const char *topic; /* "" where none was found */
	struct evidence *evidence;
	size_t n_evidence;
	struct calreply calendar; /* EVENT_CALENDAR; else all is "" */
	int64_t written_at;       /* when: by the mail's own date, or its arrival */
};

/* No calendar: method, uid and all other strings of event.calendar are "". */
struct calreply event_no_calendar(void);

/* What is known before the mail is read. */
struct reader {
	const char *own_address;
	const char *authserv_id; /* whose Authentication-Results count; "" or NULL: nobody's */
	struct zone default_zone;
	const struct zone *remembered_zone; /* NULL: nothing is known of this person */
	const char *remembered_language;    /* "" likewise */
	bool chosen;                        /* ... and they have asked to be answered in it */
	int default_duration;               /* minutes */
	int horizon_days;                   /* how far "any Tuesday" reaches */
	const char **listen_for;            /* names and topics of the staff */
	size_t n_listen_for;
	bool in_thread;     /* the mail answers one of ours: a bare "2" is a pick, "Tuesday" is an
	                       answer */
	bool settled;       /* ... and that meeting stands: a new time means to move it */
	struct span stands; /* when; empty: unknown */
	bool asked_guest;   /* the mail it answers asked for the address of a guest */
	const char *uid;    /* the iCalendar UID of that meeting; NULL or "": unknown */
	const struct span *offered; /* times that wait for an answer, by their numbers */
	size_t n_offered;           /* 0: none, or unknown: then the quoted mail may tell */
};

struct langs;

/* "request", "pick" ... as convenectl prints it; static text. */
const char *event_kind_name(enum event_kind);
const char *zone_source_name(enum zone_source);

/*
 * Reads what the mail means.  now: the letter's own date, or when it arrived.  auto_why is not ""
 * where screen_letter() said it is no person's.  Never fails: what cannot be read is EVENT_OTHER.
 */
void event_read(const struct opened *, const struct reader *, const struct langs *,
    const char *auto_why, int64_t now, struct arena *, struct event *out);

#endif
