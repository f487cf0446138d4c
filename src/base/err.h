/*
 * err - what went wrong: a kind that says what the daemon does next, and a sentence
 *
 * A function that can fail takes a struct err last, fills it in and returns -1.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err_kind {
	ERR_NONE,
	ERR_RETRY,   /* the world is not ready: try again later */
	ERR_REJECT,  /* this mail or value will never do: a person must look at it */
	ERR_CONFIG,  /* the configuration is wrong: stop and say so */
	ERR_STORE,   /* the store cannot be trusted: send nothing, stop */
	ERR_BUSY,    /* somebody else does this work: stop and leave it to them */
	ERR_RESTART, /* this process cannot go on, a new one can: stop and be started again */
};

struct err {
	enum err_kind kind;
	char text[512];
};

/* Fills in the error and returns -1. */
int err_set(struct err *, enum err_kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts words before the sentence that is there ("staff.d/nino.conf:3: ..."); returns -1. */
int err_prefix(struct err *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
