/*
 * retry - when to try again, and when to give up; arithmetic only
 */
#ifndef OUTBOX_RETRY_H
#define OUTBOX_RETRY_H
#include <stdbool.h>
#include <stdint.h>

/* After 300 s, doubling to an hour (as Postfix does), counted from the failed try. */
int64_t retry_at(int tries, int64_t now);

/*
 * Five days after it was queued, and about as many tries as fit into them: a clock that was set,
 * or a server that could not be reached, costs no message.
 */
bool retry_give_up(int64_t queued_at, int tries, int64_t now);

/* Seconds to wait before connecting again: 1, 2, 4 ... 60, for the n-th failure in a row. */
int retry_connect_seconds(int failures);

#endif
