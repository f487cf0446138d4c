/*
 * gathering - office hours and focus groups, as they stand in gatherings.d/
 */
#ifndef DECIDE_GATHERING_H
#define DECIDE_GATHERING_H
#include "base/zone.h"
#include "decide/team.h"

enum gathering_kind { GATHERING_OFFICE_HOURS, GATHERING_FOCUS_GROUPS };

struct gathering {
	enum gathering_kind kind;
	const char *id, *title;
	const char **hosts; /* addresses of staff */
	size_t n_hosts;
	const char **languages; /* one for office hours */
	size_t n_languages;
	int duration; /* minutes */
	const char **questions;
	size_t n_questions;
	int questions_before; /* minutes */

	/* office hours */
	int seats; /* 0: as many as come */
	struct zone zone;
	struct civil first;
	const char *repeat; /* RRULE; "" for a single date */
	int *rotate;        /* minutes since midnight, taken in turn */
	size_t n_rotate;
	struct off *except;
	size_t n_except;

	/* focus groups */
	int minimum, maximum;
	struct off sign_up, between;
};

#endif
