#include "inbox/signature.h"

#include "base/text.h"
#include "inbox/mailwords.h"
#include "inbox/textline.h"

#include <ctype.h>
#include <string.h>
#include <unicode/uchar.h>

enum {
	BARE_DASHES_LINES = 12, /* "--" without its blank: a signature is not longer */
	BLOCK_LINES = 12,
	DEVICE_LINES = 3,
	DISCLAIMER_LINES = 30,
	WORDS_LEFT = 3, /* "Thanks!" and a word: the word is the message */
};

/* The author's lines between two quotes, without blank lines at its ends. */
struct run {
	struct textline *items;
	size_t n;
};

/* Are there at most so many lines that are not blank, from that one on? */
static bool
few_left(const struct run *r, size_t from, size_t most)
{
	size_t n = 0;

	for (size_t i = from; i < r->n && n <= most; i++)
		n += !textline_blank(&r->items[i]);
	return n <= most;
}

static size_t
count_words(const struct run *r, size_t to)
{
	size_t n = 0;

	for (size_t i = 0; i < to; i++)
		n += textline_words(&r->items[i]);
	return n;
}

static void
cut(struct run *r, size_t from)
{
	for (size_t i = from; i < r->n; i++)
		r->items[i].role = ROLE_SIGNATURE;
	r->n = from;
	while (r->n > 0 && textline_blank(&r->items[r->n - 1]))
		r->n--;
}

/* A "+49 30 123" or nine digits that are no date. */
static bool
has_telephone(const char *s)
{
	for (; *s != '\0'; s++) {
		size_t len = 0, digits = 0;
		bool plus = *s == '+';

		if (!plus && !isdigit((unsigned char)*s) && *s != '(')
			continue;
		for (; s[len] != '\0' && strchr("+0123456789 -()/.", s[len]) != NULL; len++)
			digits += isdigit((unsigned char)s[len]) != 0;
		if ((plus && digits >= 7) ||
		    (digits >= 9 && strncmp(s, "20", 2) != 0 && memchr(s, '.', len) == NULL))
			return true;
		s += len > 0 ? len - 1 : 0;
	}
	return false;
}

static bool
has_link(const char *s)
{
	return strstr(s, "http://") != NULL || strstr(s, "https://") != NULL ||
	       strstr(s, "www.") != NULL;
}

static bool
has_contact(const struct textline *l)
{
	return has_telephone(l->folded) || has_link(l->folded) || strchr(l->folded, '@') != NULL;
}

/* Scripts without capitals give no sign of what is a name. */
static bool
has_capital(const char *word, size_t len)
{
	size_t at = 0;

	return u_isupper((UChar32)text_next(word, len, &at)) != 0;
}

/* "Dr. Ana de la Cruz": few words with capitals, but for short particles; or "ana" alone. */
static bool
is_name(const struct textline *l)
{
	const char *s = l->text + strspn(l->text, " \t-~*");
	size_t words = 0, capitals = 0;

	if (strpbrk(s, "0123456789?!:;") != NULL || strlen(s) > 60)
		return false;
	while (*s != '\0') {
		size_t len = strcspn(s, " \t");
		bool capital = has_capital(s, len);

		if (!capital && len > 3 && (words > 0 || s[len] != '\0'))
			return false;
		words++;
		capitals += capital;
		s += len;
		s += strspn(s, " \t");
	}
	return (words == 1 && islower((unsigned char)l->text[0])) || (capitals >= 1 && words <= 5);
}

/* A title, a street, a telephone: short, and not a sentence. */
static bool
is_signature_line(const struct textline *l)
{
	size_t words = textline_words(l), len = strlen(l->folded);

	if (words == 0 || textline_rule(l))
		return true;
	if (has_contact(l))
		return words <= 14;
	return words <= 9 && l->folded[len - 1] != '?' &&
	       !(words >= 4 && strchr(".!", l->folded[len - 1]) != NULL);
}

static bool
is_postscript(const struct textline *l)
{
	const char *s = l->folded;

	return strncmp(s, "ps ", 3) == 0 || strncmp(s, "ps:", 3) == 0 ||
	       strncmp(s, "p.s", 3) == 0 || strncmp(s, "ps.", 3) == 0;
}

/* "Best regards," alone in its line; little faces and stops behind it do not count. */
static bool
is_sign_off(const struct textline *l)
{
	char bare[64];
	size_t len = strlen(l->folded);

	if (len >= sizeof bare)
		return false;
	memcpy(bare, l->folded, len + 1);
	while (len > 0 && strchr(" ,.!-~:;)", bare[len - 1]) != NULL)
		bare[--len] = '\0';
	return mailword_is(MAILWORD_SIGN_OFF, bare);
}

static bool
is_delimiter(const struct run *r, size_t i)
{
	const struct textline *l = &r->items[i];

	if (l->dash_blank)
		return true;
	return (strcmp(l->text, "--") == 0 || strcmp(l->text, "\xe2\x80\x94") == 0) &&
	       few_left(r, i + 1, BARE_DASHES_LINES);
}

static void
cut_delimited(struct run *r)
{
	for (size_t i = 0; i < r->n; i++) {
		if (is_delimiter(r, i)) {
			cut(r, i);
			return;
		}
	}
}

/* Does a paragraph begin at i that only lawyers write? */
static bool
is_disclaimer(const struct run *r, size_t i)
{
	int words = 0;

	if (i == 0 || !(textline_blank(&r->items[i - 1]) || textline_rule(&r->items[i - 1])))
		return false;
	for (size_t k = i; k < r->n && k < i + DISCLAIMER_LINES; k++) {
		if (textline_blank(&r->items[k]))
			break;
		words += mailword_count(MAILWORD_DISCLAIMER, r->items[k].folded);
		if (words >= 2)
			return true;
	}
	return false;
}

/* "Sent from my telephone" at the end, and what lawyers want. */
static void
cut_footers(struct run *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct textline *l = &r->items[i];

		if ((mailword_begins(MAILWORD_DEVICE, l->folded) && textline_words(l) <= 12 &&
			few_left(r, i, DEVICE_LINES)) ||
		    is_disclaimer(r, i)) {
			cut(r, i);
			return;
		}
	}
}

/* A line across, and short lines with a telephone, a link or an address among them. */
static void
cut_ruled(struct run *r)
{
	for (size_t i = 1; i < r->n; i++) {
		bool contact = false, fits = true;

		if (!textline_rule(&r->items[i]) || !few_left(r, i, BLOCK_LINES))
			continue;
		for (size_t k = i; fits && k < r->n; k++) {
			contact |= has_contact(&r->items[k]);
			fits = is_signature_line(&r->items[k]);
		}
		if (fits && contact) {
			cut(r, i);
			return;
		}
	}
}

/*
 * How far the block that begins with a name at i goes: up to a postscript, or to a sentence behind
 * an empty line, which is a new thought.  0: it is none, a sentence follows at once; but lines with
 * a telephone in them may well end in one.
 */
static size_t
block_end(const struct run *r, size_t i)
{
	size_t full = 0;
	bool contact = false;

	for (; i < r->n && full <= BLOCK_LINES; i++) {
		const struct textline *l = &r->items[i];

		if (is_postscript(l))
			return i;
		if (!is_signature_line(l) && textline_blank(l - 1))
			return i;
		if (!is_signature_line(l) && !contact)
			return 0;
		contact |= has_contact(l);
		full += !textline_blank(l);
	}
	return i;
}

/* A sign-off, a name, and what is usual behind it.  What follows the block stays the author's. */
static void
cut_sign_off(struct run *r)
{
	for (size_t i = r->n; i-- > 0;) {
		size_t name = i + 1, end;

		if (!is_sign_off(&r->items[i]))
			continue;
		while (name < r->n && textline_blank(&r->items[name]))
			name++;
		if (name == r->n || !is_name(&r->items[name]) || (end = block_end(r, name)) == 0 ||
		    count_words(r, i) < WORDS_LEFT)
			continue;
		for (size_t k = i; k < end; k++)
			r->items[k].role = ROLE_SIGNATURE;
		if (end == r->n)
			cut(r, i);
		return;
	}
}

/* Without any sign-off: a last paragraph that begins with a name and holds a telephone or link. */
static void
cut_contact_block(struct run *r)
{
	size_t begin = r->n, before;
	bool contact = false;

	while (begin > 0 && !textline_blank(&r->items[begin - 1])) {
		begin--;
		if (!is_signature_line(&r->items[begin]))
			return;
		contact |=
		    has_telephone(r->items[begin].folded) || has_link(r->items[begin].folded);
	}
	for (before = begin; before > 0 && textline_blank(&r->items[before - 1]); before--)
		;
	if (!contact || before == 0 || r->n - begin < 2 || !is_name(&r->items[begin]) ||
	    strchr(r->items[before - 1].text, ':') != NULL)
		return;
	cut(r, begin);
}

static void
cut_run(struct run *r)
{
	cut_delimited(r);
	cut_footers(r);
	cut_ruled(r);
	cut_sign_off(r);
	cut_contact_block(r);
}

void
signature_find(struct textlines *lines)
{
	size_t i = 0, end;

	while (i < lines->n) {
		struct run r = { .items = &lines->items[i] };

		for (end = i; end < lines->n && lines->items[end].role == ROLE_OWN; end++)
			if (!textline_blank(&lines->items[end]))
				r.n = end + 1 - i;
		if (r.n > 0)
			cut_run(&r);
		i = end > i ? end : i + 1;
	}
}
