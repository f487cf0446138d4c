#include "understand/guests.h"

#include "base/arena.h"
#include "base/text.h"
#include "understand/cue.h"
#include "understand/token.h"

#include <string.h>
#include <unicode/uchar.h>

enum {
	NAME_WORDS = 3,   /* before an address: "Ana Maria Silva <ana@example.org>" */
	MINE_REACH = 4,   /* between "reach me at" and the address */
	THEIR_REACH = 40, /* between somebody who comes along and the address */
	GUESTS_MOST = 50  /* more is a mailing, not a meeting */
};

struct gathering {
	const char *own, *writer;
	struct arena *arena;
	struct guests *out;
};

static void
add(struct gathering *g, const char *name, const char *email)
{
	const char *bare = address_without_tag(email, g->arena);

	if (!address_valid(email) || g->out->n >= GUESTS_MOST || address_same(email, g->writer) ||
	    address_same(bare, g->own) || address_same(email, g->own))
		return;
	for (size_t i = 0; i < g->out->n; i++)
		if (address_same(g->out->items[i].email, email))
			return;
	g->out->items = arena_more(g->arena, g->out->items, g->out->n, sizeof *g->out->items);
	g->out->items[g->out->n++] =
	    (struct address){ .name = name, .email = arena_str(g->arena, email) };
}

/* The capitalized words before "<ana@example.org>" or "(ana@example.org)"; "" where there are none.
 */
static const char *
name_before(const struct tokens *ts, size_t i, struct arena *a)
{
	size_t from = i, end;

	if (i > 0 && ts->items[i - 1].kind == TOKEN_MARK &&
	    (ts->items[i - 1].mark == '<' || ts->items[i - 1].mark == '('))
		from--;
	for (end = from; from > 0 && end - from < NAME_WORDS; from--) {
		const struct token *t = &ts->items[from - 1];
		size_t at = 0;

		if (t->kind != TOKEN_WORD || ts->items[from].lines > 0 ||
		    !u_isupper((UChar32)text_next(ts->text + t->from, t->to - t->from, &at)))
			break;
	}
	if (from == end || end == i)
		return "";
	return text_one_line(arena_mem(a, ts->text + ts->items[from].from,
				 ts->items[end - 1].to - ts->items[from].from),
	    a);
}

/* "Could my colleague join us?  The address is ana@example.org": it is the colleague's. */
static bool
is_theirs(const struct cue_hit *hits, size_t n, size_t i)
{
	bool added = false, companion = false;

	for (size_t k = 0; k < n; k++) {
		companion |= (hits[k].cues & CUE(CUE_COMPANION)) != 0 && hits[k].end <= i &&
		             i - hits[k].end <= THEIR_REACH;
		added |= (hits[k].cues & (CUE(CUE_ADD) | CUE(CUE_JOIN))) != 0;
	}
	return companion && added;
}

/* "Reach me at ana@example.org" names no guest. */
static bool
is_mine(const struct tokens *ts, const struct cue_hit *hits, size_t n, size_t i)
{
	for (size_t k = 0; k < n; k++)
		if ((hits[k].cues & CUE(CUE_MY_ADDRESS)) != 0 && hits[k].end <= i &&
		    i - hits[k].end <= MINE_REACH)
			return true;
	return ts->items[i].lines > 0 && (i + 1 == ts->n || ts->items[i + 1].lines > 0);
}

static void
read_text(struct gathering *g, const struct tokens *ts, const struct cue_hit *hits, size_t n)
{
	for (size_t i = 0; i < ts->n; i++) {
		const struct token *t = &ts->items[i];
		const char *email;

		if (t->kind != TOKEN_ASIDE ||
		    memchr(ts->text + t->from, '@', t->to - t->from) == NULL)
			continue;
		email = arena_mem(g->arena, ts->text + t->from, t->to - t->from);
		if (is_theirs(hits, n, i) || !is_mine(ts, hits, n, i))
			add(g, name_before(ts, i, g->arena), email);
	}
}

void
guests_read(const struct letter *l, const char *own_address, const struct tokens *ts,
    const struct cue_hit *hits, size_t n_hits, struct arena *a, struct guests *out)
{
	struct gathering g = { own_address, l->from.email, a, out };

	memset(out, 0, sizeof *out);
	if (own_address[0] == '\0' && l->n_to > 0)
		g.own = address_without_tag(l->to[0].email, a);
	for (size_t i = 0; i < l->n_to; i++)
		add(&g, l->to[i].name, l->to[i].email);
	for (size_t i = 0; i < l->n_cc; i++)
		add(&g, l->cc[i].name, l->cc[i].email);
	out->from_text = out->n;
	read_text(&g, ts, hits, n_hits);
}
