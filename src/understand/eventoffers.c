/* What a mail does with times that were offered to its writer: another hour, all but some. */
#include "base/arena.h"
#include "understand/beside.h"
#include "understand/eventparts.h"
#include "understand/shift.h"

/* Which of the offers known is the only one picked; NULL: there is no telling. */
static const struct span *
only_pick(const struct reading *r)
{
	const struct spans *offered = &r->answered.times;
	int number = 0;

	for (size_t i = 0; i < r->intent.n_picks; i++) {
		if (r->intent.picks[i].refused)
			continue;
		if (number != 0)
			return NULL;
		number = r->intent.picks[i].number;
	}
	if (number == -1)
		number = (int)offered->n;
	return number >= 1 && (size_t)number <= offered->n ? &offered->items[number - 1] : NULL;
}

void
event_move_picked(struct reading *r)
{
	const uint64_t wishing = CUE(CUE_WISH) | CUE(CUE_PROPOSE) | CUE(CUE_SHIFT) | CUE(CUE_MOVE);
	const struct span *picked = r->intent.kind == EVENT_PICK ? only_pick(r) : NULL;
	bool wished = false;

	for (size_t i = 0; i < r->sentences.n; i++) {
		const struct sentence *s = &r->sentences.items[i];

		wished |= (s->facts & FACT_TIME) != 0 &&
		          ((s->said & wishing) != 0 || (s->facts & FACT_QUESTION) != 0);
	}
	if (picked == NULL || !(shift_read(&r->tokens, r->lang, &r->sentences, &r->context.zone,
				    *picked, r->arena, &r->wish) ||
				  (wished && beside_picked(&r->tokens, r->lang, &r->context,
						 *picked, r->arena, &r->wish))))
		return;
	r->intent.kind = EVENT_DECLINE;
	r->intent.n_picks = 0;
}

struct span
event_standing(const struct reading *r)
{
	struct span known = r->reader->stands;

	return known.end_at > known.start_at ? known : r->answered.stands;
}

void
event_move_standing(struct reading *r)
{
	if (r->intent.kind == EVENT_RESCHEDULE)
		shift_read(&r->tokens, r->lang, &r->sentences, &r->context.zone, event_standing(r),
		    r->arena, &r->wish);
}

/* Is "the other days", or "any except", said, and not asked for? */
static const struct cue_hit *
the_others(const struct reading *r)
{
	const uint64_t others = CUE(CUE_THE_OTHERS) | CUE(CUE_ALL_BUT) | CUE(CUE_ANY_OF);
	const struct sentences *all = &r->sentences;

	for (size_t i = 0; i < all->n; i++) {
		const struct sentence *s = &all->items[i];

		if ((s->said & others) == 0 || (s->facts & FACT_QUESTION) != 0)
			continue;
		for (size_t k = 0; k < all->n_hits; k++)
			if ((all->hits[k].cues & others) != 0 && all->hits[k].from >= s->from &&
			    all->hits[k].from < s->end)
				return &all->hits[k];
	}
	return NULL;
}

static bool
is_refused(const struct reading *r, size_t offer)
{
	for (size_t i = 0; i < r->wish.wishes.excluded.n; i++)
		if (span_overlaps(r->wish.wishes.excluded.items[i], r->answered.times.items[offer]))
			return true;
	for (size_t i = 0; i < r->intent.n_picks; i++)
		if (r->intent.picks[i].refused && r->intent.picks[i].number == (int)offer + 1)
			return true;
	return false;
}

void
event_take_the_others(struct reading *r)
{
	const struct cue_hit *hit = the_others(r);
	size_t n = r->answered.times.n, refused = 0;
	struct pick *picks;

	for (size_t i = 0; i < n; i++)
		refused += is_refused(r, i);
	if (hit == NULL || refused == 0 || refused == n ||
	    (r->intent.kind != EVENT_PICK && r->intent.kind != EVENT_DECLINE &&
		r->intent.kind != EVENT_ACCEPT))
		return;
	picks = arena_alloc(r->arena, n * sizeof *picks);
	for (size_t i = 0; i < n; i++)
		picks[i] = (struct pick){ .number = (int)i + 1,
			.refused = is_refused(r, i),
			.from = hit->from,
			.end = hit->end,
			.from_byte = r->tokens.items[hit->from].from,
			.to_byte = r->tokens.items[hit->end - 1].to };
	r->intent.kind = EVENT_PICK;
	r->intent.picks = picks;
	r->intent.n_picks = n;
}
