#include "understand/lexicon.h"

#include "base/arena.h"
#include "understand/fold.h"

#include <string.h>

struct node {
	uint32_t child, sibling; /* 0: none */
	uint32_t meanings[3];    /* of a phrase that ends here, by enum hit_kind; 0: none */
	unsigned char byte;
};

struct link {
	struct meaning meaning;
	struct manner manner;
	uint32_t next;
};

struct tree {
	struct node *nodes; /* the first is the root */
	size_t n;
	uint32_t first[256]; /* the root's children by their byte */
};

struct lexicon {
	struct arena *arena;
	struct tree words, endings;
	struct link *links; /* the first is nobody's */
	size_t n_links;
	bool splits;
};

static uint32_t
node_add(struct lexicon *l, struct tree *t, unsigned char byte)
{
	t->nodes = arena_more(l->arena, t->nodes, t->n, sizeof *t->nodes);
	t->nodes[t->n].byte = byte;
	return (uint32_t)t->n++;
}

struct lexicon *
lexicon_new(struct arena *a)
{
	struct lexicon *l = arena_alloc(a, sizeof *l);

	l->arena = a;
	node_add(l, &l->words, 0);
	node_add(l, &l->endings, 0);
	l->links = arena_more(a, NULL, 0, sizeof *l->links);
	l->n_links = 1;
	return l;
}

static uint32_t
child_find(const struct tree *t, uint32_t node, unsigned char byte)
{
	if (node == 0)
		return t->first[byte];
	for (uint32_t i = t->nodes[node].child; i != 0; i = t->nodes[i].sibling)
		if (t->nodes[i].byte == byte)
			return i;
	return 0;
}

static uint32_t
child_add(struct lexicon *l, struct tree *t, uint32_t node, unsigned char byte)
{
	uint32_t i = child_find(t, node, byte);

	if (i != 0)
		return i;
	i = node_add(l, t, byte);
	t->nodes[i].sibling = t->nodes[node].child;
	t->nodes[node].child = i;
	if (node == 0)
		t->first[byte] = i;
	return i;
}

static bool
same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static void
link_add(struct lexicon *l, uint32_t *list, struct meaning m, struct manner manner)
{
	uint32_t *at = list;

	while (*at != 0) {
		const struct link *k = &l->links[*at];

		if (k->meaning.key == m.key && k->meaning.value == m.value &&
		    same(k->manner.spelling, manner.spelling) && same(k->manner.rest, manner.rest))
			return;
		at = &l->links[*at].next;
	}
	*at = (uint32_t)l->n_links; /* before the array moves, at may point into it */
	l->links = arena_more(l->arena, l->links, l->n_links, sizeof *l->links);
	l->links[l->n_links].meaning = m;
	l->links[l->n_links].manner = manner;
	l->n_links++;
}

static const char *
folded(struct lexicon *l, const char *phrase, size_t len, size_t *folded_len)
{
	struct folded f;

	fold_text(phrase, len, l->arena, &f);
	*folded_len = f.len;
	return f.text;
}

void
lexicon_add(struct lexicon *l, const char *phrase, struct meaning m)
{
	static const char gap[] = " ... ";
	size_t len = strlen(phrase), i = 0, n;
	const char *rest = strstr(phrase, gap), *text;
	struct manner manner = { NULL, NULL };
	struct tree *t = &l->words;
	enum hit_kind kind = HIT_EXACT;
	bool exact = false;
	uint32_t node = 0;

	if (rest != NULL) {
		len = (size_t)(rest - phrase);
		rest += strlen(gap);
		manner.rest = folded(l, rest, strlen(rest), &n);
	}
	if (len > 0 && phrase[0] == '=') {
		phrase++;
		len--;
		exact = true;
	}
	if (len > 0 && phrase[0] == '*') {
		t = &l->endings;
		l->splits = true;
		phrase++;
		len--;
	}
	if (len > 0 && (phrase[len - 1] == '*' || phrase[len - 1] == '+')) {
		kind = phrase[len - 1] == '*' ? HIT_OPEN : HIT_PREFIX;
		l->splits |= kind == HIT_PREFIX;
		len--;
	}
	if (len == 0)
		return;
	if (exact)
		manner.spelling = arena_mem(l->arena, phrase, len);
	text = folded(l, phrase, len, &n);
	for (; i < n; i++)
		node = child_add(l, t, node, (unsigned char)text[i]);
	link_add(l, &t->nodes[node].meanings[kind], m, manner);
}

bool
lexicon_has(const struct lexicon *l, const char *phrase, enum hear key)
{
	uint32_t node = 0, meaning = 0;
	struct folded f;

	fold_text(phrase, strlen(phrase), l->arena, &f);
	for (size_t i = 0; i < f.len; i++)
		if ((node = child_find(&l->words, node, (unsigned char)f.text[i])) == 0)
			return false;
	if (node != 0)
		meaning = l->words.nodes[node].meanings[HIT_EXACT];
	for (; meaning != 0; meaning = l->links[meaning].next)
		if (l->links[meaning].meaning.key == (short)key)
			return true;
	return false;
}

/* Phrases run over the ends of lines, and are written with hyphens as well. */
static uint32_t
step(const struct tree *t, uint32_t node, unsigned char byte)
{
	uint32_t to;

	if (byte == '\n')
		byte = ' ';
	to = child_find(t, node, byte);
	return to == 0 && byte == '-' && node != 0 ? child_find(t, node, ' ') : to;
}

size_t
lexicon_find(const struct lexicon *l, const char *text, size_t len, struct hit *hits, size_t room)
{
	const struct tree *t = &l->words;
	uint32_t node = 0;
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if ((node = step(t, node, (unsigned char)text[i])) == 0)
			break;
		for (int kind = HIT_EXACT; kind <= HIT_PREFIX; kind++)
			if (t->nodes[node].meanings[kind] != 0 && n < room)
				hits[n++] = (struct hit){ (uint32_t)i + 1,
					t->nodes[node].meanings[kind], (enum hit_kind)kind };
	}
	return n;
}

uint32_t
lexicon_ending(const struct lexicon *l, const char *text, size_t len)
{
	uint32_t node = 0;

	for (size_t i = 0; i < len; i++)
		if ((node = child_find(&l->endings, node, (unsigned char)text[i])) == 0)
			return 0;
	if (node == 0)
		return 0;
	return l->endings.nodes[node].meanings[HIT_EXACT] != 0
	           ? l->endings.nodes[node].meanings[HIT_EXACT]
	           : l->endings.nodes[node].meanings[HIT_OPEN];
}

struct meaning
lexicon_meaning(const struct lexicon *l, uint32_t meaning, uint32_t *next)
{
	if (next != NULL)
		*next = l->links[meaning].next;
	return l->links[meaning].meaning;
}

struct manner
lexicon_manner(const struct lexicon *l, uint32_t meaning)
{
	return l->links[meaning].manner;
}

bool
lexicon_splits(const struct lexicon *l)
{
	return l->splits;
}
