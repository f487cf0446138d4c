/*
 * wish - what somebody said about time, settled into a calendar
 *
 * The result of reading and placing all time expressions of a mail and combining them: "Tuesday
 * or Wednesday next week, mornings, but not before ten" gives two windows.
 *
 * How mentions combine: days are alternatives, unless one lies inside another, which it then
 * narrows ("next week ... Tuesday at ten").  A time of day without a day holds for the days around
 * it that have none.  "After", "before" and "until" cut.  A day that is only preferred ("next week,
 * ideally Tuesday") does not narrow: it is kept beside the windows.  What is told of the past, or
 * of opening hours and deadlines, is no wish.
 */
#ifndef UNDERSTAND_WISH_H
#define UNDERSTAND_WISH_H
#include "base/span.h"
#include "base/zone.h"

#include <stdbool.h>

struct arena;
struct lang;
struct places;
struct tokens;

struct window {
	struct span span; /* when the meeting may be going on */
	bool exact;       /* it begins at span.start_at and nowhere else inside */
};

/* Words that can mean different times: "3/4", "next Friday" said on a Thursday. */
struct doubt {
	const char *text;
	struct span *readings; /* two or more, the likelier first */
	size_t n;
};

struct wishes {
	struct window *windows; /* in the order of time; exact ones may lie close together */
	size_t n;
	bool named;             /* a time was named at all; false: any time will do */
	struct spans excluded;  /* "not Monday", "I'm away 3-7 December" */
	struct spans preferred; /* inside the windows: "ideally Tuesday" */
	struct doubt *doubts;
	size_t n_doubts;
	int duration_minutes; /* how long, where it was said; 0: it was not */
	bool odd_hours;       /* night hours were asked for by name: "at 11 pm", "4 am works" */
};

/* What was made of some words of the text. */
enum mention_kind {
	MENTION_TIME,     /* spans: a time wished for */
	MENTION_NOT_TIME, /* spans: one that does not suit */
	MENTION_DOUBT,    /* spans: its readings, the likelier first */
	MENTION_DURATION, /* minutes */
	MENTION_TOLD,     /* spans: a time that is no wish */
};

struct mention {
	size_t from, to; /* bytes of the text */
	enum mention_kind kind;
	struct span *spans;
	size_t n_spans;
	int minutes;
};

/* What is known besides the words. */
struct wish_context {
	int64_t sent_at;
	struct zone zone;            /* the writer's */
	int horizon_days;            /* how far "any Tuesday" and "after the 10th" reach */
	int default_duration;        /* minutes, for exact times where no length was said */
	const struct places *places; /* names of zones in this language; may be NULL */
	bool offset_known;           /* the offset the mail's own clock shows: IST at +0530 is */
	int offset;                  /* India's */
	int64_t then_from, then_to;  /* what "the Monday after" follows, where it is known before */
};

struct wish_reading {
	struct wishes wishes;
	struct mention *mentions; /* in the order of the text */
	size_t n_mentions;
	bool zone_named;  /* a zone stands beside a time: "3 pm Kyiv time" */
	struct zone zone; /* the first of them; times beside it are placed in it, others are not */
	size_t zone_from, zone_to; /* bytes of the mention that has it */
};

/*
 * Combines all that a text says about time.  Times beside a named zone are placed in that zone, all
 * others in the context's; a caller who wants the named zone for the whole text calls again with
 * it. Never fails: a text without times wishes for none.
 */
void wish_read(const struct tokens *, const struct lang *, const struct wish_context *,
    struct arena *, struct wish_reading *out);

#endif
