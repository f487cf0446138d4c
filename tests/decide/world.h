/*
 * world - a team, its calendars and a clock from lines of plain text, for tests of decide
 *
 *     rules   notice 24h, horizon 4w, hold 48h, offer 3, odd 22:00-07:00, confirm no,
 *             tokens yes, needs all
 *     staff   nino Asia/Tbilisi          the lines below belong to this person
 *     hours   Mon-Thu 09:00-12:30 14:00-18:00, Fri 09:00-13:00
 *     away    2026-12-24 | 2027-03-03 13:00-17:00 | 2026-12-24..2027-01-08
 *     also    2027-01-16 10:00-14:00
 *     with    buffer 10m, cap 4, notice 2h, share 2, speaks ka en, knows press design
 *     taken   booked 7 2026-11-24 10:00-10:30      (UTC; booked, held, busy or unread; the meeting's id)
 *     now     2026-11-23 09:00                     (UTC)
 *
 * A person's address is the name at example.org for the staff, at example.net for others.
 */
#ifndef TESTS_DECIDE_WORLD_H
#define TESTS_DECIDE_WORLD_H
#include "base/arena.h"
#include "decide/team.h"
#include "understand/wish.h"

#include <stdbool.h>
#include <stdio.h>

struct world {
	struct team team;
	int64_t now;
	struct arena *arena;
};

void world_init(struct world *, struct arena *);

/* true: it was one of the lines above.  A mistake in it ends the program. */
bool world_line(struct world *, const char *line);

struct staff *world_staff(const struct world *, const char *name); /* NULL: none */
void world_take(struct world *, struct staff *, enum taken_kind, int64_t meeting, struct span);

/* "exactly 2026-11-24 10:00", "wishes ...", "not ...", "ideally ...", "doubt A or B", "for 60m",
 * "odd hours" */
bool world_clause(struct world *, struct wishes *, const char *clause);

/* "2026-11-24", "2026-11-24 10:00-12:00", "2026-11-24..2026-11-26", "2026-11-24 10:00" (empty) */
struct span world_span(const char *text, const struct zone *);

char *world_moment(int64_t at, struct arena *); /* "2026-11-24 10:00" */

/*
 * Lines without comments and blanks around them; NULL at the end.  A line that begins with a
 * blank carries the one before on.
 */
struct world_file {
	FILE *file;
	const char *path;
	int line;
	struct arena *arena;
};

void world_open(struct world_file *, const char *path, struct arena *);
char *world_read(struct world_file *);

/* The parts between separators, blanks cut off; how many. */
size_t world_split(const char *text, const char *separator, struct arena *, char ***out);

#endif
