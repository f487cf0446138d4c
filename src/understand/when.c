#include "understand/when.h"

#include "base/arena.h"
#include "understand/clock.h"
#include "understand/day.h"
#include "understand/lang.h"
#include "understand/lend.h"
#include "understand/length.h"
#include "understand/place.h"
#include "understand/stray.h"
#include "understand/zoned.h"

#include <string.h>

/* No letter about a meeting names more times; what does is meant to keep us busy. */
enum { MENTIONS_MOST = 200 };

struct reading {
	const struct items *p;
	const struct places *places;
	struct arena *arena;
	bool waiting; /* a day of this sentence has no clock time yet: "Monday is fine from 9 to 11"
	               */
};

static size_t read_time(const struct reading *, size_t i, bool second, struct said_time *);

static void *
keep(const void *thing, size_t size, struct arena *a)
{
	return memcpy(arena_alloc(a, size), thing, size);
}

/* The bound a word in front of a day gives it; false: it gives none. */
static bool
bound_at(const struct items *p, size_t i, enum bound *b)
{
	if (item_is(p, i, HEAR_AFTER))
		*b = BOUND_AFTER;
	else if (item_is(p, i, HEAR_BEFORE))
		*b = BOUND_BEFORE;
	else if (item_is(p, i, HEAR_UNTIL) || item_is(p, i, HEAR_BY) ||
		 item_is(p, i, HEAR_NOT_AFTER))
		*b = BOUND_UNTIL;
	else if (item_is(p, i, HEAR_SINCE) || item_is(p, i, HEAR_NOT_BEFORE))
		*b = BOUND_FROM;
	else
		return false;
	return true;
}

static bool
preposition(const struct items *p, size_t i)
{
	return item_is(p, i, HEAR_ON) || item_is(p, i, HEAR_IN) || item_is(p, i, HEAR_AT) ||
	       item_is(p, i, HEAR_FOR) || item_is(p, i, HEAR_ABOUT) || item_is(p, i, HEAR_WHOLE) ||
	       item_is(p, i, HEAR_OF);
}

/* A day with the words in front of it; *lead is how many items those take. */
static size_t
read_day(const struct reading *r, size_t i, bool framed, struct said_day *d, enum bound *bound,
    size_t *lead)
{
	const struct items *p = r->p;
	size_t j = i, took;

	*bound = BOUND_NONE;
	*lead = 0;
	if ((took = day_read(p, j, framed, r->arena, d)) > 0) {
		if (item_is(p, j, HEAR_FROM) && d->to == NULL)
			*bound = BOUND_FROM;
		return took;
	}
	for (; j < i + 4; j++) {
		if (bound_at(p, j, bound) || preposition(p, j))
			framed = true;
		else if (!item_is(p, j, HEAR_THE) && !item_is(p, j, HEAR_NOTHING))
			break;
	}
	if (j == i || (took = day_read(p, j, framed, r->arena, d)) == 0)
		return 0;
	if (*bound == BOUND_FROM && d->to != NULL) /* ab dem 7. bis zum 9. */
		*bound = BOUND_NONE;
	if (item_is(p, j, HEAR_FROM) && d->to == NULL)
		*bound = BOUND_FROM;
	*lead = j - i;
	return j + took - i;
}

/* Marks and words that may stand between the parts of one expression. */
static bool
glue(const struct items *p, size_t i)
{
	if (item_apart(p, i) || item_is(p, i, HEAR_EXCEPT_IT))
		return false;
	if (item_mark(p, i, '.')) { /* Tues. 9th */
		const struct item *last = &p->items[i - 1];

		return item_joined(p, i) && last->token->end - last->token->at <= 4 &&
		       (item_is(p, i - 1, HEAR_WEEKDAY) || item_is(p, i - 1, HEAR_MONTH));
	}
	return item_mark(p, i, ',') || item_mark(p, i, '-') || item_mark(p, i, '(') ||
	       item_mark(p, i, ')') || item_mark(p, i, ':') || item_mark(p, i, '@') ||
	       item_mark(p, i, '/') || item_mark(p, i, '|') || preposition(p, i) ||
	       item_is(p, i, HEAR_THE) || item_is(p, i, HEAR_NOTHING);
}

/* This morning from ten past eight to eleven at night: the part tells of the first hour alone. */
static bool
range_from_part(struct said_clock *c, enum part part)
{
	enum { HALF_DAY = 12 * 60 };

	if (c->kind != CLOCK_RANGE || c->open_half || c->from < HALF_DAY ||
	    clock_within(c->from, part) || !clock_within(c->from - HALF_DAY, part))
		return false;
	c->from -= HALF_DAY;
	return true;
}

/* A clock where there is one already: a part of the day settles its half. */
static bool
merge_clock(struct said_time *t, const struct said_clock *c, struct arena *a)
{
	const struct said_clock *was = t->clock;
	struct said_clock settled;

	if (was->kind == CLOCK_PART && was->also == NULL && c->kind == CLOCK_AT &&
	    c->bound != BOUND_NONE) { /* mornings, before eleven */
		settled = *c;
		clock_settle(&settled, was->part);
		settled.kind = CLOCK_RANGE;
		settled.to = was->to;
		if (c->bound == BOUND_BEFORE || c->bound == BOUND_UNTIL) {
			settled.to = settled.from;
			settled.from = was->from;
		}
		settled.bound = BOUND_NONE;
		if (settled.from >= settled.to)
			return false;
	} else if (was->kind == CLOCK_PART && was->also == NULL && c->kind != CLOCK_PART &&
		   was->bound == BOUND_NONE) {
		settled = *c;
		if (!range_from_part(&settled, was->part))
			clock_settle(&settled, was->part);
	} else if (was->kind != CLOCK_PART && c->kind == CLOCK_PART && c->also == NULL &&
		   c->bound == BOUND_NONE) {
		settled = *was;
		clock_settle(&settled, c->part);
	} else
		return false;
	settled.often |= was->often || c->often; /* every morning at nine */
	for (const struct said_clock *also = settled.also; also != NULL; also = also->also)
		clock_settle((struct said_clock *)also,
		    was->kind == CLOCK_PART ? was->part : c->part);
	t->clock = keep(&settled, sizeof settled, a);
	return true;
}

/* A zone between the day and its clock: 明天纽约时间上午9点, mañana hora de Madrid a las 10 */
static size_t
read_zone_between(const struct reading *r, size_t i, struct said_time *t)
{
	struct said_time with = *t;
	struct said_clock c;
	size_t took = zoned_behind(r->p, r->places, i, &with);

	if (took == 0 || clock_read(r->p, i + took, true, r->arena, &c) == 0)
		return 0;
	*t = with;
	return took;
}

static bool
ends_clause(const struct items *p, size_t i)
{
	return item_mark(p, i, '.') || item_mark(p, i, '!') || item_mark(p, i, '?') ||
	       item_mark(p, i, ',');
}

static bool
is_day(const struct said_day *d)
{
	return d->to == NULL && d->also == NULL &&
	       (d->kind == DAY_WEEKDAY || d->kind == DAY_OFFSET ||
		   (d->kind == DAY_DATE && d->day != 0));
}

/* late on Tuesday, spät am 2.12., Tuesday, late: a part of that day */
static size_t
read_early_late(const struct reading *r, size_t i, const struct said_time *t, struct said_clock *c)
{
	const struct items *p = r->p;
	bool early = item_is(p, i, HEAR_EARLY);
	struct day_part first, last;
	struct said_day d;
	enum bound bound;
	size_t lead;

	if (t->clock != NULL || (!early && !item_is(p, i, HEAR_LATE)) || item_is(p, i, HEAR_REST) ||
	    item_is(p, i, HEAR_PART))
		return 0;
	if (t->day == NULL ? read_day(r, i + 1, true, &d, &bound, &lead) == 0 || !is_day(&d) ||
				 bound != BOUND_NONE || item_mark(p, i + 1, ',')
			   : !is_day(t->day) || (i + 1 < p->n && !ends_clause(p, i + 1)))
		return 0;
	first = lang_part(p->lang, early ? PART_EARLY_MORNING : PART_LATE_AFTERNOON);
	last = lang_part(p->lang, early ? PART_EARLY_MORNING : PART_EVENING);
	*c = (struct said_clock){ .kind = CLOCK_PART,
		.from = first.from,
		.to = early ? first.to : last.to,
		.part = early ? PART_EARLY_MORNING : PART_EVENING };
	return 1;
}

/* One more part of the expression at item i: a day, a clock, a zone. */
static size_t
read_part(const struct reading *r, size_t i, bool framed, struct said_time *t)
{
	struct said_clock c;
	struct said_day d;
	enum bound bound;
	size_t clock = 0, day = 0, lead = 0, zone;
	const struct items *p = r->p;

	if (t->clock != NULL && !t->zoned && (zone = zoned_behind(p, r->places, i, t)) > 0)
		return zone;
	if (t->clock == NULL && t->day != NULL && !t->zoned &&
	    (zone = read_zone_between(r, i, t)) > 0)
		return zone;
	if (item_is(p, i, HEAR_TONIGHT) && t->day == NULL) {
		struct said_day today = { .kind = DAY_OFFSET, .weekday = -1 };
		enum part part = (enum part)item_value(p, i, HEAR_TONIGHT);
		struct day_part where = lang_part(p->lang, part);
		struct said_clock evening = { .kind = CLOCK_PART,
			.from = where.from,
			.to = where.to,
			.part = part };

		if (t->clock != NULL && !merge_clock(t, &evening, r->arena))
			return 0;
		if (t->clock == NULL)
			t->clock = keep(&evening, sizeof evening, r->arena);
		t->day = keep(&today, sizeof today, r->arena);
		return 1;
	}
	if (t->day != NULL && t->clock != NULL) { /* every afternoon next week */
		d = *t->day;
		if ((day = day_within(p, i, r->arena, &d)) > 0) {
			t->day = keep(&d, sizeof d, r->arena);
			return day;
		}
	}
	if ((clock = read_early_late(r, i, t, &c)) == 0)
		clock = clock_read(p, i, t->day != NULL, r->arena, &c);
	if (t->day == NULL || (t->day->kind == DAY_WEEKDAY && t->day->to == NULL))
		day = read_day(r, i, framed || t->clock != NULL, &d, &bound, &lead);
	if (clock > 0 && day == 3 && item_is(p, i, HEAR_AT) && item_digits(p, i + 1, 1) &&
	    item_is(p, i + 2, HEAR_ORDINAL_MARK) && item_joined(p, i + 2))
		day = 0; /* о 15-й is an hour, 15-го a day */
	if (day > 0 && t->clock != NULL && lend_excepted(p, i + day))
		return 0; /* ნაშუადღევს, ოთხშაბათის გარდა */
	if (day > 0 && t->day != NULL) { /* Friday at noon, 19 May */
		if (d.kind != DAY_DATE || d.day == 0 || d.month == 0 || d.to != NULL ||
		    d.also != NULL || d.weekday != -1)
			day = 0;
		else
			d.weekday = t->day->weekday;
	}
	if (day > 0 && bound == BOUND_FROM && item_is(p, i, HEAR_OF) && t->clock != NULL &&
	    d.to == NULL)
		bound = BOUND_NONE; /* la noche de martes, las 5 pm de mañana */
	if (day > 0 && day >= clock) {
		t->day = keep(&d, sizeof d, r->arena);
		t->bound = bound != BOUND_NONE ? bound : t->bound;
		return day;
	}
	if (clock == 0)
		return 0;
	if (t->clock == NULL)
		t->clock = keep(&c, sizeof c, r->arena);
	else if (!merge_clock(t, &c, r->arena))
		return 0;
	return clock;
}

/* The other end of a stretch from one day's time to another's. */
static size_t
read_until(const struct reading *r, size_t i, struct said_time *t)
{
	const struct items *p = r->p;
	struct said_time to;
	size_t j = i + item_mark(p, i, ')'), took; /* vom 28.11. (14:00) bis 30.11. (23:00) */

	if (!(item_mark(p, j, '-') || item_is(p, j, HEAR_TO) || item_is(p, j, HEAR_UNTIL)) ||
	    t->clock == NULL || t->clock->kind == CLOCK_RANGE)
		return 0;
	j++;
	if ((took = read_time(r, j, true, &to)) == 0)
		return 0;
	if (t->clock->kind == CLOCK_NOW ? to.clock == NULL : to.day == NULL || to.clock == NULL)
		return 0; /* from now to eight; from Monday at ten to Tuesday at eight */
	if (to.clock != NULL && to.clock->bound == BOUND_UNTIL) { /* its end is marked, too: まで */
		struct said_clock end = *to.clock;

		end.bound = BOUND_NONE;
		to.clock = keep(&end, sizeof end, r->arena);
	}
	t->to = keep(&to, sizeof to, r->arena);
	j += took;
	return j + (item_mark(p, i, ')') && item_mark(p, j, ')')) - i;
}

/* "Friday mornings", "Tuesday and Thursday afternoons" are those of every week. */
static const struct said_day *
each_week(const struct said_day *d, struct arena *a)
{
	struct said_day set = { .kind = DAY_WEEKDAYS, .weekday = -1, .every = true };

	for (const struct said_day *k = d; k != NULL; k = k->also) {
		if (k->kind != DAY_WEEKDAY || k->which != WHICH_PLAIN || k->of != NULL ||
		    k->to != NULL)
			return d;
		set.weekdays |= 1u << k->weekday;
	}
	return keep(&set, sizeof set, a);
}

/* "between 7 and 11 December, before eleven I can't": the hours are a clause of their own. */
static bool
ruled_out_apart(const struct items *p, size_t j, const struct said_time *t)
{
	if (!item_mark(p, j, ',') || t->day == NULL || t->clock != NULL ||
	    !(item_is(p, j + 1, HEAR_BEFORE) || item_is(p, j + 1, HEAR_AFTER) ||
		item_is(p, j + 1, HEAR_UNTIL)))
		return false;
	for (j += 2; j < p->n && p->items[j].token->kind != TOKEN_MARK; j++)
		if (item_is(p, j, HEAR_BUSY))
			return true;
	return false;
}

/* "any day except Thursday, mornings": what stands behind the comma is not of that day. */
static bool
left_behind(const struct items *p, size_t i, size_t j, const struct said_time *t)
{
	while (i > 0 && (item_is(p, i - 1, HEAR_ON) || item_is(p, i - 1, HEAR_THE)))
		i--;
	return item_mark(p, j, ',') && t->day != NULL && t->clock == NULL && i > 0 &&
	       item_is(p, i - 1, HEAR_EXCEPT) && !item_begins_day(p, j + 1);
}

static size_t
read_time(const struct reading *r, size_t i, bool second, struct said_time *t)
{
	const struct items *p = r->p;
	size_t j = i, took;

	memset(t, 0, sizeof *t);
	if ((took = read_part(r, j, second, t)) == 0)
		return 0;
	for (j += took; j < p->n;) {
		size_t k = j;

		/* "am Montag, morgen nicht": tomorrow, though "Montag morgen" is a morning */
		if (left_behind(p, i, j, t) || ruled_out_apart(p, j, t) ||
		    (item_mark(p, j, ',') && item_is(p, j + 1, HEAR_DAY) &&
			item_is(p, j + 1, HEAR_PART)))
			break;
		while ((took = item_apart(p, k) ? 0 : read_part(r, k, false, t)) == 0 &&
		       k < j + 3 && glue(p, k) &&
		       !(r->waiting && t->day == NULL && item_mark(p, k, ',')))
			k++;
		if (took == 0)
			break;
		j = k + took;
	}
	if (t->clock != NULL && t->clock->often && t->day != NULL)
		t->day = each_week(t->day, r->arena);
	if (!second)
		j += read_until(r, j, t);
	if (item_is(p, j, HEAR_OF) && item_joined(p, j) &&
	    (item_is(p, j + 1, HEAR_AFTER_IT) || item_is(p, j + 1, HEAR_OR_EARLIER)))
		j++; /* სამშაბათის შემდეგ */
	if (item_is(p, j, HEAR_OR_EARLIER) && t->day != NULL && t->day->to != NULL) {
		j++; /* its end is marked after it, too */
	} else if (item_is(p, j, HEAR_ONWARDS) && t->bound == BOUND_NONE && t->to == NULL) {
		t->bound = BOUND_FROM;
		j++;
	} else if (item_is(p, j, HEAR_ONWARDS) && t->bound == BOUND_FROM) {
		j++;
	} else if (item_is(p, j, HEAR_OR_EARLIER) && t->to == NULL &&
		   (t->bound == BOUND_NONE || t->bound == BOUND_BEFORE)) {
		t->bound = BOUND_UNTIL; /* до середи включно */
		j++;
	} else if ((item_is(p, j, HEAR_AFTER_IT) || item_is(p, j, HEAR_BEFORE_IT)) &&
		   t->bound == BOUND_NONE && t->to == NULL) {
		t->bound = item_is(p, j, HEAR_AFTER_IT) ? BOUND_AFTER : BOUND_BEFORE;
		j++;
	}
	return j - i;
}

/* A single word such as "may" or "sat" counts only where it stands for itself. */
static bool
too_weak(const struct items *p, size_t i, size_t end)
{
	size_t strong = 0, weak = 0;

	for (size_t k = i; k < end; k++) {
		if (item_is(p, k, HEAR_WEAK))
			weak++;
		else if (p->items[k].token->kind != TOKEN_MARK)
			strong++;
	}
	if (weak != 1 || strong > 0)
		return false;
	return !((i == 0 || ends_clause(p, i - 1) || item_apart(p, i)) &&
		 (end >= p->n || ends_clause(p, end) || item_apart(p, end)));
}

static size_t
read_length(const struct items *p, size_t i, struct length *l)
{
	bool said = item_is(p, i, HEAR_FOR);
	size_t j = i + said, took;

	if (i > 0 && item_value(p, i - 1, HEAR_PER) == 1)
		return 0; /* it took three hours */

	while (item_is(p, j, HEAR_ABOUT) || item_is(p, j, HEAR_NOTHING) ||
	       (said && (item_is(p, j, HEAR_THE) || item_is(p, j, HEAR_NEXT))))
		j++;
	took = said ? length_or_one(p, j, l) : length_read(p, j, l);
	if (took == 0)
		return 0;
	/* "a day", "a minute" are said of other things as well */
	if (item_is(p, j, HEAR_A) && took == 2 && !said && l->finest != UNIT_HOUR)
		return 0;
	if (l->vague && !said)
		return 0;
	/* "she is 9 years old": nothing else lasts years, unless it says so, or stands alone */
	if (l->finest == UNIT_YEAR && !said && i > 0 && !ends_clause(p, i - 1) &&
	    !item_is(p, i - 1, HEAR_SINCE) && !item_is(p, i - 1, HEAR_FOR))
		return 0;
	j += took;
	if (!said && item_is(p, j, HEAR_BEFORE) && (j + 1 >= p->n || ends_clause(p, j + 1)))
		return 0; /* "remind me 30 minutes before" */
	if (item_is(p, j, HEAR_PER) || (item_is(p, j, HEAR_A) && item_is(p, j + 1, HEAR_UNIT)) ||
	    (item_is(p, j, HEAR_EVERY) && j + 1 < p->n &&
		p->items[j + 1].token->kind != TOKEN_MARK))
		return 0; /* "an hour every day", but "an hour each" */
	return j + item_is(p, j, HEAR_LONG) - i;
}

static void
mention_add(struct said *s, size_t *n, size_t i, size_t end, struct arena *a)
{
	const struct tokens *ts = s->items.tokens;
	struct mention_said *m;

	s->mentions = arena_more(a, s->mentions, *n, sizeof *s->mentions);
	m = &s->mentions[(*n)++];
	m->first = i;
	m->end = end;
	while (i + 1 < end && (preposition(&s->items, i) || item_filler(&s->items, i)) &&
	       !item_is(&s->items, i, HEAR_WEEKDAY))
		i++;
	m->from = ts->items[s->items.items[i].first].from;
	m->to = ts->items[s->items.items[end - 1].end - 1].to;
}

const struct said *
when_read(const struct tokens *ts, const struct lang *lang, const struct places *places,
    struct arena *a)
{
	struct said *s = arena_alloc(a, sizeof *s);
	struct reading r = { &s->items, places, a, false };
	const struct items *p = &s->items;

	items_make(ts, lang, a, &s->items);
	for (size_t i = 0; i < p->n && s->n < MENTIONS_MOST;) {
		struct said_time t;
		struct length l;
		size_t took;

		if ((p->items[i].n_heard == 0 && p->items[i].token->kind != TOKEN_NUMBER &&
			!item_mark(p, i, '+') && !item_mark(p, i, '@')) ||
		    item_is(p, i, HEAR_NOT_TIME)) {
			i++;
			continue;
		}
		if ((took = stray_read(p, i)) > 0) {
			i += took;
			continue;
		}
		r.waiting = lend_waits(s, i);
		if ((took = read_time(&r, i, false, &t)) > 0 && !too_weak(p, i, i + took)) {
			size_t before = zoned_before(p, places,
			    s->n > 0 ? s->mentions[s->n - 1].end : 0, i, &t);

			mention_add(s, &s->n, i - before, i + took, a);
			s->mentions[s->n - 1].time = t;
		} else if ((took = read_length(p, i, &l)) > 0) {
			mention_add(s, &s->n, i, i + took, a);
			s->mentions[s->n - 1].length = l;
			s->mentions[s->n - 1].is_length = true;
		}
		i += took > 0 ? took : 1;
	}
	lend_all(s, a);
	return s;
}

const char *
placed_kind_name(enum placed_kind k)
{
	static const char *const names[] = { "instant", "interval", "duration", "set", "open" };

	return names[k];
}

const char *
grain_name(enum grain g)
{
	static const char *const names[] = { "second", "minute", "hour", "part-of-day", "day",
		"weekend", "week", "month", "quarter", "year", "fuzzy" };

	return names[g];
}
