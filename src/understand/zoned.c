#include "understand/zoned.h"

#include "understand/place.h"

#include <string.h>

enum { NAME_MOST = 8 }; /* items of a zone's name, which in Chinese are characters */

/* A zone's name with its "time" at item i; *marked where that was said.  0: none is there. */
static size_t
read_name(const struct items *p, const struct places *places, size_t i, struct place *place,
    bool *marked)
{
	const struct tokens *ts = p->tokens;
	size_t j = i, first, article = i;

	*marked = item_is(p, j, HEAR_ZONE_MARK);
	if (*marked)
		for (j++, article = j;
		     item_is(p, j, HEAR_IN) || item_is(p, j, HEAR_OF) || item_is(p, j, HEAR_THE);
		     j++)
			;
	/* The article may be part of the name: القاهرة */
	for (; article <= j; article++) {
		if (article >= p->n)
			return 0;
		first = p->items[article].first;
		if (place_at(places, ts->text, &ts->folded, ts->items[first].at, place) ||
		    (item_joined(p, article) &&
			place_offset_at(&ts->folded, ts->items[first].at, place)))
			break;
	}
	if (article > j)
		return 0;
	for (j = article; j < p->n && p->items[j].token->at < ts->items[first].at + place->len; j++)
		;
	if (item_is(p, j, HEAR_ZONE_MARK)) {
		*marked = true;
		j++;
	}
	return j - i;
}

static void
put_zone(struct said_time *t, const struct place *place)
{
	t->zoned = true;
	t->zone = place->zones[0];
	if (place->n > 1)
		t->other_zone = place->zones[1];
}

/* "Tuesday at ten in Berlin" tells where, "ten Berlin time" tells which clock. */
static bool
tells_clock(const struct place *place, bool marked)
{
	return marked || (place->kind != PLACE_CITY && place->kind != PLACE_COUNTRY);
}

/* "La réunion est à 15h": before a clock time, letters of a zone that are small are a word. */
static bool
is_word(const struct items *p, size_t i, const struct place *place)
{
	char first = p->tokens->text[p->items[i].token->from];

	return place->kind == PLACE_LETTERS && first >= 'a' && first <= 'z';
}

/* Is an apostrophe in these words?  No letters of a zone have one. */
static bool
elided(const struct items *p, size_t i, size_t end)
{
	const struct tokens *ts = p->tokens;
	const char *at = ts->text + p->items[i].token->from;
	const char *to = ts->text + ts->items[p->items[end - 1].end - 1].to;

	for (; at < to; at++)
		if (*at == '\'' || (to - at >= 3 && memcmp(at, "\xe2\x80\x99", 3) == 0))
			return true;
	return false;
}

size_t
zoned_behind(const struct items *p, const struct places *places, size_t i, struct said_time *t)
{
	size_t j = i, took;
	bool marked, bracket = false;
	struct place place;

	if (places == NULL || i >= p->n || item_apart(p, i))
		return 0;
	if (item_mark(p, j, '(')) {
		bracket = true;
		j++;
	}
	while ((item_is(p, j, HEAR_IN) && !item_is(p, j, HEAR_ZONE_MARK)) || /* за Києвом */
	       item_is(p, j, HEAR_THE))
		j++;
	if (j >= p->n || (took = read_name(p, places, j, &place, &marked)) == 0)
		return 0;
	if (is_word(p, j, &place) && (p->items[j].n_heard > 0 || elided(p, j, j + took)))
		return 0; /* à 15h cet après-midi, à 15h c'est parfait */
	j += took;
	if (bracket && item_mark(p, j, ')'))
		j++;
	else if (bracket || (i > 0 && item_mark(p, i - 1, '(') && !item_mark(p, j, ')')))
		return 0; /* (日本時間の23時): another time */
	if (!tells_clock(&place, marked || bracket))
		return 0;
	put_zone(t, &place);
	return j - i;
}

size_t
zoned_before(const struct items *p, const struct places *places, size_t from, size_t i,
    struct said_time *t)
{
	size_t end = i;
	bool marked;
	struct place place;

	if (places == NULL || t->clock == NULL || t->zoned)
		return 0;
	while (end > from && i - end < 2 &&
	       (item_is(p, end - 1, HEAR_AT) || item_is(p, end - 1, HEAR_OF) ||
		   item_is(p, end - 1, HEAR_ON) || item_mark(p, end - 1, ',')))
		end--;
	for (size_t j = end; j > from && end - j < NAME_MOST; j--) {
		if (item_apart(p, j))
			return 0;
		if (read_name(p, places, j - 1, &place, &marked) != end - (j - 1) ||
		    !tells_clock(&place, marked) || (!marked && is_word(p, j - 1, &place)))
			continue;
		put_zone(t, &place);
		return i - (j - 1);
	}
	return 0;
}
