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
	WORD_LATIN = -1, /* names of people and programs are in Latin letters everywhere */
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

/* Where the word at `at` ends that is an address of mail or the web; else `at`: it is none. */
static int32_t
address_end(const char *text, int32_t at, int32_t n)
{
	int32_t end = at;
	bool address = false;

	for (; end < n && (unsigned char)text[end] > ' '; end++)
		address |= text[end] == '@' || strncmp(text + end, "://", 3) == 0;
	return address ? end : at;
}

/* Letters that the language does not write with.  Names from elsewhere have some, too. */
static int
weigh_strange(const struct lang *l, const char *text, size_t len)
{
	bool latin = lang_has_letter(l, 'e'), word = false;
	int32_t i = 0, n = (int32_t)len;
	int sum = 0;
	UChar32 c;

	while (i < n) {
		if (i == 0 || text[i - 1] == ' ' || text[i - 1] == '\n' || text[i - 1] == '<')
			i = address_end(text, i, n);
		if (i == n)
			break;
		U8_NEXT(text, i, n, c);
		if (c < 0 || !u_isalpha(c) || u_charType(c) == U_MODIFIER_LETTER) {
			word = false;
		} else if (lang_has_letter(l, u_tolower(c))) {
			;
		} else if (latin || c >= 0x250) {
			sum += LETTER_STRANGE;
		} else if (!word) {
			sum += WORD_LATIN;
			word = true;
		}
	}
	return sum;
}

/* How much speaks for this language. */
static int
score(const struct lang *l, const char *text, size_t len, int common, struct arena *a)
{
	int sum = weigh_strange(l, text, len);
	struct tokens ts;

	tokens_read(text, len, l, a, &ts);
	for (size_t i = 0; i < ts.n; i++) {
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
