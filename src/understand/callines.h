/*
 * callines - the lines of a calendar part, before a library sees them
 */
#ifndef UNDERSTAND_CALLINES_H
#define UNDERSTAND_CALLINES_H
#include "base/err.h"

struct arena;

enum {
	CALLINES_TEXT_MAX = 256 * 1024,
	CALLINES_LINE_MAX = 32 * 1024, /* unfolded */
	CALLINES_MAX = 20000,
	CALLINES_COMPONENTS_MAX = 500,
	CALLINES_DEPTH_MAX = 4,
	CALLINES_DATES_MAX = 1000,  /* EXDATE and RDATE */
	CALLINES_REPEATS_MAX = 400, /* COUNT of a rule */
	CALLINES_PEOPLE_MAX = 200,
	CALLINES_ATTACHMENTS_MAX = 50,
};

/* "\n" line ends, none of them before a blank. */
char *callines_unfold(const char *text, struct arena *);

/* -1 with ERR_REJECT: a limit is broken, or there is a rule that keeps programs busy for ever. */
int callines_check(const char *unfolded, struct err *);

/*
 * Without all that nobody here asks about: other components than events, zones' own rules, rules,
 * alarms, attachments, most of what begins with X-.
 */
char *callines_asked(const char *unfolded, struct arena *);

#endif
