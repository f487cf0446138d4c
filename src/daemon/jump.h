/*
 * jump - a clock that was set: nothing is decided by it at once
 *
 * What the clock says is compared with how long it really was since the last look, by a clock that
 * nobody sets.  After a jump of more than five minutes a minute passes in which no timer runs out
 * and no mail is read; then the clock is believed.  A jump that is undone meanwhile has done
 * nothing, and all goes on at once.  Arithmetic only.
 */
#ifndef DAEMON_JUMP_H
#define DAEMON_JUMP_H
#include <stdbool.h>
#include <stdint.h>

enum { JUMP_MOST_SECONDS = 300, JUMP_PAUSE_SECONDS = 60 };

struct jump {
	bool looked;
	int64_t believed, seen; /* how far the calendar's clock was ahead of the steady one */
	int64_t wait_to;        /* on the steady clock */
};

/*
 * Seconds to wait before anything is decided; 0: none.  now: the calendar's clock; steady: one that
 * only runs on, through a sleep of the machine too.  *by: how far it has jumped since the last
 * look, or 0; where there is nothing to wait for, it has been set right.
 */
int jump_wait(struct jump *, int64_t now, int64_t steady, int64_t *by);

#endif
