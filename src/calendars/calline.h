/*
 * calline - the lines of an iCalendar text, one after the other (RFC 5545, 3.1)
 *
 * Nothing is copied but lines that were folded; what nobody asks about is passed over whatever its
 * length, so that attachments cost nothing.
 */
#ifndef CALENDARS_CALLINE_H
#define CALENDARS_CALLINE_H
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum { CALLINE_MAX = 64 * 1024 }; /* of a line that somebody asks about */

struct calline {
	const char *name; /* as it is written; compare with calline_is() */
	size_t name_len;
	const char *parameters, *value; /* NUL-terminated; parameters without the first ";" */
	int number;                     /* of the line in the text, from 1 */
};

struct callines {
	const char *at, *end;
	int number;
	bool (*asked)(const char *name, size_t len);
	char *copy; /* CALLINE_MAX and more */
};

void callines_begin(struct callines *, const char *text, size_t len,
    bool (*asked)(const char *name, size_t len), struct arena *);

/* 1: the next line that is asked about, valid until the next call; 0: the end; -1: a bad one */
int callines_next(struct callines *, struct calline *, struct err *);

bool calline_is(const struct calline *, const char *name);

/* A parameter's value without quotes, "" where there is none; cut off at size. */
const char *calline_parameter(const struct calline *, const char *name, char *out, size_t size);

#endif
