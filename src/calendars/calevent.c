#include "calendars/calevent.h"

#include "base/arena.h"
#include "base/text.h"
#include "calendars/calline.h"

#include <string.h>
#include <strings.h>

enum { OWN_UID_LEAST = 20, TZID_MAX = 128, WORD_MAX = 32 };

struct reading {
	const struct busy_zones *zones;
	const char *domain;
	struct busy_zone *unnamed; /* of times that name no zone */
	struct calevents *out;
	struct calevent event;
	int depth, event_depth, busy_depth; /* 0: in none */
	bool calendar;                      /* there was one */
	struct arena *arena;
	struct err *err;
};

static bool
asked(const char *name, size_t len)
{
	static const char *const names[] = { "BEGIN", "DTEND", "DTSTART", "DURATION", "END",
		"EXDATE", "FREEBUSY", "RDATE", "RECURRENCE-ID", "RRULE", "STATUS", "TRANSP", "UID",
		"X-MICROSOFT-CDO-BUSYSTATUS", "X-WR-TIMEZONE" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if ((name[0] | 32) == (names[i][0] | 32) && strlen(names[i]) == len &&
		    strncasecmp(names[i], name, len) == 0)
			return true;
	return false;
}

/* A value in a complaint: short, and fit for a log. */
static const char *
shown(struct reading *r, const char *value)
{
	size_t n = strnlen(value, 40);

	return text_one_line(text_repair(value, n, r->arena), r->arena);
}

static int
wrong(struct reading *r, const struct calline *l, const char *what)
{
	return err_set(r->err, ERR_REJECT, "line %d: %s (%s)", l->number, what, shown(r, l->value));
}

static const struct busy_zone *
zone_of(const struct reading *r, const struct calline *l)
{
	char tzid[TZID_MAX];

	if (*calline_parameter(l, "TZID", tzid, sizeof tzid) == '\0')
		return r->unnamed;
	for (size_t i = 0; i < r->zones->n; i++)
		if (strcmp(r->zones->items[i].tzid, tzid) == 0)
			return &r->zones->items[i];
	return NULL;
}

static int
read_place(struct reading *r, const struct calline *l, const char *value, size_t len,
    struct calplace *out)
{
	if (!caltime_read(value, len, &out->time))
		return wrong(r, l, "no date or time");
	/* A day is a day of the owner's, wherever it was written. */
	out->zone = out->time.date ? &r->zones->own : zone_of(r, l);
	if (!out->time.utc && (out->zone == NULL || out->zone->kind == BUSY_UNKNOWN)) {
		char tzid[TZID_MAX];

		calline_parameter(l, "TZID", tzid, sizeof tzid);
		return err_set(r->err, ERR_REJECT, "line %d: a time zone that nobody knows (%s)",
		    l->number, shown(r, tzid));
	}
	return 0;
}

static int
read_date(struct reading *r, const struct calline *l, const char *s, size_t len,
    struct caldate *out)
{
	const char *slash = memchr(s, '/', len);
	size_t first = slash != NULL ? (size_t)(slash - s) : len;

	*out = (struct caldate){ .has_end = false };
	if (read_place(r, l, s, first, &out->place) == -1)
		return -1;
	if (slash == NULL)
		return 0;
	if (calspan_read(slash + 1, len - first - 1, &out->length) && !out->length.negative) {
		out->has_length = true;
		return 0;
	}
	out->has_end = true;
	return read_place(r, l, slash + 1, len - first - 1, &out->end);
}

static int
read_dates(struct reading *r, const struct calline *l, struct caldate **items, size_t *n)
{
	for (const char *s = l->value; *s != '\0';) {
		size_t len = strcspn(s, ",");

		if (++r->out->n_dates > BUSY_DATES_MAX)
			return err_set(r->err, ERR_REJECT, "more than %d single dates",
			    BUSY_DATES_MAX);
		*items = arena_more(r->arena, *items, *n, sizeof **items);
		if (len > 0 && read_date(r, l, s, len, &(*items)[(*n)++]) == -1)
			return -1;
		s += len + (s[len] == ',');
	}
	return 0;
}

/* convened's own invitations: the store knows better whether they stand. */
static bool
is_own(const struct reading *r, const char *uid)
{
	size_t n = strspn(uid, "abcdefghijklmnopqrstuvwxyz234567");

	return *r->domain == '@' && n >= OWN_UID_LEAST && strcasecmp(uid + n, r->domain) == 0;
}

static int
add_rule(struct reading *r, const struct calline *l)
{
	struct calevent *e = &r->event;

	if (e->n_rules == CALEVENT_RULES_MAX)
		return wrong(r, l, "too many rules for one event");
	e->rules[e->n_rules++] = arena_str(r->arena, l->value);
	return 0;
}

static int
read_length(struct reading *r, const struct calline *l)
{
	if (!calspan_read(l->value, strlen(l->value), &r->event.length) || r->event.length.negative)
		return wrong(r, l, "no length of an event");
	r->event.has_length = true;
	return 0;
}

static int
read_event_line(struct reading *r, const struct calline *l)
{
	struct calevent *e = &r->event;
	size_t len = strlen(l->value);

	if (calline_is(l, "UID"))
		e->uid = arena_str(r->arena, l->value);
	else if (calline_is(l, "DTSTART")) {
		e->has_start = true;
		return read_place(r, l, l->value, len, &e->start);
	} else if (calline_is(l, "DTEND")) {
		e->has_end = true;
		return read_place(r, l, l->value, len, &e->end);
	} else if (calline_is(l, "RECURRENCE-ID")) {
		e->is_instance = true;
		return read_place(r, l, l->value, len, &e->instance);
	} else if (calline_is(l, "DURATION"))
		return read_length(r, l);
	else if (calline_is(l, "RRULE"))
		return add_rule(r, l);
	else if (calline_is(l, "RDATE"))
		return read_dates(r, l, &e->more, &e->n_more);
	else if (calline_is(l, "EXDATE"))
		return read_dates(r, l, &e->except, &e->n_except);
	else if (calline_is(l, "TRANSP"))
		e->free |= strcasecmp(l->value, "TRANSPARENT") == 0;
	else if (calline_is(l, "STATUS"))
		e->free |= strcasecmp(l->value, "CANCELLED") == 0;
	else if (calline_is(l, "X-MICROSOFT-CDO-BUSYSTATUS"))
		e->free |= strcasecmp(l->value, "FREE") == 0;
	return 0;
}

static int
read_freebusy(struct reading *r, const struct calline *l)
{
	struct caldate *dates = NULL;
	char type[WORD_MAX];
	size_t n = 0;

	if (strcasecmp(calline_parameter(l, "FBTYPE", type, sizeof type), "FREE") == 0)
		return 0;
	if (read_dates(r, l, &dates, &n) == -1)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct caldate *d = &dates[i];
		struct calevents *out = r->out;
		int64_t end = d->has_end
		                  ? d->end.time.civil
		                  : d->place.time.civil + d->length.days * DAY + d->length.seconds;

		if (!d->place.time.utc || (d->has_end ? !d->end.time.utc : !d->has_length))
			return wrong(r, l, "no busy time in UTC");
		out->busy = arena_more(r->arena, out->busy, out->n_busy, sizeof *out->busy);
		out->busy[out->n_busy++] = (struct span){ d->place.time.civil, end };
	}
	return 0;
}

static int
begin(struct reading *r, const struct calline *l)
{
	if (++r->depth > BUSY_DEPTH_MAX)
		return wrong(r, l, "nested too deep");
	if (r->depth == 1) {
		if (strcasecmp(l->value, "VCALENDAR") != 0)
			return wrong(r, l, "this is no calendar");
		r->calendar = true;
		*r->unnamed = r->zones->own;
	} else if (r->depth == 2 && strcasecmp(l->value, "VEVENT") == 0) {
		r->event_depth = r->depth;
		r->event = (struct calevent){ .uid = "", .line = l->number };
	} else if (r->depth == 2 && strcasecmp(l->value, "VFREEBUSY") == 0)
		r->busy_depth = r->depth;
	return 0;
}

static int
end_event(struct reading *r)
{
	struct calevents *out = r->out;

	r->event_depth = 0;
	if (is_own(r, r->event.uid))
		return 0;
	if (!r->event.has_start)
		return err_set(r->err, ERR_REJECT, "line %d: an event without a DTSTART",
		    r->event.line);
	if (out->n == BUSY_EVENTS_MAX)
		return err_set(r->err, ERR_REJECT, "more than %d events", BUSY_EVENTS_MAX);
	out->items = arena_more(r->arena, out->items, out->n, sizeof *out->items);
	out->items[out->n++] = r->event;
	return 0;
}

static int
end(struct reading *r, const struct calline *l)
{
	int depth = r->depth--;

	if (depth == 0)
		return wrong(r, l, "it ends before it begins");
	if (depth == r->busy_depth)
		r->busy_depth = 0;
	return depth == r->event_depth ? end_event(r) : 0;
}

/* Google names a calendar's zone once, for times that name none. */
static void
take_zone(struct reading *r, const struct calline *l)
{
	for (size_t i = 0; i < r->zones->n; i++)
		if (strcmp(r->zones->items[i].tzid, l->value) == 0 &&
		    r->zones->items[i].kind != BUSY_UNKNOWN)
			*r->unnamed = r->zones->items[i];
}

static int
read_line(struct reading *r, const struct calline *l)
{
	if (calline_is(l, "BEGIN"))
		return begin(r, l);
	if (r->depth == 0)
		return wrong(r, l, "this is no calendar");
	if (calline_is(l, "END"))
		return end(r, l);
	if (r->event_depth != 0)
		return r->depth == r->event_depth ? read_event_line(r, l) : 0;
	if (r->busy_depth == r->depth && calline_is(l, "FREEBUSY"))
		return read_freebusy(r, l);
	if (r->depth == 1 && calline_is(l, "X-WR-TIMEZONE"))
		take_zone(r, l);
	return 0;
}

int
calevents_read(const char *text, size_t len, const struct busy_zones *zones, const char *domain,
    struct arena *a, struct calevents *out, struct err *err)
{
	struct busy_zone unnamed = zones->own;
	struct reading r = { zones, domain, &unnamed, out, { 0 }, 0, 0, 0, false, a, err };
	struct callines lines;
	struct calline line;
	int more;

	*out = (struct calevents){ .n = 0 };
	r.unnamed = arena_alloc(a, sizeof *r.unnamed);
	*r.unnamed = unnamed;
	if (len > BUSY_TEXT_MAX)
		return err_set(err, ERR_REJECT, "a calendar of more than %d MB",
		    BUSY_TEXT_MAX >> 20);
	if (memchr(text, '\0', len) != NULL)
		return err_set(err, ERR_REJECT, "it holds a NUL byte");
	callines_begin(&lines, text, len, asked, a);
	while ((more = callines_next(&lines, &line, err)) == 1)
		if (read_line(&r, &line) == -1)
			return -1;
	if (more == -1)
		return -1;
	if (!r.calendar)
		return err_set(err, ERR_REJECT, "this is no calendar");
	return r.depth == 0 ? 0 : err_set(err, ERR_REJECT, "the calendar is cut off");
}
