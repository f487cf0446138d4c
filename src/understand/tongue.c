#include "understand/tongue.h"

#include "base/arena.h"
#include "understand/lang.h"
#include "understand/token.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

/* A text tells its language in its first lines; the rest need not be looked at. */
enum { TEXT_MOST = 2000 };

/* What a word or letter of a text is worth. */
enum {
	WORD_COMMON = 4,
	WORD_HEARD = 1,
	LETTER_STRANGE = -6,
	HINT_REMEMBERED = 6, /* as much as a word or two */
};

/* Cuts it short, not within a character. */
static size_t
beginning(const char *text, size_t len)
{
	int32_t end = TEXT_MOST;

	if (len <= TEXT_MOST)
		return len;
	U8_SET_CP_START((const uint8_t *)text, 0, end);
	return (size_t)end;
}

/*
 * Letters of a token that the language does not write with.  Names from elsewhere have some, too;
 * addresses and links have Latin ones in every language.
 */
static int
count_strange(const struct lang *l, const char *text, const struct token *t)
{
	int32_t i = (int32_t)t->from, n = (int32_t)t->to;
	int strange = 0;
	UChar32 c;

	if (t->kind == TOKEN_ASIDE)
		return 0;

	while (i < n) {
		U8_NEXT(text, i, n, c);
		if (c > 0 && u_isalpha(c) && u_charType(c) != U_MODIFIER_LETTER &&
		    !lang_has_letter(l, u_tolower(c)))
			strange++;
	}
	return strange;
}

/* How much speaks for this language. */
static int
score(const struct lang *l, const char *text, size_t len, int common, struct arena *a)
{
	struct tokens ts;
	int sum = 0;

	tokens_read(text, len, l, a, &ts);
	for (size_t i = 0; i < ts.n; i++) {
		sum += LETTER_STRANGE * count_strange(l, text, &ts.items[i]);
		if (ts.items[i].kind != TOKEN_WORD && ts.items[i].kind != TOKEN_LETTER)
			continue;
		if (common != -1 && tokens_hear(&ts, i, common) != NULL)
			sum += WORD_COMMON;
		else if (ts.items[i].n_heard > 0)
			sum += WORD_HEARD;
	}
	return sum;
}

const struct lang *
tongue_of(const struct langs *ls, const char *text, size_t len, const char *remembered,
    struct arena *a)
{
	const struct lang *before = *remembered == '\0' ? NULL : langs_find(ls, remembered);
	const struct lang *best = before != NULL ? before : langs_find(ls, "en");
	int common = langs_hear(ls, "common"), most = 0;

	if (best == NULL)
		best = langs_at(ls, 0);
	len = beginning(text, len);
	for (size_t i = 0; i < langs_count(ls); i++) {
		const struct lang *l = langs_at(ls, i);
		int sum = score(l, text, len, common, a) + (l == before ? HINT_REMEMBERED : 0);

		if (sum > most || (sum == most && l == best)) {
			most = sum;
			best = l;
		}
	}
	return best;
}
