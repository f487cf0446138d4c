#include "inbox/quote.h"

#include "inbox/mailwords.h"
#include "inbox/textline.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum {
	ATTRIBUTION_LINES = 4, /* programs fold them, never more than this */
	ATTRIBUTION_LEN = 400,
	LABEL_LEN = 40,
	BLOCK_LINES = 40, /* of a header shown in the text, with long lists of recipients */
};

static bool
has_address(const char *s)
{
	const char *at = strchr(s, '@');

	return at != NULL && at > s && isalnum((unsigned char)at[1]) && strchr(at, '.') != NULL;
}

/* "Ana <ana@example.net>", and no question: people who name somebody seldom write the brackets. */
static bool
names_sender(const char *s)
{
	const char *open = strchr(s, '<');

	return open != NULL && strchr(open, '>') != NULL && has_address(open + 1) &&
	       strchr(s, '?') == NULL;
}

/* Four digits of a year of our time, standing alone. */
static bool
has_year(const char *s)
{
	for (const char *at = s; (at = strpbrk(at, "12")) != NULL; at++) {
		bool year = (strncmp(at, "20", 2) == 0 || strncmp(at, "19", 2) == 0) &&
		            isdigit((unsigned char)at[2]) && isdigit((unsigned char)at[3]) &&
		            !isdigit((unsigned char)at[4]);

		if (year && (at == s || !isdigit((unsigned char)at[-1])))
			return true;
	}
	return false;
}

/* "14:42", or "14.42" and "14h42" as some write it. */
static bool
has_clock(const char *s)
{
	for (const char *at = s; *at != '\0'; at++)
		if (isdigit((unsigned char)at[0]) &&
		    (at[1] == ':' || at[1] == 'h' || at[1] == '.') &&
		    isdigit((unsigned char)at[2]) && isdigit((unsigned char)at[3]) &&
		    !isdigit((unsigned char)at[4]))
			return true;
	return false;
}

static size_t
skip_blank(const struct textlines *lines, size_t i, size_t most)
{
	for (size_t n = 0; n < most && i < lines->n && textline_blank(&lines->items[i]); n++)
		i++;
	return i;
}

static void
mark(struct textlines *lines, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		lines->items[i].role = ROLE_QUOTED;
}

/* Does a line begin here that nobody else's sentence runs into? */
static bool
begins_paragraph(const struct textlines *lines, size_t i)
{
	const struct textline *before = i > 0 ? &lines->items[i - 1] : NULL;

	return before == NULL || textline_blank(before) || textline_rule(before) ||
	       before->role != lines->items[i].role;
}

/* The n lines from i on as one; false: there are not that many in the paragraph, or too long. */
static bool
join_lines(const struct textlines *lines, size_t i, size_t n, char out[ATTRIBUTION_LEN])
{
	size_t len = 0;

	if (i + n > lines->n)
		return false;
	for (size_t k = 0; k < n; k++) {
		const struct textline *l = &lines->items[i + k];
		int took;

		if (textline_blank(l) || l->role != ROLE_OWN)
			return false;
		took =
		    snprintf(out + len, ATTRIBUTION_LEN - len, "%s%s", k > 0 ? " " : "", l->folded);
		len += (size_t)took;
		if (len >= ATTRIBUTION_LEN)
			return false;
	}
	return len > 0;
}

/* "On Monday ...", "Am Montag ...", "2026/12/07 ...": so an attribution begins. */
static bool
is_opener(const struct textline *l)
{
	const char *s = l->folded + strspn(l->folded, "-_ ");

	return mailword_begins(MAILWORD_ON, s) ||
	       (isdigit((unsigned char)*s) && (has_year(s) || has_clock(s)));
}

/* Is it whole, and is there no doubt?  opener: is_opener(), quote: marked lines follow. */
static bool
is_attribution(const char *s, bool opener, bool quote)
{
	bool dashed = strncmp(s, "--", 2) == 0 && strcmp(s + strlen(s) - 2, "--") == 0;
	bool ends = s[strlen(s) - 1] == ':' || dashed, address, wrote;

	if (!ends && !(opener && quote))
		return false;
	address = has_address(s);
	wrote = mailword_count(MAILWORD_WROTE, s) > 0;
	if (wrote && (address || has_year(s) || has_clock(s)))
		return true;
	if (!ends) /* "2026/12/7 Ana <ana@example.net>" above marked lines */
		return names_sender(s) && has_year(s);
	return quote ? wrote || address || (has_year(s) && has_clock(s))
	             : names_sender(s) && has_year(s) && has_clock(s);
}

/*
 * "On Monday, 7 December 2026 at 14:42, Ana <ana@example.net> wrote:" in one to four lines from i
 * on.  Returns how many, 0: there is none here.
 */
static size_t
attribution_at(const struct textlines *lines, size_t i)
{
	char joined[ATTRIBUTION_LEN];
	bool opener = is_opener(&lines->items[i]);

	if (!opener && !begins_paragraph(lines, i))
		return 0;
	for (size_t n = 1; n <= ATTRIBUTION_LINES && join_lines(lines, i, n, joined); n++) {
		size_t next = skip_blank(lines, i + n, 2);
		bool quote = next < lines->n && lines->items[next].depth > 0;

		/* The author's last line right above it is none of it. */
		if (n > 1 && !opener && is_opener(&lines->items[i + n - 1]))
			return 0;
		if (is_attribution(joined, opener, quote))
			return n;
	}
	return 0;
}

/* "Label: value"; returns the value and copies the label, NULL: it is no such line. */
static const char *
split_label(const struct textline *l, char label[LABEL_LEN])
{
	const char *colon = strchr(l->folded, ':');
	size_t len = colon != NULL ? (size_t)(colon - l->folded) : 0;

	while (len > 0 && l->folded[len - 1] == ' ')
		len--;
	if (len == 0 || len >= LABEL_LEN)
		return NULL;
	memcpy(label, l->folded, len);
	label[len] = '\0';
	return colon + 1 + strspn(colon + 1, " ");
}

/* What a run of "Label: value" lines says. */
struct block {
	size_t end;        /* behind its last line */
	int labels;        /* how many lines with a label */
	int known;         /* of these, labels that mail programs write */
	bool from, about;  /* a sender; a subject or recipients */
	bool from_address; /* the sender is an address, not a time */
	bool moment;       /* a date with its year and time */
};

/* Is it a label that mail programs write? */
static bool
read_label(struct block *b, const char *label, const char *value)
{
	if (mailword_is(MAILWORD_FROM, label)) {
		b->from = true;
		b->from_address |= has_address(value);
	} else if (mailword_is(MAILWORD_DATE, label)) {
		b->moment |= has_year(value) && has_clock(value);
	} else if (mailword_is(MAILWORD_TO, label) || mailword_is(MAILWORD_SUBJECT, label)) {
		b->about = true;
	} else {
		return false;
	}
	return true;
}

static struct block
read_block(const struct textlines *lines, size_t i)
{
	struct block b = { .end = i };
	char label[LABEL_LEN];
	int folded = 0;

	for (size_t n = 0; i < lines->n && n < BLOCK_LINES; i++, n++) {
		const char *value = split_label(&lines->items[i], label);

		if (lines->items[i].role != ROLE_OWN || textline_blank(&lines->items[i]) ||
		    textline_rule(&lines->items[i]))
			break;
		/* A long list of recipients goes on in the next lines. */
		if (value == NULL && (b.labels == 0 || ++folded > 3))
			break;
		if (value == NULL)
			continue;
		b.known += read_label(&b, label, value);
		b.labels++;
		folded = 0;
		b.end = i + 1;
	}
	return b;
}

/*
 * A mail's header shown in the text.  People write "From: 10:00, To: 12:00, Date: Tuesday" too,
 * hence the sender's address or a moment to the minute.
 */
static bool
is_header_block(const struct block *b, bool behind_separator)
{
	if (b->from && b->about && b->known >= 3 && (b->from_address || b->moment))
		return true;
	return behind_separator && b->labels >= 3 && b->moment;
}

/* "----- Original Message -----", "Begin forwarded message:" */
static bool
is_separator(const struct textline *l)
{
	const char *s = l->folded + strspn(l->folded, "-_=> ");
	char bare[LABEL_LEN * 2];
	size_t len = strcspn(s, "-_=:");

	if (len == 0 || len >= sizeof bare)
		return false;
	while (len > 0 && s[len - 1] == ' ')
		len--;
	memcpy(bare, s, len);
	bare[len] = '\0';
	if (s == l->folded && strchr("-_=:", s[strlen(s) - 1]) == NULL)
		return false;
	return mailword_begins(MAILWORD_ORIGINAL, bare);
}

/* The end of a header block or a line such as "Original Message" at i; 0: there is none. */
static size_t
separator_at(const struct textlines *lines, size_t i)
{
	bool separator = is_separator(&lines->items[i]), rule = textline_rule(&lines->items[i]);
	size_t at = separator || rule ? skip_blank(lines, i + 1, 2) : i;
	struct block b;

	if (separator || rule || begins_paragraph(lines, i)) {
		b = read_block(lines, at);
		if (is_header_block(&b, separator || rule))
			return b.end;
	}
	return separator ? i + 1 : 0;
}

/*
 * Marks what begins at i, if anything does.  What is announced are the lines with marks, which
 * tell for themselves, or all the rest; but somebody who writes below an attribution without marks
 * must not be left without a word, hence own_above.  Returns where to go on.
 */
static size_t
mark_announced(struct textlines *lines, size_t i, bool own_above)
{
	size_t end = separator_at(lines, i), next;
	bool attribution = end == 0;

	if (attribution)
		end = i + attribution_at(lines, i);
	if (end == i)
		return i + 1;
	mark(lines, i, end);
	next = skip_blank(lines, end, lines->n);
	if (next < lines->n && lines->items[next].depth > 0)
		return next;
	if (attribution && !own_above)
		return end;
	mark(lines, end, lines->n);
	return lines->n;
}

/* A line across, or nothing but blank lines, before a quote belong to it. */
static void
mark_rules_before_quotes(struct textlines *lines)
{
	bool quoted = false;

	for (size_t i = lines->n; i-- > 0;) {
		struct textline *l = &lines->items[i];

		if (l->role == ROLE_OWN && quoted && textline_rule(l))
			l->role = ROLE_QUOTED;
		if (!textline_blank(l) || l->role != ROLE_OWN)
			quoted = l->role == ROLE_QUOTED;
	}
}

void
quote_find(struct textlines *lines)
{
	bool own_above = false;
	size_t i = 0, next;

	for (; i < lines->n; i = next) {
		next = i + 1;
		if (lines->items[i].role != ROLE_OWN || textline_blank(&lines->items[i]))
			continue;
		next = mark_announced(lines, i, own_above);
		own_above |= lines->items[i].role == ROLE_OWN;
	}
	mark_rules_before_quotes(lines);
}
