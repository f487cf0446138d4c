#include "compose/encode.h"

#include "base/arena.h"
#include "base/text.h"

#include <stdbool.h>
#include <string.h>

enum {
	WORD = 75,   /* an RFC 2047 word is no longer */
	AROUND = 12, /* of which this much is "=?UTF-8?B?" and "?=" */
	QUOTED = 60, /* a longer name is not quoted but encoded */
};

static const char hex_digits[] = "0123456789ABCDEF";

static bool
is_ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

static const char *
clean(const char *s, struct arena *a)
{
	size_t len = strlen(s);

	return text_one_line(text_valid(s, len) ? s : text_repair(s, len, a), a);
}

/* What may stand for itself in an encoded word, even in a name (RFC 2047, 5, rule 3). */
static bool
is_plain_in_word(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c != '\0' && strchr("!*+-/", c) != NULL);
}

static size_t
q_length(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += is_plain_in_word((unsigned char)s[i]) || s[i] == ' ' ? 1 : 3;
	return n;
}

static void
add_q(struct buf *b, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == ' ')
			buf_char(b, '_');
		else if (is_plain_in_word(c))
			buf_char(b, (char)c);
		else
			buf_printf(b, "=%c%c", hex_digits[c >> 4], hex_digits[c & 15]);
	}
}

static void
add_base64(struct buf *b, const unsigned char *s, size_t len)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < len; i += 3) {
		unsigned v = (unsigned)s[i] << 16 | (i + 1 < len ? (unsigned)s[i + 1] << 8 : 0) |
		             (i + 2 < len ? s[i + 2] : 0);

		buf_char(b, digits[v >> 18]);
		buf_char(b, digits[v >> 12 & 63]);
		buf_char(b, i + 1 < len ? digits[v >> 6 & 63] : '=');
		buf_char(b, i + 2 < len ? digits[v & 63] : '=');
	}
}

/* How much of the text one word of this size can take, without splitting a character. */
static size_t
fitting(const char *s, size_t len, size_t room, bool base64)
{
	size_t at = 0, next = 0;

	while (next < len) {
		size_t size;

		text_next(s, len, &next);
		size = base64 ? (next + 2) / 3 * 4 : q_length(s, next);
		if (size > room)
			break;
		at = next;
	}
	return at;
}

/* column: where on the line it begins; returns where it ends. */
static size_t
add_words(struct buf *b, const char *s, size_t column)
{
	size_t len = strlen(s), begin;
	bool base64 = (len + 2) / 3 * 4 < q_length(s, len);

	while (len > 0) {
		size_t room = ENCODE_LINE - column > WORD ? WORD : ENCODE_LINE - column;
		size_t n = room <= AROUND ? 0 : fitting(s, len, room - AROUND, base64);

		begin = b->len;
		if (n > 0) {
			buf_str(b, base64 ? "=?UTF-8?B?" : "=?UTF-8?Q?");
			if (base64)
				add_base64(b, (const unsigned char *)s, n);
			else
				add_q(b, s, n);
			buf_str(b, "?=");
			column += b->len - begin;
			s += n;
			len -= n;
		}
		if (len > 0) {
			buf_str(b, "\r\n ");
			column = 1;
		}
	}
	return column;
}

/* ASCII that no reader could take for an encoded word, with places to fold it at. */
static bool
is_plain_text(const char *s)
{
	size_t word = 0;

	if (!is_ascii(s) || strstr(s, "=?") != NULL)
		return false;
	for (; *s != '\0'; s++)
		if ((word = *s == ' ' ? 0 : word + 1) > ENCODE_LINE - 20)
			return false;
	return true;
}

static void
add_folded(struct buf *b, const char *s, size_t column)
{
	while (*s != '\0') {
		size_t n = 1 + strcspn(s + 1, " "); /* a blank and the word behind it */

		if (column + n > ENCODE_LINE && *s == ' ') {
			buf_str(b, "\r\n");
			column = 0;
		}
		buf_add(b, s, n);
		column += n;
		s += n;
	}
}

void
encode_header(struct buf *b, const char *name, const char *text)
{
	const char *s = clean(text, b->arena);
	size_t begin = b->len;

	buf_printf(b, "%s: ", name);
	if (is_plain_text(s))
		add_folded(b, s, b->len - begin);
	else
		add_words(b, s, b->len - begin);
	buf_str(b, "\r\n");
}

static bool
is_atoms(const char *s)
{
	for (; *s != '\0'; s++)
		if (!is_plain_in_word((unsigned char)*s) && strchr(" '_&#$%?^`{|}~=", *s) == NULL)
			return false;
	return true;
}

static size_t
add_name(struct buf *b, const char *name, size_t column)
{
	size_t begin = b->len;

	if (!is_ascii(name) || strstr(name, "=?") != NULL || strlen(name) > QUOTED)
		return add_words(b, name, column);
	if (is_atoms(name)) {
		buf_str(b, name);
		return column + b->len - begin;
	}
	buf_char(b, '"');
	for (const char *s = name; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			buf_char(b, '\\');
		buf_char(b, *s);
	}
	buf_char(b, '"');
	return column + b->len - begin;
}

void
encode_mailbox(struct buf *b, const char *header, const char *name, const char *email)
{
	const char *s = clean(name, b->arena);
	size_t column = strlen(header) + 2;

	buf_printf(b, "%s: ", header);
	if (s[0] != '\0') {
		column = add_name(b, s, column);
		buf_str(b, column + strlen(email) + 3 > ENCODE_LINE ? "\r\n " : " ");
	}
	buf_printf(b, "<%s>\r\n", email);
}

void
encode_base64(struct buf *b, const void *bytes, size_t len)
{
	const unsigned char *s = bytes;

	for (size_t i = 0; i < len; i += ENCODE_LINE / 4 * 3) {
		size_t n = len - i < ENCODE_LINE / 4 * 3 ? len - i : ENCODE_LINE / 4 * 3;

		add_base64(b, s + i, n);
		buf_str(b, "\r\n");
	}
}

/* Line ends as mail has them, and no control character that a server might trip over. */
static char *
canonical(const char *text, struct arena *a)
{
	size_t len = strlen(text);
	const char *s = text_valid(text, len) ? text : text_repair(text, len, a);
	struct buf b;

	buf_init(&b, a);
	for (; *s != '\0'; s++) {
		if (*s == '\n')
			buf_str(&b, "\r\n");
		else if ((unsigned char)*s >= ' ' || *s == '\t')
			buf_char(&b, *s);
	}
	if (b.len > 0 && b.data[b.len - 1] != '\n')
		buf_str(&b, "\r\n");
	return b.data;
}

/* The bytes of one character as they stand in quoted-printable, at most 12. */
static size_t
quote(const char *s, size_t n, bool always, char out[13])
{
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (!always && c < 0x7f && c != '=') {
			out[len++] = (char)c;
			continue;
		}
		out[len++] = '=';
		out[len++] = hex_digits[c >> 4];
		out[len++] = hex_digits[c & 15];
	}
	return len;
}

static void
add_quoted_line(struct buf *b, const char *s, size_t len)
{
	size_t column = 0, at = 0;

	while (at < len) {
		size_t was = at, n;
		/* Blanks at the end get lost on the way; old servers change a line's "From ". */
		bool always = (at + 1 == len && (s[at] == ' ' || s[at] == '\t')) ||
		              (at == 0 && len >= 5 && memcmp(s, "From ", 5) == 0) ||
		              (at == 0 && s[0] == '.');
		char one[13];

		text_next(s, len, &at);
		n = quote(s + was, at - was, always, one);
		if (column + n > ENCODE_LINE - (at < len)) {
			buf_str(b, "=\r\n");
			column = 0;
		}
		buf_add(b, one, n);
		column += n;
	}
	buf_str(b, "\r\n");
}

static void
add_quoted(struct buf *b, const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\r");

		add_quoted_line(b, text, len);
		text += len + 2;
	}
}

void
encode_body(struct buf *b, const char *text)
{
	const char *s = canonical(text, b->arena);
	size_t len = strlen(s);
	struct buf quoted;

	buf_init(&quoted, b->arena);
	add_quoted(&quoted, s);
	if (quoted.len <= (len + 2) / 3 * 4) {
		buf_str(b, "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
		buf_add(b, quoted.data, quoted.len);
	} else {
		buf_str(b, "Content-Transfer-Encoding: base64\r\n\r\n");
		encode_base64(b, s, len);
	}
}
