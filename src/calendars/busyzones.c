#include "base/arena.h"
#include "base/buf.h"
#include "calendars/busy.h"
#include "calendars/calline.h"
#include "understand/callines.h"
#include "understand/zonename.h"

#include <string.h>
#include <strings.h>

/* Before the window, too: an event may have begun long ago, and end in another zone. */
enum { BEFORE = 3 * 366 * DAY, TZID_MAX = 128, RULES_TEXT_MAX = 256 * 1024 };

static bool
names_zone(const char *name, size_t len)
{
	static const char *const names[] = { "DTSTART", "DTEND", "EXDATE", "RDATE", "RECURRENCE-ID",
		"X-WR-TIMEZONE" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strlen(names[i]) == len && strncasecmp(names[i], name, len) == 0)
			return true;
	return false;
}

static struct busy_zone *
find(const struct busy_zones *z, const char *tzid)
{
	for (size_t i = 0; i < z->n; i++)
		if (strcmp(z->items[i].tzid, tzid) == 0)
			return &z->items[i];
	return NULL;
}

static void
by_clock(struct busy_zone *z, const struct zone *zone, struct span window, struct arena *a)
{
	window.start_at -= BEFORE;
	clock_make(zone, window, a, &z->clock);
	z->kind = BUSY_BY_CLOCK;
}

static void
collect_names(const char *text, size_t len, struct arena *a, struct busy_zones *out)
{
	struct callines lines;
	struct calline line;
	struct err ignored;
	struct zone zone;
	char tzid[TZID_MAX];

	callines_begin(&lines, text, len, names_zone, a);
	while (callines_next(&lines, &line, &ignored) == 1 && out->n < BUSY_ZONES_MAX) {
		struct busy_zone *z;

		calline_parameter(&line, "TZID", tzid, sizeof tzid);
		if (calline_is(&line, "X-WR-TIMEZONE") && strlen(line.value) < sizeof tzid)
			strcpy(tzid, line.value);
		if (tzid[0] == '\0' || find(out, tzid) != NULL)
			continue;
		z = &out->items[out->n++];
		*z = (struct busy_zone){ .tzid = arena_str(a, tzid) };
		if (zonename_find(tzid, &zone))
			by_clock(z, &zone, out->window, a);
	}
}

/* One VTIMEZONE of a zone that nobody knows by name: where it says it is, or what its rules are. */
static void
take_block(const char *block, struct arena *a, struct busy_zones *out)
{
	const char *place = strcasestr(block, "\nX-LIC-LOCATION:"), *tzid;
	struct calzone *rules;
	struct busy_zone *z;
	struct zone zone;

	if ((tzid = strcasestr(block, "\nTZID")) == NULL || (tzid = strchr(tzid + 1, ':')) == NULL)
		return;
	tzid = arena_mem(a, tzid + 1, strcspn(tzid + 1, "\n"));
	if ((z = find(out, tzid)) == NULL || z->kind != BUSY_UNKNOWN)
		return;
	if (place != NULL) {
		place += strlen("\nX-LIC-LOCATION:");
		if (zonename_find(arena_mem(a, place, strcspn(place, "\n")), &zone)) {
			by_clock(z, &zone, out->window, a);
			return;
		}
	}
	if (calzones_read(block, a, &rules) == 1) {
		z->rules = rules[0];
		z->kind = BUSY_BY_RULES;
	}
}

static const char *
find_from(const char *s, const char *end, const char *word)
{
	size_t n = strlen(word);

	for (; (size_t)(end - s) >= n; s++) {
		if ((s = memchr(s, word[0], (size_t)(end - s) - n + 1)) == NULL)
			return NULL;
		if (memcmp(s, word, n) == 0)
			return s;
	}
	return NULL;
}

static void
collect_rules(const char *text, size_t len, struct arena *a, struct busy_zones *out)
{
	const char *end = text + len, *block, *done;
	size_t bytes = 0;

	while ((block = find_from(text, end, "BEGIN:VTIMEZONE")) != NULL &&
	       (done = find_from(block, end, "END:VTIMEZONE")) != NULL) {
		text = done + strlen("END:VTIMEZONE");
		if ((bytes += (size_t)(text - block)) > RULES_TEXT_MAX)
			break;
		take_block(callines_unfold(arena_mem(a, block, (size_t)(text - block)), a), a, out);
	}
}

void
busy_zones(const char *text, size_t len, const struct zone *own, struct span window,
    struct arena *a, struct busy_zones *out)
{
	bool unknown = false;

	*out = (struct busy_zones){ .own = { .tzid = "" }, .window = window };
	out->items = arena_alloc(a, BUSY_ZONES_MAX * sizeof *out->items);
	by_clock(&out->own, own, window, a);
	collect_names(text, len, a, out);
	for (size_t i = 0; i < out->n; i++)
		unknown |= out->items[i].kind == BUSY_UNKNOWN;
	if (unknown)
		collect_rules(text, len, a, out);
}
