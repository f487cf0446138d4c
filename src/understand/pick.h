/*
 * pick - which of the numbered times somebody takes, and which not: "2", "the second one", "not 1"
 */
#ifndef UNDERSTAND_PICK_H
#define UNDERSTAND_PICK_H
#include "understand/sentence.h"

#include <stdbool.h>
#include <stddef.h>

enum { PICK_MOST = 9, PICK_LAST = -1 };

struct pick {
	int number;   /* from 1; PICK_LAST */
	bool refused; /* "not 1", "1 doesn't work" */
	bool plain;   /* a number that says of itself what it is: "option 2", "the second one" */
	size_t from, end; /* tokens */
	size_t from_byte, to_byte;
};

/* All of them in the order of the text.  offered: how many times were offered, 0 where unknown. */
struct pick *picks_read(const struct tokens *, const struct sentences *,
    const struct wish_reading *, size_t offered, struct arena *, size_t *n);

#endif
