#include "compose/times.h"

#include "base/arena.h"
#include "base/buf.h"

enum { MOST_SHOWN = 4 };

static int
minute_of(struct voice *v, int64_t at)
{
	struct civil c;

	zone_civil(&v->zone, at, &c);
	return c.minute;
}

static int
day_of(struct voice *v, int64_t at)
{
	struct civil c;

	zone_civil(&v->zone, at, &c);
	return date_to_days(c.date);
}

/* A span that ends at midnight ends on the day before. */
static int
last_day_of(struct voice *v, struct span s)
{
	return day_of(v, s.end_at > s.start_at ? s.end_at - 1 : s.end_at);
}

static bool
is_whole_days(struct voice *v, struct span s)
{
	return s.end_at > s.start_at && minute_of(v, s.start_at) == 0 &&
	       minute_of(v, s.end_at) == 0 && day_of(v, s.end_at) > day_of(v, s.start_at);
}

/* A time without a length is a minute of the clock. */
static bool
is_moment(struct span s)
{
	return s.end_at - s.start_at <= MINUTE;
}

static char *
range(struct voice *v, struct span s)
{
	if (is_moment(s))
		return phrase_time(v, s.start_at);
	return PHRASE(v, SENTENCE_TIME_RANGE, phrase_time(v, s.start_at), phrase_time(v, s.end_at));
}

static char *
date_and_time(struct voice *v, int64_t at)
{
	return PHRASE(v, SENTENCE_DATE_AND_TIME, phrase_date(v, at), phrase_time(v, at));
}

/* Nights run over midnight, and nobody is in doubt about what "22:00–02:00" means. */
static bool
is_one_stretch(struct voice *v, struct span s)
{
	return last_day_of(v, s) == day_of(v, s.start_at) || s.end_at - s.start_at < DAY / 2;
}

char *
times_span(struct voice *v, struct span s)
{
	if (is_whole_days(v, s)) {
		if (last_day_of(v, s) == day_of(v, s.start_at))
			return phrase_date(v, s.start_at);
		return PHRASE(v, SENTENCE_FROM_TO, phrase_date(v, s.start_at),
		    phrase_date(v, s.end_at - 1));
	}
	if (is_one_stretch(v, s))
		return PHRASE(v, SENTENCE_DATE_AND_TIME, phrase_date(v, s.start_at), range(v, s));
	return PHRASE(v, SENTENCE_FROM_TO, date_and_time(v, s.start_at),
	    date_and_time(v, s.end_at));
}

char *
times_zones(struct voice *v, struct span s)
{
	const char *here = phrase_zone(v, &v->zone, s.start_at), *there;
	struct voice utc = *v;

	if (zone_offset(&v->zone, s.start_at) == 0)
		return arena_str(v->arena, here);
	utc.zone = zone_utc();
	there = arena_printf(v->arena, "%s %s", range(&utc, s), phrase_value(v, "UTC"));
	if (day_of(&utc, s.start_at) != day_of(v, s.start_at))
		there = PHRASE(&utc, SENTENCE_ON_DATE, there, phrase_date(&utc, s.start_at));
	v->err = utc.err;
	return arena_printf(v->arena, "%s · %s", here, there);
}

char *
times_moment(struct voice *v, int64_t at)
{
	return PHRASE(v, SENTENCE_WITH_ZONE, date_and_time(v, at), phrase_zone(v, &v->zone, at));
}

char *
times_short(struct voice *v, int64_t at)
{
	return PHRASE(v, SENTENCE_DATE_AND_TIME, phrase_short_date(v, at), phrase_time(v, at));
}

/* How many of these follow each other day by day, at the same hours. */
static size_t
run_of_days(struct voice *v, const struct span *s, size_t n)
{
	size_t i;

	if (!is_one_stretch(v, s[0]) || is_whole_days(v, s[0]))
		return 1;
	for (i = 1; i < n; i++)
		if (day_of(v, s[i].start_at) != day_of(v, s[i - 1].start_at) + 1 ||
		    minute_of(v, s[i].start_at) != minute_of(v, s[0].start_at) ||
		    minute_of(v, s[i].end_at) != minute_of(v, s[0].end_at))
			break;
	return i;
}

char *
times_wishes(struct voice *v, const struct span *s, size_t n)
{
	size_t shown = 0, run;
	struct buf b;

	buf_init(&b, v->arena);
	for (size_t i = 0; i < n; i += run) {
		if (shown++ == MOST_SHOWN)
			return PHRASE(v, SENTENCE_MORE, b.data);
		if (i > 0)
			buf_str(&b, "; ");
		run = run_of_days(v, s + i, n - i);
		if (run < 2) {
			buf_str(&b, times_span(v, s[i]));
			continue;
		}
		buf_str(&b, PHRASE(v, SENTENCE_EACH_DAY, phrase_date(v, s[i].start_at),
				phrase_date(v, s[i + run - 1].start_at), range(v, s[i])));
	}
	return b.data;
}

char *
times_readings(struct voice *v, const struct span *s, size_t n)
{
	const char **texts = arena_alloc(v->arena, (n + 1) * sizeof *texts);

	for (size_t i = 0; i < n; i++)
		texts[i] = times_span(v, s[i]);
	return phrase_choice(v, texts, n < MOST_SHOWN ? n : MOST_SHOWN);
}
