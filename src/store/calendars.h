/*
 * calendars - what was last read of the staff's own calendars
 */
#ifndef STORE_CALENDARS_H
#define STORE_CALENDARS_H
#include "base/span.h"
#include "store/db.h"

struct calendar_row {
	const char *source;  /* a digest of where it is and whose it is */
	const char *etag;    /* of the server, or ""; for the next question */
	int64_t fetched_at;  /* when it was last read; 0: never */
	int64_t tried_at;    /* when that was last tried; 0: never */
	int64_t told_at;     /* when its owner was told that it cannot be read; 0: not, or it can */
	struct span window;  /* what is known of it: nothing before and behind */
	bool lasting;        /* the trouble will not go away by itself */
	const char *trouble; /* why it could not be read at tried_at; "": it could */
	struct spans spans;
};

/* 1, 0: never tried, -1.  A row that is not there is left empty but for its source. */
int calendars_load(struct db *, const char *source, struct arena *, struct calendar_row *out,
    struct err *);
int calendars_load_state(struct db *, const char *source, struct arena *, struct calendar_row *out,
    struct err *); /* without the spans */

int calendars_save(struct db *, const struct calendar_row *, struct arena *, struct err *);
int calendars_told(struct db *, const char *source, int64_t told_at, struct err *);

/* Those that nobody has tried since: they are in no file any more. */
int calendars_forget(struct db *, int64_t before, struct err *);

#endif
