#include "understand/shift.h"

#include "base/arena.h"
#include "base/date.h"
#include "understand/length.h"

#include <string.h>

/* "push our meeting on the logo back by an hour": so many tokens may lie between */
enum { SHIFT_REACH = 8 };

/* What was said: the length, its words, and whether later (1) or earlier (-1). */
struct shift {
	struct length length;
	size_t from, to; /* bytes */
	int direction;
};

static bool
near(const struct tokens *ts, size_t from, size_t end, const struct cue_hit *hit)
{
	size_t first = end <= hit->from ? end : hit->end;
	size_t behind = end <= hit->from ? hit->from : from;

	return first > behind ||
	       (behind - first <= SHIFT_REACH && !sentence_parted(ts, first, behind));
}

/* 1: later, -1: earlier; 0: neither is said near these tokens of the sentence, or both are. */
static int
direction(const struct tokens *ts, const struct sentences *all, const struct sentence *s,
    size_t from, size_t end)
{
	bool later = false, earlier = false;

	for (size_t i = 0; i < all->n_hits; i++) {
		const struct cue_hit *hit = &all->hits[i];

		if (hit->from < s->from || hit->from >= s->end || !near(ts, from, end, hit))
			continue;
		later |= (hit->cues & s->said & CUE(CUE_LATER_BY)) != 0;
		earlier |= (hit->cues & s->said & CUE(CUE_EARLIER_BY)) != 0;
	}
	return (int)later - (int)earlier;
}

/* Is a time named between these tokens, besides what lies within the bytes? */
static bool
names_time(const struct tokens *ts, const struct wish_reading *wish, const struct sentence *s,
    size_t from, size_t to)
{
	for (size_t i = 0; i < wish->n_mentions; i++) {
		const struct mention *m = &wish->mentions[i];

		if (m->from >= ts->items[s->from].from && m->from < ts->items[s->end - 1].to &&
		    (m->kind == MENTION_TIME || m->kind == MENTION_DOUBT) &&
		    (m->from >= to || m->to <= from))
			return true;
	}
	return false;
}

static bool
find_in(const struct items *items, const struct sentences *all, const struct sentence *s,
    const struct wish_reading *wish, struct shift *out)
{
	const struct tokens *ts = items->tokens;

	for (size_t i = 0; i < items->n && items->items[i].first < s->end; i++) {
		size_t n, first = items->items[i].first, end;

		if (first < s->from || (n = length_or_one(items, i, &out->length)) == 0)
			continue;
		end = items->items[i + n - 1].end;
		out->from = ts->items[first].from;
		out->to = ts->items[end - 1].to;
		out->direction = direction(ts, all, s, first, end);
		if (out->direction != 0 && !out->length.vague && length_minutes(&out->length) > 0 &&
		    !names_time(ts, wish, s, out->from, out->to))
			return true;
	}
	return false;
}

static int64_t
moved(const struct zone *zone, int64_t at, const struct shift *s)
{
	struct civil civil;

	zone_civil(zone, at, &civil);
	civil.date = date_add_days(civil.date, s->direction * s->length.days);
	return zone_moment(zone, &civil, NULL) + s->direction * s->length.seconds;
}

/* All that was read of the text's times gives way to this one. */
static void
take(const struct shift *s, const struct zone *zone, struct span meeting, struct arena *a,
    struct wish_reading *io)
{
	struct window *window = arena_alloc(a, sizeof *window);
	struct mention *mention = arena_alloc(a, sizeof *mention);

	window->span.start_at = moved(zone, meeting.start_at, s);
	window->span.end_at = window->span.start_at + (meeting.end_at - meeting.start_at);
	window->exact = true;
	*mention = (struct mention){ s->from, s->to, MENTION_TIME, &window->span, 1, 0 };
	io->wishes = (struct wishes){ .windows = window, .n = 1, .named = true };
	io->mentions = mention;
	io->n_mentions = 1;
}

bool
shift_read(const struct tokens *ts, const struct lang *lang, const struct sentences *all,
    const struct zone *zone, struct span meeting, struct arena *a, struct wish_reading *io)
{
	const uint64_t by = CUE(CUE_LATER_BY) | CUE(CUE_EARLIER_BY);
	struct items items = { .n = 0 };
	struct shift found;

	for (size_t i = 0; i < all->n; i++) {
		const struct sentence *s = &all->items[i];

		if ((s->said & by) == 0)
			continue;
		if (items.n == 0)
			items_make(ts, lang, a, &items);
		if (!find_in(&items, all, s, io, &found))
			continue;
		if (meeting.end_at > meeting.start_at)
			take(&found, zone, meeting, a, io);
		else if (io->wishes.duration_minutes == length_minutes(&found.length))
			io->wishes.duration_minutes = 0;
		return true;
	}
	return false;
}
