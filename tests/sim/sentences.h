/*
 * sentences - what writers write, each with a gist that is not in doubt
 */
#ifndef TESTS_SIM_SENTENCES_H
#define TESTS_SIM_SENTENCES_H
#include "sim/chance.h"
#include "sim/crowd.h"

/* The text of a mail.  number: of the offer that is taken; named_at: in the guest's own zone. */
const char *sentence(enum gist, int number, int64_t named_at, struct chance *, struct arena *);

#endif
