/*
 * wish - what somebody said about time, settled into a calendar
 *
 * The result of reading and placing all time expressions of a mail and combining them: "Tuesday
 * or Wednesday next week, mornings, but not before ten" gives two windows.
 */
#ifndef UNDERSTAND_WISH_H
#define UNDERSTAND_WISH_H
#include "base/span.h"

#include <stdbool.h>

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
	bool named;            /* a time was named at all; false: any time will do */
	struct spans excluded; /* "not Monday", "I'm away 3-7 December" */
	struct doubt *doubts;
	size_t n_doubts;
	int duration_minutes; /* how long, where it was said; 0: it was not */
	bool odd_hours;       /* night hours were asked for by name: "at 11 pm", "4 am works" */
};

#endif
