#include "understand/pick.h"

#include "base/arena.h"
#include "understand/token.h"

#include <string.h>

struct picker {
	const struct tokens *ts;
	const struct sentences *all;
	const struct wish_reading *wish;
	struct arena *arena;
	struct pick *picks;
	size_t n;
	size_t offered;
};

static bool
has_cue(const struct tokens *ts, size_t i, uint64_t cues)
{
	const struct heard *heard;
	size_t n;

	heard = tokens_heard(ts, i, &n);
	for (size_t k = 0; k < n; k++)
		if (heard[k].key >= CUE_FIRST_KEY &&
		    (cues & CUE(heard[k].key - CUE_FIRST_KEY)) != 0)
			return true;
	return false;
}

/* The cue phrase that ends right before token i. */
static bool
cue_ends_before(const struct picker *p, size_t i, uint64_t cues)
{
	for (size_t k = 0; k < p->all->n_hits && p->all->hits[k].from < i; k++)
		if (p->all->hits[k].end == i && (p->all->hits[k].cues & cues) != 0)
			return true;
	return false;
}

static bool
is_mark_at(const struct tokens *ts, size_t i, char mark)
{
	return i < ts->n && ts->items[i].kind == TOKEN_MARK && ts->items[i].mark == mark;
}

/* 1 to 9 in digits; "#2" too, which the tokens set aside as the number of a thing. */
static int
digit_at(const struct tokens *ts, size_t i)
{
	const struct token *t = &ts->items[i];
	char c = ts->folded.text[t->at];

	if (t->kind == TOKEN_NUMBER && t->parts == 1 && t->digits[0] == 1)
		return t->value[0];
	if (t->kind == TOKEN_ASIDE && t->end - t->at == 1 && c >= '1' && c <= '9' && i > 0 &&
	    is_mark_at(ts, i - 1, '#'))
		return c - '0';
	return 0;
}

/* The number of a word or ordinal, and the tokens it takes; 0: it is none. */
static int
word_at(const struct tokens *ts, size_t i, bool ordinal, size_t *len)
{
	const struct heard *h = tokens_hear(ts, i, ordinal ? HEAR_ORDINAL : HEAR_NUMBER);
	const struct heard *mark = tokens_hear(ts, i, HEAR_ORDINAL_MARK);

	*len = 1;
	if (ordinal && mark != NULL && i + mark->n < ts->n && !ts->items[i + mark->n].blank &&
	    digit_at(ts, i + mark->n) != 0) { /* მე-2, 第2 */
		*len = mark->n + 1;
		return digit_at(ts, i + mark->n);
	}
	if (ordinal && ts->items[i].kind == TOKEN_NUMBER && ts->items[i].parts == 1 &&
	    ts->items[i].digits[0] == 1 && i + 1 < ts->n && !ts->items[i + 1].blank &&
	    tokens_hear(ts, i + 1, HEAR_ORDINAL_MARK) != NULL) { /* 2nd */
		*len = 1 + tokens_hear(ts, i + 1, HEAR_ORDINAL_MARK)->n;
		return ts->items[i].value[0];
	}
	if (h == NULL || h->value > PICK_MOST || (h->value < 1 && h->value != PICK_LAST))
		return 0;
	*len = h->n;
	return h->value;
}

/* Is the number part of a longer expression of time: "2 pm", "the 2nd of December"? */
static bool
in_time(const struct picker *p, size_t from, size_t end)
{
	const struct mention *m = mention_at(p->wish, p->ts, from);

	if (m == NULL)
		return false;
	return m->from < p->ts->items[from].from || m->to > p->ts->items[end - 1].to;
}

static void
add(struct picker *p, int number, size_t from, size_t end, bool plain)
{
	for (size_t k = 0; k < p->n; k++)
		if (p->picks[k].number == number)
			return;
	p->picks = arena_more(p->arena, p->picks, p->n, sizeof *p->picks);
	p->picks[p->n++] =
	    (struct pick){ .number = number, .plain = plain, .from = from, .end = end };
}

/* Words that may stand beside a bare number without making it a number of things. */
static const uint64_t beside = CUE(CUE_FILLER) | CUE(CUE_SUITS) | CUE(CUE_AGREE) |
                               CUE(CUE_CONFIRM) | CUE(CUE_UNSUITABLE) | CUE(CUE_UNABLE) |
                               CUE(CUE_DENIAL) | CUE(CUE_KEEP) | CUE(CUE_THANKS) | CUE(CUE_POLITE) |
                               CUE(CUE_PROPOSE) | CUE(CUE_WISH) | CUE(CUE_IT) | CUE(CUE_ALL_BUT);

static bool
starts_line(const struct tokens *ts, size_t i)
{
	return i == 0 || ts->items[i].lines > 0;
}

static bool
begins_here(const struct picker *p, size_t i)
{
	return starts_line(p->ts, i) || p->ts->items[i - 1].kind == TOKEN_MARK ||
	       digit_at(p->ts, i - 1) != 0 || cue_ends_before(p, i, beside);
}

/* What stands before the number, or before its article: todas menos la 2 */
static bool
fits_before(const struct picker *p, size_t i)
{
	return begins_here(p, i) ||
	       (tokens_hear(p->ts, i - 1, HEAR_THE) != NULL && begins_here(p, i - 1));
}

static bool
fits_behind(const struct picker *p, size_t end)
{
	const struct tokens *ts = p->ts;

	return end >= ts->n || starts_line(ts, end) ||
	       (ts->items[end].kind == TOKEN_MARK &&
		   strchr(".,;:!?)-&/", ts->items[end].mark) != NULL &&
		   ts->items[end].mark != '\0') ||
	       has_cue(ts, end, beside) || mention_at(p->wish, ts, end) != NULL;
}

/* "2. Tuesday": the number of a list at the beginning of a line, with words behind it. */
static bool
in_list(const struct tokens *ts, size_t i)
{
	return starts_line(ts, i) && (is_mark_at(ts, i + 1, '.') || is_mark_at(ts, i + 1, ')')) &&
	       i + 2 < ts->n && ts->items[i + 2].lines == 0;
}

/* "option 2", "number two", "options 1 and 3": from the word on; returns where they end. */
static size_t
read_numbers(struct picker *p, size_t from)
{
	const struct tokens *ts = p->ts;
	size_t i = from, end = from;

	while (i < ts->n && i - end <= 2 && !(i > from && starts_line(ts, i))) {
		size_t len = 1;
		int number = digit_at(ts, i);

		if (number == 0)
			number = word_at(ts, i, false, &len);
		if (number != 0 && number <= PICK_MOST && !in_time(p, i, i + len)) {
			add(p, number, i, i + len, true);
			end = i + len;
		} else if (i == from && !is_mark_at(ts, i, '#') && !is_mark_at(ts, i, '.') &&
			   !is_mark_at(ts, i, ':'))
			break;
		else if (end > from && ts->items[i].kind == TOKEN_WORD &&
			 tokens_hear(ts, i, HEAR_AND) == NULL &&
			 tokens_hear(ts, i, HEAR_OR) == NULL)
			break;
		i += len;
	}
	return end;
}

/* "the second one", "first slot", opsi kedua, "the 2nd works": where an ordinal stands. */
static void
read_ordinal(struct picker *p, size_t i, int number, size_t len)
{
	const struct tokens *ts = p->ts;
	size_t end = i + len;
	int count;
	bool chosen = (end < ts->n && has_cue(ts, end, CUE(CUE_CHOICE) | CUE(CUE_OPTION))) ||
	              cue_ends_before(p, i, CUE(CUE_OPTION));

	if (in_time(p, i, end))
		return;
	if (number == 1 && end < ts->n && ts->items[end].kind == TOKEN_WORD &&
	    (count = word_at(ts, end, false, &len)) > 1) { /* the first two */
		for (int k = 1; k <= count; k++)
			add(p, k, i, end + len, true);
		return;
	}
	if (chosen || (fits_before(p, i) && fits_behind(p, end)))
		add(p, number, i, end, chosen);
}

/* Nothing but marks and the ends of lines around it. */
static bool
stands_alone(const struct picker *p, size_t from, size_t end)
{
	const struct tokens *ts = p->ts;

	return ts->items[from].kind == TOKEN_WORD &&
	       (starts_line(ts, from) || ts->items[from - 1].kind == TOKEN_MARK) &&
	       (end == ts->n || starts_line(ts, end) || ts->items[end].kind == TOKEN_MARK ||
		   has_cue(ts, end, CUE(CUE_FILLER) | CUE(CUE_POLITE) | CUE(CUE_THANKS)));
}

/* los dos primeros, les deux premiers: how many, and the tokens it takes; 0: it is none */
static int
first_so_many(const struct picker *p, size_t i, size_t *len)
{
	const struct tokens *ts = p->ts;
	size_t more;
	int n = word_at(ts, i, false, len);

	if (n == 0) {
		n = digit_at(ts, i);
		*len = 1;
	}
	if (n < 2 || n > PICK_MOST || i + *len >= ts->n || ts->items[i + *len].lines > 0 ||
	    word_at(ts, i + *len, true, &more) != 1 || in_time(p, i, i + *len + more))
		return 0;
	*len += more;
	return n;
}

static void
read_at(struct picker *p, size_t i, size_t *end)
{
	const struct tokens *ts = p->ts;
	const struct heard *option = tokens_hear(ts, i, CUE_KEY(CUE_OPTION));
	const struct heard *filler = tokens_hear(ts, i, CUE_KEY(CUE_FILLER));
	size_t len;
	int number;

	if (option != NULL && i + option->n < ts->n) {
		size_t after = read_numbers(p, i + option->n);

		if (after > i + option->n) {
			*end = after;
			return;
		}
	}
	if (filler != NULL && word_at(ts, i, true, &len) != 0 &&
	    filler->n > len) { /* ketiga-tiga, all three: no third */
		*end = i + filler->n;
		return;
	}
	if (has_cue(ts, i, CUE(CUE_EARLIER_ONE)))
		add(p, 1, i, i + 1, true);
	else if (has_cue(ts, i, CUE(CUE_MIDDLE_ONE)) && p->offered % 2 == 1)
		add(p, (int)p->offered / 2 + 1, i, i + 1, true);
	else if (has_cue(ts, i, CUE(CUE_LATER_ONE)))
		add(p, PICK_LAST, i, i + 1, true);
	else if ((number = first_so_many(p, i, &len)) != 0) {
		for (int k = 1; k <= number; k++)
			add(p, k, i, i + len, true);
		*end = i + len;
	} else if ((number = word_at(ts, i, true, &len)) != 0)
		read_ordinal(p, i, number, len);
	else if ((number = word_at(ts, i, false, &len)) != 0 && stands_alone(p, i, i + len))
		add(p, number, i, i + len, false);
	else if ((number = digit_at(ts, i)) != 0 && !in_time(p, i, i + 1) && !in_list(ts, i) &&
		 fits_before(p, i) && fits_behind(p, i + 1))
		add(p, number, i, i + 1, false);
}

/* Is there a hit of these cues in the clause of this pick, before or behind it? */
static bool
clause_says(const struct picker *p, const struct pick *pick, uint64_t cues, bool before_only)
{
	for (size_t k = 0; k < p->all->n_hits; k++) {
		const struct cue_hit *h = &p->all->hits[k];

		if ((h->cues & cues) == 0)
			continue;
		if (h->end <= pick->from && !sentence_parted(p->ts, h->end, pick->from))
			return true;
		if (!before_only && h->from >= pick->end &&
		    !sentence_parted(p->ts, pick->end, h->from))
			return true;
	}
	return false;
}

/* "except 2", 2以外 */
static bool
left_out(const struct pick *pick, const struct cue_hit *all_but)
{
	return pick->from >= all_but->end ||
	       (pick->end <= all_but->from && all_but->from - pick->end <= 2);
}

/* "Any except 2": those that were not named are taken. */
static void
take_others(struct picker *p, size_t offered)
{
	const struct cue_hit *all_but = NULL;
	bool named[PICK_MOST + 1] = { false };

	for (size_t k = 0; k < p->all->n_hits && all_but == NULL; k++)
		if ((p->all->hits[k].cues & CUE(CUE_ALL_BUT)) != 0)
			all_but = &p->all->hits[k];
	if (all_but == NULL || p->n == 0)
		return;
	for (size_t k = 0; k < p->n; k++) {
		p->picks[k].refused |= left_out(&p->picks[k], all_but);
		if (p->picks[k].number > 0)
			named[p->picks[k].number] = true;
	}
	for (size_t number = 1; number <= offered && number <= PICK_MOST; number++)
		if (!named[number])
			add(p, (int)number, all_but->from, all_but->end, true);
}

struct pick *
picks_read(const struct tokens *ts, const struct sentences *all, const struct wish_reading *wish,
    size_t offered, struct arena *a, size_t *n)
{
	struct picker p = { .ts = ts, .all = all, .wish = wish, .arena = a, .offered = offered };
	size_t kept = 0, end;

	for (size_t i = 0; i < ts->n; i = end) {
		end = i + 1;
		read_at(&p, i, &end);
	}
	take_others(&p, offered);
	for (size_t k = 0; k < p.n; k++) {
		struct pick *pick = &p.picks[k];

		if (offered != 0 && pick->number > (int)offered)
			continue;
		pick->refused |= clause_says(&p, pick, CUE(CUE_DENIAL), true) ||
		                 clause_says(&p, pick,
				     CUE(CUE_UNSUITABLE) | CUE(CUE_UNABLE) | CUE(CUE_NONE_OF) |
					 CUE(CUE_DENIAL_BEHIND),
				     false);
		pick->from_byte = ts->items[pick->from].from;
		pick->to_byte = ts->items[pick->end - 1].to;
		p.picks[kept++] = *pick;
	}
	*n = kept;
	return p.picks;
}
