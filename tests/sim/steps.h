/*
 * steps - each call of the daemon that touches the world, counted; at some of them it goes wrong
 *
 * The disk and the connections call step() before they do anything.  A mishap is ordered for one
 * step; step() tells when it has come.  Where the daemon is to die step() does not return: the
 * stack of the daemon is left by longjmp(), as a process leaves everything behind that is killed.
 */
#ifndef TESTS_SIM_STEPS_H
#define TESTS_SIM_STEPS_H
#include <setjmp.h>
#include <stdbool.h>

enum step_kind {
	STEP_DISK_READ,
	STEP_DISK_WRITE,
	STEP_DISK_SYNC,
	STEP_NET_READ,
	STEP_NET_WRITE,
	STEP_KINDS
};

enum harm {
	HARM_NONE,
	HARM_KILL,     /* the process dies here; what it wrote, the disk has */
	HARM_POWER,    /* the machine dies here: what was not synced is gone as well */
	HARM_FAIL,     /* the call fails, nothing was done */
	HARM_FAIL_YET, /* the call fails, yet it was done */
	HARMS
};

enum { MISHAPS_MOST = 2 };

struct mishap {
	long at; /* the step; 0: never */
	enum harm harm;

	/* Once it has come: */
	enum step_kind kind;
	long noted; /* the last step before it in which the store took something that is left */
};

struct steps {
	long n;                              /* taken so far */
	struct mishap mishaps[MISHAPS_MOST]; /* in the order in which they come */
	int come;                            /* how many of them have */
	long committed;                      /* the last step in which the store took something */
	long synced; /* ... and from which on a loss of power does not take it back */
	bool unseen; /* somebody else looks at the world: nothing is counted */
	jmp_buf death;

	/* Called before each step; may order a mishap for this very one. */
	void (*before)(struct steps *, enum step_kind, void *data);
	void *data;
};

/* The store has it: written, or safe as well.  The step that is under way does it. */
void steps_committed(struct steps *, bool safe);

/* HARM_NONE, HARM_FAIL or HARM_FAIL_YET. */
enum harm step(struct steps *, enum step_kind);

/* Would it make a difference?  A read has nothing that could have been done all the same. */
bool step_suffers(enum step_kind, enum harm);

const char *harm_name(enum harm);
enum harm harm_of(const char *name); /* HARMS: there is none of that name */
const char *step_name(enum step_kind);

#endif
