/*
 * complaint - what is wrong in a configuration file, and what to write instead
 */
#ifndef DAEMON_COMPLAINT_H
#define DAEMON_COMPLAINT_H
#include <stdbool.h>
#include <stddef.h>

struct arena;

struct complaint {
	const char *file;
	int line;         /* from 1; 0: the file as a whole */
	const char *text; /* what is wrong, what to write */
	bool warning;     /* true: worth knowing, not wrong */
};

struct complaints {
	struct complaint *items;
	size_t n;
	size_t n_wrong; /* those that are no warnings */
	struct arena *arena;
};

void complaints_init(struct complaints *, struct arena *);
void complaint_add(struct complaints *, const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void complaint_warn(struct complaints *, const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* "staff.d/nino.conf:3: no such time zone: ..." */
char *complaint_line(const struct complaint *, struct arena *);

#endif
