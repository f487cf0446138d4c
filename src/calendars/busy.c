#include "calendars/busy.h"

#include "base/arena.h"
#include "base/text.h"
#include "calendars/calevent.h"
#include "calendars/rule.h"

#include <stdlib.h>
#include <string.h>

/* One date of a series that was taken out of it: it was moved, or called off. */
struct moved {
	const char *uid;
	int64_t at, day;
	bool date;
};

struct following {
	const struct calevent *event;
	const struct moved *moved; /* those of this event */
	size_t n_moved;
	struct span window;
	struct spans *out;
	struct arena *arena;
	bool full;
};

static int64_t
moment(const struct calplace *p, int64_t civil)
{
	if (p->time.utc)
		return civil;
	if (p->zone->kind == BUSY_BY_RULES) {
		struct civil c;

		civil_from_seconds(civil, &c);
		return calzone_moment(&p->zone->rules, &c);
	}
	return clock_moment(&p->zone->clock, civil);
}

static int64_t
day_of(int64_t civil)
{
	return civil / DAY - (civil % DAY < 0);
}

/* Where one of the two is a day alone, days are compared. */
static bool
same_time(const struct calevent *e, int64_t civil, int64_t at, int64_t other_at, int64_t other_day,
    bool other_date)
{
	if (e->start.time.date || other_date)
		return day_of(civil) == other_day;
	return at == other_at;
}

static bool
is_excepted(const struct following *f, int64_t civil, int64_t at)
{
	const struct calevent *e = f->event;

	for (size_t i = 0; i < e->n_except; i++) {
		const struct calplace *p = &e->except[i].place;

		if (same_time(e, civil, at, moment(p, p->time.civil), day_of(p->time.civil),
			p->time.date))
			return true;
	}
	for (size_t i = 0; i < f->n_moved; i++)
		if (same_time(e, civil, at, f->moved[i].at, f->moved[i].day, f->moved[i].date))
			return true;
	return false;
}

static int64_t
after(const struct calplace *start, int64_t civil, const struct calspan *length)
{
	return moment(start, civil + length->days * DAY) + length->seconds;
}

/* An event's end where it begins at that civil time: its own, or of one of the series. */
static int64_t
end_of(const struct calevent *e, int64_t civil)
{
	static const struct calspan none = { 0 }, one_day = { .days = 1 };

	if (e->has_length)
		return after(&e->start, civil, &e->length);
	if (!e->has_end)
		return after(&e->start, civil, e->start.time.date ? &one_day : &none);
	if (e->start.time.date) {
		struct calspan days = { .days = day_of(e->end.time.civil) -
			                        day_of(e->start.time.civil) };

		return after(&e->start, civil, days.days == 0 ? &one_day : &days);
	}
	return moment(&e->start, civil) + moment(&e->end, e->end.time.civil) -
	       moment(&e->start, e->start.time.civil);
}

static void
add(struct following *f, int64_t start_at, int64_t end_at)
{
	struct span s = { start_at, end_at };

	if (end_at <= start_at || !span_overlaps(s, f->window))
		return;
	if (f->out->n == BUSY_SPANS_MAX) {
		f->full = true;
		return;
	}
	f->out->items = arena_more(f->arena, f->out->items, f->out->n, sizeof s);
	f->out->items[f->out->n++] = s;
}

static bool
take(int64_t civil, void *data)
{
	struct following *f = data;
	int64_t at = moment(&f->event->start, civil);

	if (!is_excepted(f, civil, at))
		add(f, at, end_of(f->event, civil));
	return !f->full;
}

static void
take_more(struct following *f)
{
	const struct calevent *e = f->event;

	for (size_t i = 0; i < e->n_more; i++) {
		const struct caldate *d = &e->more[i];
		int64_t at = moment(&d->place, d->place.time.civil), civil = d->place.time.civil;

		if (is_excepted(f, civil, at))
			continue;
		if (d->has_end)
			add(f, at, moment(&d->end, d->end.time.civil));
		else if (d->has_length)
			add(f, at, after(&d->place, civil, &d->length));
		else if (d->place.time.date && !e->start.time.date)
			add(f, at, at + DAY); /* at what time of that day is not said */
		else
			add(f, at,
			    at + end_of(e, e->start.time.civil) -
				moment(&e->start, e->start.time.civil));
	}
}

/* How far ahead of UTC the event's clocks are then; where only rules are known, at the most. */
static int64_t
offset_at(const struct calplace *p, int64_t at)
{
	if (p->time.utc)
		return 0;
	if (p->zone->kind == BUSY_BY_CLOCK)
		return clock_offset(&p->zone->clock, at);
	return p->zone->rules.twofold &&
	               p->zone->rules.daylight.offset > p->zone->rules.standard.offset
	           ? p->zone->rules.daylight.offset
	           : p->zone->rules.standard.offset;
}

static int64_t
until_of(const struct calevent *e, const struct rule *r)
{
	if (!r->has_until)
		return INT64_MAX;
	if (r->until_date || e->start.time.date)
		return day_of(r->until + (r->until_utc ? offset_at(&e->start, r->until) : 0)) *
		           DAY +
		       DAY - 1;
	return r->until + (r->until_utc ? offset_at(&e->start, r->until) : 0);
}

static int
follow(struct following *f, int64_t *budget, struct err *err)
{
	const struct calevent *e = f->event;
	int64_t start = e->start.time.civil, length = end_of(e, start) - moment(&e->start, start);
	int64_t from = f->window.start_at - length - 2 * DAY, before = f->window.end_at + 2 * DAY;

	if (length < 0)
		return err_set(err, ERR_REJECT, "line %d: an event that ends before it begins",
		    e->line);
	if (e->n_rules == 0)
		take(start, f);
	for (size_t i = 0; i < e->n_rules; i++) {
		struct err why = { 0 };
		struct rule rule;

		if (rule_read(e->rules[i], &rule, &why) == -1)
			return err_set(err, ERR_REJECT, "the event at line %d has %s", e->line,
			    text_one_line(text_repair(why.text, strlen(why.text), f->arena),
				f->arena));
		if (!rule_each(&rule, start, until_of(e, &rule), from, before, budget, take, f))
			return err_set(err, ERR_REJECT,
			    "its rules would take too long to follow (line %d)", e->line);
	}
	take_more(f);
	return f->full ? err_set(err, ERR_REJECT, "more than %d busy times", BUSY_SPANS_MAX) : 0;
}

static int
by_uid(const void *a, const void *b)
{
	const struct moved *x = a, *y = b;

	return strcmp(x->uid, y->uid);
}

static struct moved *
list_moved(const struct calevents *all, struct arena *a, size_t *n)
{
	struct moved *out = arena_alloc(a, (all->n + 1) * sizeof *out);

	*n = 0;
	for (size_t i = 0; i < all->n; i++) {
		const struct calevent *e = &all->items[i];

		if (e->is_instance)
			out[(*n)++] =
			    (struct moved){ e->uid, moment(&e->instance, e->instance.time.civil),
				    day_of(e->instance.time.civil), e->instance.time.date };
	}
	qsort(out, *n, sizeof *out, by_uid);
	return out;
}

/* The first of those of an event. */
static size_t
find_moved(const struct moved *all, size_t n, const char *uid)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(all[middle].uid, uid) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int
busy_read(const char *text, size_t len, const struct busy_zones *zones, const char *domain,
    struct arena *a, struct spans *out, struct err *err)
{
	struct spans all = { NULL, 0 };
	struct calevents events;
	struct moved *moved;
	int64_t budget = BUSY_STEPS_MAX;
	size_t n_moved;

	if (calevents_read(text, len, zones, domain, a, &events, err) == -1)
		return -1;
	moved = list_moved(&events, a, &n_moved);
	for (size_t i = 0; i < events.n; i++) {
		const struct calevent *e = &events.items[i];
		struct following f = { e, NULL, 0, zones->window, &all, a, false };

		if (e->free)
			continue;
		if (!e->is_instance && e->uid[0] != '\0') {
			size_t first = find_moved(moved, n_moved, e->uid);

			f.moved = moved + first;
			while (first + f.n_moved < n_moved &&
			       strcmp(f.moved[f.n_moved].uid, e->uid) == 0)
				f.n_moved++;
		}
		if (follow(&f, &budget, err) == -1)
			return -1;
	}
	*out = spans_union(spans_make(all.items, all.n, a),
	    spans_make(events.busy, events.n_busy, a), a);
	*out = spans_intersect(*out, spans_make(&zones->window, 1, a), a);
	return 0;
}
