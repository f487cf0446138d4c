/* rule: what our rules give is what libical's give, for rules made at random from a seed */
#include "calendars/rule.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "tap.h"

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RULES = 4000, TIMES = 60 };

static uint64_t state;

static int
chance(int n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (int)((state >> 33) % (uint64_t)n);
}

static const char *
pick(const char *const *words)
{
	int n = 0;

	while (words[n] != NULL)
		n++;
	return words[chance(n)];
}

/* Common forms in all combinations that mean something; what few write, libical gets wrong. */
static const char *
make_rule(struct arena *a)
{
	static const char *const weekly[] = { "", ";BYDAY=MO", ";BYDAY=TU,TH", ";BYDAY=MO,WE,FR",
		";BYDAY=SU", ";BYDAY=SA,SU", NULL };
	static const char *const monthly[] = { "", ";BYMONTHDAY=1", ";BYMONTHDAY=15,31",
		";BYMONTHDAY=-1", ";BYDAY=2TU", ";BYDAY=-1FR", ";BYDAY=1MO,3MO",
		";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,2",
		";BYDAY=FR;BYMONTHDAY=13", NULL };
	static const char *const yearly[] = { "", ";BYMONTH=11;BYDAY=4TH",
		";BYMONTH=1,7;BYMONTHDAY=9", ";BYMONTH=6", ";BYYEARDAY=1,100,-1", ";BYDAY=20MO",
		";BYWEEKNO=20;BYDAY=MO", ";BYMONTH=3,10;BYDAY=-1SU", NULL };
	static const char *const daily[] = { "", ";BYDAY=MO,TU,WE,TH,FR", ";BYMONTH=1,12", NULL };
	static const char *const starts[] = { "", ";WKST=SU", ";WKST=MO", NULL };
	const char *freq, *by;
	struct buf b;

	switch (chance(4)) {
	case 0: freq = "DAILY", by = pick(daily); break;
	case 1: freq = "WEEKLY", by = pick(weekly); break;
	case 2: freq = "MONTHLY", by = pick(monthly); break;
	default: freq = "YEARLY", by = pick(yearly); break;
	}
	buf_init(&b, a);
	buf_printf(&b, "FREQ=%s%s%s", freq, by, pick(starts));
	if (chance(2) == 0 && strstr(by, "BYMONTH=") == NULL)
		buf_printf(&b, ";INTERVAL=%d", 1 + chance(4));
	if (chance(3) == 0)
		buf_printf(&b, ";COUNT=%d", 1 + chance(40));
	return b.data;
}

struct list {
	int64_t times[TIMES];
	size_t n;
};

static bool
take(int64_t at, void *data)
{
	struct list *l = data;

	l->times[l->n++] = at;
	return l->n < TIMES;
}

static void
theirs(const char *text, int64_t start, struct list *out)
{
	struct civil c;
	struct icaltimetype t = { 0 };
	icalrecur_iterator *it;

	civil_from_seconds(start, &c);
	t.year = c.date.year, t.month = c.date.month, t.day = c.date.day;
	t.hour = c.minute / 60, t.minute = c.minute % 60;
	it = icalrecur_iterator_new(icalrecurrencetype_from_string(text), t);
	for (out->n = 0; out->n < TIMES; out->n++) {
		t = icalrecur_iterator_next(it);
		if (icaltime_is_null_time(t) || t.year > 2060)
			break;
		c = (struct civil){ { t.year, t.month, t.day }, t.hour * 60 + t.minute, 0 };
		out->times[out->n] = civil_to_seconds(&c);
	}
	icalrecur_iterator_free(it);
}

/* The rule's own first time, so that a beginning that does not fit the rule is no matter. */
static int64_t
fitting(const char *text, int64_t start)
{
	struct list l;
	char *copy = strdup(text), *count = strstr(copy, ";COUNT");

	if (count != NULL)
		*count = '\0';
	theirs(copy, start, &l);
	free(copy);
	for (size_t i = 0; i < l.n; i++)
		if (l.times[i] >= start)
			return l.times[i];
	return -1;
}

static const struct list *
ours(const struct rule *r, int64_t start, int64_t from)
{
	static struct list l;
	struct civil end = { { 2061, 1, 1 }, 0, 0 };
	int64_t budget = 1000000;

	l.n = 0;
	if (!rule_each(r, start, INT64_MAX, from, civil_to_seconds(&end), &budget, take, &l))
		l.n = 0;
	return &l;
}

static bool
same(const int64_t *a, size_t n, const int64_t *b, size_t m)
{
	return n == m && memcmp(a, b, n * sizeof *a) == 0;
}

static void
test_random(void)
{
	struct arena *a = arena_new();
	int compared = 0, wrong = 0, skipped_wrong = 0;

	for (int i = 0; i < RULES; i++) {
		struct civil c = { { 2000 + chance(30), 1 + chance(12), 1 + chance(28) },
			chance(96) * 15, 0 };
		const char *text = make_rule(a);
		int64_t start = fitting(text, civil_to_seconds(&c));
		const struct list *mine;
		struct list other;
		struct rule r;
		struct err err = { 0 };

		if (start == -1)
			continue;
		if (rule_read(text, &r, &err) == -1) {
			ok(false, "%s: %s", text, err.text);
			continue;
		}
		theirs(text, start, &other);
		mine = ours(&r, start, INT64_MIN / 2);
		compared++;
		if (!same(mine->times, mine->n, other.times, other.n) && wrong++ < 10) {
			civil_from_seconds(start, &c);
			ok(false, "%s from %d-%02d-%02d: %zu and %zu", text, c.date.year,
			    c.date.month, c.date.day, mine->n, other.n);
		}
		if (other.n > 20) { /* from the tenth on: what is left out before must not matter */
			mine = ours(&r, start, other.times[10]);
			skipped_wrong +=
			    mine->n < other.n - 10 ||
			    !same(mine->times, other.n - 10, other.times + 10, other.n - 10);
		}
		arena_reset(a);
	}
	ok(compared > RULES / 2, "%d rules compared", compared);
	is_int(wrong, 0, "and the same times from each");
	is_int(skipped_wrong, 0, "also where the beginning is left out");
	arena_free(a);
}

static void
test_budget(void)
{
	struct rule r;
	struct err err = { 0 };
	int64_t budget = 1000;
	struct list l = { .n = 0 };

	if (rule_read("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", &r, &err) == -1)
		ok(false, "%s", err.text);
	ok(!rule_each(&r, 0, INT64_MAX, 0, (int64_t)100 * 366 * DAY, &budget, take, &l),
	    "a rule that gives nothing ends when the budget does");
}

int
main(void)
{
	state = 20261128;
	test_random();
	test_budget();
	return tap_done();
}
