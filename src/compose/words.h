/*
 * words - what a mail says, as a short list of blocks; plain.h and page.h show it
 *
 * Strings are kept as they are given, so they live as long as the list's arena.  They hold text
 * only: what is special in HTML is escaped when a page is made of it.
 */
#ifndef COMPOSE_WORDS_H
#define COMPOSE_WORDS_H
#include <stdbool.h>
#include <stddef.h>

struct arena;

enum block_kind {
	BLOCK_PARAGRAPH,
	BLOCK_TIME,    /* a time to choose: its number, what it is, small print, a link */
	BLOCK_FACT,    /* a label and what it is: "When: ..." */
	BLOCK_LINK,    /* a link by itself; for pages only */
	BLOCK_HEADING, /* over the small print at the end */
	BLOCK_ITEM,    /* one of a list in the small print */
	BLOCK_NOTE,    /* a paragraph of the small print */
	BLOCK_FOOTER,
};

struct block {
	enum block_kind kind;
	const char *label; /* BLOCK_TIME: "1"; BLOCK_FACT: "When:"; else "" */
	const char *text;
	const char *detail; /* BLOCK_TIME, BLOCK_FACT: a second line, or "" */
	const char *link;   /* an address such as mailto:..., or "" */
	const char *link_text;
};

struct words {
	struct block *items;
	size_t n;
	struct arena *arena;
	const char *title;    /* of a page */
	const char *language; /* BCP 47 */
	bool right_to_left;
};

void words_init(struct words *, const char *language, bool right_to_left, struct arena *);
struct block *words_add(struct words *, enum block_kind, const char *text);

#endif
