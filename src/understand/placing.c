#include "base/arena.h"
#include "understand/calendar.h"
#include "understand/when.h"

enum { HALF_DAY = 12 * 60, READINGS = 4, DAYS_MOST = 62 };

/* Which of the ways the words can be taken: bit 0 the other day, bit 1 the other half of it. */
enum { OTHER_DAY = 1, OTHER_HALF = 2 };

struct placing {
	const struct said_time *said;
	const struct when_context *context;
	struct calendar calendar;
	struct zone zone; /* of the clock times */
	int reading;
	struct arena *arena;
	struct placed_list *out;
};

static int64_t
moment(const struct zone *z, int day, int64_t minute)
{
	struct civil c = { .date = date_from_days(day + (int)(minute / 1440)),
		.minute = (int)(minute % 1440) };

	return zone_moment(z, &c, NULL);
}

static struct placed *
add(struct placing *p, enum placed_kind kind, enum grain grain, int64_t start, int64_t end)
{
	struct placed_list *l = p->out;
	struct placed *item;

	l->items = arena_more(p->arena, l->items, l->n, sizeof *l->items);
	item = &l->items[l->n++];
	*item = (struct placed){ .kind = kind,
		.grain = grain,
		.start_at = start,
		.end_at = end,
		.reading = p->reading };
	return item;
}

static void
set_bound(struct placing *p, struct placed *item, enum bound bound)
{
	switch (bound) {
	case BOUND_NONE: return;
	case BOUND_AFTER:
		item->start_at = item->kind == PLACED_INSTANT && item->grain < GRAIN_DAY
		                     ? item->start_at
		                     : item->end_at;
		item->open_end = true;
		break;
	case BOUND_FROM: item->open_end = true; break;
	case BOUND_BEFORE:
		/* "before the end of the week" */
		if (p->said->day == NULL || p->said->day->edge != EDGE_END ||
		    p->said->clock != NULL)
			item->end_at = item->start_at;
		item->open_start = true;
		break;
	case BOUND_UNTIL:
		if (item->kind == PLACED_INSTANT && item->grain < GRAIN_DAY)
			item->end_at = item->start_at;
		item->open_start = true;
		break;
	}
	if (item->open_end)
		item->end_at = p->context->sent_at + (int64_t)p->context->horizon_days * DAY;
	if (item->open_start)
		item->start_at = p->context->sent_at;
	item->kind = PLACED_OPEN;
}

static enum grain
grain_of(const struct days *d)
{
	if (d->fuzzy)
		return GRAIN_FUZZY;
	switch (d->unit) {
	case UNIT_SECOND:
	case UNIT_MINUTE: return GRAIN_MINUTE;
	case UNIT_HOUR: return GRAIN_HOUR;
	case UNIT_DAY:
	case UNIT_WORKDAY: return GRAIN_DAY;
	case UNIT_WEEK:
	case UNIT_FORTNIGHT: return GRAIN_WEEK;
	case UNIT_WEEKEND: return GRAIN_WEEKEND;
	case UNIT_MONTH: return GRAIN_MONTH;
	case UNIT_QUARTER: return GRAIN_QUARTER;
	case UNIT_YEAR: return GRAIN_YEAR;
	case UNITS: break;
	}
	return GRAIN_DAY;
}

/* A day, or a stretch of them, without a time of day. */
static void
add_days(struct placing *p, const struct days *d)
{
	const struct zone *z = &p->context->zone;
	bool recurs = calendar_recurs(p->said->day);
	struct placed *item;

	if (d->moment && d->unit == UNIT_MINUTE) { /* within two hours */
		int64_t start = p->context->sent_at, end = moment(z, d->to, 0) + d->seconds;

		if (end < start) {
			end = start;
			start = moment(z, d->from, 0) + d->seconds;
		}
		add(p, PLACED_INTERVAL, GRAIN_MINUTE, start, end);
		return;
	}
	if (d->moment) { /* in two hours */
		int64_t at = moment(z, d->from, 0) + d->seconds;

		item = add(p, PLACED_INSTANT, GRAIN_MINUTE, at, at + MINUTE);
		set_bound(p, item, p->said->bound);
		return;
	}
	if (p->said->day->edge == EDGE_REST && d->unit == UNIT_DAY && d->to - d->from == 1 &&
	    moment(z, d->from, 0) <= p->context->sent_at &&
	    moment(z, d->to, 0) > p->context->sent_at) { /* the rest of the day */
		add(p, PLACED_INTERVAL, GRAIN_MINUTE, p->context->sent_at, moment(z, d->to, 0));
		return;
	}
	item = add(p,
	    recurs                                        ? PLACED_SET
	    : d->to - d->from == 1 && d->unit == UNIT_DAY ? PLACED_INSTANT
							  : PLACED_INTERVAL,
	    grain_of(d), moment(z, d->from, 0), moment(z, d->to, 0));
	set_bound(p, item, p->said->bound);
}

/* A time of day on one day. */
static void
add_clock(struct placing *p, int day, const struct said_clock *c)
{
	bool recurs = p->said->day != NULL ? calendar_recurs(p->said->day) : c->often;
	int shift = (p->reading & OTHER_HALF) && c->open_half
	                ? (c->from >= HALF_DAY ? -HALF_DAY : HALF_DAY)
	                : 0;
	int64_t start = moment(&p->zone, day, c->from + shift) + c->seconds, end;
	struct placed *item;
	enum bound bound = c->bound != BOUND_NONE ? c->bound : p->said->bound;

	if (c->kind == CLOCK_RANGE && bound == BOUND_FROM) /* "starting tomorrow, 8 to 12" */
		bound = BOUND_NONE;

	switch (c->kind) {
	case CLOCK_AT:
		item = add(p, recurs ? PLACED_SET : PLACED_INSTANT,
		    c->by_hour ? GRAIN_HOUR : GRAIN_MINUTE, start, start + MINUTE);
		item->about |= c->about;
		if (bound == BOUND_NONE)
			break;
		/* On a day that was named, "after three" ends with the day; so does "until". */
		if (!recurs)
			set_bound(p, item, bound);
		if (p->said->day != NULL && (p->said->bound == BOUND_NONE || recurs)) {
			if (item->open_end || bound == BOUND_AFTER || bound == BOUND_FROM)
				item->end_at = moment(&p->zone, day + 1, 0);
			else {
				item->start_at = moment(&p->zone, day, 0);
				item->end_at = start;
			}
		} else if (p->said->day == NULL && (bound == BOUND_AFTER || bound == BOUND_FROM))
			item->end_at = moment(&p->zone, day + 1, 0);
		break;
	case CLOCK_RANGE:
	case CLOCK_PART:
		end = moment(&p->zone, day, c->to + shift);
		item = add(p, recurs ? PLACED_SET : PLACED_INTERVAL,
		    c->kind == CLOCK_PART ? GRAIN_PART : GRAIN_MINUTE, start, end);
		if (!recurs)
			set_bound(p, item, bound);
		break;
	case CLOCK_NOW:
	case CLOCK_SAME: break;
	}
}

/* A time of day by itself is today's if that is still to come, else tomorrow's. */
static int
day_of_clock(const struct placing *p, const struct said_clock *c)
{
	struct civil now;
	int64_t at;
	int day;

	zone_civil(&p->zone, p->context->sent_at, &now);
	day = date_to_days(now.date);
	at = moment(&p->zone, day, c->kind == CLOCK_AT ? c->from : c->to) + c->seconds;
	if ((p->reading & OTHER_HALF) && c->open_half)
		at += c->from >= HALF_DAY ? -HALF_DAY * 60 : HALF_DAY * 60;
	return at < p->context->sent_at ? day + 1 : day;
}

/* From now to eight: the first eight to come, where neither half of the day was said. */
static void
first_end(const struct said_time *to, int64_t start_at, struct placed_list *ends)
{
	struct placed *end = &ends->items[0];

	if (to->clock != NULL && to->day == NULL && to->clock->kind == CLOCK_AT &&
	    to->clock->by_twelve && end->start_at - (int64_t)HALF_DAY * MINUTE > start_at) {
		end->start_at -= (int64_t)HALF_DAY * MINUTE;
		end->end_at -= (int64_t)HALF_DAY * MINUTE;
	}
}

static void
place_until(struct placing *p)
{
	struct placed_list ends = { NULL, 0 };
	struct when_context later = *p->context;
	int64_t start_at;

	if (p->out->n == 0)
		return;
	/* "Monday at ten to Monday at eleven", but tomorrow is tomorrow */
	start_at = p->out->items[p->out->n - 1].start_at;
	if (p->said->to->day != NULL &&
	    (p->said->to->day->kind == DAY_WEEKDAY || p->said->to->day->kind == DAY_DATE))
		later.sent_at = start_at - DAY;
	when_place(p->said->to, &later, p->arena, &ends);
	if (ends.n > 0 && p->said->clock->kind == CLOCK_NOW)
		first_end(p->said->to, start_at, &ends);
	if (ends.n == 0 || ends.items[0].start_at <= start_at)
		return;
	p->out->items[p->out->n - 1].kind = PLACED_INTERVAL;
	p->out->items[p->out->n - 1].open_end = p->out->items[p->out->n - 1].open_start = false;
	p->out->items[p->out->n - 1].end_at =
	    ends.items[0].kind == PLACED_INSTANT && ends.items[0].grain < GRAIN_DAY
		? ends.items[0].start_at
		: ends.items[0].end_at;
}

static void
place_reading(struct placing *p)
{
	struct days_list days = { NULL, 0 };
	const struct said_clock *clock = p->said->clock;
	size_t before = p->out->n;

	if (clock != NULL && clock->kind == CLOCK_NOW) {
		add(p, PLACED_INSTANT, GRAIN_SECOND, p->context->sent_at,
		    p->context->sent_at + MINUTE);
	} else if (p->said->day == NULL) {
		for (const struct said_clock *c = clock; c != NULL; c = c->also)
			add_clock(p, day_of_clock(p, c), c);
	} else {
		calendar_place(&p->calendar, p->said->day, p->reading & OTHER_DAY, p->arena, &days);
		for (size_t i = 0; i < days.n; i++) {
			if (clock == NULL || days.items[i].moment) {
				add_days(p, &days.items[i]);
				continue;
			}
			for (int day = days.items[i].from;
			     day < days.items[i].to && p->out->n < before + DAYS_MOST; day++)
				for (const struct said_clock *c = clock; c != NULL; c = c->also)
					add_clock(p, day, c);
		}
	}
	if (p->said->to != NULL && p->out->n > before)
		place_until(p);
}

static bool
has_other_day(const struct said_day *d)
{
	for (; d != NULL; d = d->also)
		if (d->other != NULL || (d->kind == DAY_DATE && d->weekday != -1) ||
		    d->which == WHICH_NEXT || (d->to != NULL && has_other_day(d->to)) ||
		    (d->of != NULL && has_other_day(d->of)))
			return true;
	return false;
}

static bool
has_other_half(const struct said_clock *c)
{
	for (; c != NULL; c = c->also)
		if (c->open_half)
			return true;
	return false;
}

/* What a second reading has in common with the first is no second reading. */
static void
drop_repeated(struct placed_list *l)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->n; i++) {
		bool again = false;

		for (size_t k = 0; k < kept && !again; k++)
			again = l->items[k].start_at == l->items[i].start_at &&
			        l->items[k].end_at == l->items[i].end_at &&
			        l->items[k].grain == l->items[i].grain;
		if (!again)
			l->items[kept++] = l->items[i];
	}
	l->n = kept;
}

void
when_place(const struct said_time *said, const struct when_context *context, struct arena *a,
    struct placed_list *out)
{
	struct placing p = { .said = said, .context = context, .arena = a, .out = out };
	int others = (said->day != NULL && has_other_day(said->day) ? OTHER_DAY : 0) |
	             (has_other_half(said->clock) ? OTHER_HALF : 0);
	struct civil now;

	p.zone = said->zoned ? said->zone : context->zone;
	zone_civil(&context->zone, context->sent_at, &now);
	p.calendar = (struct calendar){ date_to_days(now.date), now.minute * 60 + now.second,
		context->horizon_days, .then_from = date_to_days(now.date),
		.then_to = date_to_days(now.date) + 1 };
	if (context->then_to > context->then_from) {
		struct civil from, to;

		zone_civil(&context->zone, context->then_from, &from);
		zone_civil(&context->zone, context->then_to - 1, &to);
		p.calendar.then_from = date_to_days(from.date);
		p.calendar.then_to = date_to_days(to.date) + 1;
	}
	if (context->within_to > context->within_from) {
		struct civil from, to;

		zone_civil(&context->zone, context->within_from, &from);
		zone_civil(&context->zone, context->within_to - 1, &to);
		p.calendar.within_from = date_to_days(from.date);
		p.calendar.within_to = date_to_days(to.date) + 1;
	}
	for (p.reading = 0; p.reading < READINGS; p.reading++)
		if ((p.reading & ~others) == 0)
			place_reading(&p);
	drop_repeated(out);
}

void
when_remember(struct when_context *c, const struct said_time *said, const struct placed_list *l,
    struct arena *a)
{
	struct placed_list in = { NULL, 0 };
	const struct placed *first = l->items;
	size_t n = 0;

	if (said->day == NULL || l->n == 0)
		return;
	if (said->day->kind == DAY_WEEKDAYS && said->day->of == NULL)
		return;
	while (n < l->n && l->items[n].reading == 0)
		n++;
	c->then_from = first->start_at;
	c->then_to = l->items[n > 0 ? n - 1 : 0].end_at;
	if (said->day->of != NULL &&
	    (said->day->kind == DAY_WEEKDAY || said->day->kind == DAY_WEEKDAYS ||
		said->day->kind == DAY_DATE)) { /* Tuesday of next week */
		struct said_time of = { .day = said->day->of };

		when_place(&of, c, a, &in);
		if (in.n == 0 || in.items[0].grain < GRAIN_WEEK)
			return;
		first = in.items;
	} else if (said->clock != NULL) { /* 7 to 11 December between ten and one */
		struct said_time days = { .day = said->day, .bound = said->bound };

		when_place(&days, c, a, &in);
		when_remember(c, &days, &in, a);
		return;
	} else if (n != 1 || said->bound != BOUND_NONE ||
		   first->end_at - first->start_at <= 2 * DAY) {
		return;
	}
	c->within_from = first->start_at;
	c->within_to = first->end_at;
}
