#include "base/date.h"

#include "base/arena.h"
#include "base/span.h"
#include "tap.h"

static void
test_days(void)
{
	int bad = 0;

	is_int(date_to_days((struct date){ 1970, 1, 1 }), 0, "day 0");
	is_int(date_to_days((struct date){ 2000, 3, 1 }), 11017, "2000-03-01");
	is_int(date_weekday((struct date){ 2026, 11, 23 }), 0, "2026-11-23 is a Monday");
	is_int(date_weekday((struct date){ 1969, 12, 31 }), 2, "1969-12-31 is a Wednesday");
	for (int day = -700000; day < 800000; day += 37)
		bad += date_to_days(date_from_days(day)) != day || !date_valid(date_from_days(day));
	is_int(bad, 0, "days to dates and back over four thousand years");
}

static void
test_months(void)
{
	struct date d = date_add_months((struct date){ 2027, 1, 31 }, 1);

	ok(d.month == 2 && d.day == 28, "a month after 31 January is 28 February");
	d = date_add_months((struct date){ 2027, 1, 15 }, -2);
	ok(d.year == 2026 && d.month == 11 && d.day == 15, "two months before January");
	ok(!date_valid((struct date){ 2027, 2, 29 }), "2027-02-29 is no date");
	ok(date_valid((struct date){ 2028, 2, 29 }), "2028-02-29 is one");
}

static void
test_spans(struct arena *a)
{
	struct span messy[] = { { 50, 60 }, { 10, 20 }, { 15, 30 }, { 30, 40 }, { 70, 70 } };
	struct spans set = spans_make(messy, 5, a), cut, both;

	ok(set.n == 2 && set.items[0].start_at == 10 && set.items[0].end_at == 40,
	    "overlapping and touching spans become one, empty ones go");
	cut = spans_subtract(set,
	    spans_make((struct span[]){ { 5, 12 }, { 20, 25 }, { 39, 55 } }, 3, a), a);
	ok(cut.n == 3 && cut.items[0].start_at == 12 && cut.items[0].end_at == 20 &&
		cut.items[1].start_at == 25 && cut.items[1].end_at == 39 &&
		cut.items[2].start_at == 55,
	    "subtracting cuts holes and ends");
	both = spans_intersect(set, spans_make((struct span[]){ { 0, 11 }, { 35, 52 } }, 2, a), a);
	ok(both.n == 3 && both.items[0].end_at == 11 && both.items[1].start_at == 35 &&
		both.items[2].end_at == 52,
	    "intersecting keeps what is in both");
	ok(spans_cover(set, (struct span){ 12, 40 }) && !spans_cover(set, (struct span){ 12, 41 }),
	    "covering is to the second");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_days();
	test_months();
	test_spans(a);
	arena_free(a);
	return tap_done();
}
