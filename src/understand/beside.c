#include "understand/beside.h"

#include "base/date.h"

static bool
is_of_time(const struct mention *m)
{
	switch (m->kind) {
	case MENTION_TIME:
	case MENTION_NOT_TIME:
	case MENTION_DOUBT: return true;
	case MENTION_DURATION:
	case MENTION_TOLD: return false;
	}
	return false;
}

/* Does it give a date, or count from the day of writing? */
static bool
is_dated(int key)
{
	switch (key) {
	case HEAR_ORDINAL:
	case HEAR_MONTH:
	case HEAR_DAY:
	case HEAR_PERIOD:
	case HEAR_HOLIDAY:
	case HEAR_TONIGHT:
	case HEAR_NOW:
	case HEAR_SAME_TIME:
	case HEAR_THEN:
	case HEAR_NEXT:
	case HEAR_THIS:
	case HEAR_COMING:
	case HEAR_LAST:
	case HEAR_AFTER_NEXT:
	case HEAR_EVERY:
	case HEAR_IN:
	case HEAR_AGO:
	case HEAR_FROM_NOW:
	case HEAR_WITHIN: return true;
	default: return false;
	}
}

struct said {
	bool times, dates, weekdays;
};

/* What the words of all times are. */
static struct said
look(const struct tokens *ts, const struct wish_reading *wish)
{
	struct said said = { false, false, false };

	for (size_t m = 0; m < wish->n_mentions; m++) {
		const struct mention *mention = &wish->mentions[m];

		if (!is_of_time(mention))
			continue;
		said.times = true;
		for (size_t i = 0; i < ts->n; i++) {
			const struct heard *heard;
			size_t n;

			if (ts->items[i].from < mention->from || ts->items[i].from >= mention->to)
				continue;
			heard = tokens_heard(ts, i, &n);
			for (size_t k = 0; k < n; k++) {
				said.dates |= is_dated(heard[k].key);
				said.weekdays |=
				    heard[k].key == HEAR_WEEKDAY || heard[k].key == HEAR_WEEKDAYS;
			}
		}
	}
	return said;
}

static bool
fits(const struct wishes *w, struct span offered)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->windows[i].span.end_at - w->windows[i].span.start_at <= DAY &&
		    span_overlaps(w->windows[i].span, offered))
			return true;
	return false;
}

/* A minute before the day begins, so many days ahead of the moment's own. */
static int64_t
eve(const struct zone *zone, int64_t at, int days_before)
{
	struct civil civil;

	zone_civil(zone, at, &civil);
	civil.date = date_add_days(civil.date, -days_before);
	civil.minute = civil.second = 0;
	return zone_moment(zone, &civil, NULL) - MINUTE;
}

void
beside_offers(const struct tokens *ts, const struct lang *lang, const struct wish_context *context,
    const struct span *offered, size_t n, struct arena *a, struct wish_reading *io)
{
	struct said said = look(ts, io);

	if (!said.times || said.dates)
		return;
	for (size_t i = 0; i < n; i++)
		if (fits(&io->wishes, offered[i]))
			return;
	for (size_t i = 0; i < n; i++) {
		struct wish_context there = *context;
		struct wish_reading reading;

		there.sent_at = eve(&context->zone, offered[i].start_at, 0);
		if (there.sent_at <= context->sent_at)
			continue;
		wish_read(ts, lang, &there, a, &reading);
		if (fits(&reading.wishes, offered[i])) {
			*io = reading;
			return;
		}
	}
}

void
beside_meeting(const struct tokens *ts, const struct lang *lang, const struct wish_context *context,
    struct span meeting, struct arena *a, struct wish_reading *io)
{
	struct said said = look(ts, io);
	struct wish_context there = *context;
	struct civil civil;

	if (!said.times || said.dates)
		return;
	zone_civil(&context->zone, meeting.start_at, &civil);
	there.sent_at =
	    eve(&context->zone, meeting.start_at, said.weekdays ? date_weekday(civil.date) : 0);
	if (there.sent_at > context->sent_at)
		wish_read(ts, lang, &there, a, io);
}

bool
beside_picked(const struct tokens *ts, const struct lang *lang, const struct wish_context *context,
    struct span picked, struct arena *a, struct wish_reading *io)
{
	struct said said = look(ts, io);
	struct wish_reading reading = *io;

	if (!said.times || said.dates || said.weekdays)
		return false;
	beside_meeting(ts, lang, context, picked, a, &reading);
	if (reading.wishes.n == 0 || fits(&reading.wishes, picked))
		return false;
	*io = reading;
	return true;
}

bool
beside_takes_another(const struct wishes *w, const struct spans *offered)
{
	bool refused = false, taken = false;

	for (size_t i = 0; i < offered->n; i++) {
		struct span s = offered->items[i];
		bool out = false;

		for (size_t k = 0; k < w->excluded.n; k++)
			out |= span_overlaps(w->excluded.items[k], s);
		refused |= out;
		for (size_t k = 0; !out && k < w->n; k++)
			taken |= w->windows[k].span.start_at <= s.start_at &&
			         s.end_at <= w->windows[k].span.end_at;
	}
	return refused && taken;
}
