/*
 * when - times as people write them: "Tuesday at ten", "nächste Woche nachmittags"
 *
 * Reading the words needs no clock; placing them in a calendar does, and the caller brings it.
 * Hence two steps that can be tested apart.  Results live in the arena handed in.
 */
#ifndef UNDERSTAND_WHEN_H
#define UNDERSTAND_WHEN_H
#include "base/zone.h"
#include "understand/item.h"
#include "understand/said.h"

struct arena;
struct places;

/* One expression of time in a text. */
struct mention_said {
	size_t first, end; /* items of `said` it takes */
	size_t from, to;   /* bytes of the text, without the "on" or "at" in front */
	bool is_length;    /* how long, not when */
	bool absorbed;     /* all it says is in the mention beside it */
	bool apart;        /* a clause of its own rules it out, of the days before it */
	struct length length;
	struct said_time time;
};

struct said {
	struct items items;
	struct mention_said *mentions;
	size_t n;
};

/* Never fails: words that name no time are passed over.  places may be NULL: no zones are read. */
const struct said *when_read(const struct tokens *, const struct lang *, const struct places *,
    struct arena *);

enum placed_kind { PLACED_INSTANT, PLACED_INTERVAL, PLACED_DURATION, PLACED_SET, PLACED_OPEN };

enum grain {
	GRAIN_SECOND,
	GRAIN_MINUTE,
	GRAIN_HOUR,
	GRAIN_PART,
	GRAIN_DAY,
	GRAIN_WEEKEND,
	GRAIN_WEEK,
	GRAIN_MONTH,
	GRAIN_QUARTER,
	GRAIN_YEAR,
	GRAIN_FUZZY,
};

/* A mention in the calendar.  One mention gives several: alternatives, days of a set, readings. */
struct placed {
	enum placed_kind kind;
	enum grain grain;
	int64_t start_at, end_at; /* of an instant: the stretch it stands for, a day or a minute */
	bool open_start, open_end;
	int reading; /* 0: the likeliest; 1 and more: what the same words can mean as well */
	bool about;
};

struct placed_list {
	struct placed *items; /* all of reading 0 first, then the others */
	size_t n;
};

/* What fills the gaps: forward from sent_at in the writer's zone. */
struct when_context {
	int64_t sent_at;
	struct zone zone;
	int horizon_days;           /* how far sets reach */
	int64_t then_from, then_to; /* what was spoken of last, for "after that"; 0: nothing */
	int64_t within_from,
	    within_to; /* the stretch days are spoken of in: "in May ... the 5th" */
};

/* Empty where the words name no possible time: 30 February. */
void when_place(const struct said_time *, const struct when_context *, struct arena *,
    struct placed_list *out);

/* Takes note of what was placed, for the mentions that follow in the text. */
void when_remember(struct when_context *, const struct said_time *, const struct placed_list *,
    struct arena *);

const char *placed_kind_name(enum placed_kind);
const char *grain_name(enum grain);

#endif
