/*
 * sense - whether a time is wished for, ruled out, or only told of
 *
 * Judged by the words around it in its sentence: the nearest one that says so decides, commas and
 * "and" keep others away, "but" keeps them out.
 */
#ifndef UNDERSTAND_SENSE_H
#define UNDERSTAND_SENSE_H
#include "understand/when.h"

enum sense {
	SENSE_WISH,
	SENSE_PREFER, /* "ideally", "best" */
	SENSE_RULED_OUT,
	SENSE_TOLD,
};

/* The sense of mention i. */
enum sense sense_of(const struct said *, size_t i);

/* Is mention i what a larger one is said to be without: "any day but Sunday in May"? */
bool sense_except(const struct said *, size_t i);

/* Does a word for moving a meeting stand before mention i in its sentence? */
bool sense_moving(const struct said *, size_t i);

/* Does "or" stand right before mention i? */
bool sense_or(const struct said *, size_t i);

#endif
