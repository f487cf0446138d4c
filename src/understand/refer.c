#include "understand/refer.h"

#include "base/arena.h"
#include "understand/token.h"

#include <string.h>

struct finder {
	const struct tokens *ts;
	const struct sentences *all;
	struct arena *arena;
	struct stretch *items;
	size_t n;
};

static void
add(struct finder *f, size_t from, size_t to)
{
	f->items = arena_more(f->arena, f->items, f->n, sizeof *f->items);
	f->items[f->n++] = (struct stretch){ from, to };
}

/* The first token that begins at or behind this byte. */
static size_t
token_from(const struct tokens *ts, size_t byte)
{
	size_t low = 0, high = ts->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (ts->items[middle].from < byte)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A hit of these cues that ends at token i, or begins there. */
static const struct cue_hit *
hit_ending(const struct finder *f, size_t i, uint64_t cues)
{
	for (size_t k = 0; k < f->all->n_hits && f->all->hits[k].from < i; k++)
		if (f->all->hits[k].end == i && (f->all->hits[k].cues & cues) != 0)
			return &f->all->hits[k];
	return NULL;
}

static const struct cue_hit *
hit_beginning(const struct finder *f, size_t i, uint64_t cues)
{
	for (size_t k = 0; k < f->all->n_hits && f->all->hits[k].from <= i; k++)
		if (f->all->hits[k].from == i && (f->all->hits[k].cues & cues) != 0)
			return &f->all->hits[k];
	return NULL;
}

/* Is "our" or the like among the few tokens before this one? */
static bool
ours_before(const struct finder *f, size_t i)
{
	for (size_t back = 0; back < 3 && i > back; back++)
		if (hit_ending(f, i - back, CUE(CUE_OURS)) != NULL)
			return true;
	return false;
}

/* "our meeting on Thursday", rapat kita hari Kamis: small words between, and no "to". */
static bool
follows_meeting(const struct finder *f, size_t from)
{
	const struct cue_hit *meeting, *ours;
	size_t i = from;

	if (tokens_hear(f->ts, from, HEAR_TO) != NULL) /* a case that says "to": duorastahkii */
		return false;
	while (i > 0 && from - i < 3 &&
	       tokens_hear(f->ts, i - 1, HEAR_TO) == NULL && /* auf Donnerstag verschieben */
	       (tokens_hear(f->ts, i - 1, HEAR_ON) != NULL ||
		   tokens_hear(f->ts, i - 1, HEAR_AT) != NULL ||
		   tokens_hear(f->ts, i - 1, HEAR_FOR) != NULL ||
		   tokens_hear(f->ts, i - 1, HEAR_THE) != NULL ||
		   tokens_hear(f->ts, i - 1, CUE_KEY(CUE_OURS)) != NULL))
		i--;
	if ((ours = hit_ending(f, i, CUE(CUE_OURS_BEHIND))) != NULL)
		i = ours->from;
	meeting = hit_ending(f, i, CUE(CUE_MEETING));
	return meeting != NULL && (ours != NULL || ours_before(f, meeting->from));
}

/* "tomorrow's call", "our Thursday meeting", სამშაბათის შეხვედრა */
static bool
precedes_meeting(const struct finder *f, size_t from, size_t end, bool moves)
{
	const struct token *last = &f->ts->items[end - 1];
	bool possessive = last->to - last->from > 2 && f->ts->folded.text[last->end - 1] == 's' &&
	                  f->ts->folded.text[last->end - 2] == '\'';

	if (moves && end < f->ts->n && !f->ts->items[end].blank &&
	    tokens_hear(f->ts, end, HEAR_OF) != NULL) { /* a genitive's ending */
		end += tokens_hear(f->ts, end, HEAR_OF)->n;
		possessive = true;
	}
	return hit_beginning(f, end, CUE(CUE_MEETING)) != NULL &&
	       (possessive || ours_before(f, from) ||
		   (from > 0 && hit_beginning(f, from, CUE(CUE_OURS)) != NULL));
}

static const struct mention *
next_mention(const struct wish_reading *wish, size_t byte, size_t end)
{
	for (size_t k = 0; k < wish->n_mentions; k++)
		if (wish->mentions[k].from >= byte && wish->mentions[k].from < end &&
		    (wish->mentions[k].kind == MENTION_TIME ||
			wish->mentions[k].kind == MENTION_DOUBT))
			return &wish->mentions[k];
	return NULL;
}

/* ჩვენი შეხვედრა ხუთშაბათს გადავიტანოთ: the verb comes last, and the time is where to. */
static bool
moved_there(const struct finder *f, const struct wish_reading *wish, const struct mention *m,
    size_t from, size_t end, size_t end_byte)
{
	return hit_ending(f, from, CUE(CUE_MEETING)) != NULL &&
	       hit_beginning(f, end, CUE(CUE_MOVE) | CUE(CUE_SHIFT)) != NULL &&
	       next_mention(wish, m->to, end_byte) == NULL;
}

/* "move it from Tuesday to Wednesday": where the part before the "to" ends, in tokens; 0: nowhere.
 */
static size_t
left_behind(const struct tokens *ts, size_t *from, size_t end)
{
	if (*from > 0 && tokens_hear(ts, *from - 1, HEAR_FROM) != NULL)
		(*from)--;
	if (tokens_hear(ts, *from, HEAR_FROM) == NULL)
		return 0;
	for (size_t i = *from + 1; i < end + 2 && i < ts->n; i++) {
		if (tokens_hear(ts, i, HEAR_MOVING) != NULL) /* 从周二改到周四: the verb stays */
			return i;
		if (tokens_hear(ts, i, HEAR_TO) != NULL || tokens_hear(ts, i, HEAR_UNTIL) != NULL)
			return i + 1;
	}
	return 0;
}

/* "move our call on Tuesday to Friday" is no stretch: where its "to" ends, in tokens; 0: nowhere */
static size_t
inner_to(const struct tokens *ts, size_t from, size_t end)
{
	for (size_t i = from + 1; i < end; i++)
		if (tokens_hear(ts, i, HEAR_TO) != NULL)
			return i + 1;
	return 0;
}

static void
find_in(struct finder *f, const struct sentence *s, const struct wish_reading *wish, bool settled)
{
	const struct tokens *ts = f->ts;
	size_t byte = ts->items[s->from].from, end_byte = ts->items[s->end - 1].to;
	bool moves = (s->said & CUE(CUE_MOVE)) != 0 || (s->facts & FACT_SHIFT_IT) != 0;
	bool changes = moves || ((s->said | s->perhaps) & (CUE(CUE_CANCEL) | CUE(CUE_UNABLE))) != 0;
	const struct mention *m;

	for (; (m = next_mention(wish, byte, end_byte)) != NULL; byte = m->to) {
		size_t from = token_from(ts, m->from), end = token_from(ts, m->to), to;

		if (moves && (to = left_behind(ts, &from, end)) != 0)
			add(f, ts->items[from].from, ts->items[to - 1].to);
		else if ((changes || settled) && !moved_there(f, wish, m, from, end, end_byte) &&
			 (follows_meeting(f, from) || precedes_meeting(f, from, end, moves))) {
			to = moves ? inner_to(ts, from, end) : 0;
			add(f, m->from, to != 0 ? ts->items[to - 1].to : m->to);
		}
	}
}

/* Cues of a sentence that speaks of meeting us, or of its writer. */
static const uint64_t asking =
    CUE(CUE_WISH) | CUE(CUE_MEETING) | CUE(CUE_MEET) | CUE(CUE_ARRANGE) | CUE(CUE_ASK_FREE) |
    CUE(CUE_SUITS) | CUE(CUE_AGREE) | CUE(CUE_CONFIRM) | CUE(CUE_UNSUITABLE) | CUE(CUE_UNABLE) |
    CUE(CUE_PROPOSE) | CUE(CUE_OTHERS) | CUE(CUE_POLITE) | CUE(CUE_MOVE) | CUE(CUE_SHIFT) |
    CUE(CUE_OPTION) | CUE(CUE_SELF) | CUE(CUE_GATHERING);

enum {
	TELLING_LEAST = 6, /* tokens; a shorter sentence may be no more than its time */
	LEADING_MOST = 2, /* tokens before a time that begins its sentence, as those of a list do */
	OTHERWISE_MOST = 6, /* ... behind an "if not" */
};

static bool
asks(const struct sentence *s)
{
	return (s->said & asking) != 0 || s->end - s->from < TELLING_LEAST ||
	       (s->facts & (FACT_QUESTION | FACT_NOT_TIME)) != 0;
}

/* Is this time said as another choice: "or Sunday", "or on Sunday"? */
static bool
alternative(const struct tokens *ts, size_t i)
{
	for (size_t back = 1; back <= 2 && back <= i; back++)
		if (tokens_hear(ts, i - back, HEAR_OR) != NULL)
			return true;
	return false;
}

/* "If not, Monday before eleven", "otherwise on Monday": another choice, in a sentence of its own
 */
static bool
otherwise(const struct tokens *ts, size_t from, size_t i)
{
	for (; from < i; from++)
		if (tokens_hear(ts, from, HEAR_BUT) != NULL)
			return true;
	return false;
}

/* "The contest runs from 1 March to 30 April", where another sentence says when to meet. */
static void
find_told(struct finder *f, const struct wish_reading *wish)
{
	bool asked = false;

	for (size_t i = 0; i < f->all->n; i++)
		asked |= (f->all->items[i].facts & FACT_TIME) != 0 && asks(&f->all->items[i]);
	for (size_t i = 0; asked && i < f->all->n; i++) {
		const struct sentence *s = &f->all->items[i];
		size_t byte = f->ts->items[s->from].from, end = f->ts->items[s->end - 1].to;
		const struct mention *m;
		bool listed = false;

		if ((s->facts & FACT_TIME) == 0 || asks(s))
			continue;
		for (; (m = next_mention(wish, byte, end)) != NULL; byte = m->to) {
			size_t from = token_from(f->ts, m->from);

			if (from <= s->from + LEADING_MOST ||
			    (from <= s->from + OTHERWISE_MOST && otherwise(f->ts, s->from, from)))
				listed = true;
			else if (!listed || !alternative(f->ts, from))
				add(f, m->from, m->to);
		}
	}
}

struct stretch *
refer_find(const struct tokens *ts, const struct sentences *all, const struct wish_reading *wish,
    const struct pick *picks, size_t n_picks, bool settled, struct arena *a, size_t *n)
{
	struct finder f = { .ts = ts, .all = all, .arena = a };

	for (size_t i = 0; i < all->n; i++)
		if ((all->items[i].facts & FACT_TIME) != 0)
			find_in(&f, &all->items[i], wish, settled);
	find_told(&f, wish);
	for (size_t i = 0; i < n_picks; i++) {
		const struct mention *m = mention_at(wish, ts, picks[i].from);

		if (m != NULL)
			add(&f, m->from, m->to);
	}
	*n = f.n;
	return f.items;
}

char *
refer_blank(const char *text, size_t len, const struct stretch *stretches, size_t n,
    struct arena *a)
{
	char *out = arena_mem(a, text, len);

	for (size_t i = 0; i < n; i++)
		memset(out + stretches[i].from, ' ', stretches[i].to - stretches[i].from);
	return out;
}
