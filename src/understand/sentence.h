/*
 * sentence - a text taken apart into sentences, and the cues and times that stand in each
 */
#ifndef UNDERSTAND_SENTENCE_H
#define UNDERSTAND_SENTENCE_H
#include "understand/cue.h"
#include "understand/wish.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct tokens;

/* What is true of a sentence besides the cues in it. */
enum fact {
	FACT_TIME = 1 << 0,     /* a time wished for stands in it */
	FACT_NOT_TIME = 1 << 1, /* a time that does not suit */
	FACT_QUESTION = 1 << 2, /* it ends with a question mark */
	FACT_STANDING = 1 << 3, /* our meeting, the call: one that is there already */
	FACT_SHIFT_IT = 1 << 4, /* move it, change our meeting */
	FACT_JOINS = 1 << 5,    /* take part in the office hours */
	FACT_LENGTH = 1 << 6,   /* how long is said in it */
	FACT_HOURS = 1 << 7,    /* a time wished for is half a day or less */
	FACT_FIRST = 1 << 8,    /* the facts from here on are the mail's, see intent.c */
};

struct sentence {
	size_t from, end; /* tokens */
	uint64_t said;    /* set of enum cue */
	uint64_t denied;  /* said with a "not" */
	uint64_t perhaps; /* said with an "if" */
	unsigned facts;
};

struct sentences {
	struct sentence *items;
	size_t n;
	const struct cue_hit *hits; /* of the whole text */
	size_t n_hits;
};

void sentences_read(const struct tokens *, const struct wish_reading *, struct arena *,
    struct sentences *out);

/* Do commas, "but" and the like part these two tokens? */
bool sentence_parted(const struct tokens *, size_t from, size_t to);

/* The mention in which token i lies; NULL: none. */
const struct mention *mention_at(const struct wish_reading *, const struct tokens *, size_t i);

#endif
