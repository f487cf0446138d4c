/*
 * mix - what wish.c keeps while it combines the mentions of a text: alternatives, limits, hours
 *
 * The rules of combining are told in wish.h.
 */
#ifndef UNDERSTAND_MIX_H
#define UNDERSTAND_MIX_H
#include "understand/when.h"
#include "understand/wish.h"

/* One alternative: some days, or some times on them. */
struct group {
	struct spans spans;
	struct spans days; /* before their hours were said */
	bool clocked;      /* the time of day is said */
	bool exact;        /* each span begins where the meeting does */
	bool set;          /* days that come again */
	bool dropped;      /* a narrower one has taken its place */
	bool about;
	bool mine; /* its clock came from a mention of its own */
};

struct mixer {
	const struct said *said;
	const struct wish_context *context;
	struct when_context when;
	struct arena *arena;
	struct wish_reading *out;
	struct group *groups;
	size_t n_groups;
	const struct said_clock **clocks; /* said without a day, before any day was */
	size_t n_clocks;
	bool clocks_used; /* a day came after all */
	struct span *excluded;
	size_t n_excluded;
	struct spans often_out; /* what is ruled out again and again: before ten, Fridays */
	struct span *preferred;
	size_t n_preferred;
	struct span limits; /* what "after the 10th" and "until Friday" leave */
	bool limited;
	int64_t horizon_at;
	const struct said_day *dated; /* the last weekday that was said with its date */
};

/* The spans of one reading of what was placed. */
struct spans mix_spans(const struct placed_list *, int reading, struct arena *);

struct group *mix_group(struct mixer *, struct spans); /* one more alternative */

/* The same time of day on each day of the spans; all days up to the horizon. */
struct spans mix_on_days(struct mixer *, struct spans days, const struct said_clock *);
struct spans mix_all_days(const struct mixer *);

/* Mention i as it was placed: a time of day without a day, a limit, a day. */
void mix_clock(struct mixer *, size_t i, const struct placed_list *);
bool mix_limit(struct mixer *, size_t i, const struct placed_list *); /* false: it is none */
void mix_day(struct mixer *, size_t i, const struct placed_list *, bool preferred);

/* In the end: times of day for which no day was found. */
void mix_rest(struct mixer *);

#endif
