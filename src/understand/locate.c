#include "understand/locate.h"

#include "understand/lang.h"
#include "understand/sentence.h"
#include "understand/token.h"

enum {
	REACH = 6, /* tokens behind "based in" where the place may stand: a small town near ... */
	ZONE_REACH = 3,  /* behind "my time zone is" */
	PLACE_MOST = 12, /* letters of a place's name where words are not set apart */
};

static bool
place_at_token(const struct tokens *ts, const struct lang *lang, size_t i, struct location *out)
{
	const struct token *t = &ts->items[i];
	size_t end;

	if (t->kind == TOKEN_ASIDE || t->kind == TOKEN_NUMBER)
		return false;
	if (t->kind == TOKEN_MARK) {
		if (!place_offset_at(&ts->folded, t->at, &out->place))
			return false;
	} else if (!place_at(lang_places(lang), ts->text, &ts->folded, t->at, &out->place))
		return false;
	end = t->at + out->place.len;
	out->from = t->from;
	out->to = ts->folded.from[end];
	return true;
}

/* The first token behind a byte of the text. */
static size_t
token_behind(const struct tokens *ts, size_t i, size_t to)
{
	while (i < ts->n && ts->items[i].from < to)
		i++;
	return i;
}

/* CET, not the Central of Central Java */
static bool
all_capitals(const struct tokens *ts, const struct location *l)
{
	for (size_t i = l->from; i < l->to; i++)
		if (ts->text[i] >= 'a' && ts->text[i] <= 'z')
			return false;
	return true;
}

/* The place within a few tokens: a town or zone rather than a country. */
static bool
place_near(const struct tokens *ts, const struct lang *lang, size_t i, size_t reach, bool capital,
    struct location *out)
{
	struct location one;
	bool found = false;

	for (size_t k = i; k < ts->n && k <= i + reach; k++) {
		if (k > i && ts->items[k - 1].kind == TOKEN_MARK && ts->items[k - 1].mark == '.' &&
		    ts->items[k].blank)
			break;
		if (!place_at_token(ts, lang, k, &one) || (capital && !one.place.capital))
			continue;
		if (one.place.kind == PLACE_LETTERS && !all_capitals(ts, &one))
			continue;
		if (!found || one.place.kind != PLACE_COUNTRY)
			*out = one;
		found = true;
		if (one.place.kind != PLACE_COUNTRY)
			break;
	}
	return found;
}

static bool
says_time_of(const struct tokens *ts)
{
	for (size_t i = 0; i < ts->n_heard; i++)
		if (ts->heard[i].key == CUE_KEY(CUE_TIME_OF))
			return true;
	return false;
}

/* "UTC+3", which needs no word beside it */
static bool
names_offset(const struct tokens *ts, size_t i)
{
	const struct token *t = &ts->items[i];
	struct place place;

	return t->kind == TOKEN_WORD && place_named_offset_at(&ts->folded, t->at, &place);
}

/* "Berlin time", "Nairobi local time" */
static bool
time_of_place(const struct tokens *ts, const struct lang *lang, struct location *out)
{
	bool said = says_time_of(ts); /* else most places need not be looked up */

	for (size_t i = 0; i < ts->n; i++) {
		size_t next;

		if ((!said && !names_offset(ts, i)) || !place_at_token(ts, lang, i, out))
			continue;
		next = token_behind(ts, i, out->to);
		if (out->place.kind == PLACE_OFFSET && ts->items[i].kind == TOKEN_WORD)
			return true;
		if (next < ts->n && ts->items[next].lines == 0 &&
		    tokens_hear(ts, next, CUE_KEY(CUE_TIME_OF)) != NULL)
			return true;
	}
	return false;
}

/* ベルリン在住, ロンドンに住んで: the place right before it */
static bool
place_before(const struct tokens *ts, const struct lang *lang, size_t i, struct location *out)
{
	for (size_t k = i; k > 0 && i - k < PLACE_MOST && ts->items[k - 1].kind == TOKEN_LETTER;
	     k--)
		if (place_at_token(ts, lang, k - 1, out) && token_behind(ts, k - 1, out->to) == i)
			return true;
	return false;
}

bool
locate_words(const struct tokens *ts, const struct cue_hit *hits, size_t n, const struct lang *lang,
    struct location *out)
{
	for (size_t i = 0; i < n; i++)
		if ((hits[i].cues & CUE(CUE_MY_ZONE)) != 0 &&
		    place_near(ts, lang, hits[i].end, ZONE_REACH, true, out))
			return true;
	if (time_of_place(ts, lang, out))
		return true;
	for (size_t i = 0; i < n; i++)
		if ((hits[i].cues & CUE(CUE_LIVE_IN)) != 0 &&
		    (place_before(ts, lang, hits[i].from, out) ||
			place_near(ts, lang, hits[i].end, REACH, false, out)))
			return true;
	return false;
}

bool
locate_signature(const struct tokens *ts, const struct lang *lang, struct location *out)
{
	struct location one;
	bool found = false;

	for (size_t i = 0; i < ts->n; i++) {
		if (!place_at_token(ts, lang, i, &one) || !one.place.capital ||
		    one.place.kind == PLACE_LETTERS || one.place.kind == PLACE_OFFSET)
			continue;
		if (!found || (out->place.kind == PLACE_COUNTRY && one.place.kind == PLACE_CITY))
			*out = one;
		found = true;
	}
	return found;
}

void
locate_narrow(struct place *place, int offset, int64_t at)
{
	size_t kept = 0;

	for (size_t i = 0; i < place->n; i++)
		if (zone_offset(&place->zones[i], at) == offset)
			place->zones[kept++] = place->zones[i];
	if (kept > 0)
		place->n = kept;
}
