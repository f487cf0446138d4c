#include "understand/names.h"

#include "base/arena.h"
#include "base/buf.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

struct name {
	const char *key;
	int rank, value;
	bool stem; /* any ending will do */
};

enum {
	BEGINNING = 3, /* bytes, by which most of a text is turned away */
	BEGINNINGS = 1 << 16,
};

struct names {
	struct arena *arena, *scratch;
	struct name *items;
	size_t n;
	size_t first[257]; /* where the keys beginning with a byte start; sorted */
	unsigned char begun[BEGINNINGS / 8]; /* bits, by a number made of the beginning */
	bool is_short[256];                  /* a key with that first byte is shorter */
};

struct names *
names_new(struct arena *a, struct arena *scratch)
{
	struct names *n = arena_alloc(a, sizeof *n);

	n->arena = a;
	n->scratch = scratch;
	return n;
}

/*
 * One byte of the text as a key has it: 0 for what keys leave out, a blank for what parts words.
 * After a blank another one is left out too.
 */
static char
key_byte(char c, char before)
{
	if (c == '.' || c == '\'')
		return '\0';
	if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '-' || c == '_' || c == '/')
		return before == ' ' ? '\0' : ' ';
	return c;
}

void
names_add(struct names *names, const char *name, int rank, int value)
{
	struct arena *a = names->scratch;
	struct folded folded;
	struct name *item;
	struct buf key;
	char last = ' ', c;

	fold_text(name, strlen(name), a, &folded);
	buf_init(&key, a);
	for (size_t i = 0; i < folded.len; i++)
		if (folded.text[i] != '*' && (c = key_byte(folded.text[i], last)) != '\0')
			buf_char(&key, last = c);
	if (key.len == 0)
		return;
	names->items = arena_more(a, names->items, names->n, sizeof *names->items);
	item = &names->items[names->n++];
	item->key = key.data;
	item->rank = rank;
	item->value = value;
	item->stem = folded.text[folded.len - 1] == '*';
}

static int
by_key(const void *a, const void *b)
{
	const struct name *x = a, *y = b;
	int c = strcmp(x->key, y->key);

	return c != 0 ? c : x->rank - y->rank;
}

/* Out of the scratch arena, keys behind one another. */
static void
keep(struct names *names)
{
	struct name *items = arena_alloc(names->arena, (names->n + 1) * sizeof *items);
	size_t room = 1;
	char *keys;

	for (size_t i = 0; i < names->n; i++)
		room += strlen(names->items[i].key) + 1;
	keys = arena_alloc(names->arena, room);
	for (size_t i = 0; i < names->n; i++) {
		items[i] = names->items[i];
		items[i].key = strcpy(keys, names->items[i].key);
		keys += strlen(keys) + 1;
	}
	names->items = items;
	names->scratch = NULL;
}

static unsigned
beginning_of(const char *s)
{
	const unsigned char *b = (const unsigned char *)s;

	return ((unsigned)b[0] << 10 ^ (unsigned)b[1] << 5 ^ b[2]) % BEGINNINGS;
}

static void
note_beginning(struct names *names, const char *key)
{
	unsigned bit;

	if (strlen(key) < BEGINNING) {
		names->is_short[(unsigned char)*key] = true;
		return;
	}
	bit = beginning_of(key);
	names->begun[bit / 8] |= (unsigned char)(1 << bit % 8);
}

/* false: no name begins with these letters; anything else may be left out of a key. */
static bool
may_begin(const struct names *names, const char *s, size_t len)
{
	unsigned bit;

	if (len < BEGINNING || names->is_short[(unsigned char)*s])
		return true;
	for (int i = 0; i < BEGINNING; i++)
		if ((s[i] < 'a' || s[i] > 'z') && (s[i] & 0x80) == 0)
			return true;
	bit = beginning_of(s);
	return (names->begun[bit / 8] >> bit % 8 & 1) != 0;
}

void
names_sort(struct names *names)
{
	size_t kept = 0, at = 0;

	if (names->n > 0)
		qsort(names->items, names->n, sizeof *names->items, by_key);
	for (size_t i = 0; i < names->n; i++)
		if (kept == 0 || strcmp(names->items[i].key, names->items[kept - 1].key) != 0)
			names->items[kept++] = names->items[i];
	names->n = kept;
	keep(names);
	for (size_t i = 0; i < names->n; i++)
		note_beginning(names, names->items[i].key);
	for (int byte = 0; byte <= 256; byte++) {
		while (at < kept && (unsigned char)names->items[at].key[0] < byte)
			at++;
		names->first[byte] = at;
	}
}

/* Scripts whose words stand without blanks between them. */
static bool
runs_on(UChar32 c)
{
	return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
	       (c >= 0x20000 && c <= 0x3ffff);
}

/* Does a word end before this byte? */
static bool
word_ends(const struct folded *f, size_t at)
{
	int32_t i = (int32_t)at, n = (int32_t)f->len, back = i;
	UChar32 next, last;

	if (at >= f->len)
		return true;
	U8_NEXT(f->text, i, n, next);
	if (!u_isalnum(next))
		return true;
	U8_PREV(f->text, 0, back, last);
	return runs_on(last) || (runs_on(next) && !runs_on(last));
}

static size_t
word_end(const struct folded *f, size_t at)
{
	int32_t i = (int32_t)at, was = i, n = (int32_t)f->len;
	UChar32 c;

	while (i < n) {
		was = i;
		U8_NEXT(f->text, i, n, c);
		if (!u_isalpha(c))
			return (size_t)was;
	}
	return f->len;
}

/* The first item in [low, high) whose byte at depth is not below c. */
static size_t
lower(const struct names *names, size_t low, size_t high, size_t depth, int c)
{
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if ((unsigned char)names->items[middle].key[depth] < c)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int
names_at(const struct names *names, const struct folded *f, size_t at, size_t *len)
{
	size_t low, high, depth = 0, i = at;
	int value = -1;
	char last = '\0';

	if (at >= f->len || !may_begin(names, f->text + at, f->len - at))
		return -1;
	low = names->first[(unsigned char)f->text[at]];
	high = names->first[(unsigned char)f->text[at] + 1];
	for (; i < f->len && low < high; i++) {
		char c = key_byte(f->text[i], last);

		if (c == '\0')
			continue;
		last = c;
		low = lower(names, low, high, depth, (unsigned char)c);
		high = lower(names, low, high, depth, (unsigned char)c + 1);
		depth++;
		if (low < high && names->items[low].key[depth] == '\0') {
			if (word_ends(f, i + 1)) {
				value = names->items[low].value;
				*len = i + 1 - at;
			} else if (names->items[low].stem) {
				value = names->items[low].value;
				*len = word_end(f, i + 1) - at;
			}
		}
	}
	return value;
}
