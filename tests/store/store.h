/*
 * store - what the tests of the store share: a folder of their own, and meetings to put in
 */
#ifndef TESTS_STORE_STORE_H
#define TESTS_STORE_STORE_H
#include "decide/meeting.h"
#include "store/db.h"

/* A path in a folder of this test program, which goes with all in it when the program ends. */
const char *store_path(const char *name);

/* Opens it or ends the program. */
struct db *store_open(const char *path);

/* A settled meeting with a writer, a host and one more guest, two rounds of offers, and so on. */
void store_meeting(struct meeting *, const char *host, int64_t start_at);

/* Saves it in a transaction of its own: 0, -1. */
int store_save(struct db *, struct meeting *, struct err *);

#endif
