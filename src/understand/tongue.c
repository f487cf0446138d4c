#include "understand/tongue.h"

#include "base/arena.h"
#include "understand/firstwords.h"
#include "understand/fold.h"
#include "understand/guess.h"
#include "understand/lang.h"
#include "understand/lexicon.h"
#include "understand/token.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

enum {
	TEXT_MOST = 1500,  /* bytes: a text tells its language in its first lines */
	FIRST_WORDS = 10,  /* are often enough, or twice as many */
	FIRST_BYTES = 200, /* as are these bytes, where words are not set apart */
	CLEARLY_AHEAD = 24,
	LANGUAGES_MOST = 64,
	HITS = 16,
	PHRASE_TOKENS = 8, /* of an "answer me, please", to look back for */
};

/* What a word or letter of a text is worth. */
enum {
	WORD_COMMON = 4,
	WORD_HEARD = 1,
	LETTER_STRANGE = -6,
	WORD_LATIN = -1,     /* names of people and programs are in Latin letters everywhere */
	HINT_REMEMBERED = 6, /* as much as a word or two */
	HINT_GUESSED = 8,
};

/* When a text is in none of ours: so many words, so few of which are known. */
enum { STRANGE_WORDS = 5, STRANGE_PERCENT = 40, GUESSED_LETTERS = 24 };

enum { LATIN_END = 0x250 }; /* where other scripts begin */

enum script { LATIN, CYRILLIC, ARABIC, GEORGIAN, HAN, KANA, OTHER, SCRIPTS };

/* A letter that every language of that script is written with. */
static const UChar32 samples[] = { 'e', 0x435, 0x627, 0x10d0, 0x4e00, 0x3042 };

struct candidate {
	const struct lang *lang;
	uint64_t bit; /* in what firstwords.h tells; none: it was not asked */
	int score;
	int words, known;
};

struct look {
	const struct langs *langs;
	struct arena *arena;
	const char *text; /* its beginning, without addresses of mail and the web */
	size_t len;
	struct folded folded;
	int letters[SCRIPTS];
	UChar32 *wide; /* the letters that are not ASCII, in lower case */
	size_t n_wide;
	int latin_words;
	int common; /* the key */
	struct candidate candidates[LANGUAGES_MOST];
	size_t n;
};

/* --- the text */

/*
 * Where the word at `at` ends that is an address of mail or the web; else `at`: it is none.  Where
 * words are not set apart, it has other letters right before or behind it.
 */
static size_t
address_end(const char *text, size_t at, size_t len)
{
	size_t end = at;
	bool address = false;

	for (; end < len && (unsigned char)text[end] > ' ' && (unsigned char)text[end] < 0x80;
	     end++)
		address |= text[end] == '@' ||
		           (text[end] == ':' && len - end > 2 && memcmp(text + end, "://", 3) == 0);
	return address ? end : at;
}

/* The beginning of it, not cut within a character, with blanks for addresses. */
static void
take_text(struct look *k, const char *text, size_t len)
{
	int32_t end = TEXT_MOST;
	char *copy;

	if (len > TEXT_MOST) {
		U8_SET_CP_START((const uint8_t *)text, 0, end);
		len = (size_t)end;
	}
	copy = arena_mem(k->arena, text, len);
	for (size_t i = 0; i < len; i++)
		if (i == 0 || copy[i - 1] == ' ' || copy[i - 1] == '\n' || copy[i - 1] == '<' ||
		    (unsigned char)copy[i - 1] >= 0x80) {
			size_t to = address_end(copy, i, len);

			memset(copy + i, ' ', to - i);
		}
	k->text = copy;
	k->len = len;
}

static enum script
script_of(UChar32 c)
{
	static const UScriptCode codes[] = { USCRIPT_LATIN, USCRIPT_CYRILLIC, USCRIPT_ARABIC,
		USCRIPT_GEORGIAN, USCRIPT_HAN, USCRIPT_HIRAGANA, USCRIPT_KATAKANA };
	UErrorCode rc = U_ZERO_ERROR;
	UScriptCode code = c < LATIN_END ? USCRIPT_LATIN : uscript_getScript(c, &rc);

	for (int i = 0; i < (int)(sizeof codes / sizeof *codes); i++)
		if (codes[i] == code)
			return i < KANA ? (enum script)i : KANA;
	return OTHER;
}

static bool
is_letter(UChar32 c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	return u_isalpha(c) && u_charType(c) != U_MODIFIER_LETTER;
}

/* Once for all the languages. */
static void
count_letters(struct look *k)
{
	int32_t i = 0, n = (int32_t)k->len;
	bool word = false;
	UChar32 c;

	k->wide = arena_room(k->arena, (k->len + 1) * sizeof *k->wide);
	while (i < n) {
		U8_NEXT(k->text, i, n, c);
		if (!is_letter(c)) {
			word = false;
			continue;
		}
		k->letters[c < 0x80 ? LATIN : script_of(c)]++;
		if (c >= 0x80)
			k->wide[k->n_wide++] = u_tolower(c);
		k->latin_words += c < LATIN_END && !word;
		word |= c < LATIN_END;
	}
}

/* The one it is mostly written in; a little of another tells more than names in Latin letters. */
static enum script
main_script(const struct look *k)
{
	enum script most = LATIN;

	for (int s = CYRILLIC; s < SCRIPTS; s++)
		if (k->letters[s] > k->letters[most] ||
		    (most == LATIN && k->letters[s] * 4 > k->letters[LATIN]))
			most = (enum script)s;
	return most == HAN && k->letters[KANA] > 0 ? KANA : most;
}

/* --- letters */

/* Letters that the language does not write with.  Names from elsewhere have some, too. */
static int
weigh_strange(const struct look *k, const struct lang *l)
{
	bool latin = lang_has_letter(l, samples[LATIN]);
	int sum = latin ? 0 : k->latin_words * WORD_LATIN;

	for (size_t i = 0; i < k->n_wide; i++)
		if ((latin || k->wide[i] >= LATIN_END) && !lang_has_letter(l, k->wide[i]))
			sum += LETTER_STRANGE;
	return sum;
}

/* --- words */

static int
worth(const struct look *k, const struct lexicon *x, uint32_t meaning)
{
	while (meaning != 0)
		if (lexicon_meaning(x, meaning, &meaning).key == k->common)
			return WORD_COMMON;
	return WORD_HEARD;
}

/* With a capital, as names of people and things are: that nobody knows it tells little. */
static bool
is_name(const struct look *k, size_t at)
{
	int32_t i = (int32_t)k->folded.from[at];
	UChar32 c;

	U8_NEXT(k->text, i, (int32_t)k->len, c);
	return c < 0x80 ? c >= 'A' && c <= 'Z' : u_isupper(c);
}

/* A word of the folded text, by the phrases that begin there and end with a word. */
static void
weigh_word(const struct look *k, size_t from, size_t to, bool name, struct candidate *c)
{
	const struct lexicon *x = lang_lexicon(c->lang);
	struct hit hits[HITS];
	size_t n = lexicon_find(x, k->folded.text + from, k->folded.len - from, hits, HITS);
	int best = 0;

	for (size_t i = 0; i < n; i++) {
		int is = hits[i].len == to - from || (hits[i].kind == HIT_OPEN && hits[i].len > 2)
		             ? worth(k, x, hits[i].meaning)
		         : hits[i].len > to - from ? WORD_HEARD
		                                   : 0;

		if (is > best)
			best = is;
	}
	c->score += best;
	c->words += best > 0 || !name;
	c->known += best > 0;
}

static bool
is_ahead(const struct look *k)
{
	int first = 0, second = 0;

	for (size_t i = 0; i < k->n; i++) {
		int is = k->candidates[i].score;

		if (is > first) {
			second = first;
			first = is;
		} else if (is > second)
			second = is;
	}
	return first - second >= CLEARLY_AHEAD;
}

/* Where the word that begins there ends; `at` itself: none does. */
static size_t
letters_end(const struct folded *f, size_t at)
{
	int32_t i = (int32_t)at, was = i, n = (int32_t)f->len;
	UChar32 c;

	while (i < n) {
		was = i;
		U8_NEXT(f->text, i, n, c);
		if (c < 0x80 ? c < 'a' || c > 'z' : !u_isalpha(c)) /* folded: no capitals */
			return (size_t)was;
	}
	return f->len;
}

static void
weigh_words(struct look *k)
{
	const struct folded *f = &k->folded;
	const struct firstwords *all = langs_first_words(k->langs);
	size_t at = 0, end, words = 0;
	uint64_t known_to;
	bool name;

	for (; at < f->len; at = end) {
		if ((end = letters_end(f, at)) == at) {
			end++;
			continue;
		}
		name = is_name(k, at);
		known_to = firstwords_languages(all, f->text + at, end - at);
		for (size_t i = 0; i < k->n; i++)
			if (k->candidates[i].bit == 0 || (k->candidates[i].bit & known_to) != 0)
				weigh_word(k, at, end, name, &k->candidates[i]);
			else
				k->candidates[i].words += !name;
		if (++words % FIRST_WORDS == 0 && is_ahead(k))
			return;
	}
}

/* Where words are not set apart, or much is written on to them. */
static void
weigh_tokens(const struct look *k, size_t from, size_t to, struct candidate *c)
{
	struct tokens ts;

	tokens_read(k->text + from, to - from, c->lang, k->arena, &ts);
	for (size_t i = 0; i < ts.n; i++) {
		if (ts.items[i].kind != TOKEN_WORD && ts.items[i].kind != TOKEN_LETTER)
			continue;
		c->words++;
		if (k->common != -1 && tokens_hear(&ts, i, k->common) != NULL)
			c->score += WORD_COMMON;
		else if (ts.items[i].n_heard > 0)
			c->score += WORD_HEARD;
		else
			continue;
		c->known++;
	}
}

static bool
knows_little(const struct candidate *c)
{
	return c->words >= STRANGE_WORDS && c->known * 100 < c->words * STRANGE_PERCENT;
}

static void
weigh_unspaced(struct look *k)
{
	int32_t first = FIRST_BYTES;

	if (k->len > FIRST_BYTES)
		U8_SET_CP_START((const uint8_t *)k->text, 0, first);
	else
		first = (int32_t)k->len;
	for (size_t i = 0; i < k->n; i++)
		weigh_tokens(k, 0, (size_t)first, &k->candidates[i]);
	if ((size_t)first == k->len || (k->n == 1 ? !knows_little(k->candidates) : is_ahead(k)))
		return;
	for (size_t i = 0; i < k->n; i++)
		weigh_tokens(k, (size_t)first, k->len, &k->candidates[i]);
}

/* --- the decision */

static void
find_candidates(struct look *k, enum script script)
{
	for (size_t i = 0; script != OTHER && i < langs_count(k->langs); i++) {
		const struct lang *l = langs_at(k->langs, i);

		if (lang_has_letter(l, samples[script]) && k->n < LANGUAGES_MOST)
			k->candidates[k->n++] = (struct candidate){ .lang = l,
				.bit = i < FIRSTWORDS_LANGUAGES ? (uint64_t)1 << i : 0,
				.score = weigh_strange(k, l) };
	}
	if (script == LATIN || script == CYRILLIC) {
		fold_text(k->text, k->len, k->arena, &k->folded);
		weigh_words(k);
	} else
		weigh_unspaced(k);
}

/* Where all is equal: what is likely, and zh before zh-Hant. */
static bool
is_better(const struct candidate *c, const struct candidate *than, const struct lang *likely)
{
	if (c->score != than->score)
		return c->score > than->score;
	if (c->lang == likely || than->lang == likely)
		return c->lang == likely;
	return strlen(lang_code(c->lang)) < strlen(lang_code(than->lang));
}

static struct candidate *
best_of(struct look *k, const struct lang *likely)
{
	struct candidate *best = NULL;

	for (size_t i = 0; i < k->n; i++)
		if (best == NULL || is_better(&k->candidates[i], best, likely))
			best = &k->candidates[i];
	return best;
}

static void
hint(struct look *k, const struct lang *l, int worth_so_much)
{
	for (size_t i = 0; l != NULL && i < k->n; i++)
		if (k->candidates[i].lang == l)
			k->candidates[i].score += worth_so_much;
}

/* libexttextcat on a text that says little in our words.  true: it is in none of ours. */
static bool
ask_further(struct look *k)
{
	char codes[GUESSES][GUESS_CODE];
	const struct lang *l = NULL;
	size_t n = 0, ours = 0;
	int letters = 0;

	for (int s = 0; s < SCRIPTS; s++)
		letters += k->letters[s];
	if (letters >= GUESSED_LETTERS)
		n = guess_languages(langs_folder(k->langs), k->text, k->len, codes);
	for (size_t i = 0; i < n; i++) {
		const struct lang *found = langs_find(k->langs, codes[i]);

		l = l == NULL ? found : l;
		ours += found != NULL;
	}
	if (ours == n && n > 0)
		hint(k, l, HINT_GUESSED);
	return ours * 3 <= n && n > 0;
}

struct tongue
tongue_of(const struct langs *langs, const char *text, size_t len, const char *remembered,
    struct arena *a)
{
	const struct lang *before = *remembered == '\0' ? NULL : langs_find(langs, remembered);
	const struct lang *english = langs_find(langs, "en"), *likely;
	struct look k = { .langs = langs, .arena = a, .common = langs_hear(langs, "common") };
	struct candidate *best;
	enum script script;

	if (english == NULL)
		english = langs_at(langs, 0);
	likely = before != NULL ? before : english;
	take_text(&k, text, len);
	count_letters(&k);
	script = main_script(&k);
	if (script == OTHER && k.letters[OTHER] >= STRANGE_WORDS)
		return (struct tongue){ likely, true };
	find_candidates(&k, script);
	hint(&k, before, HINT_REMEMBERED);
	best = best_of(&k, likely);
	if (best != NULL && knows_little(best)) {
		if (ask_further(&k))
			return (struct tongue){ likely, true };
		best = best_of(&k, likely);
	}
	if (best == NULL || best->score <= 0)
		return (struct tongue){ k.n == 1 && script != LATIN ? k.candidates[0].lang : likely,
			false };
	return (struct tongue){ best->lang, false };
}

/* Does a phrase with this key stand right before these tokens, or behind them, but for a comma? */
static bool
is_beside(const struct tokens *ts, size_t from, size_t to, int key)
{
	if (to < ts->n && ts->items[to].kind == TOKEN_MARK)
		to++;
	if (to < ts->n && tokens_hear(ts, to, key) != NULL)
		return true;
	for (size_t back = 1; back <= PHRASE_TOKENS && back <= from; back++) {
		const struct heard *h = tokens_hear(ts, from - back, key);

		if (h != NULL &&
		    (h->n == back || (h->n + 1 == back && ts->items[from - 1].kind == TOKEN_MARK)))
			return true;
	}
	return false;
}

/* The language that a phrase at this token names, as something to answer in. */
static const struct lang *
named_at(const struct langs *langs, const struct tokens *ts, size_t i, int ask, uint32_t *took)
{
	size_t n, prefix = strlen(LANG_TONGUE);
	const struct heard *h = tokens_heard(ts, i, &n);
	const struct lang *l;

	for (; n > 0; h++, n--) {
		const char *name = h->key == ask ? NULL : langs_hear_name(langs, h->key);

		if (name == NULL || strncmp(name, LANG_TONGUE, prefix) != 0 ||
		    (l = langs_find(langs, name + prefix)) == NULL)
			continue;
		*took = h->n;
		return l;
	}
	return NULL;
}

const struct lang *
tongue_asked(const struct langs *langs, const struct tokens *ts)
{
	int ask = langs_hear(langs, LANG_TONGUE "ask");
	uint32_t took;

	for (size_t i = 0; ask != -1 && i < ts->n; i++) {
		const struct lang *l = named_at(langs, ts, i, ask, &took);

		if (l != NULL && is_beside(ts, i, i + took, ask))
			return l;
	}
	return NULL;
}
