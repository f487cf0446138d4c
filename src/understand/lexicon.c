#include "understand/lexicon.h"

#include "base/arena.h"
#include "understand/fold.h"

#include <string.h>

enum { KINDS = 3 };      /* of enum hit_kind */
enum { BEGINNING = 3 };  /* bytes of phrases */
enum { WORD_MOST = 60 }; /* bytes of a first word, then its beginning is told */
enum { FEW = 4 };        /* children, too few to call a function for */

/* While phrases are added: a tree that grows anywhere. */
struct sprout {
	uint32_t child, sibling;  /* 0: none */
	uint32_t meanings[KINDS]; /* of a phrase that ends here; 0: none */
	unsigned char byte;
};

struct growth {
	struct sprout *nodes; /* the first is the root */
	size_t n;
};

/* Then: a node's children lie side by side.  Small, since a text is looked up in many trees. */
struct node {
	uint32_t child;          /* the first */
	uint32_t ends : 24;      /* which of the tree's ends; 0: none */
	uint32_t n_children : 8; /* no byte of UTF-8 is 0 */
};

struct ends {
	uint32_t meanings[KINDS];
};

struct tree {
	struct node *nodes;
	unsigned char *bytes; /* of the nodes, so that children are found by memchr() */
	struct ends *ends;    /* the first is nobody's */
	uint32_t first[256];  /* the root's children by their byte */
};

struct link {
	struct meaning meaning;
	struct manner manner;
	uint32_t next;
};

/* What lasts as long as phrases are added. */
struct nursery {
	struct arena *arena;
	struct growth words, endings;
	struct link *links; /* the first is nobody's */
	size_t n_links;
};

struct lexicon {
	struct arena *arena;
	struct nursery *nursery; /* NULL: closed */
	struct tree words, endings;
	const struct link *links;
	bool splits;
};

static uint32_t
node_add(struct nursery *y, struct growth *g, unsigned char byte)
{
	g->nodes = arena_more(y->arena, g->nodes, g->n, sizeof *g->nodes);
	g->nodes[g->n].byte = byte;
	return (uint32_t)g->n++;
}

struct lexicon *
lexicon_new(struct arena *a)
{
	struct lexicon *l = arena_alloc(a, sizeof *l);
	struct arena *own = arena_new();
	struct nursery *y = arena_alloc(own, sizeof *y);

	l->arena = a;
	l->nursery = y;
	y->arena = own;
	node_add(y, &y->words, 0);
	node_add(y, &y->endings, 0);
	y->links = arena_more(own, NULL, 0, sizeof *y->links);
	y->n_links = 1;
	return l;
}

static uint32_t
sprout_find(const struct growth *g, uint32_t node, unsigned char byte)
{
	for (uint32_t i = g->nodes[node].child; i != 0; i = g->nodes[i].sibling)
		if (g->nodes[i].byte == byte)
			return i;
	return 0;
}

static uint32_t
sprout_add(struct nursery *y, struct growth *g, uint32_t node, unsigned char byte)
{
	uint32_t i = sprout_find(g, node, byte);

	if (i != 0)
		return i;
	i = node_add(y, g, byte);
	g->nodes[i].sibling = g->nodes[node].child;
	g->nodes[node].child = i;
	return i;
}

static bool
same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static void
link_add(struct nursery *y, uint32_t *list, struct meaning m, struct manner manner)
{
	uint32_t *at = list;

	while (*at != 0) {
		const struct link *k = &y->links[*at];

		if (k->meaning.key == m.key && k->meaning.value == m.value &&
		    same(k->manner.spelling, manner.spelling) && same(k->manner.rest, manner.rest))
			return;
		at = &y->links[*at].next;
	}
	*at = (uint32_t)y->n_links; /* before the array moves, at may point into it */
	y->links = arena_more(y->arena, y->links, y->n_links, sizeof *y->links);
	y->links[y->n_links].meaning = m;
	y->links[y->n_links].manner = manner;
	y->n_links++;
}

static const char *
folded(struct nursery *y, const char *phrase, size_t len, size_t *folded_len)
{
	struct folded f;

	fold_text(phrase, len, y->arena, &f);
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
	struct nursery *y = l->nursery;
	struct growth *g = &y->words;
	enum hit_kind kind = HIT_EXACT;
	bool exact = false;
	uint32_t node = 0;

	if (rest != NULL) {
		len = (size_t)(rest - phrase);
		rest += strlen(gap);
		manner.rest = arena_str(l->arena, folded(y, rest, strlen(rest), &n));
	}
	if (len > 0 && phrase[0] == '=') {
		phrase++;
		len--;
		exact = true;
	}
	if (len > 0 && phrase[0] == '*') {
		g = &y->endings;
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
	text = folded(y, phrase, len, &n);
	for (; i < n; i++)
		node = sprout_add(y, g, node, (unsigned char)text[i]);
	link_add(y, &g->nodes[node].meanings[kind], m, manner);
}

bool
lexicon_has(const struct lexicon *l, const char *phrase, enum hear key)
{
	const struct nursery *y = l->nursery;
	uint32_t node = 0, meaning = 0;
	struct folded f;

	fold_text(phrase, strlen(phrase), y->arena, &f);
	for (size_t i = 0; i < f.len; i++)
		if ((node = sprout_find(&y->words, node, (unsigned char)f.text[i])) == 0)
			return false;
	if (node != 0)
		meaning = y->words.nodes[node].meanings[HIT_EXACT];
	for (; meaning != 0; meaning = y->links[meaning].next)
		if (y->links[meaning].meaning.key == (short)key)
			return true;
	return false;
}

static bool
is_end(const struct sprout *s)
{
	return s->meanings[HIT_EXACT] != 0 || s->meanings[HIT_OPEN] != 0 ||
	       s->meanings[HIT_PREFIX] != 0;
}

/* What has been laid out of a tree. */
struct layout {
	const struct growth *from;
	struct tree *to;
	uint32_t n, n_ends;
	uint32_t *old; /* where the nodes that have a place were before */
};

/* A node that has its place: its ends, and places for its children. */
static void
settle_node(struct layout *y, uint32_t place)
{
	const struct sprout *from = &y->from->nodes[y->old[place]];
	struct node *to = &y->to->nodes[place];

	if (is_end(from)) {
		memcpy(y->to->ends[y->n_ends].meanings, from->meanings, sizeof from->meanings);
		to->ends = y->n_ends++;
	}
	to->child = y->n;
	for (uint32_t k = from->child; k != 0; k = y->from->nodes[k].sibling, y->n++) {
		y->old[y->n] = k;
		y->to->bytes[y->n] = y->from->nodes[k].byte;
	}
	to->n_children = (unsigned char)(y->n - to->child);
}

static void
settle_below(struct layout *y, uint32_t place)
{
	const struct node *node = &y->to->nodes[place];

	settle_node(y, place);
	for (uint32_t i = 0; i < node->n_children; i++)
		settle_below(y, node->child + i);
}

/*
 * The beginnings, at which most of a text is turned away, lie close together; the rest branch by
 * branch, so that the letters of a word lie side by side.
 */
static void
settle(const struct growth *g, struct arena *a, struct arena *scratch, struct tree *t)
{
	struct layout y = { g, t, 1, 1, arena_alloc(scratch, g->n * sizeof *y.old) };
	size_t n_ends = 1;
	uint32_t at = 0, end;

	for (size_t i = 0; i < g->n; i++)
		n_ends += is_end(&g->nodes[i]);
	t->nodes = arena_alloc(a, g->n * sizeof *t->nodes);
	t->bytes = arena_alloc(a, g->n);
	t->ends = arena_alloc(a, n_ends * sizeof *t->ends);
	for (int level = 0; level < BEGINNING; level++)
		for (end = y.n; at < end; at++)
			settle_node(&y, at);
	for (end = y.n; at < end; at++)
		settle_below(&y, at);
	for (uint32_t i = 0; i < t->nodes[0].n_children; i++)
		t->first[t->bytes[t->nodes[0].child + i]] = t->nodes[0].child + i;
}

void
lexicon_close(struct lexicon *l)
{
	struct nursery *y = l->nursery;
	struct link *links = arena_alloc(l->arena, y->n_links * sizeof *links);

	settle(&y->words, l->arena, y->arena, &l->words);
	settle(&y->endings, l->arena, y->arena, &l->endings);
	memcpy(links, y->links, y->n_links * sizeof *links);
	l->links = links;
	l->nursery = NULL;
	arena_free(y->arena);
}

static inline uint32_t
child_find(const struct tree *t, uint32_t node, unsigned char byte)
{
	const struct node *parent = &t->nodes[node];
	const unsigned char *at = t->bytes + parent->child;

	if (node == 0)
		return t->first[byte];
	if (parent->n_children <= FEW) {
		for (uint32_t i = 0; i < parent->n_children; i++)
			if (at[i] == byte)
				return parent->child + i;
		return 0;
	}
	at = memchr(at, byte, parent->n_children);
	return at == NULL ? 0 : (uint32_t)(at - t->bytes);
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
	const struct ends *ends;
	uint32_t node = 0;
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if ((node = step(t, node, (unsigned char)text[i])) == 0)
			break;
		if (t->nodes[node].ends == 0)
			continue;
		ends = &t->ends[t->nodes[node].ends];
		for (int kind = HIT_EXACT; kind <= HIT_PREFIX; kind++)
			if (ends->meanings[kind] != 0 && n < room)
				hits[n++] = (struct hit){ (uint32_t)i + 1, ends->meanings[kind],
					(enum hit_kind)kind };
	}
	return n;
}

/* A walk over the beginnings of all phrases. */
struct walk {
	const struct tree *tree;
	void (*tell)(const char *word, size_t len, bool open, void *);
	void *context;
	char word[WORD_MOST];
};

static bool
goes_on(unsigned char byte)
{
	return (byte >= 'a' && byte <= 'z') || byte >= 0x80; /* folded: no capitals */
}

/* The phrases that begin with so many bytes of the word, which led to this node. */
static void
walk_words(struct walk *w, uint32_t at, size_t len)
{
	const struct node *node = &w->tree->nodes[at];
	const struct ends *ends = &w->tree->ends[node->ends];
	const unsigned char *bytes = w->tree->bytes + node->child;
	bool whole = node->ends != 0, open = ends->meanings[HIT_OPEN] != 0 || len == WORD_MOST;

	for (uint32_t i = 0; i < node->n_children; i++) {
		/* Not all that is not ASCII is a letter: the word may end before it. */
		whole |= !goes_on(bytes[i]) || bytes[i] >= 0x80;
		if (!goes_on(bytes[i]) || len == WORD_MOST)
			continue;
		w->word[len] = (char)bytes[i];
		walk_words(w, node->child + i, len + 1);
	}
	if (whole && len > 0)
		w->tell(w->word, len, false, w->context);
	if (open)
		w->tell(w->word, len, true, w->context);
}

void
lexicon_first_words(const struct lexicon *l,
    void (*tell)(const char *word, size_t len, bool open, void *), void *context)
{
	struct walk w = { .tree = &l->words, .tell = tell, .context = context };

	walk_words(&w, 0, 0);
}

uint32_t
lexicon_ending(const struct lexicon *l, const char *text, size_t len)
{
	const struct ends *ends;
	uint32_t node = 0;

	for (size_t i = 0; i < len; i++)
		if ((node = child_find(&l->endings, node, (unsigned char)text[i])) == 0)
			return 0;
	ends = &l->endings.ends[l->endings.nodes[node].ends];
	return ends->meanings[HIT_EXACT] != 0 ? ends->meanings[HIT_EXACT]
	                                      : ends->meanings[HIT_OPEN];
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
