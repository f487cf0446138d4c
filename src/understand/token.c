#include "understand/token.h"

#include "base/arena.h"
#include "understand/lang.h"
#include "understand/lexicon.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

enum {
	HITS = 32,
	PIECES = 4,
	REST_REACH = 12, /* tokens between the two parts of a phrase */
};

struct reader {
	struct tokens *out;
	const struct lexicon *lexicon;
	struct arena *arena;
	const char *s; /* the folded text */
	uint32_t at, len;
	bool blank;
	unsigned char lines;
};

static bool
digit(const struct reader *r, uint32_t at)
{
	return at < r->len && r->s[at] >= '0' && r->s[at] <= '9';
}

static bool
ascii_letter(const struct reader *r, uint32_t at)
{
	return at < r->len && r->s[at] >= 'a' && r->s[at] <= 'z';
}

static UChar32
char_at(const struct reader *r, uint32_t at, uint32_t *next)
{
	int32_t i = (int32_t)at;
	UChar32 c;

	U8_NEXT(r->s, i, (int32_t)r->len, c);
	*next = (uint32_t)i;
	return c;
}

/* Scripts whose words are not set apart by blanks. */
static bool
unspaced(UChar32 c)
{
	return (c >= 0x3005 && c <= 0x3007) || (c >= 0x3040 && c <= 0x30ff) ||
	       (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) ||
	       (c >= 0x20000 && c <= 0x3ffff);
}

static bool
letter(UChar32 c)
{
	if (c < 0x80)
		return c >= 'a' && c <= 'z';
	return !unspaced(c) && (u_isalpha(c) || u_getCombiningClass(c) != 0);
}

static struct token *
token_add(struct reader *r, enum token_kind kind, uint32_t end)
{
	struct tokens *ts = r->out;
	struct token *t;

	ts->items = arena_more(r->arena, ts->items, ts->n, sizeof *ts->items);
	t = &ts->items[ts->n++];
	t->kind = kind;
	t->at = r->at;
	t->end = end;
	t->from = ts->folded.from[r->at];
	t->to = ts->folded.from[end];
	/* The blank after a word is not part of it, nor what the fold left out before the blank. */
	t->blank = r->blank;
	t->lines = r->lines;
	r->blank = false;
	r->lines = 0;
	r->at = end;
	return t;
}

/* The end of an address or link that begins here; 0: none does. */
static uint32_t
link_end(const struct reader *r)
{
	const char *s = r->s + r->at;
	uint32_t end = r->at;

	if ((*s == 'h' || *s == 'w' || *s == 'm') &&
	    (strncmp(s, "http://", 7) == 0 || strncmp(s, "https://", 8) == 0 ||
		strncmp(s, "www.", 4) == 0 || strncmp(s, "mailto:", 7) == 0)) {
		while (end < r->len && (unsigned char)r->s[end] > ' ' &&
		       strchr("<>\"", r->s[end]) == NULL)
			end++;
		while (strchr(".,;:!?)", r->s[end - 1]) != NULL)
			end--;
		return end;
	}
	while (
	    ascii_letter(r, end) || digit(r, end) || (end < r->len && strchr("._%+-", r->s[end])))
		end++;
	if (end > r->at && r->s[end] == '@' && (ascii_letter(r, end + 1) || digit(r, end + 1))) {
		uint32_t host = ++end;

		while (ascii_letter(r, end) || digit(r, end) ||
		       (end < r->len && strchr(".-", r->s[end])))
			end++;
		while (r->s[end - 1] == '.')
			end--;
		if (memchr(r->s + host, '.', end - host) != NULL)
			return end;
	}
	return 0;
}

/*
 * The end of a telephone number: it begins with a plus, an area code in brackets or a zero, and has
 * at least seven digits in groups.
 */
static uint32_t
phone_end(const struct reader *r)
{
	uint32_t i = r->at, end = r->at, digits = 0, group = 0, longest = 0;
	char first = r->s[i];

	if (first != '+' && first != '(' && first != '0')
		return 0;
	if (first != '0' && !digit(r, i + 1))
		return 0;
	for (i += first != '0'; i < r->len; i++) {
		if (digit(r, i)) {
			digits++;
			end = i + 1;
			if (++group > longest)
				longest = group;
		} else if (strchr(" -()/.", r->s[i]) != NULL) {
			group = 0;
			if (i > end + 2)
				break;
		} else
			break;
	}
	if (first == '0' && (longest < 5 || longest == 8))
		return 0;
	return digits >= 7 && !letter((unsigned char)r->s[end]) ? end : 0;
}

/* Reads digits at *at; too many of them give -1. */
static int
digits_read(const struct reader *r, uint32_t *at, unsigned char *n)
{
	int value = 0;

	for (*n = 0; digit(r, *at); (*at)++, (*n)++)
		value = *n < 8 ? value * 10 + r->s[*at] - '0' : -1;
	return value;
}

/* How many runs of digits follow one another with this byte between. */
static int
count_parts(const struct reader *r, uint32_t at, char separator)
{
	int n = 1;

	while (digit(r, at))
		at++;
	while (at < r->len && r->s[at] == separator && digit(r, at + 1)) {
		for (at++; digit(r, at); at++)
			;
		n++;
	}
	return n;
}

static char
separator_after(const struct reader *r, uint32_t at)
{
	char c = at < r->len ? r->s[at] : '\0';
	int n;

	if (c == '\0' || strchr(":./-,", c) == NULL || !digit(r, at + 1))
		return '\0';
	n = count_parts(r, at + 1, c) + 1;
	/* 2-4 is a range, 9,10,11 a list */
	if ((c == '-' && n < 3) || (c == ',' && n != 2))
		return '\0';
	return c;
}

/* Signs that make a number a price, a share, a number in a list of things. */
static bool
price_sign(UChar32 c)
{
	return c == '%' || c == '#' || c == 0x2116 || c == 0x2030 || c == 0xb0 ||
	       u_charType(c) == U_CURRENCY_SYMBOL;
}

/* The end of decimals that begin here with their comma; 0: none do, or it is a list of dates. */
static uint32_t
decimals_end(const struct reader *r, uint32_t at)
{
	if (at >= r->len || r->s[at] != ',' || !digit(r, at + 1))
		return 0;
	for (at++; digit(r, at); at++)
		;
	return separator_after(r, at) == '\0' ? at : 0;
}

static void
read_number(struct reader *r)
{
	struct token t = { .kind = TOKEN_NUMBER };
	bool aside = false;
	uint32_t at = r->at, next, end;
	struct token *last = r->out->n > 0 ? &r->out->items[r->out->n - 1] : NULL;
	UChar32 c;

	for (;;) {
		unsigned char digits;
		int value = digits_read(r, &at, &digits);

		if (t.parts < TOKEN_PARTS) {
			t.digits[t.parts] = digits;
			t.value[t.parts] = value;
		}
		aside |= digits > 4 && !(digits == 8 && t.parts == 0 && t.separator == '\0');
		if (t.parts < 255)
			t.parts++;
		if (t.separator == '\0') {
			if ((t.separator = separator_after(r, at)) == '\0')
				break;
		} else if (at >= r->len || r->s[at] != t.separator || !digit(r, at + 1))
			break;
		at++;
	}
	aside |= t.parts > TOKEN_PARTS || (t.separator == ',' && t.digits[1] > 2);
	if ((end = decimals_end(r, at)) != 0 && t.separator == '/') { /* 8/1,5 */
		aside = true;
		at = end;
	}
	/* A price or a share: with its sign before or after it. */
	c = at < r->len ? char_at(r, at, &next) : 0;
	if (c == ' ' && at + 1 < r->len) {
		c = char_at(r, at + 1, &next);
		c = c == '#' ? 0 : c;
	}
	aside |= c != 0 && price_sign(c);
	if (last != NULL && !r->blank && last->kind == TOKEN_MARK &&
	    price_sign(char_at(r, last->at, &next)))
		aside = true;
	if (aside) {
		token_add(r, TOKEN_ASIDE, at);
		return;
	}
	last = token_add(r, TOKEN_NUMBER, at);
	last->separator = t.separator;
	last->parts = t.parts;
	memcpy(last->digits, t.digits, sizeof t.digits);
	memcpy(last->value, t.value, sizeof t.value);
}

/*
 * Takes a word apart where the language writes things together, so that each piece is known: in
 * front what is marked with a plus, behind what is marked with a star.  Fills in where the pieces
 * end and returns how many there are; 0: the word is not known this way.
 */
static size_t
split(const struct reader *r, uint32_t at, uint32_t end, uint32_t ends[], size_t room)
{
	struct hit hits[HITS];
	size_t n = lexicon_find(r->lexicon, r->s + at, end - at, hits, HITS);
	bool open = false;

	if (room == 0)
		return 0;
	for (size_t i = n; i-- > 0;) {
		if (hits[i].kind == HIT_PREFIX)
			continue;
		if (hits[i].kind == HIT_EXACT && at + hits[i].len == end) {
			ends[0] = end;
			return 1;
		}
		open |= hits[i].kind == HIT_OPEN;
		if (room > 1 && at + hits[i].len < end &&
		    lexicon_ending(r->lexicon, r->s + at + hits[i].len, end - at - hits[i].len) !=
			0) {
			ends[0] = at + hits[i].len;
			ends[1] = end;
			return 2;
		}
	}
	for (size_t i = n; i-- > 0;) {
		size_t more;

		if (hits[i].kind == HIT_PREFIX && at + hits[i].len < end &&
		    (more = split(r, at + hits[i].len, end, ends + 1, room - 1)) > 0) {
			ends[0] = at + hits[i].len;
			return more + 1;
		}
	}
	ends[0] = end;
	return open ? 1 : 0;
}

/* The end of a code that begins with letters and mixes them with digits, A1B2C3; 0: none does. */
static uint32_t
code_end(const struct reader *r)
{
	uint32_t end = r->at;
	int turns = 0;

	while (ascii_letter(r, end) || digit(r, end)) {
		turns += end > r->at && digit(r, end) != digit(r, end - 1);
		end++;
	}
	return ascii_letter(r, r->at) && turns > 2 ? end : 0;
}

/* Letters and a blank: neither an address nor a code begins here. */
static bool
is_plain_word(const struct reader *r)
{
	uint32_t end = r->at;

	while (ascii_letter(r, end))
		end++;
	return end > r->at && (end == r->len || r->s[end] == ' ' || r->s[end] == '\n');
}

static void
read_word(struct reader *r)
{
	uint32_t end = r->at, next, ends[PIECES];
	size_t n = 0;

	while (end < r->len) {
		UChar32 c;

		if (ascii_letter(r, end)) {
			end++;
			continue;
		}
		c = char_at(r, end, &next);
		if (!letter(c) && !(c == '\'' && end > r->at && next < r->len &&
				      letter(char_at(r, next, &(uint32_t){ 0 }))))
			break;
		end = next;
	}
	if (lexicon_splits(r->lexicon))
		n = split(r, r->at, end, ends, PIECES);
	for (size_t i = 0; i < n; i++)
		token_add(r, TOKEN_WORD, ends[i]);
	if (n == 0)
		token_add(r, TOKEN_WORD, end);
}

static void
read_one(struct reader *r)
{
	uint32_t next, end;
	UChar32 c = char_at(r, r->at, &next);
	bool fresh = r->blank || r->out->n == 0 ||
	             r->out->items[r->out->n - 1].kind == TOKEN_MARK ||
	             r->out->items[r->out->n - 1].kind == TOKEN_LETTER;

	if (c == ' ' || c == '\n') {
		r->blank = true;
		r->lines += c == '\n';
		r->at = next;
	} else if (fresh && c < 0x80 && !is_plain_word(r) &&
		   ((end = link_end(r)) != 0 || (end = phone_end(r)) != 0 ||
		       (end = code_end(r)) != 0)) {
		token_add(r, TOKEN_ASIDE, end);
	} else if (c >= '0' && c <= '9') {
		read_number(r);
	} else if (letter(c)) {
		read_word(r);
	} else if (unspaced(c)) {
		token_add(r, TOKEN_LETTER, next);
	} else {
		token_add(r, TOKEN_MARK, next)->mark = c < 0x80 ? (char)c : '\0';
	}
}

/* The token in which byte end of the folded text lies or which ends there, from token i on. */
static size_t
token_at_end(const struct tokens *ts, size_t i, uint32_t end)
{
	while (i < ts->n && ts->items[i].end < end)
		i++;
	return i;
}

/* Do tokens i to i + n say this with its very accents? */
static bool
spelt(const struct tokens *ts, size_t i, size_t n, const char *spelling)
{
	int32_t at = (int32_t)ts->items[i].from, end = (int32_t)ts->items[i + n - 1].to, k = 0;
	int32_t len = (int32_t)strlen(spelling);

	while (at < end && k < len) {
		UChar32 written, wanted;

		U8_NEXT(ts->text, at, end, written);
		U8_NEXT(spelling, k, len, wanted);
		if (u_tolower(written) != u_tolower(wanted))
			return false;
	}
	return k == len; /* an open ending may go on */
}

/* The stop of "am 7. Dezember", which ends no clause. */
static bool
ordinal_stop(const struct tokens *ts, size_t i)
{
	const struct token *number = i > 0 ? &ts->items[i - 1] : NULL;

	return number != NULL && ts->items[i].mark == '.' && number->kind == TOKEN_NUMBER &&
	       number->parts <= 2 && number->digits[0] <= 2;
}

/*
 * The rest of a phrase whose words stand apart, "sage den Termin am Montag ab", in the same clause.
 * Its words mean nothing else then: they are marked.
 */
static bool
find_rest(struct reader *r, size_t i, const char *rest)
{
	struct tokens *ts = r->out;
	size_t len = strlen(rest);

	for (size_t k = i; k < ts->n && k < i + REST_REACH; k++) {
		struct token *t = &ts->items[k];
		size_t last;

		if (t->lines > 1 || (t->kind == TOKEN_MARK && t->mark != '-' && t->blank == false &&
					!ordinal_stop(ts, k)))
			return false;
		if (t->at + len > r->len || memcmp(r->s + t->at, rest, len) != 0)
			continue;
		last = token_at_end(ts, k, t->at + (uint32_t)len);
		if (last >= ts->n || ts->items[last].end != t->at + len ||
		    (last + 1 < ts->n && ts->items[last + 1].kind == TOKEN_NUMBER))
			continue;
		for (; k <= last; k++)
			ts->items[k].ends_phrase = true;
		return true;
	}
	return false;
}

static void
heard_add(struct reader *r, size_t i, uint32_t meaning, size_t n)
{
	struct tokens *ts = r->out;
	struct token *t = &ts->items[i];

	while (meaning != 0) {
		struct manner manner = lexicon_manner(r->lexicon, meaning);
		struct meaning m = lexicon_meaning(r->lexicon, meaning, &meaning);

		if ((manner.spelling != NULL && !spelt(ts, i, n, manner.spelling)) ||
		    (manner.rest != NULL && !find_rest(r, i + n, manner.rest)))
			continue;
		ts->heard = arena_more(r->arena, ts->heard, ts->n_heard, sizeof *ts->heard);
		ts->heard[ts->n_heard++] = (struct heard){ m.key, m.value, (uint32_t)n };
		t->n_heard++;
	}
}

static bool
joined(const struct tokens *ts, size_t i)
{
	return i > 0 && i < ts->n && !ts->items[i].blank && ts->items[i].kind == TOKEN_WORD &&
	       ts->items[i - 1].kind == TOKEN_WORD;
}

static void
hear_token(struct reader *r, size_t i)
{
	struct tokens *ts = r->out;
	struct token *t = &ts->items[i];
	struct hit hits[HITS];
	size_t n;
	uint32_t meaning;

	t->heard = (uint32_t)ts->n_heard;
	/* The latter piece of a word that was taken apart is an ending, or a word after a prefix.
	 */
	if (joined(ts, i) &&
	    (meaning = lexicon_ending(r->lexicon, r->s + t->at, t->end - t->at)) != 0)
		heard_add(r, i, meaning, 1);
	n = lexicon_find(r->lexicon, r->s + t->at, r->len - t->at, hits, HITS);
	for (size_t k = n; k-- > 0;) {
		uint32_t end = t->at + hits[k].len;
		size_t last = token_at_end(ts, i, end);

		if (last >= ts->n || ts->items[last].at >= end)
			continue;
		if (hits[k].kind == HIT_OPEN && ts->items[last].kind == TOKEN_WORD)
			end = ts->items[last].end;
		if (ts->items[last].end != end ||
		    (hits[k].kind == HIT_PREFIX && !joined(ts, last + 1)))
			continue;
		heard_add(r, i, hits[k].meaning, last - i + 1);
	}
}

void
tokens_read(const char *text, size_t len, const struct lang *lang, struct arena *a,
    struct tokens *out)
{
	struct reader r = { .out = out, .lexicon = lang_lexicon(lang), .arena = a };

	memset(out, 0, sizeof *out);
	out->text = text;
	out->heard = arena_more(a, NULL, 0, sizeof *out->heard); /* no NULL to count from */
	fold_text(text, len, a, &out->folded);
	r.s = out->folded.text;
	r.len = (uint32_t)out->folded.len;
	while (r.at < r.len)
		read_one(&r);
	for (size_t i = 0; i < out->n; i++)
		if (out->items[i].kind != TOKEN_ASIDE && !out->items[i].ends_phrase)
			hear_token(&r, i);
}

const struct heard *
tokens_heard(const struct tokens *ts, size_t i, size_t *n)
{
	*n = ts->items[i].n_heard;
	return ts->heard + ts->items[i].heard;
}

const struct heard *
tokens_hear(const struct tokens *ts, size_t i, int key)
{
	const struct token *t = &ts->items[i];

	for (uint32_t k = t->heard; k < t->heard + t->n_heard; k++)
		if (ts->heard[k].key == key)
			return &ts->heard[k];
	return NULL;
}
