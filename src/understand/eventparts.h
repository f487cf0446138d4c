/*
 * eventparts - what event.c, eventzone.c, eventintent.c and eventoffers.c share: a mail being read;
 * for nobody else
 */
#ifndef UNDERSTAND_EVENTPARTS_H
#define UNDERSTAND_EVENTPARTS_H
#include "understand/event.h"
#include "understand/guests.h"
#include "understand/intent.h"
#include "understand/sentence.h"
#include "understand/token.h"

/* What is written before a quoted date, or behind a signature, is never this long. */
enum { EVENT_TEXT_MOST = 64 * 1024 };

/* A mail being read. */
struct reading {
	const struct letter *letter;
	const struct trimmed *trimmed;
	const struct calobjects *calendar;
	const struct reader *reader;
	const struct langs *langs;
	const struct lang *lang; /* that of its text */
	struct arena *arena;
	struct event *event;

	const char *text; /* the author's own words, the subject of a first mail before them */
	size_t len;
	struct tokens tokens;
	struct sentences sentences;
	struct wish_context context;
	struct wish_reading wish;
	struct answered answered;
	struct guests guests;
	struct intent intent;
	struct span moved_from; /* "move our call on Tuesday ...": that Tuesday */
};

/* Where the writer's times are to be placed, a zone beside a clock time aside. */
void event_find_zone(struct reading *);

/* Reads the text: its zone, times and guests, and what is wanted. */
void event_read_intent(struct reading *);

/* When the meeting is that stands: as it is known, or else as it is quoted; empty: neither. */
struct span event_standing(const struct reading *);

/* "Could we make it an hour later?" moves what stands by an hour. */
void event_move_standing(struct reading *);

/* "The second one, but could we start at 14:30?" declines it for another hour of its day. */
void event_move_picked(struct reading *);

/* "Not on Tuesday, but the other days work": all that were offered but those refused. */
void event_take_the_others(struct reading *);

#endif
