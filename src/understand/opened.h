/*
 * opened - a foreign mail as plain data: the letter, its author's own text, its calendar objects
 *
 * All that foreign bytes and the libraries that read them have to do with each other happens in
 * opened_read(), which needs no file, no clock and no zone: it is what runs in a confined process
 * (daemon/ward.h).  What it found crosses a pipe as bytes; who unpacks them trusts nothing.
 */
#ifndef UNDERSTAND_OPENED_H
#define UNDERSTAND_OPENED_H
#include "base/err.h"
#include "base/pack.h"
#include "inbox/letter.h"
#include "inbox/trim.h"
#include "understand/calobject.h"

struct opened {
	struct letter letter; /* behind the pipe without the text of its calendars */
	struct trimmed text;
	struct calobjects calendar;
};

/* As letter_read(): -1 with ERR_REJECT, and out->letter.digest is set. */
int opened_read(const char *raw, size_t len, const char *own_address, struct arena *,
    struct opened *out, struct err *);

/* Likewise, without digest and content_key: as letter_look(). */
int opened_look(const char *raw, size_t len, const char *own_address, struct arena *,
    struct opened *out, struct err *);

void opened_pack(struct buf *, const struct opened *);

/* Sizes, counts, ranges and characters are checked; u->bad tells whether it was sound. */
void opened_unpack(struct unpack *u, struct opened *out);

#endif
