#include "understand/sense.h"

#include "understand/cue.h"

enum { DENIAL_REACH = 5 }; /* items between what is denied and a "not" behind it */
enum { COST_ITEM = 1, COST_COMMA = 6, COST_MENTION = 4, FAR = 1000, FARTHEST = 80 };

static bool
ends_sentence(const struct items *p, size_t i)
{
	if (item_mark(p, i, '!') || item_mark(p, i, '?') || item_mark(p, i, ';'))
		return true;
	/* a list: each line is a sentence */
	if (p->items[i].token->lines > 0 &&
	    (item_mark(p, i, '-') || item_mark(p, i, '*') || item_mark(p, i, '+')))
		return true;
	if (p->items[i].token->kind == TOKEN_MARK &&
	    p->items[i].token->end - p->items[i].token->at == 3 &&
	    p->items[i].token->mark == '\0') { /* the ideographic full stop */
		const char *s = p->tokens->folded.text + p->items[i].token->at;

		return s[0] == '\xe3' && s[1] == '\x80' && s[2] == '\x82';
	}
	return item_mark(p, i, '.') && !item_joined(p, i + 1);
}

/* "el miércoles a partir de las 16 h. El martes no": an abbreviation's stop, and a new sentence */
static bool
abbreviation_ends(const struct items *p, size_t i)
{
	const struct tokens *ts = p->tokens;
	const struct token *last;

	if (i + 1 >= p->n || p->items[i].end <= p->items[i].first + 1)
		return false;
	last = &ts->items[p->items[i].end - 1];
	return last->kind == TOKEN_MARK && last->mark == '.' && item_capital(p, i + 1) &&
	       (item_is(p, i + 1, HEAR_THE) || item_is(p, i + 1, HEAR_ON)) &&
	       !item_joined(p, i + 1);
}

/* Going this way, is item i beyond the sentence's end?  Where one begins, it is the last of it. */
static bool
beyond(const struct items *p, size_t i, int step)
{
	return ends_sentence(p, i) || item_apart(p, step > 0 ? i : i + 1) ||
	       abbreviation_ends(p, step > 0 && i > 0 ? i - 1 : i);
}

static bool
comma(const struct items *p, size_t i)
{
	return item_mark(p, i, ',') || item_mark(p, i, ':') || item_mark(p, i, '(') ||
	       item_mark(p, i, ')') || (item_mark(p, i, '-') && !item_joined(p, i)) ||
	       item_is(p, i, HEAR_AND);
}

static bool
says_not_behind(const struct items *p, size_t i)
{
	return i < p->n &&
	       tokens_hear(p->tokens, p->items[i].first, CUE_KEY(CUE_DENIAL_BEHIND)) != NULL;
}

static bool
in_mention(const struct said *s, size_t i, size_t *which)
{
	for (size_t k = 0; k < s->n; k++)
		if (i >= s->mentions[k].first && i < s->mentions[k].end) {
			*which = k;
			return true;
		}
	return false;
}

/* "passt mir am Montag leider nicht": a "not" in the same clause, that denies no other time. */
static bool
denied_behind(const struct said *s, size_t i)
{
	const struct items *p = &s->items;
	size_t end = i + DENIAL_REACH, which;

	for (size_t k = i; k < p->n && k < end; k++) {
		if (item_apart(p, k))
			return false;
		if (says_not_behind(p, k))
			return !in_mention(s, k + 1, &which);
		if (in_mention(s, k, &which)) {
			end++;
			continue;
		}
		if (beyond(p, k, 1) || comma(p, k) || item_is(p, k, HEAR_BUT))
			return false;
	}
	return false;
}

struct found {
	int cost[4]; /* by enum sense: how far away the nearest word is that says so */
	bool told;   /* ... in the same clause */
};

static void
look_at(const struct said *s, size_t i, int cost, bool near, struct found *f)
{
	const struct items *p = &s->items;
	enum sense sense;

	if (item_is(p, i, HEAR_TOLD) || item_is(p, i, HEAR_OPENING) || item_is(p, i, HEAR_DEADLINE))
		sense = SENSE_TOLD;
	else if (item_is(p, i, HEAR_BUSY))
		sense = SENSE_RULED_OUT;
	else if (item_is(p, i, HEAR_FREE))
		sense = (i > 0 && item_is(p, i - 1, HEAR_NOT)) || item_is(p, i + 1, HEAR_NOT) ||
		                denied_behind(s, i + 1)
		            ? SENSE_RULED_OUT
		            : SENSE_WISH;
	else if (item_is(p, i, HEAR_PREFER))
		sense = SENSE_PREFER;
	else
		return;
	if (sense == SENSE_TOLD && near)
		f->told = true;
	if (cost < f->cost[sense])
		f->cost[sense] = cost;
}

/* "on Friday and again this morning": an "and" with a time right before it and one behind it */
static bool
told_twice(const struct said *s, size_t i)
{
	size_t which;

	return i > 0 && in_mention(s, i - 1, &which) &&
	       (in_mention(s, i + 1, &which) || in_mention(s, i + 2, &which) ||
		   in_mention(s, i + 3, &which));
}

static bool ruled_out_here(const struct said *, size_t i);

/* Looks from item i on, step by step, until the sentence ends or turns. */
static void
look(const struct said *s, size_t i, int step, struct found *f)
{
	const struct items *p = &s->items;
	size_t which = s->n, last = s->n;
	bool near = true, excepted = false;
	int cost = 0;

	for (size_t n = 0; i < p->n && n < FARTHEST; n++, i += (size_t)step) {
		if (beyond(p, i, step) || item_is(p, i, HEAR_BUT))
			return;
		if (in_mention(s, i, &which)) {
			if (which != last) {
				cost += COST_MENTION;
				excepted |= step > 0 &&
				            (ruled_out_here(s, which) || s->mentions[which].apart);
			}
			last = which;
			if (i == 0 && step < 0)
				return;
			continue;
		}
		if (comma(p, i)) {
			cost += COST_COMMA;
			near &= item_is(p, i, HEAR_AND) && told_twice(s, i);
		} else
			cost += COST_ITEM;
		if (excepted && item_is(p, i, HEAR_BUSY))
			return; /* "afternoons except Wednesday, when I'm away": that day alone */
		look_at(s, i, cost, near, f);
		if (i == 0 && step < 0)
			return;
	}
}

static bool
says_any(const struct items *p, size_t i, size_t end)
{
	for (; i < end; i++)
		if (item_is(p, i, HEAR_ANY) || item_is(p, i, HEAR_EVERY) ||
		    item_is(p, i, HEAR_WHOLE))
			return true;
	return false;
}

/* "not Monday", "except on Friday", "火曜日以外" */
static bool
ruled_out_here(const struct said *s, size_t i)
{
	const struct items *p = &s->items;
	const struct mention_said *m = &s->mentions[i];
	size_t k = m->first;

	for (size_t n = 0; k > 0 && n < 3; n++, k--) {
		if (item_is(p, k - 1, HEAR_EXCEPT) || item_is(p, k - 1, HEAR_RATHER_THAN))
			return true;
		if (item_is(p, k - 1, HEAR_NOT))
			return m->time.bound == BOUND_NONE || !item_is(p, k, HEAR_UNTIL);
		if (!item_is(p, k - 1, HEAR_ON) && !item_is(p, k - 1, HEAR_IN) &&
		    !item_is(p, k - 1, HEAR_THE) && !item_is(p, k - 1, HEAR_NOTHING) &&
		    !item_is(p, k - 1, HEAR_FOR) && !item_is(p, k - 1, HEAR_AT))
			break;
	}
	/* "any day next week but Tuesday" */
	if (k > 0 && i > 0 && item_is(p, k - 1, HEAR_BUT) && m[-1].end == k - 1 &&
	    !m[-1].is_length && says_any(p, m[-1].first, m[-1].end))
		return true;
	/* no meetings before ten */
	for (size_t n = 0; k > 0 && n < 3; n++, k--) {
		if (item_is(p, k - 1, HEAR_NO))
			return true;
		if (p->items[k - 1].token->kind == TOKEN_MARK || n == 2)
			break;
	}
	if (denied_behind(s, m->end)) /* Dienstag leider nicht */
		return true;
	if (item_is(p, m->end, HEAR_EXCEPT_IT) ||
	    (item_is(p, m->end, HEAR_ITS_MEETING) && sense_moving(s, i)))
		return true;
	/* "Monday to Wednesday except Tuesday, Friday" goes on with what is ruled out: not known */
	k = m->end;
	if (item_is(p, k, HEAR_OF) && item_joined(p, k)) /* ოთხშაბათის გარდა */
		k++;
	return item_is(p, k, HEAR_EXCEPT) &&
	       !(i + 1 < s->n && s->mentions[i + 1].first <= k + 2 && !item_mark(p, k + 1, '.') &&
		   !item_mark(p, k + 1, ','));
}

/* ", Dienstag dagegen schon": the sense has turned before the time that begins the clause. */
static bool
turned(const struct items *p, const struct mention_said *m)
{
	size_t k = m->first;

	while (k > 0 && (item_is(p, k - 1, HEAR_ON) || item_is(p, k - 1, HEAR_THE)))
		k--;
	return k > 0 && item_mark(p, k - 1, ',') && item_is(p, m->end, HEAR_BUT);
}

/* "Can the meeting on Tuesday be moved to Thursday?": a time, "moved" and "to", and another */
static bool
moved_away(const struct said *s, size_t i)
{
	const struct items *p = &s->items;
	size_t end;
	bool moving = false;

	if (i + 1 >= s->n || s->mentions[i + 1].is_length)
		return false;
	end = s->mentions[i + 1].first;
	for (size_t k = s->mentions[i].end; k < end; k++) {
		if (beyond(p, k, 1))
			return false;
		moving |= item_is(p, k, HEAR_MOVING);
	}
	return moving && (item_is(p, end - 1, HEAR_TO) || item_is(p, end, HEAR_TO));
}

enum sense
sense_of(const struct said *s, size_t i)
{
	const struct mention_said *m = &s->mentions[i];
	const struct items *p = &s->items;
	struct found f = { .cost = { FAR, FAR, FAR, FAR } };
	enum sense best = SENSE_WISH;

	if (!m->is_length &&
	    (moved_away(s, i) || ruled_out_here(s, i))) /* "no more than 15 minutes" */
		return SENSE_RULED_OUT;
	/* "except around Easter (3-6 April)": the same said again */
	if (i > 0 && m->first > 0 && item_mark(p, m->first - 1, '(') && m[-1].end + 1 == m->first)
		return sense_of(s, i - 1);
	if (turned(p, m)) {
		look(s, m->end + 1, 1, &f);
	} else {
		if (m->first > 0)
			look(s, m->first - 1, -1, &f);
		look(s, m->end, 1, &f);
	}
	if (f.told && f.cost[SENSE_WISH] > f.cost[SENSE_TOLD])
		return SENSE_TOLD;
	for (enum sense k = SENSE_WISH; k <= SENSE_TOLD; k++)
		if (f.cost[k] < f.cost[best])
			best = k;
	/* told of in another clause says nothing about this one */
	return best == SENSE_TOLD && !f.told ? SENSE_WISH : best;
}

bool
sense_or(const struct said *s, size_t i)
{
	size_t k = s->mentions[i].first;

	for (size_t n = 0; k > 0 && n < 3; n++, k--)
		if (item_is(&s->items, k - 1, HEAR_OR))
			return true;
	return false;
}

bool
sense_except(const struct said *s, size_t i)
{
	size_t k = s->mentions[i].first;

	for (size_t n = 0; k > 0 && n < 3; n++, k--)
		if (item_is(&s->items, k - 1, HEAR_EXCEPT))
			return true;
	return item_is(&s->items, s->mentions[i].end, HEAR_EXCEPT_IT);
}

bool
sense_moving(const struct said *s, size_t i)
{
	for (size_t k = s->mentions[i].first; k > 0 && !beyond(&s->items, k - 1, -1); k--)
		if (item_is(&s->items, k - 1, HEAR_MOVING))
			return true;
	/* ... von Dienstag auf Mittwoch verschieben */
	for (size_t k = s->mentions[i].end; k < s->items.n && !beyond(&s->items, k, 1); k++)
		if (item_is(&s->items, k, HEAR_MOVING))
			return true;
	return false;
}
