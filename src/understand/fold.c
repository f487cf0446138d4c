#include "understand/fold.h"

#include "base/arena.h"

#include <stdbool.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

enum { IDEOGRAPHIC_COMMA = 0x3001, WIDE_COMMA = 0xff0c };
enum { GROWTH = 2 }; /* the quarter sign, two bytes, becomes four, which is most */

struct folder {
	struct folded *out;
	const UNormalizer2 *nfc;
	uint32_t at; /* where the present character began */
	int lines;   /* newlines in the present run of blanks; -1: not in one */
};

static void
put_blank(struct folder *f, bool newline)
{
	struct folded *o = f->out;

	if (f->lines == -1) {
		o->text[o->len] = newline ? '\n' : ' ';
		o->from[o->len++] = f->at;
		f->lines = newline;
	} else if (newline && f->lines++ == 0) {
		o->text[o->len - 1] = '\n';
	} else if (newline && f->lines == 2) {
		o->text[o->len] = '\n';
		o->from[o->len++] = f->at;
	}
}

/* A blank that was not written, behind this character. */
static void
put_blank_behind(struct folder *f, UChar32 c)
{
	f->at += (uint32_t)U8_LENGTH(c);
	put_blank(f, false);
}

static void
put(struct folder *f, UChar32 c)
{
	char *s = f->out->text;
	int32_t i = (int32_t)f->out->len, was = i;

	if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
		put_blank(f, c == '\n');
		return;
	}
	f->lines = -1;
	if (c < 0x80) {
		s[i] = (char)c;
		f->out->from[i] = f->at;
		f->out->len++;
		return;
	}
	U8_APPEND_UNSAFE(s, i, c);
	for (; was < i; was++)
		f->out->from[was] = f->at;
	f->out->len = (size_t)i;
}

/* Arabic as people type it: vowel signs and tatweel left out, hamza forms mixed up. */
static UChar32
arabic(UChar32 c)
{
	if ((c >= 0x064b && c <= 0x065f) || c == 0x0670 || c == 0x0640)
		return 0;
	if (c == 0x0622 || c == 0x0623 || c == 0x0625 || c == 0x0671)
		return 0x0627;
	if (c == 0x0649 || c == 0x06cc)
		return 0x064a;
	if (c == 0x06a9)
		return 0x0643;
	return c;
}

/* Marks of punctuation that exist in several forms. */
static UChar32
mark(UChar32 c)
{
	switch (c) {
	case 0x2018:
	case 0x2019:
	case 0x201b:
	case 0x02bc:
	case 0x00b4:
	case 0x0060:
	case 0x02b9: return '\'';
	case 0x2010:
	case 0x2011:
	case 0x2012:
	case 0x2013:
	case 0x2014:
	case 0x2015:
	case 0x2212:
	case 0xfe58:
	case 0xfe63: return '-';
	case 0x301c:
	case 0x223c:
	case 0x2053: return '~';
	case 0x2236:
	case 0xfe55: return ':';
	case 0x060c:
	case 0x3001:
	case 0xfe50: return ',';
	case 0x061b: return ';';
	case 0x061f: return '?';
	case 0x2044:
	case 0x2215: return '/';
	case 0x201c:
	case 0x201d:
	case 0x201e:
	case 0x00ab:
	case 0x00bb: return '"';
	case 0x3000:
	case 0x00a0:
	case 0x202f:
	case 0x2007:
	case 0x2009: return ' ';
	case 0x2028:
	case 0x2029:
	case 0x0085: return '\n';
	default: return c;
	}
}

/* The letter without its accents and strokes, for Latin, and Cyrillic yo as ye. */
static UChar32
bare(const UNormalizer2 *nfc, UChar32 c)
{
	UChar parts[8];

	if (c == 0x0451)
		return 0x0435;
	while (c < 0x0250 || (c >= 0x1e00 && c <= 0x1eff)) {
		UErrorCode rc = U_ZERO_ERROR;

		if (unorm2_getRawDecomposition(nfc, c, parts, 8, &rc) <= 0 || U_FAILURE(rc))
			break;
		c = parts[0];
	}
	switch (c) {            /* these have no decomposition */
	case 0xf8: return 'o';  /* ø */
	case 0x111: return 'd'; /* đ */
	case 0x142: return 'l'; /* ł */
	case 0x14b: return 'n'; /* ŋ */
	case 0x167: return 't'; /* ŧ */
	default: return c;
	}
}

static void
fold_char(struct folder *f, UChar32 c)
{
	int digit;

	if (c == IDEOGRAPHIC_COMMA || c == WIDE_COMMA) { /* never within a number: 16、17号 */
		put(f, ',');
		put_blank_behind(f, c);
		return;
	}
	if (c >= 0xff01 && c <= 0xff5e)
		c -= 0xfee0;
	if (c < 0x80) {
		put(f, c >= 'A' && c <= 'Z' ? c + 32 : c == '`' ? '\'' : c);
		return;
	}
	c = mark(c);
	if (c < 0x80) {
		put(f, c);
		return;
	}
	if (c >= 0xbc && c <= 0xbe) { /* one quarter, one half, three quarters */
		put(f, ' ');
		put(f, c == 0xbe ? '3' : '1');
		put(f, '/');
		put(f, c == 0xbd ? '2' : '4');
		return;
	}
	if (c == 0xdf) { /* the German sharp s */
		put(f, 's');
		put(f, 's');
		return;
	}
	if ((c >= 0x2460 && c <= 0x2468) || (c >= 0x2776 && c <= 0x277e)) { /* 1 to 9 in a circle */
		put(f, '#');
		put(f, '1' + (c - (c < 0x2776 ? 0x2460 : 0x2776)));
		put_blank_behind(f, c);
		return;
	}
	if (c >= 0x3040 && c <= 0x9fff) { /* nothing to fold in kana and most of Han */
		put(f, c);
		return;
	}
	if ((digit = u_charDigitValue(c)) >= 0) {
		put(f, '0' + digit);
		return;
	}
	if (c >= 0x0600 && c <= 0x06ff)
		c = arabic(c);
	else if (u_charType(c) == U_FORMAT_CHAR || u_charType(c) == U_CONTROL_CHAR)
		c = 0;
	else if (u_getCombiningClass(c) != 0) /* accents set apart from their letters */
		c = c == 0x0306 ? c : 0;
	else
		c = bare(f->nfc, u_foldCase(c, U_FOLD_CASE_DEFAULT));
	if (c != 0)
		put(f, c);
}

/* ASCII that is no blank: most of most texts.  false: it is something else. */
static bool
put_plain(struct folder *f, char c)
{
	struct folded *o = f->out;

	if (c <= ' ' || c == '`')
		return false;
	o->text[o->len] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	o->from[o->len++] = f->at;
	f->lines = -1;
	return true;
}

void
fold_text(const char *s, size_t len, struct arena *a, struct folded *out)
{
	UErrorCode rc = U_ZERO_ERROR;
	struct folder f = { out, unorm2_getNFCInstance(&rc), 0, -1 };
	int32_t i = 0, n = (int32_t)len;
	UChar32 c;

	out->text = arena_room(a, len * GROWTH + 1);
	out->from = arena_room(a, (len * GROWTH + 1) * sizeof *out->from);
	out->len = 0;
	while (i < n) {
		f.at = (uint32_t)i;
		if (put_plain(&f, s[i])) {
			i++;
			continue;
		}
		U8_NEXT(s, i, n, c);
		fold_char(&f, c <= 0 || c == '\f' || c == '\v' ? ' ' : c);
	}
	out->text[out->len] = '\0';
	out->from[out->len] = (uint32_t)len;
}
