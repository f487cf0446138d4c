#include "understand/sentence.h"

#include "base/arena.h"
#include "base/date.h"
#include "understand/token.h"

#include <string.h>

enum {
	DENIAL_REACH = 4, /* tokens between a "not" and what it denies */
	DENIAL_BEHIND_REACH = 8,
	OURS_REACH = 2,   /* between "our" and "meeting" */
	OBJECT_REACH = 5, /* between "move" and "meeting", "join" and "office hours" */
};

const struct mention *
mention_at(const struct wish_reading *wish, const struct tokens *ts, size_t i)
{
	for (size_t k = 0; k < wish->n_mentions; k++)
		if (ts->items[i].from >= wish->mentions[k].from &&
		    ts->items[i].to <= wish->mentions[k].to)
			return &wish->mentions[k];
	return NULL;
}

static bool
is_mark(const struct tokens *ts, size_t i, const char *marks)
{
	return i < ts->n && ts->items[i].kind == TOKEN_MARK && ts->items[i].mark != '\0' &&
	       strchr(marks, ts->items[i].mark) != NULL;
}

/* The ideographic full stop and its like; ASCII ones are told apart from those inside "a.m.". */
static bool
is_wide_stop(const struct tokens *ts, size_t i)
{
	const char *s = ts->folded.text + ts->items[i].at;

	return ts->items[i].kind == TOKEN_MARK &&
	       (strncmp(s, "\xe3\x80\x82", 3) == 0 || strncmp(s, "\xd8\x9f", 2) == 0);
}

/* Does a sentence end with token i? */
static bool
ends_after(const struct tokens *ts, const struct wish_reading *wish, size_t i)
{
	const struct token *next = i + 1 < ts->n ? &ts->items[i + 1] : NULL;

	if (next == NULL || next->lines >= 2 || is_wide_stop(ts, i))
		return true;
	if (next->lines == 1 && (is_mark(ts, i, ",:") || is_mark(ts, i + 1, "-*") ||
				    (next->kind == TOKEN_NUMBER && is_mark(ts, i + 2, ".)"))))
		return true;
	if (is_mark(ts, i, "!?;"))
		return true;
	return is_mark(ts, i, ".") && next->blank &&
	       (mention_at(wish, ts, i) == NULL || mention_at(wish, ts, i + 1) == NULL ||
		   mention_at(wish, ts, i) != mention_at(wish, ts, i + 1));
}

/* The second comma of ", unfortunately,"; 0: none begins at i. */
static size_t
aside_end(const struct tokens *ts, size_t i, size_t to)
{
	const struct heard *h =
	    i + 1 < to && is_mark(ts, i, ",") ? tokens_hear(ts, i + 1, HEAR_ASIDE) : NULL;

	return h != NULL && i + 1 + h->n < to && is_mark(ts, i + 1 + h->n, ",") ? i + 1 + h->n : 0;
}

bool
sentence_parted(const struct tokens *ts, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		size_t aside = aside_end(ts, i, to);

		if (aside != 0) {
			i = aside;
			continue;
		}
		if (is_mark(ts, i, ",;:.!?()") || is_wide_stop(ts, i) ||
		    tokens_hear(ts, i, HEAR_BUT) != NULL)
			return true;
		if (is_mark(ts, i, "-") && ts->items[i].blank && i + 1 < ts->n &&
		    ts->items[i + 1].blank)
			return true;
	}
	return false;
}

/* A hit of that cue that ends at most reach tokens before this one, in the same clause. */
static bool
stands_before(const struct sentences *all, const struct tokens *ts, size_t hit, uint64_t cues,
    size_t reach)
{
	for (size_t k = hit; k-- > 0;) {
		const struct cue_hit *h = &all->hits[k];

		if (h->end > all->hits[hit].from)
			continue;
		if (all->hits[hit].from - h->end > reach)
			return false;
		if ((h->cues & cues) != 0)
			return !sentence_parted(ts, h->end, all->hits[hit].from);
	}
	return false;
}

static bool
stands_behind(const struct sentences *all, const struct tokens *ts, size_t hit, uint64_t cues,
    size_t reach)
{
	for (size_t k = hit + 1; k < all->n_hits; k++) {
		const struct cue_hit *h = &all->hits[k];

		if (h->from < all->hits[hit].end)
			continue;
		if (h->from - all->hits[hit].end > reach)
			return false;
		if ((h->cues & cues) != 0)
			return !sentence_parted(ts, all->hits[hit].end, h->from);
	}
	return false;
}

/* Cues that are not meant yet when an "if" or "might" stands before them. */
static const uint64_t conditional = CUE(CUE_CANCEL) | CUE(CUE_MOVE) | CUE(CUE_SHIFT) |
                                    CUE(CUE_UNABLE) | CUE(CUE_UNSUITABLE) | CUE(CUE_WITHDRAW) |
                                    CUE(CUE_REFUSE) | CUE(CUE_NONE_OF) | CUE(CUE_RUNNING_LATE);

/* What is called off "if something happens" is not called off yet. */
static const uint64_t undone_behind =
    CUE(CUE_CANCEL) | CUE(CUE_WITHDRAW) | CUE(CUE_REFUSE) | CUE(CUE_UNABLE);

/* What a "not" behind it denies: "passt mir am Dienstag leider nicht". */
static const uint64_t denied_behind =
    CUE(CUE_SUITS) | CUE(CUE_AGREE) | CUE(CUE_JOIN) | CUE(CUE_CONFIRM) | CUE(CUE_MEET);

static bool
denied(const struct sentences *all, const struct tokens *ts, size_t hit)
{
	return stands_before(all, ts, hit, CUE(CUE_DENIAL), DENIAL_REACH) ||
	       ((all->hits[hit].cues & denied_behind) != 0 &&
		   stands_behind(all, ts, hit, CUE(CUE_DENIAL_BEHIND), DENIAL_BEHIND_REACH));
}

static void
add_hit(const struct sentences *all, const struct tokens *ts, size_t hit, struct sentence *s)
{
	uint64_t cues = all->hits[hit].cues, perhaps = 0;

	if ((cues & conditional) != 0 && stands_before(all, ts, hit, CUE(CUE_PERHAPS), SIZE_MAX))
		perhaps = cues & conditional;
	else if ((cues & undone_behind) != 0 &&
		 stands_behind(all, ts, hit, CUE(CUE_PERHAPS), SIZE_MAX))
		perhaps = cues & undone_behind;
	s->perhaps |= perhaps;
	cues &= ~perhaps;
	if ((cues & ~(CUE(CUE_DENIAL) | CUE(CUE_DENIAL_BEHIND))) != 0 && denied(all, ts, hit)) {
		s->denied |= cues;
		/* "I don't think Tuesday works" */
		if ((cues & (CUE(CUE_SUITS) | CUE(CUE_AGREE))) != 0)
			s->said |= CUE(CUE_UNSUITABLE);
		return;
	}
	s->said |= cues;
	if ((cues & CUE(CUE_MEETING)) != 0 &&
	    (stands_before(all, ts, hit, CUE(CUE_OURS), OURS_REACH) ||
		stands_behind(all, ts, hit, CUE(CUE_OURS_BEHIND), 0)))
		s->facts |= FACT_STANDING;
	if ((cues & CUE(CUE_SHIFT)) != 0 &&
	    stands_behind(all, ts, hit, CUE(CUE_MEETING) | CUE(CUE_IT), OBJECT_REACH))
		s->facts |= FACT_SHIFT_IT;
	if ((cues & CUE(CUE_JOIN)) != 0 &&
	    stands_behind(all, ts, hit, CUE(CUE_GATHERING), OBJECT_REACH) &&
	    !stands_behind(all, ts, hit, CUE(CUE_MEETING), OBJECT_REACH))
		s->facts |= FACT_JOINS;
}

static bool
is_hours(const struct mention *m)
{
	return m->n_spans > 0 && m->spans[0].end_at - m->spans[0].start_at <= DAY / 2;
}

static void
add_times(const struct tokens *ts, const struct wish_reading *wish, struct sentence *s)
{
	size_t from = ts->items[s->from].from, to = ts->items[s->end - 1].to;

	for (size_t k = 0; k < wish->n_mentions; k++) {
		const struct mention *m = &wish->mentions[k];

		if (m->from < from || m->from >= to)
			continue;
		if (m->kind == MENTION_TIME || m->kind == MENTION_DOUBT)
			s->facts |= FACT_TIME | (is_hours(m) ? FACT_HOURS : 0);
		else if (m->kind == MENTION_NOT_TIME)
			s->facts |= FACT_NOT_TIME;
		else if (m->kind == MENTION_DURATION)
			s->facts |= FACT_LENGTH;
	}
}

/* Does the sentence up to token i ask?  By its mark, or by its last word: でしょうか。 */
static bool
asks(const struct sentences *all, const struct tokens *ts, size_t i)
{
	size_t end = i + (ts->items[i].kind != TOKEN_MARK);

	if (is_mark(ts, i, "?"))
		return true;
	for (size_t k = 0; k < all->n_hits && all->hits[k].from < end; k++)
		if (all->hits[k].end == end && (all->hits[k].cues & CUE(CUE_ASKS)) != 0)
			return true;
	return false;
}

void
sentences_read(const struct tokens *ts, const struct wish_reading *wish, struct arena *a,
    struct sentences *out)
{
	size_t hit = 0;

	memset(out, 0, sizeof *out);
	out->hits = cues_read(ts, a, &out->n_hits);
	for (size_t i = 0, from = 0; i < ts->n; i++) {
		struct sentence *s;

		if (!ends_after(ts, wish, i))
			continue;
		out->items = arena_more(a, out->items, out->n, sizeof *out->items);
		s = &out->items[out->n++];
		s->from = from;
		s->end = from = i + 1;
		for (; hit < out->n_hits && out->hits[hit].from < s->end; hit++)
			add_hit(out, ts, hit, s);
		add_times(ts, wish, s);
		if (asks(out, ts, i))
			s->facts |= FACT_QUESTION;
	}
}
